"""What pages read of calls. Nothing here changes anything, and no queryset leaves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Generic, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.dateparse import parse_datetime

from askwell.method.terms import Code
from askwell.server.accounts.models import User
from askwell.server.calls import search_table
from askwell.server.calls.models import CODE_NUMBERS, Call, CallQuerySet, Turn, UnitIndex
from askwell.server.calls.terms import holds

PAGE = 50
COUNT_LIMIT = 1000
HITS_SCANNED = 5000
Row = TypeVar("Row")
CODE_OF_NUMBER = {number: code for code, number in CODE_NUMBERS.items()}


@dataclass(frozen=True, slots=True)
class CallFilter:
    """What a list of calls is narrowed to; empty means no matter."""

    words: str = ""
    code: str = ""
    outcome: str = ""
    tag: str = ""
    owner: int | None = None
    sale: str = ""
    lang: str = ""

    @property
    def searches(self) -> bool:
        """Whether moments are looked for, not only calls."""
        return bool(self.words.strip() or self.code)


@dataclass(frozen=True, slots=True)
class CallRow:
    slug: str
    title: str
    owner: str
    owner_id: int | None
    held_at: datetime | None
    created_at: datetime
    outcome: str
    sale: str
    lang: str
    state: str
    seconds: float | None
    turns: int
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One moment found: half-open code points of the unit, or of the whole turn where no code was asked for."""

    slug: str
    title: str
    turn: int
    start: int
    end: int
    at: float | None
    speaker: str
    text: str
    code: str


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """``next_key`` opens the following page; ``count`` is at most COUNT_LIMIT, ``more`` says there are more."""

    rows: tuple[Row, ...]
    next_key: str
    count: int

    @property
    def count_text(self) -> str:
        return f"{COUNT_LIMIT:,}+" if self.count > COUNT_LIMIT else f"{self.count:,}"


def calls_for(user: User, wanted: CallFilter, key: str = "") -> Page[CallRow]:
    """The calls this person may see, newest first, one page from ``key`` on."""
    calls = _narrowed(Call.objects.visible_to(user), wanted)
    if wanted.words.strip():
        calls = calls.worded_to(user).filter(pk__in=_turns_with(user, wanted.words).values("call"))
    if wanted.code:
        calls = calls.filter(pk__in=UnitIndex.objects.filter(code=_number(wanted.code)).values("call"))
    count = calls.order_by()[: COUNT_LIMIT + 1].count()
    rows = list(_after(calls, key).select_related("owner").prefetch_related("tags")[: PAGE + 1])
    return Page(tuple(_row(call) for call in rows[:PAGE]), _key(rows[PAGE - 1]) if len(rows) > PAGE else "", count)


def moments_for(user: User, wanted: CallFilter, limit: int = PAGE) -> list[Hit]:
    """Moments that hold the words, newest call first; with a code asked for, the words stand inside such a unit."""
    calls = _narrowed(Call.objects.visible_to(user).worded_to(user), wanted)
    hits = _units_found(user, calls, wanted) if wanted.code else _turns_found(user, calls, wanted)
    return list(islice(hits, limit))


def _turns_found(user: User, calls: CallQuerySet, wanted: CallFilter) -> Iterator[Hit]:
    turns = _turns_with(user, wanted.words).filter(call__in=calls.values("pk")).select_related("call")
    for turn in turns.order_by("-call__created_at", "-call_id", "number")[:HITS_SCANNED]:
        yield _hit(turn, 0, len(turn.text), "")


def _units_found(user: User, calls: CallQuerySet, wanted: CallFilter) -> Iterator[Hit]:
    units = UnitIndex.objects.filter(call__in=calls.values("pk"), code=_number(wanted.code))
    turns = Turn.objects.filter(call__in=calls.values("pk"))
    if wanted.words.strip():
        turns = _turns_with(user, wanted.words).filter(call__in=calls.values("pk"))
        units = units.filter(Exists(turns.filter(call=OuterRef("call"), number=OuterRef("turn"))))
    found = list(units.order_by("-call__created_at", "-call_id", "turn", "start")[:HITS_SCANNED])
    places = {(unit.call_id, unit.turn) for unit in found}
    wanted_turns = turns.filter(call__in={call for call, _turn in places}).select_related("call")
    turn_at = {(turn.call_id, turn.number): turn for turn in wanted_turns if (turn.call_id, turn.number) in places}
    for unit in found:
        turn = turn_at[unit.call_id, unit.turn]
        if holds(turn.text[unit.start : unit.end], wanted.words):
            yield _hit(turn, unit.start, unit.end, CODE_OF_NUMBER[unit.code].value)


def _turns_with(user: User, words: str) -> QuerySet[Turn]:
    teams = list(user.memberships.values_list("team", flat=True).distinct())
    found = search_table.matching_turns(teams, words)
    return Turn.objects.none() if found is None else Turn.objects.filter(pk__in=found)


def _narrowed(calls: CallQuerySet, wanted: CallFilter) -> CallQuerySet:
    same = {"outcome": wanted.outcome, "tags__name": wanted.tag, "sale": wanted.sale, "lang": wanted.lang}
    calls = calls.filter(**{name: value for name, value in same.items() if value})
    return calls.filter(owner=wanted.owner) if wanted.owner else calls


def _after(calls: CallQuerySet, key: str) -> CallQuerySet:
    """Keyset paging: offsets read everything they skip."""
    moment, _, number = key.partition("_")
    created = parse_datetime(moment) if number.isdigit() else None
    if created is None:
        return calls
    return calls.filter(Q(created_at__lt=created) | Q(created_at=created, pk__lt=int(number)))


def _key(call: Call) -> str:
    return f"{call.created_at.isoformat()}_{call.pk}"


def _number(code: str) -> int:
    """The stored number of a code; 0, which no unit has, for anything else."""
    return CODE_NUMBERS[Code(code)] if code in tuple(Code) else 0


def _row(call: Call) -> CallRow:
    return CallRow(
        slug=call.slug,
        title=call.title,
        owner="" if call.owner is None else str(call.owner),
        owner_id=call.owner_id,
        held_at=call.held_at,
        created_at=call.created_at,
        outcome=call.outcome,
        sale=call.sale,
        lang=call.lang,
        state=call.state,
        seconds=call.seconds,
        turns=call.turns_count,
        tags=tuple(tag.name for tag in call.tags.all()),
    )


def _hit(turn: Turn, start: int, end: int, code: str) -> Hit:
    return Hit(turn.call.slug, turn.call.title, turn.number, start, end, turn.start, turn.speaker, turn.text, code)
