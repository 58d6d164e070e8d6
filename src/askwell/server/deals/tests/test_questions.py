"""Questions on the page: exact counts, sources, who may see what, and what is not up to date."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from askwell.coding.coded import Attrs, Unit
from askwell.coding.coder import code_conversation
from askwell.deal.questions.data import kinds
from askwell.deal.questions.query import Query, Refusal
from askwell.method.terms import Code, Concern, Side
from askwell.server.accounts.models import User
from askwell.server.calls.actions import keep_coding
from askwell.server.calls.models import Call, CallSeller
from askwell.server.calls.testing import bring_call, conversation_of
from askwell.server.deals import actions
from askwell.server.deals.customers_actions import add_company, add_contact, add_rival
from askwell.server.deals.models import Activity, Contact, Deal, DealIndex, ObjectionIndex, Speaker, Stake
from askwell.server.deals.questions_index import (
    CALLS,
    DEALS,
    ask_for_index,
    calls_to_update,
    deals_to_update,
    stale_deals,
)
from askwell.server.deals.questions_queries import PAGE, Answer, answer, understood
from askwell.server.deals.testing import make_deal
from askwell.server.jobs.models import Job
from askwell.server.jobs.worker import run_due_jobs
from askwell.server.testing import Cast
from askwell.transcript.conversation import Conversation

SignIn = Callable[[User], Client]
PAGE_ADDRESS = reverse("deals:questions")
TODAY = date(2026, 3, 2)
SAID = {
    "too dear": (Code.OBJECTION, Attrs(concern=Concern.PRICE)),
    "risk": (Code.OBJECTION, Attrs(concern=Concern.RISK)),
    "we want": (Code.EXPLICIT_NEED, Attrs()),
    "stops": (Code.IMPLIED_NEED, Attrs()),
    "what happens": (Code.IMPLICATION_QUESTION, Attrs()),
}


class SureCoder:
    """Codes a whole turn by the first of a few words it holds, with what an objection is about."""

    name = "sure/1"

    def units(self, conversation: Conversation, lang: str) -> tuple[Unit, ...]:  # noqa: ARG002 - the interface of coders
        return tuple(
            Unit(f"u{i:04}", i, 0, len(turn.text), code, attrs=attrs)
            for i, turn in enumerate(conversation.turns)
            for word, (code, attrs) in SAID.items()
            if word in turn.text.lower()
        )


def talk(cast: Cast, *said: str, title: str, on: date | None = TODAY, owner: User | None = None) -> Call:
    """A call in which the buyer says this, coded."""
    turns = ((Side.SELLER, "Good morning."), *((Side.BUYER, text) for text in said))
    call = bring_call(owner or cast.ana, cast.team, conversation_of(turns, title=title))
    revision = call.current_revision
    keep_coding(revision, code_conversation(revision.conversation, SureCoder()))
    held = datetime.combine(on, datetime.min.time(), UTC) + timedelta(hours=9) if on else None
    Call.objects.filter(pk=call.pk).update(held_at=held)
    return Call.objects.get(pk=call.pk)


def fill(*kinds: str) -> None:
    """Have the index filled, and nothing else done: the calls are coded already."""
    Job.objects.exclude(kind__in=[DEALS, CALLS]).delete()
    for kind in kinds:
        ask_for_index(kind)
    run_due_jobs()


def ask(user: User, text: str, **more: Any) -> Answer:
    read = understood(user, text)
    assert isinstance(read, Query), read
    return answer(read, user, TODAY, **more)


def names(user: User, text: str) -> set[str]:
    return {getattr(row, "name", "") or getattr(row, "title", "") for row in ask(user, text).rows}


def page(browser: Client, text: str, **more: str) -> str:
    return text_of(browser.get(PAGE_ADDRESS, {"q": text, **more}))


def text_of(response: Any) -> str:
    return unescape(response.content.decode())


def stake(deal: Deal, contact: Contact, *roles: str, **facts: Any) -> Stake:
    made = actions.add_stake(deal, contact)
    actions.change_stake(made, facts, list(roles))
    return made


@pytest.fixture
def three(cast: Cast) -> dict[str, Deal]:
    """Two open deals of Ana's and one of Finn's, a lost one, and one on another team."""
    springs, mills = add_company(cast.team, "Brackwell Springs Ltd"), add_company(cast.team, "Tarn Mills")
    helen = add_contact(cast.team, "Helen Stroud", springs, title="Site manager")
    reed = add_contact(cast.team, "Jon Reed", mills)
    made = {
        "line": make_deal(cast, "Line service", company=springs, amount=184000, currency="GBP", stage="evaluates"),
        "mill": make_deal(cast, "Mill drives", company=mills, expected_on=date(2026, 2, 1)),
        "mes": make_deal(cast, "压铸追溯", cast.finn, amount=2_600_000, currency="CNY", stage="decides"),
        "lost": make_deal(
            cast, "Old boiler", state="lost", lost_reason="price", closed_on=date(2026, 2, 10), company=springs
        ),
        "south": make_deal(cast, "South pumps", cast.chen),
    }
    stake(made["line"], helen, "inside_supporter", attitude=2, last_contact=date(2026, 2, 25))
    stake(made["mill"], reed, "core_decision_maker", attitude=-1)
    return made


@pytest.mark.method("M32")
def test_deals_without_a_role_are_counted_among_what_the_person_may_see(cast: Cast, three: dict[str, Deal]) -> None:
    assert names(cast.ana, "deals with no inside supporter") == {"Mill drives"}
    assert names(cast.ben, "没有内线支持者的商机") == {"Mill drives", "压铸追溯"}
    assert names(cast.chen, "deals with no inside supporter") == {"South pumps"}
    assert names(cast.ana, "all deals with no inside supporter") == {"Mill drives", "Old boiler"}
    assert names(cast.ana, "deals with an inside supporter") == {"Line service"}


CASES = [
    ("open deals", {"Line service", "Mill drives", "压铸追溯"}),
    ("lost deals", {"Old boiler"}),
    ("因价格丢单的商机", {"Old boiler"}),
    ("deals lost on trust", set()),
    ("deals lost last month", {"Old boiler"}),
    ("deals lost this month", set()),
    ("deals above £100k", {"Line service"}),
    ("100万以上的商机", {"压铸追溯"}),
    ("deals of at least £184,000", {"Line service"}),
    ("deals above £184,000", set()),
    ("deals below ¥300万", {"压铸追溯"}),
    ("deals without an amount", {"Mill drives"}),
    ("deals of the stage evaluates and compares", {"Line service"}),
    ("决定购买阶段的商机", {"压铸追溯"}),
    ("deals of rep Finn", {"压铸追溯"}),
    ("deals of company Brackwell", {"Line service"}),
    ("deals at Brackwell Springs", {"Line service"}),
    ("deals with Helen Stroud", {"Line service"}),
    ("deals with no people", {"压铸追溯"}),
    ("overdue deals", {"Mill drives"}),
    ("deals without an expected date", {"Line service", "压铸追溯"}),
    ("deals expected last month", {"Mill drives"}),
    ("deals with no contact for 2 weeks", {"Mill drives", "压铸追溯"}),
    ("deals without a call", {"Line service", "Mill drives", "压铸追溯"}),
    ("deals without an explicit need", {"Line service", "Mill drives", "压铸追溯"}),
    ("deals without any need", {"Line service", "Mill drives", "压铸追溯"}),
    ("deals with open doubts", set()),
    ("stalled deals", set()),
    ("deals without a next step", {"Line service", "Mill drives", "压铸追溯"}),
    ("people against us", set()),
    ("谁反对我们？", set()),
    ("Who has reservations?", {"Jon Reed"}),
    ("有保留意见的人", {"Jon Reed"}),
    ("people I haven't talked to for two weeks", {"Jon Reed"}),
    ("超过一百万的商机", {"压铸追溯"}),
    ("deals over half a million", {"压铸追溯"}),
    ("Ana's losses", {"Old boiler"}),
    ("deals with no rival", {"Line service", "Mill drives", "压铸追溯"}),
    ("支持我们的人", {"Helen Stroud"}),
    ("Who is the core decision maker at Tarn Mills?", {"Jon Reed"}),
    ("inside supporters who are against us", set()),
    ("people not contacted for 2 weeks", {"Jon Reed"}),
    ("people at Brackwell", {"Helen Stroud"}),
    ("people who have never spoken", {"Helen Stroud", "Jon Reed"}),
    ("哪些客户还没有明确需求", {"Brackwell Springs Ltd", "Tarn Mills"}),
    ("customers with no inside supporter", {"Tarn Mills"}),
    ("customers with no contact for 2 weeks", {"Tarn Mills"}),
    ("customers without a deal", set()),
    ("Ana's customers", {"Brackwell Springs Ltd", "Tarn Mills"}),
]


@pytest.mark.parametrize(("text", "found"), CASES, ids=[text for text, _found in CASES])
def test_the_answer_is_exact(cast: Cast, three: dict[str, Deal], text: str, found: set[str]) -> None:
    said = ask(cast.ben, text)
    assert names(cast.ben, text) == found
    assert said.count == len(found)


def test_tasks_rivals_and_activities_count(cast: Cast, three: dict[str, Deal]) -> None:
    actions.add_task(three["line"], "Send the figures", TODAY - timedelta(days=3), cast.ana)
    three["mes"].rivals.add(add_rival(cast.team, "Northline"))
    actions.add_activity(three["mill"], cast.ana, {"kind": "visit", "day": TODAY, "text": "Seen"}, [])
    assert names(cast.ben, "deals with overdue tasks") == {"Line service"}
    assert names(cast.ben, "deals without a task") == {"Mill drives", "压铸追溯"}
    assert names(cast.ben, "deals against Northline") == names(cast.ben, "有竞争对手的商机") == {"压铸追溯"}
    assert (
        names(cast.ben, "deals with no rival")
        == names(cast.ben, "没有竞争对手的商机")
        == {"Line service", "Mill drives"}
    )
    assert names(cast.ben, "deals with no contact for 2 weeks") == {"压铸追溯"}
    assert Activity.objects.count() == 1


def tasks(user: User, text: str) -> set[str]:
    return {getattr(row, "text", "") for row in ask(user, text).rows}


def test_tasks_are_asked_for_by_day_by_whom_and_by_customer(cast: Cast, three: dict[str, Deal]) -> None:
    late, soon = TODAY - timedelta(days=3), TODAY + timedelta(days=2)
    actions.add_task(three["line"], "Send the figures", late, cast.ana)
    actions.add_task(three["mill"], "Ring Jon", soon, cast.ben)
    actions.add_task(three["mes"], "Ask for the drawings", None, None)
    actions.add_task(three["lost"], "Fetch the sample back", late, cast.ana)
    actions.add_task(three["south"], "Not of this team", late, cast.chen)
    done = actions.add_task(three["line"], "Done long ago", late, cast.ana)
    done.done_at = timezone.now()
    done.save()
    for text in ("overdue tasks", "逾期的任务", "Which tasks are late?", "哪些任务逾期了？", "待办过期的"):
        assert tasks(cast.ben, text) == {"Send the figures", "Fetch the sample back"}, text
    assert tasks(cast.ben, "tasks due this week") == tasks(cast.ben, "本周到期的任务") == {"Ring Jon"}
    assert tasks(cast.ben, "my tasks") == tasks(cast.ben, "我本周的任务") == {"Ring Jon"}
    assert tasks(cast.ben, "tasks without a date") == {"Ask for the drawings"}
    assert tasks(cast.ben, "tasks of customer Brackwell") == {"Send the figures", "Fetch the sample back"}
    assert tasks(cast.finn, "open tasks") == {"Ask for the drawings"}
    parts = {(part.name, part.count) for part in ask(cast.ben, "所有任务按销售").groups}
    assert parts == {("Ana", 2), ("Ben", 1), ("", 1)}


def test_deals_to_be_signed_in_a_time_are_those_expected_then(cast: Cast, three: dict[str, Deal]) -> None:
    for text in (
        "deals closing this quarter",
        "本季度要签的单子",
        "Which deals will close this quarter?",
        "这个季度能签的商机",
    ):
        assert names(cast.ben, text) == {"Mill drives"}, text


def test_my_deals_are_those_of_whoever_asks(cast: Cast, three: dict[str, Deal]) -> None:
    assert names(cast.finn, "my deals") == {"压铸追溯"}
    assert names(cast.ben, "我的商机") == set()


@pytest.fixture
def heard(cast: Cast, three: dict[str, Deal]) -> dict[str, Call]:
    """Calls of the two customers, and one of Finn's that belongs to no deal."""
    calls = {
        "dear": talk(cast, "It stops twice a shift.", "That is too dear for us.", title="First", on=date(2026, 2, 3)),
        "want": talk(cast, "We want it to run through the night.", title="Second", on=date(2026, 2, 24)),
        "risk": talk(cast, "I see a risk in that.", title="Third", on=TODAY, owner=cast.finn),
    }
    actions.link_call(three["line"], calls["dear"])
    actions.link_call(three["line"], calls["want"])
    return calls


