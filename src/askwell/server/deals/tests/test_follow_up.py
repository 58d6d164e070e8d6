"""After the order: the four signs with quotes, complaints until they are settled, the next deal (M40)."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from askwell.deal.tests.deals import calls
from askwell.server.accounts.models import User
from askwell.server.calls.models import Call, Coding, MergedState
from askwell.server.deals import actions
from askwell.server.deals.customers_actions import add_contact
from askwell.server.deals.follow_up_actions import decide_complaint, note_complaint
from askwell.server.deals.follow_up_heard import heard_signs
from askwell.server.deals.follow_up_queries import FollowedUp, complaint_place, followed_up
from askwell.server.deals.models import Deal, DealDecision, Reckoned
from askwell.server.deals.reckoning import reckoned
from askwell.server.deals.standing_said import NONE, OPEN, SETTLED
from askwell.server.deals.testing import DAY, FullDeal, make_full_deal
from askwell.server.deals.tests.answered_deals import AFTERWARDS, bring, make_followed_deal
from askwell.server.testing import Cast

SignIn = Callable[[User], Client]
STOPPED = "It stopped twice in the first week."
TEARS = "There the labeller tears the film."


@pytest.fixture
def full(cast: Cast) -> FullDeal:
    return make_followed_deal(cast)


def address(full: FullDeal, name: str = "follow_up") -> str:
    return reverse(f"deals:{name}", kwargs={"slug": full.deal.slug})


def page_of(browser: Client, full: FullDeal) -> str:
    return unescape(browser.get(address(full)).content.decode())


def shown_to(user: User, deal: Deal) -> FollowedUp:
    return followed_up(deal, user, DAY, "en")


def key_in(full: FullDeal, user: User) -> str:
    (complaint,) = shown_to(user, full.deal).complaints
    return complaint.key


@pytest.mark.method("M40")
def test_signs_are_as_coded_and_by_rule_in_calls_that_do_not_speak_of_a_purchase() -> None:
    seller = "seller Ana: {situation_question: How is it?}\n"
    coded, by_rule, silent = (
        "buyer Bo: {implied_need follow_up=complains: It hums.}",
        "buyer Bo: {implied_need: I am not happy with the service, I have to say.}",
        "buyer Bo: {other: It is Tuesday.}",
    )
    assert [one["sign"] for one in heard_signs(calls(seller + coded, seller + by_rule, seller + silent))] == [
        "complains",
        "complains",
    ]


@pytest.mark.method("M40")
def test_the_page_shows_the_signs_heard_after_the_order(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    text = page_of(signed_in_as(cast.ana), full)
    for said in (STOPPED, TEARS, "Raises new problems", "close it only when the customer says it is closed"):
        assert said in text


def test_what_was_heard_before_any_order_is_no_follow_up(cast: Cast) -> None:
    full = make_full_deal(cast)
    bring(cast, full.deal, AFTERWARDS)
    shown = shown_to(cast.ana, full.deal)
    assert (shown.ordered, shown.calls, shown.complaints, shown.seeds) == (False, 0, (), ())


def test_an_order_that_was_only_perhaps_heard_is_not_followed(full: FullDeal, cast: Cast) -> None:
    assert shown_to(cast.ana, full.deal).ordered
    kept = Coding.objects.get(call__title="Fourth visit")
    told = json.loads(kept.coded_json)
    told["outcome"]["p"] = 0.7
    Coding.objects.filter(pk=kept.pk).update(coded_json=json.dumps(told))
    MergedState.objects.all().delete()
    Reckoned.objects.all().delete()
    shown = shown_to(cast.ana, full.deal)
    assert (shown.ordered, shown.calls, shown.complaints) == (False, 0, ())


def test_a_deal_entered_as_won_is_followed_from_that_day_on(cast: Cast) -> None:
    full = make_full_deal(cast)
    call = bring(cast, full.deal, AFTERWARDS)
    Deal.objects.filter(pk=full.deal.pk).update(state="won", closed_on=date(2026, 2, 1))
    full.deal.refresh_from_db()
    assert shown_to(cast.ana, full.deal).calls == 0
    Call.objects.filter(pk=call.pk).update(held_at=datetime(2026, 2, 3, 9, tzinfo=UTC))
    assert [one.quote.text for one in shown_to(cast.ana, full.deal).complaints if one.quote] == [STOPPED]


@pytest.mark.method("M40")
def test_a_complaint_is_tracked_until_the_customer_says_it_is_settled(
    full: FullDeal, cast: Cast, signed_in_as: SignIn
) -> None:
    browser = signed_in_as(cast.ana)
    said = {"key": key_in(full, cast.ana), "is": SETTLED}
    refused = browser.post(address(full, "complaint"), said)
    assert refused.status_code == 422
    assert "It is settled when the customer says so" in unescape(refused.content.decode())
    browser.post(address(full, "complaint"), {**said, "how": "Runs since Monday, thank you"})
    (complaint,) = shown_to(cast.ben, full.deal).complaints
    assert (complaint.open, complaint.how, complaint.settled_by) == (False, "Runs since Monday, thank you", "Ana")
    assert complaint.settled_at is not None
    assert "Settled by Ana on" in page_of(browser, full)
    browser.post(address(full, "complaint"), {**said, "is": OPEN})
    assert shown_to(cast.ana, full.deal).complaints[0].open
    assert DealDecision.objects.filter(kind="complaint").count() == 2


def test_what_is_no_complaint_is_taken_off_and_stays_off(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    signed_in_as(cast.ana).post(address(full, "complaint"), {"key": key_in(full, cast.ana), "is": NONE})
    assert shown_to(cast.ana, full.deal).complaints == ()
    told = reckoned(full.deal, date(2026, 3, 20)).state["next"]
    assert not any(anchor["text"] == STOPPED for step in told for anchor in step["evidence"])


def test_a_complaint_heard_outside_calls_is_noted_and_settled(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    browser = signed_in_as(cast.ana)
    assert browser.post(address(full, "add_complaint"), {"text": "", "day": "2026-03-01"}).status_code == 422
    browser.post(address(full, "add_complaint"), {"text": "The invoice is wrong", "day": "2026-03-01"})
    noted = next(one for one in shown_to(cast.ana, full.deal).complaints if one.text)
    assert (noted.text, noted.since, noted.by, noted.open) == ("The invoice is wrong", date(2026, 3, 1), "Ana", True)
    browser.post(address(full, "complaint"), {"key": noted.key, "is": SETTLED, "how": "Good"})
    assert not next(one for one in shown_to(cast.ana, full.deal).complaints if one.text).open


def test_a_decision_holds_after_the_ends_of_a_unit_have_moved_and_after_its_sign_is_gone(
    full: FullDeal, cast: Cast
) -> None:
    place, _noted = complaint_place(full.deal, cast.ana, DAY, key_in(full, cast.ana))
    assert place is not None
    moved: dict[str, Any] = {**place, "start": place["start"] + 3}
    decide_complaint(full.deal, cast.ana, SETTLED, how="Fine now", anchor=moved)
    assert [one.open for one in shown_to(cast.ana, full.deal).complaints] == [False]
    elsewhere = {**place, "turn": 0, "start": 0, "end": 3, "text": "How"}
    decide_complaint(full.deal, cast.ana, OPEN, anchor=elsewhere)
    assert [one.open for one in shown_to(cast.ana, full.deal).complaints] == [True, False]


def test_a_key_of_another_deal_means_nothing(full: FullDeal, cast: Cast) -> None:
    other = Deal.objects.create(team=cast.team, owner=cast.ana, name="Other")
    noted = note_complaint(other, cast.ana, "Elsewhere", DAY)
    for key in (str(noted.pk), "nonsense", "a:1:2", ""):
        assert complaint_place(full.deal, cast.ana, DAY, key) == (None, None)


def test_words_of_a_call_the_reader_may_not_read_are_left_out(full: FullDeal, cast: Cast) -> None:
    Call.objects.filter(title="After delivery").update(owner=cast.finn)
    Call.objects.get(title="After delivery").sellers.clear()
    shown = shown_to(cast.ana, full.deal)
    assert (shown.calls, shown.complaints, shown.seeds) == (0, (), ())
    assert len(shown_to(cast.ben, full.deal).complaints) == 1


@pytest.mark.method("M40")
def test_new_problems_begin_the_next_deal_with_their_words_and_people(
    full: FullDeal, cast: Cast, signed_in_as: SignIn
) -> None:
    browser = signed_in_as(cast.ana)
    known = actions.add_stake(full.deal, add_contact(cast.team, "Ruth Bell", full.company))
    actions.change_stake(known, {"relation": "allied", "attitude": 2}, ["key_user"])
    answer = browser.post(address(full, "next_deal"))
    made = Deal.objects.exclude(pk=full.deal.pk).get()
    assert answer.headers["Location"] == reverse("deals:page", kwargs={"slug": made.slug})
    assert (made.company, made.owner, made.name) == (full.company, cast.ana, "Next need of Brackwell Springs Ltd")
    assert TEARS in made.note
    assert STOPPED not in made.note
    assert {stake.contact for stake in made.stakes.all()} == {full.contact, known.contact}
    carried = made.stakes.get(contact=known.contact)
    assert (carried.relation, carried.attitude, carried.roles.count()) == ("allied", None, 0)
    page = unescape(browser.get(reverse("deals:page", kwargs={"slug": made.slug})).content.decode())
    assert "What this deal begins from" in page
    assert page.count(TEARS) == 1
    assert address(full) in page
    assert made.name in page_of(browser, full)
    browser.post(address(full, "next_deal"))
    assert Deal.objects.count() == 2
    actions.delete_deal(made)
    assert len(shown_to(cast.ana, full.deal).seeds) == 1


def test_the_page_takes_few_queries(
    full: FullDeal, cast: Cast, signed_in_as: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = signed_in_as(cast.ana)
    page_of(browser, full)
    with django_assert_max_num_queries(18):
        page_of(browser, full)
