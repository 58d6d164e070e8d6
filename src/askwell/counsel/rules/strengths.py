"""What was done well and is worth keeping (M14, M20, M23, M28, M30)."""

from askwell.coding.coded import Need, Unit
from askwell.counsel.facts import PLAIN, Evidence, Facts, evidence, place
from askwell.counsel.rules.rule import Rule
from askwell.counsel.statements import want_met
from askwell.method.terms import CAPABILITY_STATEMENTS, SELLER_QUESTIONS, Code, NeedState, Severity
from askwell.understanding.cues import says
from askwell.understanding.words import content_words

ALIKE_WORDS = 2
"""Content words a question shares with the objection it takes up."""
GROWERS = (Code.IMPLICATION_QUESTION, Code.NEED_PAYOFF_QUESTION)


def need_grown(facts: Facts) -> Evidence | None:
    """A need told as a problem became a want in answer to the seller's implication or need-payoff questions."""
    for need in facts.needs:
        problem, want = _first(facts, need, Code.IMPLIED_NEED), _first(facts, need, Code.EXPLICIT_NEED)
        if need.state is NeedState.EXPLICIT and problem and want and place(problem) < place(want):
            between = [
                unit for unit in facts.before(want, *GROWERS) if not unit.uncertain and place(unit) > place(problem)
            ]
            worked = [unit for unit in between if facts.need_of(unit) in (need, None)]
            answers = bool(worked) and worked[-1].turn in facts.stretch_before(want.turn)
            if answers and _on_one_matter(facts, want, problem, *worked):
                return evidence((problem, *worked, want), n=len(worked), problem=(problem,), want=(want,))
    return None


def _on_one_matter(facts: Facts, want: Unit, *before: Unit) -> bool:
    """Whether a want takes up words of the problem or of the questions that led to it, and is no mere pondering."""
    said = frozenset[str]().union(*(content_words(facts.text(unit)) for unit in before))
    pondering = says("stall", facts.text(want)) or says("hedge", facts.text(want))
    return bool(content_words(facts.text(want)) & said) and not pondering


def _first(facts: Facts, need: Need, code: Code) -> Unit | None:
    return next((unit for unit in facts.by_id(need.units) if unit.code is code and unit.p >= PLAIN), None)


def benefit_meets_need(facts: Facts) -> Evidence | None:
    """A benefit that answers a want this buyer had stated before."""
    for benefit in facts.sure(Code.BENEFIT):
        want = want_met(facts, benefit)
        if want is not None:
            return evidence((want, benefit), want=(want,), benefit=(benefit,))
    return None


def problems_first(facts: Facts) -> Evidence | None:
    """Two or more problem or implication questions before any capability was shown unasked."""
    shown = facts.volunteered_capability()
    codes = (Code.PROBLEM_QUESTION, Code.IMPLICATION_QUESTION)
    asked = [unit for unit in facts.before(shown[0], *codes) if not unit.uncertain] if shown else []
    return evidence(asked, n=len(asked), quote=asked[:1]) if len(asked) >= 2 else None


def objection_explored(facts: Facts) -> Evidence | None:
    """An objection met by asking what lies behind it."""
    for objection in facts.plain(Code.OBJECTION):
        asked = facts.in_turns(facts.stretch_after(objection.turn), *SELLER_QUESTIONS)
        exploring = [unit for unit in asked if not unit.uncertain and _explores(facts, objection, unit)]
        if exploring:
            return evidence((objection, exploring[0]), quote=(objection,), question=exploring[:1])
    return None


def _explores(facts: Facts, objection: Unit, question: Unit) -> bool:
    """Whether a question asks what lies behind an objection, or takes up its words, before any answer."""
    answers = facts.in_turns(range(objection.turn + 1, question.turn + 1), *CAPABILITY_STATEMENTS)
    if any(place(unit) < place(question) for unit in answers):
        return False
    shared = content_words(facts.text(objection)) & content_words(facts.text(question))
    return says("explore", facts.text(question)) or len(shared) >= ALIKE_WORDS


def clean_commitment(facts: Facts) -> Evidence | None:
    """An order or an advance after a proposal, in a call without objections."""
    asked = facts.units(Code.COMMITMENT_PROPOSAL, Code.CLOSING_ATTEMPT)
    if not facts.succeeded or not asked or facts.units(Code.OBJECTION) or facts.coded.outcome is None:
        return None
    agreed = facts.by_id(facts.coded.outcome.units)[-1:]
    return evidence((asked[-1], *agreed), quote=agreed)


RULES = (
    Rule("strength.need_grown", "M20", Severity.LOW, need_grown),
    Rule("strength.benefit_meets_need", "M23", Severity.LOW, benefit_meets_need),
    Rule("strength.problems_first", "M14", Severity.LOW, problems_first),
    Rule("strength.objection_explored", "M28", Severity.LOW, objection_explored),
    Rule("strength.clean_commitment", "M30", Severity.LOW, clean_commitment),
)