@pytest.mark.method("M20")
def test_what_calls_say_is_answered_from_the_index_once_it_is_filled(
    cast: Cast, three: dict[str, Deal], heard: dict[str, Call]
) -> None:
    before = ask(cast.ben, "deals with an explicit need")
    assert (before.count, before.stale) == (0, 1)
    fill(DEALS)
    after = ask(cast.ben, "deals with an explicit need")
    assert (after.count, after.stale) == (1, 0)
    row: Any = after.rows[0]
    assert row.name == "Line service"
    assert len(row.quotes) == 1
    assert row.quotes[0].text == "We want it to run through the night."
    assert row.quotes[0].address == reverse("calls:page", args=[heard["want"].slug]) + "#t1"
    assert names(cast.ben, "哪些客户还没有明确需求") == {"Tarn Mills"}
    assert names(cast.ben, "deals without any need") == {"Mill drives", "压铸追溯"}


def test_every_change_to_the_calls_of_a_deal_makes_it_out_of_date(
    cast: Cast, three: dict[str, Deal], heard: dict[str, Call]
) -> None:
    def settle() -> None:
        fill(DEALS)
        assert deals_to_update(cast.ben) == frozenset()

    settle()
    Call.objects.filter(pk=heard["want"].pk).update(held_at=datetime(2026, 1, 5, tzinfo=UTC))
    assert len(deals_to_update(cast.ben)) == 1
    settle()
    actions.link_call(three["mes"], heard["risk"])
    assert list(stale_deals()) == [three["mes"]]
    settle()
    actions.unlink_call(three["line"], heard["dear"])
    assert len(deals_to_update(cast.ana)) == 1
    assert not deals_to_update(cast.finn)
    settle()
    revision = heard["want"].current_revision
    keep_coding(revision, code_conversation(revision.conversation, SecondCoder()))
    assert len(deals_to_update(cast.ben)) == 1
    settle()
    heard["want"].delete()
    assert len(deals_to_update(cast.ben)) == 1
    settle()
    assert DealIndex.objects.get(deal=three["line"]).calls == 0


