"""A kind of job for the crash test: writes its steps down, and waits to be killed after the second."""

import threading
from pathlib import Path

from askwell.server.accounts.models import Team
from askwell.server.jobs.models import Job
from askwell.server.jobs.registry import FINISHED, Step, job_kind


def wait_in_the_third(job: Job) -> int:
    number = (job.cursor or 0) + 1
    marker = Path(job.arguments["marker"])
    if number == 3 and not marker.exists():
        marker.touch()
        threading.Event().wait()
    return number


@job_kind("slow", prepare=wait_in_the_third, lease_seconds=1)
def keep_team(_job: Job, number: int) -> Step:
    Team.objects.create(name=f"step {number}")
    return FINISHED if number == 4 else Step(number, number / 4)
