"""Every page of calls in a browser: accessible, no wider than the screen, nothing refused, in both languages."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from askwell.method.terms import Code, Outcome, SaleSize, Side
from askwell.server.accounts.models import User
from askwell.server.calls.actions import Details, add_call, comment_on, receive_upload, settle_upload, tag_call
from askwell.server.calls.models import Call, Upload
from askwell.server.calls.page_actions import anchor_at, correct_code, overrule_outcome, take_back
from askwell.server.calls.testing import bring_call, conversation_of
from askwell.server.jobs.models import Job, JobState
from askwell.server.testing import Cast, make_cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# axe-core takes its time: of the second look, whose pages differ in theme and width alone, it sees every third.
LOOKS = [
    pytest.param({"locale": "en-GB", "width": 1440, "color_scheme": "light"}, 1, id="en-wide-light"),
    pytest.param({"locale": "zh-CN", "width": 390, "color_scheme": "dark"}, 3, id="zh-narrow-dark"),
]
# What pages ask again and again while work is open: not here, one thread at a time has the test's database.
ASKED_AGAIN = re.compile(r"/state/$|part=1$")
ZH_TALK = ((Side.UNKNOWN, "停线对交货有什么影响？"), (Side.UNKNOWN, "一停线就要赔钱，客户天天催，" * 12))
Axe = Callable[[Page], list[str]]


def address(call: Call, name: str = "page", **kwargs: int) -> str:
    return reverse(f"calls:{name}", kwargs={"slug": call.slug, **kwargs})


def full_call(cast: Cast) -> Call:
    """A call on which people have done everything they can do."""
    call = bring_call(cast.ana, cast.team, details=Details(sale=SaleSize.MAJOR.value, objective="A visit to the line"))
    said = call.current_revision.conversation
    tag_call(call, ["pricing", "二期"])
    comment_on(call, cast.ana, anchor_at(said, 1, "turn"), "Ask on here.\n在这里追问。")
    take_back(correct_code(call, cast.ben, said, anchor_at(said, 3, "turn"), Code.OBJECTION), cast.ana)
    correct_code(call, cast.ben, said, anchor_at(said, 1, "turn"), Code.EXPLICIT_NEED)
    overrule_outcome(call, cast.ben, anchor_at(said, 3, "turn"), Outcome.ADVANCE)
    return call


def uncoded_call(cast: Cast, state: JobState) -> Call:
    """A call whose coding is still to come, or has failed."""
    said = conversation_of(title=f"Coding {state}")
    upload = receive_upload(cast.ana, cast.team, f"{state}.txt", b"x", Details())
    call = add_call(upload, said)
    settle_upload(upload, [])
    Job.objects.update(state=state)
    return call


def pages_of(cast: Cast) -> list[tuple[User, str]]:
    """Every page of calls in every state a person can meet it in, with whoever meets it."""
    failed, waiting = uncoded_call(cast, JobState.FAILED), uncoded_call(cast, JobState.QUEUED)
    call, unknown = full_call(cast), bring_call(cast.ana, cast.team, conversation_of(ZH_TALK, title="压铸厂第二次拜访"))
    Upload.objects.create(
        team=cast.team,
        user=cast.ana,
        name="a very long file name of the second visit with everybody at the table.vtt",
        state=Upload.State.REFUSED,
        faults=[{"place": "line 3", "message": "the file is empty"}],
    )
    listing = reverse("calls:list")
    ana = [
        listing,
        f"{listing}?words=stops&code=implied_need&sale=major",
        f"{listing}?words=停线",
        f"{listing}?words=zebra",
        reverse("calls:add"),
        reverse("calls:uploads"),
        address(call),
        f"{address(call)}?open=1&code=explicit_need",
        address(call, "history"),
        address(call, "details"),
        address(call, "sides"),
        address(call, "delete"),
        address(unknown),
        address(unknown, "sides"),
        address(waiting),
        address(failed),
    ]
    others = [
        (cast.finn, listing),
        (cast.finn, reverse("calls:uploads")),
        (cast.dana, address(call)),
        (cast.eve, listing),
    ]
    return [*((cast.ana, path) for path in ana), (cast.ben, address(call, "details")), *others]


def wider_than_the_screen(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.mark.parametrize(("look", "every"), LOOKS)
def test_pages_are_accessible_and_fit_wide_and_narrow(
    look: dict[str, object], every: int, open_page: Callable[..., Page], axe: Axe
) -> None:
    pages: dict[User, Page] = {}
    for n, (person, path) in enumerate(pages_of(make_cast())):
        page = pages[person] = pages.get(person) or open_page(path, person, **look)
        page.route(ASKED_AGAIN, lambda asked: asked.fulfill(status=204))
        page.goto(path)
        assert n % every or axe(page) == [], path
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 900})
            assert not wider_than_the_screen(page), (path, width)
        page.set_viewport_size({"width": int(str(look["width"])), "height": 900})
    assert [page.console_errors for page in pages.values() if page.console_errors] == []  # type: ignore[attr-defined]


def test_the_form_of_the_list_has_each_label_over_its_field(open_page: Callable[..., Page]) -> None:
    cast = make_cast()
    bring_call(cast.ana, cast.team)
    page = open_page(reverse("calls:list"), cast.ana, locale="en-GB")
    for label in ("Words", "Code"):
        above = page.locator("label", has_text=label).first.bounding_box()
        field = page.get_by_label(label).bounding_box()
        assert above is not None
        assert field is not None
        assert abs(above["x"] - field["x"]) < 2
        assert above["y"] + above["height"] <= field["y"]


def test_the_downloads_open_within_a_narrow_screen(open_page: Callable[..., Page]) -> None:
    cast = make_cast()
    page = open_page(address(bring_call(cast.ana, cast.team)), cast.ana, locale="zh-CN", width=390)
    page.locator(".download-menu summary").click()
    box = page.locator(".download-menu .menu-panel").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390


def test_the_turns_of_moments_stand_clear_of_the_words_beside_them(open_page: Callable[..., Page]) -> None:
    cast = make_cast()
    talk = ((Side.SELLER, "好的。"), (Side.BUYER, "嗯。")) * 60 + ((Side.BUYER, "一停线就要赔钱。"),)
    said = conversation_of(talk)
    untimed = replace(said, turns=tuple(replace(turn, start=None, end=None) for turn in said.turns))
    page = open_page(address(bring_call(cast.ana, cast.team, untimed)), cast.ana, locale="zh-CN", width=390)
    turn = page.locator(".moments .time").first
    assert turn.inner_text() == "第 121 次发言"
    box, beside = turn.bounding_box(), page.locator(".moments .what").first.bounding_box()
    assert box is not None
    assert beside is not None
    assert box["x"] + int(turn.evaluate("item => item.scrollWidth")) < beside["x"]
