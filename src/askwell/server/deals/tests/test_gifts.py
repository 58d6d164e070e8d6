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
from askwell.server.deals.gifts_queries import PAGE, RULE, given_in_year, limits_of
from askwell.server.deals.merging import merge
from askwell.server.deals.models import Contact, Deal, Gift, GiftDecision, GiftLimit, Stake
from askwell.server.deals.testing import DAY, FullDeal, make_deal, make_full_deal
from askwell.server.testing import Cast

SignIn = Callable[[User], Client]


@pytest.fixture
def full(cast: Cast) -> FullDeal:
    """The full deal, in which Helen is known well enough for a gift not to be turned down at once."""
    made = make_full_deal(cast)
    know(made.deal, made.contact)
    return made


def know(deal: Deal, contact: Contact, relation: str = "talking") -> None:
    """Put the person on the deal, as near as this."""
    Stake.objects.update_or_create(deal=deal, contact=contact, defaults={"relation": relation})


def give(full: FullDeal, giver: User, amount: int = 40, currency: str = "GBP", **facts: Any) -> Gift:
    told: Any = {
        "text": "Lunch",
        "occasion": "Site visit",
        "day": DAY,
        "official": False,
        "award_pending": False,
    } | facts
    deal, contact = told.pop("deal", full.deal), told.pop("contact", full.contact)
    noted = GiftFacts(amount=Decimal(amount), currency=currency, giver=giver, **told)
    return note_gift(deal, giver, contact, noted)


def address(deal: Deal) -> str:
    return reverse("deals:gifts", kwargs={"slug": deal.slug})


def deciding(gift: Gift) -> str:
    return reverse("deals:decide_gift", kwargs={"pk": gift.pk})


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
    know(other, full.contact)
    asked = give(full, cast.ana, 55)
    assert give(full, cast.finn, 10, deal=other).why == Gift.Why.YEAR
    decide_gift(asked, cast.ben, approved=False, note="Too much")
    assert give(full, cast.finn, 50, deal=other).state == Gift.State.WITHIN
    assert given_in_year([full.contact.pk]) == {(full.contact.pk, 2026, "GBP"): Decimal(60)}


def test_gifts_of_two_that_are_one_count_together(full: FullDeal, cast: Cast) -> None:
    set_limit(cast.team, cast.ben, "GBP", Decimal(50), Decimal(60))
    double = add_contact(cast.team, "Helen Stroud", full.company)
    know(full.deal, double)
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
    entry |= {"occasion": "Site visit", "giver": cast.ana.pk, "official": "no", "award_pending": "no"}
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
    assert (gift.state, GiftDecision.objects.count()) == (Gift.State.APPROVED, 1)


