"""Columns are found by names, synonyms and cells, as well-known programs write them, in both languages."""

from datetime import date
from decimal import Decimal

import pytest

from askwell.server.deals.importing.cells import BadCell, amount_of, currency_of, day_of, lines_of, site_of, word_of
from askwell.server.deals.importing.columns import Kind, fields_of, heading_key, lacking, propose
from askwell.server.deals.importing.records import Reader, Ways
from askwell.server.deals.importing.spreadsheet import as_text, as_written


def proposed(kind: Kind, table: str) -> dict[str, str]:
    headings, *rows = [line.split("|") for line in table.strip().split("\n")]
    samples = [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in headings]
    return {heading: name for heading, name in zip(headings, propose(kind, headings, samples), strict=True) if name}


@pytest.mark.parametrize(
    ("kind", "table", "found"),
    [
        pytest.param(
            Kind.DEALS,
            "Opportunity Name|Account Name|Amount|Close Date|Stage|Opportunity Owner|Age|Opportunity ID",
            "name company amount expected_on stage owner - id",
            id="one large CRM",
        ),
        pytest.param(
            Kind.DEALS,
            "Record ID|Deal Name|Deal Stage|Close Date|Deal owner|Amount|Currency|Last Activity\n"
            "1|Line|Won|2026-05-01|ana@example.com|5|GBP|2026-01-01",
            "id name stage expected_on owner amount currency -",
            id="another",
        ),
        pytest.param(
            Kind.DEALS,
            "商机名称|客户名称|销售金额(元)|预计成交日期|销售阶段|负责人|创建时间|备注",
            "name company amount expected_on stage owner - note",
            id="a Chinese CRM",
        ),
        pytest.param(
            Kind.CONTACTS,
            "First Name|Last Name|Email|Mobile Phone|Job Title|Company Name|Lead Status",
            "given family email phone title company -",
            id="contacts in parts",
        ),
        pytest.param(
            Kind.CONTACTS,
            "姓名|公司名称|职位|手机号码|邮箱|性别",
            "name company title phone email -",
            id="Chinese contacts",
        ),
        pytest.param(
            Kind.COMPANIES,
            "Account ID|Account Name|Website|Industry|Billing City|Employees|Description",
            "id name domain industry city - note",
            id="accounts",
        ),
        pytest.param(
            Kind.CONTACTS,
            "Wer|Wo\nHelen|helen@brackwell.example\nOtto|otto@brackwell.example",
            "- email",
            id="by cells alone",
        ),
        pytest.param(
            Kind.DEALS,
            "Was|Wieviel|Bis|Alter\nLinie 1|£40k|2026-05-01|12\nLinie 2|£2m|2026-06-01|7",
            "- amount expected_on -",
            id="an amount and a day by cells",
        ),
        pytest.param(
            Kind.PRODUCTS, "产品名称|特点|解决的问题|案例", "name feature solves evidence", id="Chinese products"
        ),
    ],
)
def test_columns_of_known_programs(kind: Kind, table: str, found: str) -> None:
    headings = table.split("\n", 1)[0].split("|")
    expected = {heading: name for heading, name in zip(headings, found.split(), strict=True) if name != "-"}
    assert proposed(kind, table) == expected


def test_a_field_is_proposed_once_and_an_exact_name_wins() -> None:
    assert proposed(Kind.COMPANIES, "City of birth|City") == {"City": "city"}
    assert proposed(Kind.COMPANIES, "City of birth") == {"City of birth": "city"}


def test_cells_that_do_not_fit_speak_against_a_name() -> None:
    table = "Expected value|Amount\nhigh|£40k\nlow|£2m"
    assert proposed(Kind.DEALS, table) == {"Amount": "amount"}


def test_every_name_of_a_field_finds_it() -> None:
    for kind in Kind:
        for name, field in fields_of(kind).items():
            for heading in (*field.names.values(), *field.also):
                assert propose(kind, [heading], [[]]) in ([name], [""]), (kind, heading, name)
                taken = [other for other, each in fields_of(kind).items() if heading_key(heading) in each.keys]
                assert taken == [name], f"{heading} is a name of {taken} of {kind}"


def test_what_a_table_lacks() -> None:
    assert [field.name for field in lacking(Kind.DEALS, ["company", "amount"])] == ["name"]
    assert lacking(Kind.CONTACTS, ["given", "family"]) == []


