"""Reads the cases of the conventions: ``S`` or ``B``, then the turn, units as ``{code|text}``; without one, `other`."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

from askwell.method.terms import Code, Side
from askwell.transcript.conversation import Conversation, Turn

FOLDER = Path(__file__).parent / "conventions"
_UNIT = re.compile(r"\{(\w+)\|([^}]*)\}")
_SIDES = {"S": Side.SELLER, "B": Side.BUYER, "U": Side.UNKNOWN}


@dataclass(frozen=True)
class Span:
    turn: int
    start: int
    end: int
    code: Code


@dataclass(frozen=True)
class Gold:
    conversation: Conversation
    spans: tuple[Span, ...]
    lang: str


def gold(name: str, lines: list[str], lang: str) -> Gold:
    turns, spans = [], []
    for number, line in enumerate(lines):
        text, at = "", 0
        marked = line[2:]
        for unit in _UNIT.finditer(marked):
            text += marked[at : unit.start()]
            spans.append(Span(number, len(text), len(text) + len(unit.group(2)), Code(unit.group(1))))
            text += unit.group(2)
            at = unit.end()
        text += marked[at:]
        if at == 0:
            spans.append(Span(number, 0, len(text), Code.OTHER))
        turns.append(Turn(_SIDES[line[0]], text))
    return Gold(Conversation(name, tuple(turns), lang=lang), tuple(spans), lang)


def as_speech(call: Gold) -> Gold:
    """The same call as a recogniser without punctuation would write it: lower case, marks gone, spans carried over."""
    kept = [_kept(turn.text) for turn in call.conversation.turns]
    spans = [
        replace(span, start=_moved(kept[span.turn], span.start), end=_moved(kept[span.turn], span.end))
        for span in call.spans
    ]
    turns = [
        replace(turn, text="".join(turn.text[i] for i in keep).lower())
        for turn, keep in zip(call.conversation.turns, kept, strict=True)
    ]
    return Gold(replace(call.conversation, turns=tuple(turns)), tuple(spans), call.lang)


def _kept(text: str) -> list[int]:
    return [i for i, char in enumerate(text) if char.isalnum() or char in " '’"]


def _moved(kept: list[int], place: int) -> int:
    return sum(1 for i in kept if i < place)


def conventions(lang: str) -> list[tuple[str, Gold]]:
    """The cases of ``conventions``: the method row each proves, and its call."""
    text = (FOLDER / f"{lang}.txt").read_text(encoding="utf-8")
    cases = [block.splitlines() for block in text.split("\n\n") if block.startswith("M")]
    return [(row, gold(f"{lang}-{number}", lines, lang)) for number, (row, *lines) in enumerate(cases)]
