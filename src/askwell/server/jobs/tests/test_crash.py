"""A worker killed in the middle: another takes its job over, and every step is there exactly once."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

BEGIN = """
import sys, threading
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
sys.path.insert(0, {tests!r})
import slow_job
from askwell.server.accounts.models import Team
from askwell.server.jobs.models import Job
from askwell.server.jobs.queue import enqueue
from askwell.server.jobs.worker import run_due_jobs, run_worker
"""
WORK = BEGIN + "enqueue('slow', {{'marker': {marker!r}}})\nrun_worker(threading.Event())"
TAKE_OVER = (
    BEGIN
    + """
import time
while Job.objects.get(kind='slow').is_open:
    run_due_jobs()
    time.sleep(0.1)
print(Job.objects.get(kind='slow').state, *Team.objects.values_list("name", flat=True), sep=",")
"""
)


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    for _ in range(int(seconds * 20)):
        if condition():
            return
        time.sleep(0.05)
    pytest.fail("waited in vain")


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_a_killed_workers_job_is_taken_over_and_finished_once(
    process_environment: dict[str, str], tmp_path: Path
) -> None:
    marker = tmp_path / "in the third step"
    filled = {"tests": str(Path(__file__).parent), "marker": str(marker)}
    victim = subprocess.Popen([sys.executable, "-c", WORK.format(**filled)], env=process_environment)
    try:
        wait_until(marker.exists)
    finally:
        victim.kill()
        victim.wait()
    heir = [sys.executable, "-c", TAKE_OVER.format(**filled)]
    done = subprocess.run(heir, env=process_environment, capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.strip() == "done,step 1,step 2,step 3,step 4"
