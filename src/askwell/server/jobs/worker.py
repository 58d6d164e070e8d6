"""The worker: takes a due job, does its steps one transaction each, keeps its lease, goes on to the next."""

import logging
import os
import threading
import traceback
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.db import OperationalError, connection, connections, transaction
from django.utils import timezone

from askwell.server.jobs.models import Job, JobQuerySet, JobState
from askwell.server.jobs.queue import digest_of, enqueue
from askwell.server.jobs.registry import KINDS, GiveUp, Kind, Step

log = logging.getLogger(__name__)
Clock = Callable[[], datetime]
IDLE_SECONDS = 1.0
RETRY_SECONDS = 10


class LeaseLost(Exception):  # noqa: N818 - not a fault: another worker is at the job now
    """The step took longer than its lease and somebody else has the job: nothing of the step is kept."""


def run_worker(stop: threading.Event, clock: Clock = timezone.now, idle_seconds: float = IDLE_SECONDS) -> None:
    """Do jobs until ``stop`` is set; the step in hand is finished first."""
    name, today = worker_name(), None
    while not stop.is_set():
        if clock().date() != today:
            today = clock().date()
            enqueue_daily(today)
        job = take_job(name, clock)
        if job is None:
            stop.wait(idle_seconds)
            continue
        with heartbeat(job, clock):
            run_job(job, clock, stop)
    connections.close_all()


def enqueue_daily(today: date) -> None:
    """Queue what is to be done once a day, unless it has been queued today."""
    for name, kind in KINDS.items():
        arguments = {"day": today.isoformat()}
        if kind.daily and not Job.objects.filter(input_digest=digest_of(name, arguments)).exists():
            enqueue(name, arguments)


def run_due_jobs(clock: Clock = timezone.now, limit: int = 1000) -> int:
    """Do everything that is due now, in this thread; says how many jobs were taken."""
    for taken in range(limit):
        job = take_job(worker_name(), clock)
        if job is None:
            return taken
        run_job(job, clock)
    return limit


def worker_name() -> str:
    """A name no other worker has, with the process for a person to find."""
    return f"{os.getpid()}-{uuid.uuid4().hex[:12]}"


def take_job(worker: str, clock: Clock) -> Job | None:
    """Lease the oldest due job to this worker, counting one more attempt; None when nothing is due.

    A job that has used up its attempts (each left behind by a worker that died) is marked failed instead.
    """
    with transaction.atomic():
        now = clock()
        locks = connection.features.has_select_for_update_skip_locked
        due = Job.objects.due_at(now).filter(kind__in=KINDS)
        job = (due.select_for_update(skip_locked=True) if locks else due).first()
        if job is None:
            return None
        kind = KINDS[job.kind]
        job.attempts += 1
        job.state, job.worker = JobState.RUNNING, worker
        job.lease_until = now + timedelta(seconds=kind.lease_seconds)
        if job.attempts > kind.attempts:
            _close(job, JobState.FAILED, now, job.error or "The worker stopped in the middle, several times.")
        job.save()
    return job if job.is_open else take_job(worker, clock)


def run_job(job: Job, clock: Clock = timezone.now, stop: threading.Event | None = None) -> None:
    """Do the steps of a leased job until it is done, fails, or ``stop`` is set (then it is handed back)."""
    kind = KINDS[job.kind]
    try:
        while job.is_open:
            if stop and stop.is_set():
                hand_back(job, clock)
                return
            do_step(job, kind, clock)
    except LeaseLost:
        log.warning("%s: another worker has taken over", job)
    except GiveUp as reason:
        settle_failure(job, str(reason), clock, again=False)
    except Exception as error:
        log.exception("%s failed", job)
        text = "".join(traceback.format_exception_only(error)).strip()
        settle_failure(job, text, clock, again=job.attempts < kind.attempts)


def do_step(job: Job, kind: Kind, clock: Clock) -> None:
    """Compute one step, then keep its result and its cursor in one transaction, if the lease is still ours."""
    prepared = kind.prepare(job)
    with transaction.atomic():
        if not _mine(job).update(lease_until=clock() + timedelta(seconds=kind.lease_seconds)):
            raise LeaseLost
        changes = _after(kind.keep(job, prepared), clock(), kind)
        _mine(job).update(**changes)
    for name, value in changes.items():
        setattr(job, name, value)


@contextmanager
def heartbeat(job: Job, clock: Clock) -> Iterator[None]:
    """Renew the lease while a step computes, three times in its length, so that only the dead lose a job."""
    done, lease = threading.Event(), KINDS[job.kind].lease_seconds

    def beat() -> None:
        while not done.wait(lease / 3):
            try:
                _mine(job).update(lease_until=clock() + timedelta(seconds=lease))
            except OperationalError:
                log.warning("%s: the lease could not be renewed this time", job)
        connections.close_all()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _after(step: Step, now: datetime, kind: Kind) -> dict[str, object]:
    if step.cursor is None:
        return {"state": JobState.DONE, "progress": 1.0, "lease_until": None, "finished_at": now, "error": ""}
    lease = now + timedelta(seconds=kind.lease_seconds)
    return {"cursor": step.cursor, "progress": min(max(step.progress, 0.0), 1.0), "lease_until": lease, "attempts": 1}


def _mine(job: Job) -> JobQuerySet:
    return Job.objects.filter(pk=job.pk, worker=job.worker, state=JobState.RUNNING)


def hand_back(job: Job, clock: Clock) -> None:
    """Put an unfinished job back for the next worker, without counting the attempt."""
    _mine(job).update(state=JobState.QUEUED, lease_until=None, attempts=job.attempts - 1, not_before=clock())


def settle_failure(job: Job, error: str, clock: Clock, *, again: bool) -> None:
    """Record what went wrong; try ``again`` later from the same cursor, or leave it for a person."""
    now = clock()
    if again:
        later = now + timedelta(seconds=RETRY_SECONDS * 2 ** (job.attempts - 1))
        _mine(job).update(state=JobState.QUEUED, lease_until=None, not_before=later, error=error)
    else:
        _mine(job).update(state=JobState.FAILED, lease_until=None, finished_at=now, error=error)


def _close(job: Job, state: JobState, now: datetime, error: str) -> None:
    job.state, job.lease_until, job.finished_at, job.error = state, None, now, error
