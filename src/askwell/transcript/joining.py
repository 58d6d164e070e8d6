"""Neighbouring cues of one speaker less than 2 s apart become one turn; the cues' times are kept as its words."""

from collections.abc import Sequence
from dataclasses import dataclass

from askwell.transcript.conversation import Word, is_han
from askwell.transcript.draft import Cue

JOIN_SECONDS = 2.0
_FULL_WIDTH = "，。！？；：、”’）》】…—"


@dataclass(frozen=True, slots=True)
class Joined:
    """One turn to be: ``words`` are the cues it was joined from, empty where it was a single cue."""

    text: str
    speaker: str | None
    start: float | None
    end: float | None
    words: tuple[Word, ...] = ()


def join_cues(cues: Sequence[Cue]) -> tuple[Joined, ...]:
    """Turns in file order; cues without a speaker or without times stay as they are."""
    groups: list[list[Cue]] = []
    for cue in cues:
        if groups and _belong(groups[-1][-1], cue):
            groups[-1].append(cue)
        else:
            groups.append([cue])
    return tuple(_joined(group) for group in groups)


def join_texts(texts: Sequence[str]) -> str:
    """Joined by a space, by nothing between Han characters (and the full-width marks that follow them)."""
    parts: list[str] = []
    for text in texts:
        if parts and not (_han_side(parts[-1][-1:]) and _han_side(text[:1])):
            parts.append(" ")
        parts.append(text)
    return "".join(parts)


def _belong(before: Cue, after: Cue) -> bool:
    if before.speaker is None or before.speaker != after.speaker:
        return False
    if before.start is None or before.end is None or after.start is None:
        return False
    return before.start <= after.start < before.end + JOIN_SECONDS


def _joined(group: list[Cue]) -> Joined:
    first = group[0]
    ends = [cue.end for cue in group if cue.end is not None]
    words = tuple(Word(cue.text, cue.start, cue.end) for cue in group) if len(group) > 1 else ()
    return Joined(join_texts([cue.text for cue in group]), first.speaker, first.start, max(ends, default=None), words)


def _han_side(char: str) -> bool:
    return bool(char) and (is_han(char) or char in _FULL_WIDTH)
