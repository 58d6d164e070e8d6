"""The whole step: facts and coded calls to the state of the deal."""

from collections.abc import Iterable
from dataclasses import replace

from askwell.coding.coded import CodedConversation
from askwell.deal.calls import calls_in_order
from askwell.deal.doubts import keep_doubts
from askwell.deal.facts import Deal
from askwell.deal.flower import draw_flower
from askwell.deal.forecast import forecast
from askwell.deal.needs import deal_needs
from askwell.deal.progress import call_outcomes, progress_of
from askwell.deal.proofs import answered_proofs, denied_proofs
from askwell.deal.size import size_sale
from askwell.deal.stage import place_buyer
from askwell.deal.state import DealState
from askwell.deal.steps import Standing, next_steps
from askwell.deal.tactic import Cells, choose_tactic, codebook_cells
from askwell.deal.value import weigh_value


def understand_deal(deal: Deal, codings: Iterable[CodedConversation], cells: Cells | None = None) -> DealState:
    """Where a deal stands and what to do next; the same facts and codings give the same state.

    ``cells`` is a team's own matrix of tactics (M38); without it the codebook's holds.
    """
    calls = calls_in_order(codings, deal.ordered_on)
    sale = size_sale(deal, calls)
    buyer = place_buyer(deal, calls, sale.size)
    needs = deal_needs(calls, deal.needs)
    flower = draw_flower(deal, calls, sale.size)
    doubts = keep_doubts(calls, deal.doubts)
    agreed, refused = answered_proofs(calls, deal.proofs)
    state = DealState(
        id=deal.id,
        sale=sale,
        buying_stage=buyer,
        needs=needs,
        value=weigh_value(deal, calls, needs, sale.size, doubts),
        flower=flower,
        doubts=doubts,
        tactic=choose_tactic(deal, buyer, codebook_cells() if cells is None else cells),
        advances=call_outcomes(calls),
        forecast=forecast(progress_of(calls, needs, flower, sale.size)),
        next=(),
        proofs=agreed,
        proofs_refused=refused,
        proofs_denied=denied_proofs(deal.proofs, {one.proof for one in (*agreed, *refused)}),
    )
    return replace(state, next=next_steps(Standing(deal, calls, state)))
