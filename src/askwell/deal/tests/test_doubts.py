"""Doubts kept until they are answered (M04)."""

from dataclasses import replace
from datetime import date

import pytest

from askwell.coding.coded import CodedConversation
from askwell.deal.calls import calls_in_order
from askwell.deal.doubts import keep_doubts
from askwell.deal.facts import DoubtSaid
from askwell.deal.state import KeptDoubt
from askwell.deal.terms import AnsweredBy
from askwell.deal.tests.deals import SELLER, call, calls
from askwell.method.terms import Doubt

ADVANCE = "# outcome: advance a\n" + SELLER + "buyer Bo: {agreement#a: I will bring the director on Monday.}"
WARM = "# outcome: continuation\n" + SELLER + "buyer Bo: Very interesting."
DOUBT = "buyer Bo: {objection doubt=ability: I wonder.}\n"
ORDER = "# outcome: order o\n" + SELLER + DOUBT + "buyer Bo: {agreement#o: We will take it, on Monday.}"


def kept(*texts: str) -> dict[str, KeptDoubt]:
    return {item.doubt.value: item for item in keep_doubts(calls(*texts))}


def objection(**attrs: str) -> str:
    head = " ".join(f"{key}={value}" for key, value in attrs.items())
    return SELLER + f"buyer Bo: {{objection {head}: I wonder.}}\n"


@pytest.mark.method("M04")
@pytest.mark.parametrize("doubt", ["necessity", "ability", "what_exactly", "later_trouble", "better_elsewhere"])
def test_each_doubt_is_kept_open_with_its_words(doubt: str) -> None:
    found = kept(objection(doubt=doubt))[doubt]
    assert (found.open, [anchor.text for anchor in found.evidence]) == (True, ["I wonder."])


@pytest.mark.method("M04")
@pytest.mark.parametrize(
    ("concern", "doubt"), [("capability", "ability"), ("risk", "later_trouble"), ("competitor", "better_elsewhere")]
)
def test_a_plain_objection_that_doubts_shows_the_doubt_of_its_concern(concern: str, doubt: str) -> None:
    assert set(kept(objection(concern=concern, objection_class="doubt"))) == {doubt}
    assert kept(objection(concern=concern, objection_class="doubt", p="0.6")) == {}
    assert kept(objection(concern=concern, objection_class="anger")) == {}
    assert kept(objection(concern="price", objection_class="doubt")) == {}


@pytest.mark.method("M04")
def test_what_the_coder_is_uncertain_of_is_no_doubt() -> None:
    assert kept(objection(doubt="ability", p="0.4")) == {}


@pytest.mark.method("M04")
@pytest.mark.parametrize(
    "words",
    [
        "So yes, it works on the old boxes, I'm satisfied on that.",
        "You've convinced me.",
        "东西是管用的，这个我放心了。",
        "你这么一说，我心里有底了。",
    ],
)
def test_words_of_satisfaction_of_the_one_who_had_it_answer_a_doubt(words: str) -> None:
    answered = kept(objection(doubt="ability"), SELLER + f"buyer Bo: It ran. {words}")["ability"]
    assert (answered.open, answered.answered_by) == (False, AnsweredBy.WORDS)
    assert [(anchor.call, anchor.text) for anchor in answered.evidence] == [("c1", "I wonder."), ("c2", words)]
    assert answered.people == ("Bo",)


@pytest.mark.method("M04")
@pytest.mark.parametrize(
    "line",
    [
        "buyer Bo: The visit, let me think about it.",
        "buyer Jo: I'm satisfied with that.",
        "seller Ana: I'm satisfied with that.",
        "buyer Bo: If it runs a week, I'm convinced.",
        "buyer Bo: I'm not convinced.",
        "buyer Bo: 您要看到什么才放心？",
        "buyer Bo: 你们要是装得上，我就放心了。",
        "buyer Bo: 我还是不放心。",
        "buyer Bo: {agreement: I will bring the director on Monday.}",
        "buyer Bo: {explicit_need: We want it solved.}",
        "seller Ana: {feature: It is a sensor.}",
    ],
)
def test_other_words_and_other_people_leave_a_doubt_open(line: str) -> None:
    assert kept(objection(doubt="ability"), SELLER + line)["ability"].open


