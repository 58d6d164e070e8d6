"""The scale of the deal: how pressing the problems are against what solving them costs (M21)."""

from collections.abc import Collection, Mapping, Sequence

from askwell.deal.calls import Calls, Said, anchors_of
from askwell.deal.doubts import doubt_in
from askwell.deal.facts import Deal
from askwell.deal.state import DealNeed, KeptDoubt, Value, Weight
from askwell.deal.terms import Commitment, Cost, Leaning
from askwell.method.terms import Code, Concern, Doubt, NeedState, ObjectionClass, SaleSize

COST_OF: Mapping[Concern, Cost] = {
    Concern.PRICE: Cost.MONEY,
    Concern.RISK: Cost.RISK,
    Concern.TIMING: Cost.EFFORT,
    Concern.AUTHORITY: Cost.HASSLE,
}
"""Which cost an objection speaks of (ours)."""
RISKY_DOUBTS = (Doubt.ABILITY, Doubt.LATER_TROUBLE)
EVASIVE = (ObjectionClass.HESITATION, ObjectionClass.INDIFFERENCE)
"""Classes of objection that put off and name no cost."""
PLAIN = 0.65
"""From this probability on an objection says plainly what solving would cost."""
HEAVIEST_COST = 3
BEYOND_FIRST = 0.5
"""What the second weight on a pan counts beside the heaviest; more of them say little more."""
LEAST_COST = 1.0
"""Solving a problem always costs something, even where nobody has said so."""


def weigh_value(
    deal: Deal, calls: Calls, needs: Sequence[DealNeed], size: SaleSize, doubts: Sequence[KeptDoubt] = ()
) -> Value:
    """Both pans, the heaviest first, and which way the scale leans.

    A need weighs its seriousness less one: a fault merely told weighs nothing. A cost weighs 1 as voiced, 1 more for
    each further turn, 1 for being entered as a fact, 3 at most. A later success takes no cost off the pan; a doubt that
    was answered no longer weighs.
    The deal leans to buying where urgency is heavier and, but for a small sale, a want is stated.
    """
    urgency = [Weight(need.id, need.seriousness - 1, need.weighing) for need in needs if need.seriousness > 1]
    answered = {kept.doubt for kept in doubts if not kept.open}
    cost = [weight for kind in Cost if (weight := _cost(deal, calls, kind, answered)) is not None]
    wanted = size is SaleSize.SMALL or any(need.state is NeedState.EXPLICIT for need in needs)
    return Value(_leaning(urgency, cost, wanted=wanted), _heaviest_first(urgency), _heaviest_first(cost))


def _leaning(urgency: Sequence[Weight], cost: Sequence[Weight], *, wanted: bool) -> Leaning:
    if not urgency and not cost:
        return Leaning.UNKNOWN
    return Leaning.BUY if wanted and urgency_is_heavier(urgency, cost) else Leaning.WAIT


def urgency_is_heavier(urgency: Sequence[Weight], cost: Sequence[Weight]) -> bool:
    """Whether the problems weigh more than what solving them costs, which is never nothing."""
    return pan(urgency) > max(pan(cost), LEAST_COST)


def pan(weights: Sequence[Weight]) -> float:
    """What lies on one side: the heaviest, and half of the next."""
    first, second = [*sorted((item.weight for item in weights), reverse=True), 0, 0][:2]
    return first + BEYOND_FIRST * second


def _heaviest_first(weights: Sequence[Weight]) -> tuple[Weight, ...]:
    return tuple(sorted(weights, key=lambda item: -item.weight))


def _cost(deal: Deal, calls: Calls, cost: Cost, answered: Collection[Doubt]) -> Weight | None:
    voiced = [said for said in calls.buyers() if _cost_in(said) is cost and doubt_in(said) not in answered]
    weight = len({said.when[:2] for said in voiced}) + entered_cost(deal, cost)
    return Weight(cost.value, min(HEAVIEST_COST, weight), anchors_of(voiced)) if weight else None


def _cost_in(said: Said) -> Cost | None:
    if doubt_in(said) in RISKY_DOUBTS:
        return Cost.RISK
    attrs = said.unit.attrs
    plain = said.unit.code is Code.OBJECTION and said.unit.p >= PLAIN
    return COST_OF.get(attrs.concern) if plain and attrs.concern and attrs.objection_class not in EVASIVE else None


def entered_cost(deal: Deal, cost: Cost) -> bool:
    """Whether a fact of the sale says that this cost is there (M01)."""
    if cost is Cost.RISK:
        return deal.sale.visible_risk is True
    return cost is Cost.MONEY and deal.sale.commitment is Commitment.HIGH
