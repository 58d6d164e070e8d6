"""What calls show of the customer's answers to proofs from outside: agreed to, or refused (M26).

Plain words say to which proof an agreement is; where none does, the talk up to it tells by example. A refusal is told
by example, and plain words say of which proof.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from askwell.deal.calls import Calls, Said, When
from askwell.deal.cues import tells, without
from askwell.method.loader import load_codebook
from askwell.method.terms import Code, Side
from askwell.transcript.conversation import Turn
from askwell.understanding.by_example import PROOFS, Chances, Told, chances
from askwell.understanding.words import sentences

TURNS_BEFORE = 2
"""So many turns back a proposal of the seller's is what an answer answers."""
HEARD = 3
"""Turns before an answer that are heard for what it agrees to or refuses."""
AGREED, REFUSED = 0.6, 0.5
"""From this probability on the talk up to an answer is taken to agree to a proof, or to refuse one."""
PLAINLY = 0.3
"""From this probability on words that decline a proof by its name refuse it."""
NAMED, SHARE = 0.2, 0.3
"""The proof is taken to be the likeliest one with this probability at least, and this share of those of all."""
BESIDES = 0.5
"""From this probability on it is another one besides."""
_CLAUSE_END = re.compile(r"[,;.!?，；。！？]|\b(?:but|instead of)\b|但是?|不过|不如")
Shown = dict[str, list[Said]]
"""By the id of a proof what shows the answer to it: the proposals, where there were any, and the answer."""
By = tuple[Shown, bool]
"""What one answer shows, and whether plain words do; else it is told by example, which is often mistaken."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What all answers show, and of it the proofs and moments that plain words tell."""

    shown: Shown
    plain: frozenset[tuple[str, When]]


def agreements(calls: Calls) -> Heard:
    """What shows that the customer agreed to which proofs."""
    return _together(_agreed(calls, one) for one in calls.perhaps(Code.AGREEMENT))


def refusals(calls: Calls) -> Heard:
    """What shows that the customer refused which proofs."""
    objections = {one.when for one in calls.perhaps(Code.OBJECTION)}
    answers = (one for one in calls.perhaps_by_buyers() if one.when in objections or tells("declines", one.text))
    return _together(_refused(calls, one) for one in answers if _may_refuse(calls, one))


def _together(answers: Iterable[By]) -> Heard:
    found: Shown = defaultdict(list)
    plain = set[tuple[str, When]]()
    for shown, plainly in answers:
        for proof, said in shown.items():
            found[proof] += said
            plain |= {(proof, one.when) for one in said if plainly}
    return Heard(dict(found), frozenset(plain))


def _agreed(calls: Calls, agreement: Said) -> By:
    """What shows that an agreement is to which proofs: words that name them, or else the talk as a whole."""
    proposals = _proposed_before(calls, agreement)
    proposals = [] if proposals and _declined(calls, agreement, proposals[0].unit.turn) else proposals
    named = {proof: list(_naming(proof, agreement, proposals)) for proof in _ids()} if _agrees(agreement) else {}
    if any(named.values()):
        return named, True
    told = _told_up_to(agreement)
    declined = any(_named_in(agreement.text).values())
    agreed = told[Told.AGREED] >= AGREED and not declined and not _in_passing(agreement)
    return {proof: [*proposals, agreement] for proof in (_likeliest(told) if agreed else ())}, False


def _refused(calls: Calls, answer: Said) -> By:
    """What shows that an answer refuses which proofs: those proposed in plain words, else those it declines in plain
    words, else the likeliest, but none that it names without declining it.
    """
    told = _told_up_to(answer)
    if told[Told.REFUSED] < (PLAINLY if tells("declines", answer.text) else REFUSED):
        return {}, False
    proposals, named = _proposed_before(calls, answer), _named_in(answer.text)
    by_proposal = {proof: [one for one in proposals if _names(proof, one.text)] for proof in _ids()}
    proposed = {proof: [*said, answer] for proof, said in by_proposal.items() if said}
    declined = {proof: [answer] for proof, declined in named.items() if declined}
    unsaid = told[Told.REFUSED] >= REFUSED and not _in_passing(answer)
    likeliest = [proof for proof in _likeliest(told) if proof not in named] if unsaid else ()
    if proposed or declined:
        return proposed or declined, tells("declines", answer.text)
    return {proof: [*proposals, answer] for proof in likeliest}, False


