"""The page of a call in a browser with script: found, read, corrected in place, filtered, linked to, printed."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from askwell.method.terms import Side
from askwell.server.calls.models import Call
from askwell.server.calls.testing import bring_call, conversation_of
from askwell.server.testing import PASSWORD, Cast, make_cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]
SELECT = """([turn, words]) => {
  const said = document.querySelector(`#t${turn} .said`);
  const walker = document.createTreeWalker(said, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(walker.currentNode, at);
    range.setEnd(walker.currentNode, at + words.length);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  }
}"""


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def call(cast: Cast) -> Call:
    return bring_call(cast.ana, cast.team)


def address(call: Call, name: str = "page") -> str:
    return reverse(f"calls:{name}", kwargs={"slug": call.slug})


def opened(page: Page, turn: int) -> Page:
    """The page with the panel of this turn open; a mark on the window tells whether it is loaded anew later."""
    page.evaluate("window.stayed = true")
    page.locator(f"#t{turn}").hover()
    page.locator(f"#t{turn} .turn-open").click()
    page.locator(f"#t{turn} .panel").wait_for()
    return page


def target(page: Page) -> str:
    return str(page.evaluate("document.querySelector(':target')?.id ?? ''"))


def test_a_code_is_corrected_in_place_and_taken_back(cast: Cast, call: Call, open_page: OpenPage) -> None:
    page = opened(open_page(address(call), cast.ana, locale="en-GB"), 1)
    page.get_by_role("radio", name="Objection").check()
    page.get_by_role("button", name="Save the code").click()
    margin = page.locator("#t1 .margin")
    expect(margin).to_contain_text("Objection")
    expect(margin).to_contain_text("Ana corrected this · machine said: Implied need")
    expect(page.locator(".call-notice")).to_contain_text("Saved. Objection")
    page.locator(".call-notice").get_by_role("button", name="Undo").click()
    expect(margin).not_to_contain_text("Objection")
    expect(margin).to_contain_text("Implied need")
    expect(page.locator(".call-notice")).to_contain_text("Undone")
    assert page.evaluate("window.stayed")
    assert page.console_errors == []  # type: ignore[attr-defined]


@pytest.mark.method("M24")
def test_of_a_benefit_a_person_says_whether_evidence_was_brought(cast: Cast, call: Call, open_page: OpenPage) -> None:
    page = opened(open_page(address(call), cast.ana, locale="en-GB"), 0)
    evidence = page.get_by_label("Evidence")
    page.get_by_role("radio", name="Feature", exact=True).check()
    expect(evidence).to_be_hidden()
    page.get_by_role("radio", name="Benefit", exact=True).check()
    expect(evidence).to_be_visible()
    evidence.select_option("was brought")
    expect(page.get_by_label("Want it meets")).to_be_visible()
    page.get_by_role("button", name="Save the code").click()
    expect(page.locator(".call-notice")).to_contain_text("Saved. Benefit")
    page.reload()
    expect(page.locator("#statements")).to_contain_text("✓ evidence")


def test_the_turn_in_hand_stays_in_sight_and_in_focus_after_saving(cast: Cast, call: Call, open_page: OpenPage) -> None:
    page = opened(open_page(address(call), cast.ana, locale="en-GB", width=390), 2)
    page.get_by_role("radio", name="Problem question").check()
    page.get_by_role("button", name="Save the code").click()
    expect(page.locator("#t2 .margin")).to_contain_text("Ana corrected this")
    expect(page.locator("#t2")).to_be_in_viewport()
    expect(page.locator("#t2 .turn-open")).to_be_focused()


def test_words_marked_by_hand_get_a_code_of_their_own(cast: Cast, open_page: OpenPage) -> None:
    said = "👍 By hand. It costs 𠮷 a lot and it stops."
    call = bring_call(cast.ana, cast.team, conversation_of(((Side.SELLER, "How?"), (Side.BUYER, said))))
    page = open_page(address(call), cast.ana, locale="en-GB")
    page.evaluate(SELECT, [1, "It costs 𠮷 a lot"])
    page.get_by_role("button", name="Code or comment on these words").click()
    expect(page.locator(".panel")).to_contain_text("Selected words It costs 𠮷 a lot")
    page.get_by_role("radio", name="Explicit need").check()
    page.get_by_role("button", name="Save the code").click()
    expect(page.locator("#t1 .unit", has_text="It costs 𠮷 a lot")).to_have_attribute("data-code", "explicit_need")
    assert call.decisions.get().text == "It costs 𠮷 a lot"


def test_what_the_server_refuses_is_told_in_the_panel(cast: Cast, call: Call, open_page: OpenPage) -> None:
    page = opened(open_page(address(call), cast.ana, locale="zh-CN"), 1)
    page.locator(".panel input[name=words]").fill("nobody said this")
    page.get_by_role("button", name="保存编码").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert not call.decisions.exists()


def test_a_comment_is_left_at_a_moment_and_removed(cast: Cast, call: Call, open_page: OpenPage) -> None:
    page = opened(open_page(address(call), cast.ana, locale="en-GB"), 1)
    page.get_by_label("Comment", exact=True).fill("Ask what a stop costs.")
    page.get_by_role("button", name="Add the comment").click()
    remark = page.locator("#t1 .remark")
    expect(remark).to_contain_text("Ask what a stop costs.")
    remark.get_by_role("button", name="Remove").click()
    expect(remark).to_have_count(0)
    assert page.evaluate("window.stayed")


def test_a_filter_by_code_hides_other_turns_and_is_kept_in_the_address(
    cast: Cast, call: Call, open_page: OpenPage
) -> None:
    page = open_page(address(call), cast.ana, locale="en-GB")
    page.locator(".filter-code", has_text="Implied need").click()
    for _again in range(2):
        expect(page.locator("#t1")).to_be_visible()
        expect(page.locator("#t0")).to_be_hidden()
        expect(page.locator(".code-filter output")).to_have_text("1 of 4 turns")
        page.reload()
    page.get_by_role("link", name="Show the whole transcript").click()
    expect(page.locator("#t0")).to_be_visible()
    assert "code=" not in page.url


def test_a_mark_of_the_ribbon_leads_to_its_words_even_where_the_filter_hides_them(
    cast: Cast, call: Call, open_page: OpenPage
) -> None:
    page = open_page(address(call), cast.ana, locale="en-GB")
    ribbon = page.locator(".ribbon .form-wide")
    ribbon.locator('a[href="#u0003"]').click()
    assert target(page) == "u0003"
    expect(page.locator("#u0003")).to_be_in_viewport()
    page.locator(".filter-code", has_text="Implied need").click()
    expect(page.locator("#t0")).to_be_hidden()
    ribbon.locator('a[href="#u0001"]').click()
    expect(page.locator("#t0")).to_be_visible()
    expect(page.locator("#u0001")).to_be_in_viewport()


def test_a_click_anywhere_on_a_quote_jumps_to_its_moment(cast: Cast, call: Call, open_page: OpenPage) -> None:
    page = open_page(address(call), cast.ana, locale="en-GB")
    page.locator(".moments li .what").first.click()
    assert target(page).startswith("u000")


def test_keys_step_from_coded_words_to_coded_words(cast: Cast, call: Call, open_page: OpenPage) -> None:
    page = open_page(address(call), cast.ana, locale="en-GB")
    steps = []
    for key in ("j", "j", "k"):
        page.keyboard.press(key)
        steps.append(target(page))
    assert steps[0] == steps[2] != steps[1]
    page.keyboard.press("c")
    page.locator(".panel").wait_for()
    page.keyboard.press("Escape")
    expect(page.locator(".panel")).to_have_count(0)


def test_a_link_to_a_moment_asks_for_sign_in_and_then_leads_there(cast: Cast, call: Call, open_page: OpenPage) -> None:
    page = open_page(f"{address(call)}#t2", locale="en-GB")
    page.get_by_label("Email").fill("ana@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Line planning").wait_for()
    assert target(page) == "t2"
    expect(page.locator("#t2")).to_be_in_viewport()


@pytest.mark.parametrize("name", ["chen", "eve"])
def test_a_link_to_a_moment_leads_outsiders_nowhere(cast: Cast, call: Call, open_page: OpenPage, name: str) -> None:
    page = open_page(f"{address(call)}#t2", cast.everybody()[name], locale="en-GB")
    page.get_by_role("heading", name="There is nothing here").wait_for()
    assert "Line planning" not in page.content()


def test_the_panel_gives_the_link_to_its_moment(cast: Cast, call: Call, open_page: OpenPage) -> None:
    page = opened(open_page(address(call), cast.ana, locale="en-GB"), 2)
    link = page.get_by_label("Link to this moment").input_value()
    page.goto("about:blank")
    page.goto(link)
    assert target(page) == "t2"


def test_paper_shows_the_whole_call_and_none_of_the_tools(cast: Cast, call: Call, open_page: OpenPage) -> None:
    page = open_page(f"{address(call)}?code=implied_need", cast.ana, locale="en-GB", color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    for hidden in (".masthead", ".call-tools", ".code-filter", ".turn-open", ".overrule"):
        expect(page.locator(hidden).first).to_be_hidden()
    for shown in ("#t0", "#t3", ".ribbon", ".verdict"):
        expect(page.locator(shown)).to_be_visible()
    assert page.locator(".call-page > section details:not([open])").count() == 0
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".call-page > section details[open]").count() == 0


def test_a_call_being_coded_brings_itself_up_to_date(cast: Cast, call: Call, open_page: OpenPage) -> None:
    codings = list(call.codings.all())
    call.codings.all().delete()
    Call.objects.filter(pk=call.pk).update(state="coding")
    page = open_page(address(call), cast.ana, locale="en-GB")
    page.get_by_text("This call is being coded.").wait_for()
    page.route("**/state/", lambda asked: asked.fulfill(status=204))  # one thread at a time has the test's database
    call.codings.bulk_create(codings)
    Call.objects.filter(pk=call.pk).update(state="ready")
    page.unroute_all()
    page.get_by_role("heading", name="The call over time").wait_for()


def test_the_list_is_searched_while_one_types(cast: Cast, call: Call, open_page: OpenPage) -> None:
    talk = ((Side.SELLER, "停线对交货有什么影响？"), (Side.BUYER, "一停线就要赔钱。"))
    bring_call(cast.ana, cast.team, conversation_of(talk, title="压铸厂第二次拜访"))
    page = open_page(reverse("calls:list"), cast.ana, locale="en-GB")
    page.evaluate("window.stayed = true")
    page.get_by_label("Words").press_sequentially("停线")
    expect(page.locator(".call-title")).to_have_text(["压铸厂第二次拜访"])
    expect(page.locator(".call-moments mark")).to_have_text(["停线", "停线"])
    page.get_by_label("Words").fill("downtime")
    expect(page.locator(".call-moments li")).to_have_count(2)
    page.get_by_label("Code").select_option("Implication question")
    expect(page.locator(".call-moments li")).to_have_count(1)
    assert page.evaluate("window.stayed")
    page.locator(".call-moments a").click()
    page.get_by_role("heading", name="Line planning").wait_for()
    assert target(page) == "t2"
    page.go_back()
    expect(page.get_by_label("Words")).to_have_value("downtime")
    assert page.console_errors == []  # type: ignore[attr-defined]


def test_a_suggested_tag_is_put_into_the_field_and_taken_out(cast: Cast, call: Call, open_page: OpenPage) -> None:
    call.tags.create(team=cast.team, name="二期")
    page = open_page(address(call, "details"), cast.ana, locale="en-GB")
    field, tag = page.get_by_label("Tags"), page.get_by_role("button", name="二期")
    tag.click()
    expect(field).to_have_value("")
    tag.click()
    expect(field).to_have_value("二期")
    expect(tag).to_have_attribute("aria-pressed", "true")
