"""The proofs from outside that the customer agreed to or refused, in calls or as somebody entered (M26)."""

from collections.abc import Collection, Sequence

from askwell.deal.calls import Calls, Said, anchors_of, held_after
from askwell.deal.facts import ProofSaid
from askwell.deal.proofs_heard import agreements, refusals
from askwell.deal.state import AnsweredProof
from askwell.method.entries import Entry
from askwell.method.loader import load_codebook
from askwell.method.terms import Doubt

Answered = tuple[AnsweredProof, ...]


def answered_proofs(calls: Calls, entered: Sequence[ProofSaid] = ()) -> tuple[Answered, Answered]:
    """Those agreed to and those refused, in the codebook's order, each with what shows it: what was proposed and the
    answer.

    Of all answers to a proof the last holds. Of what was ``entered`` about it the last holds too, and overrules every
    call until its day.
    """
    by_hand = {one.proof: one for one in entered}
    yes, no = agreements(calls), refusals(calls)
    agreed, refused = list[AnsweredProof](), list[AnsweredProof]()
    for proof in load_codebook().of_kind("proof"):
        entry, told_yes, told_no = by_hand.get(proof.id), yes.get(proof.id, []), no.get(proof.id, [])
        late_yes, late_no = _since(told_yes, entry), _since(told_no, entry)
        if late_no and _last(late_no) > _last(late_yes):
            refused.append(AnsweredProof(proof.id, anchors_of(late_no)))
        elif entry and entry.agreed:
            agreed.append(AnsweredProof(proof.id, anchors_of(told_yes), entry))
        elif late_yes:
            agreed.append(AnsweredProof(proof.id, anchors_of(late_yes)))
        elif entry and entry.refused:
            refused.append(AnsweredProof(proof.id, anchors_of(told_no), entry))
    return tuple(agreed), tuple(refused)


def _since(said: list[Said], entry: ProofSaid | None) -> list[Said]:
    """What was said on a later day than that of an entry; all of it where there is none."""
    return said if entry is None else [one for one in said if held_after(one.coded, entry.day)]


def _last(said: list[Said]) -> tuple[int, ...]:
    return max((one.when for one in said), default=())


def denied_proofs(entered: Sequence[ProofSaid]) -> tuple[ProofSaid, ...]:
    """Those of which somebody said last that the customer had neither agreed to them nor refused them."""
    last = {one.proof: one for one in entered}.values()
    return tuple(one for one in last if not one.agreed and not one.refused)


def proof_answering(doubt: Doubt, settled: Collection[str] = ()) -> Entry | None:
    """The first proof that answers a doubt and, by its id, is not ``settled``: agreed to or refused (M26)."""
    proofs = (one for one in load_codebook().of_kind("proof") if one.id not in settled)
    return next((one for one in proofs if answers(one, doubt)), None)


def answers(proof: Entry, doubt: Doubt) -> bool:
    """Whether a proof, an entry of the codebook, answers such a doubt."""
    return doubt.value in {item.id for item in proof.items_of("answers_doubt")}
