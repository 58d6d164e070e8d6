"""The processes of ``test_killed``: ``main()`` does the act that is named, and prints JSON or waits to be killed."""

import json
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from askwell.server.accounts.models import Membership, Team, User
from askwell.server.calls.actions import Details, receive_upload
from askwell.server.calls.erasing import sweep
from askwell.server.calls.models import Call, Coding, Original, Revision, Turn, UnitIndex, Upload
from askwell.server.calls.originals import originals_folder
from askwell.server.calls.search_table import TURNS, UNITS
from askwell.server.calls.testing import WordCoder
from askwell.server.calls.work import code_words
from askwell.server.jobs.models import OPEN_STATES, Job
from askwell.server.jobs.registry import KINDS
from askwell.server.jobs.worker import run_due_jobs, run_worker


def prepare(*paths: str) -> object:
    """Tables, a team, and Ana, who sells in it, is signed in and brings files."""
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:  # these two are no models, so nobody empties them between tests
        for table in (TURNS, UNITS):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - one of two constants
    team, ana = Team.objects.create(name="North"), User.objects.create_user("ana@example.com", name="Ana")
    Membership.objects.create(team=team, user=ana, role="seller")
    client = Client()
    client.force_login(ana, backend="allauth.account.auth_backends.AuthenticationBackend")
    for path in paths:
        receive(Path(path))
    return {"team": team.pk, "session": client.cookies["sessionid"].value}


def bring_again(path: str) -> object:
    """The file is received whole, and everything is done."""
    receive(Path(path))
    return work_to_the_end()


def receive_and_wait(path: str, marker: str) -> object:
    """The file is stored and its rows are written, but not yet for good."""
    with transaction.atomic():
        receive(Path(path))
        wait_to_be_killed(marker)


def work_and_wait(kind: str, half: str, marker: str) -> object:
    """A worker that comes to the end of one half of the step of one kind of job, and no further."""

    def and_wait(function: Callable[..., object]) -> Callable[..., Any]:
        def run(*arguments: object) -> object:
            function(*arguments)
            wait_to_be_killed(marker)

        return run

    stopped: dict[str, Any] = {half: and_wait(getattr(KINDS[kind], half))}
    KINDS[kind] = replace(KINDS[kind], lease_seconds=1, **stopped)
    run_worker(threading.Event())
    return None


def work_to_the_end() -> object:
    """What is left to do, by a worker of this process; what there was before, and what there is then."""
    before, pause = look(), threading.Event()
    while Job.objects.filter(state__in=OPEN_STATES).exists():
        run_due_jobs()
        pause.wait(0.1)
    return [before, look()]


def wait_for_the_worker() -> object:
    """Until nothing of this test is left to do; then what there is."""
    pause = threading.Event()
    while look()["jobs"] != ["code_call done", "read_upload done"]:
        pause.wait(0.2)
    return look()


def sweep_tomorrow() -> object:
    sweep(timezone.now() + timedelta(days=2))
    return look()


def look() -> dict[str, object]:
    """How much of everything is there, and whether the parts agree with one another."""
    codings = list(Coding.objects.all())
    said = [len(coding.revision.conversation.turns) for coding in codings]
    jobs = Job.objects.filter(kind__in=("read_upload", "code_call")).order_by("kind")
    return {
        "uploads": list(Upload.objects.values_list("state", flat=True)),
        "calls": list(Call.objects.values_list("state", flat=True)),
        "revisions": Revision.objects.count(),
        "codings": [coding.current for coding in codings],
        "turns agree": Turn.objects.count() == searched(TURNS) == sum(said),
        "units agree": UnitIndex.objects.count() == searched(UNITS) == sum(len(c.coded.units) for c in codings),
        "jobs": [f"{job.kind} {job.state}" for job in jobs],
        "files": len(list(originals_folder().iterdir())),
        "originals": Original.objects.count(),
    }


def searched(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - one of two constants
        return int(cursor.fetchone()[0])


def receive(path: Path) -> Any:
    return receive_upload(User.objects.get(), Team.objects.get(), path.name, path.read_bytes(), Details())


def wait_to_be_killed(marker: str) -> NoReturn:
    Path(marker).touch()
    threading.Event().wait()
    raise AssertionError("nobody sets it")


ACTS: dict[str, Callable[..., object]] = {
    function.__name__: function
    for function in (
        prepare,
        bring_again,
        receive_and_wait,
        work_and_wait,
        work_to_the_end,
        wait_for_the_worker,
        sweep_tomorrow,
        look,
    )
}


def main() -> None:
    KINDS["code_call"] = replace(KINDS["code_call"], prepare=partial(code_words, coder=WordCoder()))
    sys.stdout.write(json.dumps(ACTS[sys.argv[1]](*sys.argv[2:])))
