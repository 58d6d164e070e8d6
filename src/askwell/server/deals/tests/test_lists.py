"""Lists of deals, the board, saved views, bulk edit and tasks, as a browser without script meets them."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from askwell.deal.terms import BuyingStage, entry_of
from askwell.server.accounts.models import Membership, Team, User
from askwell.server.deals import actions
from askwell.server.deals.customers_actions import add_company
from askwell.server.deals.models import Deal, SavedView, Task
from askwell.server.deals.queries import CARDS, PAGE, DealFilter, board_for, deals_for, tasks_of, totals_for
from askwell.server.deals.testing import make_deal
from askwell.server.testing import Cast

SignIn = Callable[[User], Client]
LIST, BOARD, BULK = reverse("deals:list"), reverse("deals:board"), reverse("deals:bulk")
TODAY = date(2026, 3, 2)


def text_of(response: HttpResponse) -> str:
    return unescape(response.content.decode())


def listed(browser: Client, **query: object) -> str:
    return text_of(browser.get(LIST, query))


def many_deals(cast: Cast, count: int, **facts: object) -> None:
    Deal.objects.bulk_create(
        Deal(team=cast.team, owner=cast.ana, name=f"Deal {n:04}", amount=n, currency="GBP", **facts)
        for n in range(count)
    )


@pytest.fixture
def three(cast: Cast) -> dict[str, Deal]:
    """Three deals in two currencies, of two sellers."""
    springs = add_company(cast.team, "Brackwell Springs Ltd")
    return {
        "line": make_deal(cast, "Line service", company=springs, amount=184000, currency="GBP", stage="evaluates"),
        "mes": make_deal(cast, "压铸追溯", cast.finn, amount=2_600_000, currency="CNY", stage="decides"),
        "old": make_deal(cast, "Old boiler", amount=9000, currency="GBP", state="lost", lost_reason="price"),
    }


def test_a_seller_sees_their_own_deals_and_a_manager_those_of_the_team(cast: Cast, three: dict[str, Deal]) -> None:
    def names(user: User) -> set[str]:
        return {row.name for row in deals_for(user, DealFilter()).rows}

    assert names(cast.ana) == {"Line service", "Old boiler"}
    assert names(cast.finn) == {"压铸追溯"}
    assert names(cast.ben) == names(cast.cleo) == {"Line service", "Old boiler", "压铸追溯"}
    for outsider in (cast.dana, cast.adam, cast.chen, cast.eve):
        assert names(outsider) == set()


@pytest.mark.parametrize("person", ["chen", "eve", "dana", "adam"])
def test_whoever_deals_nowhere_in_the_team_reads_nothing_of_it(
    cast: Cast, three: dict[str, Deal], signed_in_as: SignIn, person: str
) -> None:
    browser = signed_in_as(cast.everybody()[person])
    for address in (LIST, BOARD, reverse("deals:companies")):
        page = text_of(browser.get(address))
        assert "Line service" not in page
        assert "Brackwell" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"words": "line"}, {"Line service"}),
        ({"words": "brackwell"}, {"Line service"}),
        ({"company": "Brackwell Springs Limited"}, {"Line service"}),
        ({"stage": "decides"}, {"压铸追溯"}),
        ({"state": "lost"}, {"Old boiler"}),
        ({"currency": "GBP"}, {"Line service", "Old boiler"}),
        ({"least": "£40k"}, {"Line service"}),
        ({"least": "200万", "most": "3百万", "currency": "CNY"}, {"压铸追溯"}),
        ({"no_task": "on"}, {"Line service"}),
        ({"stage": "nonsense", "owner": "x", "least": "a lot"}, {"Line service", "压铸追溯", "Old boiler"}),
    ],
)
def test_deals_are_narrowed(
    cast: Cast, three: dict[str, Deal], signed_in_as: SignIn, query: dict[str, str], found: set[str]
) -> None:
    actions.add_task(three["mes"], "Call", TODAY, cast.finn)
    page = listed(signed_in_as(cast.ben), **query)
    assert {deal.name for deal in three.values() if f">{deal.name}</a>" in page} == found


def test_deals_are_narrowed_by_owner(cast: Cast, three: dict[str, Deal], signed_in_as: SignIn) -> None:
    page = listed(signed_in_as(cast.ben), owner=cast.finn.pk)
    assert ">压铸追溯</a>" in page
    assert ">Line service</a>" not in page


def test_an_amount_without_a_currency_narrows_nothing_and_says_so(
    cast: Cast, three: dict[str, Deal], signed_in_as: SignIn
) -> None:
    page = listed(signed_in_as(cast.ben), least="100000")
    assert "Choose a currency as well" in page
    assert ">Old boiler</a>" in page


def test_totals_are_of_one_currency_each(cast: Cast, three: dict[str, Deal], signed_in_as: SignIn) -> None:
    totals = {(total.currency, total.amount) for total in totals_for(cast.ben, DealFilter())}
    assert totals == {("GBP", Decimal(193000)), ("CNY", Decimal(2_600_000))}
    browser = signed_in_as(cast.ben)
    assert "£193,000" in listed(browser)
    assert "¥2,600,000" in listed(browser)
    browser.cookies["django_language"] = "zh-hans"
    assert "¥260万" in listed(browser)


def test_pages_follow_each_other_by_key(cast: Cast, signed_in_as: SignIn) -> None:
    many_deals(cast, PAGE + 3)
    first = deals_for(cast.ana, DealFilter())
    second = deals_for(cast.ana, DealFilter(), first.next_key)
    assert (len(first.rows), len(second.rows), second.next_key) == (PAGE, 3, "")
    assert not {row.slug for row in first.rows} & {row.slug for row in second.rows}
    assert "Earlier deals" in listed(signed_in_as(cast.ana))
    assert len(deals_for(cast.ana, DealFilter(), "broken_key").rows) == PAGE


@pytest.mark.parametrize("address", [LIST, BOARD, reverse("deals:tasks")])
def test_queries_do_not_grow_with_deals(
    cast: Cast, signed_in_as: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries, address: str
) -> None:
    many_deals(cast, 120)
    Task.objects.bulk_create(
        Task(deal=deal, text="Call", owner=cast.ana, due=TODAY) for deal in Deal.objects.all()[:80]
    )
    for n in range(4):
        Membership.objects.create(team=Team.objects.create(name=f"Team {n}"), user=cast.ana, role="manager")
    browser = signed_in_as(cast.ana)
    with django_assert_max_num_queries(14):
        assert browser.get(address).status_code == 200


# The board


@pytest.mark.method("M03")
def test_the_board_has_a_column_a_stage_by_the_names_of_the_codebook(
    cast: Cast, three: dict[str, Deal], signed_in_as: SignIn
) -> None:
    browser = signed_in_as(cast.ben)
    for lang, code in (("en", "en"), ("zh", "zh-hans")):
        browser.cookies["django_language"] = code
        page = text_of(browser.get(BOARD))
        places = [
            page.index(f">{entry_of(stage).name.in_lang(lang)} <")
            for stage in BuyingStage
            if stage is not BuyingStage.UNKNOWN
        ]
        assert places == sorted(places)
    assert "Old boiler" not in page  # open deals alone, unless asked otherwise


def test_a_column_shows_its_first_cards_and_counts_all(cast: Cast, signed_in_as: SignIn) -> None:
    many_deals(cast, CARDS + 5, stage="decides")
    make_deal(cast, "Other", stage="uses", amount=7, currency="CNY")
    columns = {column.stage: column for column in board_for(cast.ana, DealFilter())}
    assert (len(columns["decides"].cards), columns["decides"].count) == (CARDS, CARDS + 5)
    assert [(total.currency, total.amount) for total in columns["uses"].totals] == [("CNY", Decimal(7))]
    page = text_of(signed_in_as(cast.ana).get(BOARD))
    assert "state=open&stage=decides" in page


@pytest.mark.method("M03")
def test_a_card_moves_by_its_form_without_script(cast: Cast, three: dict[str, Deal], signed_in_as: SignIn) -> None:
    address = reverse("deals:move", kwargs={"slug": three["line"].slug})
    answer = signed_in_as(cast.ana).post(address, {"stage": "decides", "back": f"{BOARD}?words=line"})
    assert answer.headers["Location"] == f"{BOARD}?words=line#deal-{three['line'].slug}"
    assert Deal.objects.get(pk=three["line"].pk).stage == "decides"


def test_a_move_to_nowhere_and_a_return_elsewhere_are_not_done(
    cast: Cast, three: dict[str, Deal], signed_in_as: SignIn
) -> None:
    address = reverse("deals:move", kwargs={"slug": three["line"].slug})
    answer = signed_in_as(cast.ana).post(address, {"stage": "heaven", "back": "https://elsewhere.example/"})
    assert answer.headers["Location"].startswith(BOARD)
    assert Deal.objects.get(pk=three["line"].pk).stage == "evaluates"


# Several at once


def test_several_deals_are_changed_at_once_and_their_history_has_it(
    cast: Cast, three: dict[str, Deal], signed_in_as: SignIn
) -> None:
    slugs = [three["line"].slug, three["mes"].slug]
    data = {"deal": slugs, "to-stage": "decides", "to-owner": cast.cleo.pk}
    assert signed_in_as(cast.ben).post(BULK, data).status_code == 302
    changed = Deal.objects.filter(slug__in=slugs)
    assert {(deal.stage, deal.owner) for deal in changed} == {("decides", cast.cleo)}


def test_lost_deals_want_a_reason(cast: Cast, three: dict[str, Deal], signed_in_as: SignIn) -> None:
    browser, slug = signed_in_as(cast.ana), three["line"].slug
    refused = browser.post(BULK, {"deal": slug, "to-state": "lost"})
    assert refused.status_code == 422
    assert "Say why they were lost." in text_of(refused)
    assert f'value="{slug}" aria-label="Choose “Line service”" checked' in text_of(refused)
    browser.post(BULK, {"deal": slug, "to-state": "lost", "to-lost_reason": "rival"})
    lost = Deal.objects.get(slug=slug)
    assert (lost.state, lost.lost_reason, lost.closed_on) == ("lost", "rival", timezone.localdate())
    browser.post(BULK, {"deal": slug, "to-state": "open"})
    again = Deal.objects.get(slug=slug)
    assert (again.state, again.lost_reason, again.closed_on) == ("open", "", None)


@pytest.mark.parametrize("data", [{}, {"to-stage": "decides"}])
def test_without_deals_or_a_change_nothing_is_changed(
    cast: Cast, three: dict[str, Deal], signed_in_as: SignIn, data: dict[str, str]
) -> None:
    assert signed_in_as(cast.ana).post(BULK, data).status_code == 422
    assert signed_in_as(cast.ana).post(BULK, {"deal": three["line"].slug}).status_code == 422


def test_nobody_changes_deals_they_do_not_see_or_gives_away_what_they_may_not(
    cast: Cast, three: dict[str, Deal], signed_in_as: SignIn
) -> None:
    data = {"deal": [three["line"].slug, three["mes"].slug], "to-stage": "uses"}
    assert signed_in_as(cast.ana).post(BULK, data).status_code == 404
    gift = {"deal": three["line"].slug, "to-owner": cast.finn.pk}
    assert signed_in_as(cast.ana).post(BULK, gift).status_code == 422  # a seller is not asked for an owner
    assert signed_in_as(cast.ben).post(BULK, {"deal": three["line"].slug, "to-owner": cast.chen.pk}).status_code == 422
    assert Deal.objects.get(pk=three["line"].pk).owner == cast.ana


# Views


def test_a_view_is_kept_opened_and_dropped(cast: Cast, three: dict[str, Deal], signed_in_as: SignIn) -> None:
    browser = signed_in_as(cast.ana)
    keep = reverse("deals:keep_view", kwargs={"page": "list"})
    answer = browser.post(keep, {"name": "Lost ones", "query": "state=lost"})
    assert answer.headers["Location"] == f"{LIST}?state=lost"
    page = listed(browser, state="lost")
    assert "Lost ones" in page
    assert "Lost ones" not in listed(signed_in_as(cast.ben))
    browser.post(keep, {"name": "Lost ones", "query": "state=lost"})
    view = SavedView.objects.get()
    assert view.query == "state=lost"
    browser.post(reverse("deals:drop_view", kwargs={"pk": view.pk}))
    assert not SavedView.objects.exists()


def test_views_are_of_pages_that_are_there(cast: Cast, signed_in_as: SignIn) -> None:
    address = reverse("deals:keep_view", kwargs={"page": "tasks"})
    assert signed_in_as(cast.ana).post(address, {"name": "x", "query": "y"}).status_code == 404


# Tasks


def test_tasks_stand_by_the_day_and_are_ticked_off_and_back(
    cast: Cast, three: dict[str, Deal], signed_in_as: SignIn
) -> None:
    today, line = timezone.localdate(), three["line"]
    actions.add_task(line, "Some day", None, cast.ana)
    actions.add_task(line, "Tomorrow", today + timedelta(days=1), cast.ana)
    late = actions.add_task(line, "Yesterday", today - timedelta(days=1), cast.ana)
    actions.add_task(line, "Ben's", today, cast.ben)
    browser = signed_in_as(cast.ana)
    page = text_of(browser.get(reverse("deals:tasks")))
    assert page.index("Yesterday") < page.index("Tomorrow") < page.index("Some day")
    assert "late:" in page
    assert "Ben's" not in page
    done = reverse("deals:task_done", kwargs={"pk": late.pk})
    browser.post(done, {"done": "yes"})
    assert Task.objects.get(pk=late.pk).done_at
    assert "Done lately" in text_of(browser.get(reverse("deals:tasks")))
    browser.post(done, {"done": "no"})
    assert Task.objects.get(pk=late.pk).done_at is None


def test_tasks_page_by_key_with_those_without_a_day_last(cast: Cast, three: dict[str, Deal]) -> None:
    days = [None, *(TODAY + timedelta(days=n // 2) for n in range(PAGE + 5)), None]
    Task.objects.bulk_create(Task(deal=three["line"], text="t", owner=cast.ana, due=day) for day in days)
    first = tasks_of(cast.ana)
    second = tasks_of(cast.ana, first.next_key)
    rows = [*first.rows, *second.rows]
    assert len({row.pk for row in rows}) == len(rows) == PAGE + 7
    assert [row.due for row in rows] == sorted((row.due for row in rows), key=lambda day: day or date.max)


def test_a_task_of_a_deal_given_away_is_no_longer_seen(cast: Cast, three: dict[str, Deal]) -> None:
    actions.add_task(three["line"], "Call", TODAY, cast.ana)
    assert len(tasks_of(cast.ana).rows) == 1
    actions.change_deals([three["line"]], actions.Change(owner=cast.finn), today=TODAY)
    assert tasks_of(cast.ana).rows == ()
