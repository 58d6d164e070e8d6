"""What closed deals tell: how each ended, and what was known of it on which day."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from askwell.coding.coded import CodedConversation
from askwell.deal.calls import Calls, calls_in_order, held_at
from askwell.deal.facts import Deal
from askwell.deal.flower import draw_flower
from askwell.deal.forecast import Progress
from askwell.deal.needs import deal_needs
from askwell.deal.progress import progress_of
from askwell.deal.size import size_sale
from askwell.deal.stage import place_buyer
from askwell.deal.terms import BuyingStage


@dataclass(frozen=True, slots=True)
class Known:
    """What was known of a deal after the calls held up to a day.

    ``day`` is None before any call, and where nobody knows on which day the calls were held.
    """

    day: date | None
    progress: Progress
    stage: BuyingStage


@dataclass(frozen=True, slots=True)
class ClosedDeal:
    """A deal that was won or lost; ``known`` in the order of days, the first before any call."""

    id: str
    seller: str
    won: bool
    closed_on: date
    known: tuple[Known, ...]

    @property
    def until_end(self) -> tuple[Known, ...]:
        """What was known when the deal ended; what calls held later showed is left out."""
        return tuple(known for known in self.known if known.day is None or known.day <= self.closed_on)

    @property
    def before_end(self) -> tuple[tuple[date, Known], ...]:
        """What could be forecast by, with its day: before any call, on the day of the first, or of the end without."""
        first = next((known.day for known in self.known if known.day), self.closed_on)
        later = ((known.day, known) for known in self.known[1:] if known.day and known.day < self.closed_on)
        return ((min(first, self.closed_on), self.known[0]), *later)


NOTHING_YET = Known(None, Progress(), BuyingStage.UNKNOWN)


def known_over_time(deal: Deal, codings: Iterable[CodedConversation]) -> tuple[Known, ...]:
    """What was known before any call and after each: of the calls held by then alone.

    People count once they were heard in one of those calls, since nobody knows on which day the others were entered;
    so with the stage and the order that somebody entered, which do not count at all.
    Of a call without a day, which stands after all others, nobody knows when it counted.
    """
    calls = calls_in_order(codings)
    known = [NOTHING_YET]
    for number, coded in enumerate(calls.coded):
        moment = held_at(coded)
        day = moment.date() if moment else None
        known.append(_known(deal, Calls(calls.coded[: number + 1]), day))
    return tuple(known)


def _known(deal: Deal, calls: Calls, day: date | None) -> Known:
    spoke = {turn.participant for coded in calls.coded for turn in coded.conversation.turns}
    people = tuple(person for person in deal.people if person.id in spoke)
    then = replace(deal, people=people, stage=None, ordered_on=None)
    size = size_sale(then, calls).size
    progress = progress_of(calls, deal_needs(calls, deal.needs), draw_flower(then, calls, size), size)
    return Known(day, progress, place_buyer(then, calls, size).stage)


def known_to_json(known: Iterable[Known]) -> list[dict[str, Any]]:
    """The JSON list of what was known; numbers rounded to 4 places."""
    return [
        {
            "day": one.day.isoformat() if one.day else None,
            "progress": asdict(one.progress) | {"advances": round(one.progress.advances, 4)},
            "stage": one.stage.value,
        }
        for one in known
    ]


def known_from_json(data: Iterable[Mapping[str, Any]]) -> tuple[Known, ...]:
    """What ``known_to_json`` wrote."""
    return tuple(
        Known(
            date.fromisoformat(one["day"]) if one["day"] else None,
            Progress(**one["progress"]),
            BuyingStage(one["stage"]),
        )
        for one in data
    )