@pytest.mark.method("M04")
def test_a_success_of_a_later_call_answers_no_doubt() -> None:
    assert kept(objection(doubt="ability"), WARM, ADVANCE)["ability"].open


@pytest.mark.method("M04")
def test_whoever_is_not_known_may_have_had_the_doubt() -> None:
    nameless = objection(doubt="ability").replace("buyer Bo", "buyer")
    assert not kept(nameless, SELLER + "buyer Jo: I'm satisfied with that.")["ability"].open


@pytest.mark.method("M04")
def test_each_who_voiced_it_has_to_be_satisfied() -> None:
    two = objection(doubt="ability") + "buyer Jo: {objection doubt=ability: Never.}\n"
    assert kept(two, SELLER + "buyer Bo: I'm satisfied with that.")["ability"].open
    both = "buyer Bo: I'm satisfied with that.\nbuyer Jo: You've convinced me."
    assert not kept(two, SELLER + both)["ability"].open


@pytest.mark.method("M04")
def test_satisfaction_closes_the_doubt_it_speaks_of_and_else_the_last_one() -> None:
    two = (
        SELLER
        + "buyer Bo: {objection doubt=ability: Does it work on the old Schmitz boxes?}\n"
        + "buyer Bo: {objection doubt=later_trouble: Who answers the phone at night?}\n"
    )
    of_boxes = kept(two, SELLER + "buyer Bo: It works on the Schmitz boxes, I'm satisfied on that.")
    assert {name: item.open for name, item in of_boxes.items()} == {"ability": False, "later_trouble": True}
    of_neither = kept(two, SELLER + "buyer Bo: You've convinced me.")
    assert {name: item.open for name, item in of_neither.items()} == {"ability": True, "later_trouble": False}


@pytest.mark.method("M04")
@pytest.mark.parametrize(
    "words", ["I'm satisfied with the parking now.", "I am happy about the new canteen.", "停车的事我放心了。"]
)
def test_satisfaction_with_something_else_closes_nothing(words: str) -> None:
    assert kept(objection(doubt="ability"), SELLER + f"buyer Bo: {words}")["ability"].open


@pytest.mark.method("M04")
def test_words_about_a_doubt_that_was_opened_by_hand_close_no_other() -> None:
    two = SELLER + (
        "buyer Bo: {objection doubt=ability: Can the sensors stand our ovens?}\n"
        "buyer Bo: {objection doubt=better_elsewhere: Brightoven is cheaper.}\n"
        "buyer Bo: I'm satisfied now that the sensors stand our ovens.\n"
    )
    reopened = DoubtSaid(Doubt.ABILITY, False, "Ana", date(2026, 6, 2))
    found = keep_doubts(calls_in_order([call(two, held_at="2026-06-01T10:00")]), [reopened])
    assert {one.doubt.value: one.open for one in found} == {"ability": True, "better_elsewhere": True}


@pytest.mark.method("M04")
def test_a_doubt_voiced_again_is_open_again() -> None:
    satisfied = SELLER + "buyer Bo: You've convinced me."
    again = kept(objection(doubt="ability"), satisfied, objection(doubt="ability"))["ability"]
    assert (again.open, [anchor.call for anchor in again.evidence]) == (True, ["c1", "c3"])


@pytest.mark.method("M04")
def test_an_order_settles_and_an_advance_does_not() -> None:
    assert kept(ORDER)["ability"].answered_by is AnsweredBy.ORDER
    assert not kept(ORDER, ORDER)["ability"].open
    assert kept(ADVANCE + "\n" + DOUBT)["ability"].open
    entered = keep_doubts(calls_in_order([call(objection(doubt="ability"))], date(2026, 6, 9)))
    assert (entered[0].answered_by, len(entered[0].evidence)) == (AnsweredBy.ORDER, 1)


