"""Lists go out as tables, of what the reader may see and as narrowed, and come back as they were."""

import csv
from collections.abc import Callable
from datetime import date
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from askwell.server.accounts.models import User
from askwell.server.deals.customers_actions import add_company, add_contact, add_product
from askwell.server.deals.importing.actions import bring_table, run_import, set_columns
from askwell.server.deals.importing.columns import Kind
from askwell.server.deals.importing.records import Ways
from askwell.server.deals.models import Company, Contact, Deal, Product
from askwell.server.deals.models.importing import Import
from askwell.server.deals.testing import make_deal
from askwell.server.jobs.worker import run_due_jobs
from askwell.server.testing import Cast

SignIn = Callable[[User], Client]


@pytest.fixture
def full(cast: Cast) -> None:
    """Deals, companies, contacts and products, with what spreadsheets stumble over."""
    company = add_company(cast.team, "=Brackwell, Ltd", domain="brackwell.example", note='Says "no",\nthen yes')
    add_contact(cast.team, "Helen Stroud", company, email="helen@brackwell.example", phone="+44 20 7946 0018")
    add_contact(cast.team, "张伟", title="总经理")
    facts = {"stage": "evaluates", "expected_on": date(2026, 5, 1)}
    make_deal(cast, "一号线", company=company, amount="1234567.50", currency="CNY", **facts)
    make_deal(cast, "Lost one", owner=cast.finn, state="lost", lost_reason="price", closed_on=date(2026, 2, 1))
    add_product(cast.team, "Line care", "", {"feature": ["Two heads", "Steel"], "solves": ["The filler jams"]})


def table(browser: Client, kind: str, form: str = "csv", lang: str = "en", **asked: str) -> bytes:
    address = reverse("deals:export", kwargs={"kind": kind, "form": form})
    answer = browser.get(address, asked, headers={"accept-language": lang})
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined] # both kinds are sent as they come


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.usefixtures("full")
def test_a_seller_takes_own_deals_away_and_a_manager_the_teams(cast: Cast, signed_in_as: SignIn) -> None:
    own = rows(table(signed_in_as(cast.ana), "deals"))
    assert own[0][:5] == ["Askwell ID", "Deal", "Company", "Owner", "Amount"]
    assert [row[1:9] for row in own[1:]] == [
        ["一号线", "'=Brackwell, Ltd", "ana@example.com", "1234567.5", "CNY", "Evaluates and compares", "Open", ""]
    ]
    assert len(rows(table(signed_in_as(cast.ben), "deals"))) == 3
    for name in ("dana", "adam", "chen", "eve"):
        browser = signed_in_as(cast.everybody()[name])
        assert [len(rows(table(browser, kind))) for kind in Kind] == [1, 1, 1, 1], "headings alone"


@pytest.mark.usefixtures("full")
def test_a_table_is_narrowed_as_its_list_is(cast: Cast, signed_in_as: SignIn) -> None:
    browser = signed_in_as(cast.ben)
    assert [row[1] for row in rows(table(browser, "deals", state="lost"))[1:]] == ["Lost one"]
    assert [row[1] for row in rows(table(browser, "contacts", words="stroud"))[1:]] == ["Helen Stroud"]
    assert [row[1] for row in rows(table(browser, "contacts", company="brackwell"))[1:]] == ["Helen Stroud"]
    assert len(rows(table(browser, "companies", words="nowhere"))) == 1


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("lang", ["en", "zh-hans"])
def test_what_went_out_comes_back_unchanged(cast: Cast, signed_in_as: SignIn, kind: Kind, form: str, lang: str) -> None:
    User.objects.filter(pk=cast.ben.pk).update(language=lang)
    data = table(signed_in_as(cast.ben), kind.value, form, lang)
    brought = _come_back(cast, kind, data)
    assert brought.counts == {"made": 0, "changed": 0, "same": _count(kind), "refused": 0, "companies": 0}


@pytest.mark.usefixtures("full")
def test_what_went_out_can_be_brought_to_another_team(cast: Cast, signed_in_as: SignIn) -> None:
    data = table(signed_in_as(cast.ben), "companies")
    lines = rows(data)
    without_ids = "\n".join([",".join(lines[0][1:]), "Northline,,,,"])
    assert _come_back(cast, Kind.COMPANIES, without_ids.encode(), cast.chen).counts["made"] == 1
    refused = _come_back(cast, Kind.COMPANIES, data, cast.chen)
    assert refused.counts["refused"] == 1, "an Askwell ID of another team is nobody's here"


@pytest.mark.usefixtures("full")
def test_no_cell_of_a_workbook_is_computed(cast: Cast, signed_in_as: SignIn) -> None:
    book = openpyxl.load_workbook(BytesIO(table(signed_in_as(cast.ana), "companies", "xlsx")))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert "=Brackwell, Ltd" in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} == {"s"}


def test_other_kinds_and_forms_are_not_there(cast: Cast, signed_in_as: SignIn) -> None:
    for kind, form in (("rivals", "csv"), ("deals", "pdf")):
        address = reverse("deals:export", kwargs={"kind": kind, "form": form})
        assert signed_in_as(cast.ana).get(address).status_code == 404


def _count(kind: Kind) -> int:
    models = {Kind.DEALS: Deal, Kind.COMPANIES: Company, Kind.CONTACTS: Contact, Kind.PRODUCTS: Product}
    return models[kind].objects.count()


def _come_back(cast: Cast, kind: Kind, data: bytes, user: User | None = None) -> Import:
    who = user or cast.ben
    brought = bring_table(who, who.memberships.get().team, kind, "table", data)
    run_due_jobs()
    brought.refresh_from_db()
    set_columns(brought, brought.columns, Ways())
    run_due_jobs()
    brought.refresh_from_db()
    run_import(brought)
    run_due_jobs()
    brought.refresh_from_db()
    return brought
