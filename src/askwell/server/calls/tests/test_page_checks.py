"""What the page of a call says of its outcome, its buyer's questions and the four actions (M07, M19, M30)."""

from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from askwell.coding.coded import Link
from askwell.coding.coder import code_conversation
from askwell.coding.notation import read_coded_text
from askwell.method.terms import Code, Evidence, LinkKind, ObjectionClass, Outcome
from askwell.server.accounts.models import User
from askwell.server.calls.actions import keep_coding
from askwell.server.calls.models import Call, Coding, MergedState
from askwell.server.calls.page_queries import state_of
from askwell.server.calls.page_testing import bring_call
from askwell.server.testing import Cast
from askwell.understanding.verdict import weighed_outcome

SignIn = Callable[[User], Client]
PUT_OFF = """
seller: {situation_question: How many lines do you run?}
buyer: {implied_need: Four, and they stop.}
seller: {feature: It has two heads.}
buyer: {buyer_question: Who repairs it?}
seller: {problem_question: What went wrong with repairs?} {advantage: We are there within a day.}
buyer: {objection objection_class=hesitation concern=timing: The visit, let me think about it.}
"""
STATED = """
buyer: {explicit_need#w: We want half the stops.}
seller: {benefit ->w meets: It halves the stops.} {other: You can see it at Brackwell.}
buyer: {other: I see.}
seller: {advantage: The heads are lighter too.}
"""
OTHERWISE = """
buyer: {explicit_need: I want my Saturdays back, that is all.}
seller: {feature: It has two heads.}
seller: {advantage: By Friday noon the week's run is through.}
"""
TAKEN_UP = """
seller: {situation_question: How many lines do you run?}
buyer: {implied_need: The filler head jams twice a week.}
seller: {other: I see.}
buyer: {implied_need: Our Saturday orders leave late every month.}
seller: {advantage: With it no filler head jams and no Saturday orders leave late.}
buyer: {other: Right.}
seller: {commitment_proposal: Shall we show it to Dave on Tuesday?}
"""
WANTED = "0:0-38"
AGREED = PUT_OFF.replace("How many", "How many of the") + "buyer: {agreement: I will bring Dave on Tuesday.}\n"


def coded_as(cast: Cast, text: str) -> Call:
    """Ana's call, coded as the text is marked, with endings that lean to a continuation."""
    coded = read_coded_text(text)
    call = bring_call(cast.ana, cast.team, coded.conversation)

    class Marked:
        name = "marked/1"

        def units(self, _conversation: object, _lang: str) -> object:
            return coded.units

    keep_coding(call.current_revision, code_conversation(call.current_revision.conversation, Marked()))  # type: ignore[arg-type]
    leaning = {Outcome.ORDER: 0.1, Outcome.ADVANCE: 0.3, Outcome.CONTINUATION: 0.3, Outcome.NO_SALE: 0.3}
    Coding.objects.filter(call=call).update(endings={outcome.value: p for outcome, p in leaning.items()})
    MergedState.objects.filter(call=call).delete()
    return Call.objects.get(pk=call.pk)


def page_of(browser: Client, call: Call) -> str:
    return unescape(browser.get(reverse("calls:page", kwargs={"slug": call.slug})).content.decode())


def overrule(browser: Client, call: Call, label: str) -> None:
    last = len(call.current_revision.conversation.turns) - 1
    browser.post(reverse("calls:overrule", kwargs={"slug": call.slug, "turn": last}), {"label": label})


@pytest.mark.method("M07")
def test_beside_a_persons_outcome_stands_what_the_machine_said_and_how_sure_it_was(
    cast: Cast, signed_in_as: SignIn
) -> None:
    call, browser = coded_as(cast, PUT_OFF), signed_in_as(cast.ana)
    before = state_of(call)
    assert before is not None
    assert before.outcome is not None
    assert before.outcome.label is Outcome.CONTINUATION
    overrule(browser, call, "advance")
    said = f"machine said: Continuation ({round(before.outcome.p * 100)}% sure)"
    assert said in " ".join(page_of(browser, call).split())
    coding = call.codings.get()
    assert weighed_outcome(coding.coded, coding.likely_endings) == before.outcome


@pytest.mark.method("M07")
def test_a_success_set_without_words_is_not_quoted_with_an_objection(cast: Cast, signed_in_as: SignIn) -> None:
    call, browser = coded_as(cast, PUT_OFF), signed_in_as(cast.ana)
    assert 'name="label" value="continuation" required checked' not in page_of(browser, call)
    overrule(browser, call, "advance")
    assert call.decisions.get().text == ""
    html = page_of(browser, call)
    assert "A person judged it so" in html
    assert "agreed to act" not in html


@pytest.mark.method("M07")
def test_a_success_set_without_words_quotes_what_was_agreed(cast: Cast, signed_in_as: SignIn) -> None:
    call, browser = coded_as(cast, AGREED), signed_in_as(cast.ana)
    overrule(browser, call, "order")
    assert call.decisions.get().text == "I will bring Dave on Tuesday."


