"""What was known of the progress of deals, kept narrow: how it is filled, and what of it is out of date.

The digest kept with a snapshot tells whether the calls of the deal, and what people entered that bears on them, are
still the same; nothing needs to tell of a change. A job brings snapshots up to date; pages read only.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone

from askwell.server.accounts.models import Team
from askwell.server.calls.models import Call
from askwell.server.deals.models import Deal, DealQuerySet, ProgressSnapshot, Speaker, StakeRole
from askwell.server.deals.reckoning import VERSION, reckoned
from askwell.server.jobs.models import Job
from askwell.server.jobs.queue import enqueue
from askwell.server.jobs.registry import FINISHED, Step, job_kind
from askwell.transcript.conversation import canonical_json

KIND = "read_progress"
BATCH = 25
FACTS = (
    "calls_expected",
    "people_deciding",
    "decided_in_absence",
    "commitment",
    "ongoing_relationship",
    "visible_risk",
    "judged_as_one",
    "decision",
)
"""What people enter about a deal that bears on how its progress is read (M01, M03)."""


@dataclass(frozen=True, slots=True)
class Read:
    """Deals looked at up to the id ``last``, 0 where none was left, and those of them that were out of date."""

    last: int
    found: tuple[tuple[Deal, str, list[dict[str, Any]]], ...]


def with_progress(deals: DealQuerySet) -> DealQuerySet:
    """Of these deals, those that have coded calls or had some when they were last read."""
    return deals.filter(Exists(_coded_of_deal()) | Q(progress__isnull=False))


def unread(deals: DealQuerySet) -> DealQuerySet:
    """Of these deals, those with coded calls that were never read."""
    return deals.filter(Exists(_coded_of_deal()), progress__isnull=True)


def inputs_of(deals: Sequence[Deal]) -> dict[int, str]:
    """By deal the digest of what its progress rests on, in three queries however many deals."""
    rows: dict[int, list[list[Any]]] = defaultdict(list)
    calls = Call.objects.filter(deal_call__deal__in=deals, state=Call.State.READY).annotate(
        coding=Max("codings__pk", filter=Q(codings__current=True)), decided=Max("decisions__pk")
    )
    for deal, *said in calls.order_by("pk").values_list(
        "deal_call__deal", "pk", "coding", "decided", "held_at", "sale"
    ):
        rows[deal].append(["call", *map(str, said)])
    roles = StakeRole.objects.filter(stake__deal__in=deals).order_by("pk")
    for deal, *said in roles.values_list("stake__deal", "stake__contact", "role"):
        rows[deal].append(["role", *map(str, said)])
    speakers = Speaker.objects.filter(call__deal_call__deal__in=deals).order_by("pk")
    for deal, *said in speakers.values_list("call__deal_call__deal", "call", "participant", "contact"):
        rows[deal].append(["speaker", *map(str, said)])
    return {deal.pk: _digest([VERSION, [str(getattr(deal, name)) for name in FACTS], rows[deal.pk]]) for deal in deals}


def _digest(said: Any) -> str:
    return hashlib.sha256(canonical_json(said).encode()).hexdigest()


def ask_for_snapshots(team: Team) -> None:
    """Have what is out of date brought up to date; while that is queued, nothing is queued again."""
    enqueue(KIND, {"team": team.pk}, team=team)


def read_some(job: Job) -> Read:
    """Look at some deals, and work out the progress of those that changed."""
    wanted = {"team": job.arguments["team"]} if "team" in job.arguments else {}
    deals = list(with_progress(Deal.objects.filter(pk__gt=job.cursor or 0, **wanted)).order_by("pk")[:BATCH])
    inputs = inputs_of(deals)
    kept = dict(ProgressSnapshot.objects.filter(deal__in=deals).values_list("deal", "inputs"))
    changed = [deal for deal in deals if kept.get(deal.pk) != inputs[deal.pk]]
    found = tuple((deal, inputs[deal.pk], _known(deal)) for deal in changed)
    return Read(deals[-1].pk if deals else 0, found)


def _known(deal: Deal) -> list[dict[str, Any]]:
    return [dict(one) for one in reckoned(deal, timezone.localdate()).known]


def keep_read(_job: Job, read: Read) -> Step:
    """Keep what was read."""
    for deal, inputs, known in read.found:
        ProgressSnapshot.objects.update_or_create(deal=deal, defaults={"inputs": inputs, "known": known})
    return Step(read.last, 0.5) if read.last else FINISHED


for _name, _daily in ((KIND, False), (f"{KIND}_daily", True)):
    job_kind(_name, prepare=read_some, daily=_daily)(keep_read)


def changed_among(deals: Iterable[tuple[Deal, str]]) -> set[int]:
    """Of deals with the digest kept of each (empty for none), the ids of those whose progress is to be read again."""
    kept = dict(deals)
    now = inputs_of(list(kept))
    return {deal.pk for deal, inputs in kept.items() if inputs and inputs != now[deal.pk]}


def _coded_of_deal() -> Any:
    return Call.objects.filter(deal_call__deal=OuterRef("pk"), state=Call.State.READY)
