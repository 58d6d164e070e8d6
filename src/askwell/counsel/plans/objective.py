"""Whether an objective names an act of the customer (M06), and help where it does not."""

from collections.abc import Sequence
from dataclasses import dataclass

from askwell.counsel.plans.acts import names_of
from askwell.counsel.plans.acts_en import acts_in_english
from askwell.counsel.plans.acts_zh import acts_in_chinese
from askwell.counsel.plans.lacking import what_is_wrong
from askwell.counsel.plans.wording import advice_of
from askwell.method.entries import Bilingual
from askwell.method.loader import load_codebook
from askwell.transcript.conversation import Conversation
from askwell.understanding.cues import says


@dataclass(frozen=True, slots=True)
class CheckedObjective:
    """``wrong``, ``why`` and ``help`` are empty for one that is accepted; ``dated`` says whether it names a time.

    ``wrong`` is what this very sentence lacks, None where there is none.
    """

    accepted: bool
    dated: bool
    wrong: Bilingual | None = None
    why: Bilingual | None = None
    help: tuple[Bilingual, ...] = ()


def check_objective(text: str, theirs: Sequence[str] = (), ours: Sequence[str] = ()) -> CheckedObjective:
    """Accept a sentence in which the customer does something, or is brought to; what only the seller does is none.

    ``theirs`` and ``ours`` are names of people: a name on neither side is taken for the customer's.
    """
    names, dated = names_of(theirs, ours), says("time", text)
    if acts_in_english(text, names) or acts_in_chinese(text, names):
        return CheckedObjective(accepted=True, dated=dated)
    why = load_codebook().entry("objective.customer_action").definition
    helps = (advice_of("objective.refused"), advice_of("objective.customer_action"))
    return CheckedObjective(accepted=False, dated=dated, wrong=what_is_wrong(text, names), why=why, help=helps)


def names_act(call: Conversation) -> bool:
    """Whether the objective of a call names an act of the customer, by the names of those who take part."""
    sides: dict[str, list[str]] = {"buyer": [], "seller": []}
    for one in call.participants or ():
        sides.setdefault(one.side, []).append(one.name or "")
    return check_objective(call.objective or "", sides["buyer"], sides["seller"]).accepted