def held(day: str, text: str, call_id: str = "c1") -> CodedConversation:
    return call(text, call_id, held_at=f"{day}T10:00")


def after_entries(told: list[CodedConversation], *entries: DoubtSaid) -> KeptDoubt:
    (found,) = keep_doubts(calls_in_order(told), entries)
    return found


@pytest.mark.method("M04")
def test_what_a_person_enters_closes_a_doubt_and_opens_it_again() -> None:
    told = [held("2026-06-01", objection(doubt="ability"))]
    yes = DoubtSaid(Doubt.ABILITY, True, "Ana", date(2026, 6, 2))
    no = DoubtSaid(Doubt.ABILITY, False, "Ben", date(2026, 6, 3))
    closed, opened = after_entries(told, yes), after_entries(told, yes, no)
    assert (closed.open, closed.answered_by, closed.said) == (False, AnsweredBy.ENTERED, yes)
    assert (opened.open, opened.answered_by, opened.said) == (True, None, no)


@pytest.mark.method("M04")
def test_a_doubt_no_call_shows_can_be_entered_and_answered() -> None:
    entry = DoubtSaid(Doubt.LATER_TROUBLE, False, "Ana", date(2026, 6, 2), note="Mr Bo, on the phone: who mends it?")
    answer = DoubtSaid(Doubt.LATER_TROUBLE, True, "Ben", date(2026, 6, 3))
    opened, closed = after_entries([], entry), after_entries([], entry, answer)
    assert (opened.open, opened.evidence, opened.answered_by, opened.said) == (True, (), None, entry)
    assert (closed.open, closed.answered_by) == (False, AnsweredBy.ENTERED)
    assert closed.said is not None
    assert (closed.said.by, closed.said.note) == ("Ben", entry.note)


@pytest.mark.method("M04")
def test_an_order_of_a_later_day_settles_what_was_entered_and_one_of_an_earlier_does_not() -> None:
    entry = DoubtSaid(Doubt.LATER_TROUBLE, False, "Ana", date(2026, 6, 2), note="Mr Bo, on the phone: who mends it?")
    ordered = call(ORDER.replace(DOUBT, ""), held_at="2026-06-05T10:00")
    heard = after_entries([ordered], entry)
    assert (heard.answered_by, heard.said, heard.evidence[0].call) == (AnsweredBy.ORDER, entry, "c1")
    assert after_entries([replace_day(ordered, "2026-06-01")], entry).open
    for day, still in ((3, False), (2, True)):
        (told,) = keep_doubts(calls_in_order([], date(2026, 6, day)), [entry])
        assert told.open is still


def replace_day(coded: CodedConversation, day: str) -> CodedConversation:
    return replace(coded, conversation=replace(coded.conversation, held_at=f"{day}T10:00"))


@pytest.mark.method("M04")
def test_an_order_that_is_not_sure_settles_nothing() -> None:
    heard = call(ORDER)
    assert heard.outcome is not None
    doubtful = replace(heard, outcome=replace(heard.outcome, p=0.6))
    (found,) = keep_doubts(calls_in_order([doubtful]))
    assert found.open


@pytest.mark.method("M04")
def test_a_later_call_overtakes_what_was_entered() -> None:
    yes = DoubtSaid(Doubt.ABILITY, True, "Ana", date(2026, 6, 2))
    told = [held("2026-06-01", objection(doubt="ability")), held("2026-06-05", objection(doubt="ability"), "c2")]
    assert after_entries(told, yes).open
    no = DoubtSaid(Doubt.ABILITY, False, "Ben", date(2026, 6, 3))
    satisfied = SELLER + "buyer Bo: You've convinced me."
    assert after_entries([told[0], held("2026-06-02", satisfied, "c2")], no).open
    assert not after_entries([told[0], held("2026-06-05", satisfied, "c2")], no).open
