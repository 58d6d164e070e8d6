"""How a call ended: order, advance, continuation or no sale (M07).

A continuation passed off as an advance is the costly error, so every doubt falls to continuation: an advance needs an
act *by the buyer*, an order a firm purchase or a dated yes to one. Later words override earlier ones.
"""

import re
from dataclasses import dataclass

from askwell.coding.coded import CodedConversation, OutcomeJudgement, Unit
from askwell.method.terms import CloseKind, Code, LinkKind, ObjectionClass, Outcome, Side
from askwell.understanding.cues import begins_with, says
from askwell.understanding.sides import turn_before

SURE = 0.6
"""Below this probability the judgement is marked uncertain."""
_CLAUSES = re.compile(r"[,;，；。]|\.\s|\band\b", re.IGNORECASE)
BUYER_TALK = (Code.AGREEMENT, Code.OBJECTION, Code.OTHER, Code.EXPLICIT_NEED, Code.IMPLIED_NEED)


@dataclass(frozen=True, slots=True)
class _Sign:
    label: Outcome
    p: float
    units: tuple[Unit, ...]


def judge_outcome(coded: CodedConversation) -> OutcomeJudgement:
    """The outcome, its probability and the units that show it; a call that shows nothing is an unsure continuation."""
    sign = _warm_end(coded)
    for unit in coded.units:
        sign = _next_sign(coded, sign, unit)
    ids = tuple(unit.id for unit in sorted(set(sign.units), key=lambda unit: (unit.turn, unit.start)))
    return OutcomeJudgement(sign.label, round(sign.p, 4), sign.p < SURE, ids)


def _next_sign(coded: CodedConversation, held: _Sign, unit: Unit) -> _Sign:
    """What the call amounts to after this unit, given what it amounted to before it."""
    if not _is_buyers(coded, unit):
        return held
    text = coded.text_of(unit)
    if unit.code in (Code.OBJECTION, Code.OTHER) and says("refusal", text):
        return _Sign(Outcome.NO_SALE, 0.9 * unit.p if unit.code is Code.OBJECTION else 0.75 * unit.p, (unit,))
    if held.label in (Outcome.ADVANCE, Outcome.ORDER) and _takes_back(unit, text):
        return _Sign(Outcome.CONTINUATION, 0.55, (*held.units, unit))
    if unit.code is Code.AGREEMENT:
        return _from_agreement(coded, held, unit)
    if held.label is Outcome.NO_SALE and unit.code is Code.EXPLICIT_NEED:
        return _Sign(Outcome.CONTINUATION, 0.55, (*held.units, unit))
    return held


def _takes_back(unit: Unit, text: str) -> bool:
    stalls = unit.attrs.objection_class is ObjectionClass.HESITATION or says("stall", text)
    return says("withdrawal", text) or (unit.code is Code.OBJECTION and stalls)


def _from_agreement(coded: CodedConversation, held: _Sign, unit: Unit) -> _Sign:
    """An agreement raises the outcome, or leaves it where it stood when it is no definite act of the buyer."""
    asked = _asked(coded, unit)
    order = _order_p(coded, unit, asked)
    advance = _advance_p(coded, unit, asked)
    shown = (unit,) if asked is None else (asked, unit)
    if order >= SURE:
        return _Sign(Outcome.ORDER, order * unit.p, shown)
    if advance >= SURE and held.label is not Outcome.ORDER:
        return _Sign(Outcome.ADVANCE, max(advance * unit.p, held.p if held.label is Outcome.ADVANCE else 0.0), shown)
    if held.label is Outcome.NO_SALE or (held.label is Outcome.CONTINUATION and advance > 0):
        return _Sign(Outcome.CONTINUATION, 0.55, shown)
    return held


def _asked(coded: CodedConversation, unit: Unit) -> Unit | None:
    """The proposal or close an agreement accepts: the linked one, else the last in the seller's turn just before."""
    linked = {link.to for link in unit.links if link.kind is LinkKind.ACCEPTS}
    turn = turn_before(coded.conversation, unit.turn, Side.SELLER)
    proposals = [
        other
        for other in coded.units
        if other.code in (Code.COMMITMENT_PROPOSAL, Code.CLOSING_ATTEMPT) and (other.id in linked or other.turn == turn)
    ]
    return next((other for other in proposals if other.id in linked), proposals[-1] if proposals else None)


