"""How a call ended: order, advance, continuation or no sale (M07).

A continuation passed off as an advance is the costly error, so every doubt falls to continuation: an advance needs an
act *by the buyer*, an order a firm purchase or a dated yes to one. Later words override earlier ones.
"""

import math
import re
from dataclasses import dataclass, replace

from askwell.coding.coded import CodedConversation, OutcomeJudgement, Unit
from askwell.method.terms import NEEDS, CloseKind, Code, LinkKind, ObjectionClass, Outcome, Side
from askwell.understanding.cues import begins_with, says
from askwell.understanding.sides import turn_before

SURE = 0.6
"""Below this probability the judgement is marked uncertain."""
LIKELY = SURE
"""Below this, signs of an order or an advance leave the call a continuation: doubt never makes a success."""
FIRM = 0.93
"""From this on, signs that agree with one another are not undone by a stall."""
PLAIN = 0.8
"""An objection less probable than this, last in the call, is no refusal yet."""
LATELY = 10
"""Turns within which a close is still what a "done, then" speaks of."""
_CLAUSES = re.compile(r"[,;，；。]|\.\s|\band\b", re.IGNORECASE)
BUYER_TALK = (Code.AGREEMENT, Code.OBJECTION, Code.OTHER, Code.EXPLICIT_NEED, Code.IMPLIED_NEED)


@dataclass(frozen=True, slots=True)
class Sign:
    """What some units show, how surely, and how plainly their words say it."""

    p: float = 0.0
    units: tuple[Unit, ...] = ()
    plainness: float = 0.0

    def with_more(self, other: "Sign") -> "Sign":
        """The same shown again: each sign may fail on its own, so together they are surer; the plainer is cited."""
        together = min(0.97, 1 - (1 - self.p) * (1 - other.p))
        return replace(other if other.plainness >= self.plainness else self, p=together)


@dataclass(frozen=True, slots=True)
class _Tally:
    """What the call holds so far; ``against`` is a refusal, or an agreement taken back."""

    order: Sign = Sign()
    advance: Sign = Sign()
    against: OutcomeJudgement | None = None


def judge_outcome(coded: CodedConversation) -> OutcomeJudgement:
    """The outcome, its probability and the units that show it; a call that shows nothing is an unsure continuation."""
    tally = _Tally()
    for unit in coded.units:
        if _is_buyers(coded, unit):
            tally = _counted(coded, tally, unit)
    either = tally.advance.with_more(tally.order)
    if tally.order.p >= LIKELY:
        return _judgement(Outcome.ORDER, tally.order)
    if either.p >= LIKELY:
        return _judgement(Outcome.ADVANCE, either)
    if tally.against is not None:
        return tally.against
    refusal = _negative_end(coded)
    if refusal is not None and not either.units:
        return _judgement(Outcome.NO_SALE, refusal)
    warm = warm_end(coded)
    return _judgement(Outcome.CONTINUATION, replace(warm, p=0.55) if either.units else warm)


def _judgement(label: Outcome, sign: Sign) -> OutcomeJudgement:
    ids = tuple(unit.id for unit in sorted(set(sign.units), key=lambda unit: (unit.turn, unit.start)))
    return OutcomeJudgement(label, round(sign.p, 4), sign.p < SURE, ids)


def _counted(coded: CodedConversation, tally: _Tally, unit: Unit) -> _Tally:
    """The tally after one more unit of the buyer's; later words override earlier ones."""
    text = coded.text_of(unit)
    if _refuses(coded, unit):
        p = max(unit.p, SURE) * (0.95 if unit.code is Code.OBJECTION else 0.8)
        return _Tally(against=_judgement(Outcome.NO_SALE, Sign(p, (unit,))))
    if (tally.order.units or tally.advance.units) and _takes_back(tally, unit, text):
        shown = (*tally.advance.units, *tally.order.units, unit)
        return _Tally(against=_judgement(Outcome.CONTINUATION, Sign(0.55, shown)))
    if tally.against is not None and tally.against.label is Outcome.NO_SALE and _comes_back(coded, unit):
        tally = replace(tally, against=None)
    if unit.code is Code.AGREEMENT or says("buys", text):
        return _agreed(coded, tally, unit)
    return tally


def _refuses(coded: CodedConversation, unit: Unit) -> bool:
    """A refusal in the unit or in the words right around it; mere mention early in a call is no refusal of the sale."""
    turns = coded.conversation.turns
    if unit.code in (Code.OBJECTION, Code.OTHER) and says("refusal", coded.text_of(unit)):
        return True
    late = unit.turn * 2 >= len(turns)
    return late and unit.code not in (Code.AGREEMENT, *NEEDS) and says("refusal", turns[unit.turn].text)


def _comes_back(coded: CodedConversation, unit: Unit) -> bool:
    """Whether the buyer, after a refusal, wants or asks for something again, or after an early one goes on telling."""
    early = unit.turn * 2 < len(coded.conversation.turns)
    going_on = (Code.EXPLICIT_NEED, Code.IMPLIED_NEED, Code.BUYER_QUESTION) if early else (Code.EXPLICIT_NEED,)
    return (unit.code in going_on and not unit.uncertain) or says("receive", coded.text_of(unit))


def _takes_back(tally: _Tally, unit: Unit, text: str) -> bool:
    """Whether the buyer withdraws; a stall takes back one agreement, not several."""
    stalls = unit.attrs.objection_class is ObjectionClass.HESITATION or says("stall", text)
    firm = max(tally.advance.p, tally.order.p) >= FIRM
    return says("withdrawal", text) or (unit.code is Code.OBJECTION and stalls and not firm)


