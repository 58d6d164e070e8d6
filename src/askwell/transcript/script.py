"""Running text with speaker lines: the layouts of text exports, recognised line by line.

A speaker line is one of
``Name  0:34`` or ``说话人 1 00:05`` alone (after), ``0:04 - Name`` alone (before), ``贺岚(00:00:05): …`` (bracket),
``[00:01:02] Name: …`` or ``Name: …`` (colon). Only the first 160 characters of a line are searched, so time is linear.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from askwell.transcript.draft import Cue, Draft, Notice
from askwell.transcript.joining import join_texts
from askwell.transcript.labels import clean_label, is_generic, is_label, looks_like_name
from askwell.transcript.times import TIME, find_date, parse_time

AFTER, BEFORE, BRACKET, COLON = "after", "before", "bracket", "colon"
ALL_KINDS = frozenset((AFTER, BEFORE, BRACKET, COLON))
_SEARCHED = 160
_AFTER = re.compile(rf"(?P<name>\S.{{0,79}}?)[ \t\u3000]{{1,20}}[\[(（]?(?P<start>{TIME})[\])）]?")
_BEFORE = re.compile(rf"@?[\[(（]?(?P<start>{TIME})[\])）]?[ \t]{{1,4}}[-–—][ \t]{{1,4}}(?P<name>\S.{{0,79}})")
_BRACKET = re.compile(
    rf"(?P<name>\S.{{0,79}}?)[ \t\u3000]{{0,4}}[\[(（](?P<start>{TIME})[\])）][ \t]{{0,4}}(?:[:：]|$)"
)
_STAMP = re.compile(rf"[\[(（]?(?P<start>{TIME})(?:\s?(?:-->|[-–~])\s?(?P<end>{TIME}))?[\])）]?(?:\s|$)")
_COLON = re.compile(r"(?P<name>[^\s:：][^:：]{0,79})[:：](?![0-9/\\])")
_FULL_WIDTH_COLON = re.compile(r"(?P<name>[^\s:：][^:：]{0,79})：")
_FOOTER = re.compile(
    r"transcribed by https?://\S{0,80}|transcription ended after .{0,40}|.{1,80} (?:started|stopped) transcription"
    r"|.{1,40}(?:已)?(?:开始|停止)转录|view recording - .{0,120}|transcript|文字记录[:：]?"
    r"|this editable transcript was computer generated.{0,100}|(?:智能)?关键词[:：].{1,150}",
    re.IGNORECASE,
)
_TITLE = re.compile(r"(?:title|meeting|标题|主题|会议主题|会议名称)[ ]?[:：]\s{0,5}", re.IGNORECASE)
_LISTS = ("关键词", "智能关键词", "keywords", "attendees", "invited", "参会人", "参会人员", "与会者")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file: a speaker line where ``kind`` is set; ``text`` is what it says."""

    text: str
    raw: str
    blank_before: bool
    kind: str | None = None
    name: str | None = None
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """Lines read, split where the talk begins."""

    heading: tuple[str, ...]
    body: tuple[Line, ...]

    def count(self, kind: str | None = None) -> int:
        """How many speaker lines there are, of one kind or of all."""
        return sum(line.kind is not None and kind in (None, line.kind) for line in self.body)


def read_script(text: str, kinds: frozenset[str] = ALL_KINDS) -> Script:
    """Recognise the speaker lines of these kinds."""
    lines = _accepted([_classify(line, blank, kinds) for line, blank in _lines(text)])
    first = next((i for i, line in enumerate(lines) if line.kind), len(lines))
    if first and first < len(lines) and _lone_stamp(lines[first - 1]):
        first -= 1
    return Script(tuple(line.raw for line in lines[:first]), tuple(lines[first:]))


def draft_from_script(script: Script, *, keep_heading: bool = False) -> Draft:
    """Cues with speakers; ``keep_heading`` keeps unexplained lines before them as talk of nobody known."""
    title, held_at, rest = read_heading(script.heading)
    cues = [Cue(line) for line in rest] if keep_heading else []
    cues += _cues(script.body)
    skipped = 0 if keep_heading else len(rest)
    return Draft(tuple(cues), title, held_at, counts={Notice.LINES_SKIPPED: skipped} if skipped else {})


