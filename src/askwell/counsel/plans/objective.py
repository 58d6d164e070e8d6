"""Whether an objective names an act of the customer (M06), and help where it does not."""

from dataclasses import dataclass

from askwell.counsel.plans.cues import holds, without
from askwell.counsel.plans.wording import advice_of
from askwell.method.entries import Bilingual
from askwell.method.loader import load_codebook
from askwell.understanding.cues import says


@dataclass(frozen=True, slots=True)
class CheckedObjective:
    """``why`` and ``help`` are empty for one that is accepted; ``dated`` says whether it names a time."""

    accepted: bool
    dated: bool
    why: Bilingual | None = None
    help: tuple[Bilingual, ...] = ()


def check_objective(text: str) -> CheckedObjective:
    """Accept a sentence in which the customer does something; what only the seller does is no objective."""
    buyers_part = without("seller_act", without("seller_act_first", text))
    dated = says("time", text)
    if says("customer_action", buyers_part) or holds("buyer_does", buyers_part.strip()):
        return CheckedObjective(accepted=True, dated=dated)
    why = load_codebook().entry("objective.customer_action").definition
    helps = (advice_of("objective.refused"), advice_of("objective.customer_action"))
    return CheckedObjective(accepted=False, dated=dated, why=why, help=helps)
