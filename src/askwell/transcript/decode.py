"""Bytes to text: UTF-8, UTF-16 and GB18030, told apart by content, and Windows-1252 for old Western files.

A file that is cut off in the middle of a character loses that character only. Text for people is then cleaned:
line ends become ``\\n``, control characters are taken out and counted. JSON is not: its strings stay as given.
"""

import codecs
import re
from dataclasses import dataclass

from askwell.transcript.errors import BadInput

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16 LE"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16 BE"),
)
_FOREIGN = (
    (b"%PDF-", "a PDF; save its text as DOCX or TXT"),
    (b"{\\rtf", "an RTF document; save it as DOCX or TXT"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file; save it as DOCX or XLSX"),
    (b"\x1f\x8b", "a gzip archive; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it first"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"ID3", "a sound recording; it must be transcribed first"),
    (b"OggS", "a sound recording; it must be transcribed first"),
    (b"fLaC", "a sound recording; it must be transcribed first"),
    (b"RIFF", "a sound recording or video; it must be transcribed first"),
    (b"\x1aE\xdf\xa3", "a video; it must be transcribed first"),
)
_CONTROLS = {code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (0x09, 0x0A)} | {
    0x0B: " ",
    0x0C: " ",
    0x85: " ",
    0xFEFF: None,
}
_CONTROL = re.compile("[" + "".join(re.escape(chr(code)) for code in _CONTROLS) + "]")
_COMMON = re.compile("[\t\n\r\u0020-\u007e\u00a0-\u024f\u2010-\u2027\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """``cut_off`` says the last character was incomplete."""

    text: str
    encoding: str
    cut_off: bool = False


def decode(data: bytes) -> Decoded:
    """The text of a file; raises BadInput naming the byte where the file is binary or in no known encoding."""
    if not data.strip():
        raise BadInput("the file is empty", place="byte 0")
    _refuse_foreign(data)
    raw, encoding, cut_off = _decode_marked(data) or _decode_plain(data)
    nul = raw.find("\0")
    if nul >= 0:
        raise BadInput("holds a NUL byte, so it is not text", place=f"character {nul}")
    text, controls = clean_text(raw)
    if controls * 10 > len(raw):
        first = len(_CONTROL.split(raw, maxsplit=1)[0])
        raise BadInput("is mostly control characters, so it is not text", place=f"character {first}")
    if not text.strip():
        raise BadInput("the file is empty", place="byte 0")
    return Decoded(raw, encoding, cut_off)


def clean_text(text: str) -> tuple[str, int]:
    """The text with one kind of line end and no control characters, and how many of those were taken out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    controls = len(_CONTROL.findall(text))
    return (text.translate(_CONTROLS) if controls else text), controls


def _refuse_foreign(data: bytes) -> None:
    for start, what in _FOREIGN:
        if data.startswith(start):
            raise BadInput(f"this is {what}", place="byte 0")
    if data[4:8] == b"ftyp":
        raise BadInput("this is a sound recording or video; it must be transcribed first", place="byte 4")
    if data[:200].lstrip().lower().startswith((b"<!doctype html", b"<html")):
        raise BadInput("this is a web page; export the transcript as text instead", place="byte 0")


def _decode_marked(data: bytes) -> tuple[str, str, bool] | None:
    for mark, codec, label in _MARKS:
        if data.startswith(mark):
            try:
                text, cut_off = _strict(data[len(mark) :], codec)
            except UnicodeDecodeError as error:
                raise _undecodable(label, error.start + len(mark)) from None
            return text, label, cut_off
    return None


def _decode_plain(data: bytes) -> tuple[str, str, bool]:
    """Without a mark: UTF-8 where it fits, else the most plausible of the others."""
    place = data.find(b"\0")
    try:
        text, cut_off = _strict(data, "utf-8")
    except UnicodeDecodeError as error:
        _refuse_broken_utf8(data, error.start)
        place = error.start if place < 0 else place
    else:
        if place < 0:
            return text, "UTF-8", cut_off
    for codec, label in (("utf-16-le", "UTF-16 LE"), ("utf-16-be", "UTF-16 BE")):
        if (found := _try(data, codec)) and _plain_utf16(found[0]):
            return found[0], label, found[1]
    if b"\0" in data:
        raise BadInput("holds a NUL byte, so it is not text", place=f"byte {data.find(0)}")
    if (found := _try(data, "gb18030")) and _plain_chinese(found[0]):
        return found[0], "GB18030", found[1]
    if (found := _try(data, "cp1252")) and _plain_western(found[0]):
        return found[0], "Windows-1252", found[1]
    raise _undecodable("UTF-8, UTF-16 or GB18030", place)


def _strict(data: bytes, codec: str) -> tuple[str, bool]:
    """The text, and whether an incomplete character was left over at the end."""
    decoder = codecs.getincrementaldecoder(codec)("strict")
    text = decoder.decode(data)
    try:
        text += decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return text, True
    return text, False


def _try(data: bytes, codec: str) -> tuple[str, bool] | None:
    try:
        return _strict(data, codec)
    except UnicodeDecodeError:
        return None


def _undecodable(what: str, byte: int) -> BadInput:
    return BadInput(f"cannot be read as {what} text", place=f"byte {byte}")


def _refuse_broken_utf8(data: bytes, byte: int) -> None:
    """A few bad bytes among many good UTF-8 characters are damage, not another encoding."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(char > "\u07ff" for char in text) - bad
    if good > 4 * bad:
        raise BadInput("the file is UTF-8 but damaged here", place=f"byte {byte}")


def _plain_utf16(text: str) -> bool:
    common = len(_COMMON.findall(text))
    return len(text) > 1 and common >= 0.98 * len(text) and any(char in text for char in "\n \u3000，。,.:")


def _plain_chinese(text: str) -> bool:
    """Chinese text is mostly of the few thousand common characters of GB 2312; misread text is not."""
    rare_or_not = [char for char in text if char > "\x7f"]
    common = sum(_in_gb2312(char) for char in set(rare_or_not))
    return common >= 0.7 * len(set(rare_or_not))


def _in_gb2312(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _plain_western(text: str) -> bool:
    """Accented letters and typographic marks, few of them, among ASCII."""
    beyond = [char for char in text if char > "\x7f"]
    fitting = sum(char.isalpha() or char in "‘’“”–—…•€£°·" for char in beyond)
    return len(beyond) * 5 <= len(text) and fitting >= 0.95 * len(beyond)