def read_heading(lines: Sequence[str]) -> tuple[str | None, str | None, list[str]]:
    """Title (a first short line), date, and the lines that are neither; keywords and attendees are left out."""
    title = held_at = None
    rest: list[str] = []
    in_list = False
    for i, line in enumerate(line.strip() for line in lines):
        if line.rstrip(":：").casefold() in _LISTS:
            in_list = True
        elif in_list:
            in_list = False
        elif held_at is None and len(line) <= 120 and (date := find_date(line)):
            held_at = date
            if i == 0 and title is None:
                title = line
        elif title is None and i == 0 and len(line) <= 120:
            title = line
        elif not _is_furniture(line):
            rest.append(line)
    return _TITLE.sub("", title, count=1) if title else None, held_at, rest


def split_stamp(line: str) -> tuple[float | None, float | None, str]:
    """Start, end and the rest of a line that begins with a time, ``[00:01:02]`` or ``00:01:02 --> 00:01:09``."""
    stamp = _STAMP.match(line[:_SEARCHED])
    if stamp is None:
        return None, None, line
    return parse_time(stamp["start"]), parse_time(stamp["end"] or ""), line[stamp.end() :].strip()


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """Lines that hold something, each with whether a blank line (or nothing) comes before it."""
    blank = True
    for line in text.split("\n"):
        bare = line.strip()
        if bare:
            yield bare, blank
        blank = not bare


def _classify(raw: str, blank: bool, kinds: frozenset[str]) -> Line:
    plain = Line(raw, raw, blank)
    bare = raw.replace("**", "") if raw.startswith("**") else raw
    head = bare[:_SEARCHED]
    if len(bare) <= _SEARCHED:
        for kind, pattern in ((AFTER, _AFTER), (BEFORE, _BEFORE)):
            if kind in kinds and (match := pattern.fullmatch(head)) and (name := _name(match)):
                return replace(plain, kind=kind, name=name, start=parse_time(match["start"]), text="")
    if BRACKET in kinds and (match := _BRACKET.match(head)) and (name := _name(match)):
        said = bare[match.end() :].strip()
        return replace(plain, kind=BRACKET, name=name, start=parse_time(match["start"]), text=said)
    return _classify_colon(plain, bare) if COLON in kinds else plain


def _classify_colon(plain: Line, bare: str) -> Line:
    start, end, rest = split_stamp(bare)
    plain = replace(plain, text=rest, start=start, end=end) if start is not None else plain
    head = rest[:_SEARCHED]
    match = _COLON.match(head) or _FULL_WIDTH_COLON.match(head)
    name = _name(match) if match else None
    if match is None or name is None:
        return plain
    return replace(plain, kind=COLON, name=name, text=rest[match.end() :].strip())


def _name(match: re.Match[str]) -> str | None:
    name = clean_label(match["name"])
    return name if is_label(name) else None


def _accepted(lines: list[Line]) -> list[Line]:
    """Keep as speaker lines those whose label recurs, is a label by its form, or looks like a name where one is due."""
    counts = Counter(line.name for line in lines if line.kind)
    due = Counter(line.kind for line in lines if line.kind and line.blank_before)
    kinds = Counter(line.kind for line in lines if line.kind)
    compact = {kind for kind in kinds if due[kind] * 2 <= kinds[kind]}

    def accepted(line: Line) -> bool:
        if line.kind is None or line.name is None:
            return False
        if counts[line.name] > 1 or is_generic(line.name):
            return True
        if line.kind == COLON:
            return looks_like_name(line.name)
        return line.blank_before or (line.kind in compact and looks_like_name(line.name))

    return [line if accepted(line) else _demoted(line) for line in lines]


def _demoted(line: Line) -> Line:
    if line.kind is None:
        return line
    return replace(line, kind=None, name=None, text=split_stamp(line.raw)[2] if line.kind == COLON else line.raw)


def _lone_stamp(line: Line) -> bool:
    return line.kind is None and line.start is not None and not line.text


def _cues(lines: Sequence[Line]) -> list[Cue]:
    cues: list[Cue] = []
    said: list[str] = []
    current = Cue("")

    def finish() -> None:
        if text := join_texts([part for part in said if part]):
            cues.append(replace(current, text=text))
        said.clear()

    stamp: tuple[float | None, float | None] = (None, None)
    for line in lines:
        if _is_furniture(line.raw):
            continue
        if line.kind is not None:
            finish()
            start, end = (line.start, line.end) if line.start is not None else stamp
            current, stamp = Cue("", line.name, start, end), (None, None)
        elif _lone_stamp(line):
            stamp = (line.start, line.end)
            continue
        said.append(line.text)
    finish()
    return cues


def _is_furniture(line: str) -> bool:
    return len(line) <= _SEARCHED and (bool(_FOOTER.fullmatch(line)) or set(line) <= set("-_=*"))
