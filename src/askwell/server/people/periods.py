"""Cutting time into weeks or months."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby

SHOWN = 12
WEEKS_AT_MOST = 84
"""Days up to which calls are shown by week unless a person asks otherwise."""


class Step(StrEnum):
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Window:
    """Consecutive weeks or months, by their first days; ``end`` is the day after the last."""

    step: Step
    starts: tuple[date, ...]
    end: date

    def index_of(self, day: date) -> int | None:
        """Which period a day falls in; None outside the window."""
        start = start_of(day, self.step)
        return self.starts.index(start) if start in self.starts else None


def start_of(day: date, step: Step) -> date:
    """The Monday, or the first of the month."""
    return day - timedelta(days=day.weekday()) if step is Step.WEEK else day.replace(day=1)


def moved(start: date, step: Step, by: int) -> date:
    """The start of the period ``by`` periods later, or earlier."""
    if step is Step.WEEK:
        return start + timedelta(weeks=by)
    months = start.year * 12 + start.month - 1 + by
    return date(months // 12, months % 12 + 1, 1)


def without_idle(starts: Sequence[date], busy: Sequence[bool]) -> list[date | None]:
    """The periods worth drawing: two or more in a row in which nothing happened become one gap, None."""
    drawn: list[date | None] = []
    for happened, run in groupby(zip(starts, busy, strict=True), key=lambda each: each[1]):
        idle = [start for start, _busy in run]
        drawn += [None] if not happened and len(idle) > 1 else idle
    return drawn


def usual_step(days: Iterable[date]) -> Step:
    """Weeks while the calls span no more than twelve of them, months after."""
    known = sorted(days)
    short = not known or (known[-1] - known[0]).days <= WEEKS_AT_MOST
    return Step.WEEK if short else Step.MONTH


def window(days: Iterable[date], step: Step, until: date | None = None) -> Window | None:
    """The periods that end with the latest day (no later than ``until``), at most SHOWN; None without a day."""
    known = sorted(days)
    if not known or (until is not None and start_of(until, step) < start_of(known[0], step)):
        return None
    last = start_of(known[-1] if until is None else min(until, known[-1]), step)
    first = max(start_of(known[0], step), moved(last, step, 1 - SHOWN))
    starts = [first]
    while starts[-1] < last:
        starts.append(moved(starts[-1], step, 1))
    return Window(step, tuple(starts), moved(last, step, 1))
