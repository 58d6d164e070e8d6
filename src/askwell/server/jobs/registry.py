"""Which functions do a step of which kind of job."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from askwell.server.jobs.models import Job


@dataclass(frozen=True)
class Step:
    """What one step hands back: where the next begins (any JSON; None: the job is done), how much is done (0 to 1)."""

    cursor: Any = None
    progress: float = 1.0


FINISHED = Step()
Prepared = TypeVar("Prepared")
Keep = Callable[[Job, Prepared], Step]


class GiveUp(Exception):  # noqa: N818 - what a step raises to say that trying again is useless
    """The job cannot succeed: its message, for a person, becomes the error of the job."""


def nothing(_job: Job) -> None:
    """The preparation of a step that needs none."""


@dataclass(frozen=True)
class Kind:
    """A kind of job: the two halves of its step, how often it may fail, how many seconds a step may stay silent.

    A ``daily`` kind is queued by the worker itself, once a day.
    """

    keep: Callable[[Job, Any], Step]
    prepare: Callable[[Job], Any] = nothing
    attempts: int = 3
    lease_seconds: int = 60
    daily: bool = False


KINDS: dict[str, Kind] = {}


def job_kind(
    name: str, *, prepare: Callable[[Job], Prepared], attempts: int = 3, lease_seconds: int = 60, daily: bool = False
) -> Callable[[Keep[Prepared]], Keep[Prepared]]:
    """Register the step of a kind of job, in two halves.

    ``prepare(job)`` reads and computes outside any transaction: SQLite lets one writer in at a time, and people are
    waiting. ``keep(job, prepared)``, the function decorated, writes; its transaction also holds the cursor it returns,
    so both are kept or neither. Both see the job's ``arguments`` and ``cursor`` (None at first). After a crash the step
    begins again from the same cursor, so all that ``prepare`` may leave behind are files addressed by their content.

    Args:
        name: what ``enqueue`` calls it.
        prepare: the first half; ``nothing`` where none is needed.
        attempts: how often the same step may fail before the job does.
        lease_seconds: how long a worker may be silent before another takes the job over.
        daily: whether the worker queues it itself once a day, with no arguments but the day.
    """

    def register(keep: Keep[Prepared]) -> Keep[Prepared]:
        if name in KINDS and KINDS[name].keep is not keep:
            raise ValueError(f"there is already a kind of job called {name!r}")
        KINDS[name] = Kind(keep, prepare, attempts, lease_seconds, daily)
        return keep

    return register
