"""The last pure steps of a call: findings, and the whole chain from a conversation to its explained form."""

from dataclasses import replace

from askwell.coding.coded import CodedConversation, Finding
from askwell.coding.coder import Coder, code_conversation
from askwell.counsel.facts import Evidence, Facts
from askwell.counsel.rules import RULES, Rule
from askwell.counsel.texts import finding_text, sides_text
from askwell.method.terms import Severity
from askwell.transcript.conversation import Conversation
from askwell.understanding.ending import likely_endings
from askwell.understanding.sides import sides_uncertain
from askwell.understanding.understand import understand

WEIGHT = {Severity.HIGH: 3.0, Severity.MEDIUM: 2.0, Severity.LOW: 1.0}
LEAST_P = 0.6
"""Evidence less probable than this on average supports no finding, nor does any unit the coder is uncertain of."""
SIDES_UNKNOWN = "sides.unknown"


def advise(coded: CodedConversation) -> CodedConversation:
    """Add findings to an understood conversation, those that matter most first.

    They are sorted by severity (3, 2, 1) times the mean probability of the units they rest on. Where the sides are not
    known well enough, one finding says so and no other is given.
    """
    if sides_uncertain(coded.conversation):
        unit_ids = tuple(unit.id for unit in coded.units[:1])
        return replace(coded, findings=(Finding(SIDES_UNKNOWN, "M18", Severity.HIGH, unit_ids, sides_text()),))
    facts = Facts(coded)
    found = [(rule, what) for rule in RULES if (what := _found(rule, facts)) is not None]
    ranked = sorted(found, key=lambda pair: -_importance(*pair))
    return replace(coded, findings=tuple(_finding(rule, what, facts) for rule, what in ranked))


def code_call(conversation: Conversation, coder: Coder) -> CodedConversation:
    """Conversation to coded and explained conversation: the whole chain."""
    return advise(understand(code_conversation(conversation, coder), likely_endings(conversation)))


def _found(rule: Rule, facts: Facts) -> Evidence | None:
    if rule.major_only and not facts.major:
        return None
    found = rule.find(facts)
    if found is None or rule.by_words:
        return found
    if any(unit.uncertain for unit in found.units):
        return None
    return found if _mean_p(found) >= LEAST_P else None


def _importance(rule: Rule, found: Evidence) -> float:
    return round(WEIGHT[rule.severity] * _mean_p(found), 6)


def _mean_p(found: Evidence) -> float:
    return sum(unit.p for unit in found.units) / len(found.units)


def _finding(rule: Rule, found: Evidence, facts: Facts) -> Finding:
    units = tuple(unit.id for unit in found.units)
    return Finding(rule.id, rule.row, rule.severity, units, finding_text(rule, found, facts))
