"""Objections and answers: of one deal with what to do about them, of all deals counted and quoted (M19, M27, M28)."""

from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from askwell.deal.questions.query import Query
from askwell.deal.tests.deals import calls
from askwell.server.accounts.models import User
from askwell.server.calls.models import Call
from askwell.server.deals.models import DealCall, ObjectionIndex, OwnAnswer
from askwell.server.deals.objections_actions import note_answer
from askwell.server.deals.objections_heard import heard_objections, heard_questions
from askwell.server.deals.objections_queries import Wanted, counts_for, heard_for, objections_of
from askwell.server.deals.questions_index import CALLS, ask_for_index, calls_to_update
from askwell.server.deals.questions_queries import answer, understood
from askwell.server.deals.reckoning import reckoned
from askwell.server.deals.testing import DAY, FullDeal, make_deal
from askwell.server.deals.tests.answered_deals import OBJECTED, bring, make_answered_deal
from askwell.server.jobs.models import Job
from askwell.server.jobs.worker import run_due_jobs
from askwell.server.testing import Cast, Clock

SignIn = Callable[[User], Client]
SELLER = "seller Ana: {situation_question: How many lines do you run?}\n"
DEAR = "buyer Bo: {objection objection_class=hesitation concern=price: That is dear.}\n"


@pytest.fixture
def full(cast: Cast) -> FullDeal:
    return make_answered_deal(cast)


def text_of(browser: Client, address: str) -> str:
    response = browser.get(address)
    assert response.status_code == 200
    return unescape(response.content.decode())


def address(full: FullDeal, name: str = "objections") -> str:
    return reverse(f"deals:{name}", kwargs={"slug": full.deal.slug})


def met(reply: str) -> str:
    (one,) = heard_objections(calls(SELLER + DEAR + reply))
    return str(one["met"])


@pytest.mark.method("M28")
@pytest.mark.parametrize(
    ("reply", "how"),
    [
        ("seller Ana: {problem_question: Dear against what?} {benefit: It pays for itself.}", "asked_first"),
        ("seller Ana: {feature: It has two heads.} {problem_question: Is that dear?}", "stated"),
        ("seller Ana: {feature: The price holds for two years.}", "answered"),
        ("seller Ana: {commitment_proposal: Shall we test it first?}", "stated"),
        ("seller Ana: {feature: It is. That buys the second head.}", "answered"),
        ("seller Ana: {other: I am sorry about that.}", "answered"),
        ("seller Ana: {problem_question: Dear against what?}", "asked"),
        ("seller Ana: {closing_attempt: Shall we sign?}", "pushed"),
        ("seller Ana: {other: I see.}", "passed"),
        (f"seller Ana: {{other: {'It is, and yet nobody went back. ' * 3}}}", "answered"),
        ("seller Ana: {feature p=0.3: It has two heads.}", "unclear"),
    ],
)  # fmt: skip
def test_how_an_objection_was_met(reply: str, how: str) -> None:
    assert met(reply) == how


def test_an_answer_is_sought_until_the_next_objection_only() -> None:
    first, second = heard_objections(
        calls(SELLER + DEAR + SELLER + DEAR + "seller Ana: {benefit: It pays for itself.}")
    )
    assert (first["met"], second["met"]) == ("asked", "stated")
    assert [one["text"] for one in first["again"]] == ["That is dear."]


def test_an_objection_after_which_the_sale_went_on_is_settled() -> None:
    later = "# outcome: advance a\nseller Ana: {commitment_proposal: Will you come?}\nbuyer Bo: {agreement#a: Yes.}"
    (one,) = heard_objections(calls(SELLER + DEAR, later))
    assert [shown["text"] for shown in one["settled"]] == ["Yes."]


@pytest.mark.method("M27")
def test_what_brought_an_objection_on_is_quoted_unless_it_is_real() -> None:
    shown = "seller Ana: {feature: It has two heads.} {advantage: It saves time.}\n"
    caused = shown + "buyer Bo: {objection concern=price cause=feature: Dear.}"
    real = shown + "buyer Bo: {objection concern=price cause=real: Dear.}"
    assert [one["text"] for one in heard_objections(calls(caused))[0]["brought_on"]] == ["It has two heads."]
    assert heard_objections(calls(real))[0]["brought_on"] == []


