"""How the calls of a deal ended, and what of it a forecast looks at (M07)."""

from collections.abc import Sequence
from itertools import takewhile

from askwell.deal.calls import Calls, anchors_of, outcome_of, surely_ordered
from askwell.deal.forecast import Progress
from askwell.deal.state import CallOutcome, DealNeed, Flower
from askwell.method.terms import SUCCESSES, NeedState, Outcome, SaleSize


def call_outcomes(calls: Calls) -> tuple[CallOutcome, ...]:
    """Call by call, how it ended, with the words that show it."""
    return tuple(
        CallOutcome(coded.id, coded.outcome.label, anchors_of(calls.ending(number)), coded.outcome.uncertain)
        for number, coded in enumerate(calls.coded)
        if coded.outcome
    )


def progress_of(calls: Calls, needs: Sequence[DealNeed], flower: Flower, size: SaleSize) -> Progress:
    """What the customer has done so far: in a major sale only explicit needs foretell success, in a small all (M20)."""
    heard = [calls.coded[call] for call in calls.heard]
    endings = [outcome_of(coded) for coded in heard]
    successes = (coded.outcome.p for coded in heard if coded.outcome and coded.outcome.label in SUCCESSES)
    return Progress(
        advances=sum(successes),
        needs=sum(size is SaleSize.SMALL or need.state is NeedState.EXPLICIT for need in needs),
        petals=sum(bool(people) for people in flower.petals.values()),
        streak=len(list(takewhile(lambda ending: ending is Outcome.CONTINUATION, reversed(endings)))),
        refused=endings[-1:] == [Outcome.NO_SALE],
        ordered=any(map(surely_ordered, heard)) and endings[-1:] != [Outcome.NO_SALE],
        heard=bool(heard),
    )
