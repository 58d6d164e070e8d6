"""The proofs from outside that the customer agreed to, in calls or as somebody entered (M26)."""

from collections.abc import Collection, Iterator, Sequence

from askwell.deal.calls import Calls, Said, anchors_of, held_after
from askwell.deal.cues import tells, without
from askwell.deal.facts import ProofSaid
from askwell.deal.state import AgreedProof
from askwell.method.entries import Entry
from askwell.method.loader import load_codebook
from askwell.method.terms import Code, Doubt, Side
from askwell.understanding.by_example import PROOFS, Told, chances
from askwell.understanding.words import sentences

TURNS_BEFORE = 2
"""So many turns back a proposal of the seller's is what an agreement answers."""
HEARD = 3
"""Turns before an agreement that are heard for what it agrees to."""
AGREED = 0.6
"""From this probability on the talk up to an agreement is taken to agree to a proof, in whatever words."""
NAMED, SHARE = 0.15, 0.3
"""It is taken to agree to the likeliest one with this probability at least, and this share of those of all."""
BESIDES = 0.5
"""From this probability on it agrees to another one besides."""


def agreed_proofs(calls: Calls, entered: Sequence[ProofSaid] = ()) -> tuple[AgreedProof, ...]:
    """In the codebook's order, each with the agreements that name it, or the proposal they answer and themselves.

    Of what was ``entered`` about a proof the last holds; where it says that nothing was agreed, only agreements of a
    later day count.
    """
    by_hand = {one.proof: one for one in entered}
    heard = [_shown(calls, one) for one in calls.perhaps(Code.AGREEMENT)]
    found = []
    for proof in load_codebook().of_kind("proof"):
        entry = by_hand.get(proof.id)
        said = [one for shown in heard for one in shown.get(proof.id, ())]
        if entry and not entry.agreed:
            said, entry = [one for one in said if held_after(one.coded, entry.day)], None
        if said or entry:
            found.append(AgreedProof(proof.id, anchors_of(said), entry))
    return tuple(found)


def denied_proofs(entered: Sequence[ProofSaid]) -> tuple[ProofSaid, ...]:
    """Those of which somebody said last that the customer had not agreed."""
    return tuple(one for one in {one.proof: one for one in entered}.values() if not one.agreed)


def _shown(calls: Calls, agreement: Said) -> dict[str, list[Said]]:
    """What shows that an agreement is to which proofs: words that name them, or else the talk as a whole."""
    proposals, proofs = _proposed_before(calls, agreement), [proof.id for proof in load_codebook().of_kind("proof")]
    named = {proof: list(_naming(proof, agreement, proposals)) for proof in proofs} if _agrees(agreement) else {}
    if any(named.values()):
        return named
    return {proof: [*proposals, agreement] for proof in _agreed_to(agreement)}


def _agrees(said: Said) -> bool:
    """Whether the coder is sure of an agreement, or the buyer says outright what they will do themselves."""
    sure = said.unit.code is Code.AGREEMENT and not said.unit.uncertain
    return sure or (said.turn.speaker is Side.BUYER and _will(said.text))


def _agreed_to(agreement: Said) -> frozenset[str]:
    """The ids of the proofs that the talk up to an agreement agrees to, told by example; none named in passing."""
    turns = agreement.coded.conversation.turns[: agreement.unit.turn + 1][-HEARD - 1 :]
    told = chances(tuple((turn.speaker, turn.text) for turn in turns))
    in_passing = any(tells("in_passing", turn.text) for turn in turns[-2:])
    if told[Told.AGREED] < AGREED or in_passing:
        return frozenset()
    likeliest = max(PROOFS, key=lambda proof: told[proof])
    least = max(NAMED, SHARE * sum(told[proof] for proof in PROOFS))
    named = [proof for proof in PROOFS if told[proof] >= (least if proof is likeliest else BESIDES)]
    return frozenset(f"proof.{proof}" for proof in named)


def _will(text: str) -> bool:
    asks = text.rstrip().endswith(("?", "？"))
    return tells("own_act", text) and not asks and not tells("not_yet", text)


def proof_answering(doubt: Doubt, agreed: Collection[str] = ()) -> Entry | None:
    """The first proof that answers a doubt and, by its id, was not agreed to (M26)."""
    proofs = (one for one in load_codebook().of_kind("proof") if one.id not in agreed)
    return next((one for one in proofs if answers(one, doubt)), None)


def answers(proof: Entry, doubt: Doubt) -> bool:
    """Whether a proof, an entry of the codebook, answers such a doubt."""
    return doubt.value in {item.id for item in proof.items_of("answers_doubt")}


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


def _proposed_before(calls: Calls, agreement: Said) -> list[Said]:
    """The seller's proposals of the turns just before an agreement which the buyer has not declined in between."""
    turn = agreement.unit.turn
    proposed = [
        one
        for one in calls.said(Code.COMMITMENT_PROPOSAL)
        if one.call == agreement.call and turn - TURNS_BEFORE <= one.unit.turn < turn
    ]
    return [] if proposed and _declined(calls, agreement, proposed[0].unit.turn) else proposed


def _declined(calls: Calls, agreement: Said, since: int) -> bool:
    answered = range(since + 1, agreement.unit.turn + 1)
    turns = agreement.coded.conversation.turns
    told = (turns[n].text for n in answered if turns[n].speaker is Side.BUYER)
    objected = (one.call == agreement.call and one.unit.turn in answered for one in calls.said(Code.OBJECTION))
    return any(tells("declines", text) for text in told) or any(objected)
