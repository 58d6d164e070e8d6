"""The advance ladder: what this customer can realistically give next, from high to low, with fall-backs (M06, M26)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from askwell.counsel.plans.wording import text_of
from askwell.deal.anchor import Anchors
from askwell.deal.proofs import proof_answering
from askwell.deal.state import DealState, KeptDoubt
from askwell.deal.terms import BuyingStage
from askwell.method.entries import Bilingual
from askwell.method.loader import load_codebook
from askwell.method.terms import SUCCESSES, Outcome, SaleSize

_PROOFS = {"advance.evaluates.starts_trial": "proof.trial_run"}
"""Acts of the ladders that are a proof."""
_LADDERS = {BuyingStage.UNKNOWN: "feels_fine", BuyingStage.USES: "experience"}


@dataclass(frozen=True, slots=True)
class Rung:
    """One act of the customer's; ``aim`` is the highest that is realistic now, ``proof`` answers an open doubt."""

    id: str
    text: Bilingual
    aim: bool = False
    proof: bool = False
    evidence: Anchors = ()


def advance_ladder(
    stage: BuyingStage,
    size: SaleSize,
    doubts: Sequence[KeptDoubt],
    last: Outcome | None,
    settled: Collection[str] = (),
) -> tuple[Rung, ...]:
    """The acts of the buyer's stage, proofs for open doubts among them; ``last`` is how the last call ended,
    ``settled`` are the proofs the customer has agreed to or refused, which are not asked for again, by whatever name.

    Aimed at is the first proof where a doubt is open; one rung below the top where the last call gained nothing; else
    the top.
    """
    proofs = tuple(_proofs(doubts, settled))
    acts, asked = _acts(stage, size), {*settled, *(proof.id for proof in proofs)}
    first, *rest = [act for act in acts if _PROOFS.get(act.id) not in asked] or acts
    stuck = last is not None and last not in SUCCESSES
    aim = 1 if proofs or stuck else 0
    return tuple(replace(rung, aim=number == aim) for number, rung in enumerate((first, *proofs, *rest)))


def ladder_of(state: DealState) -> tuple[Rung, ...]:
    """The ladder of a deal as it stands."""
    last = state.advances[-1] if state.advances else None
    gained = gained_in(last.outcome, proof_agreed=state.proof_agreed_in(last.call)) if last else None
    return advance_ladder(state.buying_stage.stage, state.sale.size, state.doubts, gained, state.proofs_settled)


def gained_in(outcome: Outcome, *, proof_agreed: bool) -> Outcome:
    """How a call counts for the ladder: a continuation in which a proof was agreed to gained something (M26)."""
    return Outcome.ADVANCE if proof_agreed and outcome is Outcome.CONTINUATION else outcome


def _acts(stage: BuyingStage, size: SaleSize) -> list[Rung]:
    name = "small" if size is SaleSize.SMALL else _LADDERS.get(stage, stage.value)
    return [Rung(f"advance.{name}.{item.id}", item.text) for item in load_codebook().entry(f"advance.{name}").items]


def _proofs(doubts: Sequence[KeptDoubt], settled: Collection[str]) -> Iterator[Rung]:
    """For each open doubt the first proof that answers it, no proof twice and none that is settled."""
    taken = set[str]()
    for kept in doubts:
        proof = proof_answering(kept.doubt, settled) if kept.open else None
        if proof and proof.id not in taken:
            taken.add(proof.id)
            yield Rung(proof.id, text_of(proof.id, "agrees"), proof=True, evidence=kept.evidence)
