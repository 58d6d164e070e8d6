"""The size of a deal on the pages of its calls (M01)."""

from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from askwell.method.terms import SaleSize
from askwell.server.accounts.models import User
from askwell.server.calls.models import Call, MergedState
from askwell.server.calls.page_queries import state_of
from askwell.server.calls.testing import bring_call
from askwell.server.deals.actions import link_call
from askwell.server.deals.models import Deal
from askwell.server.deals.reckoning import reckoned
from askwell.server.deals.testing import DAY, make_deal
from askwell.server.testing import Cast

SignIn = Callable[[User], Client]
SMALL = {"calls_expected": 1, "people_deciding": 1, "decided_in_absence": False, "commitment": "low",
         "ongoing_relationship": False, "visible_risk": False}  # fmt: skip


def size_of(call: Call) -> SaleSize:
    coded = state_of(call)
    assert coded is not None
    return coded.conversation.sale


def bring_to(cast: Cast, **facts: object) -> tuple[Deal, Call]:
    """A reckoned deal with these facts and a call of it that states no size."""
    deal = make_deal(cast)
    Deal.objects.filter(pk=deal.pk).update(**facts)
    deal.refresh_from_db()
    call = bring_call(cast.ana, cast.team)
    link_call(deal, call)
    reckoned(deal, DAY)
    return deal, call


@pytest.mark.method("M01")
def test_a_call_without_a_size_is_read_as_its_deals_sale_and_says_so(cast: Cast, signed_in_as: SignIn) -> None:
    _deal, call = bring_to(cast, **SMALL)
    html = unescape(signed_in_as(cast.ana).get(reverse("calls:page", kwargs={"slug": call.slug})).content.decode())
    assert "Small sale, as the deal has it" in html
    assert "not stated" not in html
    coded = state_of(call)
    assert coded is not None
    assert all("size of the sale is not stated" not in finding.text.en for finding in coded.findings)
    kept = MergedState.objects.get(call=call)
    assert '"sale":"small"' not in kept.coded_json.replace(" ", ""), "the kept state never rests on the deal"


@pytest.mark.method("M01")
def test_a_size_the_call_states_goes_before_the_deals(cast: Cast) -> None:
    _deal, call = bring_to(cast, **SMALL)
    Call.objects.filter(pk=call.pk).update(sale=SaleSize.MAJOR)
    assert size_of(Call.objects.get(pk=call.pk)) is SaleSize.MAJOR


@pytest.mark.method("M01")
def test_a_deal_of_no_known_size_leaves_the_call_as_it_is(cast: Cast) -> None:
    _deal, call = bring_to(cast)
    assert size_of(call) is SaleSize.UNKNOWN


def test_the_size_of_the_deal_costs_one_question_to_the_database(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    _deal, call = bring_to(cast, **SMALL)
    state_of(call)
    with django_assert_max_num_queries(4):
        state_of(call)
