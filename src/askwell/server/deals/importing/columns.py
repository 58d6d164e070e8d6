"""Which column of a table holds what: fields by kind of thing, found by the names and the cells of columns."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from askwell.server.deals.importing.cells import looks_like

HERE = Path(__file__).parent
SURE = 3
"""What a name that is known word for word counts for; a part of a name counts 1, cells that fit 1, that do not −2."""
FITTING = 0.8
READ_BY_CELLS = frozenset(("email", "money", "day", "domain", "stage", "phone"))
"""What may be told from cells alone, where no heading says anything: bare numbers tell nothing."""


class Kind(StrEnum):
    """What the rows of a table are."""

    DEALS = "deals"
    COMPANIES = "companies"
    CONTACTS = "contacts"
    PRODUCTS = "products"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a column may hold; ``reads`` names how its cells are read, ``most`` the longest text."""

    name: str
    names: Mapping[str, str]
    also: tuple[str, ...]
    reads: str
    need: bool
    most: int

    def label(self, lang: str) -> str:
        return self.names[lang]

    @property
    def keys(self) -> tuple[str, ...]:
        """The names as they are compared."""
        return tuple(heading_key(name) for name in (*self.names.values(), *self.also))


@cache
def fields_of(kind: Kind) -> dict[str, Field]:
    """The fields of a kind of thing, by name."""
    document = yaml.safe_load((HERE / "columns.yaml").read_text("utf-8"))
    return {name: _field(name, said) for name, said in document[kind.value].items()}


def heading_key(heading: str) -> str:
    """A heading without case, spaces, punctuation and what stands in brackets: ``"E-mail (work)"`` is ``"email"``."""
    plain = unicodedata.normalize("NFKC", heading).casefold()
    return "".join(char for char in re.sub(r"\([^)]*\)", " ", plain) if char.isalnum())


def propose(kind: Kind, headings: Sequence[str], samples: Sequence[Sequence[str]]) -> list[str]:
    """For each column the field it most likely holds, empty for none; a field is proposed once.

    Args:
        kind: what the rows are.
        headings: the names of the columns.
        samples: some cells of each column.
    """
    fields = fields_of(kind)
    days = [column for column, cells in enumerate(samples) if (_share("day", cells) or 0) >= FITTING]
    scored = [
        (score, -column, name)
        for column, heading in enumerate(headings)
        for name, field in fields.items()
        if (score := _score(field, heading_key(heading), samples[column], only_day=days == [column])) > 0
    ]
    found = [""] * len(headings)
    for _score_of, column, name in sorted(scored, reverse=True):
        if not found[-column] and name not in found:
            found[-column] = name
    return _whole_name(found)


def lacking(kind: Kind, columns: Sequence[str]) -> list[Field]:
    """The fields no row can do without and that no column holds."""
    by_parts = kind is Kind.CONTACTS and "family" in columns
    return [field for field in fields_of(kind).values() if field.need and field.name not in columns and not by_parts]


def _field(name: str, said: Mapping[str, Any]) -> Field:
    return Field(
        name=name,
        names={"en": said["en"], "zh": said["zh"]},
        also=tuple(map(str, said["also"])),
        reads=said["reads"],
        need=said.get("need", False),
        most=said.get("most", 200),
    )


def _score(field: Field, key: str, cells: Sequence[str], *, only_day: bool) -> int:
    by_name = SURE if key in field.keys else int(any(_part_of(name, key) for name in field.keys))
    fits = _share(field.reads, cells)
    if by_name:
        return max(by_name + (0 if fits is None else 1 if fits >= FITTING else -2), int(by_name == SURE))
    reads = "money" if field.reads == "amount" else field.reads
    told = reads in READ_BY_CELLS and (_share(reads, cells) or 0) >= FITTING
    return int(told and (reads != "day" or (only_day and field.name == "expected_on")))


def _part_of(name: str, key: str) -> bool:
    """Whether a name of some length stands within a heading."""
    return len(name) >= (4 if name.isascii() else 2) and name in key


def _share(reads: str, cells: Sequence[str]) -> float | None:
    """How many of the cells look like this; None where nothing can be told."""
    test: Callable[[str], bool] | None = looks_like(reads)
    filled = [cell for cell in cells if cell.strip()]
    if test is None or not filled:
        return None
    return sum(map(test, filled)) / len(filled)


def _whole_name(found: list[str]) -> list[str]:
    """A column of whole names makes those of first and last names needless; last names alone are whole names."""
    if "name" in found:
        return ["" if name in {"given", "family"} else name for name in found]
    return found
