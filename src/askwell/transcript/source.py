"""A file opened for the readers: its text, its JSON or its rows, each prepared once."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from askwell.transcript.container import ZIP_MARK, checked_kind
from askwell.transcript.decode import clean_text, decode
from askwell.transcript.docx import MAIN_PART, docx_text
from askwell.transcript.errors import BadInput
from askwell.transcript.jsontext import looks_like_json, parse_json
from askwell.transcript.limits import Limits, check_limit
from askwell.transcript.script import ALL_KINDS, Script, read_script
from askwell.transcript.tables import Rows, csv_rows
from askwell.transcript.xlsx import xlsx_rows

_HEAD = 40_000


@dataclass(frozen=True)
class Source:
    """``container`` is ``docx``, ``xlsx`` or empty; ``json`` is None for anything but JSON."""

    text: str
    encoding: str
    container: str = ""
    json: Any = None
    sheet: Rows = ()
    controls: int = 0
    cut_off: bool = False

    @cached_property
    def head(self) -> str:
        """The first part of the text, whole lines: enough to tell the formats apart."""
        if len(self.text) <= _HEAD:
            return self.text
        return self.text[: max(self.text.rfind("\n", 0, _HEAD), 1_000)]

    @cached_property
    def script(self) -> Script:
        """Speaker lines of every kind in the head."""
        return read_script(self.head, ALL_KINDS)

    @cached_property
    def rows(self) -> Rows:
        """The rows of a sheet, or of text with separated columns."""
        return self.sheet or csv_rows(self.text)

    @cached_property
    def is_text(self) -> bool:
        """Running text rather than JSON or a sheet."""
        return self.json is None and self.container != "xlsx"


def open_source(data: bytes, limits: Limits) -> Source:
    """Check size and kind, decode or unpack; raises BadInput."""
    if len(data) > limits.file_bytes:
        raise BadInput(
            f"is {len(data):,} bytes long; at most {limits.file_bytes:,} are read", place=f"byte {limits.file_bytes}"
        )
    if data.startswith(ZIP_MARK):
        return _open_container(data, limits)
    decoded = decode(data)
    if looks_like_json(decoded.text):
        value = parse_json(decoded.text, depth=limits.json_depth)
        return Source(decoded.text, decoded.encoding, json=value, cut_off=decoded.cut_off)
    text, controls = clean_text(decoded.text)
    _check_text(text, limits)
    return Source(text, decoded.encoding, controls=controls, cut_off=decoded.cut_off)


def _open_container(data: bytes, limits: Limits) -> Source:
    kind = checked_kind(data, limits)
    if kind == "xlsx":
        return Source("", "XLSX", kind, sheet=xlsx_rows(data, limits))
    text = docx_text(data, limits)
    if not text.strip():
        raise BadInput("the document holds no text", place=MAIN_PART)
    _check_text(text, limits)
    return Source(text, "DOCX", kind)


def _check_text(text: str, limits: Limits) -> None:
    check_limit("characters", len(text), limits.characters, place=f"character {limits.characters}")
    check_limit("lines", text.count("\n"), limits.lines, place=f"line {limits.lines + 1}")
