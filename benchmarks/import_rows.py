"""A table of 100,000 contacts, 3 % of them bad: time, what was kept and reported; twice; killed half-way and resumed.

Run: ``./dev bench import_rows``, with another number of rows behind it if need be. The worker is a process of its own
on a fresh SQLite database; memory is the most it held.
"""

import csv
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO
from typing import Any

from _tables import print_table

HEADS = ("run", "rows", "seconds", "rows a second", "made", "changed", "same", "refused", "there", "MB at most")
ROWS = 100_000
BAD = 33
"""Every so many rows one is bad: 3 %."""
WORKER = """
import sys, threading, resource
import django
django.setup()
from askwell.server.jobs.models import OPEN_STATES, Job
from askwell.server.jobs.worker import run_due_jobs
while Job.objects.filter(state__in=OPEN_STATES).exists():
    run_due_jobs()
    threading.Event().wait(0.05)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"ASKWELL_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "askwell.server.settings"}
        os.environ.pop("DATABASE_URL", None)
        ana = prepare()
        rows = [
            read_and_check(ana, "CSV read and tried out", csv_table(count), count),
            keep("imported", count),
            read_and_check(ana, "the same again, tried out", csv_table(count), count),
            keep("imported again", count),
            read_and_check(ana, "XLSX read and tried out", xlsx_table(count, "x"), count),
            keep("killed half-way, resumed", count, killed=True),
        ]
    print_table(f"{count:,} rows of contacts, one in {BAD} bad", HEADS, rows)


def prepare() -> Any:
    """A fresh database, and the person who brings tables."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from askwell.server.testing import make_cast

    return make_cast().ana


def table(count: int, prefix: str = "") -> list[list[str]]:
    """Contacts of a tenth as many companies; a bad row lacks its name, or has no e-mail address where one stands."""
    rows = [["ID", "Name", "Company", "Job title", "E-mail", "Telephone", "Notes"]]
    for n in range(count):
        name, address = f"{prefix}Person {n}", f"{prefix}p{n}@firm{n % 997}.example"
        if n % BAD == 0:
            name, address = (name, "no address") if n % 2 else ("", address)
        rows.append(
            [f"{prefix}{n}", name, f"{prefix}Firm {n // 10} Ltd", "Engineer", address, f"+44 20 {n:08}", "=1+1"]
        )
    return rows


def csv_table(count: int) -> bytes:
    out = StringIO()
    csv.writer(out).writerows(table(count))
    return out.getvalue().encode()


def xlsx_table(count: int, prefix: str) -> bytes:
    import openpyxl

    book, out = openpyxl.Workbook(write_only=True), BytesIO()
    sheet = book.create_sheet()
    for row in table(count, prefix):
        sheet.append([f" {cell}" if cell.startswith("=") else cell for cell in row])
    book.save(out)
    return out.getvalue()


def read_and_check(ana: Any, name: str, data: bytes, count: int) -> tuple[object, ...]:
    """Bring a table, take the columns proposed, and have it tried out."""
    from askwell.server.deals.importing.actions import bring_table, set_columns
    from askwell.server.deals.importing.columns import Kind
    from askwell.server.deals.importing.records import Ways

    bring_table(ana, ana.memberships.get().team, Kind.CONTACTS, "contacts", data)
    seconds, memory = timed(work)
    brought = latest()
    if not brought.columns:
        raise SystemExit(f"the table could not be read: {brought.fault}")
    set_columns(brought, brought.columns, Ways())
    more, most = timed(work)
    return told(name, count, seconds + more, max(memory, most))


def keep(name: str, count: int, *, killed: bool = False) -> tuple[object, ...]:
    """Import the table tried out; with ``killed`` the worker is killed when it has done half."""
    from askwell.server.deals.importing.actions import run_import

    run_import(latest())
    first = timed(kill_half_way)[0] if killed else 0.0
    seconds, memory = timed(work)
    return told(name, count, first + seconds, memory)


def told(name: str, count: int, seconds: float, memory: int) -> tuple[object, ...]:
    from askwell.server.deals.models import Contact

    counts = latest().counts
    figures = tuple(counts[what] for what in ("made", "changed", "same", "refused"))
    return (name, count, seconds, round(count / seconds), *figures, Contact.objects.count(), memory)


def latest() -> Any:
    from askwell.server.deals.importing_models import Import

    return Import.objects.latest("pk")


def timed(act: Callable[[], int]) -> tuple[float, int]:
    began = time.perf_counter()
    said = act()
    return time.perf_counter() - began, said


def work() -> int:
    """Do what there is to do in a process of its own; says the most memory it held."""
    done = subprocess.run([sys.executable, "-c", WORKER], env=os.environ, stdout=subprocess.PIPE, check=True)
    return int(done.stdout)


def kill_half_way() -> int:
    """Start a worker and kill it in the middle; then let its lease run out."""
    from askwell.server.jobs.models import Job

    victim = subprocess.Popen([sys.executable, "-c", WORKER], env=os.environ, stdout=subprocess.DEVNULL)
    job = Job.objects.latest("pk")
    while job.progress < 0.5 and victim.poll() is None:
        time.sleep(0.02)
        job.refresh_from_db()
    victim.send_signal(signal.SIGKILL)
    victim.wait()
    job.refresh_from_db()
    if not 0.0 < job.progress < 1.0:
        raise SystemExit(f"the worker was killed at {job.progress:.0%}, not in the middle")
    Job.objects.filter(pk=job.pk).update(lease_until=datetime.now(UTC) - timedelta(seconds=1))
    return 0


if __name__ == "__main__":
    main()
