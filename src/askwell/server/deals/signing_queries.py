"""The signing checklist of a deal (M39): the codebook's points, each with the task that was made of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from askwell.method.loader import load_codebook
from askwell.server.deals.models import Deal, Task

CHECKLIST = "signing.checklist"
DAYS_FROM_SIGNING: Mapping[str, int] = {
    "tell_in_advance": -2,
    "do_not_over_excite": 0,
    "no_details_after": 0,
    "start_and_report": 1,
}
"""When each point is due: the codebook names the two days before and the day after; the others fall on the day."""


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the checklist; ``task`` is None until it has been made one."""

    item: str
    text: str
    days: int
    task: Task | None


def checklist_of(deal: Deal, lang: str) -> tuple[Point, ...]:
    """The points in the codebook's order."""
    made = {row.item: row.task for row in deal.signing_tasks.select_related("task__owner")}
    items = load_codebook().entry(CHECKLIST).items_of("check")
    return tuple(
        Point(item.id, item.text.in_lang(lang), DAYS_FROM_SIGNING.get(item.id, 0), made.get(item.id)) for item in items
    )


def due_on(point: Point, signing: date, today: date) -> date:
    """The day a point is due when the agreement is signed on a day; never a day that is past."""
    return max(today, signing + timedelta(days=point.days))


def likely_day(deal: Deal, today: date) -> date:
    """The day of signing to begin with: when the decision is expected, unless that is past or not known."""
    return max(today, deal.expected_on) if deal.expected_on else today + timedelta(days=2)
