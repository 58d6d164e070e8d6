"""Tables come in: columns are found, rows are made, changed, left alone or refused, and twice is as good as once."""

import json
import secrets
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from auditlog.models import LogEntry

from askwell.server.accounts.models import User
from askwell.server.calls.models import Original
from askwell.server.calls.originals import originals_folder
from askwell.server.deals.customers_actions import add_company, add_contact
from askwell.server.deals.importing.actions import (
    bring_table,
    drop_import,
    purge_imports,
    run_import,
    set_columns,
)
from askwell.server.deals.importing.columns import Kind
from askwell.server.deals.importing.files import lines_of
from askwell.server.deals.importing.queries import Value, plan_page
from askwell.server.deals.importing.records import Ways
from askwell.server.deals.models import Company, Contact, Deal, Product
from askwell.server.deals.models.importing import Import, ImportSource
from askwell.server.deals.testing import make_deal
from askwell.server.jobs.models import Job, JobState
from askwell.server.jobs.worker import run_due_jobs
from askwell.server.testing import Cast

Bring = Callable[..., Import]
COMPANIES = (
    "Company name,Website,Sector,Town,Notes\n"
    "Brackwell Springs Ltd,https://www.brackwell.example/about,Food,Leeds,Old\n"
    "Northline GmbH,northline.example,Machines,Hull,\n"
)


@pytest.fixture
def bring(cast: Cast) -> Bring:
    """``bring("deals", text)``: a table read, tried out, and with ``go=True`` imported."""

    def bring(kind: str, table: str | bytes, *, user: User | None = None, go: bool = True, **ways: object) -> Import:
        data = table.encode() if isinstance(table, str) else table
        who = user or cast.ana
        brought = bring_table(who, who.memberships.get().team, Kind(kind), "table.csv", data)
        run_due_jobs()
        brought.refresh_from_db()
        if brought.state == Import.State.COLUMNS:
            set_columns(brought, brought.columns, Ways(**{**brought.ways, **ways}))
            run_due_jobs()
            brought.refresh_from_db()
        if go and brought.state == Import.State.CHECKED:
            run_import(brought)
            run_due_jobs()
            brought.refresh_from_db()
        assert not Job.objects.filter(state=JobState.FAILED).exists()
        return brought

    return bring


def counts(brought: Import) -> tuple[int, int, int, int]:
    return tuple(brought.counts[name] for name in ("made", "changed", "same", "refused"))  # type: ignore[return-value]


def plan(brought: Import) -> list[dict[str, object]]:
    assert brought.plan is not None
    return [line for _at, line in lines_of(brought.plan)]


def refused(brought: Import) -> list[tuple[int, str, str]]:
    assert brought.refused is not None
    return [(line["row"], why["field"], why["code"]) for _at, line in lines_of(brought.refused) for why in line["why"]]


