"""Every fact of a deal says who entered it, and when."""

from collections.abc import Callable
from html import unescape

import pytest
from auditlog.context import set_actor
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from askwell.server.accounts.models import User
from askwell.server.deals import actions
from askwell.server.deals.models import Deal
from askwell.server.deals.noted import noted_of
from askwell.server.deals.testing import make_deal
from askwell.server.testing import Cast

SignIn = Callable[[User], Client]


@pytest.fixture
def deal(cast: Cast) -> Deal:
    with set_actor(cast.ana):
        return make_deal(cast, calls_expected=4, visible_risk=True)


def test_the_last_who_entered_a_fact_is_named(deal: Deal, cast: Cast) -> None:
    with set_actor(cast.ben):
        deal.calls_expected = 6
        deal.save()
    assert {name: noted_of(deal)[name].who for name in ("calls_expected", "visible_risk")} == {
        "calls_expected": str(cast.ben),
        "visible_risk": str(cast.ana),
    }


def test_it_takes_one_query(deal: Deal, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    with set_actor(cast.ana):
        for stage in ("evaluates", "decides", "evaluates", "decides"):
            actions.move_to_stage(deal, stage)
    ContentType.objects.get_for_model(Deal)
    with django_assert_max_num_queries(1):
        assert noted_of(deal)["stage"].who == str(cast.ana)


@pytest.mark.method("M01")
def test_the_page_says_who_entered_facts_and_stage(deal: Deal, cast: Cast, signed_in_as: SignIn) -> None:
    client = signed_in_as(cast.ben)
    client.post(reverse("deals:move", kwargs={"slug": deal.slug}), {"stage": "decides"})
    page = unescape(client.get(reverse("deals:page", kwargs={"slug": deal.slug})).content.decode())
    at = noted_of(deal)["stage"].at
    assert f"Entered by {cast.ben}, " in page
    assert page.count(f"entered by {cast.ana}, ") == 2, "of two facts that are known"
    assert str(at.year) in page


def test_what_no_person_entered_has_its_day_alone(cast: Cast, signed_in_as: SignIn) -> None:
    deal = make_deal(cast, position="ahead", stage="decides")
    page = unescape(signed_in_as(cast.ana).get(reverse("deals:page", kwargs={"slug": deal.slug})).content.decode())
    assert "entered by" not in page.split('id="facts"')[1].split("</section>")[0]
    assert ">entered " in page
