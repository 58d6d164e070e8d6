"""Roles and attitudes proposed from what people said, never entered by themselves (M32)."""

import pytest

from askwell.deal.proposals import ProposedAttitude, ProposedRole, propose
from askwell.deal.style import style_signs
from askwell.deal.style_hints import ASKS, ProposedSign
from askwell.deal.terms import Role
from askwell.deal.tests.deals import calls, deal, person
from askwell.understanding.by_example import STYLE

DECIDES = "buyer Ruth: {agreement: It's my decision, and I say Friday.}\n"
CHECKS = (
    "buyer Ola: {objection: We have to test it first.}\n"
    "seller Ana: {feature: It runs at 400.}\n"
    "buyer Ola: {other: Nothing goes on the line that I have not tested.}\n"
)
GAINS = "buyer Helen: {explicit_need: It would save us the nights.}\nbuyer Ruth: {explicit_need: I want that too.}\n"


@pytest.mark.method("M32")
def test_a_plain_word_on_who_decides_proposes_the_heart_with_its_quote() -> None:
    (proposed,) = [
        one for one in propose(deal(people=(person("Ruth"),)), calls(DECIDES)) if isinstance(one, ProposedRole)
    ]
    assert proposed.role is Role.CORE_DECISION_MAKER
    assert proposed.evidence[0].text == "It's my decision, and I say Friday."


@pytest.mark.method("M32")
def test_a_role_that_is_entered_is_not_proposed_again() -> None:
    people = (person("Ruth", Role.CORE_DECISION_MAKER),)
    assert not [one for one in propose(deal(people=people), calls(DECIDES)) if isinstance(one, ProposedRole)]


@pytest.mark.method("M32")
def test_one_technical_word_is_not_enough_two_are() -> None:
    once = CHECKS.splitlines(keepends=True)[0]
    assert not [one for one in propose(deal(people=(person("Ola"),)), calls(once)) if isinstance(one, ProposedRole)]
    proposed = propose(deal(people=(person("Ola"),)), calls(CHECKS))
    assert [one.role for one in proposed if isinstance(one, ProposedRole)] == [Role.TECHNICAL_GATEKEEPER]


@pytest.mark.method("M32")
def test_the_first_to_voice_gains_may_be_the_initiator() -> None:
    proposed = propose(deal(people=(person("Helen"), person("Ruth"))), calls(GAINS + GAINS))
    assert [one.person for one in proposed if isinstance(one, ProposedRole) and one.role is Role.INITIATOR] == ["Helen"]


WANTS = "buyer Bo: {explicit_need: I want it.}\n"
NO = "buyer Bo: {objection concern=value objection_class=doubt: It is not worth it.}\n"


def attitudes(text: str, entered: int | None = None) -> list[int]:
    found = propose(deal(people=(person("Bo", attitude=entered),)), calls(text))
    return [one.attitude for one in found if isinstance(one, ProposedAttitude)]


@pytest.mark.method("M32")
def test_wants_and_acts_speak_for_us_objections_against_and_a_draw_says_nothing() -> None:
    assert attitudes(WANTS * 2) == [1]
    assert attitudes(WANTS * 3) == [2]
    assert attitudes(NO * 3) == [-1]
    assert attitudes(WANTS + NO) == []
    assert attitudes(NO) == []


@pytest.mark.method("M32")
@pytest.mark.parametrize(
    "head",
    [
        "concern=timing objection_class=hesitation",
        "concern=other objection_class=doubt",
        "concern=value objection_class=indifference",
        "concern=price objection_class=doubt p=0.6",
    ],
)
def test_what_puts_off_or_is_not_sure_is_no_attitude(head: str) -> None:
    assert attitudes(f"buyer Bo: {{objection {head}: 晚上不行，孩子要接。}}\n" * 3) == []


@pytest.mark.method("M32")
def test_one_threat_is_enough_and_with_another_objection_it_is_against_us() -> None:
    threat = "buyer Bo: {objection concern=price objection_class=threat: Match that or we stop talking.}\n"
    assert attitudes(threat) == [-1]
    assert attitudes(NO + threat) == [-2]


