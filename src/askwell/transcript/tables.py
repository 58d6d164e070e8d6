"""Rows of cells to cues: columns are found by their names, in English or Chinese."""

import csv
import re
from collections.abc import Mapping, Sequence
from io import StringIO

from askwell.method.terms import Side
from askwell.transcript.draft import Cue, Draft, Notice, seconds
from askwell.transcript.errors import BadInput
from askwell.transcript.labels import clean_label, stated_side
from askwell.transcript.limits import DEFAULT
from askwell.transcript.times import parse_time
from askwell.transcript.words import packaged_words

Rows = tuple[tuple[str, ...], ...]
_NAMES: Mapping[str, list[str]] = packaged_words("columns")
NAMELESS = "no header row names a text column (text, content, 内容 …) and a speaker or time column"
_SEARCHED_ROWS = 10
_SHORT = 20
"""Code points of a cell that says nothing anybody would say."""
_FIGURE = re.compile(r"[-+]?[\d.,:]*\d%?")
_DELIMITERS = (",", "\t", ";", "|")
csv.field_size_limit(DEFAULT.characters)


def csv_rows(text: str) -> Rows:
    """Cells of comma, tab, semicolon or bar separated text; none where no columns have known names."""
    head = text[:4_000].split("\n")[:_SEARCHED_ROWS]
    for delimiter in _DELIMITERS:
        if find_columns([tuple(line.split(delimiter)) for line in head]):
            return _parse(text, delimiter)
    return ()


def is_nameless_table(text: str) -> bool:
    """Whether a text is cells rather than talk: equal numbers of short cells in every line, some of them figures."""
    lines = text.strip().split("\n")[:_SEARCHED_ROWS]
    for delimiter in _DELIMITERS:
        rows = [line.split(delimiter) for line in lines]
        cells = [cell.strip() for row in rows for cell in row]
        even = len(rows) > 1 and len(rows[0]) > 1 and len({len(row) for row in rows}) == 1
        if even and all(len(cell) <= _SHORT for cell in cells) and any(_FIGURE.fullmatch(cell) for cell in cells):
            return True
    return False


def find_columns(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]] | None:
    """The header's row number and its columns by meaning, None without a text column and another one beside it."""
    for i, row in enumerate(rows[:_SEARCHED_ROWS]):
        found: dict[str, int] = {}
        for column, cell in enumerate(row):
            for meaning, names in _NAMES.items():
                if meaning not in found and _column_name(cell) in names:
                    found[meaning] = column
                    break
        if "text" in found and len(found) > 1:
            return i, found
    return None


def draft_from_rows(rows: Rows) -> Draft:
    """One cue a row; rows without text are counted as skipped. Raises BadInput without a header that can be read."""
    header = find_columns(rows)
    if header is None:
        raise BadInput(NAMELESS, place="line 1")
    first, columns = header
    per_second = {
        meaning: 1000.0 if "ms" in rows[first][column].casefold() or "毫秒" in rows[first][column] else 1.0
        for meaning, column in columns.items()
    }
    body = [_Row(row, columns, per_second) for row in rows[first + 1 :]]
    cues = tuple(row.cue() for row in body if row.cell("text"))
    skipped = len(body) - len(cues)
    return Draft(cues, sides=_sides(body), counts={Notice.ROWS_SKIPPED: skipped} if skipped else {})


class _Row:
    """One row with its columns by meaning."""

    def __init__(self, row: Sequence[str], columns: Mapping[str, int], per_second: Mapping[str, float]) -> None:
        self.row = row
        self.columns = columns
        self.per_second = per_second

    def cell(self, meaning: str) -> str:
        column = self.columns.get(meaning, len(self.row))
        value = self.row[column].strip() if column < len(self.row) else ""
        return value[1:] if value[:1] == "'" and value[1:2] in tuple("=+-@\t\r") else value

    def time(self, meaning: str) -> float | None:
        value = self.cell(meaning)
        try:
            return seconds(float(value[:40]), per_second=self.per_second.get(meaning, 1.0))
        except ValueError:
            return parse_time(value)

    def speaker(self) -> str | None:
        return clean_label(self.cell("speaker") or self.cell("side")) or None

    def cue(self) -> Cue:
        return Cue(self.cell("text"), self.speaker(), self.time("start"), self.time("end"))


def _sides(rows: Sequence[_Row]) -> dict[str, Side]:
    """Sides the table states, for labels that always carry the same one."""
    stated: dict[str, set[Side]] = {}
    for row in rows:
        label, side = row.speaker(), stated_side(row.cell("side"))
        if label and side is not None:
            stated.setdefault(label, set()).add(side)
    return {label: next(iter(sides)) for label, sides in stated.items() if len(sides) == 1}


def _column_name(cell: str) -> str:
    name = cell.strip().strip('"').casefold().replace("_", " ").split("(")[0].split("（")[0].strip()
    return name.removesuffix(" ms").removesuffix("毫秒").removesuffix(" seconds").strip()


def _parse(text: str, delimiter: str) -> Rows:
    try:
        return tuple(tuple(row) for row in csv.reader(StringIO(text), delimiter=delimiter) if any(row))
    except csv.Error as error:
        raise BadInput(f"a broken table: {error}") from None