def test_a_gift_without_currency_value_or_person_is_refused(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    stranger = add_contact(cast.team, "Not On The Deal", None)
    Deal.objects.filter(pk=full.deal.pk).update(currency="")
    entry = {"contact": full.contact.pk, "text": "x", "day": "2026-03-02", "occasion": "y", "giver": cast.ana.pk}
    entry |= {"official": "no", "award_pending": "no"}
    client = signed_in_as(cast.ana)
    no_award = {"amount": "£40", "award_pending": ""}
    for wrong in ({"amount": "40"}, {"amount": ""}, {"amount": "£40", "contact": stranger.pk}, no_award):
        assert client.post(address(full.deal), entry | wrong).status_code == 422
    assert client.post(address(full.deal), entry | {"amount": "£40", "giver": cast.chen.pk}).status_code == 422
    assert not Gift.objects.exists()


@pytest.mark.method("M35")
def test_no_manager_decides_on_a_gift_of_their_own(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    own = give(full, cast.ben)
    told: Any = {"text": "Pen", "occasion": "x", "amount": Decimal(9), "currency": "GBP", "day": DAY, "giver": cast.ana}
    entered = note_gift(full.deal, cast.ben, full.contact, {**told, "official": False, "award_pending": False})
    client = signed_in_as(cast.ben)
    for gift in (own, entered):
        assert client.post(deciding(gift), {"approved": "yes", "note": "Fine"}).status_code == 403
    assert "Why you approve it or turn it down" not in client.get(address(full.deal)).content.decode()


def test_outsiders_find_neither_log_nor_limits(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    gift = give(full, cast.ana)
    for user in (cast.finn, cast.dana, cast.adam, cast.chen, cast.eve):
        client = signed_in_as(user)
        assert client.get(address(full.deal)).status_code == 404
        said = client.post(deciding(gift), {"approved": "yes", "note": "x"}).status_code
        assert said == (403 if user == cast.adam else 404)
    for user in (cast.dana, cast.eve):
        assert signed_in_as(user).get(reverse("deals:gift_log")).status_code == 404
    assert signed_in_as(cast.chen).get(reverse("deals:gift_log")).status_code == 403
    assert signed_in_as(cast.ben).get(f"{reverse('deals:gift_log')}?team={cast.other_team.pk}").status_code == 404
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
    note = GiftDecision.objects.get().note
    assert gift.contact is None
    assert gift.amount == 40
    assert not [text for text in (gift.text, gift.occasion, note) if "Helen" in text or "Stroud" in text]


@pytest.mark.method("M35")
@pytest.mark.parametrize(
    ("facts", "why"), [({"official": True}, Gift.Why.OFFICIAL), ({"award_pending": True}, Gift.Why.AWARD)]
)
def test_the_rule_turns_down_what_is_for_an_official_or_while_an_award_is_pending(
    full: FullDeal, cast: Cast, signed_in_as: SignIn, facts: dict[str, bool], why: str
) -> None:
    set_limit(cast.team, cast.ben, "GBP", Decimal(50), Decimal(120))
    gift = give(full, cast.ana, 1, **facts)
    assert (gift.state, gift.why) == (Gift.State.REFUSED, why)
    assert not decide_gift(gift, cast.ben, approved=False, note="As the rule says")
    page = unescape(signed_in_as(cast.ben).get(address(full.deal)).content.decode())
    assert f"Turned down by the rule. {Gift.Why(why).label}." in page
    assert "Why you approve it or turn it down" not in page


@pytest.mark.method("M35")
@pytest.mark.parametrize("relation", ["", "stranger"])
def test_a_gift_to_somebody_not_known_is_turned_down_at_once_and_says_why(
    full: FullDeal, cast: Cast, signed_in_as: SignIn, relation: str
) -> None:
    set_limit(cast.team, cast.ben, "GBP", Decimal(50), Decimal(120))
    know(full.deal, full.contact, relation)
    know(make_deal(cast, "Second line"), full.contact, "allied")
    entry = {"contact": full.contact.pk, "text": "Lunch", "amount": "£4", "day": "2026-03-02", "occasion": "Visit"}
    entry |= {"giver": cast.ana.pk, "official": "no", "award_pending": "no"}
    answer = signed_in_as(cast.ana).post(address(full.deal), entry, follow=True)
    gift = Gift.objects.get()
    assert (gift.state, gift.why) == (Gift.State.REFUSED, Gift.Why.STRANGER)
    assert unescape(answer.content.decode()).count("A gift may further a relation and never build one") == 2
    assert not decide_gift(gift, cast.ben, approved=True, note="All the same")
    assert give(full, cast.ana, 4, award_pending=True).why == Gift.Why.AWARD
    know(full.deal, full.contact, "acquainted")
    assert give(full, cast.ana, 4).state == Gift.State.WITHIN


@pytest.mark.method("M35")
def test_who_was_once_an_official_stays_one_under_every_entry(full: FullDeal, cast: Cast) -> None:
    set_limit(cast.team, cast.ben, "GBP", Decimal(50), Decimal(120))
    double = add_contact(cast.team, "Helen Stroud", full.company, official=True)
    assert give(full, cast.ana, 5).state == Gift.State.WITHIN
    merge(full.contact, double, cast.ana)
    assert give(full, cast.ana, 5).why == Gift.Why.OFFICIAL
    other = make_deal(cast, "Second line")
    assert give(full, cast.ana, 5, deal=other, official=False).why == Gift.Why.OFFICIAL


def test_what_is_said_of_a_person_is_kept_with_the_contact(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    give(full, cast.ana, official=True)
    full.contact.refresh_from_db()
    assert full.contact.official is True
    path = reverse("deals:contact", kwargs={"slug": full.contact.slug})
    assert "Nothing is given to them." in signed_in_as(cast.ana).get(path).content.decode()
    data = {"name": full.contact.name, "official": "False", "company": ""}
    edit = reverse("deals:edit_contact", kwargs={"slug": full.contact.slug})
    assert signed_in_as(cast.ana).post(edit, data).status_code == 302
    full.contact.refresh_from_db()
    assert full.contact.official is False


@pytest.mark.method("M35")
def test_what_waits_for_approval_cannot_be_approved_for_an_official(
    full: FullDeal, cast: Cast, signed_in_as: SignIn
) -> None:
    gift = give(full, cast.ana)
    Contact.objects.filter(pk=full.contact.pk).update(official=True)
    client = signed_in_as(cast.ben)
    page = unescape(client.get(address(full.deal)).content.decode())
    assert "this can only be turned down" in page
    assert ">Approve<" not in page
    client.post(deciding(gift), {"approved": "yes", "note": "All the same"})
    gift.refresh_from_db()
    assert gift.state == Gift.State.ASKS
    client.post(deciding(gift), {"approved": "no", "note": "As the rule says"})
    gift.refresh_from_db()
    assert gift.state == Gift.State.REFUSED


@pytest.mark.method("M35")
def test_the_log_and_its_decisions_outlive_the_deal(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    decided, open_one = give(full, cast.ana, text="Lunch"), give(full, cast.ana, text="Dinner")
    decide_gift(decided, cast.ben, approved=True, note="Both allow it")
    Deal.objects.filter(pk=full.deal.pk).update(name="Renamed since")
    asked = reverse("deals:delete", kwargs={"slug": full.deal.slug})
    client = signed_in_as(cast.ben)
    assert "So do 2 entries of the log of gifts" in unescape(client.get(asked).content.decode())
    client.post(asked)
    assert not Deal.objects.filter(pk=full.deal.pk).exists()
    for user in (cast.ben, cast.adam):
        page = unescape(signed_in_as(user).get(reverse("deals:gift_log")).content.decode())
        assert page.count("in “Renamed since”, deleted since") == 2
        assert "Both allow it" in page
        assert "for Helen Stroud" in page
    assert signed_in_as(cast.ana).get(reverse("deals:gift_log")).status_code == 403
    client = signed_in_as(cast.ben)
    assert client.post(deciding(open_one), {"approved": "no"}).status_code == 422
    answer = client.post(deciding(open_one), {"approved": "no", "note": "Too late"}, follow=True)
    assert "Too late" in answer.content.decode()


@pytest.mark.method("M35")
def test_erasing_a_person_masks_the_log_of_a_deleted_deal_and_says_what_stays(full: FullDeal, cast: Cast) -> None:
    gift = give(full, cast.ana, text="Book for Helen", occasion="Stroud’s birthday")
    decide_gift(gift, cast.ben, approved=False, note="Helen may take nothing")
    Deal.objects.filter(pk=full.deal.pk).update(name="Helen’s line")
    actions.delete_deal(Deal.objects.get(pk=full.deal.pk))
    erasure = erase_contact(Contact.objects.get(pk=full.contact.pk), cast.ben)
    gift.refresh_from_db()
    assert (gift.contact, gift.deal, gift.amount) == (None, None, 40)
    kept = (gift.text, gift.occasion, gift.deal_name, gift.decision.note)
    assert not [text for text in kept if "Helen" in text or "Stroud" in text]
    assert erasure.went["gifts"] == 1


def test_a_log_of_many_gifts_goes_on_over_pages(
    full: FullDeal, cast: Cast, signed_in_as: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(PAGE + 3):
        give(full, cast.ana, text=f"Gift {number:03}")
    client, path = signed_in_as(cast.ben), reverse("deals:gift_log")
    with django_assert_max_num_queries(15):
        first = client.get(path)
    after = f"{DAY.isoformat()}_{Gift.objects.get(text='Gift 003').pk}"
    assert f"after={after}" in first.content.decode()
    later = client.get(path, {"after": after}).content.decode()
    assert [text for text in ("Gift 002", "Gift 000") if text in later] == ["Gift 002", "Gift 000"]
    assert "Gift 003" not in later
    assert client.get(path, {"after": "x_y"}).status_code == 200
