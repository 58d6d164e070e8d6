"""Who sells and who buys: stated, named, or guessed with an honest probability."""

import pytest

from askwell.method.terms import Side
from askwell.transcript.errors import BadInput
from askwell.transcript.labels import stated_side
from askwell.transcript.read import read_conversation
from askwell.transcript.sides import Talk, guess_sides, name_participants, turn_side

ENGLISH = """Speaker 1: Thanks for taking the time. How do you currently plan the night shift?
Speaker 2: We use spreadsheets. Our operators copy them by hand.
Speaker 1: Our customers often start with one line. Shall I send you a proposal?
Speaker 2: What does it cost? Our budget is closed, I need to ask my director.
"""
CHINESE = """说话人1：感谢您抽出时间。贵公司目前是怎么排夜班的？
说话人2：我们现在用表格，我们车间都是手抄。
说话人1：我们的系统可以帮您做这件事，我给您准备一份方案？
说话人2：你们的价格多少？预算要请示领导。
"""
NEUTRAL = "Speaker 1: Good morning.\nSpeaker 2: Good morning.\n"


@pytest.mark.parametrize("text", [ENGLISH, CHINESE])
def test_clear_talk_settles_both_sides(text: str) -> None:
    conversation, notes = read_conversation(text.encode(), "call.txt")
    assert [turn.speaker.value for turn in conversation.turns] == ["seller", "buyer", "seller", "buyer"]
    assert [person.id for person in conversation.participants] == ["p1", "p2"]
    assert all(person.side_p is not None and 0.7 <= person.side_p < 1 for person in conversation.participants)
    assert notes.counts["sides_guessed"] == 2


def test_nothing_to_go_by_leaves_everyone_unknown_without_a_figure() -> None:
    conversation, notes = read_conversation(NEUTRAL.encode(), "call.txt")
    assert {turn.speaker for turn in conversation.turns} == {Side.UNKNOWN}
    assert {person.side_p for person in conversation.participants} == {None}
    assert notes.counts["sides_unknown"] == 2


def test_a_weak_guess_stays_on_the_participant_and_off_the_turns() -> None:
    talks = [Talk("Ana", ("We can support you.",)), Talk("Ben", ("Well.",))]
    people = name_participants(talks)
    assert people[0].side is Side.SELLER
    assert people[0].side_p is not None
    assert 0.5 < people[0].side_p < 0.7
    assert turn_side(people[0]) is Side.UNKNOWN


@pytest.mark.parametrize("asked", ["nora blake", "NORA BLAKE (Berth 2)", "p1", "Ｎora　Blake"])
def test_a_named_seller_sells_and_everyone_else_buys(asked: str) -> None:
    text = "Nora Blake (Berth 2): Hello.\nTomás: Hello.\nNora Blake (Berth 2): Hi.\nLee: Hello.\n"
    conversation, notes = read_conversation(text.encode(), "call.txt", sellers=[asked])
    assert [person.side.value for person in conversation.participants] == ["seller", "buyer", "buyer"]
    assert {person.side_p for person in conversation.participants} == {None}
    assert notes.counts == {"no_times": 4}


def test_several_sellers_can_be_named() -> None:
    text = "Nora: Hello.\nTomás: Hello.\nLee: Hello.\n"
    conversation, _ = read_conversation(text.encode(), "call.txt", sellers=["lee", "nora"])
    assert [turn.speaker.value for turn in conversation.turns] == ["seller", "buyer", "seller"]


def test_a_seller_nobody_is_called_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(BadInput, match="nobody in the transcript is called 'Norah'; the names are: Nora, Tomás"):
        read_conversation("Nora: Hello.\nTomás: Hello.\n".encode(), "call.txt", sellers=["Norah"])


@pytest.mark.parametrize(
    ("label", "side"),
    [
        ("Sales Rep", Side.SELLER),
        ("AE", Side.SELLER),
        ("销售-李明", Side.SELLER),
        ("王客户经理", Side.SELLER),
        ("Customer Success Manager", Side.SELLER),
        ("Customer", Side.BUYER),
        ("客户", Side.BUYER),
        ("采购", Side.BUYER),
        ("Buyer Agent", None),
        ("Nora", None),
        ("Leader", None),
    ],
)
def test_role_words_in_labels_state_a_side(label: str, side: Side | None) -> None:
    assert stated_side(label) is side


def test_those_a_tool_could_not_tell_apart_get_no_side() -> None:
    guesses = guess_sides(
        [Talk("Unknown Speaker", ("Our customers love it.",)), Talk("Ana", ("Our budget is closed.",))]
    )
    assert guesses["Unknown Speaker"] == (Side.UNKNOWN, None)
    assert guesses["Ana"][0] is Side.BUYER


def test_two_on_one_side_can_both_be_found() -> None:
    talks = [
        Talk("A", ("How do you currently plan it?", "Our customers start small.", "Shall I send you a proposal?")),
        Talk("B", ("We use sheets.", "Our budget is closed.", "What does it cost?")),
        Talk("C", ("Our operators wait.", "Our current supplier is slow.")),
    ]
    assert [side.value for side, _ in guess_sides(talks).values()] == ["seller", "buyer", "buyer"]


def test_a_guess_does_not_depend_on_the_order_of_people() -> None:
    talks = [Talk("A", ("Our customers start small.",)), Talk("B", ("What does it cost?",)), Talk("C", ("Yes.",))]
    forward, backward = guess_sides(talks), guess_sides(talks[::-1])
    assert {label: forward[label] for label in "ABC"} == {label: backward[label] for label in "ABC"}
