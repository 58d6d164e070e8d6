"""The seller's place with people: entered knowledge, on the deal's page and on the seller's (M36)."""

from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from askwell.deal.sellers_place import assessment
from askwell.method.loader import load_codebook
from askwell.server.accounts.models import Membership, User
from askwell.server.accounts.roles import Role
from askwell.server.deals import actions
from askwell.server.deals.customers_actions import add_contact
from askwell.server.deals.models import Deal, SellerAssessment
from askwell.server.deals.sellers_place import enter_knowledge, places_of
from askwell.server.deals.testing import FullDeal, make_deal, make_full_deal
from askwell.server.testing import Cast

SignIn = Callable[[User], Client]
ALL = [item.id for item in assessment().items]


@pytest.fixture
def full(cast: Cast) -> FullDeal:
    return make_full_deal(cast)


def text_of(browser: Client, address: str) -> str:
    return unescape(browser.get(address).content.decode())


def place_page(seller: User) -> str:
    return reverse("people:place", args=[seller.pk])


def deal_page(full: FullDeal) -> str:
    return reverse("deals:page", args=[full.deal.slug])


def near(full: FullDeal, relation: str, name: str = "", deal: Deal | None = None) -> None:
    """Say how near we are to Helen, or to somebody else of her company."""
    contact = add_contact(full.deal.team, name, full.company) if name else full.contact
    stake = actions.add_stake(deal or full.deal, contact)
    actions.change_stake(stake, {"relation": relation}, [])


@pytest.mark.method("M36")
def test_what_is_not_entered_is_said_and_where_to_enter_it(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    browser = signed_in_as(cast.ana)
    text = text_of(browser, deal_page(full))
    assert "Nobody has entered yet what the seller knows" in text
    assert place_page(cast.ana) in text
    assert "How near we are is not entered for:" in text
    enter_knowledge(cast.team, cast.ana, cast.ana, ALL)
    text = text_of(browser, deal_page(full))
    assert "Nobody has entered yet" not in text
    assert "How near we are is not entered for:" in text
    assert not places_of(cast.ana, cast.ana, "en")[0].found.held


@pytest.mark.method("M36")
@pytest.mark.parametrize(
    ("relation", "points", "place"),
    [
        ("allied", ALL, "Adviser"),
        ("talking", ALL[:4], "Scholar"),
        ("social", ALL[:3], "Buddy"),
        ("stranger", [], "Drifter"),
    ],
)
def test_the_deal_says_the_place_with_each_person_and_what_to_do(
    full: FullDeal, cast: Cast, signed_in_as: SignIn, relation: str, points: list[str], place: str
) -> None:
    near(full, relation)
    enter_knowledge(cast.team, cast.ana, cast.ben, points)
    text = text_of(signed_in_as(cast.ana), deal_page(full))
    advice = load_codebook().entry(f"seller_place.{place.lower()}").advice
    assert advice
    assert f"{place}: Helen Stroud" in text
    assert advice.en in text


@pytest.mark.method("M36")
def test_the_last_assessment_holds_and_says_by_whom(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    near(full, "allied")
    enter_knowledge(cast.team, cast.ana, cast.ana, ALL)
    answer = signed_in_as(cast.ben).post(
        place_page(cast.ana), {"team": cast.team.pk, f"{cast.team.pk}-points": ALL[:2]}
    )
    assert answer.status_code == 302
    assert SellerAssessment.objects.count() == 2, "what was said before stays"
    (team,) = places_of(cast.ana, cast.ana, "en")
    assert (team.points, team.author, team.found.much) == (tuple(ALL[:2]), "Ben", False)
    text = text_of(signed_in_as(cast.ana), place_page(cast.ana))
    assert "Product knowledge: little, 2 of 5 points." in text
    assert "Entered by Ben" in text


@pytest.mark.method("M36")
def test_the_sellers_page_counts_each_person_of_open_deals_once(
    full: FullDeal, cast: Cast, signed_in_as: SignIn
) -> None:
    other = make_deal(cast, "Second line")
    near(full, "talking")
    actions.change_stake(actions.add_stake(other, full.contact), {"relation": "cooperating"}, [])
    near(full, "stranger", "Marek Dudek")
    near(full, "", "Colin Fisk", other)
    near(full, "allied", "Of a lost deal", make_deal(cast, "Lost", state="lost"))
    near(full, "allied", "Of Finn", make_deal(cast, "Finn's", owner=cast.finn))
    enter_knowledge(cast.team, cast.ana, cast.ana, ALL)
    (team,) = places_of(cast.ben, cast.ana, "en")
    assert {held.place.value: [one.name for one in held.people] for held in team.found.held} == {
        "adviser": ["Helen Stroud"],
        "scholar": ["Marek Dudek"],
    }, "as near as in the nearest deal"
    assert [one.name for one in team.found.unknown] == ["Colin Fisk"]
    text = text_of(signed_in_as(cast.ben), reverse("people:person", args=[cast.ana.pk]))
    assert "People on open deals: 3. The aim is adviser." in text
    assert "Say what the seller knows" in text


@pytest.mark.method("M36")
def test_who_may_enter_it_and_outsiders_do_not_know_of_it(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    said = {"team": cast.team.pk, f"{cast.team.pk}-points": ALL}
    for person in (cast.finn, cast.dana, cast.adam, cast.chen, cast.eve):
        assert signed_in_as(person).get(place_page(cast.ana)).status_code == 404
        assert signed_in_as(person).post(place_page(cast.ana), said).status_code == 404
    assert signed_in_as(cast.ana).post(place_page(cast.ana), said | {"team": cast.other_team.pk}).status_code == 404
    assert not SellerAssessment.objects.exists()
    for person in (cast.ana, cast.ben, cast.cleo):
        assert signed_in_as(person).post(place_page(cast.ana), said).status_code == 302
    assert "People on open deals" not in text_of(
        signed_in_as(cast.dana), reverse("people:person", args=[cast.ana.pk])
    ), "an analyst sees figures, not deals"


def test_each_team_knows_the_seller_by_itself(full: FullDeal, cast: Cast) -> None:
    Membership.objects.create(team=cast.other_team, user=cast.ana, role=Role.SELLER.value)
    enter_knowledge(cast.other_team, cast.ana, cast.ana, ALL)
    much = {each.team.pk: each.found.much for each in places_of(cast.ana, cast.ana, "en")}
    assert much == {cast.team.pk: None, cast.other_team.pk: True}
    assert [each.team for each in places_of(cast.ben, cast.ana, "en")] == [cast.team]


def test_more_people_ask_no_more_queries(
    full: FullDeal, cast: Cast, signed_in_as: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for i in range(5):
        near(full, "allied", f"Person {i}", make_deal(cast, f"Deal {i}"))
    enter_knowledge(cast.team, cast.ana, cast.ana, ALL)
    browser = signed_in_as(cast.ben)
    with django_assert_max_num_queries(13):
        text_of(browser, place_page(cast.ana))