def sheet(rows: list[list[object]]) -> bytes:
    book, out = openpyxl.Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def sheet_of_one_text(text: str, times: int) -> bytes:
    """A workbook of which every cell refers to one and the same text."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    links = {"officeDocument": "xl/workbook.xml", "worksheet": "worksheets/s.xml", "sharedStrings": "t.xml"}

    def rels(*names: str) -> str:
        each = (f'<Relationship Id="r{name}" Type="{office}/{name}" Target="{links[name]}"/>' for name in names)
        return f'<Relationships xmlns="{package}/relationships">{"".join(each)}</Relationships>'

    types = {"workbook.xml": "sheet.main", "worksheets/s.xml": "worksheet", "t.xml": "sharedStrings"}
    overrides = (f'<Override PartName="/xl/{name}" ContentType="{kinds}.{kind}+xml"/>' for name, kind in types.items())
    rels_type = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    cells = (f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, times))
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">{rels_type}{"".join(overrides)}</Types>',
        "_rels/.rels": rels("officeDocument"),
        "xl/_rels/workbook.xml.rels": rels("worksheet", "sharedStrings"),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="s" sheetId="1" r:id="rworksheet"/></sheets></workbook>',
        "xl/t.xml": f'<sst xmlns="{main}"><si><t>{text}</t></si></sst>',
        "xl/worksheets/s.xml": f'<worksheet xmlns="{main}"><sheetData>{"".join(cells)}</sheetData></worksheet>',
    }
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def test_companies_come_in_once(bring: Bring) -> None:
    assert counts(bring("companies", COMPANIES)) == (2, 0, 0, 0)
    made = Company.objects.get(name="Brackwell Springs Ltd")
    assert (made.domain, made.industry, made.city, made.note) == ("brackwell.example", "Food", "Leeds", "Old")
    assert made.name_key == "brackwellsprings"
    assert counts(bring("companies", COMPANIES)) == (0, 0, 2, 0)
    assert Company.objects.count() == 2


def test_no_row_of_a_long_table_is_lost(bring: Bring) -> None:
    brought = bring("companies", "Name\n" + "".join(f"Firm number {n}\n" for n in range(2_345)))
    assert counts(brought) == (2_345, 0, 0, 0)


def test_the_dry_run_changes_nothing_and_tells_row_by_row(cast: Cast, bring: Bring) -> None:
    add_company(cast.team, "Northline", city="York")
    brought = bring("companies", COMPANIES + ",,,,no name\n", go=False)
    assert counts(brought) == (1, 1, 0, 1)
    assert Company.objects.count() == 1
    assert [(line["row"], line["does"], line["fields"]) for line in plan(brought)] == [
        (2, "made", []),
        (3, "changed", ["domain", "industry", "city"]),
        (4, "refused", []),
    ]


def test_an_empty_cell_takes_nothing_away(cast: Cast, bring: Bring) -> None:
    add_company(cast.team, "Northline", city="York", note="Kept")
    bring("companies", "Name,City,Notes\nNorthline GmbH,,\n")
    known = Company.objects.get()
    assert (known.name, known.city, known.note) == ("Northline", "York", "Kept")


def test_chinese_deals_with_amounts_days_and_words(cast: Cast, bring: Bring) -> None:
    table = (
        "商机名称,客户名称,销售金额,预计成交日期,阶段,状态,备注\n"
        "一号线改造,杭州清源饮料有限公司,1.2亿元,2026年9月30日,确定需求,进行中,\n"
        "二号线,杭州清源饮料,¥120万,2026/4/1,谈判,,急\n"
        "三号线,南星,80万元,2026-04-01,,赢单,\n"
    ).encode("gb18030")
    brought = bring("deals", table)
    assert counts(brought) == (3, 0, 0, 0)
    assert brought.counts["companies"] == 2, "one company under two spellings"
    rows = {deal.name: deal for deal in Deal.objects.all()}
    first = rows["一号线改造"]
    assert (first.amount, first.currency, first.expected_on) == (Decimal(120000000), "CNY", date(2026, 9, 30))
    assert (first.stage, first.state, first.owner) == ("need_defined", "open", cast.ana)
    assert (rows["二号线"].stage, rows["二号线"].note) == ("decides", "急")
    assert rows["二号线"].company == first.company
    assert (rows["三号线"].state, rows["三号线"].closed_on) == ("won", date(2026, 4, 1))
    assert counts(bring("deals", table)) == (0, 0, 3, 0)


def test_a_row_is_found_again_by_its_id_whatever_it_is_called(bring: Bring) -> None:
    bring("companies", "Account ID,Account name,City\nA-1,Brackwell,Leeds\nA-2,Brackwell,York\n")
    assert Company.objects.count() == 2, "one name, two IDs: two companies"
    again = bring("companies", "City,Account name,Account ID\nLeeds,Brackwell Springs,A-1\nYork,Brackwell,A-2\n")
    assert counts(again) == (0, 1, 1, 0)
    assert sorted(Company.objects.values_list("name", "name_key")) == [
        ("Brackwell", "brackwell"),
        ("Brackwell Springs", "brackwellsprings"),
    ]


def test_what_a_person_corrected_is_proposed_next_time(cast: Cast, bring: Bring) -> None:
    brought = bring_table(cast.ana, cast.team, Kind.COMPANIES, "a.csv", b"Firm,Ort\nBrackwell,Leeds\n")
    run_due_jobs()
    brought.refresh_from_db()
    assert brought.columns == ["", ""]
    set_columns(brought, ["name", "city"], Ways())
    again = bring("companies", "Ort,Firm\nHull,Northline\n")
    assert again.columns == ["city", "name"]
    assert Company.objects.get().city == "Hull"
    assert ImportSource.objects.count() == 1


def test_contacts_by_name_and_company(cast: Cast, bring: Bring) -> None:
    add_contact(cast.team, "Helen Stroud", add_company(cast.team, "Brackwell"), title="Buyer")
    table = (
        "First name,Last name,Employer,Position,E-mail\n"
        "Dr Helen,Stroud,Brackwell Ltd,Site manager,helen@brackwell.example\n"
        "Helen,Stroud,Northline,Engineer,helen@northline.example\n"
        "伟,张,南星,总经理,not an address\n"
    )
    brought = bring("contacts", table)
    assert counts(brought) == (1, 1, 0, 1)
    assert refused(brought) == [(4, "email", "email")]
    assert sorted(Contact.objects.values_list("name", "company__name", "title")) == [
        ("Helen Stroud", "Brackwell", "Site manager"),
        ("Helen Stroud", "Northline", "Engineer"),
    ]


@pytest.mark.django_db(transaction=True)
def test_refused_rows_are_kept_thirty_days(cast: Cast, bring: Bring) -> None:
    brought = bring("deals", "Deal,Amount,Close date\nGood,£40k,2026-05-01\nBad,lots,soon\nWorse,40,2026-05-01\n")
    assert counts(brought) == (1, 0, 0, 2)
    assert refused(brought) == [(3, "amount", "amount"), (3, "expected_on", "day"), (4, "amount", "no_currency")]
    last = brought.keep_refused_until
    assert last is not None
    assert purge_imports(last) == 0
    assert purge_imports(last + timedelta(days=1)) == 1
    assert not Original.objects.exists()
    assert not list(originals_folder().iterdir())


def test_which_number_is_the_day_is_asked_not_guessed(bring: Bring) -> None:
    table = "Deal,Close date\nOne,03/04/2026\n"
    assert refused(bring("deals", table)) == [(2, "expected_on", "day_order")]
    bring("deals", table, day_first=True)
    assert Deal.objects.get().expected_on == date(2026, 4, 3)


def test_an_excel_table_with_a_line_above_its_headings(bring: Bring) -> None:
    rows: list[list[object]] = [
        ["Pipeline of the north"],
        ["Deal", "Customer", "Value", "Currency", "Expected close"],
        ["Line 1", "Brackwell", 184000, "GBP", date(2026, 5, 1)],
        [],
        ["Line 2", "Brackwell", 2.5, "GBP", None],
    ]
    brought = bring("deals", sheet(rows), go=False)
    assert [line["row"] for line in plan(brought)] == [3, 5]
    run_import(brought)
    run_due_jobs()
    assert sorted(Deal.objects.values_list("name", "amount", "currency")) == [
        ("Line 1", Decimal("184000.00"), "GBP"),
        ("Line 2", Decimal("2.50"), "GBP"),
    ]


def test_a_seller_brings_their_own_deals_only(cast: Cast, bring: Bring) -> None:
    table = "Deal,Owner,Value,Currency\nMine,ana@example.com,5,GBP\nHis,Finn,5,GBP\n"
    brought = bring("deals", table)
    assert counts(brought) == (1, 0, 0, 1)
    assert refused(brought) == [(3, "owner", "owner_not_you")]
    assert counts(bring("deals", table, user=cast.ben)) == (1, 0, 1, 0)
    assert Deal.objects.get(name="His").owner == cast.finn


def test_a_colleagues_deal_is_neither_changed_nor_told_of(cast: Cast, bring: Bring) -> None:
    make_deal(cast, "Line service", owner=cast.finn, amount=5, currency="GBP")
    assert counts(bring("deals", "Deal,Value,Currency\nLine service,9,GBP\n")) == (1, 0, 0, 0)
    assert sorted(Deal.objects.values_list("amount", "owner__name")) == [(5, "Finn"), (9, "Ana")]


def test_another_teams_companies_are_not_found(cast: Cast, bring: Bring) -> None:
    add_company(cast.other_team, "Brackwell", city="York")
    assert counts(bring("companies", "Name,City\nBrackwell,Leeds\n")) == (1, 0, 0, 0)
    assert Company.objects.get(team=cast.other_team).city == "York"


def test_products_with_their_points(bring: Bring) -> None:
    table = 'Product,Features,Problems solved\nLine care,"Two heads; Steel",The filler jams\n'
    assert counts(bring("products", table)) == (1, 0, 0, 0)
    assert counts(bring("products", table)) == (0, 0, 1, 0)
    assert counts(bring("products", table.replace("Steel", "Brass"))) == (0, 1, 0, 0)
    points = Product.objects.get().points
    assert list(points.order_by("kind", "pk").values_list("kind", "text")) == [
        ("feature", "Two heads"),
        ("feature", "Brass"),
        ("solves", "The filler jams"),
    ]


def test_several_of_one_name_are_refused(cast: Cast, bring: Bring) -> None:
    make_deal(cast, "Line service")
    make_deal(cast, "Line service")
    assert refused(bring("deals", "Deal,Note\nLine service,x\n")) == [(2, "name", "several")]


def test_the_history_says_what_an_import_changed_and_by_whom(cast: Cast, bring: Bring) -> None:
    known = add_company(cast.team, "Northline", city="York")
    bring("companies", "Name,City,Notes\nNorthline,Hull,a word of somebody\n")
    entry = LogEntry.objects.filter(object_id=known.pk, action=LogEntry.Action.UPDATE).get()
    assert (entry.actor, entry.changes) == (cast.ana, {"city": ["York", "Hull"]})


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b"Deal,Amount\n", "empty"),
        (b"Brackwell,ana@example.com,1200\nNorthline,b@example.com,12\n", "names the columns"),
        (b"%PDF-1.7", "PDF"),
        (b"Deal,Amount\n" + b"x,1\n" * 200_001, "at most 200,000"),
    ],
)
@pytest.mark.django_db(transaction=True)
def test_what_is_no_table_is_refused_with_its_reason(cast: Cast, bring: Bring, data: bytes, message: str) -> None:
    brought = bring("deals", data)
    assert brought.state == Import.State.UNREADABLE
    assert message in brought.fault["message"]
    assert not list(originals_folder().iterdir())


def test_one_long_text_a_million_times_is_no_way_to_fill_the_memory(bring: Bring) -> None:
    brought = bring("deals", sheet_of_one_text(secrets.token_hex(15_000), times=3_000))
    assert "characters" in brought.fault["message"]


def test_cells_that_spreadsheets_would_compute_come_back_as_they_were(bring: Bring) -> None:
    bring("companies", "Name,City\n'=Brackwell,'-\nO'Neill,'t Zand\n")
    assert set(Company.objects.values_list("name", "city")) == {("=Brackwell", "-"), ("O'Neill", "'t Zand")}


def test_who_left_the_team_imports_nothing(cast: Cast, bring: Bring) -> None:
    brought = bring("companies", COMPANIES, go=False)
    cast.ana.memberships.all().delete()
    run_import(brought)
    run_due_jobs()
    assert Job.objects.get(kind="import_table").state == JobState.FAILED
    assert not Company.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_table_dropped_leaves_no_file(bring: Bring) -> None:
    drop_import(bring("companies", COMPANIES, go=False))
    assert not list(originals_folder().iterdir())
    assert not Import.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_tables_nobody_went_on_with_are_forgotten(bring: Bring) -> None:
    bring("companies", COMPANIES, go=False)
    assert purge_imports(datetime.now(UTC).date()) == 0
    assert purge_imports(datetime.now(UTC).date() + timedelta(days=31)) == 1
    assert not list(originals_folder().iterdir())


@pytest.mark.django_db(transaction=True)
def test_no_cell_stays_behind_once_all_is_done(bring: Bring) -> None:
    brought = bring("companies", COMPANIES)
    assert "Brackwell" not in json.dumps([brought.head, brought.counts])
    assert not list(originals_folder().iterdir())


def test_the_first_new_and_changed_rows_of_a_dry_run_are_shown_with_their_values(cast: Cast, bring: Bring) -> None:
    make_deal(cast, "Line", amount=90_000, currency="CNY", stage="evaluates")
    rows = "".join(f"Deal {number},5\n" for number in range(30))
    brought = bring("deals", f"商机名称,金额（万元）\nLine,86\n{rows}", go=False)
    page = plan_page(brought, "zh")
    assert page.rows[0].values == (Value("amount", "¥9万", "¥86万"),)
    assert Value("amount", "", "¥5万") in page.rows[1].values
    assert [bool(row.values) for row in page.rows[:31]] == [True] * 20 + [False] * 11
    assert plan_page(brought, "en").rows[0].values == (Value("amount", "¥90,000", "¥860,000"),)
