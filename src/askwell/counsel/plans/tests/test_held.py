"""Objections to expect (M27, M05), and the plan against the call that was held (M06, M12, M30)."""

import pytest

from askwell.counsel.plans.held import Held, Reached, hold_against, questions_of
from askwell.counsel.plans.objections import expect_objections
from askwell.counsel.plans.plan import Wanted, plan_call
from askwell.counsel.plans.tests.deals import FILLER, GROWN, MAJOR, TOLD, standing
from askwell.deal.tests.deals import call
from askwell.method.loader import load_codebook
from askwell.method.terms import Code, Concern

FEATURES = "seller Ana: {feature: Two heads.} {feature: Ten screens.} {feature: Steel.}\nbuyer Bo: I see.\n"
PRICE = "buyer Bo: {objection concern=price cause=feature: That is a lot of money.}\n"
TO_VISIT = (
    "# outcome: advance a\nseller Ana: {commitment_proposal#p: Would you visit our plant on Friday?}\n"
    "buyer Bo: {agreement#a ->p accepts: Yes, I will be there.}"
)
TO_SEND = "# outcome: advance a\nseller Ana: Well.\nbuyer Bo: {agreement#a: I will send you the figures.}"
WARM = "# outcome: continuation a\nseller Ana: Well.\nbuyer Bo: {other#a: Very interesting.}"
VISIT = "The customer visits our plant in Leeds on Friday."


@pytest.mark.method("M27")
def test_prevention_stands_before_handling() -> None:
    expected = expect_objections(standing(FEATURES + PRICE, sale=MAJOR))[0]
    book = load_codebook()
    assert expected.concern is Concern.PRICE
    assert expected.prevent == (book.entry("cause.feature").advice,)
    assert expected.handle == book.entry("concern.price").advice
    assert [anchor.text for anchor in expected.evidence] == ["That is a lot of money."]


@pytest.mark.method("M27")
def test_what_was_shown_too_early_brings_its_objection() -> None:
    assert [one.concern for one in expect_objections(standing(FEATURES, sale=MAJOR))] == [Concern.PRICE]
    early = "seller Ana: {advantage: It saves time.}\nbuyer Bo: I see.\n"
    assert [one.concern for one in expect_objections(standing(early, sale=MAJOR))] == [Concern.VALUE]
    assert expect_objections(standing(TOLD + GROWN + FEATURES, sale=MAJOR)) == ()


@pytest.mark.method("M04")
def test_an_open_doubt_is_expected_once_and_first() -> None:
    doubt = "buyer Bo: {objection concern=capability doubt=ability: Can you do it?}\n"
    found = expect_objections(standing(FEATURES + PRICE + doubt, sale=MAJOR))
    assert [one.concern for one in found] == [Concern.CAPABILITY, Concern.PRICE]


@pytest.mark.method("M05")
def test_towards_the_decision_faults_are_sought_in_strengths() -> None:
    compares = "buyer Bo: We are down to two.\nbuyer Bo: {buyer_question: What is the notice period?}\n"
    found = expect_objections(standing(TOLD + GROWN, compares, sale=MAJOR))
    assert load_codebook().entry("mind.change").advice in found[0].prevent


def held(text: str, objective: str = VISIT, expected: tuple[Concern, ...] = ()) -> Held:
    plan = plan_call(standing(TOLD, sale=MAJOR), [FILLER], Wanted("Ana"))
    return hold_against(objective, questions_of(plan), expected, call(text))


@pytest.mark.method("M06")
@pytest.mark.parametrize(
    ("text", "reached"), [(TO_VISIT, Reached.REACHED), (TO_SEND, Reached.OTHER), (WARM, Reached.NOT)]
)
def test_the_objective_is_held_against_the_ending(text: str, reached: Reached) -> None:
    assert held(text).reached is reached


@pytest.mark.method("M06")
def test_a_fall_back_that_was_planned_is_told_from_another_advance() -> None:
    plan = plan_call(standing(TOLD, sale=MAJOR), [FILLER], Wanted("Ana"))
    ended = hold_against("Bo signs the order by May", questions_of(plan), (), call(TO_VISIT), ("Nothing alike", VISIT))
    assert ended.reached is Reached.FALL_BACK


@pytest.mark.method("M15")
def test_what_was_asked_is_told_with_the_words() -> None:
    asked = held(
        "seller Ana: {implication_question: And when it jams, who has to wait for it?}\nbuyer Bo: The packers.\n"
        "seller Ana: {problem_question: Do you know why a line stopped?}\nbuyer Bo: Never.\n"
    ).asked
    done = {one.code: one.evidence[0].text for one in asked if one.asked}
    assert done == {
        Code.IMPLICATION_QUESTION: "And when it jams, who has to wait for it?",
        Code.PROBLEM_QUESTION: "Do you know why a line stopped?",
    }
    assert any(not one.asked for one in asked)


@pytest.mark.method("M27")
def test_objections_that_came_are_told_from_those_expected() -> None:
    result = held(FEATURES + PRICE, expected=(Concern.PRICE, Concern.RISK))
    assert [(one.concern, one.expected) for one in result.came] == [(Concern.PRICE, True)]
    assert [name.en for name in result.stayed_away] == ["Risk"]
    assert [(one.concern, one.expected) for one in held(PRICE).came] == [(Concern.PRICE, False)]


@pytest.mark.method("M30")
def test_the_four_actions_are_checked() -> None:
    text = (
        "seller Ana: {other: Is there anything else that is unclear?}\nbuyer Bo: {explicit_need: We want it.}\n"
        "seller Ana: {summary_of_benefits: So you wanted speed and rest.} {commitment_proposal: Shall we test it?}\n"
    )
    assert [done for _name, done in held(text).actions] == [True] * 4
    assert [done for _name, done in held("seller Ana: Well.\nbuyer Bo: Yes.").actions] == [False] * 4


@pytest.mark.method("M12")
def test_the_plan_holds_the_eight_steps_of_a_visit() -> None:
    assert len(plan_call(standing(sale=MAJOR), [], Wanted("Ana")).flow) == 8


@pytest.mark.method("M25")
def test_a_product_without_a_problem_told_begins_with_its_problems() -> None:
    plan = plan_call(standing(sale=MAJOR), [FILLER], Wanted("Ana"))
    assert plan.new_products == load_codebook().entry("m25").advice
    assert plan.statements.built == ()