class SecondCoder(SureCoder):
    """Another model."""

    name = "sure/2"


def test_filling_twice_changes_nothing(cast: Cast, three: dict[str, Deal], heard: dict[str, Call]) -> None:
    for _again in range(2):
        fill(DEALS, CALLS)
    assert DealIndex.objects.count() == 1
    assert ObjectionIndex.objects.count() == 2
    assert Job.objects.filter(kind=DEALS).count() == 2


@pytest.mark.method("M28")
def test_objections_by_what_they_are_about_and_by_whom(cast: Cast, heard: dict[str, Call]) -> None:
    assert ask(cast.ben, "objections last month by rep").stale == 3
    assert ask(cast.ben, "price objections last month by rep").stale == 3
    fill(CALLS)
    assert ask(cast.ben, "objections last month by rep").count == 1
    said = ask(cast.ben, "price objections last month by rep")
    assert (said.count, said.stale) == (1, 0)
    assert [(group.name, group.count) for group in said.groups] == [("Ana", 1)]
    row: Any = said.rows[0]
    assert row.quote.text == "That is too dear for us."
    assert ask(cast.ben, "上个月各销售的价格异议").count == 1
    assert ask(cast.ben, "objections about risk").count == 1
    assert {(group.value, group.count) for group in ask(cast.ben, "objections by concern").groups} == {
        ("price", 1),
        ("risk", 1),
    }
    assert ask(cast.ana, "objections").count == 1
    assert ask(cast.ana, "objections at Brackwell").count == 1
    assert ask(cast.chen, "objections").count == 0


