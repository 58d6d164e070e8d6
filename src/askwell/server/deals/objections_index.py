"""Of which class each indexed objection is: what is not sorted yet, and the work that sorts it.

Where objections stand, and whether that is out of date, is known to ``questions_index``; a row there that is made anew
has lost its class, and is sorted again.
"""

from django.db.models import Q, QuerySet

from askwell.coding.coded import CodedConversation
from askwell.method.terms import Code
from askwell.server.accounts.models import User
from askwell.server.calls.models import Call
from askwell.server.calls.state import call_state
from askwell.server.deals.models import ObjectionIndex, ObjectionSort
from askwell.server.deals.questions_index import Mark, index_objections, stale_calls
from askwell.server.jobs.models import Job
from askwell.server.jobs.queue import enqueue
from askwell.server.jobs.registry import FINISHED, Step, job_kind

SORT = "sort_objections"
BATCH = 25


def unsorted_calls() -> QuerySet[Call]:
    """The coded calls with objections whose class is not known to the index, or not as they are now."""
    left = ObjectionIndex.objects.filter(sort=None).values("call")
    return Call.objects.filter(state=Call.State.READY).filter(
        Q(pk__in=left) | Q(pk__in=stale_calls().order_by().values("pk"))
    )


def calls_to_sort(user: User) -> int:
    """How many of the calls this person may read are still to be sorted."""
    return unsorted_calls().filter(pk__in=Call.objects.worded_to(user).values("pk")).order_by().count()


def ask_to_sort() -> None:
    """Have the rest sorted; while that is queued, nothing is queued again."""
    enqueue(SORT, {})


def sort_call(call: Call, coded: CodedConversation) -> None:
    """Keep of which class the indexed objections of a call are."""
    units = {(unit.turn, unit.start, unit.end): unit for unit in coded.units if unit.code is Code.OBJECTION}
    for row in ObjectionIndex.objects.filter(call=call):
        unit = units.get((row.turn, row.start, row.end))
        attrs = unit.attrs if unit else None
        ObjectionSort.objects.update_or_create(
            objection=row,
            defaults={
                "kind": attrs.objection_class.value if attrs and attrs.objection_class else "",
                "cause": attrs.cause.value if attrs and attrs.cause else "",
                "sure": unit is not None and not unit.uncertain,
            },
        )


def read_unsorted(job: Job) -> list[tuple[Call, CodedConversation, Mark | None]]:
    """Some calls that are not sorted, as they stand; with the mark where their objections are out of date."""
    calls = list(unsorted_calls().filter(pk__gt=job.cursor or 0).order_by("pk")[:BATCH])
    stale = {call.pk: call for call in stale_calls().filter(pk__in=[call.pk for call in calls])}
    return [(call, call_state(call), _mark(stale.get(call.pk))) for call in calls]


def keep_sorted(_job: Job, found: list[tuple[Call, CodedConversation, Mark | None]]) -> Step:
    """Put them into the index."""
    for call, coded, mark in found:
        if mark is not None:
            index_objections(call, coded, mark)
        sort_call(call, coded)
    return Step(found[-1][0].pk, 0.5) if found else FINISHED


def _mark(call: Call | None) -> Mark | None:
    # Annotated by ``stale_calls``.
    return Mark(call.pk, call.coding, call.decided, call.held_at) if call else None  # type: ignore[attr-defined]


for _name, _daily in ((SORT, False), (f"{SORT}_daily", True)):
    job_kind(_name, prepare=read_unsorted, daily=_daily)(keep_sorted)
