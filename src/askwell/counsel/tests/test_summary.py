"""A call in a few words (M07)."""

import pytest

from askwell.coding.coded import CodedConversation
from askwell.coding.notation import read_coded_text
from askwell.counsel.advise import advise
from askwell.counsel.summary import MomentKind, biggest_need, moments, next_step, why_outcome, worst_fault
from askwell.understanding.understand import understand

GOOD = """
# sale: major
seller: {problem_question: Where do the lines stop?}
buyer: {implied_need: The filler head jams.} {implied_need: Billing is slow.}
seller: {implication_question: When the filler head jams, what happens to Saturday?}
buyer: {implied_need: We pay overtime, about 4,000 a time.}
seller: {need_payoff_question: What if the filler head never jammed?}
buyer: {explicit_need: I want a filler head that never jams.}
seller: {benefit: This filler head cannot jam, for example at Halden it has run for a year.}
buyer: {objection concern=risk: Who repairs it?}
seller: {other_question: What worries you about repairs?} {commitment_proposal: Could Dave see it on Tuesday?}
buyer: {agreement: Yes, I'll bring Dave on Tuesday.}
"""
WARM = """
# sale: major
seller: {problem_question: 报表哪里最费时间？}
buyer: {implied_need: 月底对账要三天。}
seller: {feature: 我们有八十张模板。}
buyer: 挺好的，以后多联系。
"""
REFUSED = """
seller: {feature: 双头。} {feature: 伺服。} {feature: 德国件。}
buyer: {objection concern=price: 太贵了。}
seller: 好吧。
buyer: {objection: 我们不考虑了，谢谢。}
"""


def advised(text: str) -> CodedConversation:
    return advise(understand(read_coded_text(text)))


@pytest.mark.method("M07")
def test_an_advance_is_told_with_the_buyers_words_and_the_want_behind_it() -> None:
    told = why_outcome(advised(GOOD), "en")
    assert "I'll bring Dave on Tuesday" in told
    assert "“I want a filler head that never jams”" in told


@pytest.mark.method("M07")
def test_a_continuation_is_told_as_one_with_what_was_lacking() -> None:
    told = why_outcome(advised(WARM), "zh")
    assert "暂时中断" in told
    assert "月底对账要三天" in told


@pytest.mark.method("M27")
def test_a_refusal_names_the_concern_before_it_and_its_cause() -> None:
    coded = advised(REFUSED)
    labels = [moment.label.zh for moment in moments(coded) if moment.kind is MomentKind.OBJECTION]
    assert "不考虑了" in why_outcome(coded, "zh")
    assert labels == ["最强异议，起因：方案给得太早"]


def test_the_biggest_need_is_the_gravest() -> None:
    need = biggest_need(advised(GOOD))
    assert need is not None
    assert need.label == "I want a filler head that never jams."


def test_moments_come_in_the_order_of_the_talk() -> None:
    coded = advised(GOOD)
    found = moments(coded)
    assert [coded.unit(moment.unit).turn for moment in found] == sorted(
        coded.unit(moment.unit).turn for moment in found
    )
    assert {moment.kind for moment in found} == {
        MomentKind.FIRST_PROBLEM,
        MomentKind.BIGGEST_PROBLEM,
        MomentKind.FIRST_WANT,
        MomentKind.FIRST_CAPABILITY,
        MomentKind.OBJECTION,
        MomentKind.COMMITMENT,
        MomentKind.DECIDED,
    }


def test_after_an_advance_the_next_step_is_to_confirm_it() -> None:
    step = next_step(advised(GOOD), "en")
    assert step.startswith("Confirm in writing today")
    assert "Tuesday" in step


def test_after_a_continuation_the_next_step_goes_back_to_the_problem_told() -> None:
    step = next_step(advised(WARM), "zh")
    assert step == "再约一次，谈定一个由客户来做、有日期的动作。从难点“月底对账要三天”谈起，问它会带来什么。"


def test_after_a_continuation_the_next_step_keeps_what_was_planned_and_promised() -> None:
    talk = """
    # objective: Mr Reed agrees to a trial on line three.
    seller Nora: {problem_question: Where do the lines stop?}
    buyer Reed: {implied_need: The filler head jams.}
    seller Nora: I'll send you our brochure on Monday.
    buyer Reed: Lovely, keep in touch.
    """
    step = next_step(advised(talk.replace("\n    ", "\n")), "en")
    assert "It was planned as: Mr Reed agrees to a trial on line three." in step
    assert "I'll send you our brochure on Monday" in step


def test_what_was_agreed_without_moving_the_sale_is_said_to_be_that() -> None:
    talk = """
seller Nora: {problem_question: Where do the lines stop?}
buyer Reed: {implied_need: The filler head jams.}
seller Nora: Shall I send you our brochure?
buyer Reed: {agreement: Yes, do send it.}
"""
    told = why_outcome(advised(talk), "en")
    assert "What was agreed moves the sale no further (Reed: “do send it”)." in told


def test_how_the_call_ended_is_no_fault_of_its_own() -> None:
    assert worst_fault(advised(WARM)) != next(f for f in advised(WARM).findings if f.row == "M07")


def test_a_strength_is_never_the_worst_fault() -> None:
    fault = worst_fault(advised(GOOD))
    assert fault is None or not fault.id.startswith("strength.")


def test_an_empty_call_says_that_nothing_can_be_told() -> None:
    assert why_outcome(advised("# lang: en"), "en") == "How the call ended cannot be told from its words."
