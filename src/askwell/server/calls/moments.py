"""Moments a search found: the words around them, cut to a quote, with what was looked for marked."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from askwell.server.calls import search_table
from askwell.server.calls.models import CODE_NUMBERS, Turn, UnitIndex
from askwell.server.calls.terms import marked_spans

SHOWN = 3
SCANNED = 2000
QUOTE_LENGTH = 220
CODE_OF_NUMBER = {number: code for code, number in CODE_NUMBERS.items()}
Place = tuple[int, int]
Span = tuple[int, int]
Said = tuple[int, float | None, str, str]
"""A turn: its number, when it was said, by which side, and the words."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a quote, and whether it is what was looked for."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment found; ``at`` in seconds, ``code`` empty where none was asked for."""

    turn: int
    at: float | None
    speaker: str
    code: str
    pieces: tuple[Piece, ...]


def moments_in(
    call_ids: Collection[int], team_ids: list[int], words: str, code: int
) -> dict[int, tuple[tuple[Moment, ...], int]]:
    """By call, the first moments that hold the words (inside a unit of the code, if one is given), and how many."""
    found = _units(call_ids, team_ids, words, code) if code else _turns(call_ids, team_ids, words)
    spans: dict[int, list[tuple[int, Span | None]]] = defaultdict(list)
    for call, turn, span in found:
        spans[call].append((turn, span))
    texts = _texts((call, turn) for call, places in spans.items() for turn, _span in places[:SHOWN])
    code_name = CODE_OF_NUMBER[code].value if code else ""
    return {
        call: (tuple(_moment(*texts[call, turn], span, words, code_name) for turn, span in places[:SHOWN]), len(places))
        for call, places in spans.items()
    }


def excerpt(text: str, span: Span, words: str) -> tuple[Piece, ...]:
    """At most QUOTE_LENGTH characters of a stretch, around the first thing looked for."""
    start, end = span
    hits = [hit for hit in marked_spans(text, words) if start <= hit[0] and hit[1] <= end]
    begin = start
    if end - start > QUOTE_LENGTH and hits:
        begin = _at_word(text, max(start, min(hits[0][0] - QUOTE_LENGTH // 3, end - QUOTE_LENGTH)), start)
    stop = min(end, begin + QUOTE_LENGTH)
    pieces = list(_pieces(text, (begin, stop), hits))
    before = [Piece("… ", marked=False)] if begin > start else []
    after = [Piece(" …", marked=False)] if stop < end else []
    return (*before, *pieces, *after)


def _at_word(text: str, place: int, least: int) -> int:
    """The start of the word that stands at this place; Han needs no such care."""
    found = re.search(r"[A-Za-z']{1,20}$", text[max(least, place - 20) : place])
    return place - len(found[0]) if found else place


def _pieces(text: str, span: Span, hits: Iterable[Span]) -> Iterable[Piece]:
    at, stop = span
    for start, end in hits:
        if start < at or end > stop:
            continue
        if start > at:
            yield Piece(text[at:start], marked=False)
        yield Piece(text[start:end], marked=True)
        at = end
    if at < stop:
        yield Piece(text[at:stop], marked=False)


def _turns(call_ids: Collection[int], team_ids: list[int], words: str) -> list[tuple[int, int, Span | None]]:
    found = search_table.matching(search_table.TURNS, team_ids, words, near=call_ids)
    if found is None:
        return []
    turns = Turn.objects.filter(pk__in=found, call__in=call_ids).order_by("call", "number")
    return [(call, turn, None) for call, turn in turns.values_list("call", "number")[:SCANNED]]


def _units(call_ids: Collection[int], team_ids: list[int], words: str, code: int) -> list[tuple[int, int, Span | None]]:
    units: QuerySet[UnitIndex] = UnitIndex.objects.filter(call__in=call_ids, code=code)
    if words.strip():
        found = search_table.matching(search_table.UNITS, team_ids, words, code, near=call_ids)
        if found is None:
            return []
        units = units.filter(pk__in=found)
    rows = units.order_by("call", "turn", "start").values_list("call", "turn", "start", "end")[:SCANNED]
    return [(call, turn, (start, end)) for call, turn, start, end in rows]


def _texts(places: Iterable[Place]) -> dict[Place, Said]:
    wanted = set(places)
    turns = Turn.objects.filter(call__in={call for call, _ in wanted}, number__in={turn for _, turn in wanted})
    rows = turns.values_list("call", "number", "start", "speaker", "text")
    return {(call, turn): (turn, at, side, text) for call, turn, at, side, text in rows if (call, turn) in wanted}


def _moment(turn: int, at: float | None, speaker: str, text: str, span: Span | None, words: str, code: str) -> Moment:
    return Moment(turn, at, speaker, code, excerpt(text, span or (0, len(text)), words))
