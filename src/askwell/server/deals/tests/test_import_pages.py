"""The pages of a table coming in: brought, its columns corrected, tried out, imported, its refused rows mended."""

import csv
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from askwell.server.accounts.models import User
from askwell.server.deals.models import Company, Deal
from askwell.server.deals.models.importing import Import
from askwell.server.jobs.models import Job
from askwell.server.jobs.worker import run_due_jobs
from askwell.server.testing import Cast

SignIn = Callable[[User], Client]
TABLE = "Deal,Customer,Sum,When\nLine 1,Brackwell,£40k,31/12/2026\nLine 2,Brackwell,lots,01/02/2026\n,,=1,\n"


def bring(browser: Client, table: str = TABLE, kind: str = "deals") -> str:
    """The address of a table brought and read."""
    file = SimpleUploadedFile("deals.csv", table.encode())
    answer = browser.post(reverse("deals:add_import"), {"kind": kind, "team": _team(browser), "table": file})
    assert answer.status_code == 302
    run_due_jobs()
    return str(answer.headers["Location"])


def _team(browser: Client) -> str:
    html = browser.get(reverse("deals:add_import")).content.decode()
    return html.partition('name="team" value="')[2].partition('"')[0]


def page(browser: Client, address: str, **asked: str) -> str:
    return str(browser.get(address, asked).content.decode())


def test_from_file_to_refused_rows_and_back(cast: Cast, signed_in_as: SignIn) -> None:
    browser = signed_in_as(cast.ana)
    address = bring(browser)
    html = page(browser, address)
    for part in ("£40k", '<option value="company" selected>', "Try it out", "3 rows"):
        assert part in html
    held = {"column_0": "name", "column_1": "company", "column_2": "amount", "column_3": "expected_on"}
    assert browser.post(f"{address}columns/", held).status_code == 302
    assert "tried out" in page(browser, address)
    run_due_jobs()
    html = page(browser, address)
    for part in (
        "Nothing has been changed yet",
        "1 company named in the table is not there yet",
        "Import 1 row",
        "Why rows",
    ):
        assert part in html
    assert not Deal.objects.exists()
    only = page(browser, address, does="refused")
    assert "Line 1" not in only
    assert "Line 2" in only
    browser.post(f"{address}run/")
    run_due_jobs()
    assert Deal.objects.get().expected_on.isoformat() == "2026-12-31"
    assert "Refused rows as CSV" in page(browser, address)
    answer = browser.get(f"{address}refused/")
    rows = list(csv.reader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))  # type: ignore[attr-defined]
    assert rows[0] == ["Row", "Why it was not kept", "Deal", "Customer", "Sum", "When"]
    assert [(row[0], row[2], row[4]) for row in rows[1:]] == [("3", "Line 2", "lots"), ("4", "", "'=1")]
    mended = ",".join(rows[0]) + f"\n3,,Line 2,Brackwell,£2m,01/02/2026\n{','.join(rows[2])}\n"
    again = page(browser, bring(browser, mended))
    assert '<option value="name" selected>' in again, "the table of refused rows can be brought again as it is"


def test_the_form_says_what_is_wrong_with_the_columns(cast: Cast, signed_in_as: SignIn) -> None:
    browser = signed_in_as(cast.ana)
    address = bring(browser, "A,B,C\nx,01/02/2026,y\n")
    answer = browser.post(f"{address}columns/", {"column_0": "note", "column_1": "expected_on", "column_2": "note"})
    html = answer.content.decode()
    assert answer.status_code == 422
    for part in ("Say which column holds “Deal”", "Another column holds “Note” already", "could be read either way"):
        assert part in html
    assert '<option value="note" selected>' in html, "what was chosen is still chosen"
    chosen = {"column_0": "name", "column_1": "expected_on", "day_order": "day"}
    assert browser.post(f"{address}columns/", chosen).status_code == 302


def test_an_order_of_days_the_column_tells_is_not_asked(cast: Cast, signed_in_as: SignIn) -> None:
    browser = signed_in_as(cast.ana)
    address = bring(browser, "Deal,Close date\na,01/02/2026\nb,02/13/2026\n")
    browser.post(f"{address}columns/", {"column_0": "name", "column_1": "expected_on"})
    assert Import.objects.get().ways["day_first"] is False


def test_a_button_pressed_twice_imports_once(cast: Cast, signed_in_as: SignIn) -> None:
    browser = signed_in_as(cast.ana)
    address = bring(browser, "Name\nBrackwell\n", "companies")
    browser.post(f"{address}columns/", {"column_0": "name"})
    run_due_jobs()
    for _ in range(2):
        assert browser.post(f"{address}run/").status_code == 302
    run_due_jobs()
    assert browser.post(f"{address}run/").status_code == 302
    assert (Job.objects.filter(kind="import_table").count(), Company.objects.count()) == (1, 1)


def test_work_given_up_can_be_taken_up_again(cast: Cast, signed_in_as: SignIn) -> None:
    browser = signed_in_as(cast.ana)
    address = bring(browser, "Name\nBrackwell\n", "companies")
    browser.post(f"{address}columns/", {"column_0": "name"})
    Job.objects.filter(kind="check_table").update(state="failed")
    assert "given up" in page(browser, address)
    assert "Given up" in page(browser, reverse("deals:imports"))
    browser.post(f"{address}again/")
    run_due_jobs()
    assert "Import 1 row" in page(browser, address)


def test_what_cannot_be_read_says_why_and_can_be_taken_off(cast: Cast, signed_in_as: SignIn) -> None:
    browser = signed_in_as(cast.ana)
    address = bring(browser, "ana@example.com,12\n", "contacts")
    assert "names the columns" in page(browser, address) or "name its columns" in page(browser, address)
    browser.post(f"{address}drop/")
    assert not Import.objects.exists()


def test_without_a_file_the_form_comes_back(cast: Cast, signed_in_as: SignIn) -> None:
    browser = signed_in_as(cast.ana)
    answer = browser.post(reverse("deals:add_import"), {"kind": "deals", "team": _team(browser)})
    assert answer.status_code == 422
    assert "Choose a file first." in answer.content.decode()


@pytest.mark.parametrize("name", ["ben", "finn", "cleo", "dana", "adam", "chen", "eve"])
def test_a_table_is_there_for_whoever_brought_it(cast: Cast, signed_in_as: SignIn, name: str) -> None:
    address = bring(signed_in_as(cast.ana))
    other = signed_in_as(cast.everybody()[name])
    assert other.get(address).status_code == 404
    assert other.post(f"{address}drop/").status_code == 404
    assert "deals.csv" not in page(other, reverse("deals:imports"))


def test_queries_do_not_grow_with_the_table(cast: Cast, signed_in_as: SignIn) -> None:
    browser = signed_in_as(cast.ana)
    counted = []
    for count in (1, 300):
        address = bring(browser, "Name,City\n" + "".join(f"Firm {n},x\n" for n in range(count)), "companies")
        counted.append(_queries(browser, address))
        browser.post(f"{address}columns/", {"column_0": "name", "column_1": "city"})
        run_due_jobs()
        counted.append(_queries(browser, address))
        counted.append(_queries(browser, reverse("deals:imports")))
    assert max(counted) <= 15
    assert counted[:2] == counted[3:5]


def _queries(browser: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    return len(queries)
