"""The four stages of a call (M02)."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askwell.coding.notation import read_coded_text
from askwell.method.terms import SELLER_CODES, Stage
from askwell.understanding.stages import find_stages

WHOLE_CALL = """
seller: {small_talk: How was the fair?}
buyer: {small_talk: Busy.}
seller: {situation_question: How many lines do you run?}
buyer: Four.
seller: {problem_question: Where do they stop?}
buyer: {implied_need: The filler jams.}
seller: {implication_question: What does a stop cost?}
buyer: {explicit_need: We want no stops.}
seller: {feature: The head has two nozzles.} {benefit: So it will not stop.}
buyer: {buyer_question: How is it cleaned?}
seller: {feature: By steam.}
buyer: I see.
seller: {commitment_proposal: Could Mr Lee come to see it on Friday?}
buyer: {agreement: He will come.}
"""


def stages_of(text: str) -> list[tuple[Stage, int, int]]:
    return [(span.stage, span.first, span.last) for span in find_stages(read_coded_text(text))]


@pytest.mark.method("M02")
def test_a_call_in_good_order_falls_into_the_four_stages() -> None:
    assert stages_of(WHOLE_CALL) == [
        (Stage.PRELIMINARIES, 0, 1),
        (Stage.INVESTIGATING, 2, 7),
        (Stage.DEMONSTRATING, 8, 11),
        (Stage.COMMITMENT, 12, 13),
    ]


@pytest.mark.method("M02")
def test_one_stray_feature_does_not_make_a_stage() -> None:
    stages = stages_of(
        """
        seller: {situation_question: How many lines?}
        buyer: Four.
        seller: {feature: Ours has two nozzles.}
        buyer: I see.
        seller: {problem_question: Where do they stop?}
        buyer: {implied_need: The filler jams.}
        """
    )
    assert [stage for stage, _, _ in stages] == [Stage.INVESTIGATING]


@pytest.mark.method("M02")
def test_a_stage_may_come_back() -> None:
    investigating = "seller: {problem_question: 哪里最头疼？}\nbuyer: {implied_need: 灌装头老卡。}\n" * 3
    demonstrating = "seller: {feature: 双喷嘴。} {advantage: 换型更快。}\nbuyer: {buyer_question: 怎么清洗？}\n" * 3
    stages = [stage for stage, _, _ in stages_of(investigating + demonstrating + investigating)]
    assert stages == [Stage.INVESTIGATING, Stage.DEMONSTRATING, Stage.INVESTIGATING]


def test_a_call_without_turns_has_no_stages() -> None:
    assert stages_of("# lang: en") == []


@pytest.mark.method("M02")
@given(st.lists(st.sampled_from(sorted(SELLER_CODES)), min_size=1, max_size=30))
def test_stages_cover_every_turn_once_whatever_is_said(codes: list[str]) -> None:
    stages = stages_of("\n".join(f"seller: {{{code}: word}}" for code in codes))
    covered = [turn for _, first, last in stages for turn in range(first, last + 1)]
    assert covered == list(range(len(codes)))
    assert all(one[0] is not other[0] for one, other in pairwise(stages))
