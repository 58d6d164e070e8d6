"""How capability was shown (M02, M23, M24)."""

from askwell.counsel.facts import DEEPER, PLAIN, Evidence, Facts, evidence
from askwell.counsel.rules.rule import Rule
from askwell.counsel.statements import statements
from askwell.method.terms import CAPABILITY_STATEMENTS, NEEDS, SELLER_QUESTIONS, SPIN_QUESTIONS, Code, Severity

ENOUGH_QUESTIONS = 3
MANY = 5
"""Turns of showing below which nothing is said of their number."""


def before_need(facts: Facts) -> Evidence | None:
    """An advantage, or two statements about the product, unasked, before the buyer had stated any want.

    In a small sale a problem told is enough to show what solves it.
    """
    shown = facts.before_any_want(facts.volunteered_capability())
    if not facts.major:
        shown = tuple(unit for unit in shown if not facts.before(unit, Code.IMPLIED_NEED))
    telling = len(shown) > 1 or any(unit.code is not Code.FEATURE for unit in shown)
    return evidence(shown, n=len(shown), quote=shown[:2]) if telling else None


def feature_spray(facts: Facts) -> Evidence | None:
    """Five or more plain features on end, unasked, with no question and no need between."""
    runs = facts.runs(Code.FEATURE, *SELLER_QUESTIONS, *NEEDS, Code.BUYER_QUESTION, Code.BENEFIT)
    telling = [[unit for unit in run if unit.p >= PLAIN and not facts.answers_buyer(unit)] for run in runs]
    run = max(telling, key=len, default=[])
    return evidence(run, n=len(run), quote=(run[0], run[-1])) if len(run) >= 5 else None


def advantage_run(facts: Facts) -> Evidence | None:
    """Three or more advantages on end that meet no stated want."""
    run = facts.longest_run(Code.ADVANTAGE, *SELLER_QUESTIONS, *NEEDS, Code.BENEFIT)
    return evidence(run, n=len(run), quote=run[:2]) if len(run) >= 3 else None


def no_proof(facts: Facts) -> Evidence | None:
    """Claims of use or benefit with nothing to see or check, each held against its own words."""
    claims = statements(facts)
    bare = [one.claim for one in claims if not one.proof]
    return evidence(bare, n=len(bare), all=len(claims), quote=bare[-1:]) if bare else None


def outweighs_investigating(facts: Facts) -> Evidence | None:
    """More than twice as many turns of showing as of asking what is the case and what hurts, few of them deep."""
    shown, asked = facts.plain(*CAPABILITY_STATEMENTS), facts.units(*SPIN_QUESTIONS)
    showing, finding = {unit.turn for unit in shown}, {unit.turn for unit in asked}
    if len(showing) < MANY or len(showing) <= 2 * len(finding) or len(facts.units(*DEEPER)) >= ENOUGH_QUESTIONS:
        return None
    return evidence(shown, showing=len(showing), finding=len(finding))


RULES = (
    Rule("capability.before_need", "M02", Severity.HIGH, before_need),
    Rule("capability.feature_spray", "M24", Severity.MEDIUM, feature_spray),
    Rule("capability.advantage_run", "M23", Severity.MEDIUM, advantage_run, major_only=True),
    Rule("capability.no_proof", "M24", Severity.LOW, no_proof),
    Rule("capability.outweighs_investigating", "M02", Severity.MEDIUM, outweighs_investigating, major_only=True),
)
