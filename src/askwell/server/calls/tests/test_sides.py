"""Who sells and who buys: asked when it is not known, guessed with a stated confidence, correctable, remembered."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from askwell.method.terms import Side
from askwell.server.accounts.models import User
from askwell.server.calls.models import Call, CallSeller, KnownSpeaker
from askwell.server.calls.testing import bring_call, conversation_of
from askwell.server.jobs.worker import run_due_jobs
from askwell.server.testing import Cast
from askwell.transcript.conversation import Conversation, Participant, Turn

SignIn = Callable[[User], Client]
SAID = (
    ("Nora", "How do you plan the line today?"),
    ("Mr Reed", "By hand. It stops three times a shift."),
    ("Hal", "And when it stops, what happens to the downtime figures?"),
    ("Ms Voss", "Downtime eats the margin, honestly."),
)


def unknown(title: str = "Four people", side_p: float | None = None) -> Conversation:
    """Four people of whom nobody knows, or somebody guesses, on which side they are."""
    sides = (Side.SELLER, Side.BUYER) * 2 if side_p else (Side.UNKNOWN,) * 4
    names, texts = zip(*SAID, strict=True)
    people = tuple(Participant(f"p{i}", side, names[i], side_p) for i, side in enumerate(sides))
    turns = tuple(Turn(who.side, texts[i], participant=who.id, name=who.name) for i, who in enumerate(people))
    return Conversation(title, turns, lang="en", title=title, participants=people)


@pytest.fixture
def call(cast: Cast) -> Call:
    return bring_call(cast.ana, cast.team, unknown())


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def address(call: Call, name: str = "sides") -> str:
    return reverse(f"calls:{name}", kwargs={"slug": call.slug})


def answered(*sides: Side, **users: int) -> dict[str, object]:
    return {**{f"side_{i}": side.value for i, side in enumerate(sides)}, **users}


def sides_of(call: Call) -> list[Side]:
    return [turn.speaker for turn in call.current_revision.conversation.turns]


def test_a_call_with_unknown_sides_asks_in_the_list_and_on_its_page(
    cast: Cast, signed_in_as: SignIn, call: Call
) -> None:
    browser = signed_in_as(cast.ana)
    for page in (reverse("calls:list"), address(call, "page")):
        html = text_of(browser.get(page))
        assert f'href="{address(call)}"' in html
    assert "not certain who sells" in html


def test_a_call_whose_sides_are_known_asks_nothing(cast: Cast, signed_in_as: SignIn) -> None:
    known = bring_call(cast.ana, cast.team)
    assert "Who is who?" not in text_of(signed_in_as(cast.ana).get(reverse("calls:list")))
    assert "Seller" in text_of(signed_in_as(cast.ana).get(address(known)))


def test_each_speaker_is_shown_with_their_part_and_their_words(cast: Cast, signed_in_as: SignIn, call: Call) -> None:
    html = text_of(signed_in_as(cast.ana).get(address(call)))
    for name, text in SAID:
        assert name in html
        assert text in html
    assert html.count("1 turn") == 4
    assert "No guess: nothing said speaks for either side." in html


@pytest.mark.parametrize(("side_p", "unsure"), [(0.94, False), (0.56, True)])
def test_a_guess_states_its_confidence(cast: Cast, signed_in_as: SignIn, side_p: float, unsure: bool) -> None:
    call = bring_call(cast.ana, cast.team, unknown(side_p=side_p))
    html = text_of(signed_in_as(cast.ana).get(address(call)))
    assert f"Guessed: seller, {side_p:.0%} sure" in html
    assert f"Guessed: buyer, {side_p:.0%} sure" in html
    assert ("guess-unsure" in html) is unsure
    assert call.sides_known is not unsure


def test_several_people_a_side_are_saved_and_the_call_is_coded_anew(
    cast: Cast, signed_in_as: SignIn, call: Call
) -> None:
    browser = signed_in_as(cast.ana)
    answer = browser.post(address(call), answered(Side.SELLER, Side.BUYER, Side.SELLER, Side.BUYER))
    assert answer.headers["Location"] == address(call, "page")
    assert sides_of(call) == [Side.SELLER, Side.BUYER, Side.SELLER, Side.BUYER]
    run_due_jobs()
    call.refresh_from_db()
    assert call.sides_known
    assert call.codings.get(current=True).revision == call.current_revision
    html = text_of(browser.get(address(call, "page")))
    assert "not certain who sells" not in html
    assert "Who sells and who buys was changed" in text_of(browser.get(address(call, "history")))


def test_an_answer_can_be_corrected_and_the_same_answer_makes_no_new_revision(
    cast: Cast, signed_in_as: SignIn, call: Call
) -> None:
    browser = signed_in_as(cast.ana)
    first, second = (Side.SELLER, Side.BUYER) * 2, (Side.BUYER, Side.SELLER) * 2
    for sides in (first, second, second):
        browser.post(address(call), answered(*sides))
    assert sides_of(call) == list(second)
    assert call.revisions.count() == 3


def test_a_stated_side_is_sure_whatever_was_guessed(cast: Cast, signed_in_as: SignIn) -> None:
    call = bring_call(cast.ana, cast.team, unknown(side_p=0.56))
    signed_in_as(cast.ana).post(address(call), answered(*(Side.SELLER, Side.BUYER) * 2))
    call.refresh_from_db()
    assert call.sides_known
    assert {item.side_p for item in call.current_revision.conversation.participants} == {None}


@pytest.mark.parametrize("sides", [("seller", "buyer", "seller", "nobody"), ("seller", "buyer", "seller")])
def test_an_answer_that_cannot_be_is_refused(
    cast: Cast, signed_in_as: SignIn, call: Call, sides: tuple[str, ...]
) -> None:
    answer = signed_in_as(cast.ana).post(address(call), {f"side_{i}": side for i, side in enumerate(sides)})
    assert answer.status_code == 422
    assert 'class="errorlist"' in text_of(answer)
    assert call.revisions.count() == 1


def test_a_seller_matched_to_a_person_sees_the_call(cast: Cast, signed_in_as: SignIn, call: Call) -> None:
    finn = signed_in_as(cast.finn)
    assert finn.get(address(call, "page")).status_code == 404
    sides = (Side.SELLER, Side.BUYER) * 2
    signed_in_as(cast.ana).post(address(call), answered(*sides, user_0=cast.ana.pk, user_2=cast.finn.pk))
    assert finn.get(address(call, "page")).status_code == 200
    assert "Ana, Finn" in text_of(signed_in_as(cast.ben).get(reverse("calls:list")))


def test_a_buyer_is_nobody_of_the_team(cast: Cast, signed_in_as: SignIn, call: Call) -> None:
    signed_in_as(cast.ana).post(address(call), answered(*(Side.SELLER, Side.BUYER) * 2, user_1=cast.finn.pk))
    assert not call.sellers.exists()


def test_a_matched_name_is_remembered_for_the_next_call_of_the_team(
    cast: Cast, signed_in_as: SignIn, call: Call
) -> None:
    signed_in_as(cast.ana).post(address(call), answered(*(Side.SELLER, Side.BUYER) * 2, user_2=cast.finn.pk))
    following = bring_call(cast.ben, cast.team, unknown("The next"))
    assert list(following.sellers.all()) == [cast.finn]
    assert following.owner == cast.finn, "a manager brought it; it belongs to the seller in it"
    elsewhere = bring_call(cast.chen, cast.other_team, unknown("Elsewhere"))
    assert not elsewhere.sellers.exists()


def two_people(*people: Participant) -> Conversation:
    """A talk of two, whose turns carry the sides of those who speak."""
    turns = tuple(Turn(who.side, text, who.id) for who, text in zip(people, ("Four lines.", "We plan."), strict=True))
    return Conversation("two", turns, lang="en", title="Two people", participants=people)


@pytest.mark.parametrize(
    ("side", "side_p"),
    [(Side.UNKNOWN, None), (Side.SELLER, 0.6), (Side.SELLER, 0.94)],
    ids=["unknown", "unsure", "sure"],
)
def test_of_two_speakers_the_one_with_the_name_of_whoever_brings_the_call_sells(
    cast: Cast, side: Side, side_p: float | None
) -> None:
    said = two_people(Participant("p1", side, "Mr Reed", side_p), Participant("p2", side, " aNA ", side_p))
    call = bring_call(cast.ana, cast.team, said)
    assert sides_of(call) == [Side.BUYER, Side.SELLER]
    assert {item.side_p for item in call.current_revision.conversation.participants} == {None}
    assert call.sides_known
    seller = CallSeller.objects.get(call=call)
    assert (seller.user, seller.participant) == (cast.ana, "p2")
    assert bring_call(cast.ana, cast.team, said) == call, "the same talk stays one call"


def test_names_are_compared_without_regard_to_case_and_spaces(cast: Cast) -> None:
    cast.ana.name = "Ana Lindqvist"
    cast.ana.save()
    said = two_people(Participant("p1", Side.UNKNOWN, "ANA  Lindqvist"), Participant("p2", Side.UNKNOWN, "Ana"))
    assert sides_of(bring_call(cast.ana, cast.team, said)) == [Side.SELLER, Side.BUYER]


def test_of_several_speakers_only_the_one_with_the_name_is_settled(cast: Cast) -> None:
    cast.ana.name = "Nora"
    cast.ana.save()
    call = bring_call(cast.ana, cast.team, unknown())
    assert sides_of(call) == [Side.SELLER, Side.UNKNOWN, Side.UNKNOWN, Side.UNKNOWN]
    assert not call.sides_known
    assert list(call.sellers.all()) == [cast.ana]


def test_a_name_of_two_speakers_tells_nothing(cast: Cast) -> None:
    said = two_people(Participant("p1", Side.UNKNOWN, "Ana"), Participant("p2", Side.UNKNOWN, "ana"))
    call = bring_call(cast.ana, cast.team, said)
    assert sides_of(call) == [Side.UNKNOWN, Side.UNKNOWN]
    assert not call.sellers.exists()


def test_stated_sides_stay_whoever_brings_the_call(cast: Cast) -> None:
    people = (Participant("p1", Side.BUYER, "Ana"), Participant("p2", Side.UNKNOWN, "Mr Reed"))
    call = bring_call(cast.ana, cast.team, two_people(*people))
    assert sides_of(call) == [Side.BUYER, Side.UNKNOWN]
    assert not call.sellers.exists()


def test_sides_stated_by_the_turns_alone_stay(cast: Cast) -> None:
    said = two_people(Participant("p1", Side.BUYER, "Ana"), Participant("p2", Side.SELLER, "Mr Reed"))
    people = tuple(replace(item, side=Side.UNKNOWN) for item in said.participants)
    call = bring_call(cast.ana, cast.team, replace(said, participants=people))
    assert sides_of(call) == [Side.BUYER, Side.SELLER]


def test_a_match_taken_back_is_forgotten(cast: Cast, signed_in_as: SignIn, call: Call) -> None:
    browser, sides = signed_in_as(cast.ana), (Side.SELLER, Side.BUYER) * 2
    browser.post(address(call), answered(*sides, user_2=cast.finn.pk))
    browser.post(address(call), answered(*sides))
    assert not KnownSpeaker.objects.exists()
    assert signed_in_as(cast.finn).get(address(call, "page")).status_code == 404


@pytest.mark.parametrize("name", ["chen", "eve", "dana"])
def test_nobody_outside_the_team_is_a_seller_in_it(cast: Cast, signed_in_as: SignIn, call: Call, name: str) -> None:
    stranger = cast.everybody()[name]
    browser = signed_in_as(cast.ana)
    assert f'<option value="{stranger.pk}"' not in text_of(browser.get(address(call)))
    answer = browser.post(address(call), answered(*(Side.SELLER, Side.BUYER) * 2, user_0=stranger.pk))
    assert answer.status_code == 422
    assert not call.sellers.exists()


@pytest.mark.parametrize("name", ["chen", "eve", "finn", "adam"])
def test_outsiders_are_neither_asked_nor_heard(cast: Cast, signed_in_as: SignIn, call: Call, name: str) -> None:
    browser = signed_in_as(cast.everybody()[name])
    assert browser.get(address(call)).status_code == 404
    assert browser.post(address(call), answered(*(Side.SELLER, Side.BUYER) * 2)).status_code == 404
    assert call.revisions.count() == 1


def test_the_analyst_who_reads_figures_only_is_not_asked(cast: Cast, signed_in_as: SignIn, call: Call) -> None:
    assert signed_in_as(cast.dana).get(address(call)).status_code == 403


def test_a_transcript_without_names_says_what_to_do(cast: Cast, signed_in_as: SignIn) -> None:
    said = conversation_of()
    turns = tuple(Turn(Side.UNKNOWN, turn.text) for turn in said.turns)
    call = bring_call(cast.ana, cast.team, replace(said, turns=turns, participants=()))
    assert "The transcript names nobody" in text_of(signed_in_as(cast.ana).get(address(call)))
