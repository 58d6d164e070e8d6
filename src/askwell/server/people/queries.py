"""What the pages read of people and of their calls: a fixed number of queries, however many calls there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, JSONField, Max, Q, QuerySet
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Cast, Coalesce
from django.utils.timezone import localtime

from askwell.method.terms import CAPABILITY_STATEMENTS, SUCCESSES, Code
from askwell.server.accounts.models import User
from askwell.server.accounts.queries import team_ids_where
from askwell.server.accounts.roles import Act, Reach, Role, may
from askwell.server.calls.models import CODE_NUMBERS, Call, CallQuerySet, CallSeller, MergedState, UnitIndex
from askwell.server.people.figures import CallFigures

SELLING = tuple(role.value for role in Role if may([role], Act.ADD, own=True))
GOOD = [outcome.value for outcome in SUCCESSES]
CODE_OF_NUMBER = {CODE_NUMBERS[code]: code for code in CAPABILITY_STATEMENTS}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A seller, and the calls of theirs that the viewer may see: ``judged`` of them have an outcome."""

    id: int
    name: str
    calls: int
    judged: int
    advanced: int
    latest: datetime | None


@dataclass(frozen=True, slots=True)
class CallDay:
    """One call of a person, for laying out the time."""

    id: int
    slug: str
    title: str
    day: date
    outcome: str


def people_for(viewer: User) -> list[PersonRow]:
    """The sellers this person may see, by name."""
    calls = Call.objects.visible_to(viewer)
    found = {user.pk: user for user in visible_people(viewer)}
    owned = _totals(calls.filter(owner__in=found), "owner")
    sold = _totals(CallSeller.objects.filter(call__in=calls, user__in=found).exclude(user=F("call__owner")), "user")
    rows = [_row(user, owned.get(pk), sold.get(pk)) for pk, user in found.items()]
    return sorted(rows, key=lambda row: (row.name.casefold(), row.id))


def person_for(viewer: User, person_id: int) -> User | None:
    """The seller, if the viewer may see their page."""
    return visible_people(viewer).filter(pk=person_id).first()


def visible_people(viewer: User) -> QuerySet[User]:
    """Oneself where one sells; where one sees the team's figures, whoever sells or has sold there."""
    teams = team_ids_where(viewer, Act.SEE_FIGURES, Reach.TEAM)
    calls = Call.objects.filter(team__in=teams)
    of_team = (
        Q(pk__in=User.objects.filter(memberships__team__in=teams, memberships__role__in=SELLING).values("pk"))
        | Q(pk__in=calls.exclude(owner=None).values("owner"))
        | Q(pk__in=CallSeller.objects.filter(call__in=calls).values("user"))
    )
    own = Q(pk=viewer.pk) if team_ids_where(viewer, Act.SEE_FIGURES, Reach.OWN) else Q()
    return User.objects.filter(of_team | own) if own else User.objects.filter(of_team)


def call_days(viewer: User, person: User) -> list[CallDay]:
    """The person's calls that the viewer may see, oldest first; a call without a date counts on the day it came."""
    rows = (
        calls_of(person, Call.objects.visible_to(viewer))
        .annotate(moment=Coalesce("held_at", "created_at"))
        .order_by("moment", "pk")
        .values_list("pk", "slug", "title", "moment", "outcome")
    )
    return [CallDay(pk, slug, title, localtime(moment).date(), outcome) for pk, slug, title, moment, outcome in rows]


def calls_of(person: User, calls: CallQuerySet) -> CallQuerySet:
    """Those of the calls that are the person's, or in which they take part as a seller."""
    taking_part = CallSeller.objects.filter(user=person).values("call")
    return calls.filter(Q(owner=person) | Q(pk__in=taking_part))


def call_figures(days: Iterable[CallDay]) -> list[CallFigures]:
    """The figures of these calls, in their order, from what is stored of their states."""
    days = list(days)
    measures = _measures([day.id for day in days])
    counts = _statements([day.id for day in days])
    return [
        CallFigures(
            slug=day.slug,
            title=day.title,
            day=day.day,
            outcome=day.outcome,
            measures=measures.get(day.id),
            counts=counts.get(day.id, {}) if day.id in measures else None,
        )
        for day in days
    ]


def _measures(call_ids: list[int]) -> dict[int, dict[str, tuple[float | None, str]]]:
    """The database takes the measures out of the stored states: a state of a long call is a megabyte."""
    states = MergedState.objects.filter(call__in=call_ids).annotate(state=Cast("coded_json", JSONField()))
    rows: Iterable[tuple[int, Any]] = states.values_list("call", KeyTransform("measures", "state"))
    return {pk: {name: (each["value"], each.get("why_null") or "") for name, each in read.items()} for pk, read in rows}


def _statements(call_ids: list[int]) -> dict[int, dict[Code, int]]:
    rows = (
        UnitIndex.objects.filter(call__in=call_ids, code__in=CODE_OF_NUMBER)
        .values_list("call", "code")
        .annotate(n=Count("pk"))
        .order_by()
    )
    counts: dict[int, dict[Code, int]] = {}
    for call, number, n in rows:
        counts.setdefault(call, {})[CODE_OF_NUMBER[number]] = n
    return counts


def _totals(rows: QuerySet[Any], person: str) -> dict[int, dict[str, Any]]:
    """Counts by person over calls, or over rows that stand for a call each."""
    call = "" if rows.model is Call else "call__"
    totals = (
        rows.order_by()
        .values(person)
        .annotate(
            n=Count(f"{call}pk", distinct=True),
            judged=Count(f"{call}pk", filter=~Q(**{f"{call}outcome": ""}), distinct=True),
            advanced=Count(f"{call}pk", filter=Q(**{f"{call}outcome__in": GOOD}), distinct=True),
            latest=Max(Coalesce(f"{call}held_at", f"{call}created_at")),
        )
    )
    return {row[person]: row for row in totals}


def _row(user: User, *totals: dict[str, Any] | None) -> PersonRow:
    there = [each for each in totals if each]
    return PersonRow(
        id=user.pk,
        name=str(user),
        calls=sum(each["n"] for each in there),
        judged=sum(each["judged"] for each in there),
        advanced=sum(each["advanced"] for each in there),
        latest=max((each["latest"] for each in there), default=None),
    )
