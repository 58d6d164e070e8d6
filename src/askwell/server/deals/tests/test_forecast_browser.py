"""The forecast is accessible, fits the screen and breaks no rule, with a history and without, in both languages."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from askwell.deal.forecast import Progress
from askwell.deal.forecasting.history import NOTHING_YET, Known, known_to_json
from askwell.deal.terms import BuyingStage
from askwell.server.conftest import OpenPage
from askwell.server.deals.forecast_snapshots import inputs_of
from askwell.server.deals.models import ProgressSnapshot
from askwell.server.deals.testing import make_deal
from askwell.server.testing import Cast, make_cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Axe = Callable[[Page], list[str]]
LOOKS = [
    pytest.param({"locale": "en-GB", "width": 1440, "color_scheme": "light"}, id="en-wide-light"),
    pytest.param({"locale": "zh-CN", "width": 390, "color_scheme": "dark"}, id="zh-narrow-dark"),
]


def fill(cast: Cast, closed: int) -> None:
    """Some open deals, and so many closed ones."""
    for number in range(closed + 3):
        day = date(2025, 1, 6) + timedelta(weeks=number)
        state = {} if number < 3 else {"state": ("won", "lost")[number % 2], "closed_on": day}
        deal = make_deal(cast, f"Deal {number}", amount=5000 * number, currency="GBP", **state)
        progress = Progress(advances=number % 3, needs=1, petals=2, streak=number % 2, heard=True)
        known = [NOTHING_YET, Known(day - timedelta(days=7), progress, BuyingStage.EVALUATES)]
        inputs = inputs_of([deal])[deal.pk]
        ProgressSnapshot.objects.create(deal=deal, inputs=inputs, known=known_to_json(known))


@pytest.mark.parametrize("closed", [0, 24])
@pytest.mark.parametrize("look", LOOKS)
def test_the_page_is_accessible_fits_and_breaks_no_rule(
    open_page: OpenPage, axe: Axe, look: dict[str, object], closed: int
) -> None:
    cast = make_cast()
    fill(cast, closed)
    page = open_page(reverse("deals:forecast"), cast.ana, **look)
    page.locator("details summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.console_errors == []  # type: ignore[attr-defined] # set by open_page
    assert axe(page) == []
    page.context.close()
