"""Needs and their growth (M20)."""

from dataclasses import replace

import pytest

from askwell.coding.coded import Attrs, CodedConversation
from askwell.coding.notation import read_coded_text
from askwell.method.terms import NeedOf, NeedState
from askwell.understanding.growth import Growth, growth_of
from askwell.understanding.needs import needs_worked_on
from askwell.understanding.understand import understand

FILLER = """
seller: {problem_question: Where do the lines stop?}
buyer: {implied_need: The filler head jams a bit now and then.} {implied_need: Our invoices are wrong every month.}
seller: {implication_question: When the filler head jams, what happens to Saturday's orders?}
buyer: {implied_need: We pay the crew overtime, about 4,000 a time.}
seller: {need_payoff_question: If the filler never jammed, what would that be worth?}
buyer: {explicit_need: We want a filler head that never jams.}
"""
ZH = """
seller: {problem_question: 灌装线哪里最容易停？}
buyer: {implied_need: 灌装头一周要卡两次。} {implied_need: 开票流程也很乱。}
seller: {implication_question: 灌装头一卡，周六的订单怎么办？}
buyer: {implied_need: 只好加班，一次要多花四千块。}
seller: {need_payoff_question: 如果灌装头不卡，对您意味着什么？}
buyer: {explicit_need: 我们想要一台不卡的灌装头。}
"""


def understood(text: str) -> CodedConversation:
    return understand(read_coded_text(text))


@pytest.mark.method("M20")
@pytest.mark.parametrize("text", [FILLER, ZH])
def test_a_need_gathers_what_is_said_about_it_across_the_call(text: str) -> None:
    first, second = understood(text).needs
    assert len(first.units) == 3
    assert (first.state, second.state) == (NeedState.EXPLICIT, NeedState.IMPLIED)
    assert len(second.units) == 1


@pytest.mark.method("M20")
def test_the_steps_of_growth_are_named() -> None:
    coded = understood(FILLER)
    steps = [step.kind for step in growth_of(coded, coded.needs[0])]
    assert steps == [Growth.FAULT, Growth.CONSEQUENCE, Growth.WANT]


@pytest.mark.method("M20")
def test_seriousness_rises_with_consequence_figure_and_want() -> None:
    grave, light = understood(FILLER).needs
    assert (grave.seriousness, light.seriousness) == (4, 1)


@pytest.mark.method("M20")
def test_a_label_is_the_buyers_words_without_fillers() -> None:
    (need,) = understood("buyer: {implied_need: Well, honestly, the filler head jams twice a week.}").needs
    assert need.label == "the filler head jams twice a week."


def test_a_label_is_cut_where_the_words_run_long() -> None:
    (need,) = understood("buyer: {implied_need: " + "灌装线" * 30 + "}").needs
    assert need.label.endswith("…")
    assert len(need.label) < 45


@pytest.mark.method("M20")
def test_a_link_joins_what_words_alone_would_not() -> None:
    text = """
    buyer: {implied_need#a: The filler head jams.}
    seller: {problem_question: What about billing?}
    buyer: {implied_need: Billing is slow.}
    seller: {implication_question ->a deepens: And what follows from that?}
    buyer: {implied_need: Shops send whole pallets back.}
    """
    filler, billing = understood(text).needs
    assert [len(filler.units), len(billing.units)] == [2, 1]


@pytest.mark.method("M20")
def test_needs_about_different_things_stay_apart() -> None:
    needs = understood("buyer: {implied_need: The filler head jams.} {explicit_need: We want faster invoices.}").needs
    assert [need.state for need in needs] == [NeedState.IMPLIED, NeedState.EXPLICIT]


@pytest.mark.method("M13")
def test_a_question_is_matched_to_the_need_it_works_on() -> None:
    coded = understood(FILLER)
    implication, payoff = coded.units[3], coded.units[5]
    worked_on = needs_worked_on(coded)
    assert (worked_on[implication.id].id, worked_on[payoff.id].id) == ("n01", "n01")


def test_a_question_before_any_need_works_on_none() -> None:
    coded = understood(FILLER)
    assert coded.units[0].id not in needs_worked_on(coded)


@pytest.mark.method("M20")
def test_what_a_person_says_goes_before_links_and_words() -> None:
    text = """
    buyer: {implied_need#a: The filler head jams.} {implied_need: Billing is slow.}
    buyer: {implied_need: The filler head jams on Sundays too.}
    buyer: {implied_need ->a works_on: Shops send pallets back.}
    """
    coded = read_coded_text(text)

    def grouped(third: NeedOf | None, fourth: NeedOf | None) -> list[int]:
        *first, one, two = coded.units
        said = replace(one, attrs=Attrs(need=third)), replace(two, attrs=Attrs(need=fourth))
        return [len(need.units) for need in understand(replace(coded, units=(*first, *said))).needs]

    assert grouped(None, None) == [3, 1]
    assert grouped(NeedOf.OWN, NeedOf.TOLD) == [2, 1, 1]
    assert grouped(None, NeedOf.OWN) == [2, 1, 1]


@pytest.mark.method("M20")
def test_a_want_that_says_what_is_wanted_names_the_need() -> None:
    (need,) = understood(
        "buyer: {implied_need#a: The filler head jams twice a week.} {explicit_need ->a works_on: I want it gone.}"
    ).needs
    assert need.label == "The filler head jams twice a week."
    assert understood(FILLER).needs[0].label == "We want a filler head that never jams."
