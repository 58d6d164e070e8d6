"""WebVTT and SubRip cues: one parser for both, forgiving of commas in times, blank lines in cues and cut-off ends."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError

from askwell.transcript.draft import Cue, Draft, Notice
from askwell.transcript.errors import BadInput
from askwell.transcript.labels import clean_label, is_label, looks_like_name
from askwell.transcript.times import TIME, parse_time

_TIMING = re.compile(rf"\s{{0,20}}({TIME})\s{{0,20}}-->\s{{0,20}}({TIME})")
_VOICE = re.compile(r"<v(?:\.[\w.]{1,40})?[ \t]([^<>]{1,120})>")
_NAMED = re.compile(r"(?P<name>[^\s:：][^:：\n]{0,79})[:：](?:[ \u3000]|(?=[^\x00-\x7f]))")
_OTHER_BLOCKS = ("WEBVTT", "NOTE", "STYLE", "REGION")
_IDENTIFIER = re.compile(r"[0-9]{1,7}|[0-9a-f]{8}-[0-9a-f-]{20,40}(?:[/_-][0-9-]{1,20})?", re.IGNORECASE)


def has_timings(head: str) -> bool:
    """True where some line is a cue's time line."""
    return any("-->" in line and _TIMING.match(line[:200]) for line in head.split("\n"))


def read_cues(text: str) -> Draft:
    """Cues with the speakers of their ``<v>`` voices."""
    lines = list(_webvtt_lines(text))
    try:
        captions = webvtt.from_string("\n".join(lines)).captions
    except (MalformedFileError, MalformedCaptionError) as error:
        raise BadInput(f"not readable as captions: {error}") from None
    cues = tuple(cue for caption in captions for cue in _split_voices(caption))
    skipped = sum("-->" in line for line in lines) - len(captions)
    return Draft(cues, counts={Notice.CUES_SKIPPED: skipped} if skipped > 0 else {})


def with_names(draft: Draft) -> Draft:
    """The same cues, those that begin with ``Name: `` said by that name; a label met once must look like a name."""
    named = [cue if cue.speaker else _named(cue) for cue in draft.cues]
    counts = Counter(cue.speaker for cue in named)
    pairs = zip(named, draft.cues, strict=True)
    return replace(draft, cues=tuple(cue if _credible(cue.speaker, counts) else given for cue, given in pairs))


def _credible(name: str | None, counts: Counter[str | None]) -> bool:
    return name is None or counts[name] > 1 or looks_like_name(name)


def _named(cue: Cue) -> Cue:
    match = _NAMED.match(cue.text[:120])
    name = clean_label(match["name"]) if match else ""
    said = cue.text[match.end() :].strip() if match else ""
    return replace(cue, speaker=name, text=said) if said and is_label(name) else cue


def plain_text(marked: str) -> str:
    """Text without cue tags, entities read, blanks made single. A ``<`` without its ``>`` stays."""
    parts = marked.split("<")
    kept = [parts[0]]
    for part in parts[1:]:
        tag, closed, rest = part.partition(">")
        is_tag = closed and len(tag) <= 120 and (tag[:1].isalnum() or tag[:1] in "/.")
        kept.append(rest if is_tag else "<" + part)
    return " ".join(_unescape("".join(kept)).split())


def _unescape(text: str) -> str:
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&lrm;", ""), ("&rlm;", ""), ("&amp;", "&")):
        text = text.replace(entity, char)
    return text


def _split_voices(caption: webvtt.Caption) -> Iterator[Cue]:
    """One cue, or one for each voice where several speak in it."""
    start, end = parse_time(caption.start), parse_time(caption.end)
    marked = caption.raw_text
    voices = list(_VOICE.finditer(marked))
    bounds = [voice.start() for voice in voices] + [len(marked)]
    if text := plain_text(marked[: bounds[0]]):
        yield Cue(text, None, start, end)
    for voice, stop in zip(voices, bounds[1:], strict=True):
        if text := plain_text(marked[voice.end() : stop]):
            yield Cue(text, clean_label(_unescape(voice[1])) or None, start, end)


def _webvtt_lines(text: str) -> Iterator[str]:
    """The file's cues as strict WebVTT lines: header added, times with points, no blank lines inside a cue."""
    yield "WEBVTT"
    in_cue = False
    for block in _blocks(text):
        timing = next((i for i, line in enumerate(block[:2]) if _TIMING.match(line[:200])), None)
        if timing is not None:
            yield ""
            yield from block[:timing]
            yield _time_line(block[timing])
            yield from block[timing + 1 :]
            in_cue = True
        elif block[0].startswith(_OTHER_BLOCKS):
            in_cue = False
        elif in_cue and not (len(block) == 1 and _IDENTIFIER.fullmatch(block[0].strip()[:80])):
            yield from block


def _blocks(text: str) -> Iterator[list[str]]:
    block: list[str] = []
    for line in text.split("\n"):
        if line.strip():
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _time_line(line: str) -> str:
    """Three-digit fractions and hours in full, as the parser and the players want them."""
    match = _TIMING.match(line[:200])
    return f"{_strict_time(match[1])} --> {_strict_time(match[2])}" if match else line


def _strict_time(text: str) -> str:
    whole, _, fraction = text.replace("：", ":").replace(",", ".").partition(".")
    parts = [f"{int(part):02d}" for part in whole.split(":")]
    return ":".join(["00"] * (3 - len(parts)) + parts) + "." + (fraction + "000")[:3]
