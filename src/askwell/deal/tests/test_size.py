"""Sale size: a rule a fact, unknown where facts are missing (M01)."""

import pytest

from askwell.deal.facts import SaleFacts
from askwell.deal.size import QUESTIONS, STATED, size_sale, unanswered
from askwell.deal.terms import Commitment, Role
from askwell.deal.tests.deals import SELLER, calls, deal, person
from askwell.method.loader import load_codebook
from askwell.method.terms import SaleSize

ADVANCED = SELLER + "buyer: {agreement#a: I will bring the director on Monday.}"
ORDERED = "# outcome: order a\n" + SELLER + "buyer: {agreement#a: We will take it.}"


def reasons(**facts: object) -> tuple[str, ...]:
    return size_sale(deal(sale=SaleFacts(**facts)), calls()).reasons  # type: ignore[arg-type]


def size(**facts: object) -> SaleSize:
    return size_sale(deal(sale=SaleFacts(**facts)), calls()).size  # type: ignore[arg-type]


@pytest.mark.method("M01")
@pytest.mark.parametrize(
    ("facts", "major", "small"),
    [
        ({"calls_expected": 3}, "several_calls", None),
        ({"calls_expected": 2}, None, None),
        ({"calls_expected": 1}, None, "one_call"),
        ({"people_deciding": 3}, "several_people", None),
        ({"people_deciding": 2}, None, None),
        ({"people_deciding": 1}, None, "one_decider"),
        ({"decided_in_absence": True}, "decided_in_absence", None),
        ({"decided_in_absence": False}, None, "decided_in_presence"),
        ({"commitment": Commitment.HIGH}, "high_commitment", None),
        ({"commitment": Commitment.LOW}, None, "low_commitment"),
        ({"ongoing_relationship": True}, "ongoing_relation", None),
        ({"ongoing_relationship": False}, None, "no_later_relation"),
        ({"visible_risk": True}, "visible_mistake", None),
        ({"visible_risk": False}, None, "no_visible_mistake"),
        ({"judged_as_one": True}, "judged_as_one", None),
        ({"judged_as_one": False}, None, "separable"),
        ({"amount": 9_000_000.0, "currency": "CNY"}, None, None),
    ],
)
def test_each_fact_is_a_reason_for_one_side_and_alone_decides_nothing(
    facts: dict[str, object], major: str | None, small: str | None
) -> None:
    assert reasons(**facts) == tuple(filter(None, (major, small)))
    assert size(**facts) is SaleSize.UNKNOWN


@pytest.mark.method("M01")
def test_two_reasons_make_a_major_sale_unless_as_many_speak_against_it() -> None:
    assert size(calls_expected=6, people_deciding=4) is SaleSize.MAJOR
    assert size(calls_expected=6, people_deciding=1) is SaleSize.UNKNOWN
    assert size(calls_expected=6, people_deciding=4, visible_risk=False, decided_in_absence=False) is SaleSize.UNKNOWN


@pytest.mark.method("M01")
def test_a_small_sale_takes_three_reasons() -> None:
    assert size(calls_expected=1, people_deciding=1) is SaleSize.UNKNOWN
    assert size(calls_expected=1, people_deciding=1, visible_risk=False) is SaleSize.SMALL


@pytest.mark.method("M01")
def test_the_reasons_for_the_class_come_first_and_those_against_it_stay() -> None:
    assert reasons(visible_risk=False, calls_expected=6, people_deciding=4)[-1] == "no_visible_mistake"
    assert reasons(ongoing_relationship=True, calls_expected=1, people_deciding=1, visible_risk=False)[:1] == (
        "one_call",
    )


@pytest.mark.method("M01")
def test_several_calls_held_show_themselves_and_an_order_is_not_one_more() -> None:
    assert size_sale(deal(), calls(ADVANCED, ADVANCED, ADVANCED)).reasons == ("several_calls",)
    assert size_sale(deal(), calls(ADVANCED, ADVANCED, ORDERED)).reasons == ()


@pytest.mark.method("M01")
def test_several_people_with_a_say_on_the_map_show_themselves() -> None:
    deciding = [
        person("Ruth", Role.CORE_DECISION_MAKER),
        person("Colin", Role.AUXILIARY_DECISION_MAKER),
        person("Marek", Role.TECHNICAL_GATEKEEPER),
    ]
    assert size_sale(deal(people=tuple(deciding)), calls()).reasons == ("several_people",)
    users = [person(name, Role.KEY_USER) for name in ("Ruth", "Colin", "Marek")]
    assert size_sale(deal(people=tuple(users)), calls()).reasons == ()


@pytest.mark.method("M01")
def test_a_size_stated_in_a_call_holds_where_the_facts_do_not_decide() -> None:
    stated = calls("# sale: small\n" + SELLER)
    assert size_sale(deal(), stated).size is SaleSize.SMALL
    assert size_sale(deal(), stated).reasons == ("stated_small",)
    facts = SaleFacts(calls_expected=6, people_deciding=4)
    assert size_sale(deal(sale=facts), stated).size is SaleSize.MAJOR


@pytest.mark.method("M01")
def test_only_what_nothing_answers_is_asked() -> None:
    asked = [item.id for item in unanswered(deal(sale=SaleFacts(people_deciding=1)), calls())]
    assert asked == [question for question in QUESTIONS if question != "several_people"]
    two = deal(sale=SaleFacts(calls_expected=2, people_deciding=2))
    assert not {"several_calls", "several_people"} & {item.id for item in unanswered(two, calls())}


def test_every_question_and_reason_is_an_item_of_the_codebook() -> None:
    book = load_codebook()
    items = {name: {item.id for item in book.entry(f"sale_size.{name}").items} for name in ("for_major", "for_small")}
    questions = [item.id for item in book.entry("sale_size.questions").items]
    assert [question for question in questions if question in QUESTIONS] == list(QUESTIONS)
    assert {*QUESTIONS, STATED[SaleSize.MAJOR]} <= items["for_major"]
    assert {*QUESTIONS.values(), STATED[SaleSize.SMALL]} <= items["for_small"]
    assert not items["for_major"] & items["for_small"]
