"""Signs of style: ticked for a person, and hinted at by what was said, on the pages (M34)."""

from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from askwell.method.terms import Side
from askwell.server.accounts.models import User
from askwell.server.calls.testing import bring_call, conversation_of
from askwell.server.deals import actions
from askwell.server.deals.models import DealDecision
from askwell.server.deals.reckoning import facts_of, reckoned
from askwell.server.deals.standing_actions import match_speaker, tick_signs
from askwell.server.deals.testing import DAY, FullDeal, make_full_deal
from askwell.server.testing import Cast

SignIn = Callable[[User], Client]
BLUNT = (
    (Side.SELLER, "How do you plan the line today?"),
    (Side.BUYER, "I'll be blunt. It stops three times a shift."),
)
DRIVER = ("direct", "decides_fast", "task_first", "serious")


@pytest.fixture
def full(cast: Cast) -> FullDeal:
    return make_full_deal(cast)


def style_page(full: FullDeal) -> str:
    return reverse("deals:contact_style", args=[full.contact.slug])


def text_of(browser: Client, address: str) -> str:
    return unescape(browser.get(address).content.decode())


@pytest.mark.method("M34")
def test_ticked_signs_are_kept_and_read_as_a_style_with_what_it_rests_on(
    full: FullDeal, cast: Cast, signed_in_as: SignIn
) -> None:
    browser = signed_in_as(cast.ana)
    ticked = {"dominant": ["decides_fast", "direct"], "controlled": ["task_first", "serious"]}
    assert browser.post(style_page(full), ticked).status_code == 302
    full.contact.refresh_from_db()
    assert full.contact.style_signs == list(DRIVER), "in the codebook's order"
    assert facts_of(full.deal, DAY).people[0].style_signs == DRIVER
    text = text_of(browser, style_page(full))
    for part in (
        "Driver",
        "a guess from 4 signs",
        "Dominant 2 · Easy-going 0",
        "not yet enough signs",
        "Watch for next time",
    ):
        assert part in text
    assert "Driver" in text_of(browser, reverse("deals:page", args=[full.deal.slug]))
    assert "Driver" in text_of(browser, reverse("deals:contact", args=[full.contact.slug]))


@pytest.mark.method("M34")
def test_too_few_and_contradictory_signs_are_said(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    browser = signed_in_as(cast.ana)
    text = text_of(browser, style_page(full))
    assert "Style not known yet" in text
    assert "No sign ticked yet." in text
    tick_signs(full.contact, ["direct", "decides_fast", "quiet", "listens_well", "warm"])
    text = text_of(browser, style_page(full))
    assert "The signs contradict each other" in text
    assert "Not enough signs yet: 2 for one end are needed." in text
    tick_signs(full.contact, [*DRIVER, "quiet"])
    assert "1 sign speaks against it." in text_of(browser, style_page(full))


@pytest.mark.method("M34")
def test_ticks_are_taken_back_and_a_sign_that_is_none_is_refused(
    full: FullDeal, cast: Cast, signed_in_as: SignIn
) -> None:
    browser = signed_in_as(cast.ana)
    tick_signs(full.contact, DRIVER)
    assert browser.post(style_page(full), {"dominant": "star_sign"}).status_code == 422
    assert browser.post(style_page(full)).status_code == 302
    full.contact.refresh_from_db()
    assert full.contact.style_signs == []


def test_outsiders_do_not_know_of_the_page(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    for person in (cast.chen, cast.eve, cast.dana):
        assert signed_in_as(person).get(style_page(full)).status_code == 404
        assert signed_in_as(person).post(style_page(full), {"dominant": "direct"}).status_code == 404
    full.contact.refresh_from_db()
    assert full.contact.style_signs == []


@pytest.mark.method("M34")
@pytest.mark.parametrize("accepted", ["yes", "no"])
def test_a_hint_stands_with_its_quote_and_becomes_a_sign_only_when_accepted(
    full: FullDeal, cast: Cast, signed_in_as: SignIn, accepted: str
) -> None:
    call = bring_call(cast.ana, cast.team, conversation_of(BLUNT, title="Third visit"))
    actions.link_call(full.deal, call)
    (heard,) = [one for one in reckoned(full.deal, DAY).unmatched if one["call"] == call.slug]
    match_speaker(full.deal, call, heard["participant"], heard["name"], full.contact)
    browser, page = signed_in_as(cast.ana), reverse("deals:page", args=[full.deal.slug])
    text = text_of(browser, page)
    assert "Sign of style: Straightforward" in text
    assert "I'll be blunt." in text
    full.contact.refresh_from_db()
    assert full.contact.style_signs == [], "nothing is entered by itself"
    said = {"kind": "sign", "person": full.contact.slug, "value": "direct", "accepted": accepted}
    assert browser.post(reverse("deals:settle", args=[full.deal.slug]), said).status_code == 302
    full.contact.refresh_from_db()
    assert full.contact.style_signs == (["direct"] if accepted == "yes" else [])
    assert DealDecision.objects.get(deal=full.deal).value["accepted"] is (accepted == "yes")
    assert "Sign of style" not in text_of(browser, page)
    assert ("I'll be blunt." in text_of(browser, style_page(full))) is (accepted == "yes")
