"""Importing, merging and erasing in a browser: accessible, no wider than the screen, nothing refused; a file chosen by
hand comes in by clicks alone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from askwell.server.accounts.models import User
from askwell.server.deals.customers_actions import add_company, add_contact
from askwell.server.deals.importing.actions import bring_table, run_import, set_columns
from askwell.server.deals.importing.columns import Kind
from askwell.server.deals.importing.records import Ways
from askwell.server.deals.models import Company
from askwell.server.deals.models.importing import Erasure, Import
from askwell.server.deals.testing import make_full_deal
from askwell.server.jobs.worker import run_due_jobs
from askwell.server.testing import Cast, make_cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = [
    pytest.param({"locale": "en-GB", "width": 1440, "color_scheme": "light"}, id="en-wide-light"),
    pytest.param({"locale": "zh-CN", "width": 390, "color_scheme": "dark"}, id="zh-narrow-dark"),
]
TABLE = b"Deal,Customer,Amount,Close date,Region\nLine 1,Brackwell,\xc2\xa340k,03/04/2026,North\nLine 2,,lots,soon,\n"
HOSTILE = b'Deal,<script>alert(1)</script>\n"<img src=x onerror=alert(2)>",x\n'


def table(cast: Cast, data: bytes, steps: int) -> str:
    """The address of a table after so many steps: read, tried out, imported."""
    brought = bring_table(cast.ana, cast.team, Kind.DEALS, "deals.csv", data)
    run_due_jobs()
    brought.refresh_from_db()
    if steps > 1:
        set_columns(brought, [*brought.columns[:-1], "note"], Ways(day_first=True))
        run_due_jobs()
        brought.refresh_from_db()
    if steps > 2:
        run_import(brought)
        run_due_jobs()
    return reverse("deals:import", kwargs={"pk": brought.pk})


def pages_of(cast: Cast) -> list[tuple[User, str]]:
    """Every page in every state a person can meet it in, with whoever meets it."""
    made = make_full_deal(cast)
    double, other = add_company(cast.team, "Brackwell Springs plc", city="York"), add_contact(cast.team, "H. Stroud")
    went = dict.fromkeys(("entries", "deals", "spoken", "calls", "texts", "decisions", "imports", "views"), 2)
    erasure = Erasure.objects.create(team=cast.team, author=cast.ben, went=went, files_to_check=[made.deal.slug])
    merging = reverse("deals:merge_company", kwargs={"slug": made.company.slug})
    meeting = reverse("deals:merge_contact", kwargs={"slug": made.contact.slug})
    return [
        (cast.ana, reverse("deals:add_import")),
        (cast.ana, table(cast, TABLE, 1)),
        (cast.ana, table(cast, TABLE, 2)),
        (cast.ana, table(cast, TABLE, 3)),
        (cast.ana, table(cast, b"%PDF-1.7", 1)),
        (cast.ana, table(cast, HOSTILE, 1)),
        (cast.ana, table(cast, HOSTILE, 2)),
        (cast.ana, reverse("deals:imports")),
        (cast.ana, merging),
        (cast.ana, f"{merging}?with={double.slug}"),
        (cast.ana, f"{meeting}?with={other.slug}"),
        (cast.ben, reverse("deals:erase_contact", kwargs={"slug": made.contact.slug})),
        (cast.ben, reverse("deals:erased", kwargs={"pk": erasure.pk})),
    ]


@pytest.mark.parametrize("look", LOOKS)
def test_every_page(open_page: Callable[..., Page], axe: Callable[[Page], list[str]], look: dict[str, Any]) -> None:
    for user, path in pages_of(make_cast()):
        page = open_page(path, user, **look)
        assert vars(page)["console_errors"] == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= look["width"], path
        assert axe(page) == [], path
        page.context.close()


def test_a_file_comes_in_by_clicks_without_script(open_page: Callable[..., Page], tmp_path: Path) -> None:
    cast = make_cast()
    file = tmp_path / "firms.csv"
    file.write_text("Firm,City\nBrackwell,Leeds\n")
    page = open_page(f"{reverse('deals:add_import')}?kind=companies", cast.ana, java_script_enabled=False)
    page.set_input_files("#id_table", file)
    page.click("text=Read it")
    run_due_jobs()
    page.reload()
    page.get_by_label("Firm").select_option("name")
    page.click("text=Try it out")
    run_due_jobs()
    page.reload()
    page.click("text=Import 1 row")
    run_due_jobs()
    page.reload()
    page.click("text=To the list")
    assert page.get_by_role("link", name="Brackwell").is_visible()
    assert Company.objects.get().city == "Leeds"
    assert Import.objects.get().source is not None
