"""Signs of a customer who has bought, by rule (M40)."""

from collections.abc import Sequence

import pytest

from askwell.coding.coded import CodedConversation
from askwell.coding.corpus import packaged
from askwell.coding.follow_up import order_lies_behind, signs_of, with_follow_up
from askwell.coding.notation import read_coded_text
from askwell.method.terms import FollowUp

RETURNED = """
# lang: en
seller: {situation_question: How are they running since you moved the line?} Sorry about the wait.
buyer: {other: The first one works well, no complaints there.}
buyer: {implied_need: The second trips twice a shift.}
seller: {other: That should have been caught at handover. We'll replace it under warranty.}
buyer: {objection concern=capability: It still won't hold temperature, whatever he changes.}
seller: {other: I'll fix it today, no charge. You'll have the service report tonight.}
buyer: {agreement: Then Priya will walk you round.}
seller: {problem_question: And what happens to the pallets once they leave your machine?}
buyer: {implied_need: They sit on the dock for forty minutes.}
seller: {implication_question: What does a late truck cost you?}
buyer: {implied_need: Thirty rejected loads a year.}
buyer: {buyer_question: Do you also do dock doors?}
seller: {closing_attempt#c: Shall I put two on the order?}
buyer: {agreement ->c accepts: Yes, put them on.}
"""
BACK = """
# lang: zh
seller: {situation_question: 装了三个月了，用得怎么样？} 您先骂，骂完我再说。
buyer: {other: 一号机挺好的，工人说好用。}
buyer: {implied_need: 二号机昨天又停了两回，你们的售后一直没人来。}
seller: {other: 是我们的问题，质保期内，今天给您换好。}
buyer: {objection concern=capability: 上次换了也还是不行。}
seller: {other: 这回我带了工程师来，当场验收。}
buyer: {agreement: 行，我让小李陪你们去。}
seller: {problem_question: 包装那一头呢，顺不顺？}
buyer: {implied_need: 那边全靠人搬，夜里招不到人。}
seller: {implication_question: 少一个人，一晚上少出多少？}
buyer: {implied_need: 少两成，一年算下来六十万。}
buyer: {buyer_question: 你们有没有码垛的？}
seller: {closing_attempt#c: 那就加一台？}
buyer: {agreement ->c accepts: 加，合同一块儿改。}
"""
FIRST = """
# lang: en
seller: {situation_question: How many lines do you run?}
buyer: {other: Six.}
buyer: {implied_need: Two of them stop every night.}
seller: {commitment_proposal#p: Could we come and measure?}
buyer: {agreement ->p accepts: Yes, on Monday.}
"""
FIRST_ZH = """
# lang: zh
seller: {situation_question: 您这边几条线？}
buyer: {implied_need: 六条，有两条天天夜里停。}
seller: {commitment_proposal#p: 我们来测一测好不好？}
buyer: {agreement ->p accepts: 可以，礼拜一来。}
"""
SIGNS = [
    FollowUp.COOPERATES,
    FollowUp.COMPLAINS,
    FollowUp.COMPLAINS,
    FollowUp.COOPERATES,
    FollowUp.RAISES_NEW_PROBLEMS,
    FollowUp.RAISES_NEW_PROBLEMS,
    FollowUp.ASKS_NEW_BUSINESS,
]


def told(coded: CodedConversation) -> list[FollowUp]:
    signs = signs_of(coded.units, coded.conversation, coded.lang)
    return [signs[unit.id] for unit in coded.units if unit.id in signs]


@pytest.mark.method("M40")
@pytest.mark.parametrize("text", [RETURNED, BACK], ids=["en", "zh"])
def test_the_four_signs_come_from_code_words_and_order_of_the_talk(text: str) -> None:
    assert told(read_coded_text(text)) == SIGNS


@pytest.mark.method("M40")
@pytest.mark.parametrize(
    ("text", "behind"),
    [(RETURNED, True), (BACK, True), (FIRST, False), (FIRST_ZH, False)],
    ids=["en", "zh", "first", "zh first"],
)
def test_a_call_carries_signs_only_where_the_order_lies_behind_it(text: str, behind: bool) -> None:
    coded = read_coded_text(text)
    units = with_follow_up(coded.units, coded.conversation, coded.lang)
    assert order_lies_behind(coded.conversation, coded.lang) is behind
    assert any(unit.attrs.follow_up for unit in units) is behind


def f1(pairs: Sequence[tuple[FollowUp | None, FollowUp | None]], sign: FollowUp) -> float:
    right = pairs.count((sign, sign))
    return 2 * right / (sum(gold is sign for gold, _ in pairs) + sum(found is sign for _, found in pairs))


@pytest.mark.method("M40")
@pytest.mark.parametrize(("lang", "floor"), [("en", 0.60), ("zh", 0.65)])
def test_complaints_and_help_are_found_in_the_development_calls(lang: str, floor: float) -> None:
    """By rule, in the settled units of calls that are known to follow an order: figures must not fall unseen."""
    after = [one for one in packaged("development") if one.lang == lang and _signs_given(one) > 3]
    pairs = [
        (unit.attrs.follow_up, signs_of(one.units, one.conversation, lang).get(unit.id))
        for one in after
        for unit in one.units
    ]
    assert f1(pairs, FollowUp.COMPLAINS) >= floor
    assert f1(pairs, FollowUp.COOPERATES) >= floor


def _signs_given(coded: CodedConversation) -> int:
    return sum(unit.attrs.follow_up is not None for unit in coded.units)
