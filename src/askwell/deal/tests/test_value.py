"""The scale of the deal: what presses, what it costs, which way it leans (M21)."""

import pytest

from askwell.deal.doubts import keep_doubts
from askwell.deal.facts import SaleFacts
from askwell.deal.needs import deal_needs
from askwell.deal.state import Value, Weight
from askwell.deal.terms import Commitment, Leaning
from askwell.deal.tests.deals import SELLER, calls, deal
from askwell.deal.value import pan, weigh_value
from askwell.method.loader import load_codebook
from askwell.method.terms import SaleSize

TOLD = "seller: {problem_question: What stops?}\nbuyer Bo: {implied_need: The filler head jams.}\n"
GROWN = (
    "seller: {implication_question: When the filler head jams, what follows?}\n"
    "buyer Bo: {implied_need: When the filler head jams we pay the crew 4,000.}\n"
    "buyer Bo: {explicit_need: We want a filler head that never jams.}\n"
)
PRICE = "buyer Bo: {objection concern=price objection_class=doubt: That is a lot of money.}\n"
ADVANCE = "# outcome: advance a\n" + SELLER + "buyer Bo: {agreement#a: I will bring the director on Monday.}"


def weighed(*texts: str, size: SaleSize = SaleSize.MAJOR, **facts: object) -> Value:
    heard = calls(*texts)
    return weigh_value(deal(sale=SaleFacts(**facts)), heard, deal_needs(heard), size)  # type: ignore[arg-type]


def costs(value: Value) -> dict[str, int]:
    return {item.id: item.weight for item in value.cost}


@pytest.mark.method("M21")
def test_without_a_need_or_a_cost_it_is_unknown_which_way_it_leans() -> None:
    assert weighed(SELLER + "buyer: Eight.") == Value(Leaning.UNKNOWN, (), ())


@pytest.mark.method("M21")
def test_a_grave_stated_want_leans_to_buying_and_a_bare_fault_weighs_nothing() -> None:
    value = weighed(TOLD + GROWN)
    assert (value.leans, [item.weight for item in value.urgency]) == (Leaning.BUY, [3])
    assert weighed(TOLD).urgency == ()


@pytest.mark.method("M21")
def test_the_words_that_weigh_stand_beside_the_weight() -> None:
    (weight,) = weighed(TOLD + GROWN).urgency
    assert [anchor.text for anchor in weight.evidence] == [
        "When the filler head jams we pay the crew 4,000.",
        "We want a filler head that never jams.",
    ]


@pytest.mark.method("M21")
def test_in_a_major_sale_problems_without_a_want_lean_to_waiting_and_in_a_small_one_they_serve() -> None:
    implied = TOLD + "\n".join(GROWN.splitlines()[:2])
    assert weighed(implied).leans is Leaning.WAIT
    assert weighed(implied, size=SaleSize.SMALL).leans is Leaning.BUY


@pytest.mark.method("M21")
def test_costs_outweigh_a_light_need() -> None:
    want = TOLD + "buyer Bo: {explicit_need: We want a filler head that never jams.}\n"
    assert weighed(want + PRICE).leans is Leaning.WAIT
    assert weighed(TOLD + GROWN + PRICE).leans is Leaning.BUY


@pytest.mark.method("M21")
@pytest.mark.parametrize(
    ("concern", "cost"), [("price", "money"), ("risk", "risk"), ("timing", "effort"), ("authority", "hassle")]
)
def test_a_concern_is_a_cost(concern: str, cost: str) -> None:
    assert costs(weighed(SELLER + f"buyer: {{objection concern={concern} objection_class=threat: Hm.}}")) == {cost: 1}


@pytest.mark.method("M21")
@pytest.mark.parametrize(
    "head", ["concern=competitor", "concern=price objection_class=hesitation", "concern=price p=0.6"]
)
def test_what_names_no_cost_plainly_is_none(head: str) -> None:
    assert costs(weighed(SELLER + f"buyer: {{objection {head}: Hm.}}")) == {}


@pytest.mark.method("M21")
def test_a_cost_weighs_more_each_time_and_three_at_most() -> None:
    assert costs(weighed(SELLER + PRICE * 2)) == {"money": 2}
    assert costs(weighed(SELLER + PRICE * 5)) == {"money": 3}


@pytest.mark.method("M21")
def test_entered_facts_weigh_without_words() -> None:
    value = weighed(commitment=Commitment.HIGH, visible_risk=True)
    assert value.cost == (Weight("money", 1, ()), Weight("risk", 1, ()))
    assert weighed(commitment=Commitment.LOW, visible_risk=False).cost == ()


@pytest.mark.method("M21")
def test_a_cost_stays_on_the_pan_whatever_follows() -> None:
    helpless = "buyer Bo: {objection concern=price objection_class=helplessness: We simply can't afford that.}\n"
    assert costs(weighed(SELLER + helpless, ADVANCE)) == {"money": 1}
    assert costs(weighed(ADVANCE, SELLER + PRICE)) == {"money": 1}


@pytest.mark.method("M21")
def test_the_risk_of_a_doubt_that_was_answered_weighs_nothing() -> None:
    heard = calls(SELLER + "buyer Bo: {objection doubt=ability: Can you?}\n", SELLER + "buyer Bo: You've convinced me.")
    value = weigh_value(deal(), heard, (), SaleSize.MAJOR, keep_doubts(heard))
    assert costs(value) == {}
    assert costs(weigh_value(deal(), heard, (), SaleSize.MAJOR)) == {"risk": 1}


@pytest.mark.method("M21")
def test_a_pan_holds_the_heaviest_and_half_of_the_next() -> None:
    assert pan([Weight("a", 2, ()), Weight("b", 4, ()), Weight("c", 2, ())]) == 5.0
    assert pan([]) == 0.0


def test_every_cost_is_an_item_of_the_codebook() -> None:
    assert {"money", "effort", "risk", "hassle"} == {item.id for item in load_codebook().entry("value.cost").items}
