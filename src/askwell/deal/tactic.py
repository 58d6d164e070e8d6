"""Which of the five tactics fits, by who is ahead and how near the decision is (M38)."""

from collections.abc import Mapping
from functools import cache

from askwell.deal.facts import Deal
from askwell.deal.state import ChosenTactic, PlacedBuyer, Reason
from askwell.deal.terms import BuyingStage, Nearness, Position, Tactic
from askwell.method.loader import load_codebook

Cell = tuple[Position, Nearness]
Cells = Mapping[Cell, Tactic]
"""The matrix: which tactic stands where. The codebook's is a reading; a team may bring its own."""
NEAR: Mapping[BuyingStage, Nearness] = {
    BuyingStage.FEELS_FINE: Nearness.BREWING,
    BuyingStage.NEED_DEFINED: Nearness.BREWING,
    BuyingStage.EVALUATES: Nearness.BREWING,
    BuyingStage.DECIDES: Nearness.NOW,
}


@cache
def codebook_cells() -> Cells:
    """The matrix of the codebook: items of kind ``cell``, named ``position_nearness``, or ``position`` for both."""
    return {
        cell: Tactic(entry.id.removeprefix("tactic."))
        for entry in load_codebook().of_kind("tactic")
        for item in entry.items_of("cell")
        for cell in cells_named(item.id)
    }


def cells_named(name: str) -> tuple[Cell, ...]:
    """``ahead_now`` is one cell, ``even`` two; raises ValueError for a name of no cell."""
    position, _, nearness = name.partition("_")
    both = (Nearness(nearness),) if nearness else tuple(Nearness)
    return tuple((Position(position), near) for near in both)


def choose_tactic(deal: Deal, buyer: PlacedBuyer, cells: Cells) -> ChosenTactic:
    """The tactic of the cell; unknown without a position, or where the nearness is not known and would decide it.

    A nearness nobody entered is taken from the buyer's stage, with its words.
    """
    near = _nearness(deal, buyer)
    if deal.position is None:
        return ChosenTactic(Tactic.UNKNOWN, (near,) if near else ())
    names = {cells.get((deal.position, item)) for item in ([Nearness(near.id)] if near else Nearness)}
    reasons = (Reason(deal.position.value), *((near,) if near else ()))
    name = names.pop() if len(names) == 1 else None
    return ChosenTactic(name or Tactic.UNKNOWN, reasons)


def _nearness(deal: Deal, buyer: PlacedBuyer) -> Reason | None:
    if deal.decision is not None:
        return Reason(deal.decision.value)
    return Reason(NEAR[buyer.stage].value, buyer.evidence) if buyer.stage in NEAR else None