@pytest.mark.parametrize(
    ("text", "day_first", "day"),
    [
        ("2026-03-05", None, date(2026, 3, 5)),
        ("2026/3/5", None, date(2026, 3, 5)),
        ("2026年3月5日", None, date(2026, 3, 5)),
        ("2026.03.05 14:30", None, date(2026, 3, 5)),
        ("2026-03-05T00:00:00Z", None, date(2026, 3, 5)),
        ("31/12/2026", None, date(2026, 12, 31)),
        ("12/31/2026", None, date(2026, 12, 31)),
        ("3/4/2026", True, date(2026, 4, 3)),
        ("3/4/2026", False, date(2026, 3, 4)),
        ("4/4/2026", None, date(2026, 4, 4)),
        ("5 March 2026", None, date(2026, 3, 5)),
        ("Mar 5, 2026", None, date(2026, 3, 5)),
        ("05-Mar-2026", None, date(2026, 3, 5)),
    ],
)
def test_days(text: str, day_first: bool | None, day: date) -> None:
    assert day_of(text, day_first=day_first) == day


@pytest.mark.parametrize(
    ("text", "reason"),
    [("3/4/2026", "day_order"), ("31/31/2026", "day"), ("2026-02-30", "day"), ("soon", "day"), ("46000", "day")],
)
def test_what_is_no_day(text: str, reason: str) -> None:
    with pytest.raises(BadCell) as bad:
        day_of(text, day_first=None)
    assert bad.value.reason == reason


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("1200000", "1200000", ""),
        ("¥1.2亿", "120000000", "CNY"),
        ("£40k", "40000", "GBP"),
        ("1.234.567,89", "1234567.89", ""),
        ("1,234,567.89", "1234567.89", ""),
        ("1234,5", "1234.5", ""),
        ("120万元", "1200000", "CNY"),
    ],
)
def test_amounts(text: str, amount: str, currency: str) -> None:
    money = amount_of(text)
    assert (money.amount, money.currency) == (Decimal(amount), currency)


@pytest.mark.parametrize(("text", "reason"), [("-5", "negative"), ("lots", "amount"), ("12-15", "amount")])
def test_what_is_no_amount(text: str, reason: str) -> None:
    with pytest.raises(BadCell) as bad:
        amount_of(text)
    assert bad.value.reason == reason


def test_words_in_both_languages() -> None:
    assert [word_of("stage", word) for word in ("Evaluates and compares", "评估比较", "Negotiation", "DECIDES")] == [
        "evaluates", "evaluates", "decides", "decides",
    ]  # fmt: skip
    assert [word_of("state", word) for word in ("Closed Won", "赢单", "lost")] == ["won", "won", "lost"]
    assert [word_of("lost", word) for word in ("Price", "价格", "A rival won")] == ["price", "price", "rival"]
    assert [currency_of(word) for word in ("gbp", "€", "人民币", "CHF")] == ["GBP", "EUR", "CNY", "CHF"]
    assert site_of("https://www.brackwell.example/a?b") == "brackwell.example"
    assert lines_of("Two heads; Steel；Two heads\nBrass") == ["Two heads", "Steel", "Brass"]


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-", "@a", "\tx", "'=1", "''-", "O'Neill", "'tis", "", "plain"])
def test_a_cell_comes_back_as_it_was(cell: str) -> None:
    assert as_written(as_text(cell)) == cell
    assert not as_text(cell).startswith(("=", "+", "-", "@", "\t"))


@pytest.mark.parametrize(
    ("row", "name"),
    [
        (["Helen", "Stroud"], "Helen Stroud"),
        (["伟", "张"], "张伟"),
        (["", "Stroud"], "Stroud"),
        (["José", "Núñez"], "José Núñez"),
    ],
)
def test_names_in_parts(row: list[str], name: str) -> None:
    assert Reader(Kind.CONTACTS, ["given", "family"], Ways()).record(2, row).name == name


@pytest.mark.parametrize(
    ("heading", "cell", "amount", "currency"),
    [
        ("金额（万）", "86", 860_000, ""),
        ("金额（万元）", "86", 860_000, "CNY"),
        ("合同金额(亿元)", "1.2", 120_000_000, "CNY"),
        ("金额 单位：万元", "86", 860_000, "CNY"),
        ("Amount (k)", "86", 86_000, ""),
        ("Amount (£k)", "86", 86_000, "GBP"),
        ("Amount (USD m)", "1.5", 1_500_000, "USD"),
        ("Amount in thousands", "86", 86_000, ""),
        ("Amount (EUR)", "86", 86, "EUR"),
        ("金额（万）", "86亿", 8_600_000_000, ""),
        ("Amount (k)", "$2m", 2_000_000, "USD"),
        ("Amount", "86", 86, ""),
        ("Amount (weighted)", "86", 86, ""),
        ("金额（含税）", "86", 86, ""),
    ],
)
def test_the_unit_of_a_heading_is_that_of_its_amounts(heading: str, cell: str, amount: int, currency: str) -> None:
    record = Reader(Kind.DEALS, ["name", "amount"], Ways(), ["Deal", heading]).record(2, ["Line", cell])
    assert (record.values["amount"], record.values["currency"]) == (Decimal(amount), currency)
