"""The board by drag and by keyboard; every page of deals accessible and no wider than the screen, in both languages."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from askwell.server.accounts.models import User
from askwell.server.conftest import OpenPage
from askwell.server.deals.models import Deal
from askwell.server.deals.testing import FullDeal, make_deal, make_full_deal
from askwell.server.testing import Cast, make_cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Axe = Callable[[Page], list[str]]
LOOKS = [
    pytest.param({"locale": "en-GB", "width": 1440, "color_scheme": "light"}, 1, id="en-wide-light"),
    pytest.param({"locale": "zh-CN", "width": 390, "color_scheme": "dark"}, 3, id="zh-narrow-dark"),
]


def pages_of(cast: Cast, full: FullDeal) -> list[tuple[User, str]]:
    """Every page of deals, with whoever meets it; the lists once more for those who see nothing on them."""
    names = ("list", "board", "tasks", "companies", "contacts", "products", "rivals")
    slug, deal = {"slug": full.deal.slug}, ("page", "edit", "delete", "add_person", "link_call")
    seen = [
        *(reverse(f"deals:{name}") for name in (*names, "add", "add_company", "add_contact", "add_product")),
        *(reverse(f"deals:{name}", kwargs=slug) for name in deal),
        reverse("deals:stake", kwargs={**slug, "pk": full.stake.pk}),
        reverse("deals:change_task", kwargs={**slug, "pk": full.task.pk}),
        *(reverse(f"deals:{name}", kwargs={"slug": full.company.slug}) for name in ("company", "edit_company")),
        *(reverse(f"deals:{name}", kwargs={"slug": full.contact.slug}) for name in ("contact", "edit_contact")),
        reverse("deals:product", kwargs={"pk": full.product.pk}),
        *(reverse(f"deals:{name}", kwargs={"pk": full.rival.pk}) for name in ("rival", "edit_rival")),
        reverse("deals:list") + "?state=open&least=40k",
    ]
    return [*((cast.ana, address) for address in seen), *((cast.eve, reverse(f"deals:{name}")) for name in names[:2])]


@pytest.mark.parametrize(("look", "every"), LOOKS)
def test_every_page_is_accessible_fits_and_breaks_no_rule(
    open_page: OpenPage, axe: Axe, look: dict[str, object], every: int
) -> None:
    cast = make_cast()
    full = make_full_deal(cast)
    for n, (person, address) in enumerate(pages_of(cast, full)):
        page = open_page(address, person, **look)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        assert page.console_errors == [], address  # type: ignore[attr-defined] # set by open_page
        if n % every == 0:
            assert axe(page) == [], address
        page.context.close()


def test_a_card_is_dragged_into_another_column_and_the_totals_follow(open_page: OpenPage) -> None:
    cast = make_cast()
    deal = make_deal(cast, "Line service", stage="evaluates", amount=184000, currency="GBP")
    page = open_page(reverse("deals:board"), cast.ana, locale="en-GB")
    card = page.locator(f"#deal-{deal.slug}")
    card.drag_to(page.locator('.board-column[data-stage="decides"]'), target_position={"x": 40, "y": 150})
    expect(page.locator('.board-column[data-stage="decides"]')).to_contain_text("Line service")
    expect(page.locator('.board-column[data-stage="decides"] .board-totals')).to_have_text("£184,000")
    expect(page.locator("#board-said")).to_have_text("Moved to: Decides to buy")
    assert Deal.objects.get().stage == "decides"
    assert page.console_errors == []  # type: ignore[attr-defined] # set by open_page


def test_a_card_moves_by_the_arrow_keys_and_keeps_the_focus(open_page: OpenPage) -> None:
    cast = make_cast()
    deal = make_deal(cast, "压铸追溯", stage="evaluates")
    page = open_page(reverse("deals:board"), cast.ana, locale="zh-CN")
    arrows = page.locator(f"#deal-{deal.slug} .card-arrows")
    arrows.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator('.board-column[data-stage="decides"]')).to_contain_text("压铸追溯")
    expect(arrows).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(page.locator('.board-column[data-stage="evaluates"]')).to_contain_text("压铸追溯")
    expect(arrows).to_be_focused()
    assert Deal.objects.get().stage == "evaluates"


def test_a_board_narrowed_by_script_moves_cards_all_the_same(open_page: OpenPage) -> None:
    cast = make_cast()
    deal = make_deal(cast, "Line service", stage="evaluates")
    make_deal(cast, "Other", stage="evaluates")
    page = open_page(reverse("deals:board"), cast.ana, locale="en-GB")
    page.fill("[name=words]", "line")
    expect(page.locator(".card-deal")).to_have_count(1)
    page.wait_for_load_state("networkidle")  # another answer of the filter would take the focus away
    page.locator(f"#deal-{deal.slug} .card-arrows").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator('.board-column[data-stage="decides"] .card-deal')).to_have_count(1)
    expect(page.locator(".card-deal")).to_have_count(1)


def test_without_script_a_card_moves_by_its_form_and_several_deals_are_changed(open_page: OpenPage) -> None:
    cast = make_cast()
    deal = make_deal(cast, "Line service", stage="evaluates")
    page = open_page(reverse("deals:board"), cast.ana, locale="en-GB", java_script_enabled=False)
    page.click(f"#deal-{deal.slug} summary")
    page.select_option(f"#deal-{deal.slug} select", "uses")
    page.click(f"#deal-{deal.slug} button:has-text('Move it')")
    expect(page.locator('.board-column[data-stage="uses"]')).to_contain_text("Line service")
    page.goto(reverse("deals:list"))
    page.check("[name=deal]")
    page.select_option("[name=to-state]", "won")
    page.click("text=Change them")
    expect(page.locator(".message")).to_have_text("1 deal changed.")
    assert Deal.objects.get().state == "won"


def test_company_names_are_suggested_while_one_is_typed(open_page: OpenPage) -> None:
    cast = make_cast()
    make_full_deal(cast)
    page = open_page(reverse("deals:add"), cast.ana, locale="en-GB")
    page.fill("[name=company]", "brack")
    expect(page.locator("#company-names option")).to_have_attribute("value", "Brackwell Springs Ltd")
    assert page.console_errors == []  # type: ignore[attr-defined] # set by open_page
