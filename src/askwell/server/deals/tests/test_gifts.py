"""The log of gifts and hospitality of a deal, with limits and approvals (M35)."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from askwell.method.loader import load_codebook
from askwell.server.accounts.models import User
from askwell.server.deals import actions
from askwell.server.deals.customers_actions import add_contact
from askwell.server.deals.erasing import erase_contact
from askwell.server.deals.gifts_actions import GiftFacts, decide_gift, note_gift, set_limit
from askwell.server.deals.gifts_queries import RULE, given_in_year, limits_of
from askwell.server.deals.merging import merge
from askwell.server.deals.models import Contact, Deal, DealDecision, Gift, GiftLimit
from askwell.server.deals.testing import DAY, FullDeal, make_deal, make_full_deal
from askwell.server.testing import Cast

SignIn = Callable[[User], Client]


@pytest.fixture
def full(cast: Cast) -> FullDeal:
    return make_full_deal(cast)


def give(full: FullDeal, giver: User, amount: int = 40, currency: str = "GBP", **facts: Any) -> Gift:
    told: Any = {"text": "Lunch", "occasion": "Site visit", "day": DAY} | facts
    deal, contact = told.pop("deal", full.deal), told.pop("contact", full.contact)
    noted = GiftFacts(amount=Decimal(amount), currency=currency, giver=giver, **told)
    return note_gift(deal, giver, contact, noted)


def address(deal: Deal) -> str:
    return reverse("deals:gifts", kwargs={"slug": deal.slug})


def deciding(gift: Gift) -> str:
    return reverse("deals:decide_gift", kwargs={"slug": gift.deal.slug, "pk": gift.pk})


@pytest.mark.method("M35")
def test_with_no_limit_every_gift_asks_for_approval(full: FullDeal, cast: Cast) -> None:
    gift = give(full, cast.ana, 1)
    assert (gift.state, gift.why) == (Gift.State.ASKS, Gift.Why.NO_LIMIT)


@pytest.mark.method("M35")
def test_what_is_above_a_limit_asks_and_the_limit_itself_does_not(full: FullDeal, cast: Cast) -> None:
    set_limit(cast.team, cast.ben, "GBP", Decimal(50), Decimal(120))
    assert give(full, cast.ana, 50).state == Gift.State.WITHIN
    assert give(full, cast.ana, 51).why == Gift.Why.EACH
    assert give(full, cast.ana, 20, "EUR").why == Gift.Why.NO_LIMIT
    assert give(full, cast.ana, 19).state == Gift.State.WITHIN, "50 + 51 + 19 is exactly the limit of the year"
    assert give(full, cast.ana, 1).why == Gift.Why.YEAR
    assert give(full, cast.ana, 50, day=date(2027, 1, 1)).state == Gift.State.WITHIN


def test_the_year_counts_all_deals_with_the_person_and_nothing_refused(full: FullDeal, cast: Cast) -> None:
    set_limit(cast.team, cast.ben, "GBP", Decimal(50), Decimal(60))
    other = make_deal(cast, "Second line", owner=cast.finn)
    actions.add_stake(other, full.contact)
    asked = give(full, cast.ana, 55)
    assert give(full, cast.finn, 10, deal=other).why == Gift.Why.YEAR
    decide_gift(asked, cast.ben, approved=False, note="Too much")
    assert give(full, cast.finn, 50, deal=other).state == Gift.State.WITHIN
    assert given_in_year([full.contact.pk]) == {(full.contact.pk, 2026, "GBP"): Decimal(60)}


def test_gifts_of_two_that_are_one_count_together(full: FullDeal, cast: Cast) -> None:
    set_limit(cast.team, cast.ben, "GBP", Decimal(50), Decimal(60))
    double = add_contact(cast.team, "Helen Stroud", full.company)
    give(full, cast.ana, 40, contact=double)
    merge(full.contact, double, cast.ana)
    assert give(full, cast.ana, 30).why == Gift.Why.YEAR


def test_the_last_limit_holds_and_each_setting_stays(cast: Cast) -> None:
    set_limit(cast.team, cast.ben, "GBP", Decimal(50), Decimal(120))
    set_limit(cast.team, cast.ben, "CNY", Decimal(300), Decimal(1000))
    set_limit(cast.team, cast.ben, "GBP", None, None)
    assert set(limits_of(cast.team)) == {"CNY"}
    assert GiftLimit.objects.count() == 3


def test_a_limit_of_another_team_is_none(full: FullDeal, cast: Cast) -> None:
    set_limit(cast.other_team, cast.chen, "GBP", Decimal(50), Decimal(120))
    assert give(full, cast.ana, 1).why == Gift.Why.NO_LIMIT


@pytest.mark.method("M35")
def test_a_gift_is_entered_and_a_manager_decides_with_a_note(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    entry = {"contact": full.contact.pk, "text": "Lunch at the Mill", "amount": "£40", "day": "2026-03-02"}
    entry |= {"occasion": "Site visit", "giver": cast.ana.pk}
    answer = signed_in_as(cast.ana).post(address(full.deal), entry, follow=True)
    page = unescape(answer.content.decode())
    assert "Lunch at the Mill" in page
    assert "£40" in page
    assert "Asks for approval" in page
    assert "Why you approve it or turn it down" not in page
    gift = Gift.objects.get()
    client = signed_in_as(cast.ben)
    assert "In 2026, all deals together: £40" in client.get(address(full.deal)).content.decode()
    assert client.post(deciding(gift), {"approved": "yes"}).status_code == 422
    page = unescape(
        client.post(deciding(gift), {"approved": "yes", "note": "Both allow it"}, follow=True).content.decode()
    )
    assert "Approved by Ben" in page
    assert "Both allow it" in page
    client.post(deciding(gift), {"approved": "no", "note": "After all"})
    gift.refresh_from_db()
    assert (gift.state, DealDecision.objects.filter(kind="gift").count()) == (Gift.State.APPROVED, 1)


def test_a_gift_without_currency_value_or_person_is_refused(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    stranger = add_contact(cast.team, "Not On The Deal", None)
    Deal.objects.filter(pk=full.deal.pk).update(currency="")
    entry = {"contact": full.contact.pk, "text": "x", "day": "2026-03-02", "occasion": "y", "giver": cast.ana.pk}
    client = signed_in_as(cast.ana)
    for wrong in ({"amount": "40"}, {"amount": ""}, {"amount": "£40", "contact": stranger.pk}):
        assert client.post(address(full.deal), entry | wrong).status_code == 422
    assert client.post(address(full.deal), entry | {"amount": "£40", "giver": cast.chen.pk}).status_code == 422
    assert not Gift.objects.exists()


@pytest.mark.method("M35")
def test_no_manager_decides_on_a_gift_of_their_own(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    own = give(full, cast.ben)
    entered = note_gift(
        full.deal,
        cast.ben,
        full.contact,
        GiftFacts(text="Pen", occasion="x", amount=Decimal(9), currency="GBP", day=DAY, giver=cast.ana),
    )
    client = signed_in_as(cast.ben)
    for gift in (own, entered):
        assert client.post(deciding(gift), {"approved": "yes", "note": "Fine"}).status_code == 403
    assert "Why you approve it or turn it down" not in client.get(address(full.deal)).content.decode()


def test_a_gift_of_another_deal_is_not_found(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    gift = give(full, cast.ana)
    other = make_deal(cast, "Second line")
    path = reverse("deals:decide_gift", kwargs={"slug": other.slug, "pk": gift.pk})
    assert signed_in_as(cast.ben).post(path, {"approved": "yes", "note": "Fine"}).status_code == 404


def test_outsiders_find_neither_log_nor_limits(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    gift = give(full, cast.ana)
    for user in (cast.finn, cast.dana, cast.adam, cast.chen, cast.eve):
        client = signed_in_as(user)
        assert client.get(address(full.deal)).status_code == 404
        assert client.post(deciding(gift), {"approved": "yes", "note": "x"}).status_code == 404
    for user in (cast.dana, cast.adam, cast.eve):
        assert signed_in_as(user).get(reverse("deals:gift_limits")).status_code == 404
    assert signed_in_as(cast.ben).get(f"{reverse('deals:gift_limits')}?team={cast.other_team.pk}").status_code == 404


@pytest.mark.method("M35")
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_shows_the_rule_of_the_codebook(full: FullDeal, cast: Cast, signed_in_as: SignIn, lang: str) -> None:
    entry = load_codebook().entry(RULE)
    asked = {"HTTP_ACCEPT_LANGUAGE": "zh-hans" if lang == "zh" else "en"}
    page = unescape(signed_in_as(cast.ana).get(address(full.deal), **asked).content.decode())
    for text in (entry.definition, *(item.text for item in entry.items)):
        assert text.in_lang(lang) in page


def test_managers_set_limits_and_see_who_set_them(cast: Cast, signed_in_as: SignIn) -> None:
    client, path = signed_in_as(cast.ben), reverse("deals:gift_limits")
    page = client.post(path, {"currency": "GBP", "each": "50", "year": "£200"}, follow=True).content.decode()
    assert "£50" in page
    assert "£200" in page
    assert "Ben" in page
    assert client.post(path, {"currency": "GBP", "each": "50"}).status_code == 422
    assert client.post(path, {"currency": "GBP", "each": "€50", "year": "200"}).status_code == 422
    client.post(path, {"currency": "GBP"})
    assert limits_of(cast.team) == {}


def test_more_gifts_take_no_more_queries(
    full: FullDeal, cast: Cast, signed_in_as: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _n in range(12):
        decide_gift(give(full, cast.ana), cast.ben, approved=True, note="Fine")
    client = signed_in_as(cast.ben)
    client.get(address(full.deal))
    with django_assert_max_num_queries(15):
        client.get(address(full.deal))


def test_erasing_a_person_leaves_the_log_without_their_name(full: FullDeal, cast: Cast) -> None:
    gift = give(full, cast.ana, text="Book for Helen Stroud", occasion="Helen’s birthday")
    decide_gift(gift, cast.ben, approved=False, note="Helen may take nothing")
    actions.remove_stake(full.stake)
    erase_contact(Contact.objects.get(pk=full.contact.pk), cast.ben)
    gift.refresh_from_db()
    note = DealDecision.objects.get(kind="gift").value["note"]
    assert gift.contact is None
    assert gift.amount == 40
    assert not [text for text in (gift.text, gift.occasion, note) if "Helen" in text or "Stroud" in text]