def test_calls_are_found_by_what_they_hold(cast: Cast, heard: dict[str, Call]) -> None:
    assert names(cast.ben, "calls with objections") == {"First", "Third"}
    assert names(cast.ben, "calls without objections") == {"Second"}
    assert names(cast.ben, "calls without a deal") == {"Third"}
    assert names(cast.ben, "calls with Brackwell") == {"First", "Second"}
    assert names(cast.ben, "calls last month") == {"First", "Second"}
    assert names(cast.ben, "本月的会谈") == {"Third"}
    assert names(cast.ben, "calls of rep Finn") == {"Third"}
    row: Any = next(row for row in ask(cast.ben, "calls with objections").rows if getattr(row, "title", "") == "First")
    assert [quote.text for quote in row.quotes] == ["That is too dear for us."]
    assert [group.count for group in ask(cast.ben, "calls by month").groups] == [1, 2]
    assert [(group.name, group.count) for group in ask(cast.ben, "calls by company").groups] == [
        ("Brackwell Springs Ltd", 2),
        ("", 1),
    ]


def test_a_call_counts_for_whoever_sells_in_it(cast: Cast, heard: dict[str, Call]) -> None:
    CallSeller.objects.create(call=heard["risk"], user=cast.ana, participant="p1")
    assert names(cast.ben, "calls of rep Ana") == {"First", "Second", "Third"}
    assert names(cast.ben, "calls of rep Finn") == set()
    assert [(group.name, group.count) for group in ask(cast.ben, "calls by rep").groups] == [("Ana", 3)]


