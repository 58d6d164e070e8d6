"""The page of a call as a browser without script meets it."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from auditlog.models import LogEntry
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from askwell.coding.merge import Anchor, DecisionKind
from askwell.method.terms import Code, Side
from askwell.report.build import call_view
from askwell.report.language import wording
from askwell.server.accounts.models import User
from askwell.server.calls.actions import add_revision, change_details, decide
from askwell.server.calls.models import Call
from askwell.server.calls.page_context import filters_of
from askwell.server.calls.page_queries import state_of
from askwell.server.calls.page_testing import bring_call, code_revision, coded_call
from askwell.server.jobs.models import Job, JobState
from askwell.server.testing import Cast
from askwell.transcript.conversation import Conversation, Participant, Turn

SignIn = Callable[[User], Client]
HOSTILE = "<script>document.title='taken'</script> \"><img src=x onerror=alert(1)>"
SAID = (
    (Side.SELLER, "Good morning. How many vans do you run?"),
    (Side.BUYER, "Forty. The trouble is that they stand still for hours every Monday."),
    (Side.SELLER, "What does it cost you when they stand still?"),
    (Side.BUYER, "We lose two deliveries a van. I want a planning tool that stops this."),
    (Side.SELLER, f"Our planner fills the vans by itself. {HOSTILE}"),
    (Side.BUYER, "Send me a proposal and I will bring our director to a demo on Friday."),
)


def conversation(**changes: object) -> Conversation:
    turns = tuple(
        Turn(speaker=side, text=text, start=i * 10.0, end=i * 10 + 9.0) for i, (side, text) in enumerate(SAID)
    )
    return replace(Conversation(id="vans", lang="en", title="Vans on Monday", turns=turns), **changes)  # type: ignore[arg-type]


@pytest.fixture
def call(cast: Cast) -> Call:
    return coded_call(cast.ana, cast.team, conversation())


def page(call: Call, query: str = "") -> str:
    return reverse("calls:page", kwargs={"slug": call.slug}) + query


def act(name: str, call: Call, **kwargs: int) -> str:
    return reverse(f"calls:{name}", kwargs={"slug": call.slug, **kwargs})


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def test_the_seller_sees_outcome_findings_ribbon_needs_and_transcript(
    cast: Cast, signed_in_as: SignIn, call: Call
) -> None:
    html = text_of(signed_in_as(cast.ana).get(page(call)))
    for part in ("Vans on Monday", 'class="verdict"', 'class="ribbon"', 'class="mix"', 'id="t0"', 'id="u0001"'):
        assert part in html
    assert "How many vans do you run?" in html


@pytest.mark.parametrize("name", ["chen", "eve", "finn", "adam"])
@pytest.mark.parametrize("route", ["page", "history", "page_state"])
def test_outsiders_are_told_of_no_call(cast: Cast, signed_in_as: SignIn, call: Call, name: str, route: str) -> None:
    assert signed_in_as(cast.everybody()[name]).get(act(route, call)).status_code == 404


@pytest.mark.parametrize("name", ["chen", "eve", "dana", "finn"])
def test_who_may_not_read_the_words_can_neither_download_nor_change_them(
    cast: Cast, signed_in_as: SignIn, call: Call, name: str
) -> None:
    browser = signed_in_as(cast.everybody()[name])
    for kind in ("json", "csv", "docx", "pdf"):
        assert browser.get(reverse("calls:download", kwargs={"slug": call.slug, "kind": kind})).status_code == 404
    assert browser.get(act("download_original", call)).status_code == 404
    for route in ("correct", "overrule", "comment"):
        assert browser.post(act(route, call, turn=0), {"place": "turn"}).status_code == 404
    assert not call.decisions.exists()


def test_the_analyst_sees_figures_and_not_a_word(cast: Cast, signed_in_as: SignIn, call: Call) -> None:
    html = text_of(signed_in_as(cast.dana).get(page(call)))
    assert 'class="mix"' in html
    assert 'class="ribbon"' in html
    for word in ("Monday every", "stand still", "deliveries", "planner", "Friday"):
        assert word not in html


def test_a_shared_call_shows_the_analyst_its_words_and_nothing_to_change(
    cast: Cast, signed_in_as: SignIn, call: Call
) -> None:
    Call.objects.filter(pk=call.pk).update(shared=True)
    browser = signed_in_as(cast.dana)
    html = text_of(browser.get(page(call, "?open=1")))
    assert "stand still for hours" in html
    assert "Save the code" not in html
    assert browser.post(act("correct", call, turn=1), {"place": "turn", "code": "objection"}).status_code == 403
    assert browser.post(act("comment", call, turn=1), {"place": "turn", "text": "Hm."}).status_code == 403


def test_what_was_said_is_text_and_never_markup(cast: Cast, signed_in_as: SignIn, call: Call) -> None:
    html = text_of(signed_in_as(cast.ana).get(page(call)))
    assert "<script>document.title" not in html
    assert "<img src=x" not in html
    assert "&lt;script&gt;document.title" in html


def test_a_filter_hides_the_turns_without_these_codes(cast: Cast, signed_in_as: SignIn, call: Call) -> None:
    html = text_of(signed_in_as(cast.ana).get(page(call, "?code=implied_need")))
    assert 'id="t0" hidden' in html
    assert 'id="t1" hidden' not in html


def test_a_correction_changes_the_code_and_keeps_what_the_machine_said(
    cast: Cast, signed_in_as: SignIn, call: Call
) -> None:
    browser = signed_in_as(cast.ana)
    words = "I want a planning tool that stops this."
    data = {"place": "words", "words": words, "code": "objection"}
    answer = browser.post(act("correct", call, turn=3) + "?code=objection", data)
    decision = call.decisions.get()
    assert answer.headers["Location"] == page(call, f"?code=objection&done={decision.pk}#t3")
    coded = state_of(call)
    assert coded is not None
    assert [unit.code for unit in coded.units if coded.text_of(unit) == words] == [Code.OBJECTION]
    html = text_of(browser.get(page(call, f"?done={decision.pk}")))
    assert "Ana corrected this" in html
    start = SAID[3][1].index(words)
    machine = [unit.code for unit in call.codings.get().coded.units if unit.turn == 3 and unit.end > start]
    assert f"machine said: {wording('en').name(machine[0])}" in html
    assert act("undo", call, decision_id=decision.pk) in html


@pytest.mark.method("M28")
def test_an_objection_is_told_its_class_concern_and_doubt(cast: Cast, signed_in_as: SignIn, call: Call) -> None:
    browser = signed_in_as(cast.ana)
    parts = {"objection_class": "hesitation", "concern": "price", "doubt": "necessity"}
    browser.post(act("correct", call, turn=3), {"place": "turn", "code": "objection", **parts})
    coded = state_of(call)
    assert coded is not None
    (found,) = [unit for unit in coded.units if unit.turn == 3]
    known = found.attrs
    assert (known.objection_class, known.concern, known.doubt) == tuple(parts.values())
    html = text_of(browser.get(page(call, "?open=3")))
    assert '<option value="hesitation" selected>' in html
    wrong = browser.post(act("correct", call, turn=3), {"place": "turn", "code": "objection", "concern": "mood"})
    assert wrong.status_code == 422


def test_undo_brings_the_machines_code_back_and_can_itself_be_undone(
    cast: Cast, signed_in_as: SignIn, call: Call
) -> None:
    browser = signed_in_as(cast.ana)
    before = state_of(call)
    browser.post(act("correct", call, turn=3), {"place": "turn", "code": "objection"})
    changed = state_of(call)
    undo = act("undo", call, decision_id=call.decisions.get().pk)
    browser.post(undo)
    assert before is not None
    assert state_of(call).units == before.units  # type: ignore[union-attr]
    browser.post(undo)
    assert call.decisions.count() == 2, "undoing twice is undoing once"
    browser.post(undo, {"again": "1"})
    assert state_of(call) == changed


def test_a_code_can_be_taken_away(cast: Cast, signed_in_as: SignIn, call: Call) -> None:
    signed_in_as(cast.ana).post(act("correct", call, turn=2), {"place": "turn", "code": ""})
    coded = state_of(call)
    assert coded is not None
    assert [unit.code for unit in coded.units if unit.turn == 2] == [Code.OTHER]


@pytest.mark.parametrize(
    "data",
    [
        {"place": "words", "words": "not said here", "code": "feature"},
        {"place": "words", "words": "", "code": "feature"},
        {"place": "5-4000", "code": "feature"},
        {"place": "9-3", "code": "feature"},
        {"place": "turn", "code": "implied_need"},
        {"place": "turn", "code": "no_such_code"},
    ],
)
def test_what_cannot_be_meant_is_explained_and_nothing_changes(
    cast: Cast, signed_in_as: SignIn, call: Call, data: dict[str, str]
) -> None:
    answer = signed_in_as(cast.ana).post(act("correct", call, turn=2), data)
    assert answer.status_code == 422
    assert 'role="alert"' in text_of(answer)
    assert not call.decisions.exists()


def test_a_refused_panel_keeps_what_was_entered(cast: Cast, signed_in_as: SignIn, call: Call) -> None:
    entered = {"place": "words", "words": "not said here", "code": "objection", "concern": "price", "text": "Why not?"}
    html = text_of(signed_in_as(cast.ana).post(act("correct", call, turn=3), entered))
    assert 'value="words" data-code="" checked' in html
    assert 'name="words" value="not said here"' in html
    assert 'name="code" value="objection" checked' in html
    assert '<option value="price" selected>' in html
    assert ">Why not?</textarea>" in html


def test_places_are_code_points(cast: Cast, signed_in_as: SignIn) -> None:
    said = "👍👍 It costs 𠮷 a lot."
    turns = (Turn(speaker=Side.BUYER, text=said), Turn(speaker=Side.SELLER, text="How much?"))
    call = coded_call(cast.ana, cast.team, conversation(turns=turns))
    start = said.index("It costs")
    place = f"{start}-{len(said)}"
    signed_in_as(cast.ana).post(act("correct", call, turn=0), {"place": place, "code": "implied_need"})
    assert call.decisions.get().text == "It costs 𠮷 a lot."


def test_the_filter_tells_how_many_of_a_code_are_uncertain(cast: Cast, signed_in_as: SignIn, call: Call) -> None:
    coded = state_of(call)
    assert coded is not None
    first, *rest = coded.units
    doubted = replace(coded, units=(replace(first, uncertain=True), *(replace(each, uncertain=False) for each in rest)))
    chips = {chip.code: (chip.count, chip.uncertain) for chip in filters_of(call_view(doubted, "en"), ())}
    assert chips[first.code.value][1] == 1
    assert sum(uncertain for _count, uncertain in chips.values()) == 1


def test_the_outcome_can_be_overruled_and_the_machines_stays_told(cast: Cast, signed_in_as: SignIn, call: Call) -> None:
    browser = signed_in_as(cast.ben)
    browser.post(act("overrule", call, turn=5), {"place": "turn", "label": "no_sale"})
    coded = state_of(call)
    assert coded is not None
    assert coded.outcome is not None
    assert coded.outcome.label == "no_sale"
    html = text_of(browser.get(page(call)))
    assert "Ben set this outcome" in html
    assert "machine said: " in html
    assert "100% sure" not in html, "a person decided, nothing was estimated"
    assert "set by Ben" in html
    assert browser.post(act("overrule", call, turn=5), {"label": "triumph"}).status_code == 422


def test_a_comment_stands_at_its_words_and_only_its_author_removes_it(
    cast: Cast, signed_in_as: SignIn, call: Call
) -> None:
    cleo, ana = signed_in_as(cast.cleo), signed_in_as(cast.ana)
    data = {"place": "words", "words": "every Monday", "text": "Ask what Monday costs. <b>Now</b>"}
    cleo.post(act("comment", call, turn=1), data)
    comment = call.comments.get()
    html = text_of(ana.get(page(call)))
    assert "Ask what Monday costs. &lt;b&gt;Now" in html
    assert "“every Monday”" in html
    assert ana.post(act("uncomment", call, comment_id=comment.pk)).status_code == 404
    assert cleo.post(act("uncomment", call, comment_id=comment.pk)).status_code == 302
    assert not call.comments.exists()


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
def test_an_empty_or_endless_comment_is_refused(cast: Cast, signed_in_as: SignIn, call: Call, text: str) -> None:
    answer = signed_in_as(cast.ana).post(act("comment", call, turn=1), {"place": "turn", "text": text})
    assert answer.status_code == 422
    assert not call.comments.exists()


def test_the_history_tells_who_changed_what_with_quote_and_undo(cast: Cast, signed_in_as: SignIn, call: Call) -> None:
    signed_in_as(cast.ben).post(act("correct", call, turn=1), {"place": "turn", "code": "objection"})
    browser = signed_in_as(cast.ana)
    browser.post(act("comment", call, turn=2), {"place": "turn", "text": "Well asked."})
    html = text_of(browser.get(act("history", call)))
    assert html.index("Well asked.") < html.index("Coded as “Objection”")
    assert "Ben" in html
    assert "“Forty. The trouble is" in html
    undo = act("undo", call, decision_id=call.decisions.get().pk)
    browser.post(undo, {"from": "history"})
    html = text_of(browser.get(act("history", call)))
    assert "Taken back: Coded as “Objection”" in html
    assert "Bring back" in html


def test_the_history_marks_what_a_later_decision_replaced(cast: Cast, signed_in_as: SignIn, call: Call) -> None:
    for code in ("objection", "implied_need"):
        signed_in_as(cast.ben).post(act("correct", call, turn=1), {"place": "turn", "code": code})
    html = text_of(signed_in_as(cast.ana).get(act("history", call)))
    assert html.count("replaced later") == 1
    assert html.index("Coded as “Implied need”") < html.index("replaced later")


def test_the_history_tells_that_a_call_was_renamed_and_the_log_not_how(
    cast: Cast, signed_in_as: SignIn, call: Call
) -> None:
    call.title, call.objective = "Pemberly's second line", "Mr Pemberly sends his figures."
    change_details(call)
    assert "Details changed" in (html := text_of(signed_in_as(cast.ana).get(act("history", call))))
    assert "title · objective" in html
    assert "Pemberly" not in str([entry.changes for entry in LogEntry.objects.get_for_object(call)])


def test_a_decision_whose_words_are_gone_is_listed_not_lost(cast: Cast, signed_in_as: SignIn, call: Call) -> None:
    said = SAID[1][1]
    decide(call, cast.ben, DecisionKind.CODE_SPAN, Anchor(1, 0, len(said), said), {"code": "objection"})
    turns = tuple(Turn(speaker=side, text=f"{text} Or so.") for side, text in SAID if text != said)
    revision = add_revision(call, conversation(turns=turns), cast.ana)
    code_revision(revision)
    html = text_of(signed_in_as(cast.ana).get(page(call)))
    assert "Left without their words" in html
    assert "The trouble is that they stand still" in html


def test_downloads_carry_the_corrected_coding(cast: Cast, signed_in_as: SignIn, call: Call) -> None:
    browser = signed_in_as(cast.ana)
    browser.post(act("correct", call, turn=1), {"place": "turn", "code": "objection"})
    answers = {
        kind: browser.get(reverse("calls:download", kwargs={"slug": call.slug, "kind": kind}))
        for kind in ("json", "csv", "docx")
    }
    coded = json.loads(answers["json"].content)
    assert coded["schema"] == "askwell.coded/1"
    assert [unit["code"] for unit in coded["units"] if unit["turn"] == 1] == ["objection"]
    assert ",objection," in answers["csv"].content.decode("utf-8-sig")
    assert answers["docx"].content.startswith(b"PK")
    for kind, answer in answers.items():
        assert answer.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''Vans%20on%20Monday.{kind}"


def test_the_original_file_comes_back_as_it_was_brought(cast: Cast, signed_in_as: SignIn, call: Call) -> None:
    answer = signed_in_as(cast.ana).get(act("download_original", call))
    assert json.loads(answer.content)["title"] == "Vans on Monday"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_call_in_coding_says_so_and_comes_when_it_is_ready(cast: Cast, signed_in_as: SignIn) -> None:
    call, browser = bring_call(cast.ana, cast.team, conversation()), signed_in_as(cast.ana)
    html = text_of(browser.get(page(call)))
    assert "being coded" in html
    assert 'hx-trigger="every 2s"' in html
    assert "HX-Refresh" not in browser.get(act("page_state", call)).headers
    code_revision(call.current_revision)
    assert browser.get(act("page_state", call)).headers["HX-Refresh"] == "true"


def test_a_failed_coding_says_so_and_can_be_tried_again(cast: Cast, signed_in_as: SignIn) -> None:
    call, browser = bring_call(cast.ana, cast.team, conversation()), signed_in_as(cast.ana)
    Job.objects.filter(kind="code_call").update(state=JobState.FAILED)
    assert "coding of this call failed" in text_of(browser.get(page(call)))
    browser.post(act("code_again", call))
    assert "being coded" in text_of(browser.get(page(call)))
    assert Job.objects.filter(kind="code_call", state=JobState.QUEUED).count() == 1


def test_unknown_sides_are_asked_for(cast: Cast, signed_in_as: SignIn) -> None:
    turns = tuple(Turn(speaker=Side.UNKNOWN, text=text, participant="p1") for _side, text in SAID)
    unknown = conversation(turns=turns, participants=(Participant("p1", Side.UNKNOWN, name="Speaker 1"),))
    call = coded_call(cast.ana, cast.team, unknown)
    html = text_of(signed_in_as(cast.ana).get(page(call)))
    assert "not certain who sells" in html


def test_the_page_speaks_chinese_about_an_english_call(cast: Cast, signed_in_as: SignIn, call: Call) -> None:
    browser = signed_in_as(cast.ana)
    browser.cookies["django_language"] = "zh-hans"
    html = text_of(browser.get(page(call)))
    assert "会谈记录" in html
    assert '<p class="said" lang="en"' in html


def test_a_moment_asked_for_without_script_opens_its_panel(cast: Cast, signed_in_as: SignIn, call: Call) -> None:
    browser = signed_in_as(cast.ana)
    answer = browser.get(act("panel", call, turn=1) + "?place=0-6")
    assert answer.headers["Location"] == page(call, "?place=0-6&open=1#t1")
    html = text_of(browser.get(page(call, "?place=0-6&open=1")))
    assert "Selected words" in html
    assert "Save the code" in html
    assert browser.get(act("panel", call, turn=99)).status_code == 404
    part = text_of(browser.get(act("panel", call, turn=1), headers={"HX-Request": "true"}))
    assert "<html" not in part


def test_the_page_asks_the_database_little(
    cast: Cast, signed_in_as: SignIn, call: Call, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = signed_in_as(cast.ana)
    browser.post(act("correct", call, turn=1), {"place": "turn", "code": "objection"})
    browser.post(act("comment", call, turn=1), {"place": "turn", "text": "So it is."})
    with django_assert_max_num_queries(29):
        browser.get(page(call))
