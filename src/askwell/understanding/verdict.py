"""The outcome of a call as its units show it and as calls with such an ending end (M07).

A continuation passed off as an advance is the costly error: a success needs most of the weight, and doubt falls to
continuation.
"""

from askwell.coding.coded import CERTAIN, CodedConversation, OutcomeJudgement, Unit
from askwell.method.terms import SUCCESSES, Code, Outcome, Side
from askwell.understanding.cues import says
from askwell.understanding.ending import Endings
from askwell.understanding.outcome import SURE, judge_outcome, warm_end

SHOWN, SHOWN_BY_PERSON = 2.0, 6.0
"""How many times likelier the outcome is that the units show, coded by a machine or set by a person."""
LIKELY = 0.8
"""The share of the weight from which on a call is told as an order or an advance."""
SUREST = 0.99
"""No judgement of ours is certain; 1 is kept for what a person decides."""
SUCCESS_CUES = ("buys", "purchase", "go_ahead", "buyer_act")
LATELY = 0.4
"""Share of the turns, at the end, in which what shows the outcome is sought."""


def weighed_outcome(coded: CodedConversation, endings: Endings | None) -> OutcomeJudgement:
    """The outcome by units and, where there is one, by what is learned of endings; with the units that show it."""
    shown = judge_outcome(coded)
    if endings is None:
        return shown
    by_person = coded.layer.by == "person" and any(coded.unit(unit).p == CERTAIN for unit in shown.units)
    weight = SHOWN_BY_PERSON if by_person else SHOWN
    weights = {outcome: p * (weight if outcome is shown.label else 1.0) for outcome, p in endings.items()}
    p = {outcome: weights.get(outcome, 0.0) / sum(weights.values()) for outcome in Outcome}
    label, sure = _decided(p)
    units = shown.units if label is shown.label else _signs(coded, label)
    return OutcomeJudgement(label, round(min(sure, SUREST), 4), sure < SURE, units)


def unit_showing(coded: CodedConversation, label: Outcome) -> Unit | None:
    """The buyer's words near the end that show an outcome a person sets; None where none say so.

    What puts off, withdraws, refuses or objects shows no success.
    """
    shown = [coded.unit(unit) for unit in _signs(coded, label)]
    if label is Outcome.CONTINUATION:
        return shown[0] if shown and _is_buyers(coded, shown[0]) else None
    speaking = [unit for unit in _lately(coded) if _may_show(coded, unit, label)]
    return max(speaking, key=lambda unit: (_speaks_for(coded, unit, label), unit.turn, unit.start), default=None)


def _may_show(coded: CodedConversation, unit: Unit, label: Outcome) -> bool:
    text = coded.text_of(unit)
    if label is Outcome.NO_SALE:
        return unit.code is Code.OBJECTION or says("refusal", text)
    against = any(says(cue, text) for cue in ("stall", "withdrawal", "refusal"))
    acts = unit.code is Code.AGREEMENT or any(says(cue, text) for cue in SUCCESS_CUES)
    return acts and not against and unit.code not in (Code.OBJECTION, Code.BUYER_QUESTION)


def _decided(p: Endings) -> tuple[Outcome, float]:
    """The label and its probability; an order counts for an advance too."""
    success = sum(p[outcome] for outcome in SUCCESSES)
    if success >= LIKELY:
        bought = p[Outcome.ORDER] > p[Outcome.ADVANCE]
        return (Outcome.ORDER, p[Outcome.ORDER]) if bought else (Outcome.ADVANCE, success)
    if p[Outcome.NO_SALE] > p[Outcome.CONTINUATION]:
        return Outcome.NO_SALE, p[Outcome.NO_SALE]
    return Outcome.CONTINUATION, p[Outcome.CONTINUATION]


def _signs(coded: CodedConversation, label: Outcome) -> tuple[str, ...]:
    """The units near the end that speak for an outcome; none where no words do."""
    if label is Outcome.CONTINUATION:
        return tuple(unit.id for unit in warm_end(coded).units)
    lately = [unit for unit in _lately(coded) if _may_show(coded, unit, label)]
    best = max(lately, key=lambda unit: (_speaks_for(coded, unit, label), unit.turn, unit.start), default=None)
    return (best.id,) if best else ()


def _lately(coded: CodedConversation) -> list[Unit]:
    """What the buyer says near the end."""
    first = (1 - LATELY) * len(coded.conversation.turns)
    return [unit for unit in coded.units if unit.turn >= first and _is_buyers(coded, unit)]


def _is_buyers(coded: CodedConversation, unit: Unit) -> bool:
    return coded.conversation.turns[unit.turn].speaker is Side.BUYER


def _speaks_for(coded: CodedConversation, unit: Unit, label: Outcome) -> float:
    text = coded.text_of(unit)
    if label is Outcome.NO_SALE:
        return 2.0 * says("refusal", text) + (unit.code is Code.OBJECTION) * unit.p
    acts = ("buys", "purchase", "go_ahead") if label is Outcome.ORDER else ("buyer_act",)
    likely = {unit.code: unit.p} | {other.code: other.p for other in unit.alternatives}
    return 2 * likely.get(Code.AGREEMENT, 0.0) + any(says(cue, text) for cue in acts) + 0.5 * says("time", text)
