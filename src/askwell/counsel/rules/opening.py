"""The opening (M10)."""

from askwell.counsel.facts import Evidence, Facts, evidence, place
from askwell.counsel.rules.rule import Rule
from askwell.method.terms import CAPABILITY_STATEMENTS, NEEDS, Code, Severity, Side
from askwell.understanding.cues import begins_with
from askwell.understanding.sides import turn_before

EARLY_TURNS, EARLY_SECONDS = 6, 180.0
BUSINESS = tuple(set(Code) - {Code.SMALL_TALK, Code.OTHER, Code.OTHER_QUESTION})


def benefit_statement(facts: Facts) -> Evidence | None:
    statements = facts.sure(Code.OPENING_BENEFIT_STATEMENT)
    return evidence(statements, quote=statements[:1])


def small_talk_long(facts: Facts) -> Evidence | None:
    """Three or more rounds of small talk by the seller before business begins."""
    business = facts.units(*BUSINESS)
    chat = facts.before(business[0], Code.SMALL_TALK) if business else ()
    sellers = [unit for unit in chat if facts.side(unit.turn) is Side.SELLER]
    return evidence(sellers, n=len(sellers), quote=sellers[-1:]) if len(sellers) >= 3 else None


def personal_interest(facts: Facts) -> Evidence | None:
    """The seller opens on the buyer's hobby, family or desk, whatever the coder makes of it."""
    turns = facts.sellers_turns("personal_interest", range(min(facts.turns, EARLY_TURNS)))
    business = [
        unit for unit in facts.units(*BUSINESS) if unit.turn not in turns and facts.side(unit.turn) is Side.SELLER
    ]
    turns = tuple(turn for turn in turns if not business or turn < business[0].turn)
    units = facts.units_saying("personal_interest", turns)
    return evidence(units, quote=units[:1])


def solution_early(facts: Facts) -> Evidence | None:
    """An advantage, or two statements about the product, unasked in the first minutes, with no problem in view yet."""
    in_view = facts.units(*NEEDS, Code.PROBLEM_QUESTION)
    shown = [
        unit
        for unit in facts.volunteered_capability()
        if _early(facts, unit.turn) and (not in_view or place(unit) < place(in_view[0]))
    ]
    telling = len(shown) > 1 or any(unit.code is not Code.FEATURE for unit in shown)
    return evidence(shown, quote=shown[:2]) if telling else None


def no_consent(facts: Facts) -> Evidence | None:
    """Questions begin without a word of leave asked or purpose told, and the buyer has not said to go ahead."""
    spin = facts.spin()
    if len(spin) < 3 or facts.before(spin[0], Code.OTHER_QUESTION, *CAPABILITY_STATEMENTS):
        return None
    asked_leave = facts.sellers_turns("permission", range(spin[0].turn + 1))
    before = turn_before(facts.coded.conversation, spin[0].turn, Side.BUYER)
    granted = before is not None and begins_with("consent", facts.turn_text(before))
    return None if asked_leave or granted else evidence(spin[:1], quote=spin[:1])


def _early(facts: Facts, turn: int) -> bool:
    start, first = facts.coded.conversation.turns[turn].start, facts.coded.conversation.turns[0].start
    if start is not None and first is not None:
        return start - first <= EARLY_SECONDS
    return turn < EARLY_TURNS


RULES = (
    Rule("opening.benefit_statement", "M10", Severity.MEDIUM, benefit_statement, major_only=True),
    Rule("opening.small_talk_long", "M10", Severity.LOW, small_talk_long, major_only=True),
    Rule("opening.personal_interest", "M10", Severity.LOW, personal_interest, major_only=True, by_words=True),
    Rule("opening.solution_early", "M10", Severity.MEDIUM, solution_early),
    Rule("opening.no_consent", "M10", Severity.LOW, no_consent),
)
