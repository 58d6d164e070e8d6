"""Whether the sale is major or small, with the reasons on both sides (M01)."""

from askwell.deal.calls import Calls, outcome_of
from askwell.deal.facts import Deal, SaleFacts
from askwell.deal.state import SizedSale
from askwell.deal.terms import Commitment, Role
from askwell.method.entries import Item
from askwell.method.loader import load_codebook
from askwell.method.terms import Outcome, SaleSize

SEVERAL = 3
"""Calls, or people, from which on there are several; two say nothing either way."""
ENOUGH_FOR_MAJOR, ENOUGH_FOR_SMALL = 2, 3
"""Reasons it takes: a major sale taken for a small one is the costly error."""
QUESTIONS = {
    "several_calls": "one_call",
    "several_people": "one_decider",
    "decided_in_absence": "decided_in_presence",
    "high_commitment": "low_commitment",
    "ongoing_relation": "no_later_relation",
    "visible_mistake": "no_visible_mistake",
    "judged_as_one": "separable",
}
"""Each question a fact answers, which as a yes is a reason for a major sale, and the reason for a small one."""
STATED = {SaleSize.MAJOR: "stated_major", SaleSize.SMALL: "stated_small"}
DECIDING = (Role.CORE_DECISION_MAKER, Role.AUXILIARY_DECISION_MAKER, Role.TECHNICAL_GATEKEEPER)
"""Roles whose holders have a say."""


def size_sale(deal: Deal, calls: Calls) -> SizedSale:
    """The class by more reasons on one side than on the other, two at least for major and three for small.

    What is not entered is taken from the calls held and the people on the map, where they show it. Where that does not
    suffice, the size stated in the latest call that states one holds.
    """
    answers = answered(deal, calls)
    major = [question for question, yes in answers.items() if yes]
    small = [QUESTIONS[question] for question, yes in answers.items() if not yes]
    if len(major) > len(small) and len(major) >= ENOUGH_FOR_MAJOR:
        return SizedSale(SaleSize.MAJOR, (*major, *small))
    if len(small) > len(major) and len(small) >= ENOUGH_FOR_SMALL:
        return SizedSale(SaleSize.SMALL, (*small, *major))
    stated = _stated(calls)
    reasons = (STATED[stated],) if stated in STATED else ()
    return SizedSale(stated, (*reasons, *major, *small))


def answered(deal: Deal, calls: Calls) -> dict[str, bool]:
    """Question id to its answer, for the questions that facts, calls or the map answer."""
    facts = deal.sale
    answers = {
        "several_calls": _several_calls(facts, calls),
        "several_people": _several_people(deal),
        "decided_in_absence": facts.decided_in_absence,
        "high_commitment": None if facts.commitment is None else facts.commitment is Commitment.HIGH,
        "ongoing_relation": facts.ongoing_relationship,
        "visible_mistake": facts.visible_risk,
        "judged_as_one": facts.judged_as_one,
    }
    return {question: answer for question, answer in answers.items() if answer is not None}


def unanswered(deal: Deal, calls: Calls) -> tuple[Item, ...]:
    """The questions of the codebook nothing answers yet, of those a fact of the deal can answer.

    A number that was entered is an answer, though it may speak for neither size.
    """
    sale = deal.sale
    entered = {"several_calls": sale.calls_expected, "several_people": sale.people_deciding}
    known = {*answered(deal, calls), *(question for question, number in entered.items() if number is not None)}
    items = load_codebook().entry("sale_size.questions").items
    return tuple(item for item in items if item.id in QUESTIONS and item.id not in known)


def _several(number: int) -> bool | None:
    return True if number >= SEVERAL else False if number <= 1 else None


def _several_calls(facts: SaleFacts, calls: Calls) -> bool | None:
    """As expected; otherwise several calls held without an order show it."""
    if facts.calls_expected is not None:
        return _several(facts.calls_expected)
    open_calls = [coded for coded in calls.coded if outcome_of(coded) is not Outcome.ORDER]
    return True if len(open_calls) >= SEVERAL else None


def _several_people(deal: Deal) -> bool | None:
    """As entered; otherwise several people on the map who have a say show it."""
    if deal.sale.people_deciding is not None:
        return _several(deal.sale.people_deciding)
    deciding = [person for person in deal.people if set(person.roles) & set(DECIDING)]
    return True if len(deciding) >= SEVERAL else None


def _stated(calls: Calls) -> SaleSize:
    sizes = [coded.conversation.sale for coded in calls.coded]
    return next((size for size in reversed(sizes) if size is not SaleSize.UNKNOWN), SaleSize.UNKNOWN)