@pytest.mark.method("M19", "M30")
@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("en", ("Questions the buyer asked", "Obtaining commitment: the four actions", "Get information")),
        ("zh-hans", ("获取信息", "总结利益", "提议承诺")),
    ],
)
def test_the_page_checks_answers_and_the_four_actions(
    cast: Cast, signed_in_as: SignIn, language: str, titles: tuple[str, ...]
) -> None:
    call, browser = coded_as(cast, PUT_OFF), signed_in_as(cast.ana)
    browser.cookies["django_language"] = language
    html = page_of(browser, call)
    for title in titles:
        assert title in html
    checks = html.partition('id="inquiries"')[2].partition("</section>")[0]
    assert "Who repairs it?" in checks
    assert "What went wrong with repairs?" in checks
    assert checks.count("step-shown") == 2
    actions = html.partition('id="four-actions"')[2].partition("</section>")[0]
    assert 'href="/handbook/M30/"' in actions
    assert "blockquote" not in actions, "nothing that was not heard is quoted"


@pytest.mark.method("M30")
def test_half_a_summary_is_explained_as_that(cast: Cast, signed_in_as: SignIn) -> None:
    call, browser = coded_as(cast, TAKEN_UP), signed_in_as(cast.ana)
    actions = page_of(browser, call).partition('id="four-actions"')[2].partition("</section>")[0]
    assert actions.count("½") == 1
    assert "Things told were taken up again, but not summed up." in actions
    assert "no benefit was said to it" not in actions


@pytest.mark.method("M24")
@pytest.mark.parametrize(("language", "tied"), [("en", "meets no stated want"), ("zh-hans", "没有对应客户说出的需求")])
def test_each_statement_says_what_it_lacks(cast: Cast, signed_in_as: SignIn, language: str, tied: str) -> None:
    call, browser = coded_as(cast, "\nseller: {advantage: The heads are light.}" + STATED), signed_in_as(cast.ana)
    browser.cookies["django_language"] = language
    found = page_of(browser, call).partition('id="statements"')[2].partition("</section>")[0]
    bare, untold, whole = found.split("<li>")[1:4]
    assert "The heads are light." in bare
    assert tied in bare
    assert "step-shown" not in bare
    assert "The heads are lighter too." in untold
    assert tied not in untold
    assert "It halves the stops." in whole
    assert whole.count("step-shown") == 2
    assert "We want half the stops." in whole


@pytest.mark.method("M19", "M30")
def test_without_the_words_the_page_quotes_no_check(cast: Cast, signed_in_as: SignIn) -> None:
    call = coded_as(cast, PUT_OFF)
    html = page_of(signed_in_as(cast.dana), call)
    assert 'id="inquiries"' not in html
    assert "Who repairs it?" not in html
    outsider = signed_in_as(cast.finn).get(reverse("calls:page", kwargs={"slug": call.slug}))
    assert outsider.status_code == 404


@pytest.mark.method("M28")
def test_what_an_objection_is_said_not_to_be_goes_and_the_last_correction_alone_is_shown(
    cast: Cast, signed_in_as: SignIn
) -> None:
    call, browser = coded_as(cast, PUT_OFF), signed_in_as(cast.ana)
    place = {"words": "0-40", "code": "objection", "objection_class": "hesitation", "doubt": "", "cause": ""}
    last = len(call.current_revision.conversation.turns) - 1
    place["words"] = f"0-{len(call.current_revision.conversation.turns[last].text)}"
    there = reverse("calls:correct", kwargs={"slug": call.slug, "turn": last})
    for concern in ("price", ""):
        assert browser.post(there, {**place, "concern": concern}).status_code in (200, 302)
    coded = state_of(call)
    assert coded is not None
    objection = next(unit for unit in coded.units if unit.turn == last)
    assert (objection.attrs.objection_class, objection.attrs.concern) == (ObjectionClass.HESITATION, None)
    assert page_of(browser, call).count("Ana corrected this") == 1


@pytest.mark.method("M24")
def test_a_person_says_whether_evidence_was_brought(cast: Cast, signed_in_as: SignIn) -> None:
    call, browser = coded_as(cast, STATED), signed_in_as(cast.ana)
    there = reverse("calls:correct", kwargs={"slug": call.slug, "turn": 3})
    asked = reverse("calls:panel", kwargs={"slug": call.slug, "turn": 3})
    panel = browser.get(asked, headers={"HX-Request": "true"}).content.decode()
    assert 'name="evidence"' in panel
    place = {"place": "turn", "code": "advantage", "evidence": "brought"}
    assert browser.post(there, place).status_code in (200, 302)
    coded = state_of(call)
    assert coded is not None
    (claim,) = (unit for unit in coded.units if unit.turn == 3)
    assert claim.attrs.evidence is Evidence.BROUGHT
    found = page_of(browser, call).partition('id="statements"')[2].partition("</section>")[0]
    assert "no evidence heard" not in found
    assert browser.post(there, {**place, "evidence": "sworn"}).status_code == 422


