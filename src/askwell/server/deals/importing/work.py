"""What the worker does with tables: read them, try them out, keep their rows a thousand a step, purge what is due.

A step of an import is one transaction that also holds how far it has come, so a killed worker leaves whole steps only;
done again, a step finds its rows there and changes nothing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.conf import settings
from django.utils import timezone

from askwell.server.calls.originals import read_original
from askwell.server.deals.importing.actions import (
    CHECK,
    IMPORT,
    READ,
    purge_imports,
    refuse_table,
    settle_check,
    settle_import,
    settle_reading,
)
from askwell.server.deals.importing.columns import Kind
from askwell.server.deals.importing.files import PLAN, REFUSED, ROWS, append, lines_of, path_for
from askwell.server.deals.importing.keep import keep_rows
from askwell.server.deals.importing.plan import CHANGED, MADE, SAME, Decided, Planner
from askwell.server.deals.importing.plan import REFUSED as TO_BE_REFUSED
from askwell.server.deals.importing.reading import Head, read_table_apart
from askwell.server.deals.importing.records import Reader, Record, Ways
from askwell.server.deals.models.importing import Import
from askwell.server.deals.queries import dealing_teams
from askwell.server.jobs.models import Job
from askwell.server.jobs.registry import FINISHED, GiveUp, Step, job_kind, nothing
from askwell.transcript.errors import BadInput

BATCH = 1_000
LEASE_SECONDS = 120
VALUES_SHOWN = 20
"""New and changed rows of a dry run that are shown with their values."""
NOT_SHOWN = frozenset(["company_id", "owner_id", "currency"])
"""Values that stand elsewhere in a row of the plan."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a table, read; ``at`` is the byte after them, ``last`` whether none follow."""

    records: list[Record]
    at: int
    last: bool


def read_table(job: Job) -> Head | BadInput:
    """Read the table into rows, or say why that cannot be done."""
    brought = _import_of(job)
    if brought.brought is None:
        raise GiveUp("The file is not there any more.")
    try:
        return read_table_apart(read_original(brought.brought), path_for(brought, ROWS), settings.ASKWELL.limits)
    except BadInput as error:
        path_for(brought, ROWS).unlink()
        return error


@job_kind(READ, prepare=read_table)
def keep_head(job: Job, head: Head | BadInput) -> Step:
    """Propose what the columns hold, or tell what was wrong."""
    brought = _import_of(job)
    if isinstance(head, BadInput):
        refuse_table(brought, head)
    else:
        settle_reading(brought, head)
    return FINISHED


@dataclass(frozen=True, slots=True)
class Tried:
    """What a dry run comes to: how many rows become what, and how many are refused why, by field and reason."""

    counts: dict[str, int]
    why: Counter[tuple[str, str]]


def check_table(job: Job) -> Tried:
    """What would become of every row, written to the plan of the import; nothing is changed."""
    brought = _import_of(job)
    planner, counts, end = _planner(brought), Counter[str](), 0
    why = Counter[tuple[str, str]]()
    path = path_for(brought, PLAN)
    places = iter(range(VALUES_SHOWN))
    for batch in _batches(brought):
        decided = planner.plan(batch.records)
        counts.update(each.does for each in decided)
        why.update((reason.field, reason.code) for each in decided for reason in each.record.reasons)
        end = append(path, end, [_told(each, places) for each in decided])
    return Tried(_counts(counts, len(planner.fresh_companies)), why)


@job_kind(CHECK, prepare=check_table, lease_seconds=LEASE_SECONDS)
def keep_check(job: Job, tried: Tried) -> Step:
    """Let the person see what would become of the table."""
    settle_check(_import_of(job), tried.counts, tried.why)
    return FINISHED


def read_batch(job: Job) -> Batch:
    """The next rows of the table, as values."""
    brought = _import_of(job)
    return next(_batches(brought, (job.cursor or {}).get("at", 0)), Batch([], 0, True))


