"""Two that are one: what belonged to one moves to the other, and taken back it is as if nothing had been."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core import serializers
from django.test import Client
from django.urls import reverse

from askwell.server.accounts.models import User
from askwell.server.calls.testing import bring_call
from askwell.server.deals import actions
from askwell.server.deals.customers_actions import add_company, add_contact, change_company
from askwell.server.deals.merging import NotTheSameTeamError, merge, unmerge
from askwell.server.deals.models import Activity, Company, Contact, Deal, DealDecision, Speaker, Stake, StakeRole
from askwell.server.deals.models.importing import Merge
from askwell.server.deals.planning_actions import make_plan
from askwell.server.deals.testing import DAY, make_deal
from askwell.server.testing import Cast

SignIn = Callable[[User], Client]
STATE = (Company, Contact, Deal, Stake, StakeRole, Speaker, Activity, Activity.contacts.through)


def everything() -> list[object]:
    """All rows of customers and deals, without the ids of what is made anew, and the moments of changes."""
    rows = serializers.serialize("python", [row for model in STATE for row in model._default_manager.order_by("pk")])
    plain = []
    for row in rows:
        made_anew = row["model"] in {"deals.stake", "deals.stakerole", "deals.activity_contacts"}
        fields = {k: v for k, v in row["fields"].items() if k not in {"changed_at", "stake"}}
        plain.append((row["model"], None if made_anew else row["pk"], sorted(map(str, fields.items()))))
    return sorted(plain, key=str)


@pytest.fixture
def companies(cast: Cast) -> tuple[Company, Company]:
    """Two spellings of one company, each with a person and a deal."""
    one = add_company(cast.team, "Brackwell Springs", city="Leeds", note="Ours")
    two = add_company(cast.team, "Brackwell Springs plc", domain="brackwell.example", city="York")
    for company, name in ((one, "Helen Stroud"), (two, "Otto Marsh")):
        add_contact(cast.team, name, company)
        make_deal(cast, f"Line of {name}", company=company)
    return one, two


@pytest.fixture
def contacts(cast: Cast) -> tuple[Contact, Contact]:
    """Two entries of one person, both on one deal, the second on another deal and in a call."""
    one = add_contact(cast.team, "Helen Stroud", title="Buyer")
    two = add_contact(cast.team, "H. Stroud", email="helen@brackwell.example", phone="1234567")
    both, other = make_deal(cast, "Both"), make_deal(cast, "Other")
    for contact, deal, facts, roles in (
        (one, both, {"attitude": None, "influence": 3, "last_contact": date(2026, 3, 1)}, ["initiator"]),
        (two, both, {"attitude": 2, "influence": 5, "last_contact": date(2026, 3, 2)}, ["initiator", "key_user"]),
        (two, other, {"attitude": -1}, ["technical_gatekeeper"]),
    ):
        actions.change_stake(actions.add_stake(deal, contact), facts, roles)
    actions.add_activity(both, cast.ana, {"kind": "mail", "day": DAY, "text": "To both"}, [one.pk, two.pk])
    actions.add_activity(other, cast.ana, {"kind": "mail", "day": DAY, "text": "To one"}, [two.pk])
    Speaker.objects.create(call=bring_call(cast.ana, cast.team), participant="p2", contact=two)
    return one, two


def test_people_and_deals_of_the_company_that_goes_move(cast: Cast, companies: tuple[Company, Company]) -> None:
    one, two = companies
    merge(one, two, cast.ana, ["domain", "city"])
    one.refresh_from_db()
    assert (one.name, one.domain, one.city, one.note) == ("Brackwell Springs", "brackwell.example", "York", "Ours")
    assert (one.contacts.count(), one.deals.count(), two.contacts.count(), two.deals.count()) == (2, 2, 0, 0)
    assert list(Company.objects.visible_to(cast.ana)) == [one]


def test_a_merge_of_companies_taken_back_leaves_no_trace(cast: Cast, companies: tuple[Company, Company]) -> None:
    before = everything()
    unmerge(merge(*companies, cast.ana, ["name", "domain", "city"]))
    assert everything() == before
    assert not Merge.objects.exists()


def test_parts_in_deals_are_joined(cast: Cast, contacts: tuple[Contact, Contact]) -> None:
    one, two = contacts
    merge(one, two, cast.ana, ["email", "phone"])
    both = one.stakes.get(deal__name="Both")
    assert (both.attitude, both.influence, both.last_contact) == (2, 3, date(2026, 3, 2))
    assert sorted(both.roles.values_list("role", flat=True)) == ["initiator", "key_user"]
    assert one.stakes.get(deal__name="Other").attitude == -1
    assert not two.stakes.exists()
    assert (one.activities.count(), one.spoken_in.count(), two.activities.count()) == (2, 1, 0)


def test_a_merge_of_contacts_taken_back_leaves_no_trace(cast: Cast, contacts: tuple[Contact, Contact]) -> None:
    before = everything()
    unmerge(merge(*contacts, cast.ana, ["name", "email", "phone"]))
    assert everything() == before


def test_what_was_changed_since_stays_when_a_merge_is_taken_back(
    cast: Cast, companies: tuple[Company, Company]
) -> None:
    one, two = companies
    merged = merge(one, two, cast.ana, ["city", "domain"])
    one.refresh_from_db()
    change_company(one, {"city": "Hull"})
    moved = Deal.objects.get(name="Line of Otto Marsh")
    Deal.objects.filter(pk=moved.pk).update(company=None)
    unmerge(merged)
    one.refresh_from_db()
    moved.refresh_from_db()
    assert (one.city, one.domain, moved.company) == ("Hull", "", None)
    assert two.contacts.count() == 1


def test_plans_and_decisions_name_the_one_kept_until_the_merge_is_taken_back(
    cast: Cast, contacts: tuple[Contact, Contact]
) -> None:
    one, two = contacts
    deal = two.stakes.get(deal__name="Both").deal
    plan = make_plan(deal, cast.ana, {"objective": "Helen names a day", "people": [one.slug, two.slug]})
    told = DealDecision.objects.create(deal=deal, kind="proposal", value={"person": two.slug, "value": "key_user"})
    merged = merge(one, two, cast.ana)
    plan.refresh_from_db()
    told.refresh_from_db()
    assert (plan.people, told.value["person"]) == ([one.slug], one.slug)
    unmerge(Merge.objects.get(pk=merged.pk))
    plan.refresh_from_db()
    told.refresh_from_db()
    assert (plan.people, told.value["person"]) == ([one.slug, two.slug], two.slug)


def test_a_deal_removed_since_is_no_hindrance(cast: Cast, contacts: tuple[Contact, Contact]) -> None:
    merged = merge(*contacts, cast.ana)
    Deal.objects.get(name="Both").delete()
    unmerge(merged)
    assert contacts[1].stakes.get().deal.name == "Other"


def test_what_is_not_two_of_one_team_is_refused(cast: Cast, companies: tuple[Company, Company]) -> None:
    one, two = companies
    theirs = add_company(cast.other_team, "Brackwell Springs")
    for kept, gone in ((one, one), (one, theirs)):
        with pytest.raises(NotTheSameTeamError):
            merge(kept, gone, cast.ana)
    merge(one, two, cast.ana)
    two.refresh_from_db()
    with pytest.raises(NotTheSameTeamError):
        merge(add_company(cast.team, "Third"), two, cast.ana)


def test_the_page_shows_both_side_by_side(cast: Cast, signed_in_as: SignIn, companies: tuple[Company, Company]) -> None:
    one, two = companies
    browser = signed_in_as(cast.ana)
    address = reverse("deals:merge_company", kwargs={"slug": one.slug})
    assert "Brackwell Springs plc" in browser.get(address).content.decode(), "proposed: the same but for its form"
    html = browser.get(address, {"with": two.slug}).content.decode()
    for part in ("Leeds", "York", "brackwell.example", 'name="city"', 'value="gone" checked'):
        assert part in html
    browser.post(address, {"with": two.slug, "name": "kept", "city": "gone", "domain": "gone", "note": "kept"})
    one.refresh_from_db()
    assert (one.city, one.note) == ("York", "Ours")
    html = browser.get(address).content.decode()
    assert "Take it back" in html
    browser.post(reverse("deals:unmerge", kwargs={"pk": Merge.objects.get().pk}))
    two.refresh_from_db()
    assert two.merged_into is None


@pytest.mark.parametrize("name", ["chen", "eve", "dana", "adam"])
def test_outsiders_find_neither(
    cast: Cast, signed_in_as: SignIn, companies: tuple[Company, Company], name: str
) -> None:
    merged = merge(*companies, cast.ana)
    browser = signed_in_as(cast.everybody()[name])
    assert browser.get(reverse("deals:merge_company", kwargs={"slug": companies[0].slug})).status_code == 404
    assert browser.post(reverse("deals:unmerge", kwargs={"pk": merged.pk})).status_code == 404


def test_another_teams_company_cannot_be_merged_in(
    cast: Cast, signed_in_as: SignIn, companies: tuple[Company, Company]
) -> None:
    theirs = add_company(cast.other_team, "Brackwell Springs")
    address = reverse("deals:merge_company", kwargs={"slug": companies[0].slug})
    assert signed_in_as(cast.ana).post(address, {"with": theirs.slug}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.merged_into is None