@pytest.mark.method("M19")
def test_each_step_of_an_answer_that_can_be_heard_is_looked_for() -> None:
    asked = "buyer Bo: {buyer_question#q: Who repairs it?}\n"
    answered = "{feature ->q answers: We do.}"
    whole = f"seller Ana: {{situation_question: When would it be?}} {answered} {{other_question: Is that clear?}}"
    (one,) = heard_questions(calls(SELLER + asked + whole))
    assert {name for name, shown in one["steps"].items() if shown} == {
        "get_information",
        "give_opinion",
        "check_understanding",
    }
    (bare,) = heard_questions(calls(SELLER + asked + f"seller Ana: {answered}"))
    assert {name for name, shown in bare["steps"].items() if shown} == {"give_opinion"}


@pytest.mark.method("M28")
def test_the_page_of_a_deal_tells_objections_with_prevention_first(
    full: FullDeal, cast: Cast, signed_in_as: SignIn
) -> None:
    text = text_of(signed_in_as(cast.ana), address(full))
    for said in ("Hesitation · Price", "That sounds dear.", "It logs each stop.", "Asked about, then answered"):
        assert said in text
    assert "Met with a closing attempt" in text
    assert text.index("Cut the list") < text.index("A hesitation is one of five doubts")
    assert "Who repairs it at night?" in text


def test_objections_of_a_call_the_reader_may_not_read_are_only_counted(full: FullDeal, cast: Cast) -> None:
    Call.objects.filter(deal_call__deal=full.deal).update(owner=cast.finn)
    Call.objects.get(title="Second visit").sellers.clear()
    shown = objections_of(full.deal, cast.ana, DAY, "en")
    assert (shown.matters, shown.questions, shown.hidden) == ((), (), 2)
    assert objections_of(full.deal, cast.ben, DAY, "en").hidden == 0


def test_the_team_notes_its_own_answers_and_sees_them_at_the_like(
    full: FullDeal, cast: Cast, signed_in_as: SignIn
) -> None:
    browser = signed_in_as(cast.ana)
    said = {"kind": "hesitation", "concern": "price", "text": "We put the cost of a stop beside it"}
    assert browser.post(address(full, "note_answer"), said).status_code == 302
    assert said["text"] in text_of(browser, address(full))
    assert browser.post(address(full, "note_answer"), {**said, "text": " "}).status_code == 422
    assert browser.post(address(full, "note_answer"), {**said, "kind": "rage"}).status_code == 422
    answer = OwnAnswer.objects.get()
    gone = reverse("deals:remove_answer", kwargs={"pk": answer.pk})
    assert signed_in_as(cast.finn).post(gone).status_code == 404
    assert signed_in_as(cast.ana).post(gone, {"deal": full.deal.slug}).url == address(full)  # type: ignore[attr-defined]
    assert not OwnAnswer.objects.exists()


