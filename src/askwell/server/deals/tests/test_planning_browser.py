"""Every page of plans and the kit: accessible, no wider than the screen, in both languages and themes."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from askwell.server.conftest import OpenPage
from askwell.server.deals.planning_actions import hold_plan, make_plan, note_try
from askwell.server.deals.tests.planned_deals import HELD, OBJECTIVE, bring_coded, make_planned_deal
from askwell.server.testing import make_cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Axe = Callable[[Page], list[str]]
LOOKS = [
    pytest.param({"locale": "en-GB", "width": 1440, "color_scheme": "light"}, id="en-wide-light"),
    pytest.param({"locale": "zh-CN", "width": 390, "color_scheme": "dark"}, id="zh-narrow-dark"),
]


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_is_accessible_fits_and_breaks_no_rule(
    open_page: OpenPage, axe: Axe, look: dict[str, object]
) -> None:
    cast = make_cast()
    full = make_planned_deal(cast)
    call = bring_coded(cast.ana, full.deal, HELD)
    held, plan = (make_plan(full.deal, cast.ana, {"objective": OBJECTIVE, "day": "2026-03-03"}) for _ in range(2))
    hold_plan(held, call, {"questions": [], "expected": ["price"]}, timezone.now())
    note_try(plan, "offer_choice", timezone.localdate())
    deal = {"slug": full.deal.slug}
    addresses = [reverse(f"deals:{name}", kwargs=deal) for name in ("new_plan", "kit")]
    addresses += [reverse("deals:one_plan", kwargs={**deal, "pk": held.pk})]
    pages_of_plan = ("one_plan", "edit_plan", "plan_sheet", "plan_held")
    addresses += [reverse(f"deals:{name}", kwargs={**deal, "pk": plan.pk}) for name in pages_of_plan]
    for address in addresses:
        page = open_page(address, cast.ana, **look)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        assert page.console_errors == [], address  # type: ignore[attr-defined] # set by open_page
        page.evaluate("for (const fold of document.querySelectorAll('main details')) fold.open = true")
        assert axe(page) == [], address
        page.context.close()
