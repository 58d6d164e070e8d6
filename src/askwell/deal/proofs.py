"""The proofs from outside that the customer agreed to in calls (M26)."""

from collections.abc import Collection, Iterator

from askwell.deal.calls import Calls, Said, anchors_of
from askwell.deal.cues import tells
from askwell.deal.state import AgreedProof
from askwell.method.entries import Entry
from askwell.method.loader import load_codebook
from askwell.method.terms import Code, Doubt

TURNS_BEFORE = 2
"""So many turns back a proposal of the seller's is what an agreement answers."""


def agreed_proofs(calls: Calls) -> tuple[AgreedProof, ...]:
    """In the codebook's order, each with the agreements that name it, or the proposal they answer and themselves."""
    agreed = [(one, _proposed_before(calls, one)) for one in calls.said(Code.AGREEMENT)]
    found = []
    for proof in load_codebook().of_kind("proof"):
        said = [one for agreement, proposals in agreed for one in _naming(proof.id, agreement, proposals)]
        if said:
            found.append(AgreedProof(proof.id, anchors_of(said)))
    return tuple(found)


def proof_answering(doubt: Doubt, agreed: Collection[str] = ()) -> Entry | None:
    """The first proof that answers a doubt and, by its id, was not agreed to (M26)."""
    proofs = (one for one in load_codebook().of_kind("proof") if one.id not in agreed)
    return next((one for one in proofs if doubt.value in {item.id for item in one.items_of("answers_doubt")}), None)


def _naming(proof: str, agreement: Said, proposals: list[Said]) -> Iterator[Said]:
    if tells(proof, agreement.text):
        yield agreement
        return
    named = [one for one in proposals if tells(proof, one.text)]
    if named:
        yield from (*named, agreement)


def _proposed_before(calls: Calls, agreement: Said) -> list[Said]:
    """The seller's proposals of the turns just before an agreement."""
    turn = agreement.unit.turn
    return [
        one
        for one in calls.said(Code.COMMITMENT_PROPOSAL)
        if one.call == agreement.call and turn - TURNS_BEFORE <= one.unit.turn < turn
    ]
