"""Deals, companies, contacts and products as tables, of what the reader may see; the importer reads them back."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import chain
from tempfile import TemporaryFile
from typing import IO, Any

from django.db.models import Q, QuerySet
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from askwell.server.accounts.models import User
from askwell.server.deals.importing.columns import Kind, fields_of
from askwell.server.deals.importing.plan import POINTS
from askwell.server.deals.models import Company, Contact, Deal, Product
from askwell.server.deals.names import name_key, person_key
from askwell.server.deals.queries import DealFilter, narrowed
from askwell.server.deals.terms import STAGE_CHOICES

CHUNK = 1_000
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
ELSEWHERE = frozenset(("id", "given", "family"))
"""What an import may name and an export does not: other programs' IDs, names in parts."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; deals by their own filter."""

    words: str = ""
    company: str = ""
    deals: DealFilter = field(default_factory=DealFilter)


def headings_of(kind: Kind, lang: str) -> list[str]:
    """The names of the columns of an export."""
    return [field.label(lang) for name, field in fields_of(kind).items() if name not in ELSEWHERE]


def rows_for(user: User, kind: Kind, wanted: Wanted) -> Iterator[list[str]]:
    """The rows of a table, one a thing, read a thousand at a time."""
    query: Callable[[User, Wanted], QuerySet[Any]] = _QUERIES[kind]
    names = [name for name in fields_of(kind) if name not in ELSEWHERE]
    words = _words_of_deals() if kind is Kind.DEALS else {}
    for row in query(user, wanted).iterator(chunk_size=CHUNK):
        yield [_cell(row, name, words) for name in names]


def workbook(headings: Sequence[str], rows: Iterator[list[str]]) -> IO[bytes]:
    """Rows as XLSX, every cell as text, so that nothing is computed; written to a file without a name."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in chain([headings], rows):
        sheet.append([_text_cell(sheet, cell) for cell in row])
    file = TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    book.save(file)
    file.seek(0)
    return file


def _text_cell(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, NOT_IN_XML.sub("", text))
    cell.data_type = "s"
    return cell


def _deals(user: User, wanted: Wanted) -> QuerySet[Any]:
    deals = narrowed(Deal.objects.visible_to(user), wanted.deals)
    return deals.select_related("company", "owner").order_by("-changed_at", "-pk")


def _companies(user: User, wanted: Wanted) -> QuerySet[Any]:
    rows = Company.objects.visible_to(user)
    if words := wanted.words:
        same = Q(name__icontains=words) | Q(city__icontains=words) | Q(industry__icontains=words)
        rows = rows.filter(same | Q(domain__icontains=words) | Q(name_key__contains=name_key(words)))
    return rows.order_by("name", "pk")


def _contacts(user: User, wanted: Wanted) -> QuerySet[Any]:
    rows = Contact.objects.visible_to(user)
    if words := wanted.words:
        same = Q(name__icontains=words) | Q(title__icontains=words) | Q(email__icontains=words)
        rows = rows.filter(same | Q(name_key__contains=person_key(words)))
    if wanted.company:
        rows = rows.filter(company__name_key__contains=name_key(wanted.company))
    return rows.select_related("company").order_by("name", "pk")


def _products(user: User, _wanted: Wanted) -> QuerySet[Any]:
    return Product.objects.visible_to(user).prefetch_related("points").order_by("name", "pk")


_QUERIES: Mapping[Kind, Callable[[User, Wanted], QuerySet[Any]]] = {
    Kind.DEALS: _deals,
    Kind.COMPANIES: _companies,
    Kind.CONTACTS: _contacts,
    Kind.PRODUCTS: _products,
}


def _words_of_deals() -> dict[str, dict[str, str]]:
    """What the codes of a deal are called in the language of the page."""
    return {
        "stage": {str(value): str(label) for value, label in STAGE_CHOICES},
        "state": {str(value): str(label) for value, label in Deal.State.choices},
        "lost_reason": {str(value): str(label) for value, label in Deal.Lost.choices},
    }


def _cell(row: Any, name: str, words: Mapping[str, Mapping[str, str]]) -> str:
    if name == "askwell":
        return str(row.slug)
    if name == "company":
        return row.company.name if row.company else ""
    if name == "owner":
        return row.owner.email if row.owner else ""
    if name in POINTS:
        return "\n".join(point.text for point in row.points.all() if point.kind == name)
    value = getattr(row, name)
    return words[name].get(value, value) if name in words else _plain(value)


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"
    return value.isoformat() if isinstance(value, date) else str(value)
