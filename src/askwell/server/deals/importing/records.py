"""One row of a table as values of the fields its columns hold, or the reasons why not."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from askwell.server.deals.importing import cells
from askwell.server.deals.importing.cells import BadCell
from askwell.server.deals.importing.columns import Field, Kind, fields_of
from askwell.server.deals.importing.reasons import Reason
from askwell.server.deals.models import Deal
from askwell.server.deals.money import PLAIN, Money
from askwell.server.deals.names import name_key, person_key

SHOWN = 60
APART = frozenset(("id", "askwell", "company", "owner"))
"""What says which row is meant, or who; all else is a value of its own."""


@dataclass(frozen=True, slots=True)
class Ways:
    """How cells are read where they do not say it: which number of a day comes first, and the currency of amounts."""

    day_first: bool | None = None
    currency: str = ""


@dataclass(slots=True)
class Record:
    """A row: its number in the file, its cells, what they mean, and what is wrong with it."""

    number: int
    cells: list[str]
    values: dict[str, Any] = field(default_factory=dict)
    apart: dict[str, str] = field(default_factory=dict)
    reasons: list[Reason] = field(default_factory=list)
    key: str = ""

    @property
    def name(self) -> str:
        return str(self.values.get("name", ""))


class Reader:
    """Makes records of rows, given which column holds which field."""

    def __init__(self, kind: Kind, columns: Sequence[str], ways: Ways, headings: Sequence[str] = ()) -> None:
        self.kind, self.ways = kind, ways
        held = zip(columns, headings, strict=False)
        self.unit = next((cells.unit_of(heading) for name, heading in held if name == "amount"), PLAIN)
        fields = fields_of(kind)
        self.places = [(place, fields[name]) for place, name in enumerate(columns) if name in fields]

    def record(self, number: int, row: list[str]) -> Record:
        """What a row means."""
        record = Record(number, row)
        for place, asked in self.places:
            cell = row[place].strip() if place < len(row) else ""
            if cell:
                self._read(record, asked, cell)
        if self.kind is Kind.CONTACTS:
            _join_name(record)
        if self.kind is Kind.DEALS:
            self._settle_deal(record)
        if not record.name and not any(reason.field == "name" for reason in record.reasons):
            record.reasons.append(Reason("lacking", "name"))
        record.key = (person_key if self.kind is Kind.CONTACTS else name_key)(record.name)
        return record

    def _read(self, record: Record, asked: Field, cell: str) -> None:
        try:
            value = self._value(asked, cell)
        except BadCell as bad:
            record.reasons.append(Reason(bad.reason, asked.name, cell[:SHOWN]))
            return
        if asked.name in APART:
            record.apart[asked.name] = value
        else:
            record.values[asked.name] = value

    def _value(self, asked: Field, cell: str) -> Any:
        readers: Mapping[str, Callable[[str], Any]] = {
            "amount": lambda text: cells.amount_of(text, self.unit),
            "currency": cells.currency_of,
            "day": lambda text: cells.day_of(text, day_first=self.ways.day_first),
            "email": cells.email_of,
            "domain": cells.site_of,
            "stage": cells.stage_or_state,
            "state": lambda text: cells.word_of("state", text),
            "lost": lambda text: cells.word_of("lost", text),
            "lines": cells.lines_of,
        }
        value = readers.get(asked.reads, str)(cell)
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str) and len(text) > asked.most:
                raise BadCell("too_long")
        return value

    def _settle_deal(self, record: Record) -> None:
        """An amount with its currency; a stage that says won or lost is the state."""
        values = record.values
        if values.get("stage") in Deal.State.values:
            state = values.pop("stage")
            values.setdefault("state", state)
        money = values.pop("amount", None)
        named = values.pop("currency", "")
        if isinstance(money, Money):
            values["amount"] = money.amount
            yen = named == "JPY" and money.currency == "CNY"  # both write ¥
            values["currency"] = named if yen else money.currency or named or self.ways.currency


def _join_name(record: Record) -> None:
    """First and last name as one, in the order of the language they are written in."""
    given, family = record.values.pop("given", ""), record.values.pop("family", "")
    parts = [part for part in (given, family) if part]
    if parts and "name" not in record.values:
        western = all(part.isascii() or not any("\u4e00" <= char <= "\u9fff" for char in part) for part in parts)
        record.values["name"] = " ".join(parts) if western else family + given
