"""What pages read of tables brought in: each person sees their own, while they deal in its team."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import Http404

from askwell.report.language import wording
from askwell.server.accounts.models import User
from askwell.server.calls.faults import Told
from askwell.server.deals.importing.actions import JOB_IN_STATE
from askwell.server.deals.importing.columns import Kind, fields_of
from askwell.server.deals.importing.faults import table_fault
from askwell.server.deals.importing.files import lines_of
from askwell.server.deals.importing.reasons import Reason
from askwell.server.deals.models import Deal
from askwell.server.deals.models.importing import Import
from askwell.server.deals.money import shown_amount
from askwell.server.deals.queries import dealing_teams
from askwell.server.deals.terms import STAGE_CHOICES, Choices
from askwell.server.jinja import day
from askwell.server.jobs.models import OPEN_STATES, Job

PAGE = 50
_WORDS: dict[str, Choices] = {
    "stage": STAGE_CHOICES,
    "state": list(Deal.State.choices),
    "lost_reason": list(Deal.Lost.choices),
}
_DAYS = ("expected_on", "closed_on")
SHOWN = 100


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A table in the list; ``stuck`` where the work on it was given up."""

    pk: int
    name: str
    kind: str
    state: str
    stuck: bool
    counts: dict[str, int]
    created_at: datetime
    refused: bool
    keep_refused_until: date | None


@dataclass(frozen=True, slots=True)
class Working:
    """How far the work on a table is, from 0 to 1; ``stuck`` where it was given up, with the reason if it has one."""

    stuck: bool
    progress: float


@dataclass(frozen=True, slots=True)
class Value:
    """A value a row would get, as people write it; ``before`` is empty where there was none."""

    field: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class PlanRow:
    """What would become of a row; only the first that are made or changed have ``values``."""

    row: int
    does: str
    name: str
    where: str
    fields: tuple[str, ...]
    values: tuple[Value, ...]
    merged: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class PlanPage:
    rows: tuple[PlanRow, ...]
    next_key: str


def import_for(user: User, pk: int) -> Import:
    """A table this person brought; to everybody else it does not exist (Http404)."""
    related = ("team", "user", "source", "brought", "rows", "plan", "refused")
    found = user.imports.select_related(*related).filter(pk=pk, team__in=dealing_teams(user)).first()
    if found is None:
        raise Http404
    return found


def imports_of(user: User) -> list[ImportRow]:
    """The latest tables this person brought, the newest first."""
    rows = list(user.imports.filter(team__in=dealing_teams(user))[:SHOWN])
    at_work = _jobs([row.pk for row in rows if row.state in JOB_IN_STATE])
    return [
        ImportRow(
            pk=row.pk,
            name=row.name,
            kind=row.kind,
            state=row.state,
            stuck=row.state in JOB_IN_STATE and row.pk not in at_work,
            counts=row.counts,
            created_at=row.created_at,
            refused=row.refused_id is not None,
            keep_refused_until=row.keep_refused_until,
        )
        for row in rows
    ]


def work_on(brought: Import) -> Working | None:
    """How far the work on a table is; None where it waits for the person."""
    if brought.state not in JOB_IN_STATE:
        return None
    job = _jobs([brought.pk]).get(brought.pk)
    return Working(job is None, job.progress if job else 0.0)


def fault_told(brought: Import) -> Told:
    """What was wrong with a file, in the language of the page."""
    return table_fault(brought.fault)


def plan_page(brought: Import, lang: str, does: str = "", key: str = "") -> PlanPage:
    """Fifty rows of the plan from byte ``key`` on, all of them or those of which one thing becomes."""
    if brought.plan is None:
        return PlanPage((), "")
    at = int(key) if key.isascii() and key.isdigit() and len(key) < 12 else 0
    rows: list[tuple[int, PlanRow]] = []
    for end, line in lines_of(brought.plan, min(at, brought.plan.size)):
        if not does or line["does"] == does:
            rows.append((end, _plan_row(line, lang)))
        if len(rows) > PAGE:
            break
    return PlanPage(tuple(row for _end, row in rows[:PAGE]), str(rows[PAGE - 1][0]) if len(rows) > PAGE else "")


def reasons_counted(brought: Import) -> list[tuple[Reason, int]]:
    """Why rows would be refused, the most frequent first."""
    return [(Reason(code, field), count) for field, code, count in brought.head.get("why", ())]


def refused_rows(brought: Import, lang: str) -> Iterator[list[str]]:
    """The rows refused as a table: the reasons beside each, then its cells as they were."""
    if brought.refused is None:
        return
    names = {name: field.label(lang) for name, field in fields_of(Kind(brought.kind)).items()}
    titled = wording(lang).titled
    for _at, line in lines_of(brought.refused):
        reasons = [Reason(**why) for why in line["why"]]
        said = " ".join(titled(names.get(reason.field, reason.field), reason.text) for reason in reasons)
        yield [str(line["row"]), said, *line["cells"]]


def _plan_row(line: dict[str, Any], lang: str) -> PlanRow:
    return PlanRow(
        row=line["row"],
        does=line["does"],
        name=line["name"],
        where=line["where"],
        fields=tuple(line["fields"]),
        values=tuple(
            Value(name, _written(name, before, lang), _written(name, now, lang))
            for name, before, now in line.get("values", ())
        ),
        merged=line["merged"],
        reasons=tuple(Reason(**why) for why in line["why"]),
    )


def _written(name: str, value: Any, lang: str) -> str:
    """A value as the page of a deal or a customer writes it."""
    if not value:
        return ""
    if name == "amount":
        amount, currency = value
        return shown_amount(Decimal(amount), currency, lang)
    if name in _WORDS:
        return str(dict(_WORDS[name]).get(value, value))
    if name in _DAYS:
        return day(date.fromisoformat(value))
    return "; ".join(value) if isinstance(value, list) else str(value)


def _jobs(pks: list[int]) -> dict[int, Job]:
    """The open jobs of these tables."""
    jobs = Job.objects.filter(kind__in=JOB_IN_STATE.values(), state__in=OPEN_STATES, arguments__import__in=pks)
    return {job.arguments["import"]: job for job in jobs} if pks else {}
