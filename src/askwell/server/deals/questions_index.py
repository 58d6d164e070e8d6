"""The narrow index over what calls say of deals: how it is filled, and what of it is out of date.

A deal is up to date when exactly its coded calls were counted, each in the coding, with the decisions and on the day it
has now. Nothing needs to tell the index of a change.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from askwell.coding.coded import CodedConversation
from askwell.counsel.causes import brought_on
from askwell.method.terms import SUCCESSES, Code, NeedState, Outcome
from askwell.server.accounts.models import User
from askwell.server.calls.models import Call, CallDecision, Coding
from askwell.server.calls.state import VERSION as UNDERSTOOD
from askwell.server.calls.state import call_state
from askwell.server.deals.models import Deal, DealIndex, DealIndexCall, ObjectionIndex, ObjectionsRead
from askwell.server.deals.reckoning import VERSION, Reckoning, reckoned
from askwell.server.jobs.models import Job
from askwell.server.jobs.queue import enqueue
from askwell.server.jobs.registry import FINISHED, Step, job_kind

DEALS, CALLS = "index_deals", "index_objections"
BATCH = 25


@dataclass(frozen=True, slots=True)
class Mark:
    """A call as it was when it was counted."""

    call: int
    coding: int
    decided: int
    held_at: datetime | None


def stale_deals() -> QuerySet[Deal]:
    """The deals whose index does not hold what their calls say now."""
    counted = DealIndexCall.objects.filter(
        index__deal=OuterRef("deal_call__deal"),
        call=OuterRef("pk"),
        coding=OuterRef("coding"),
        decided=OuterRef("decided"),
    ).filter(Q(held_at=OuterRef("held_at")) | Q(held_at=None, call__held_at=None))
    changed = _coded().filter(deal_call__isnull=False).filter(~Exists(counted))
    ready = Count("deal__deal_calls", filter=Q(deal__deal_calls__call__state=Call.State.READY))
    others = DealIndex.objects.annotate(ready=ready).filter(~Q(calls=F("ready")) | ~Q(version=VERSION))
    # A deal that was never counted and has no calls is what it would be if it were.
    return Deal.objects.filter(
        Q(pk__in=changed.order_by().values("deal_call__deal")) | Q(pk__in=others.order_by().values("deal"))
    )


def stale_calls() -> QuerySet[Call]:
    """The coded calls whose objections are not in the index as they are now."""
    now = ObjectionsRead.objects.filter(version=UNDERSTOOD)
    read = now.filter(call=OuterRef("pk"), coding=OuterRef("coding"), decided=OuterRef("decided"))
    return _coded().filter(~Exists(read))


def deals_to_update(user: User) -> frozenset[int]:
    """Which of the deals this person may see are out of date."""
    seen = stale_deals().filter(pk__in=Deal.objects.visible_to(user).values("pk"))
    return frozenset(seen.order_by().values_list("pk", flat=True))


def calls_to_update(user: User) -> int:
    """How many of the calls this person may see have objections that are not in the index."""
    return stale_calls().filter(pk__in=Call.objects.visible_to(user).values("pk")).order_by().count()


def ask_for_index(kind: str) -> None:
    """Have what is out of date brought up to date; while that is queued, nothing is queued again."""
    enqueue(kind, {})


@transaction.atomic
def index_deal(deal: Deal, told: Reckoning, marks: Sequence[Mark]) -> DealIndex:
    """Keep of a reckoning what questions ask for, and which calls it rests on."""
    index, _made = DealIndex.objects.update_or_create(deal=deal, defaults=_columns(told, marks))
    index.counted.all().delete()
    DealIndexCall.objects.bulk_create(
        DealIndexCall(index=index, call_id=one.call, coding=one.coding, decided=one.decided, held_at=one.held_at)
        for one in marks
    )
    return index


@transaction.atomic
def index_objections(call: Call, coded: CodedConversation, mark: Mark) -> None:
    """Keep where the objections of a call stand, what they are about and of which class they are."""
    ObjectionIndex.objects.filter(call=call).delete()
    made = ObjectionIndex.objects.bulk_create(
        ObjectionIndex(
            call=call,
            turn=unit.turn,
            start=unit.start,
            end=unit.end,
            concern=unit.attrs.concern or "",
            kind=unit.attrs.objection_class or "",
            cause=brought_on(coded, unit).cause or "",
        )
        for unit in coded.units
        if unit.code is Code.OBJECTION and not unit.uncertain
    )
    read = {"coding": mark.coding, "decided": mark.decided, "version": UNDERSTOOD, "heard": len(made)}
    ObjectionsRead.objects.update_or_create(call=call, defaults=read)


def marks_of(deal: Deal) -> tuple[Mark, ...]:
    """The coded calls of a deal as they are now."""
    return tuple(map(_mark, _coded().filter(deal_call__deal=deal)))


def reckon_some(job: Job) -> list[tuple[Deal, Reckoning, tuple[Mark, ...]]]:
    """Some deals that are out of date, worked out; what changes meanwhile is out of date again."""
    deals = stale_deals().filter(pk__gt=job.cursor or 0).order_by("pk")[:BATCH]
    return [(deal, reckoned(deal, timezone.localdate()), marks) for deal in deals for marks in [marks_of(deal)]]


def keep_reckoned(_job: Job, found: list[tuple[Deal, Reckoning, tuple[Mark, ...]]]) -> Step:
    """Put them into the index."""
    for deal, told, marks in found:
        index_deal(deal, told, marks)
    return Step(found[-1][0].pk, 0.5) if found else FINISHED


def read_some(job: Job) -> list[tuple[Call, CodedConversation, Mark]]:
    """Some calls whose objections are not in the index, as they stand."""
    calls = stale_calls().filter(pk__gt=job.cursor or 0).order_by("pk")[:BATCH]
    return [(call, call_state(call), _mark(call)) for call in calls]


def keep_read(_job: Job, found: list[tuple[Call, CodedConversation, Mark]]) -> Step:
    """Put them into the index."""
    for call, coded, mark in found:
        index_objections(call, coded, mark)
    return Step(found[-1][0].pk, 0.5) if found else FINISHED


for _name, _daily in ((DEALS, False), (f"{DEALS}_daily", True)):
    job_kind(_name, prepare=reckon_some, daily=_daily)(keep_reckoned)
for _name, _daily in ((CALLS, False), (f"{CALLS}_daily", True)):
    job_kind(_name, prepare=read_some, daily=_daily)(keep_read)


def _coded() -> QuerySet[Call]:
    """The calls that are coded, each with its coding and the last decision about it."""
    coding = Coding.objects.filter(call=OuterRef("pk"), current=True).values("pk")
    last = CallDecision.objects.filter(call=OuterRef("pk")).order_by().values("call").annotate(last=Max("pk"))
    return Call.objects.filter(state=Call.State.READY).annotate(
        coding=Subquery(coding[:1]), decided=Coalesce(Subquery(last.values("last")), Value(0))
    )


def _mark(call: Call) -> Mark:
    # Annotated by ``_coded``.
    return Mark(call.pk, call.coding, call.decided, call.held_at)  # type: ignore[attr-defined]


def _columns(told: Reckoning, marks: Sequence[Mark]) -> Mapping[str, object]:
    needs = [need["state"] for need in told.state["needs"]]
    doubts = [kept["doubt"] for kept in told.state["doubts"] if kept["open"]]
    outcomes = [(one["call"], Outcome(one["outcome"])) for one in told.state["advances"]]
    ahead = [call for call, outcome in outcomes if outcome in SUCCESSES]
    return {
        "version": VERSION,
        "calls": len(marks),
        "explicit": needs.count(NeedState.EXPLICIT.value),
        "implied": needs.count(NeedState.IMPLIED.value),
        "doubts": f" {' '.join(doubts)} " if doubts else "",
        "advances": len(ahead),
        "last_advance": _last_day(ahead),
        "streak": _streak([outcome for _call, outcome in outcomes]),
    }


def _last_day(slugs: Iterable[str]) -> date | None:
    last = Call.objects.filter(slug__in=list(slugs)).aggregate(last=Max("held_at"))["last"]
    return timezone.localdate(last) if last else None


def _streak(outcomes: Sequence[Outcome]) -> int:
    """How many of the last calls, one after another, were continuations."""
    broken = (i for i, outcome in enumerate(reversed(outcomes)) if outcome is not Outcome.CONTINUATION)
    return next(broken, len(outcomes))
