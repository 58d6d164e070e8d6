"""The queue: enqueue, lease, step, take over, fail; the clock is moved by hand."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from askwell.server.jobs.models import Job, JobState
from askwell.server.jobs.queue import enqueue, retry
from askwell.server.jobs.registry import FINISHED, KINDS, GiveUp, Step, job_kind, nothing
from askwell.server.jobs.worker import LeaseLost, do_step, hand_back, run_due_jobs, run_job, take_job
from askwell.server.testing import NOON, Cast, Clock

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@dataclass
class Counting:
    """A kind of job that counts to ``arguments["to"]``, one a step; faults can be put in its way."""

    kept: list[int] = field(default_factory=list)
    faults: list[Exception] = field(default_factory=list)

    def prepare(self, job: Job) -> int:
        return (job.cursor or 0) + 1

    def keep(self, job: Job, number: int) -> Step:
        self.kept.append(number)
        if self.faults:
            raise self.faults.pop()
        return FINISHED if number == job.arguments["to"] else Step(number, number / job.arguments["to"])


@pytest.fixture
def counting() -> Iterator[Counting]:
    kind = Counting()
    job_kind("count", prepare=kind.prepare, attempts=2, lease_seconds=30)(kind.keep)
    yield kind
    del KINDS["count"]


def test_a_job_is_done_step_by_step(counting: Counting, clock: Clock) -> None:
    job = enqueue("count", {"to": 3}, now=clock())
    assert run_due_jobs(clock) == 1
    job.refresh_from_db()
    assert counting.kept == [1, 2, 3]
    assert (job.state, job.progress, job.lease_until, job.finished_at) == (JobState.DONE, 1.0, None, NOON)


def test_the_same_job_is_queued_once_while_it_is_open(counting: Counting, clock: Clock, cast: Cast) -> None:
    first = enqueue("count", {"to": 1, "also": "二"}, team=cast.team, user=cast.ana, now=clock())
    assert enqueue("count", {"also": "二", "to": 1}, now=clock()) == first
    assert enqueue("count", {"to": 2}, now=clock()) != first
    run_due_jobs(clock)
    assert enqueue("count", {"to": 1, "also": "二"}, now=clock()) != first


def test_a_leased_job_is_taken_by_nobody_else_until_the_lease_ends(counting: Counting, clock: Clock) -> None:
    job = enqueue("count", {"to": 1}, now=clock())
    assert take_job("a", clock) == job
    clock.advance(29)
    assert take_job("b", clock) is None
    clock.advance(1)
    taken = take_job("b", clock)
    assert taken == job
    assert (taken.worker, taken.attempts) == ("b", 2)


def test_a_worker_that_lost_its_lease_keeps_nothing(counting: Counting, clock: Clock) -> None:
    enqueue("count", {"to": 2}, now=clock())
    slow = take_job("slow", clock)
    clock.advance(31)
    quick = take_job("quick", clock)
    assert slow
    assert quick
    with pytest.raises(LeaseLost):
        do_step(slow, KINDS["count"], clock)
    assert counting.kept == []
    run_job(quick, clock)
    assert counting.kept == [1, 2]


def test_a_takeover_goes_on_from_the_cursor(counting: Counting, clock: Clock) -> None:
    enqueue("count", {"to": 3}, now=clock())
    dead = take_job("dead", clock)
    assert dead
    do_step(dead, KINDS["count"], clock)
    clock.advance(60)
    run_due_jobs(clock)
    assert counting.kept == [1, 2, 3]


def test_a_failing_step_is_tried_again_later_from_the_same_cursor(counting: Counting, clock: Clock) -> None:
    counting.faults = [RuntimeError("no disk")]
    job = enqueue("count", {"to": 1}, now=clock())
    assert run_due_jobs(clock) == 1
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.QUEUED, "RuntimeError: no disk")
    assert run_due_jobs(clock) == 0
    clock.advance(10)
    run_due_jobs(clock)
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.DONE, "")


def test_a_job_out_of_attempts_fails_and_can_be_given_a_new_start(counting: Counting, clock: Clock) -> None:
    counting.faults = [RuntimeError("second"), RuntimeError("first")]
    job = enqueue("count", {"to": 1}, now=clock())
    run_due_jobs(clock)
    clock.advance(10)
    run_due_jobs(clock)
    job.refresh_from_db()
    assert (job.state, job.error, job.finished_at) == (JobState.FAILED, "RuntimeError: second", clock())
    retry(job, clock())
    run_due_jobs(clock)
    job.refresh_from_db()
    assert job.state == JobState.DONE


def test_a_hopeless_job_is_not_tried_again(counting: Counting, clock: Clock) -> None:
    counting.faults = [GiveUp("The file is gone.")]
    job = enqueue("count", {"to": 1}, now=clock())
    run_due_jobs(clock)
    job.refresh_from_db()
    assert (job.state, job.error, job.attempts) == (JobState.FAILED, "The file is gone.", 1)


def test_a_job_that_kills_its_worker_every_time_is_marked_failed(counting: Counting, clock: Clock) -> None:
    job = enqueue("count", {"to": 1}, now=clock())
    for worker in ("a", "b"):
        assert take_job(worker, clock) == job
        clock.advance(31)
    assert take_job("c", clock) is None
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "worker stopped" in job.error


def test_progress_gives_a_long_job_its_attempts_back(counting: Counting, clock: Clock) -> None:
    job = enqueue("count", {"to": 4}, now=clock())
    for _ in range(3):
        counting.faults = [RuntimeError("now and then")]
        run_due_jobs(clock)
        clock.advance(10)
        taken = take_job("steady", clock)
        assert taken
        do_step(taken, KINDS["count"], clock)
        hand_back(taken, clock)
    run_due_jobs(clock)
    job.refresh_from_db()
    assert job.state == JobState.DONE


def test_a_kind_nobody_registered_waits(counting: Counting, clock: Clock) -> None:
    job = enqueue("unknown", {}, now=clock())
    assert run_due_jobs(clock) == 0
    job.refresh_from_db()
    assert job.state == JobState.QUEUED


def test_two_kinds_cannot_share_a_name(counting: Counting) -> None:
    with pytest.raises(ValueError, match="count"):
        job_kind("count", prepare=nothing)(lambda job, prepared: FINISHED)  # noqa: ARG005


def test_what_a_step_wrote_goes_when_it_fails(counting: Counting, clock: Clock, cast: Cast) -> None:
    def keep(job: Job, _prepared: None) -> Step:
        type(cast.team).objects.create(name="half done")
        raise GiveUp("stop")

    job_kind("half", prepare=nothing)(keep)
    enqueue("half", {}, now=clock())
    run_due_jobs(clock)
    del KINDS["half"]
    assert not type(cast.team).objects.filter(name="half done").exists()
