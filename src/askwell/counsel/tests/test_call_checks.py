"""What is looked for in one call: the four actions, the steps of an answer, what brought an objection on."""

from dataclasses import replace

import pytest

from askwell.coding.coded import CodedConversation, Layer
from askwell.coding.notation import read_coded_text
from askwell.counsel.advise import advise
from askwell.counsel.causes import brought_on
from askwell.counsel.facts import Facts
from askwell.counsel.four_actions import four_actions
from askwell.counsel.replies import questions_answered
from askwell.method.terms import Cause, Code
from askwell.understanding.cues import says
from askwell.understanding.understand import understand

WANTS = """
buyer: {explicit_need: We want one ledger for all sites.}
seller: {benefit: With this, all sites post to one ledger.}
buyer: {explicit_need: The month end must close within two days.}
seller: {benefit: Then the month end closes within two days.}
buyer: Right.
"""
ASKED = "{commitment_proposal: Could your auditor see it on Monday?}\nbuyer: We shall see.\n"
CODED_AS_BENEFIT = "{benefit: So one ledger for all the sites, and a month end that closes in two days.} "


def advised(text: str) -> CodedConversation:
    return advise(understand(read_coded_text(text)))


def actions(text: str) -> dict[str, tuple[bool, list[str]]]:
    coded = advised(text)
    return {one.id: (one.whole, [coded.text_of(unit) for unit in one.units]) for one in four_actions(Facts(coded))}


def ids(text: str) -> list[str]:
    return [finding.id for finding in advised(text).findings]


@pytest.mark.method("M30")
def test_the_four_actions_are_each_shown_by_their_moment() -> None:
    found = actions(
        WANTS
        + "seller: {other_question: Is there anything else that would stand in the way?}\nbuyer: No.\n"
        + "seller: {summary_of_benefits: So you would have one ledger.} "
        + ASKED
    )
    assert all(whole for whole, _ in found.values())
    assert found["check_concerns"][1] == ["Is there anything else that would stand in the way?"]
    assert found["summarize_benefits"][1] == ["So you would have one ledger."]
    assert found["propose_commitment"][1] == ["Could your auditor see it on Monday?"]
    assert len(found["investigate_and_demonstrate"][1]) == 2


@pytest.mark.method("M30")
def test_what_was_not_heard_is_not_shown_and_a_want_alone_is_half() -> None:
    found = actions("buyer: {explicit_need: We want one ledger.}\nseller: {feature: It has a ledger.}\n")
    assert found == {
        "investigate_and_demonstrate": (False, ["We want one ledger."]),
        "check_concerns": (False, []),
        "summarize_benefits": (False, []),
        "propose_commitment": (False, []),
    }


@pytest.mark.method("M30")
def test_words_that_take_up_two_things_told_draw_the_talk_together_whatever_their_code() -> None:
    assert "commitment.no_summary" in ids(WANTS + "seller: " + ASKED)
    assert "commitment.no_summary" not in ids(WANTS + "seller: " + CODED_AS_BENEFIT + ASKED)
    whole, shown = actions(WANTS + "seller: " + CODED_AS_BENEFIT + ASKED)["summarize_benefits"]
    assert shown
    assert not whole, "neither its code nor its words say that it is a summary"


@pytest.mark.method("M30")
def test_words_that_take_up_one_thing_told_draw_nothing_together() -> None:
    assert "commitment.no_summary" in ids(WANTS + "seller: {benefit: One ledger for all the sites, then.} " + ASKED)


@pytest.mark.method("M30")
@pytest.mark.parametrize(
    "asked",
    ["What would still stop you?", "Does anything get in the way of it?", "还有什么障碍吗？", "哪一点还不踏实？"],
)
def test_asking_what_stands_in_the_way_checks_concerns(asked: str) -> None:
    assert actions(f"seller: {{other_question: {asked}}}\nbuyer: {{other: 没有。}}")["check_concerns"][0]


@pytest.mark.method("M19")
def test_an_answer_is_held_against_the_steps() -> None:
    coded = advised(
        "buyer: {buyer_question: Does it export to Excel?}\n"
        "seller: {problem_question: What would you do with the sheets?}\n"
        "buyer: {implied_need: We retype them.}\n"
        "seller: {advantage: It exports them as they are.} {other_question: Is that clear?}\n"
        "buyer: Yes.\n"
        "seller: To sum up, the sheets come out ready.\n"
    )
    ((question, steps),) = questions_answered(coded)
    assert coded.text_of(question) == "Does it export to Excel?"
    assert {name: coded.text_of(unit) for name, unit in steps.items() if unit} == {
        "get_information": "What would you do with the sheets?",
        "give_opinion": "It exports them as they are.",
        "check_understanding": "Is that clear?",
        "summarise": "To sum up, the sheets come out ready.",
    }


CALL = "seller: {{{before}: It has two heads.}}\nbuyer: {{objection concern={concern} cause={cause}: {text}}}\n"


@pytest.mark.method("M27")
@pytest.mark.parametrize(
    ("before", "concern", "cause", "shown"),
    [
        ("feature", "price", "feature", True),
        ("feature", "timing", "feature", False),
        ("advantage", "price", "feature", False),
        ("commitment_proposal", "price", "feature", False),
        ("advantage", "value", "advantage", True),
        ("advantage", "price", "advantage", False),
        ("advantage", "timing", "early_solution", True),
        ("commitment_proposal", "timing", "early_solution", False),
    ],
)
def test_a_cause_is_named_only_where_concern_and_words_before_fit_it(
    before: str, concern: str, cause: str, shown: bool
) -> None:
    coded = read_coded_text(CALL.format(before=before, concern=concern, cause=cause, text="Not now."))
    (objection,) = (unit for unit in coded.units if unit.code is Code.OBJECTION)
    found = brought_on(coded, objection)
    assert (found.cause is not None, len(found.units)) == (shown, int(shown))


@pytest.mark.method("M27")
def test_a_cause_a_person_gave_holds_as_they_say_it() -> None:
    coded = read_coded_text(CALL.format(before="feature", concern="timing", cause="feature", text="Not now."))
    decided = replace(coded, layer=Layer(by="person", coder="Ana", over="askwell-trained/4"))
    (objection,) = (unit for unit in coded.units if unit.code is Code.OBJECTION)
    assert brought_on(coded, objection).cause is None
    assert brought_on(decided, objection).cause is Cause.FEATURE
    assert brought_on(decided, replace(objection, p=0.9)).cause is None


@pytest.mark.method("M07")
@pytest.mark.parametrize(
    ("words", "refuses"),
    [
        ("说了不要，我还有事。", True),
        ("我们不签了。", True),
        ("这个合同我们不签，就这样。", True),
        ("我们不签三年的，一年的可以谈。", False),
        ("今天不签，下周再看。", False),
    ],
)
def test_not_signing_refuses_and_not_signing_this_way_does_not(words: str, refuses: bool) -> None:
    assert says("refusal", words) is refuses