@pytest.mark.method("M32")
def test_an_attitude_is_not_proposed_against_the_one_entered() -> None:
    assert attitudes(WANTS * 2, -1) == []
    assert attitudes(NO * 2, 2) == []
    assert attitudes(WANTS * 3, 1) == [2]
    assert attitudes(WANTS * 2, 2) == []
    assert attitudes(WANTS * 2, 0) == [1]


def roles(text: str, entered: int | None = None) -> list[Role]:
    found = propose(deal(people=(person("Bo", attitude=entered),)), calls(text))
    return [one.role for one in found if isinstance(one, ProposedRole)]


@pytest.mark.method("M32")
def test_nobody_is_proposed_as_a_supporter_who_is_against_us() -> None:
    privately = "buyer Bo: {other: Between you and me, ask for Ruth.}\n"
    assert roles(privately) == [Role.INSIDE_SUPPORTER]
    assert roles(privately, -1) == []
    assert roles(privately + NO * 2) == []
    assert roles("buyer Bo: {other: I could look at it, but don't quote me on that.}\n") == []
    decides = deal(people=(person("Bo", Role.CORE_DECISION_MAKER),))
    found = propose(decides, calls(privately))
    assert not [one for one in found if isinstance(one, ProposedRole)], "who decides needs nobody to speak inside"


@pytest.mark.method("M32")
@pytest.mark.parametrize(
    ("words", "decides"),
    [
        ("I'll sign the permit for Gus.", False),
        ("I'll sign the visitors in.", False),
        ("我签收了再说。", False),
        ("I'll sign the order myself.", True),
        ("I'll sign it, then.", True),
        ("I can approve this.", True),
        ("这事我签字就行。", True),
    ],
)
def test_who_signs_something_else_decides_nothing(words: str, decides: bool) -> None:
    assert (Role.CORE_DECISION_MAKER in roles(f"buyer Bo: {{other: {words}}}\n")) is decides


def signs(text: str, *ticked: str) -> list[str]:
    found = propose(deal(people=(person("Bo", style_signs=ticked),)), calls(text))
    return [one.sign for one in found if isinstance(one, ProposedSign)]


@pytest.mark.method("M34")
@pytest.mark.parametrize(
    ("text", "hinted"),
    [
        ("buyer Bo: {other: I'll be blunt, that is too late for us.}\n", ["direct"]),
        ("buyer Bo: {other: 咱们开门见山。}\n", ["direct"]),
        ("buyer Bo: {agreement: 那就这么定了。}\n", ["decides_fast"]),
        ("buyer Bo: {agreement: Then let's do it.}\n", ["decides_fast"]),
        ("buyer Bo: {other: I don't want to rush this.}\n", []),
        ("buyer Bo: {other: I don't want to rush. } {other: I'd need to check first.}\n", ["careful_judgement"]),
        ("buyer Bo: {other: 第一，要快。} {other: 第二，要省。}\n", ["measured_speech"]),
        ("buyer Bo: {other: It went wrong at two.}\n" * 3, []),
    ],
)
def test_words_that_show_a_sign_of_style_hint_at_it(text: str, hinted: list[str]) -> None:
    assert signs(text) == hinted


@pytest.mark.method("M34")
def test_a_hint_brings_its_quotes_and_a_sign_that_is_ticked_is_not_hinted_at() -> None:
    text = "buyer Bo: {other: I'll be blunt.}\n"
    (hint,) = [one for one in propose(deal(people=(person("Bo"),)), calls(text)) if isinstance(one, ProposedSign)]
    assert [anchor.text for anchor in hint.evidence] == ["I'll be blunt."]
    assert signs(text, "direct") == []


@pytest.mark.method("M34")
def test_many_questions_are_six_and_a_third_of_what_the_person_said() -> None:
    asked, told = "buyer Bo: {buyer_question: And then?}\n", "buyer Bo: {other: We run four.}\n"
    assert signs(asked * 5) == []
    assert signs(asked * 6 + told * 12) == ["many_questions"]
    assert signs(asked * 6 + told * 13) == []


@pytest.mark.method("M34")
def test_hints_are_signs_of_the_codebook() -> None:
    assert {*STYLE, ASKS} <= style_signs()