def test_needs_and_behaviours_are_quoted(cast: Cast, heard: dict[str, Call]) -> None:
    said = ask(cast.ben, "needs last month")
    assert {row.quote.text for row in said.rows if hasattr(row, "quote") and row.quote} == {
        "It stops twice a shift.",
        "We want it to run through the night.",
    }
    assert ask(cast.ben, "明确需求").count == 1
    assert ask(cast.ben, "implied needs").count == 1
    assert ask(cast.ben, "implication questions").count == 0


def test_what_the_coder_was_uncertain_of_is_not_counted(cast: Cast, heard: dict[str, Call]) -> None:
    fill(CALLS)
    heard["dear"].units.update(p=0.4)
    ObjectionIndex.objects.filter(call=heard["dear"]).delete()
    assert ask(cast.ben, "price objections").count == 0
    assert ask(cast.ben, "objections").count == 1
    assert names(cast.ben, "calls with objections") == {"Third"}


def test_people_who_spoke_are_not_unheard(cast: Cast, three: dict[str, Deal], heard: dict[str, Call]) -> None:
    Speaker.objects.create(call=heard["want"], participant="p2", contact=Contact.objects.get(name="Jon Reed"))
    assert names(cast.ben, "people who have never spoken") == {"Helen Stroud"}
    assert names(cast.ben, "people not contacted for 2 weeks") == set()


def test_a_part_by_itself(cast: Cast, three: dict[str, Deal]) -> None:
    said = ask(cast.ben, "open deals by rep")
    assert [(group.name, group.count) for group in said.groups] == [("Ana", 2), ("Finn", 1)]
    part = ask(cast.ben, "open deals by rep", part=str(cast.finn.pk))
    assert part.count == 1
    assert ask(cast.ben, "open deals by rep", part="xyz").count == 0
    assert ask(cast.ben, "open deals by company", part="-").count == 1
    assert ask(cast.ben, "open deals by stage", part="decides").count == 1
    assert ask(cast.ben, "customers without an explicit need by rep", part=str(cast.ana.pk)).count == 2
    assert ask(cast.ben, "calls by month", part="2026").count == 0


def test_an_analyst_counts_calls_and_reads_only_what_is_shared(
    cast: Cast, heard: dict[str, Call], signed_in_as: SignIn
) -> None:
    fill(CALLS)
    browser = signed_in_as(cast.dana)
    shown = page(browser, "objections")
    assert "2 objections" in shown
    assert "too dear" not in shown
    assert "Its words may not be read with your role." in shown
    assert "sees no deals" in page(browser, "open deals")
    assert "Springs" not in page(browser, "calls by customer")
    Call.objects.update(shared=True)
    assert "too dear" in page(browser, "objections")


