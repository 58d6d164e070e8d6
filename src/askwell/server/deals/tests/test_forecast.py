"""The forecast of a team: closed deals as history, open ones by what the customer has done, read anew by a job."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from askwell.deal.forecast import Progress
from askwell.deal.forecasting.history import NOTHING_YET, Known, known_to_json
from askwell.deal.terms import BuyingStage
from askwell.method.terms import Side
from askwell.server.accounts.models import User
from askwell.server.calls.models import Call
from askwell.server.calls.testing import bring_call, conversation_of
from askwell.server.deals import actions
from askwell.server.deals.forecast_queries import forecast_for, forecast_page, history_of
from askwell.server.deals.forecast_snapshots import KIND, inputs_of
from askwell.server.deals.models import Deal, ProgressSnapshot, Speaker, TeamForecast
from askwell.server.deals.reckoning import reckoned
from askwell.server.deals.testing import FullDeal, make_deal, make_full_deal
from askwell.server.jobs.models import Job
from askwell.server.jobs.worker import run_due_jobs
from askwell.server.testing import Cast

SignIn = Callable[[User], Client]
DAY = date(2026, 3, 2)
ADDRESS = "deals:forecast"
ADVANCED = Progress(advances=3.0, needs=2, petals=3, heard=True)
STUCK = Progress(streak=3, heard=True)
TALK = ((Side.SELLER, "How do you plan the line?"), (Side.BUYER, "By hand. Come on Monday, I will bring our director."))


@pytest.fixture
def full(cast: Cast) -> FullDeal:
    return make_full_deal(cast)


def page_of(browser: Client, **asked: object) -> str:
    return unescape(browser.get(reverse(ADDRESS), asked).content.decode())


def known_deal(cast: Cast, progress: Progress, name: str = "Line service", **facts: object) -> Deal:
    """A deal with a snapshot that is up to date: after one call ten days before its end."""
    deal = make_deal(cast, name, **facts)
    ended = deal.closed_on or DAY
    known = [NOTHING_YET, Known(ended - timedelta(days=10), progress, BuyingStage.EVALUATES)]
    inputs = inputs_of([deal])[deal.pk]
    ProgressSnapshot.objects.create(deal=deal, inputs=inputs, known=known_to_json(known))
    return deal


def close_deals(cast: Cast, number: int, first: date = date(2025, 1, 6)) -> None:
    """Deals that advanced were won, those that stood still lost, one a week."""
    for week in range(number):
        won, day = week % 2 == 0, first + timedelta(weeks=week)
        known_deal(cast, ADVANCED if won else STUCK, f"Old {week}", state="won" if won else "lost", closed_on=day)


def hold_call(cast: Cast, deal: Deal, held_at: datetime | None = None) -> Call:
    call = bring_call(cast.ana, cast.team, conversation_of(TALK, title="Visit"))
    Call.objects.filter(pk=call.pk).update(held_at=held_at)
    actions.link_call(deal, call)
    return call


@pytest.mark.method("M07")
def test_open_deals_stand_by_what_the_customer_has_done(cast: Cast, signed_in_as: SignIn) -> None:
    known_deal(cast, STUCK, "Stands still")
    known_deal(cast, ADVANCED, "Moves on", amount=50000, currency="GBP")
    known_deal(cast, ADVANCED, "Won already", state="won", closed_on=DAY)
    text = page_of(signed_in_as(cast.ana))
    assert text.index("Moves on") < text.index("Stands still")
    assert "Won already" not in text
    assert "3 advances" in text
    assert "standing still for 3 calls" in text


def test_without_history_the_page_says_that_it_says_nearly_nothing(cast: Cast, signed_in_as: SignIn) -> None:
    known_deal(cast, ADVANCED)
    text = page_of(signed_in_as(cast.ana))
    assert "No deal of the team is closed yet." in text
    assert "Too little is known to say much." in text
    assert "Nothing to test on" in text


def test_the_history_is_the_teams_and_moves_the_forecast(cast: Cast) -> None:
    deal = known_deal(cast, ADVANCED)
    before = forecast_for(deal, known_to_json([Known(DAY, ADVANCED, BuyingStage.UNKNOWN)]))
    close_deals(cast, 24)
    after = forecast_for(deal, known_to_json([Known(DAY, ADVANCED, BuyingStage.UNKNOWN)]))
    assert (before["n"], after["n"]) == (0, 24)
    assert after["p"] > before["p"] + 0.1
    assert after["high"] - after["low"] < before["high"] - before["low"]


def test_another_teams_history_is_no_part_of_it(cast: Cast) -> None:
    close_deals(cast, 6)
    theirs = make_deal(cast, "Theirs", owner=cast.chen)
    assert forecast_for(theirs, known_to_json([NOTHING_YET]))["n"] == 0


def test_a_closed_deal_is_forecast_by_those_closed_before_it(cast: Cast) -> None:
    close_deals(cast, 10)
    third = Deal.objects.filter(name="Old 3").get()
    assert forecast_for(third, third.progress.known)["n"] == 3


def test_the_same_is_learnt_once_and_anew_when_a_deal_closes(cast: Cast) -> None:
    close_deals(cast, 4)
    deal = known_deal(cast, ADVANCED)
    forecast_page(cast.ana, cast.team)
    kept = TeamForecast.objects.get(team=cast.team)
    forecast_page(cast.ana, cast.team)
    assert TeamForecast.objects.get(team=cast.team).inputs == kept.inputs
    actions.change_deals([deal], actions.Change(state="won"), today=DAY)
    assert forecast_page(cast.ana, cast.team).posterior.n == 5
    assert TeamForecast.objects.get(team=cast.team).inputs != kept.inputs


def test_the_own_history_is_tested_and_shown(cast: Cast, signed_in_as: SignIn) -> None:
    close_deals(cast, 30)
    page = forecast_page(cast.ana, cast.team)
    assert page.test
    scores = {score.name: score.brier for score in page.test.scores}
    assert scores["model"] < scores["base_rate"]
    text = page_of(signed_in_as(cast.ana))
    for words in ("How it would have done", "Brier score", "Our guess", "What it rests on"):
        assert words in text


def test_sums_are_by_currency_alone(cast: Cast, signed_in_as: SignIn) -> None:
    known_deal(cast, ADVANCED, "One", amount=100000, currency="GBP")
    known_deal(cast, ADVANCED, "Two", amount=100000, currency="GBP")
    known_deal(cast, STUCK, "Three", amount=3400000, currency="CNY")
    known_deal(cast, STUCK, "Four")
    page = forecast_page(cast.ana, cast.team)
    assert [(one.currency, one.count) for one in page.totals] == [("GBP", 2), ("CNY", 1)]
    chance = page.lines[0].expected
    assert chance
    assert page.totals[0].total.expected == pytest.approx(2 * 100000 * chance.forecast.p, rel=0.02)
    text = page_of(signed_in_as(cast.ana))
    assert "of £200,000 in 2 open deals" in text
    assert "1 open deal has no amount" in text


@pytest.mark.method("M07")
def test_a_job_reads_what_was_known_on_each_day(full: FullDeal, cast: Cast) -> None:
    Call.objects.filter(slug=full.call).update(held_at=datetime(2026, 3, 2, 9, tzinfo=UTC))
    hold_call(cast, full.deal, datetime(2026, 3, 20, 9, tzinfo=UTC))
    assert forecast_page(cast.ana, cast.team).reading
    assert Job.objects.filter(kind=KIND).count() == 1
    run_due_jobs(timezone.now)
    known = ProgressSnapshot.objects.get(deal=full.deal).known
    assert [one["day"] for one in known] == [None, "2026-03-02", "2026-03-20"]
    assert list(reckoned(full.deal, DAY).known) == known
    page = forecast_page(cast.ana, cast.team)
    assert not page.reading
    assert page.lines[0].expected


def test_what_changes_is_read_again_and_nothing_else(full: FullDeal, cast: Cast) -> None:
    forecast_page(cast.ana, cast.team)
    run_due_jobs(timezone.now)
    first = ProgressSnapshot.objects.get(deal=full.deal)
    actions.add_task(full.deal, "Send the figures", DAY, cast.ana)
    assert not forecast_page(cast.ana, cast.team).reading
    Speaker.objects.create(call=Call.objects.get(slug=full.call), participant="p2", contact=full.contact)
    page = forecast_page(cast.ana, cast.team)
    assert page.reading
    assert page.lines[0].changed
    run_due_jobs(timezone.now)
    again = ProgressSnapshot.objects.get(deal=full.deal)
    assert again.inputs != first.inputs
    assert again.known[-1]["progress"]["petals"] == 2
    assert first.known[-1]["progress"]["petals"] == 0


def test_closed_deals_whose_calls_are_unread_do_not_count_yet(full: FullDeal, cast: Cast) -> None:
    actions.change_deals([full.deal], actions.Change(state="won"), today=DAY)
    closed = Deal.objects.filter(state="won")
    assert history_of(closed, 10) == []
    forecast_page(cast.ana, cast.team)
    run_due_jobs(timezone.now)
    (deal,) = history_of(closed, 10)
    assert (deal.won, deal.closed_on, deal.seller) == (True, DAY, str(cast.ana.pk))


def test_the_page_of_a_deal_shows_the_same_chance(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    close_deals(cast, 8)
    forecast_page(cast.ana, cast.team)
    run_due_jobs(timezone.now)
    browser = signed_in_as(cast.ana)
    found = forecast_page(cast.ana, cast.team).lines[0].expected
    assert found
    page = unescape(browser.get(reverse("deals:page", kwargs={"slug": full.deal.slug})).content.decode())
    assert f"<strong>{round(100 * found.forecast.p)}%</strong>" in page
    assert "Closed deals of the team behind it: 8." in page


def test_many_deals_take_as_few_queries_as_one(
    cast: Cast, signed_in_as: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    close_deals(cast, 8)
    for number in range(60):
        known_deal(cast, Progress(advances=number / 20, heard=True), f"Deal {number}", amount=number, currency="GBP")
    browser = signed_in_as(cast.ben)
    page_of(browser)
    cache.clear()
    with django_assert_max_num_queries(14):
        text = page_of(browser)
    assert text.count('class="forecast-deal"') == 50
    assert "Deals with a smaller chance" in text


def test_the_next_page_goes_on_where_the_first_ended(cast: Cast) -> None:
    for number in range(60):
        known_deal(cast, Progress(advances=(number % 7) / 3, heard=True), f"Deal {number}")
    first = forecast_page(cast.ana, cast.team)
    second = forecast_page(cast.ana, cast.team, first.next_key)
    slugs = [line.slug for page in (first, second) for line in page.lines]
    assert (len(first.lines), len(second.lines), len(set(slugs))) == (50, 10, 60)
    assert second.next_key == ""
    assert forecast_page(cast.ana, cast.team, "nonsense").lines == first.lines


def test_a_seller_sees_own_deals_and_managers_the_teams(cast: Cast, signed_in_as: SignIn) -> None:
    known_deal(cast, ADVANCED, "Line service")
    known_deal(cast, ADVANCED, "Capper", owner=cast.finn)
    assert "Capper" not in page_of(signed_in_as(cast.ana))
    assert "Line service" not in page_of(signed_in_as(cast.finn))
    assert {"Line service", "Capper"} <= {line.name for line in forecast_page(cast.ben, cast.team).lines}


@pytest.mark.parametrize("twin", ["dana", "adam", "eve"])
def test_whoever_deals_nowhere_sees_nothing(cast: Cast, signed_in_as: SignIn, twin: str) -> None:
    known_deal(cast, ADVANCED, "Line service")
    text = page_of(signed_in_as(getattr(cast, twin)))
    assert "Line service" not in text
    assert "Brier" not in text


def test_another_teams_forecast_does_not_exist(cast: Cast, signed_in_as: SignIn) -> None:
    known_deal(cast, ADVANCED, "Line service")
    browser = signed_in_as(cast.chen)
    assert "Line service" not in page_of(browser)
    assert browser.get(reverse(ADDRESS), {"team": cast.team.pk}).status_code == 404
    assert browser.get(reverse(ADDRESS), {"team": "x"}).status_code == 404


def test_words_of_no_call_are_kept(
    full: FullDeal, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    forecast_page(cast.ana, cast.team)
    run_due_jobs(timezone.now)
    kept = str(ProgressSnapshot.objects.get(deal=full.deal).known) + str(TeamForecast.objects.get().learnt)
    assert "Helen" not in kept
    assert "jams" not in kept
