"""The proofs from outside that the customer agreed to, in calls or as somebody entered (M26)."""

from collections.abc import Collection, Iterator, Sequence

from askwell.deal.calls import Calls, Said, anchors_of
from askwell.deal.cues import tells
from askwell.deal.facts import ProofSaid
from askwell.deal.state import AgreedProof
from askwell.method.entries import Entry
from askwell.method.loader import load_codebook
from askwell.method.terms import Code, Doubt, Side

TURNS_BEFORE = 2
"""So many turns back a proposal of the seller's is what an agreement answers."""


def agreed_proofs(calls: Calls, entered: Sequence[ProofSaid] = ()) -> tuple[AgreedProof, ...]:
    """In the codebook's order, each with the agreements that name it, or the proposal they answer and themselves.

    Of what was ``entered`` about a proof the last holds.
    """
    by_hand = {one.proof: one for one in entered}
    agreed = [(one, _proposed_before(calls, one)) for one in _agreements(calls)]
    found = []
    for proof in load_codebook().of_kind("proof"):
        said = [one for agreement, proposals in agreed for one in _naming(proof.id, agreement, proposals)]
        if said or proof.id in by_hand:
            found.append(AgreedProof(proof.id, anchors_of(said), by_hand.get(proof.id)))
    return tuple(found)


def _agreements(calls: Calls) -> list[Said]:
    """The agreements, and what may be one in which the buyer says outright what they will do themselves."""
    unsure = (one for one in calls.perhaps(Code.AGREEMENT) if one.turn.speaker is Side.BUYER and _will(one.text))
    return sorted((*calls.said(Code.AGREEMENT), *unsure), key=lambda one: one.when)


def _will(text: str) -> bool:
    asks = text.rstrip().endswith(("?", "？"))
    return tells("own_act", text) and not asks and not tells("not_yet", text)


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
