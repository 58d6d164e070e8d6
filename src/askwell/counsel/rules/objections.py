"""Objections, what brought them on, and how they and the buyer's questions were met (M19, M27, M28)."""

from askwell.coding.coded import Unit
from askwell.counsel.causes import CODES, CONCERNS, LOOK_BACK, coded_cause
from askwell.counsel.facts import PLAIN, Evidence, Facts, evidence
from askwell.counsel.rules.rule import Rule
from askwell.method.terms import (
    CAPABILITY_STATEMENTS,
    SELLER_QUESTIONS,
    SPIN_QUESTIONS,
    Cause,
    Code,
    Concern,
    LinkKind,
    Outcome,
    Severity,
    Side,
)
from askwell.understanding.cues import says
from askwell.understanding.words import content_words, word_count

MANY_QUESTIONS = 3
ALIKE_WORDS = 2
"""Content words shared by two objections that say the same thing."""
LONG_REPLY = 12
"""Words from which a reply that asks nothing is an answer, not an acknowledgement."""


def price_after_features(facts: Facts) -> Evidence | None:
    """An objection about price, and within six turns before it three features or more: unasked, and not the price."""
    return _caused(facts, Cause.FEATURE, 3)


def value_after_advantages(facts: Facts) -> Evidence | None:
    """A value objection, and within six turns before it two advantages or more, unasked."""
    return _caused(facts, Cause.ADVANTAGE, 2)


def _caused(facts: Facts, cause: Cause, least: int) -> Evidence | None:
    concern, (code,) = CONCERNS[cause], CODES[cause]
    for objection in facts.plain(Code.OBJECTION):
        if concern is Concern.PRICE and not says("price", facts.text(objection)):
            continue
        if objection.attrs.concern is concern and _may_be(facts, objection, cause):
            run = _cause_of(facts, objection, code)
            if len(run) >= least:
                return evidence((*run, objection), n=len(run), quote=(objection,), run=run[-3:])
    return None


def _may_be(facts: Facts, objection: Unit, cause: Cause) -> bool:
    """Whether nothing else is told of what brought an objection on."""
    return coded_cause(facts.coded, objection).cause in (None, cause)


def _cause_of(facts: Facts, objection: Unit, code: Code) -> tuple[Unit, ...]:
    """The statements of this code, not asked for, that stand shortly before an objection, or that it is linked to."""
    linked = {link.to for link in objection.links if link.kind is LinkKind.CAUSED_BY}
    return tuple(
        unit
        for unit in facts.before(objection, code)
        if unit.id in linked or (objection.turn - unit.turn <= LOOK_BACK and _volunteered(facts, unit))
    )


def _volunteered(facts: Facts, unit: Unit) -> bool:
    return unit.p >= PLAIN and not facts.answers_buyer(unit) and not says("price", facts.text(unit))


def early(facts: Facts) -> Evidence | None:
    """An objection before any want was stated, to a solution offered on fewer than two problem questions."""
    named = [found for found in (price_after_features(facts), value_after_advantages(facts)) if found]
    for objection in facts.plain(Code.OBJECTION):
        if any(objection in found.units for found in named):
            continue
        shown = facts.before(objection, *CAPABILITY_STATEMENTS)
        asked = facts.before(objection, Code.PROBLEM_QUESTION, Code.IMPLICATION_QUESTION)
        wanted = facts.before(objection, Code.EXPLICIT_NEED)
        if shown and len(asked) < 2 and not wanted and _may_be(facts, objection, Cause.EARLY_SOLUTION):
            return evidence((shown[-1], objection), n=len(asked), quote=(objection,), shown=shown[-1:])
    return None


def answered_at_once(facts: Facts) -> Evidence | None:
    """An objection met with an answer and no question about what lies behind it."""
    for objection in facts.plain(Code.OBJECTION):
        reply = facts.stretch_after(objection.turn)
        if _settles_or_asks(facts, objection):
            continue
        if reply and _answers_unasked(facts, reply) and not facts.in_turns(reply, Code.CLOSING_ATTEMPT):
            said = facts.in_turns(reply)
            return evidence((objection, *said[:2]), quote=(objection,), reply=said[:1])
    return None


def _settles_or_asks(facts: Facts, objection: Unit) -> bool:
    """A refusal, which no question opens again, or a demand for the price, which asks for an answer."""
    shown = facts.coded.outcome.units if facts.coded.outcome and facts.outcome is Outcome.NO_SALE else ()
    text = facts.text(objection)
    on_price = objection.attrs.concern is Concern.PRICE or says("price", text)
    asks_price = on_price and not says("dear", text)
    return says("refusal", text) or objection.id in shown or asks_price


def _answers_unasked(facts: Facts, reply: range) -> bool:
    if facts.in_turns(reply, *SELLER_QUESTIONS, Code.COMMITMENT_PROPOSAL):
        return False
    return bool(facts.in_turns(reply, *CAPABILITY_STATEMENTS)) or facts.words(reply) >= LONG_REPLY