@pytest.mark.method("M24")
def test_what_may_be_a_statement_is_shown_to_be_coded(cast: Cast, signed_in_as: SignIn) -> None:
    call = coded_as(cast, STATED.replace("{advantage:", "{advantage p=0.5:"))
    shown = page_of(signed_in_as(cast.ana), call).partition('id="statements"')[2].partition("</section>")[0]
    assert "May be such statements too: 1" in shown
    assert "The heads are lighter too." in shown.partition("May be such")[2]


@pytest.mark.method("M24")
def test_a_person_names_the_want_a_benefit_meets_in_other_words_or_says_that_none_is(
    cast: Cast, signed_in_as: SignIn
) -> None:
    call, browser = coded_as(cast, OTHERWISE), signed_in_as(cast.ana)
    there = reverse("calls:correct", kwargs={"slug": call.slug, "turn": 2})
    asked = reverse("calls:panel", kwargs={"slug": call.slug, "turn": 2})

    def shown() -> str:
        return page_of(browser, call).partition('id="statements"')[2].partition("</section>")[0]

    assert "stated want" not in shown().partition("</p>")[2], "an advantage after a stated want: nobody can tell"
    panel = browser.get(asked, headers={"HX-Request": "true"}).content.decode()
    assert f'<option value="{WANTED}">turn 1: I want my Saturdays back, that is all.</option>' in panel
    wrong = browser.post(there, {"place": "turn", "code": "advantage", "want": WANTED})
    assert wrong.status_code == 422
    assert "is a benefit. Choose that code, or no want." in wrong.content.decode()
    browser.post(there, {"place": "turn", "code": "advantage", "want": "none"})
    assert "meets no stated want" in shown()
    browser.post(there, {"place": "turn", "code": "benefit", "want": WANTED})
    assert "meets a stated want" in shown()
    assert "I want my Saturdays back" in shown()
    coded = state_of(call)
    assert coded is not None
    want, benefit = (unit for unit in coded.units if unit.code in {Code.EXPLICIT_NEED, Code.BENEFIT})
    assert benefit.links == (Link(LinkKind.MEETS, want.id),)
    panel = browser.get(asked, headers={"HX-Request": "true"}).content.decode()
    assert f'value="{WANTED}" selected' in panel
    browser.post(there, {"place": "turn", "code": "benefit", "want": "none"})
    assert "meets no stated want" in shown()
    browser.post(there, {"place": "turn", "code": "benefit", "want": ""})
    assert "meets no stated want" not in shown(), "nothing is said of it any more"
    assert browser.post(there, {"place": "turn", "code": "benefit", "want": "0:900-990"}).status_code == 422
    for code in ("feature", "situation_question"):
        assert browser.post(there, {"place": "turn", "code": code, "want": WANTED}).status_code in (200, 302)
    browser.post(there, {"place": "turn", "code": "benefit", "want": "other_call"})
    assert "meets a stated want" in shown()
    panel = browser.get(asked, headers={"HX-Request": "true"}).content.decode()
    assert 'value="other_call" selected' in panel


JAMS = (
    "seller: {problem_question: Where does it stop?}\n"
    "buyer: {implied_need: The filler head jams.}\n"
    "seller: {problem_question: And billing?}\n"
    "buyer: {implied_need: Shops send whole pallets back.}\n"
)


@pytest.mark.method("M20")
def test_a_person_says_which_need_words_tell(cast: Cast, signed_in_as: SignIn) -> None:
    call, browser = coded_as(cast, JAMS), signed_in_as(cast.ana)
    there = reverse("calls:correct", kwargs={"slug": call.slug, "turn": 3})
    asked = reverse("calls:panel", kwargs={"slug": call.slug, "turn": 3})

    def needs() -> list[int]:
        coded = state_of(call)
        assert coded is not None
        return [len(need.units) for need in coded.needs]

    def panel() -> str:
        return browser.get(asked, headers={"HX-Request": "true"}).content.decode()

    assert needs() == [1, 1]
    first = "1:0-21"
    assert f'<option value="{first}">turn 2: The filler head jams.</option>' in panel()
    browser.post(there, {"place": "turn", "code": "implied_need", "need": first})
    assert needs() == [2]
    assert f'value="{first}" selected' in panel()
    browser.post(there, {"place": "turn", "code": "implied_need", "need": "own"})
    assert needs() == [1, 1]
    assert 'value="own" selected' in panel()
    for wrong in ("7:0-4", "3:0-4", "1:0-999", "x"):
        answer = browser.post(there, {"place": "turn", "code": "implied_need", "need": wrong})
        assert answer.status_code == 422, wrong
    browser.post(there, {"place": "turn", "code": "implied_need", "need": ""})
    assert needs() == [1, 1]
    assert "selected" not in panel().partition("Which need is it?")[2].partition("</select>")[0]
