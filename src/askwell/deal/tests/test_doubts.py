"""Doubts kept until they are answered (M04)."""

import pytest

from askwell.deal.doubts import keep_doubts
from askwell.deal.state import KeptDoubt
from askwell.deal.tests.deals import SELLER, calls

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
def test_a_doubt_is_answered_by_the_next_call_that_succeeds_without_it() -> None:
    answered = kept(objection(doubt="ability"), WARM, ADVANCE)["ability"]
    assert not answered.open
    assert [anchor.call for anchor in answered.evidence] == ["c1", "c3"]
    assert kept(objection(doubt="ability"), WARM)["ability"].open
    assert kept(ADVANCE, objection(doubt="ability"))["ability"].open


@pytest.mark.method("M04")
def test_a_doubt_voiced_again_is_open_again() -> None:
    again = kept(objection(doubt="ability"), ADVANCE, objection(doubt="ability"))["ability"]
    assert (again.open, [anchor.call for anchor in again.evidence]) == (True, ["c1", "c3"])


@pytest.mark.method("M04")
def test_an_order_in_the_same_call_answers_and_an_advance_does_not() -> None:
    assert not kept(ORDER)["ability"].open
    assert not kept(ORDER, ORDER)["ability"].open
    assert kept(ADVANCE + "\n" + DOUBT)["ability"].open


@pytest.mark.method("M04")
def test_a_want_answers_whether_it_is_needed_and_nothing_else() -> None:
    want = "buyer Bo: {explicit_need: We want it solved.}\n"
    assert not kept(objection(doubt="necessity") + want)["necessity"].open
    assert kept(want + objection(doubt="necessity"))["necessity"].open
    assert kept(objection(doubt="ability") + want)["ability"].open


@pytest.mark.method("M04")
def test_a_statement_that_answers_the_question_says_what_exactly_it_is() -> None:
    asked = SELLER + "buyer Bo: {buyer_question#q doubt=what_exactly: What is it?}\n"
    assert not kept(asked + "seller: {feature ->q answers: It is a sensor.}")["what_exactly"].open
    assert kept(asked + "seller: {feature: It is blue.}")["what_exactly"].open
