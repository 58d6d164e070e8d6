"""What can be done with a table: bring it, say what its columns hold, import it, drop it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from askwell.server.accounts.models import Team, User
from askwell.server.calls.actions import fault_of
from askwell.server.calls.originals import shown_name, store_original
from askwell.server.deals.importing.columns import Kind, fields_of, heading_key, propose
from askwell.server.deals.importing.files import PLAN, REFUSED, ROWS, drop_files, keep_file, path_for
from askwell.server.deals.importing.reading import Head
from askwell.server.deals.importing.records import Ways
from askwell.server.deals.models.importing import Import, ImportSource
from askwell.server.jobs.models import OPEN_STATES, Job
from askwell.server.jobs.queue import enqueue
from askwell.transcript.errors import BadInput

KEEP_DAYS = 30
SHOWN_SAMPLES = 3
READ, CHECK, IMPORT = "read_table", "check_table", "import_table"
JOB_IN_STATE: Mapping[str, str] = {
    Import.State.READING: READ,
    Import.State.CHECKING: CHECK,
    Import.State.IMPORTING: IMPORT,
}


@transaction.atomic
def bring_table(user: User, team: Team, kind: Kind, name: str, data: bytes) -> Import:
    """Keep a table and queue its reading."""
    brought = Import.objects.create(
        team=team, user=user, kind=kind.value, name=shown_name(name), brought=store_original(data)
    )
    queue_work(brought)
    return brought


def queue_work(brought: Import) -> Job:
    """Have done what the state of the table asks for; while that is queued already, nothing happens."""
    return enqueue(JOB_IN_STATE[brought.state], {"import": brought.pk}, team=brought.team, user=brought.user)


@transaction.atomic
def refuse_table(brought: Import, error: BadInput) -> None:
    """Tell what was wrong and where; the file itself is not kept."""
    drop_files(brought, "brought")
    brought.state, brought.fault = Import.State.UNREADABLE, fault_of(error)
    brought.save(update_fields=["state", "fault"])


@transaction.atomic
def settle_reading(brought: Import, head: Head) -> None:
    """The table has been read: propose what its columns hold, as last time where its headings are known."""
    kind = Kind(brought.kind)
    brought.rows = keep_file(brought, ROWS)
    source = ImportSource.objects.filter(
        team=brought.team, kind=brought.kind, signature=signature(kind, head.headings)
    ).first()
    brought.source = source
    brought.columns = remembered(source, head.headings) if source else propose(kind, head.headings, head.samples)
    brought.ways = source.ways if source else {}
    shown = [[cell for cell in column if cell][:SHOWN_SAMPLES] for column in head.samples]
    brought.head = {**asdict(head), "samples": [[cell[:80] for cell in column] for column in shown]}
    brought.state = Import.State.COLUMNS
    brought.save()
    drop_files(brought, "brought")


@transaction.atomic
def set_columns(brought: Import, columns: Sequence[str], ways: Ways) -> None:
    """Say what each column holds, remember it for the next table like this one, and queue the dry run."""
    kind, headings = Kind(brought.kind), brought.head["headings"]
    said: dict[str, Any] = {"headings": headings, "columns": list(columns), "ways": asdict(ways)}
    brought.source, _made = ImportSource.objects.update_or_create(
        team=brought.team, kind=kind.value, signature=signature(kind, headings), defaults=said
    )
    brought.columns, brought.ways = list(columns), asdict(ways)
    brought.state, brought.counts = Import.State.CHECKING, {}
    brought.save()
    drop_files(brought, PLAN)
    queue_work(brought)


@transaction.atomic
def settle_check(brought: Import, counts: Mapping[str, int], why: Mapping[tuple[str, str], int]) -> None:
    """The dry run is done; nothing has been changed yet. ``why`` counts the reasons by field and code."""
    brought.head["why"] = [[*reason, count] for reason, count in sorted(why.items(), key=lambda each: -each[1])]
    brought.plan = keep_file(brought, PLAN)
    brought.counts, brought.state = dict(counts), Import.State.CHECKED
    brought.save()


@transaction.atomic
def change_columns(brought: Import) -> None:
    """Go back to what the columns hold."""
    drop_files(brought, PLAN)
    brought.state, brought.counts = Import.State.COLUMNS, {}
    brought.save()


@transaction.atomic
def run_import(brought: Import) -> None:
    """Queue the import itself."""
    brought.state = Import.State.IMPORTING
    brought.save(update_fields=["state"])
    queue_work(brought)


@transaction.atomic
def settle_import(brought: Import, counts: Mapping[str, int], today: date, now: datetime) -> None:
    """All rows are done: what was brought goes, the rows refused stay for a while."""
    brought.counts, brought.state, brought.done_at = dict(counts), Import.State.DONE, now
    if counts["refused"]:
        brought.refused = keep_file(brought, REFUSED)
        brought.keep_refused_until = today + timedelta(days=KEEP_DAYS)
    else:
        path_for(brought, REFUSED).unlink()
    brought.head = {"headings": brought.head["headings"], "rows": brought.head["rows"]}
    brought.save()
    drop_files(brought, ROWS, PLAN)


@transaction.atomic
def drop_import(brought: Import) -> None:
    """Take a table off the list with all its files; what came of it stays."""
    Job.objects.filter(kind__in=JOB_IN_STATE.values(), arguments__import=brought.pk, state__in=OPEN_STATES).delete()
    drop_files(brought, "brought", ROWS, PLAN, REFUSED)
    brought.delete()


def purge_imports(today: date) -> int:
    """Remove refused rows whose time has passed, and tables nobody went on with; says how many."""
    due = list(Import.objects.filter(keep_refused_until__lt=today).exclude(refused=None))
    for brought in due:
        drop_files(brought, REFUSED)
    left = Import.objects.exclude(state=Import.State.DONE).filter(
        created_at__date__lt=today - timedelta(days=KEEP_DAYS)
    )
    forgotten = list(left)
    for brought in forgotten:
        drop_import(brought)
    return len(due) + len(forgotten)


def signature(kind: Kind, headings: Sequence[str]) -> str:
    """The same for tables with the same columns, whatever their order."""
    said = "\n".join([kind.value, *sorted(heading_key(heading) for heading in headings)])
    return hashlib.sha256(said.encode()).hexdigest()


def remembered(source: ImportSource, headings: Sequence[str]) -> list[str]:
    """What the columns of these headings held last time."""
    held: dict[str, list[str]] = {}
    for heading, name in zip(source.headings, source.columns, strict=True):
        held.setdefault(heading_key(heading), []).append(name if name in fields_of(Kind(source.kind)) else "")
    return [held[key].pop(0) if held.get(key := heading_key(heading)) else "" for heading in headings]
