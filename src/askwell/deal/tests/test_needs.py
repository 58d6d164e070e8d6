"""Needs through all calls of a deal: grown, and whose (M20)."""

from dataclasses import replace

import pytest

from askwell.deal.facts import NeedSaid
from askwell.deal.needs import deal_needs
from askwell.deal.tests.deals import SELLER, calls
from askwell.method.terms import NeedState

FIRST = SELLER + "buyer Bo: {implied_need: The filler head jams twice a week.}"
SECOND = (
    SELLER + "seller Ana: {implication_question: When the filler head jams, what follows?}\n"
    "buyer Cy: {implied_need: When the filler head jams we pay the crew 4,000 of overtime.}\n"
    "buyer Cy: {explicit_need: We want a filler head that never jams.}"
)
OTHER = SELLER + "buyer Di: {implied_need: Our invoices are wrong every month.}"


FIRST_ZH = "seller: 问一下。\nbuyer Bo: {implied_need: 灌装头一周要卡两次。}"
SECOND_ZH = (
    "seller: {implication_question: 灌装头卡住之后呢？}\n"
    "buyer Cy: {implied_need: 灌装头一卡，加班就要四千块。}\n"
    "buyer Cy: {explicit_need: 我们要一台不卡的灌装头。}"
)


@pytest.mark.method("M20")
@pytest.mark.parametrize(("first", "second"), [(FIRST, SECOND), (FIRST_ZH, SECOND_ZH)], ids=["en", "zh"])
def test_a_need_grows_from_call_to_call_and_is_known_by_whose_it_is(first: str, second: str) -> None:
    (need,) = deal_needs(calls(first, second))
    assert (need.id, need.state, need.people) == ("n01", NeedState.EXPLICIT, ("Bo", "Cy"))
    assert [anchor.call for anchor in need.evidence] == ["c1", "c2", "c2"]


@pytest.mark.method("M20")
def test_needs_that_share_too_little_stay_apart() -> None:
    first, second = deal_needs(calls(FIRST, OTHER))
    assert (first.people, second.people) == (("Bo",), ("Di",))
    assert second.id == "n02"


@pytest.mark.method("M20")
def test_one_word_in_common_joins_nothing_across_calls() -> None:
    assert len(deal_needs(calls(FIRST, SELLER + "buyer Di: {implied_need: The weekly filler report is late.}"))) == 2


@pytest.mark.method("M20")
def test_two_needs_of_one_call_stay_two_even_where_both_are_like_an_earlier_one() -> None:
    both = (
        SELLER + "buyer Bo: {implied_need: The filler head jams.} We talked of much else then.\n"
        "seller: {situation_question: And the other line?}\nbuyer Bo: {implied_need: The capper belt slips badly.}"
    )
    assert len(deal_needs(calls(FIRST, both))) == 2


@pytest.mark.method("M20")
def test_seriousness_is_reckoned_over_all_calls_as_within_one() -> None:
    (alone,) = deal_needs(calls(FIRST))
    (grown,) = deal_needs(calls(FIRST, SECOND))
    assert alone.seriousness == 1  # as told
    assert grown.seriousness == 4  # 1 as told, 1 for the consequence, 1 for the figure, 1 for the want


@pytest.mark.method("M20")
def test_what_makes_a_need_weigh_is_consequence_figure_and_want() -> None:
    (need,) = deal_needs(calls(FIRST, SECOND))
    assert [anchor.call for anchor in need.weighing] == ["c2", "c2"]


@pytest.mark.method("M20")
def test_what_the_coder_is_uncertain_of_is_no_evidence_where_there_is_better() -> None:
    text = FIRST + "\nbuyer Ed: {implied_need p=0.3: The filler head, maybe.}"
    (need,) = deal_needs(calls(text))
    assert need.people == ("Bo",)


@pytest.mark.method("M20")
def test_a_call_whose_sides_are_not_known_tells_no_need() -> None:
    assert deal_needs(calls("unknown: {implied_need: The filler head jams.}")) == ()