def _agreed(coded: CodedConversation, tally: _Tally, unit: Unit) -> _Tally:
    """The tally with what an agreement adds; one that is no definite act of the buyer adds nothing."""
    asked = _asked(coded, unit)
    shown = (unit,) if asked is None else (asked, unit)
    order = _order_p(coded, unit, asked)
    definite = asked is not None and says("time", coded.text_of(unit))
    coded_p = math.sqrt(unit.p) if definite else unit.p  # what was asked speaks for an answer with a date too
    if order >= SURE:
        return replace(tally, order=tally.order.with_more(Sign(order * coded_p, shown, order * coded_p)))
    advance = _advance_p(coded, unit, asked) if unit.code is Code.AGREEMENT else 0.0
    if advance >= SURE:
        return replace(tally, advance=tally.advance.with_more(Sign(advance * coded_p, shown, advance * coded_p)))
    return tally


def _asked(coded: CodedConversation, unit: Unit) -> Unit | None:
    """The proposal or close an agreement accepts: the linked one, else the last in the seller's turn just before."""
    linked = {link.to for link in unit.links if link.kind is LinkKind.ACCEPTS}
    turn = turn_before(coded.conversation, unit.turn, Side.SELLER)
    proposals = [
        other
        for other in coded.units
        if other.code in (Code.COMMITMENT_PROPOSAL, Code.CLOSING_ATTEMPT)
        and not other.uncertain
        and (other.id in linked or other.turn == turn)
    ]
    return next((other for other in proposals if other.id in linked), proposals[-1] if proposals else None)


def _order_p(coded: CodedConversation, unit: Unit, asked: Unit | None) -> float:
    """How surely this agreement buys: the buyer's own words of purchase, or a dated yes to a close that asks for it."""
    text = coded.text_of(unit)
    if says("condition", text) or says("hedge", text) or says("stall", text):
        return 0.0
    dated = says("time", text)
    if says("buys", text):
        return 0.95
    closed = any(_asks_to_buy(coded, other) and 0 <= unit.turn - other.turn <= LATELY for other in coded.units)
    if says("purchase", text) or (says("go_ahead", text) and closed):
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
    accepts = asked is not None and asked.code is Code.COMMITMENT_PROPOSAL and not _asks_little(asked_text)
    buys = _asks_to_buy(coded, asked) and begins_with("consent", text)
    if says("stall", text) or _only_receives(text, asked_text) or not (own or accepts or buys):
        return 0.0
    dated = says("time", coded.conversation.turns[unit.turn].text) or says("time", asked_text)
    p = 0.9 if own and dated else 0.85 if own or dated else 0.7
    if says("hedge", text):
        p -= 0.3
    return p - 0.25 if says("condition", text) and not own else p


def _asks_little(asked: str) -> bool:
    """Whether what is asked is only leave to ask questions, or to send something."""
    return says("permission", asked) or _only_receives(asked, "")


def _only_receives(text: str, asked: str) -> bool:
    """Whether all that is agreed is that the seller sends something."""
    return says("receive", text) and not says("buyer_act", _without_receiving(text)) and not says("buyer_act", asked)


def _without_receiving(text: str) -> str:
    """The clauses in which the buyer does more than ask to be sent something and look at it some day."""
    clauses = _CLAUSES.split(text)
    return ", ".join(clause for clause in clauses if not says("receive", clause) and not _merely_reads(clause))


def _merely_reads(clause: str) -> bool:
    return says("reading", clause) and not says("time", clause)


def warm_end(coded: CodedConversation) -> Sign:
    """The continuation a call is until its buyer does something, shown by the buyer's last telling words."""
    buyers = [unit for unit in coded.units if _is_buyers(coded, unit)]
    telling = [unit for unit in buyers if _warm_or_stalling(unit, coded.text_of(unit))]
    shown = tuple((telling or [unit for unit in buyers if unit.code in BUYER_TALK] or buyers)[-1:])
    if not shown:
        return Sign(0.5, tuple(coded.units[-1:]))
    return Sign(0.85 if telling else 0.7, shown)


def _negative_end(coded: CodedConversation) -> Sign | None:
    """An unsure refusal: the buyer's last telling unit is an objection that says no and neither puts off nor asks."""
    buyers = [unit for unit in coded.units if _is_buyers(coded, unit) and unit.code is not Code.SMALL_TALK]
    telling = [unit for unit in buyers if unit.code is not Code.OTHER or _warm_or_stalling(unit, coded.text_of(unit))]
    if not telling or telling[-1].code is not Code.OBJECTION or telling[-1].p < PLAIN:
        return None
    last = telling[-1]
    text = coded.text_of(last)
    asks = text.rstrip().endswith(("?", "？"))
    says_no = says("negation", text) and not asks and not says("hedge", text)
    return Sign(0.55, (last,)) if says_no and not _warm_or_stalling(last, text) else None


def _warm_or_stalling(unit: Unit, text: str) -> bool:
    if unit.attrs.objection_class is ObjectionClass.HESITATION:
        return True
    if unit.code is Code.BUYER_QUESTION:
        return says("receive", text) or says("stall", text)
    return unit.code in BUYER_TALK and any(says(cue, text) for cue in ("stall", "warm", "receive"))


def _is_buyers(coded: CodedConversation, unit: Unit) -> bool:
    side = coded.conversation.turns[unit.turn].speaker
    return side is Side.BUYER or (side is Side.UNKNOWN and unit.code in (Code.AGREEMENT, Code.OBJECTION))
