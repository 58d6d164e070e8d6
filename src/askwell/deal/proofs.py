"""The proofs from outside that the customer agreed to or refused, in calls or as somebody entered (M26)."""

from collections.abc import Collection, Mapping, Sequence

from askwell.deal.calls import Calls, Said, anchors_of, held_after
from askwell.deal.facts import ProofSaid
from askwell.deal.proofs_heard import agreements, refusals
from askwell.deal.state import AnsweredProof
from askwell.deal.terms import ProofAnswer
from askwell.method.entries import Entry
from askwell.method.loader import load_codebook
from askwell.method.terms import Doubt

Answered = tuple[AnsweredProof, ...]
Told = Mapping[ProofAnswer, list[Said]]
"""What calls show of a proof, by AGREED and REFUSED."""
OTHER = {ProofAnswer.AGREED: ProofAnswer.REFUSED, ProofAnswer.REFUSED: ProofAnswer.AGREED}
DENIES = {ProofAnswer.NOT_AGREED: ProofAnswer.AGREED, ProofAnswer.NOT_REFUSED: ProofAnswer.REFUSED}


def answered_proofs(calls: Calls, entered: Sequence[ProofSaid] = ()) -> tuple[Answered, Answered]:
    """Those agreed to and those refused, in the codebook's order, each with what shows it: what was proposed and the
    answer.

    Of all answers to a proof the last holds. An answer that was ``entered`` overrules calls until its day; so does,
    for the answer it is about alone, what says that it was not given: but a call in which one answer was mistaken for
    given shows nothing of the other. An answer is certain where somebody entered it or plain words tell it;
    one that is not counts only where none is.
    """
    heard = {ProofAnswer.AGREED: agreements(calls), ProofAnswer.REFUSED: refusals(calls)}
    found: dict[ProofAnswer, list[AnsweredProof]] = {answer: [] for answer in heard}
    for proof in load_codebook().of_kind("proof"):
        own = [one for one in entered if one.proof == proof.id]
        told = {answer: each.shown.get(proof.id, []) for answer, each in heard.items()}
        plain = {
            answer: [one for one in said if (proof.id, one.when) in heard[answer].plain]
            for answer, said in told.items()
        }
        answer, said, entry = _last_answer(plain, own)
        uncertain = not (said or entry)
        if uncertain:
            answer, said, entry = _last_answer(told, own)
        if said or entry:
            found[answer].append(AnsweredProof(proof.id, anchors_of(said), entry, uncertain=uncertain))
    return tuple(found[ProofAnswer.AGREED]), tuple(found[ProofAnswer.REFUSED])


def _last_answer(told: Told, entered: Sequence[ProofSaid]) -> tuple[ProofAnswer, list[Said], ProofSaid | None]:
    """The answer that holds, what shows it, and its entry where somebody made one."""
    counted = {answer: _since(said, _overruling(answer, entered)) for answer, said in told.items()}
    counted = {answer: _beside(said, _mistaken(OTHER[answer], told, entered)) for answer, said in counted.items()}
    entry = _holding(entered)
    if entry is None:
        answer = max(told, key=lambda each: _last(counted[each]))
        return answer, counted[answer], None
    since, other = _since(told[entry.answer], [entry]), OTHER[entry.answer]
    if counted[other] and _last(counted[other]) > _last(since):
        return other, counted[other], None
    return entry.answer, told[entry.answer], entry


def _holding(entered: Sequence[ProofSaid]) -> ProofSaid | None:
    """The answer entered last, unless somebody said later that it was not given."""
    holding = None
    for entry in entered:
        if entry.answer in OTHER:
            holding = entry
        elif holding and DENIES[entry.answer] is holding.answer:
            holding = None
    return holding


def _overruling(answer: ProofAnswer, entered: Sequence[ProofSaid]) -> list[ProofSaid]:
    """The entries that overrule what calls show of an answer: the other one, and that it was not given."""
    return [one for one in entered if one.answer is OTHER[answer] or DENIES.get(one.answer) is answer]


def _mistaken(answer: ProofAnswer, told: Told, entered: Sequence[ProofSaid]) -> set[int]:
    """The calls in which this answer was heard and, as somebody said, not given."""
    denials = [one for one in entered if DENIES.get(one.answer) is answer]
    return {one.call for one in told[answer] if denials and not held_after(one.coded, denials[-1].day)}


def _beside(said: list[Said], calls: Collection[int]) -> list[Said]:
    return [one for one in said if one.call not in calls]


def _since(said: list[Said], entries: Sequence[ProofSaid]) -> list[Said]:
    """What was said on a later day than that of the last of some entries; all of it where there is none."""
    return [one for one in said if held_after(one.coded, entries[-1].day)] if entries else said


def _last(said: list[Said]) -> tuple[int, ...]:
    return max((one.when for one in said), default=())


def denied_proofs(entered: Sequence[ProofSaid], answered: Collection[str]) -> tuple[ProofSaid, ...]:
    """Of the proofs not ``answered`` (ids), those of which somebody said last which answer was not given."""
    last = {one.proof: one for one in entered}.values()
    return tuple(one for one in last if one.answer in DENIES and one.proof not in answered)


def proof_answering(doubt: Doubt, settled: Collection[str] = ()) -> Entry | None:
    """The first proof that answers a doubt and, by its id, is not ``settled``: agreed to or refused (M26)."""
    proofs = (one for one in load_codebook().of_kind("proof") if one.id not in settled)
    return next((one for one in proofs if answers(one, doubt)), None)


def answers(proof: Entry, doubt: Doubt) -> bool:
    """Whether a proof, an entry of the codebook, answers such a doubt."""
    return doubt.value in {item.id for item in proof.items_of("answers_doubt")}