@job_kind(IMPORT, prepare=read_batch, lease_seconds=LEASE_SECONDS)
def keep_batch(job: Job, batch: Batch) -> Step:
    """Make and change what these rows say; the rows refused go into their file."""
    brought, now = _import_of(job), timezone.now()
    cursor = job.cursor or {"at": 0, "refused": 0, "done": 0, "counts": {}}
    planner = _planner(brought)
    decided = planner.plan(batch.records)
    keep_rows(decided, planner, now)
    counts = Counter(cursor["counts"])
    counts.update(each.does for each in decided)
    counts["companies"] += len(planner.fresh_companies)
    refused = [_refused(each) for each in decided if each.does == TO_BE_REFUSED]
    end = append(path_for(brought, REFUSED), cursor["refused"], refused)
    if batch.last:
        settle_import(brought, _counts(counts, counts["companies"]), timezone.localdate(now), now)
        return FINISHED
    done = cursor["done"] + len(batch.records)
    return Step({"at": batch.at, "refused": end, "done": done, "counts": dict(counts)}, done / brought.head["rows"])


@job_kind("sweep_imports", prepare=nothing, daily=True)
def keep_sweeping(_job: Job, _nothing: None) -> Step:
    """Remove refused rows whose time has passed, once a day."""
    purge_imports(timezone.localdate())
    return FINISHED


def _import_of(job: Job) -> Import:
    related = ("team", "user", "source", "brought", "rows", "plan", "refused")
    found = Import.objects.select_related(*related).filter(pk=job.arguments["import"]).first()
    if found is None:
        raise GiveUp("The table has been dropped.")
    return found


def _planner(brought: Import) -> Planner:
    if brought.team not in dealing_teams(brought.user):
        raise GiveUp("Whoever brought the table is not in the team any more.")
    if brought.source is None:
        raise GiveUp("What the columns hold is not known any more.")
    return Planner(Kind(brought.kind), brought.team, brought.user, brought.source, timezone.localdate())


def _batches(brought: Import, at: int = 0) -> Iterator[Batch]:
    """The rows of a table from byte ``at`` on."""
    if brought.rows is None:
        raise GiveUp("The rows of the table are not there any more.")
    reader = Reader(Kind(brought.kind), brought.columns, Ways(**brought.ways), brought.head["headings"])
    lines = lines_of(brought.rows, at)
    rows = list(islice(lines, BATCH))
    while rows:
        following = list(islice(lines, BATCH))
        yield Batch([reader.record(*row) for _at, row in rows], rows[-1][0], not following)
        rows = following


def _counts(counts: Counter[str], companies: int) -> dict[str, int]:
    return {name: counts[name] for name in (MADE, CHANGED, SAME, TO_BE_REFUSED)} | {"companies": companies}


def _told(decided: Decided, places: Iterator[int]) -> dict[str, Any]:
    """A row of the plan; the first that would be made or changed with their values, while there are places."""
    shown = decided.does in (MADE, CHANGED) and next(places, None) is not None
    record = decided.record
    changed = [name.removesuffix("_id") for name in decided.changes] if decided.does == CHANGED else []
    return {
        "row": record.number,
        "does": decided.does,
        "name": record.name,
        "where": record.apart.get("company", ""),
        "fields": changed,
        "values": _values(decided) if shown else [],
        "merged": bool(decided.known and decided.known.merged),
        "why": _reasons(record),
    }


def _values(decided: Decided) -> list[list[Any]]:
    """Each new value with its field and what stood there before, as JSON has them; amounts with their currency."""
    now = (decided.known.values if decided.known else {}) | decided.changes
    before = now | decided.before if decided.does == CHANGED else {}
    left_out = NOT_SHOWN if before else NOT_SHOWN | {"name"}
    names = [name for name, value in decided.changes.items() if name not in left_out and (value or before.get(name))]
    if "currency" in decided.changes and now.get("amount") is not None and "amount" not in names:
        names.append("amount")
    return [[name, _plain(name, before), _plain(name, now)] for name in names]


def _plain(name: str, values: Mapping[str, Any]) -> Any:
    value = values.get(name)
    if name == "amount":
        return None if value is None else [str(value), values.get("currency") or ""]
    return value.isoformat() if isinstance(value, date) else value


def _refused(decided: Decided) -> dict[str, Any]:
    return {"row": decided.record.number, "cells": decided.record.cells, "why": _reasons(decided.record)}


def _reasons(record: Record) -> list[dict[str, str]]:
    reasons: Iterable[Any] = record.reasons
    return [asdict(reason) for reason in reasons]