@pytest.mark.parametrize("person", ["chen", "eve", "adam"])
def test_an_outsider_learns_nothing(
    cast: Cast, three: dict[str, Deal], heard: dict[str, Call], signed_in_as: SignIn, person: str
) -> None:
    browser = signed_in_as(cast.everybody()[person])
    texts = ("all deals by rep", "deals at Brackwell", "people", "calls by customer", "objections", "people against us")
    for text in texts:
        shown = page(browser, text).partition('<section class="question-list"')[0]
        for secret in ("Line service", "Tarn Mills", "Jon Reed", "too dear", "Finn", "First"):
            assert secret not in shown, (text, secret)
    assert isinstance(understood(cast.everybody()[person], "deals at Tarn Mills"), Refusal)


def test_the_page_says_how_it_understood_and_what_it_assumed(
    cast: Cast, three: dict[str, Deal], signed_in_as: SignIn
) -> None:
    shown = page(signed_in_as(cast.ben), "deals of company Brackwell above £100k by rep")
    assert "Understood as" in shown
    for said in ("of customer “Brackwell Springs Ltd”", "above £100k", "by rep", "assumed"):
        assert said in shown
    assert reverse("deals:page", args=[three["line"].slug]) in shown


def test_the_page_says_what_it_did_not_understand(cast: Cast, signed_in_as: SignIn) -> None:
    browser = signed_in_as(cast.ana)
    shown = page(browser, "deals without an inside supporter on the moon")
    assert "“moon”" in shown
    assert "Deals in which nobody has a role" in shown
    assert "“12.34.5”" in page(browser, "deals above £") or "Not understood" in page(browser, "deals above £")


def test_the_page_lists_every_kind_in_the_language_of_the_page(cast: Cast, signed_in_as: SignIn) -> None:
    browser = signed_in_as(cast.ana)
    english, chinese = text_of(browser.get(PAGE_ADDRESS)), ""
    browser.cookies["django_language"] = "zh-hans"
    chinese = text_of(browser.get(PAGE_ADDRESS))
    for kind in kinds():
        assert kind.name.en in english
        assert all(text in english for text in kind.examples["en"])
        assert kind.name.zh in chinese
        assert all(text in chinese for text in kind.examples["zh"])


def test_lists_go_on_by_key(cast: Cast) -> None:
    Deal.objects.bulk_create(Deal(team=cast.team, owner=cast.ana, name=f"Deal {n:04}") for n in range(PAGE * 2 + 3))
    seen: list[str] = []
    key = ""
    for _page in range(3):
        said = ask(cast.ana, "deals with no inside supporter", key=key)
        assert said.count == PAGE * 2 + 3
        seen += [row.name for row in said.rows if hasattr(row, "name")]
        key = said.next_key
    assert not key
    assert len(seen) == len(set(seen)) == PAGE * 2 + 3


@pytest.mark.parametrize(
    "text",
    [
        "deals with an explicit need at Brackwell by rep",
        "price objections last month by rep",
        "calls with objections by customer",
        "people with reservations",
        "overdue tasks by rep",
        "customers with no contact for 2 weeks",
        "deals with no inside supporter",
    ],
)
def test_no_page_asks_the_database_more_than_15_times(
    cast: Cast, three: dict[str, Deal], heard: dict[str, Call], signed_in_as: SignIn, text: str
) -> None:
    fill(DEALS, CALLS)
    browser = signed_in_as(cast.ben)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert "Understood as" in page(browser, text)
    assert len(asked) <= 15, "\n".join(query["sql"] for query in asked)


def test_a_page_with_something_out_of_date_says_so_and_has_it_done(
    cast: Cast, heard: dict[str, Call], signed_in_as: SignIn
) -> None:
    browser = signed_in_as(cast.ben)
    assert "1 deal is not up to date here" in page(browser, "deals without an explicit need")
    assert "not up to date here" in page(browser, "price objections")
    assert set(Job.objects.filter(kind__in=[DEALS, CALLS]).values_list("kind", flat=True)) == {DEALS, CALLS}
    fill()
    assert "not up to date" not in page(browser, "deals without an explicit need")
    assert calls_to_update(cast.ben) == 0
    assert timezone.localdate() >= TODAY
