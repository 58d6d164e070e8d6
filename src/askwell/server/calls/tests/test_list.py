"""The list of calls as a browser without script meets it: narrowing, search in both languages, pages, details."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from askwell.coding.merge import Anchor, DecisionKind
from askwell.method.terms import Side
from askwell.server.accounts.models import Membership, Team, User
from askwell.server.calls.actions import Details, decide, reassign_call, tag_call
from askwell.server.calls.models import Call, Tag
from askwell.server.calls.testing import bring_call, conversation_of
from askwell.server.testing import Cast

SignIn = Callable[[User], Client]
LIST = reverse("calls:list")
CHINESE = (
    (Side.SELLER, "停线对交货有什么影响？"),
    (Side.BUYER, "一停线就要赔钱，客户天天催。"),
)
FILTERS = {"outcome": "continuation", "tag": "pricing", "sale": "major", "lang": "en"}
SITUATION = {"code": "situation_question"}
TWINS = ["chen", "eve"]


@pytest.fixture
def call(cast: Cast) -> Call:
    return bring_call(cast.ana, cast.team)


@pytest.fixture
def chinese(cast: Cast) -> Call:
    return bring_call(cast.ana, cast.team, conversation_of(CHINESE, title="压铸厂第二次拜访"))


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def listed(browser: Client, **query: object) -> str:
    return text_of(browser.get(LIST, query))


def address(call: Call, name: str = "page") -> str:
    return reverse(f"calls:{name}", kwargs={"slug": call.slug})


def many_calls(cast: Cast, count: int) -> None:
    Call.objects.bulk_create(
        Call(team=cast.team, owner=cast.ana, fingerprint=f"{n}", title=f"Call {n:04}", lang="en", state="ready")
        for n in range(count)
    )


def test_a_seller_sees_their_own_calls_and_the_manager_the_teams(
    cast: Cast, signed_in_as: SignIn, call: Call, chinese: Call
) -> None:
    Call.objects.filter(pk=chinese.pk).update(owner=cast.finn)
    ana, ben = listed(signed_in_as(cast.ana)), listed(signed_in_as(cast.ben))
    assert "Line planning" in ana
    assert "压铸厂" not in ana
    assert "Line planning" in ben
    assert "压铸厂" in ben


@pytest.mark.parametrize("name", [*TWINS, "finn", "adam"])
@pytest.mark.parametrize("query", [{}, {"words": "stops"}, {"code": "implied_need"}, {"words": "stops", "after": "x"}])
def test_the_list_and_the_search_of_outsiders_hold_nothing_of_it(
    cast: Cast, signed_in_as: SignIn, call: Call, name: str, query: dict[str, str]
) -> None:
    tag_call(call, ["pricing"])
    html = listed(signed_in_as(cast.everybody()[name]), **query)
    for word in ("Line planning", "three times a shift", "pricing", call.slug):
        assert word not in html


@pytest.mark.parametrize("name", TWINS)
@pytest.mark.parametrize("route", ["page", "details", "sides", "delete", "history"])
def test_the_pages_of_a_call_are_not_there_for_outsiders(
    cast: Cast, signed_in_as: SignIn, call: Call, name: str, route: str
) -> None:
    assert signed_in_as(cast.everybody()[name]).get(address(call, route)).status_code == 404


def test_the_first_use_says_what_to_bring_and_each_role_what_it_can_do(cast: Cast, signed_in_as: SignIn) -> None:
    assert "Add your first call" in listed(signed_in_as(cast.ana))
    assert "Your role sees no calls" in listed(signed_in_as(cast.adam))
    assert "You are in no team" in listed(signed_in_as(cast.eve))


@pytest.mark.parametrize("words", ["stops", "stopped", "STOP", "shift hand", "ｓｔｏｐ"])
def test_words_are_found_in_other_forms_of_them(cast: Cast, signed_in_as: SignIn, call: Call, words: str) -> None:
    html = listed(signed_in_as(cast.ana), words=words)
    assert "<mark>" in html
    assert "three times a " in html


@pytest.mark.parametrize("words", ["line plan", "PLANNING", "压铸厂"])
def test_a_call_is_found_by_its_name_too_where_no_code_is_asked_for(
    cast: Cast, signed_in_as: SignIn, call: Call, chinese: Call, words: str
) -> None:
    named, other = (chinese, call) if words == "压铸厂" else (call, chinese)
    html = listed(signed_in_as(cast.ana), words=words)
    assert address(named) in html
    assert address(other) not in html
    assert "Nothing matches." in listed(signed_in_as(cast.ana), words=words, code="implied_need")


@pytest.mark.parametrize("words", ["zebra", "stops zebra", "downtimes margins zebra"])
def test_what_nobody_said_is_not_found(cast: Cast, signed_in_as: SignIn, call: Call, words: str) -> None:
    html = listed(signed_in_as(cast.ana), words=words)
    assert "Nothing matches." in html
    assert "Line planning" not in html


@pytest.mark.parametrize("words", ["停线", "赔钱", "影响", "停线 赔钱", "催"])
def test_chinese_words_of_two_characters_are_found_and_marked(
    cast: Cast, signed_in_as: SignIn, call: Call, chinese: Call, words: str
) -> None:
    html = listed(signed_in_as(cast.ana), words=words)
    assert f"<mark>{words.split(maxsplit=1)[0]}</mark>" in html
    assert address(chinese) in html
    assert "Line planning" not in html


def test_characters_that_do_not_stand_together_are_not_found(cast: Cast, signed_in_as: SignIn, chinese: Call) -> None:
    assert "Nothing matches." in listed(signed_in_as(cast.ana), words="线停")


def test_a_code_with_words_finds_the_words_inside_what_was_coded_so(
    cast: Cast, signed_in_as: SignIn, call: Call
) -> None:
    browser = signed_in_as(cast.ana)
    found = listed(browser, words="downtime", code="implication_question")
    assert 'data-code="implication_question"' in found
    assert f"{address(call)}#t2" in found
    assert "eats the margin" not in found, "said too, and coded otherwise"
    assert "Nothing matches." in listed(browser, words="margin", code="implication_question")


def test_a_code_alone_shows_its_moments_and_says_how_many_more(cast: Cast, signed_in_as: SignIn) -> None:
    talk = tuple((Side.BUYER, f"It stops at station {n}.") for n in range(5))
    bring_call(cast.ana, cast.team, conversation_of(talk))
    html = listed(signed_in_as(cast.ana), code="implied_need")
    assert html.count("<q>") == 3
    assert "2 more in this call" in html


def test_a_quote_leads_to_its_moment(cast: Cast, signed_in_as: SignIn, call: Call) -> None:
    browser = signed_in_as(cast.ana)
    assert f'href="{address(call)}#t1"' in listed(browser, words="shift")
    assert 'id="t1"' in text_of(browser.get(address(call)))


def test_the_analyst_finds_words_only_where_they_are_shared(cast: Cast, signed_in_as: SignIn, call: Call) -> None:
    browser = signed_in_as(cast.dana)
    assert "Nothing matches." in listed(browser, words="shift")
    by_code = listed(browser, code="implied_need")
    assert "Line planning" in by_code
    assert "three times" not in by_code
    Call.objects.filter(pk=call.pk).update(shared=True)
    assert "three times a" in listed(browser, words="shift")


@pytest.mark.parametrize(("name", "value"), FILTERS.items())
def test_each_filter_keeps_what_fits_and_drops_the_rest(
    cast: Cast, signed_in_as: SignIn, chinese: Call, name: str, value: str
) -> None:
    call = bring_call(cast.ana, cast.team, details=Details(sale="major"))
    tag_call(call, ["pricing"])
    Call.objects.filter(pk=call.pk).update(outcome="continuation")
    Call.objects.filter(pk=chinese.pk).update(outcome="order")
    html = listed(signed_in_as(cast.ana), **{name: value})
    assert "Line planning" in html
    assert "压铸厂" not in html
    assert "Show all" in html


def test_the_list_is_narrowed_to_a_seller(cast: Cast, signed_in_as: SignIn, call: Call, chinese: Call) -> None:
    reassign_call(chinese, cast.finn)
    html = listed(signed_in_as(cast.ben), owner=cast.finn.pk)
    assert "压铸厂" in html
    assert "Line planning" not in html


@pytest.mark.parametrize(
    ("name", "value"),
    [("code", "nonsense"), ("owner", "x"), ("sale", "huge"), ("after", "1_2"), ("after", "x_y_z"), ("tag", "?")],
)
def test_an_address_nobody_understands_opens_the_list(
    cast: Cast, signed_in_as: SignIn, call: Call, name: str, value: str
) -> None:
    assert "Line planning" in listed(signed_in_as(cast.ana), **{name: value})


def test_a_browser_with_script_is_given_the_rows_alone(cast: Cast, signed_in_as: SignIn, call: Call) -> None:
    browser = signed_in_as(cast.ana)
    part = text_of(browser.get(LIST, {"words": "shift"}, headers={"HX-Request": "true"}))
    assert "<html" not in part
    assert "three times a" in part
    back = browser.get(LIST, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in text_of(back)


def test_pages_follow_each_other_without_gap_or_repeat(cast: Cast, signed_in_as: SignIn) -> None:
    many_calls(cast, 120)
    browser, seen, address = signed_in_as(cast.ana), [], [LIST]
    while address:
        html = text_of(browser.get(unescape(address[0])))
        seen += re.findall(r">(Call \d{4})<", html)
        address = re.findall(r'href="([^"]+)" rel="next"', html)
    assert seen == [f"Call {n:04}" for n in reversed(range(120))]


def test_the_next_page_keeps_what_the_list_is_narrowed_to(cast: Cast, signed_in_as: SignIn) -> None:
    many_calls(cast, 51)
    html = listed(signed_in_as(cast.ana), lang="en")
    assert "?lang=en&amp;after=" in html


def test_counts_over_a_thousand_read_a_thousand_and_more(cast: Cast, signed_in_as: SignIn) -> None:
    many_calls(cast, 1001)
    assert "1,000+ calls" in listed(signed_in_as(cast.ana))


@pytest.mark.parametrize("query", [{}, {"words": "stops"}, {"words": "stops", "code": "implied_need"}])
def test_a_long_list_asks_the_database_no_more_than_a_short_one(
    cast: Cast,
    signed_in_as: SignIn,
    call: Call,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    query: dict[str, str],
) -> None:
    for n in range(8):
        bring_call(cast.ana, cast.team, conversation_of(title=f"Call {n}"))
    for n in range(4):
        Membership.objects.create(team=Team.objects.create(name=f"Team {n}"), user=cast.ana, role="manager")
    browser = signed_in_as(cast.ana)
    with django_assert_max_num_queries(15):
        browser.get(LIST, query)


def test_names_in_the_list_speak_the_language_of_each_reader(cast: Cast, signed_in_as: SignIn) -> None:
    bring_call(cast.ana, cast.team, details=Details(sale="major"))
    browser = signed_in_as(cast.ana)
    english, chinese = ("en", "Major sale", "Buyer"), ("zh-hans", "大订单", "客户")
    for language, sale, side in (english, chinese, english):
        browser.cookies["django_language"] = language
        html = listed(browser, words="shift")
        assert f"<span>{sale}</span>" in html
        assert f'<span class="moment-side">{side}</span>' in html


def test_a_call_is_renamed_dated_and_tagged_in_its_details(cast: Cast, signed_in_as: SignIn, call: Call) -> None:
    browser = signed_in_as(cast.ana)
    data = {"title": "Second visit", "held_at": "2026-03-01T09:30", "sale": "small", "tags": "pricing, 二期，pricing"}
    assert browser.post(address(call, "details"), data).headers["Location"] == address(call)
    call.refresh_from_db()
    assert (call.title, call.sale) == ("Second visit", "small")
    assert sorted(call.tags.values_list("name", flat=True)) == ["pricing", "二期"]
    html = listed(browser, tag="二期")
    assert "Second visit" in html
    assert "1 March 2026" in html
    page = text_of(browser.get(address(call)))
    assert "Second visit" in page
    assert "1 March 2026, 09:30" in page


def test_the_moment_is_written_in_the_time_zone_of_whoever_looks(cast: Cast, signed_in_as: SignIn, call: Call) -> None:
    Call.objects.filter(pk=call.pk).update(held_at=datetime(2026, 3, 1, 20, 30, tzinfo=UTC))
    User.objects.filter(pk=cast.ben.pk).update(time_zone="Asia/Shanghai")
    for person, day, hour in ((cast.ana, "1 March 2026", "20:30"), (cast.ben, "2 March 2026", "04:30")):
        person.refresh_from_db()
        browser = signed_in_as(person)
        assert day in listed(browser)
        assert f"{day}, {hour}" in text_of(browser.get(address(call)))
        assert f'T{hour}"' in text_of(browser.get(address(call, "details")))


@pytest.mark.parametrize(
    "data", [{"title": ""}, {"title": "x" * 201}, {"title": "X", "sale": "huge"}, {"title": "X", "keep_until": "soon"}]
)
def test_details_that_cannot_be_are_explained_and_nothing_changes(
    cast: Cast, signed_in_as: SignIn, call: Call, data: dict[str, str]
) -> None:
    answer = signed_in_as(cast.ana).post(address(call, "details"), {"sale": "unknown", **data})
    assert answer.status_code == 422
    assert 'class="errorlist"' in text_of(answer)
    assert Call.objects.get(pk=call.pk).title == "Line planning"


def test_a_tag_no_call_carries_any_more_goes(cast: Cast, signed_in_as: SignIn, call: Call, chinese: Call) -> None:
    tag_call(call, ["pricing", "pilot"])
    tag_call(chinese, ["pilot"])
    signed_in_as(cast.ana).post(address(call, "details"), {"title": "X", "sale": "unknown", "tags": ""})
    assert list(Tag.objects.values_list("name", flat=True)) == ["pilot"]


def test_the_tag_of_one_team_is_not_told_to_another(cast: Cast, signed_in_as: SignIn, call: Call) -> None:
    tag_call(call, ["pricing"])
    bring_call(cast.chen, cast.other_team, conversation_of(title="Chen's"))
    html = listed(signed_in_as(cast.chen))
    assert "Chen&#39;s" in html
    assert "pricing" not in html


def test_a_manager_gives_a_call_to_another_seller(cast: Cast, signed_in_as: SignIn, call: Call) -> None:
    signed_in_as(cast.ben).post(address(call, "reassign"), {"owner": cast.finn.pk})
    assert signed_in_as(cast.finn).get(address(call)).status_code == 200
    assert signed_in_as(cast.ana).get(address(call)).status_code == 404
    assert "seller" in text_of(signed_in_as(cast.ben).get(address(call, "history")))


@pytest.mark.parametrize(("name", "status"), [("chen", 404), ("eve", 404), ("finn", 404), ("ana", 403), ("cleo", 403)])
def test_nobody_else_gives_calls_away(cast: Cast, signed_in_as: SignIn, call: Call, name: str, status: int) -> None:
    answer = signed_in_as(cast.everybody()[name]).post(address(call, "reassign"), {"owner": cast.finn.pk})
    assert answer.status_code == status
    assert Call.objects.get(pk=call.pk).owner == cast.ana


@pytest.mark.parametrize("name", ["chen", "eve", "dana", "adam"])
def test_a_call_goes_to_nobody_who_sells_nothing_here(cast: Cast, signed_in_as: SignIn, call: Call, name: str) -> None:
    answer = signed_in_as(cast.ben).post(address(call, "reassign"), {"owner": cast.everybody()[name].pk}, follow=True)
    assert "Nothing was changed." in text_of(answer)
    assert Call.objects.get(pk=call.pk).owner == cast.ana


@pytest.mark.parametrize("name", TWINS)
@pytest.mark.parametrize("route", ["details", "sides", "delete", "reassign", "code_again"])
def test_outsiders_change_nothing(cast: Cast, signed_in_as: SignIn, call: Call, name: str, route: str) -> None:
    before = Call.objects.filter(pk=call.pk).values().get()
    data = {"title": "Taken", "sale": "major", "side_0": "buyer", "side_1": "seller", "owner": cast.chen.pk}
    assert signed_in_as(cast.everybody()[name]).post(address(call, route), data).status_code == 404
    assert Call.objects.filter(pk=call.pk).values().get() == before


def test_figures_an_analyst_sees_are_those_the_seller_sees(cast: Cast, signed_in_as: SignIn) -> None:
    talk = ((Side.SELLER, "How many vans do you run? How long is a tour?"), (Side.BUYER, "Forty, by hand."))
    call = bring_call(cast.ana, cast.team, conversation_of(talk), details=Details(sale="major"))
    said = call.current_revision.conversation.turns[0].text
    for span in ((0, 26), (26, 45)):
        decide(call, cast.ana, DecisionKind.CODE_SPAN, Anchor(0, *span, said[slice(*span)]), SITUATION)
    seller, analyst = (text_of(signed_in_as(user).get(address(call))) for user in (cast.ana, cast.dana))
    for figure in ("Questions in all: 2", "<span>Major sale</span>"):
        assert figure in seller
        assert figure in analyst
    assert "by hand" not in analyst


def test_who_may_correct_a_call_finds_its_details_and_sides_from_its_page(
    cast: Cast, signed_in_as: SignIn, call: Call
) -> None:
    assert address(call, "details") in text_of(signed_in_as(cast.ana).get(address(call)))
    Call.objects.filter(pk=call.pk).update(shared=True)
    assert address(call, "details") not in text_of(signed_in_as(cast.dana).get(address(call)))
