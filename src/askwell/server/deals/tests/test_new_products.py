"""The catalogue starts from the problems a product solves, and from the questions that bring them out (M25)."""

from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from askwell.method.loader import load_codebook
from askwell.server.accounts.models import User
from askwell.server.deals.models import Product
from askwell.server.deals.testing import FullDeal, make_full_deal
from askwell.server.testing import Cast

SignIn = Callable[[User], Client]


@pytest.fixture
def full(cast: Cast) -> FullDeal:
    return make_full_deal(cast)


def page_of(client: Client, name: str, lang: str = "en", **kwargs: object) -> str:
    asked = {"HTTP_ACCEPT_LANGUAGE": "zh-hans" if lang == "zh" else "en"}
    return unescape(client.get(reverse(f"deals:{name}", kwargs=kwargs), **asked).content.decode())


@pytest.mark.method("M25")
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_new_product_begins_with_the_problems_it_solves(cast: Cast, signed_in_as: SignIn, lang: str) -> None:
    page = page_of(signed_in_as(cast.ana), "add_product", lang)
    entry = load_codebook().entry("m25")
    assert entry.advice is not None
    assert entry.advice.in_lang(lang) in page
    for step in load_codebook().entry("new_product.cure").items:
        assert step.text.in_lang(lang) in page
    places = [page.index(f'name="{name}"') for name in ("name", "solves", "feature", "function", "evidence", "note")]
    assert places == sorted(places)


@pytest.mark.method("M25")
def test_a_product_shows_the_questions_that_bring_its_problems_out_in_their_language(
    full: FullDeal, cast: Cast, signed_in_as: SignIn
) -> None:
    full.product.points.create(kind="solves", text="灌装头老是卡住")
    page = page_of(signed_in_as(cast.ana), "product", pk=full.product.pk)
    assert "Does this come up here: the filler jams?" in page
    assert "灌装头老是卡住，这种事您这儿常有吗？" in page
    full.product.points.filter(kind="solves").delete()
    assert "No problem is entered." in page_of(signed_in_as(cast.ana), "product", pk=full.product.pk)


def test_somebody_outside_the_team_finds_no_product(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    for user in (cast.dana, cast.eve, cast.chen):
        assert signed_in_as(user).get(reverse("deals:product", kwargs={"pk": full.product.pk})).status_code == 404


@pytest.mark.method("M24")
def test_the_catalogue_counts_functions_and_says_where_no_problem_is(cast: Cast, signed_in_as: SignIn) -> None:
    Product.objects.create(team=cast.team, name="Bare").points.create(kind="function", text="Cleans")
    page = page_of(signed_in_as(cast.ana), "products")
    assert "Functions" in page
    assert "no problem yet" in page
