"""Where the buyer stands on the way to a purchase, and whether the seller is ahead of it (M03)."""

from dataclasses import dataclass

from askwell.deal.anchor import Anchors
from askwell.deal.calls import Calls, Said, anchors_of, surely_ordered
from askwell.deal.facts import Deal
from askwell.deal.stage_signs import ORDER_WEIGHT, SIGNS
from askwell.deal.state import PlacedBuyer
from askwell.deal.terms import BuyingStage, Nearness
from askwell.method.terms import CAPABILITY_STATEMENTS, CloseKind, Code, LinkKind, Outcome, SaleSize

STAGES = tuple(stage for stage in BuyingStage if stage is not BuyingStage.UNKNOWN)
FEELS_FINE_AT_FIRST, POSSIBLE = 1.0, 0.25
"""What the first stage and each other one count before any sign: until something shows, a buyer feels fine."""
FADING = 0.5
"""What a sign counts in the call before the last, and again in the one before that: stages pass."""
BUYS_NOW = 1.0
"""What the entered fact that the customer is buying now counts for the stage of deciding."""
PLAIN = 0.65
"""From this probability on a statement of the seller's is plainly one."""
DEMONSTRATES = 2
"""Statements about the offer, unasked, from which on the seller demonstrates."""
SHOWN_IN = 2
"""The last calls in which the seller may have demonstrated to a buyer whom a person placed at feeling fine."""
QUOTED = 3


@dataclass(frozen=True, slots=True)
class _Seen:
    """A sign in one call: for which stage, how much it counts, and the words."""

    stage: BuyingStage
    weight: float
    said: tuple[Said, ...]


def place_buyer(deal: Deal, calls: Calls, size: SaleSize) -> PlacedBuyer:
    """Where a person placed the buyer, or an entered order does; else where the calls place them.

    A stage that somebody entered is certain (``p`` 1) and rests on no words; what the calls say is kept beside it.
    """
    heard = _placed_by_calls(deal, calls, size)
    entered = _entered(deal, calls)
    if entered is None:
        return heard
    ahead = _ahead(calls, entered, size, shown_in=SHOWN_IN) if calls.heard else ()
    return PlacedBuyer(entered, 1.0, ahead=ahead, overruled=heard)


def _entered(deal: Deal, calls: Calls) -> BuyingStage | None:
    """The stage somebody entered; after an entered order no earlier one than the decision."""
    if deal.ordered_on is None or deal.stage is BuyingStage.USES:
        return deal.stage
    used = not calls.after_order.isdisjoint(calls.heard)
    return BuyingStage.USES if used else BuyingStage.DECIDES


def _placed_by_calls(deal: Deal, calls: Calls, size: SaleSize) -> PlacedBuyer:
    """The stage with the greatest weight of signs; ``p`` is its share of all weight. Unknown without any call heard.

    Each sign counts once a call, by its weightiest unit, its weight times the unit's probability, and half as much a
    call further back.
    """
    if not calls.heard:
        return PlacedBuyer(BuyingStage.UNKNOWN, 0.0)
    seen = [*_signs_seen(calls), *_orders_seen(calls)]
    weights = {stage: POSSIBLE + sum(sign.weight for sign in seen if sign.stage is stage) for stage in STAGES}
    weights[BuyingStage.FEELS_FINE] += FEELS_FINE_AT_FIRST - POSSIBLE
    weights[BuyingStage.DECIDES] += BUYS_NOW if deal.decision is Nearness.NOW else 0.0
    stage = max(STAGES, key=lambda stage: round(weights[stage], 6))
    evidence = anchors_of(said for sign in seen if sign.stage is stage for said in sign.said)
    return PlacedBuyer(stage, weights[stage] / sum(weights.values()), evidence, _ahead(calls, stage, size))


def _signs_seen(calls: Calls) -> list[_Seen]:
    """Each sign of each call by its weightiest unit."""
    best: dict[tuple[int, BuyingStage, str], tuple[float, Said]] = {}
    for said in calls.buyers():
        wanted = calls.first_want is not None and calls.first_want < said.when
        for sign in SIGNS:
            weight = sign.weight * said.unit.p
            place = (said.call, sign.stage, sign.item)
            if sign.wanted in (None, wanted) and weight > best.get(place, (0.0,))[0] and sign.shows(said):
                best[place] = (weight, said)
    return [
        _Seen(stage, weight * _faded(calls, call), (said,))
        for (call, stage, _), (weight, said) in best.items()
        if stage is not BuyingStage.USES or call in calls.after_order
    ]


def _orders_seen(calls: Calls) -> list[_Seen]:
    """A call that ended in an order shows a decision, each call after the first one that the customer uses it."""
    seen = []
    for call in calls.heard:
        weight, ended = ORDER_WEIGHT * _faded(calls, call), calls.coded[call].outcome
        if ended is not None and ended.label is Outcome.ORDER:
            seen.append(_Seen(BuyingStage.DECIDES, weight * ended.p, calls.ending(call)))
        elif call in calls.after_order:
            seen.append(_Seen(BuyingStage.USES, weight, _order_told(calls)))
    return seen


def _order_told(calls: Calls) -> tuple[Said, ...]:
    """The words of the order; none where it was entered and not heard."""
    if calls.ordered is None or calls.ordered < 0 or not surely_ordered(calls.coded[calls.ordered]):
        return ()
    return calls.ending(calls.ordered)


def _faded(calls: Calls, call: int) -> float:
    return FADING ** (len(calls.heard) - 1 - calls.heard.index(call))


def _ahead(calls: Calls, stage: BuyingStage, size: SaleSize, shown_in: int = 1) -> Anchors:
    """What the seller did that belongs to a later stage: to show in the last calls, or in a major sale to close."""
    last = [said for said in calls.said() if said.call == calls.heard[-1]]
    shown = [said for said in calls.said() if said.call in calls.heard[-shown_in:] and _volunteers_capability(said)]
    closed = [said for said in last if _closes(said)]
    ahead = []
    if stage is BuyingStage.FEELS_FINE and len(shown) >= DEMONSTRATES:
        ahead += shown[:QUOTED]
    if stage in STAGES[:3] and size is not SaleSize.SMALL:
        ahead += closed[:QUOTED]
    return anchors_of(ahead)


def _volunteers_capability(said: Said) -> bool:
    """Whether the seller speaks of the offer and no question of the buyer's asked for it."""
    asked = {unit.id for unit in said.coded.units if unit.code is Code.BUYER_QUESTION}
    answers = any(link.kind is LinkKind.ANSWERS and link.to in asked for link in said.unit.links)
    return said.unit.code in CAPABILITY_STATEMENTS and said.unit.p >= PLAIN and not answers


def _closes(said: Said) -> bool:
    closes = said.unit.code is Code.CLOSING_ATTEMPT and said.unit.p >= PLAIN
    return closes and said.unit.attrs.close_kind is not CloseKind.TRIAL