@pytest.mark.method("M20")
def test_people_join_needs_that_share_no_words_and_part_what_is_two() -> None:
    heard = calls(FIRST, SECOND, OTHER)
    (jams, *_), invoices = (need.evidence for need in deal_needs(heard))
    joined = NeedSaid(invoices[0], jams)
    (one,) = deal_needs(heard, [joined])
    assert one.people == ("Bo", "Cy", "Di")
    later = deal_needs(heard)[0].evidence[1]
    assert [need.people for need in deal_needs(heard, [NeedSaid(later)])] == [("Bo",), ("Cy",), ("Di",)]
    assert deal_needs(heard, [joined, NeedSaid(invoices[0])]) == deal_needs(heard), "the last word holds"
    gone = replace(jams, text="Nobody said this.", turn=99)
    assert len(deal_needs(heard, [NeedSaid(later, gone)])) == 2, "likeness tells again where those words are gone"


@pytest.mark.method("M20")
def test_two_needs_of_one_call_become_one_when_somebody_says_so() -> None:
    heard = calls(SELLER + "buyer Bo: {implied_need: The filler head jams.} {implied_need: Invoices are late.}")
    first, second = deal_needs(heard)
    (one,) = deal_needs(heard, [NeedSaid(second.evidence[0], first.evidence[0])])
    assert [anchor.text for anchor in one.evidence] == ["The filler head jams.", "Invoices are late."]


@pytest.mark.method("M20")
def test_a_need_bears_the_name_of_the_want_it_grew_to() -> None:
    (need,) = deal_needs(calls(FIRST, SECOND))
    assert need.label == "We want a filler head that never jams."


@pytest.mark.method("M20")
def test_joining_by_hand_moves_those_words_and_no_others() -> None:
    both = (
        SELLER + "buyer Bo: {implied_need: Invoices are late.} We talked of much else then.\n"
        "seller: {situation_question: And the line?}\nbuyer Bo: {implied_need: The filler head jams on Sundays.}"
    )
    heard = calls(FIRST, both)
    jams, invoices = deal_needs(heard)
    assert (len(jams.evidence), len(invoices.evidence)) == (2, 1)
    (one,) = deal_needs(heard, [NeedSaid(invoices.evidence[0], jams.evidence[0])])
    assert len(one.evidence) == 3


@pytest.mark.method("M20")
def test_words_follow_what_is_told_later_and_leave_what_was_told_before() -> None:
    third = SELLER + "buyer Di: {implied_need: Pallets come back broken.}"
    heard = calls(FIRST, SECOND, third)
    jams, pallets = deal_needs(heard)
    moved = deal_needs(heard, [NeedSaid(jams.evidence[1], pallets.evidence[0])])
    assert [[anchor.call for anchor in need.evidence] for need in moved] == [["c1"], ["c2", "c2", "c3"]]
    each = NeedSaid(jams.evidence[0], pallets.evidence[0]), NeedSaid(pallets.evidence[0], jams.evidence[0])
    (one,) = deal_needs(heard, each)
    assert [anchor.call for anchor in one.evidence] == ["c1", "c2", "c2", "c3"], "each follows the other"


@pytest.mark.method("M20")
def test_words_are_found_again_where_they_stand_now_and_nothing_else_is() -> None:
    heard = calls(
        FIRST, SELLER + "buyer Di: {implied_need: Pallets come back.}\nbuyer Di: {implied_need: Invoices late.}"
    )
    jams, _pallets, invoices = deal_needs(heard)
    shifted = replace(invoices.evidence[0], turn=1)
    found = deal_needs(heard, [NeedSaid(shifted, jams.evidence[0])])
    assert [[anchor.text for anchor in need.evidence] for need in found] == [
        ["The filler head jams twice a week.", "Invoices late."],
        ["Pallets come back."],
    ]


@pytest.mark.method("M20")
def test_words_that_follow_others_which_follow_each_other_are_one_with_them() -> None:
    heard = calls(FIRST, OTHER, SELLER + "buyer Di: {implied_need: Pallets come back broken.}")
    jams, invoices, pallets = (need.evidence[0] for need in deal_needs(heard))
    (one,) = deal_needs(heard, [NeedSaid(jams, invoices), NeedSaid(invoices, pallets), NeedSaid(pallets, invoices)])
    assert [anchor.call for anchor in one.evidence] == ["c1", "c2", "c3"]