def pushed_past(facts: Facts) -> Evidence | None:
    """An objection met with a closing attempt."""
    for objection in facts.plain(Code.OBJECTION):
        reply = facts.stretch_after(objection.turn)
        closes = [unit for unit in facts.in_turns(reply, Code.CLOSING_ATTEMPT) if unit.p >= PLAIN]
        if closes and not facts.in_turns(reply, *SELLER_QUESTIONS):
            return evidence((objection, closes[0]), quote=(objection,), close=closes[:1])
    return None


def repeated(facts: Facts) -> Evidence | None:
    """The same concern raised again, in like words, after the seller had answered."""
    by_concern: dict[Concern, list[Unit]] = {}
    for unit in facts.plain(Code.OBJECTION):
        if unit.attrs.concern not in (None, Concern.OTHER):
            by_concern.setdefault(unit.attrs.concern, []).append(unit)
    for concern, units in by_concern.items():
        for i, first in enumerate(units):
            again = [unit for unit in units[i + 1 :] if _raised_again(facts, first, unit)]
            if again:
                return evidence((first, *again), n=1 + len(again), concern=concern, quote=(first, again[-1]))
    return None


def _raised_again(facts: Facts, first: Unit, unit: Unit) -> bool:
    texts = facts.text(first), facts.text(unit)
    alike = len(content_words(texts[0]) & content_words(texts[1])) >= ALIKE_WORDS
    return alike and _answered_between(facts, first, unit)


def _answered_between(facts: Facts, first: Unit, again: Unit) -> bool:
    reply = facts.stretch_after(first.turn)
    return bool(reply) and reply[-1] < again.turn


def question_unexplored(facts: Facts) -> Evidence | None:
    """Three or more buyer's questions, none on price, answered before any want was stated and never asked about."""
    asked = facts.before_any_want(facts.plain(Code.BUYER_QUESTION))
    replies = [(unit, facts.stretch_after(unit.turn)) for unit in asked if not says("price", facts.text(unit))]
    if any(reply and facts.in_turns(reply, *SELLER_QUESTIONS) for _, reply in replies):
        return None
    answered = [unit for unit, reply in replies if facts.in_turns(reply, *CAPABILITY_STATEMENTS)]
    return evidence(answered, n=len(answered), quote=answered[:2]) if len(answered) >= MANY_QUESTIONS else None


def question_unanswered(facts: Facts) -> Evidence | None:
    """A buyer's question passed over: the seller only asked on, or closed, and no later words are linked to it."""
    answered = {link.to for unit in facts.coded.units for link in unit.links if link.kind is LinkKind.ANSWERS}
    left = [unit for unit in facts.sure(Code.BUYER_QUESTION) if unit.id not in answered and _passed_over(facts, unit)]
    return evidence(left, n=len(left), quote=left[:1])


def _passed_over(facts: Facts, question: Unit) -> bool:
    """Whether the reply holds nothing but questions about something else, small talk or a push for commitment."""
    reply = facts.stretch_after(question.turn)
    if not _ends_turn(facts, question) or question.turn + 1 not in reply:
        return False
    said = facts.in_turns(reply)
    uncoded = facts.words(reply, Side.SELLER) - sum(_words(facts, unit) for unit in said)
    passing = (*SPIN_QUESTIONS, Code.CLOSING_ATTEMPT, Code.COMMITMENT_PROPOSAL, Code.SMALL_TALK)
    changes_subject = bool(said) and all(unit.code in passing and unit.p >= PLAIN for unit in said) and uncoded <= 3
    return changes_subject and not any(
        unit.code in SPIN_QUESTIONS and _clarifies(facts, question, unit) for unit in said
    )


def _ends_turn(facts: Facts, question: Unit) -> bool:
    """Whether the turn ends on the question, as one does that waits for an answer."""
    text = facts.turn_text(question.turn)
    return text.rstrip().endswith(("?", "？")) and word_count(text[question.end :]) == 0


def _words(facts: Facts, unit: Unit) -> int:
    return word_count(facts.text(unit))


def _clarifies(facts: Facts, question: Unit, reply: Unit) -> bool:
    """Whether a question put back takes up what the buyer asked about."""
    return bool(content_words(facts.turn_text(question.turn)) & content_words(facts.text(reply)))


RULES = (
    Rule("objections.price_after_features", "M27", Severity.HIGH, price_after_features),
    Rule("objections.value_after_advantages", "M27", Severity.HIGH, value_after_advantages),
    Rule("objections.early", "M27", Severity.MEDIUM, early),
    Rule("objections.answered_at_once", "M28", Severity.LOW, answered_at_once),
    Rule("objections.pushed_past", "M28", Severity.MEDIUM, pushed_past),
    Rule("objections.repeated", "M27", Severity.LOW, repeated),
    Rule("inquiries.unexplored", "M19", Severity.LOW, question_unexplored, major_only=True),
    Rule("inquiries.unanswered", "M19", Severity.LOW, question_unanswered),
)
