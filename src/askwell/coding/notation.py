"""A plain-text notation for coded talk, for people and for tests: one turn a line, units in braces.

::

    # lang: en
    # sale: major
    # outcome: advance b
    == investigating
    seller Nora: {situation_question form=open: How many lines do you run?}
    buyer [00:12-00:15]: Four. {implied_need#a: The filler head jams twice a week.}
    seller: {implication_question ->a deepens: What does a stop do to the Saturday orders?}
    buyer Reed: {agreement#b: Come and see it on Friday.}

Headers are ``# key: value`` (``id title lang sale objective industry outcome``); an outcome is its label and the units
that show it. ``== stage`` begins a stage with the next turn; a line that begins with ``##`` is a comment. A speaker may
have a name. A unit is
``{code[#label] [p=0.7] [attribute=value]... [->label kind]...: words}``; times are ``[mm:ss]`` or ``[h:mm:ss]``, start
alone or start and end; ``p`` below 0.5 marks the unit uncertain. Full-width colons serve as well. A turn without a unit
carries one ``other``, as the contract says.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Any

from askwell.coding.coded import Attrs, CodedConversation, Layer, Link, OutcomeJudgement, StageSpan, Unit
from askwell.coding.coded_json import ATTR_TYPES
from askwell.method.terms import (
    Code,
    LinkKind,
    Outcome,
    SaleSize,
    Side,
    Stage,
    codes_for,
)
from askwell.transcript.conversation import Conversation, DealFacts, Turn, digest, resolved_lang
from askwell.transcript.errors import BadInput

MODEL = "notation/1"
HEADERS = ("id", "title", "lang", "sale", "objective", "industry", "outcome")
_TIME = r"(?:\d+:)?\d{1,3}:\d{2}(?:\.\d+)?"
_TURN = re.compile(
    rf"(?P<side>\w+)(?:\s+(?P<name>[^\[:：{{}}]*[^\s\[:：{{}}]))?\s*(?:\[(?P<start>{_TIME})(?:-(?P<end>{_TIME}))?\])?\s*[:：]\s?(?P<body>.*)"
)
_UNIT = re.compile(r"\{(?P<head>[^{}:：]*)[:：]\s*(?P<words>[^{}]*)\}")


@dataclass(frozen=True, slots=True)
class _Written:
    """A unit as written: its links still name labels."""

    unit: Unit
    line: int
    label: str | None = None
    links: tuple[tuple[str, LinkKind], ...] = ()


@dataclass(slots=True)
class _Reading:
    headers: dict[str, str] = field(default_factory=dict)
    turns: list[Turn] = field(default_factory=list)
    stages: list[tuple[Stage, int]] = field(default_factory=list)
    units: list[_Written] = field(default_factory=list)


def read_coded_text(text: str, name: str = "call") -> CodedConversation:
    """Read notation into a coded conversation of a person's layer; raises BadInput with the line of the fault.

    ``name`` is its id where no header gives one.
    """
    reading = _Reading()
    for number, line in enumerate(text.splitlines(), start=1):
        _read_line(reading, line.strip(), number)
    conversation = _conversation(reading, name)
    return CodedConversation(
        conversation=conversation,
        lang=resolved_lang(conversation),
        digest=digest(conversation),
        model=MODEL,
        units=_linked(reading.units),
        stages=_stages(reading),
        outcome=_outcome(reading),
        layer=Layer(by="person"),
    )


def _read_line(reading: _Reading, line: str, number: int) -> None:
    if not line or line.startswith("##"):
        return
    if line.startswith("#"):
        key, value = _header(line, number)
        reading.headers[key] = value
    elif line.startswith("=="):
        stage = Stage(_choice(line.strip("= "), Stage, number))
        reading.stages.append((stage, len(reading.turns)))
    else:
        _read_turn(reading, line, number)


def _header(line: str, number: int) -> tuple[str, str]:
    key, colon, value = line[1:].partition(":")
    key, value = key.strip(), value.strip()
    if not colon or key not in HEADERS:
        raise _fault(f"a header is '# key: value' with one of {', '.join(HEADERS)}, not {line!r}", number)
    if key == "sale" and value not in tuple(SaleSize):
        raise _fault(f"sale must be one of {', '.join(SaleSize)}, not {value!r}", number)
    if key == "outcome":
        _choice(value.split()[0] if value else "", Outcome, number)
    if key == "lang" and value not in ("en", "zh"):
        raise _fault(f"lang must be en or zh, not {value!r}", number)
    return key, value


def _read_turn(reading: _Reading, line: str, number: int) -> None:
    match = _TURN.fullmatch(line)
    if match is None or match["side"] not in tuple(Side):
        raise _fault(f"a turn begins with {', '.join(Side)} and a colon, not {line[:40]!r}", number)
    side = Side(match["side"])
    words = ""
    units: list[_Written] = []
    for before, head, inner in _pieces(match["body"], number):
        words += before
        if head is not None:
            unit = Unit("", len(reading.turns), len(words), len(words) + len(inner), Code.OTHER)
            units.append(_written(unit, head, side, number))
            words += inner
    if not units:
        units = [_Written(Unit("", len(reading.turns), 0, len(words), Code.OTHER), number)]
    reading.units.extend(units)
    reading.turns.append(
        Turn(side, words, name=match["name"], start=_seconds(match["start"]), end=_seconds(match["end"]))
    )


def _pieces(body: str, number: int) -> Iterator[tuple[str, str | None, str]]:
    """The body cut into (plain text, head of a unit or None, words of the unit)."""
    place = 0
    for match in _UNIT.finditer(body):
        yield _plain(body[place : match.start()], number), match["head"], match["words"].rstrip()
        place = match.end()
    yield _plain(body[place:], number), None, ""


def _plain(text: str, number: int) -> str:
    if "{" in text or "}" in text:
        raise _fault(f"a unit is written {{code: words}}, not {text.strip()[:40]!r}", number)
    return text


def _written(unit: Unit, head: str, side: Side, number: int) -> _Written:
    """The unit that a head such as ``implication_question#q ->a deepens form=open`` describes."""
    words = head.split()
    if not words:
        raise _fault("a unit has no code", number)
    code, _, label = words[0].partition("#")
    if code not in codes_for(side):
        raise _fault(f"{code!r} is not a code of a {side} turn", number)
    attrs: dict[str, Any] = {}
    links: list[tuple[str, LinkKind]] = []
    rest = iter(words[1:])
    for word in rest:
        if word.startswith("->"):
            links.append((word[2:], LinkKind(_choice(next(rest, ""), LinkKind, number))))
        else:
            key, _, value = word.partition("=")
            attrs[key] = _attribute(key, value, number)
    p = attrs.pop("p", 1.0)
    coded = replace(unit, code=Code(code), p=p, uncertain=p < 0.5, attrs=Attrs(**attrs))
    return _Written(coded, number, label or None, tuple(links))