def _order_p(coded: CodedConversation, unit: Unit, asked: Unit | None) -> float:
    """How surely this agreement buys: the buyer's own words of purchase, or a dated yes to a close that asks for it."""
    text = coded.text_of(unit)
    if says("condition", text) or says("hedge", text) or says("stall", text):
        return 0.0
    dated = says("time", text)
    proposed = asked is not None and asked.code is Code.COMMITMENT_PROPOSAL
    if says("purchase", text) or (says("go_ahead", text) and not proposed):
        return 0.95 if dated or asked is not None else 0.85
    if not _asks_to_buy(coded, asked) or asked is None:
        return 0.0
    return 0.85 if dated or says("time", coded.text_of(asked)) else 0.5


def _asks_to_buy(coded: CodedConversation, asked: Unit | None) -> bool:
    """Whether what was asked is the purchase itself, and not on a condition."""
    if asked is None or asked.code is not Code.CLOSING_ATTEMPT or asked.attrs.close_kind is CloseKind.TRIAL:
        return False
    return not says("condition", coded.text_of(asked))


def _advance_p(coded: CodedConversation, unit: Unit, asked: Unit | None) -> float:
    """How surely this agreement is a definite act of the buyer that moves the sale; 0 where it is none.

    The buyer's own act, or the yes to one asked, counts, as does an undated yes to buy; a date makes it surer, hedges
    and conditions less sure. To be sent something is the seller's homework.
    """
    text = coded.text_of(unit)
    asked_text = coded.text_of(asked) if asked is not None else ""
    own = says("buyer_act", _without_receiving(text))
    accepts = asked is not None and asked.code is Code.COMMITMENT_PROPOSAL and not _only_receives(asked_text, "")
    buys = _asks_to_buy(coded, asked) and begins_with("consent", text)
    if says("stall", text) or _only_receives(text, asked_text) or not (own or accepts or buys):
        return 0.0
    p = 0.9 if own and says("time", text) else 0.85 if own or says("time", text + " " + asked_text) else 0.7
    if says("hedge", text):
        p -= 0.3
    return p - 0.25 if says("condition", text) and not own else p


def _only_receives(text: str, asked: str) -> bool:
    """Whether all that is agreed is that the seller sends something."""
    return says("receive", text) and not says("buyer_act", _without_receiving(text)) and not says("buyer_act", asked)


def _without_receiving(text: str) -> str:
    """The clauses in which the buyer does more than ask to be sent something and look at it some day."""
    clauses = _CLAUSES.split(text)
    return ", ".join(clause for clause in clauses if not says("receive", clause) and not _merely_reads(clause))


def _merely_reads(clause: str) -> bool:
    return says("reading", clause) and not says("time", clause)


def _warm_end(coded: CodedConversation) -> _Sign:
    """The continuation a call is until its buyer does something, shown by the buyer's last telling words."""
    buyers = [unit for unit in coded.units if _is_buyers(coded, unit)]
    telling = [unit for unit in buyers if _warm_or_stalling(unit, coded.text_of(unit))]
    shown = tuple((telling or buyers)[-1:])
    if not shown:
        return _Sign(Outcome.CONTINUATION, 0.5, tuple(coded.units[-1:]))
    return _Sign(Outcome.CONTINUATION, 0.85 if telling else 0.7, shown)


def _warm_or_stalling(unit: Unit, text: str) -> bool:
    if unit.attrs.objection_class is ObjectionClass.HESITATION:
        return True
    return unit.code in BUYER_TALK and any(says(cue, text) for cue in ("stall", "warm", "receive"))


def _is_buyers(coded: CodedConversation, unit: Unit) -> bool:
    side = coded.conversation.turns[unit.turn].speaker
    return side is Side.BUYER or (side is Side.UNKNOWN and unit.code in (Code.AGREEMENT, Code.OBJECTION))