def test_answers_of_another_team_are_not_shown(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    note_answer(cast.other_team, cast.chen, "hesitation", "price", "A secret of the south")
    assert "A secret of the south" not in text_of(signed_in_as(cast.ben), address(full))
    listed = f"{reverse('deals:all_objections')}?kind=hesitation"
    run_reading(Clock())
    assert "A secret of the south" not in text_of(signed_in_as(cast.ben), listed)


def run_reading(clock: Clock) -> None:
    ask_for_index(CALLS)
    Job.objects.filter(kind=CALLS).update(not_before=clock())
    run_due_jobs(clock)


@pytest.mark.method("M28")
def test_the_objections_of_all_deals_are_counted_by_class_month_and_seller(
    full: FullDeal, cast: Cast, clock: Clock, signed_in_as: SignIn
) -> None:
    Call.objects.filter(title="Second visit").update(held_at=datetime(2026, 2, 3, 9, tzinfo=UTC))
    browser = signed_in_as(cast.ben)
    assert "still being counted" in text_of(browser, reverse("deals:all_objections"))
    assert Job.objects.filter(kind=CALLS).count() == 1
    run_reading(clock)
    text = text_of(browser, reverse("deals:all_objections"))
    assert "still being counted" not in text
    for said in (
        "Hesitation",
        "Price 1",
        "February 2026",
        "Ana",
        "That sounds dear.",
        "Northline would be here sooner.",
    ):
        assert said in text
    narrowed = text_of(browser, f"{reverse('deals:all_objections')}?kind=doubt")
    assert "That sounds dear." not in narrowed
    assert "Ask what the buyer would have to see" in narrowed
    assert "No objection is like that." in text_of(browser, f"{reverse('deals:all_objections')}?month=2025-01")


def test_whoever_does_not_see_the_deal_counts_nothing_of_it(full: FullDeal, cast: Cast, clock: Clock) -> None:
    run_reading(clock)
    for person, number in ((cast.ana, 2), (cast.ben, 2), (cast.finn, 0), (cast.dana, 0), (cast.chen, 0), (cast.eve, 0)):
        assert counts_for(person, Wanted(), "en").total == number
        assert len(heard_for(person, Wanted(), "en").rows) == number


def test_what_is_coded_anew_is_read_anew(full: FullDeal, cast: Cast, clock: Clock) -> None:
    run_reading(clock)
    assert calls_to_update(cast.ben) == 0
    ObjectionIndex.objects.all().delete()
    Call.objects.get(title="Second visit").objections_read.delete()
    assert calls_to_update(cast.ben) == 1
    run_reading(clock)
    assert counts_for(cast.ben, Wanted(concern="price"), "en").total == 1


@pytest.mark.method("M27")
def test_the_list_of_all_objections_names_the_causes_that_the_deal_names(
    full: FullDeal, cast: Cast, clock: Clock
) -> None:
    """A cause that nothing before the objection shows is none on either page."""
    unshown = OBJECTED.replace("Second visit", "Third visit").replace("{objection ", "{objection cause=advantage ")
    bring(cast, full.deal, unshown)
    run_reading(clock)
    on_deal = sorted(one["cause"] for one in reckoned(full.deal, DAY).objections)
    assert sorted(ObjectionIndex.objects.values_list("cause", flat=True)) == on_deal


@pytest.mark.method("M28")
def test_a_question_counts_the_objections_that_the_page_counts(full: FullDeal, cast: Cast, clock: Clock) -> None:
    """Also those of calls that belong to no deal; by seller too."""
    loose = bring(cast, full.deal, OBJECTED.replace("Second visit", "Loose visit"))
    DealCall.objects.filter(call=loose).delete()
    run_reading(clock)
    for person in (cast.ana, cast.ben, cast.finn, cast.chen):
        query = understood(person, "objections by rep")
        assert isinstance(query, Query)
        told, counted = answer(query, person, DAY), counts_for(person, Wanted(), "en")
        assert told.count == counted.total
        assert [(part.value, part.count) for part in told.groups] == [(str(pk), n) for pk, _name, n in counted.sellers]
    assert counts_for(cast.ben, Wanted(), "en").total == 4
    assert {row.deal for row in heard_for(cast.ben, Wanted(), "en").rows} == {full.deal.name, ""}


def test_the_list_goes_on_by_key_and_takes_few_queries(
    full: FullDeal,
    cast: Cast,
    clock: Clock,
    signed_in_as: SignIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(12):
        deal = make_deal(cast, f"Deal {number}")
        deal.stakes.create(contact=full.contact)
        bring(cast, deal, OBJECTED.replace("Second visit", f"Visit {number}").replace("dear", f"dear {number}"))
    run_reading(clock)
    first = heard_for(cast.ben, Wanted(), "en")
    second = heard_for(cast.ben, Wanted(), "en", first.next_key)
    assert (len(first.rows), len(second.rows), second.next_key) == (20, 6, "")
    assert not {row.quote.address for row in first.rows} & {row.quote.address for row in second.rows}
    browser = signed_in_as(cast.ben)
    with django_assert_max_num_queries(15):
        browser.get(reverse("deals:all_objections"))
    browser.get(address(full))
    with django_assert_max_num_queries(16):
        browser.get(address(full))
