"""The page of a rival: its deals, facts by age, and what buyers said of it (M37)."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from askwell.server.accounts.models import User
from askwell.server.calls.models import Call
from askwell.server.calls.state import call_state
from askwell.server.deals.customers_actions import add_rival_fact
from askwell.server.deals.objections_rivals import deals_against, said_of
from askwell.server.deals.questions_index import Mark, index_objections
from askwell.server.deals.testing import FullDeal, make_deal
from askwell.server.deals.tests.answered_deals import make_answered_deal
from askwell.server.testing import Cast

SignIn = Callable[[User], Client]


@pytest.fixture
def full(cast: Cast) -> FullDeal:
    made = make_answered_deal(cast)
    call = Call.objects.get(title="Second visit")
    index_objections(call, call_state(call), Mark(call.pk, 1, 0, None))
    return made


def page_of(browser: Client, full: FullDeal) -> str:
    return unescape(browser.get(reverse("deals:rival", kwargs={"pk": full.rival.pk})).content.decode())


@pytest.mark.method("M37")
def test_facts_older_than_a_quarter_are_marked(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    today = timezone.localdate()
    facts = {"text": "Opens in York", "source": "Trade fairs", "day": today - timedelta(days=3)}
    full.fact.day = today - timedelta(days=120)
    full.fact.save()
    add_rival_fact(full.rival, cast.ana, None, facts)
    text = page_of(signed_in_as(cast.ana), full)
    assert text.count("older than a quarter: ask again") == 1
    assert text.index("Opens in York") < text.index("Has no engineer in the north")


@pytest.mark.method("M37")
def test_what_buyers_said_is_found_by_name_and_by_the_concern(full: FullDeal, cast: Cast) -> None:
    said = said_of(cast.ana, full.rival)
    assert {line.quote.text for line in said if line.named} == {
        "With the service we have from Northline.",
        "Northline would be here sooner.",
    }
    full.rival.name = "Westbrook"
    assert [(line.quote.text, line.named) for line in said_of(cast.ana, full.rival)] == [
        ("Northline would be here sooner.", False)
    ]


def test_the_page_shows_the_deals_it_stands_in_and_only_those_seen(
    full: FullDeal, cast: Cast, signed_in_as: SignIn
) -> None:
    other = make_deal(cast, "Of Finn", cast.finn, position="behind")
    other.rivals.add(full.rival)
    assert [deal.name for deal in deals_against(cast.ana, full.rival)] == ["Line service"]
    assert {deal.name for deal in deals_against(cast.ben, full.rival)} == {"Line service", "Of Finn"}
    text = page_of(signed_in_as(cast.ben), full)
    assert "Of Finn" in text
    assert "Behind" in text
    assert said_of(cast.finn, full.rival) == ()
    assert said_of(cast.chen, full.rival) == ()


def test_the_page_takes_few_queries(
    full: FullDeal, cast: Cast, signed_in_as: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = signed_in_as(cast.ana)
    with django_assert_max_num_queries(15):
        page_of(browser, full)
