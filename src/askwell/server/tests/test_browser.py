"""The pages of the shell in a browser: nothing refused, nothing serious for axe-core, nothing wider than the screen."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page

from askwell.server.accounts.actions import invite_first_user
from askwell.server.testing import PASSWORD, make_cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIGNED_IN = ("/team/", "/profile/", "/password/")
ENTRANCE = ("/sign-in/", "/password/forgotten/", "/sign-up/", "/invitation/gone/")
LOOKS = [
    pytest.param({"locale": "en-GB", "width": 1440, "color_scheme": "light"}, id="en-wide-light"),
    pytest.param({"locale": "en-GB", "width": 390, "color_scheme": "dark"}, id="en-narrow-dark"),
    pytest.param({"locale": "zh-CN", "width": 1440, "color_scheme": "dark"}, id="zh-wide-dark"),
    pytest.param({"locale": "zh-CN", "width": 390, "color_scheme": "light"}, id="zh-narrow-light"),
]


def wider_than_the_screen(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.mark.parametrize("look", LOOKS)
def test_pages_are_accessible_and_fit(
    look: dict[str, object], open_page: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    adam = make_cast().adam
    for path in (*SIGNED_IN, *ENTRANCE):
        page = open_page(path, adam if path in SIGNED_IN else None, **look)
        assert axe(page) == [], path
        assert not wider_than_the_screen(page), path
        assert [told for told in page.console_errors if "404" not in told] == [], path


def test_signing_in_and_out_by_hand(open_page: Callable[..., Page]) -> None:
    make_cast()
    page = open_page("/team/", locale="en-GB")
    page.get_by_label("Email").fill("ana@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="North").wait_for()
    page.get_by_text("Ana", exact=True).first.click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="Sign in").wait_for()


def test_the_menu_closes_on_escape_and_on_a_click_elsewhere(open_page: Callable[..., Page]) -> None:
    page = open_page("/team/", make_cast().ana, locale="en-GB")
    menu = page.locator("pop-menu")
    for close in (lambda: page.keyboard.press("Escape"), lambda: page.locator("h1").click()):
        menu.locator("summary").click()
        menu.get_by_role("link", name="Your profile").wait_for()
        close()
        menu.get_by_role("link", name="Your profile").wait_for(state="hidden")


def test_the_first_user_begins_in_the_browser(open_page: Callable[..., Page]) -> None:
    token = invite_first_user(datetime.now(UTC))
    page = open_page(f"/invitation/{token}/", locale="zh-CN")
    page.get_by_label("团队名称").fill("华东大客户部")
    page.get_by_label("您的姓名").fill("林晓")
    page.get_by_label("邮箱地址").fill("lin@example.com")
    page.get_by_label("密码").fill("一句只有自己知道的话呀")
    page.get_by_role("button", name="创建团队").click()
    page.goto("/team/")
    page.get_by_role("heading", name="华东大客户部").wait_for()
    assert page.get_by_text("管理员", exact=True).count() > 0
