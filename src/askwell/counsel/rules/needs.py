"""What became of the needs the buyer voiced (M20, M23)."""

from askwell.coding.coded import Need, Unit
from askwell.counsel.facts import ASKED, DEEPER, PLAIN, Evidence, Facts, evidence, place
from askwell.counsel.rules.rule import Rule
from askwell.method.terms import CAPABILITY_STATEMENTS, SELLER_QUESTIONS, Code, NeedState, Severity, Side, Want
from askwell.understanding.cues import says
from askwell.understanding.measures import takes_up
from askwell.understanding.words import content_words

SURE = 0.75
"""A problem less probable than this is not said to have been passed over."""


def not_taken_up(facts: Facts) -> Evidence | None:
    """Problems the buyer raised unasked, after which the seller spoke of something else and never came back to them.

    One alone counts when it is grave: told with a figure or with what follows from it.
    """
    lying = [need for need in facts.needs if _left_lying(facts, need)]
    left = [facts.by_id(need.units)[0] for need in lying]
    grave = any((need.seriousness or 0) > 1 for need in lying)
    return evidence(left, n=len(left), quote=left[:2]) if len(left) > 1 or grave else None


def _left_lying(facts: Facts, need: Need) -> bool:
    units = facts.by_id(need.units)
    if need.state is NeedState.EXPLICIT or len({unit.turn for unit in units}) > 1 or units[0].p < SURE:
        return False
    reply = facts.stretch_after(units[0].turn)
    asked = facts.stretch_before(units[0].turn)
    if _elicited(facts, units[0], asked) or not _speaks_of_else(facts, reply):
        return False
    if any(_follows_up(facts, unit) for unit in facts.in_turns(reply, *SELLER_QUESTIONS)):
        return False
    at_once = any(_shared_words(facts, units[0], turn) for turn in reply)
    return not at_once and all(_shared_words(facts, units[0], turn) < 2 for turn in range(reply[0], facts.turns))


def _elicited(facts: Facts, told: Unit, asked: range) -> bool:
    """Whether the seller asked for it: by a question that goes deeper, or by one it answers with its first words."""
    return bool(facts.in_turns(asked, *DEEPER) or (told.start == 0 and facts.in_turns(asked, *SELLER_QUESTIONS)))


def _speaks_of_else(facts: Facts, reply: range) -> bool:
    """Whether the seller plainly goes on to the offer, to a step, or to other facts."""
    return any(
        unit.p >= PLAIN for unit in facts.in_turns(reply, *CAPABILITY_STATEMENTS, *ASKED, Code.SITUATION_QUESTION)
    )


def _shared_words(facts: Facts, told: Unit, turn: int) -> int:
    """How many content words of what was told a seller's turn takes up."""
    if facts.side(turn) is not Side.SELLER:
        return 0
    return len(content_words(facts.text(told)) & content_words(facts.turn_text(turn)))


def _follows_up(facts: Facts, question: Unit) -> bool:
    return question.code in DEEPER or bool(takes_up(facts.coded, question))


def stay_implied(facts: Facts) -> Evidence | None:
    """Problems were told, and not one of them became a want."""
    if facts.turns < 6 or facts.possible(Code.EXPLICIT_NEED):
        return None
    gravest = max(facts.needs, key=lambda need: need.seriousness or 0, default=None)
    told = facts.sure(Code.IMPLIED_NEED)
    return evidence(told, n=len(facts.needs), quote=facts.by_id(gravest.units)[:1] if gravest else ())


def benefit_missing(facts: Facts) -> Evidence | None:
    """A want was stated, the seller went on to show or propose, and no benefit answered it."""
    unanswered = [unit for need in facts.needs for unit in _first_want(facts, need) if _unanswered(facts, need, unit)]
    return evidence(unanswered, n=len(unanswered), quote=unanswered[:2])


def _first_want(facts: Facts, need: Need) -> tuple[Unit, ...]:
    wants = [unit for unit in facts.by_id(need.units) if unit.code is Code.EXPLICIT_NEED]
    return tuple(wants[:1])


def _unanswered(facts: Facts, need: Need, want: Unit) -> bool:
    went_on = facts.after(want, *CAPABILITY_STATEMENTS, *ASKED)
    met = (Code.BENEFIT, Code.SUMMARY_OF_BENEFITS)
    benefits = [unit for unit in facts.after(want, *Code) if facts.may_be(unit, *met)]
    decided = facts.by_id(facts.coded.outcome.units) if facts.coded.outcome and facts.succeeded else ()
    late = any(unit.turn < want.turn for unit in decided[-1:])
    answered = any(_shared_words(facts, want, turn) for turn in facts.stretch_after(want.turn))
    if late or answered or want.p < PLAIN:
        return False
    return bool(went_on) and not any(facts.need_of(unit) in (need, None) for unit in benefits)


def benefit_unfounded(facts: Facts) -> Evidence | None:
    """A benefit, or an advantage said to be what the buyer wants, where the buyer had stated no such want."""
    claims = [
        unit
        for unit in facts.sure(Code.BENEFIT, Code.ADVANTAGE)
        if (unit.code is Code.BENEFIT or says("claims_need", facts.text(unit))) and not _wanted_before(facts, unit)
    ]
    return evidence(claims, n=len(claims), quote=claims[:1])


def _wanted_before(facts: Facts, claim: Unit) -> bool:
    if claim.attrs.want is not None:
        return claim.attrs.want is Want.MET
    wants = facts.before(claim, Code.EXPLICIT_NEED)
    need = facts.need_of(claim)
    linked = need is not None and any(link.to == need.id or link.to in need.units for link in claim.links)
    if need is not None and linked:
        return any(place(unit) < place(claim) for unit in _first_want(facts, need))
    return bool(wants)


RULES = (
    Rule("needs.not_taken_up", "M20", Severity.MEDIUM, not_taken_up),
    Rule("needs.stay_implied", "M20", Severity.HIGH, stay_implied, major_only=True),
    Rule("needs.benefit_missing", "M23", Severity.LOW, benefit_missing),
    Rule("needs.benefit_unfounded", "M23", Severity.HIGH, benefit_unfounded),
)
