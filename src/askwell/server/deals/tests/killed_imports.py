"""The processes of ``test_import_killed``: ``main()`` does the act that is named, and prints JSON or waits."""

import json
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management import call_command

from askwell.server.accounts.models import Membership, Team, User
from askwell.server.deals.importing import work
from askwell.server.deals.importing.actions import bring_table, run_import, set_columns
from askwell.server.deals.importing.columns import Kind
from askwell.server.deals.importing.files import lines_of
from askwell.server.deals.importing.records import Ways
from askwell.server.deals.models import Company, Contact
from askwell.server.deals.models.importing import ExternalId, Import
from askwell.server.jobs.models import OPEN_STATES, Job
from askwell.server.jobs.registry import KINDS
from askwell.server.jobs.worker import run_due_jobs, run_worker

work.BATCH = 100


def prepare() -> object:
    """Tables, a team, Ana who sells in it, and a table of hers that has been tried out and queued."""
    call_command("migrate", verbosity=0)
    team, ana = Team.objects.create(name="North"), User.objects.create_user("ana@example.com", name="Ana")
    Membership.objects.create(team=team, user=ana, role="seller")
    rows = (f"{n},{'' if n % 33 == 0 else f'Person {n}'},Firm {n // 10}\n" for n in range(500))
    bring_table(ana, team, Kind.CONTACTS, "contacts.csv", ("ID,Name,Company\n" + "".join(rows)).encode())
    run_due_jobs()
    set_columns(Import.objects.get(), Import.objects.get().columns, Ways())
    run_due_jobs()
    run_import(Import.objects.get())
    return None


def stop_in_third_step(half: str, marker: str) -> object:
    """A worker that comes to the end of one half of its third step, and no further."""
    kind = KINDS["import_table"]
    steps = 0

    def and_wait(function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: object) -> Any:
            nonlocal steps
            steps += 1
            done = function(*arguments)
            if steps == 3:
                Path(marker).touch()
                threading.Event().wait()
            return done

        return run

    stopped: dict[str, Any] = {half: and_wait(getattr(kind, half))}
    KINDS["import_table"] = replace(kind, lease_seconds=1, **stopped)
    run_worker(threading.Event())
    return None


def go_on() -> object:
    """What is left to do, by a worker of this process."""
    pause = threading.Event()
    while Job.objects.filter(kind="import_table", state__in=OPEN_STATES).exists():
        run_due_jobs()
        pause.wait(0.1)
    return look()


def look() -> dict[str, object]:
    """How much is there."""
    return {
        "contacts": Contact.objects.count(),
        "companies": Company.objects.count(),
        "ids": ExternalId.objects.count(),
        "state": Import.objects.get().state,
    }


def refused() -> object:
    """The numbers of the rows refused, as their file has them."""
    file = Import.objects.get().refused
    return [line["row"] for _at, line in lines_of(file)] if file else []


ACTS: dict[str, Callable[..., object]] = {
    function.__name__: function for function in (prepare, stop_in_third_step, go_on, look, refused)
}


def main() -> None:
    sys.stdout.write(json.dumps(ACTS[sys.argv[1]](*sys.argv[2:])))