def _attribute(key: str, value: str, number: int) -> object:
    if key == "p":
        try:
            return float(value)
        except ValueError:
            raise _fault(f"p must be a number, not {value!r}", number) from None
    if key not in ATTR_TYPES:
        known = ", ".join(item.name for item in fields(Attrs))
        raise _fault(f"{key!r} is no attribute; these are: p, {known}", number)
    return ATTR_TYPES[key](_choice(value, ATTR_TYPES[key], number))


def _choice(value: str, allowed: Any, number: int) -> str:
    if value not in tuple(allowed):
        raise _fault(f"{value!r} is not one of {', '.join(allowed)}", number)
    return value


def _stages(reading: _Reading) -> tuple[StageSpan, ...]:
    """Each stage from the turn it begins with up to the next, the last one to the end."""
    ends = [first for _stage, first in [*reading.stages, (None, len(reading.turns))][1:]]
    begun = zip(reading.stages, ends, strict=True)
    return tuple(StageSpan(stage, first, end - 1) for (stage, first), end in begun if end > first)


def _outcome(reading: _Reading) -> OutcomeJudgement | None:
    if "outcome" not in reading.headers:
        return None
    label, *shown = reading.headers["outcome"].split()
    ids = _ids(reading.units)
    missing = [one for one in shown if one not in ids]
    if missing:
        raise BadInput(f"no unit is labelled {missing[0]!r}", place="outcome")
    return OutcomeJudgement(Outcome(label), 1.0, uncertain=False, units=tuple(ids[one] for one in shown))


def _linked(written: list[_Written]) -> tuple[Unit, ...]:
    """Units with their ids, and links from labels turned into links to ids."""
    ids = _ids(written)
    return tuple(replace(item.unit, id=f"u{i:04d}", links=_links(item, ids)) for i, item in enumerate(written, start=1))


def _ids(written: list[_Written]) -> dict[str, str]:
    ids: dict[str, str] = {}
    for i, item in enumerate(written, start=1):
        if item.label in ids:
            raise _fault(f"label {item.label!r} is used twice", item.line)
        if item.label is not None:
            ids[item.label] = f"u{i:04d}"
    return ids


def _links(item: _Written, ids: dict[str, str]) -> tuple[Link, ...]:
    for label, _ in item.links:
        if label not in ids:
            raise _fault(f"no unit is labelled {label!r}", item.line)
    return tuple(Link(kind, ids[label]) for label, kind in item.links)


def _conversation(reading: _Reading, name: str) -> Conversation:
    headers = reading.headers
    return Conversation(
        id=headers.get("id", name),
        turns=tuple(reading.turns),
        lang=headers.get("lang"),
        title=headers.get("title"),
        objective=headers.get("objective"),
        deal=DealFacts(sale=SaleSize(headers["sale"])) if "sale" in headers else None,
        extra={"industry": headers["industry"]} if "industry" in headers else {},
    )


def _seconds(clock: str | None) -> float | None:
    if clock is None:
        return None
    total = 0.0
    for part in clock.split(":"):
        total = total * 60 + float(part)
    return total


def _fault(message: str, line: int) -> BadInput:
    return BadInput(message, place=f"line {line}")