def _named_in(text: str) -> dict[str, bool]:
    """The ids of the proofs that a text names, each with whether the clause that names it declines it."""
    named = dict[str, bool]()
    for clause in _CLAUSE_END.split(text):
        named |= {proof: tells("declines", clause) for proof in _ids() if _names(proof, clause)}
    return named


def _may_refuse(calls: Calls, answer: Said) -> bool:
    """Whether a proof may be what is refused: something was proposed just before, or words name a proof."""
    near = range(answer.unit.turn - TURNS_BEFORE, answer.unit.turn)
    proposed = any(one.call == answer.call and one.unit.turn in near for one in calls.perhaps(Code.COMMITMENT_PROPOSAL))
    return proposed or any(_named_in(turn.text) for turn in _turns_up_to(answer, HEARD))


def _ids() -> list[str]:
    return [proof.id for proof in load_codebook().of_kind("proof")]


def _agrees(said: Said) -> bool:
    """Whether the coder is sure of an agreement, or the buyer says outright what they will do themselves."""
    sure = said.unit.code is Code.AGREEMENT and not said.unit.uncertain
    return sure or (said.turn.speaker is Side.BUYER and _will(said.text))


def _told_up_to(answer: Said) -> Chances:
    """What the talk up to an answer tells by example."""
    return chances(tuple((turn.speaker, turn.text) for turn in _turns_up_to(answer, HEARD)))


def _in_passing(answer: Said) -> bool:
    """Whether the answer or the turn before it names a proof only in passing."""
    return any(tells("in_passing", turn.text) for turn in _turns_up_to(answer, 1))


def _turns_up_to(answer: Said, before: int) -> Sequence[Turn]:
    """The turn of an answer, and so many before it."""
    return answer.coded.conversation.turns[: answer.unit.turn + 1][-before - 1 :]


def _likeliest(told: Chances) -> list[str]:
    """The ids of the proofs that such talk is about."""
    likeliest = max(PROOFS, key=lambda proof: told[proof])
    least = max(NAMED, SHARE * sum(told[proof] for proof in PROOFS))
    return [f"proof.{one}" for one in PROOFS if told[one] >= (least if one is likeliest else BESIDES)]


def _will(text: str) -> bool:
    asks = text.rstrip().endswith(("?", "？"))
    return tells("own_act", text) and not asks and not tells("not_yet", text)


def _naming(proof: str, agreement: Said, proposals: list[Said]) -> Iterator[Said]:
    """The agreement where it takes up the proof, else the proposals that do and the agreement; nothing in passing."""
    told = (sentence for _start, sentence in sentences(agreement.text) if not tells("declines", sentence))
    if any(_names(proof, sentence) for sentence in told):
        yield agreement
        return
    named = [one for one in proposals if _names(proof, one.text)]
    if named:
        yield from (*named, agreement)


def _names(proof: str, text: str) -> bool:
    return tells(proof, without("in_passing", text))


def _proposed_before(calls: Calls, answer: Said) -> list[Said]:
    """The seller's proposals of the turns just before an answer."""
    turn = answer.unit.turn
    near = range(turn - TURNS_BEFORE, turn)
    return [one for one in calls.said(Code.COMMITMENT_PROPOSAL) if one.call == answer.call and one.unit.turn in near]


def _declined(calls: Calls, agreement: Said, since: int) -> bool:
    """Whether the buyer has declined something between a turn and an agreement."""
    answered = range(since + 1, agreement.unit.turn + 1)
    turns = agreement.coded.conversation.turns
    told = (turns[n].text for n in answered if turns[n].speaker is Side.BUYER)
    objected = (one.call == agreement.call and one.unit.turn in answered for one in calls.said(Code.OBJECTION))
    return any(tells("declines", text) for text in told) or any(objected)
