"""What is entered by hand: days that have passed, sums in 万, who spoke, views, filters; nothing drops in silence."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from askwell.method.terms import Side
from askwell.server.accounts.models import User
from askwell.server.calls.actions import Sides, set_sides
from askwell.server.calls.models import Call, CallSeller
from askwell.server.calls.testing import bring_call, conversation_of
from askwell.server.deals import actions
from askwell.server.deals.customers_actions import add_contact, add_rival_fact
from askwell.server.deals.erasing_words import BLOCK
from askwell.server.deals.models import Deal, RivalFact, SavedView, Speaker
from askwell.server.deals.reckoning import facts_of, reckoned
from askwell.server.deals.standing_actions import match_speaker
from askwell.server.deals.testing import DAY, FullDeal, make_deal, make_full_deal
from askwell.server.testing import Cast
from askwell.transcript.conversation import Conversation, Participant, Turn

SignIn = Callable[[User], Client]


@pytest.fixture
def full(cast: Cast) -> FullDeal:
    return make_full_deal(cast)


def text_of(response: HttpResponse) -> str:
    return unescape(response.content.decode())


def address(full: FullDeal, name: str, **kwargs: object) -> str:
    return reverse(f"deals:{name}", kwargs={"slug": full.deal.slug, **kwargs})


def edited(full: FullDeal, **facts: object) -> dict[str, object]:
    return {"name": full.deal.name, "stage": "evaluates", "state": "open"} | facts


def call_with(cast: Cast, name: str, *, held: datetime | None = None, title: str = "Talk") -> Call:
    """A call in which the buyer goes by a name."""
    said = conversation_of(title=title)
    buyer = replace(said.participants[1], id=name, name=name)
    turns = tuple(
        replace(turn, participant=name, name=name) if turn.speaker is Side.BUYER else turn for turn in said.turns
    )
    call = bring_call(cast.ana, cast.team, replace(said, participants=(said.participants[0], buyer), turns=turns))
    Call.objects.filter(pk=call.pk).update(held_at=held)
    call.refresh_from_db()
    return call


# The day of the order


@pytest.mark.method("M40")
def test_the_day_of_an_order_is_entered_and_stays(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    browser, edit = signed_in_as(cast.ana), address(full, "edit")
    browser.post(edit, edited(full, state="won", closed_on="2026-02-03"))
    full.deal.refresh_from_db()
    assert (full.deal.state, full.deal.closed_on) == ("won", date(2026, 2, 3))
    assert facts_of(full.deal, DAY).ordered_on == date(2026, 2, 3)
    browser.post(edit, edited(full, state="won"))
    full.deal.refresh_from_db()
    assert full.deal.closed_on == date(2026, 2, 3)
    browser.post(edit, edited(full, state="open"))
    browser.post(edit, edited(full, state="won"))
    full.deal.refresh_from_db()
    assert full.deal.closed_on == timezone.localdate()


@pytest.mark.parametrize("name", ["edit", "stake", "rival"])
def test_a_day_to_come_is_no_day_of_what_has_happened(
    full: FullDeal, cast: Cast, signed_in_as: SignIn, name: str
) -> None:
    later = timezone.localdate() + timedelta(days=1)
    where, data = {
        "edit": (address(full, "edit"), edited(full, state="won", closed_on=later)),
        "stake": (address(full, "stake", pk=full.stake.pk), {"last_contact": later}),
        "rival": (
            reverse("deals:rival", kwargs={"pk": full.rival.pk}),
            {"text": "Opens in York", "way": "rival_source.media", "source": "Post", "day": later},
        ),
    }[name]
    answer = signed_in_as(cast.ana).post(where, data)
    assert answer.status_code == 422
    assert "This day is still to come." in text_of(answer)
    assert not RivalFact.objects.filter(day=later).exists()


# Who spoke, and when


@pytest.mark.method("M32")
def test_whoever_has_the_full_name_of_one_person_on_the_deal_is_recognised(full: FullDeal, cast: Cast) -> None:
    held = datetime(2026, 3, 9, 9, tzinfo=UTC)
    call = call_with(cast, "Helen Stroud", held=held)
    actions.link_call(full.deal, call)
    assert Speaker.objects.get(call=call).contact == full.contact
    told = reckoned(full.deal, DAY)
    assert [one["name"] for one in told.unmatched] == ["Mr Reed"]
    assert next(one for one in facts_of(full.deal, DAY).people).last_contact == held.date()


@pytest.mark.method("M32")
def test_a_person_put_on_the_deal_is_recognised_in_its_calls_unless_two_have_the_name(
    full: FullDeal, cast: Cast
) -> None:
    call = call_with(cast, "周卫东")
    actions.link_call(full.deal, call)
    assert not Speaker.objects.filter(call=call).exists()
    first, second = (add_contact(cast.team, "周卫东", full.company) for _ in range(2))
    actions.add_stake(full.deal, first)
    assert Speaker.objects.get(call=call).contact == first
    other = call_with(cast, "周卫东", title="Another")
    actions.add_stake(full.deal, second)
    actions.link_call(full.deal, other)
    assert not Speaker.objects.filter(call=other).exists()


@pytest.mark.method("M32")
@pytest.mark.parametrize(("name", "known"), [("Helen", True), ("Speaker 2", False)])
def test_a_name_matched_in_one_call_of_the_deal_is_known_in_the_next(
    full: FullDeal, cast: Cast, name: str, known: bool
) -> None:
    first, second = (call_with(cast, name, title=title) for title in ("First", "Second"))
    actions.link_call(full.deal, first)
    (heard,) = (one for one in reckoned(full.deal, DAY).unmatched if one["call"] == first.slug)
    match_speaker(full.deal, first, heard["participant"], name, full.contact)
    actions.link_call(full.deal, second)
    assert Speaker.objects.filter(call=second, contact=full.contact).exists() is known


@pytest.mark.method("M32")
def test_names_of_both_sides_tell_who_sells_where_it_was_guessed_the_wrong_way_round(
    full: FullDeal, cast: Cast
) -> None:
    people = (
        Participant("p1", Side.SELLER, name="Helen Stroud", side_p=0.6),
        Participant("p2", Side.BUYER, name="Ana", side_p=0.6),
    )
    turns = (Turn(Side.SELLER, "Four lines.", "p1"), Turn(Side.BUYER, "We build fillers.", "p2"))
    call = bring_call(cast.ben, cast.team, Conversation("guessed", turns, participants=people))
    actions.link_call(full.deal, call)
    told = call.current_revision.conversation
    assert [turn.speaker for turn in told.turns] == [Side.BUYER, Side.SELLER]
    assert {person.side_p for person in told.participants} == {None}
    assert Speaker.objects.get(call=call).participant == "p1"
    assert CallSeller.objects.get(call=call).user == cast.ana


@pytest.mark.method("M32")
def test_who_spoke_is_recognised_anew_when_the_sides_are_put_right(full: FullDeal, cast: Cast) -> None:
    people = (Participant("p1", Side.SELLER, name="Helen Stroud"), Participant("p2", Side.BUYER, name="Somebody"))
    turns = (Turn(Side.SELLER, "Four lines.", "p1"), Turn(Side.BUYER, "We build fillers.", "p2"))
    call = bring_call(cast.ana, cast.team, Conversation("stated", turns, participants=people))
    actions.link_call(full.deal, call)
    assert not Speaker.objects.filter(call=call).exists()
    set_sides(call, cast.ana, Sides({"p1": Side.BUYER, "p2": Side.SELLER}))
    assert Speaker.objects.get(call=call).contact == full.contact


def test_the_page_tells_the_last_contact_by_the_calls(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    actions.link_call(full.deal, call_with(cast, "Helen Stroud", held=datetime(2026, 3, 9, 9, tzinfo=UTC)))
    browser = signed_in_as(cast.ana)
    assert "last contact 9 March 2026" in text_of(browser.get(address(full, "page")))
    full.stake.last_contact = date(2026, 3, 20)
    full.stake.save()
    assert "last contact 20 March 2026" in text_of(browser.get(address(full, "page")))


def test_whoever_was_erased_is_not_to_be_put_on_the_map(full: FullDeal, cast: Cast) -> None:
    actions.link_call(full.deal, call_with(cast, BLOCK * 5))
    assert [one["name"] for one in reckoned(full.deal, DAY).unmatched] == ["Mr Reed"]


@pytest.mark.method("M32")
def test_an_inside_supporter_who_is_against_us_is_doubted_not_refused(
    full: FullDeal, cast: Cast, signed_in_as: SignIn
) -> None:
    browser, where = signed_in_as(cast.ana), address(full, "stake", pk=full.stake.pk)
    answer = browser.post(where, {"roles": ["inside_supporter"], "attitude": "-2"})
    assert answer.headers["Location"] == where
    assert "An inside supporter who is against us is none." in text_of(browser.get(where))
    full.stake.refresh_from_db()
    assert full.stake.attitude == -2


# Sums, filters, views


@pytest.mark.parametrize(("typed", "lang", "currency"), [("225万", "zh-hans", "CNY"), ("1.2亿", "zh-hans", "CNY")])
def test_in_chinese_a_sum_in_myriads_is_of_yuan(
    cast: Cast, signed_in_as: SignIn, typed: str, lang: str, currency: str
) -> None:
    browser = signed_in_as(cast.ana)
    browser.cookies["django_language"] = lang
    browser.post(reverse("deals:add"), {"team": cast.team.pk, "name": "压铸追溯", "amount": typed})
    assert Deal.objects.get().currency == currency


def test_a_sum_in_myriads_needs_its_currency_in_english_and_follows_the_one_chosen(
    cast: Cast, signed_in_as: SignIn
) -> None:
    browser, add = signed_in_as(cast.ana), reverse("deals:add")
    data = {"team": cast.team.pk, "name": "Line", "amount": "225万"}
    assert browser.post(add, data).status_code == 422
    browser.cookies["django_language"] = "zh-hans"
    browser.post(add, {**data, "currency": "USD"})
    assert Deal.objects.get().currency == "USD"


@pytest.mark.parametrize("page", ["list", "board"])
def test_a_filter_nobody_understands_is_told(cast: Cast, signed_in_as: SignIn, page: str) -> None:
    make_deal(cast)
    text = text_of(signed_in_as(cast.ana).get(reverse(f"deals:{page}"), {"least": "abc"}))
    assert "“Amount from” does not narrow the list:" in text


def test_another_view_of_the_same_name_is_refused_and_the_first_stays(cast: Cast, signed_in_as: SignIn) -> None:
    browser, keep = signed_in_as(cast.ana), reverse("deals:keep_view", kwargs={"page": "list"})
    browser.post(keep, {"name": "Mine", "query": "state=won"})
    answer = browser.post(keep, {"name": "Mine", "query": "state=lost"}, follow=True)
    assert "You keep another view as “Mine”. Nothing was kept" in text_of(answer)
    assert SavedView.objects.get().query == "state=won"


# How a fact about a rival is known


@pytest.mark.method("M37")
def test_how_a_fact_is_known_stands_in_the_language_of_the_reader_with_its_caution(
    full: FullDeal, cast: Cast, signed_in_as: SignIn
) -> None:
    browser, rival = signed_in_as(cast.ana), reverse("deals:rival", kwargs={"pk": full.rival.pk})
    data = {"text": "Their price is 12", "way": "rival_source.direct_talk", "source": "Fair", "day": "2026-03-01"}
    browser.post(rival, data)
    assert RivalFact.objects.get(text="Their price is 12").way == "rival_source.direct_talk"
    for where in (rival, address(full, "page")):
        if where != rival:
            full.deal.rivals.add(full.rival)
        english = text_of(browser.get(where))
        assert "Talking to the rival directly · Fair" in english
        assert "With care: say who you are, and nothing on prices, bids" in english
    browser.cookies["django_language"] = "zh-hans"
    assert "直接沟通 · Fair" in text_of(browser.get(rival))


@pytest.mark.method("M37")
def test_the_form_tells_which_ways_need_care(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    text = text_of(signed_in_as(cast.ana).get(reverse("deals:rival", kwargs={"pk": full.rival.pk})))
    assert "With care: honest hiring for a real post" in text


@pytest.mark.method("M37")
def test_facts_from_before_get_their_way_back_and_lose_nothing(full: FullDeal, cast: Cast) -> None:
    from importlib import import_module  # noqa: PLC0415 - a module whose name begins with a number

    from django.apps import apps  # noqa: PLC0415

    written = ("展会 · 王经理", "Trade fairs · Hall 4", "Somebody · of them")
    rows = [
        add_rival_fact(full.rival, cast.ana, None, {"text": "x", "source": source, "day": DAY}) for source in written
    ]
    migration = import_module("askwell.server.deals.migrations.0017_ways_of_rival_facts")
    migration.tell_apart(apps, None)
    found = [(row.way, row.source) for row in RivalFact.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk")]
    fairs = "rival_source.trade_fairs"
    assert found == [(fairs, "王经理"), (fairs, "Hall 4"), ("", "Somebody · of them")]


def test_nobody_is_chosen_for_a_gift_beforehand(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    text = text_of(signed_in_as(cast.ana).get(address(full, "gifts")))
    assert '<option value="" selected>Choose</option>' in text.split('name="contact"')[1].split("</select>")[0]


def test_whose_open_deals_are_counted_is_told(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    full.deal.owner = cast.finn
    full.deal.save()
    text = text_of(signed_in_as(cast.ana).get(reverse("deals:companies")))
    assert "none that you see" in text
    asked = text_of(signed_in_as(cast.ana).get(reverse("deals:questions"), {"q": "customers with no open deal"}))
    assert "none that you see" in asked


@pytest.mark.parametrize("name", ["edit", "page"])
def test_outsiders_find_none_of_it(full: FullDeal, cast: Cast, signed_in_as: SignIn, name: str) -> None:
    assert signed_in_as(cast.chen).get(address(full, name)).status_code == 404
