"""The objective of the call against what came of it (M06)."""

from askwell.coding.coded import Unit
from askwell.counsel.facts import ASKED, Evidence, Facts, evidence
from askwell.counsel.plans.objective import names_act
from askwell.counsel.rules.rule import Rule
from askwell.method.terms import Outcome, Severity
from askwell.understanding.cues import says


def no_customer_action(facts: Facts) -> Evidence | None:
    """The objective names what the seller wants to do or feel, and no act of the customer."""
    objective = facts.coded.conversation.objective or ""
    vague = says("weak_objective", objective) and not names_act(facts.coded.conversation)
    return evidence(_ending(facts), objective=objective) if vague else None


def missed(facts: Facts) -> Evidence | None:
    """The objective named an act of the customer, and the call ended without one and without a refusal."""
    objective = facts.coded.conversation.objective or ""
    refused = facts.outcome is Outcome.NO_SALE
    if not names_act(facts.coded.conversation) or facts.succeeded or refused or facts.outcome is None:
        return None
    return evidence(_ending(facts), objective=objective, outcome=facts.outcome)


def _ending(facts: Facts) -> tuple[Unit, ...]:
    """The units that show how the call ended, else the last step asked for."""
    shown = facts.by_id(facts.coded.outcome.units) if facts.coded.outcome else ()
    return shown or facts.units(*ASKED)[-1:]


RULES = (
    Rule("objective.no_customer_action", "M06", Severity.MEDIUM, no_customer_action),
    Rule("objective.missed", "M06", Severity.MEDIUM, missed),
)
