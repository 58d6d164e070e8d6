"""What was asked, and in what order (M13, M14, M22)."""

from askwell.coding.coded import Unit
from askwell.counsel.facts import DEEPER, Evidence, Facts, evidence, place
from askwell.counsel.rules.rule import Rule
from askwell.method.terms import NEEDS, Code, Outcome, Severity


def no_problem_question(facts: Facts) -> Evidence | None:
    """A call of some length in which nobody asked about a difficulty."""
    if facts.turns < 6 or facts.possible(Code.PROBLEM_QUESTION, Code.IMPLICATION_QUESTION):
        return None
    asked = facts.sure(Code.SITUATION_QUESTION)
    shown = facts.volunteered_capability()
    return evidence(asked[-2:] or shown[:2], n=len(asked))


def situation_run(facts: Facts) -> Evidence | None:
    """Four or more situation questions on end."""
    run = facts.longest_run(Code.SITUATION_QUESTION, *DEEPER)
    return evidence(run, n=len(run), quote=run[-2:]) if len(run) >= 4 else None


def situation_many(facts: Facts) -> Evidence | None:
    """Six or more situation questions that make up most of the asking, though never four on end."""
    asked = facts.sure(Code.SITUATION_QUESTION)
    most = len(asked) >= 6 and len(asked) * 2 > len(facts.spin())
    if not most or situation_run(facts):
        return None
    return evidence(asked, n=len(asked), all=len(facts.spin()))


def problem_late(facts: Facts) -> Evidence | None:
    """The first problem question comes in the second half of the call, after situation questions."""
    asked = facts.units(Code.PROBLEM_QUESTION)
    if (
        facts.turns < 10
        or not asked
        or asked[0].uncertain
        or asked[0].turn * 2 <= facts.turns
        or facts.before(asked[0], *NEEDS)
    ):
        return None
    situation = facts.before(asked[0], Code.SITUATION_QUESTION)
    return evidence(asked[:1], n=len(situation), turn=asked[0].turn + 1, of=facts.turns) if situation else None


def no_implication(facts: Facts) -> Evidence | None:
    """Problems were heard and nobody asked what follows from them."""
    if facts.possible(Code.IMPLICATION_QUESTION):
        return None
    heard = facts.sure(Code.IMPLIED_NEED)
    return evidence(heard, n=len(heard), quote=heard[:2])


def payoff_undeveloped(facts: Facts) -> Evidence | None:
    """A need-payoff question on a problem that nobody had developed and the buyer did not yet want solved."""
    early = [unit for unit in facts.sure(Code.NEED_PAYOFF_QUESTION) if not _developed(facts, unit)]
    return evidence(early, quote=early[:1])


def _developed(facts: Facts, payoff: Unit) -> bool:
    """Whether anything asked before may have developed a problem, or the buyer wanted this one solved."""
    if any(facts.may_be(unit, Code.IMPLICATION_QUESTION) for unit in facts.before(payoff, *Code)):
        return True
    need = facts.need_of(payoff)
    wants = facts.before(payoff, Code.EXPLICIT_NEED)
    return bool(wants) if need is None else any(want.id in need.units for want in wants)


def payoff_missing(facts: Facts) -> Evidence | None:
    """A problem was developed, or a want stated, nothing was ordered, and nobody asked what solving it would bring."""
    if facts.outcome is Outcome.ORDER or facts.possible(Code.NEED_PAYOFF_QUESTION):
        return None
    asked = facts.sure(Code.IMPLICATION_QUESTION)
    told = [unit for unit in facts.sure(Code.IMPLIED_NEED) if asked and place(unit) > place(asked[0])]
    ripe = facts.sure(Code.EXPLICIT_NEED) or told
    return evidence(ripe[:2], quote=ripe[:1]) if ripe else None


RULES = (
    Rule("asking.no_problem_question", "M13", Severity.HIGH, no_problem_question),
    Rule("asking.situation_run", "M14", Severity.MEDIUM, situation_run),
    Rule("asking.situation_many", "M14", Severity.MEDIUM, situation_many),
    Rule("asking.problem_late", "M14", Severity.MEDIUM, problem_late),
    Rule("asking.no_implication", "M14", Severity.HIGH, no_implication, major_only=True),
    Rule("asking.payoff_undeveloped", "M14", Severity.MEDIUM, payoff_undeveloped),
    Rule("asking.payoff_missing", "M22", Severity.MEDIUM, payoff_missing),
)
