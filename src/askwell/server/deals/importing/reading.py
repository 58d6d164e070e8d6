"""Reading a table nobody trusts, in a process of its own with bounded memory and time, as transcripts are read.

``python -m askwell.server.deals.importing.reading TASK``, TASK a JSON object, takes the bytes on standard input. The
rows go to standard output, one JSON list a line: the number of the row in its file, and its cells. What the parent
needs to know of them goes to standard error as one JSON object; so does what is wrong with the file.
"""

import csv
import itertools
import json
import re
import subprocess
import sys
import warnings
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from askwell.server.calls.child import OUT_OF_MEMORY, STARTING_SECONDS, hold_to, reading_limits, why_stopped
from askwell.server.config import Limits as ServerLimits
from askwell.server.deals.importing.spreadsheet import as_written, order_of_days
from askwell.transcript.container import ZIP_MARK, checked_kind
from askwell.transcript.decode import decode
from askwell.transcript.errors import BadInput
from askwell.transcript.limits import Limits, check_limit

ROWS = 200_000
CHARACTERS = 60_000_000
"""Of all cells: one long text that a sheet refers to a million times is unpacked here only."""
COLUMNS = 64
SAMPLES = 200
SEARCHED_ROWS = 10
NO_HEADINGS = "no row at the top names the columns"
_DELIMITERS = (",", ";", "\t", "|")
_VALUE = re.compile(r"[-+¥$€£]?\d[\d.,\s]*%?|\S+@\S+\.\S+|\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}日?")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
Row = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Head:
    """What a table is like: its headings, some cells of each column, how each writes days, how many rows it has."""

    headings: list[str]
    samples: list[list[str]]
    orders: list[list[bool]]
    rows: int


def read_table_apart(data: bytes, into: Path, allowed: ServerLimits) -> Head:
    """Read a CSV or XLSX file into a file of rows; raises BadInput when it cannot be read."""
    limits = replace(reading_limits(allowed), xml_part_bytes=allowed.zip_unpacked_bytes, lines=ROWS, columns=COLUMNS)
    task = {"memory": allowed.parse_memory_bytes, "seconds": allowed.parse_seconds, "limits": asdict(limits)}
    command = [sys.executable, "-m", "askwell.server.deals.importing.reading", json.dumps(task)]
    seconds = allowed.parse_seconds + STARTING_SECONDS
    with into.open("wb") as rows:
        try:
            done = subprocess.run(  # noqa: S603 - our own module
                command, input=data, stdout=rows, stderr=subprocess.PIPE, timeout=seconds, check=False
            )
        except subprocess.TimeoutExpired:
            raise BadInput(f"could not be read within {allowed.parse_seconds} seconds") from None
    if done.returncode:
        raise BadInput(why_stopped(done.returncode, allowed))
    said: dict[str, Any] = json.loads(done.stderr.splitlines()[-1])
    if "message" in said:
        raise BadInput(said["message"], place=said["place"])
    return Head(**said)


def main() -> None:
    """Read standard input under limits; print rows, then what they are like."""
    task = json.loads(sys.argv[1])
    hold_to(task["memory"], task["seconds"])
    try:
        said = asdict(_write_rows(sys.stdin.buffer.read(), Limits(**task["limits"])))
    except BadInput as error:
        said = {"message": error.message, "place": error.place}
    except MemoryError:
        raise SystemExit(OUT_OF_MEMORY) from None
    sys.stderr.write(json.dumps(said))


def _write_rows(data: bytes, limits: Limits) -> Head:
    check_limit("bytes", len(data), limits.file_bytes)
    rows = _bounded(table_rows(data, limits))
    top = list(itertools.islice(rows, SEARCHED_ROWS))
    headings, body = _headings(top)
    first: list[list[str]] = []
    columns = len(headings)
    seen = [(False, False, False)] * columns
    count = 0
    for number, cells in itertools.chain(body, rows):
        cut = (cells + [""] * columns)[:columns]
        sys.stdout.write(json.dumps([number, cut], ensure_ascii=True) + "\n")
        count += 1
        if len(first) < SAMPLES:
            first.append(cut)
        seen = [_either(before, order_of_days([cell])) for before, cell in zip(seen, cut, strict=True)]
    if not count:
        raise BadInput("the file is empty")
    samples = [list(column) for column in zip(*first, strict=True)]
    return Head(headings, samples, [list(order) for order in seen], count)


def table_rows(data: bytes, limits: Limits) -> Iterator[Row]:
    """The rows that hold anything, with their numbers as a spreadsheet shows them."""
    if not data.startswith(ZIP_MARK):
        return _csv_rows(decode(data).text)
    if checked_kind(data, limits) != "xlsx":
        raise BadInput("this is a Word document, not a table")
    return _xlsx_rows(data, limits)


def _either(one: tuple[bool, bool, bool], other: tuple[bool, bool, bool]) -> tuple[bool, bool, bool]:
    return one[0] or other[0], one[1] or other[1], one[2] or other[2]


def _bounded(rows: Iterator[Row]) -> Iterator[Row]:
    characters = 0
    for count, (number, cells) in enumerate(rows):
        check_limit("rows", count, ROWS, place=f"line {number}")
        check_limit("columns", len(cells), COLUMNS, place=f"line {number}")
        characters += sum(map(len, cells))
        check_limit("characters", characters, CHARACTERS, place=f"line {number}")
        yield number, [_CONTROL.sub("", cell) for cell in cells]


def _headings(top: list[Row]) -> tuple[list[str], list[Row]]:
    """The row that names the columns, and the rows after it: the first that is nearly as full as any."""
    full = max((sum(map(bool, cells)) for _number, cells in top), default=0)
    for place, (number, cells) in enumerate(top):
        if sum(map(bool, cells)) * 5 >= full * 3:
            if any(_VALUE.fullmatch(cell.strip()) for cell in cells if cell):
                raise BadInput(NO_HEADINGS, place=f"line {number}")
            filled = [cell.strip()[:200] for cell in cells]
            while filled and not filled[-1]:
                filled.pop()
            return filled, top[place + 1 :]
    raise BadInput("the file is empty")


def _csv_rows(text: str) -> Iterator[Row]:
    csv.field_size_limit(1_000_000)
    reader = csv.reader(StringIO(text.lstrip("\ufeff"), newline=""), delimiter=_delimiter(text))
    try:
        for number, cells in enumerate(reader, 1):
            if any(cell.strip() for cell in cells):
                yield number, [as_written(cell.strip(" ")) for cell in cells]
    except csv.Error as error:
        raise BadInput(f"a broken table: {error}", place=f"line {reader.line_num}") from None


def _delimiter(text: str) -> str:
    """What divides the first lines into the most cells, equally many in each."""

    def cells(delimiter: str) -> int:
        lines = csv.reader(StringIO(text[:20_000], newline=""), delimiter=delimiter)
        try:
            widths = [len(row) for row in itertools.islice(lines, SEARCHED_ROWS) if row]
        except csv.Error:
            return 0
        return sorted(widths)[len(widths) // 2] if widths else 0

    return max(_DELIMITERS, key=cells)


def _xlsx_rows(data: bytes, limits: Limits) -> Iterator[Row]:
    """The first sheet that holds anything; formulas and links are never followed."""
    import openpyxl  # noqa: PLC0415 - slow to import, and not needed for CSV

    found = False
    try:
        with (
            warnings.catch_warnings(action="ignore"),
            closing(openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)) as book,
        ):
            for sheet in book.worksheets:
                sheet.reset_dimensions()
                rows = sheet.iter_rows(max_col=COLUMNS + 1, max_row=limits.lines * 2, values_only=True)
                for number, cells in _filled(rows):
                    found = True
                    yield number, cells
                if found:
                    return
    except (BadInput, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001  the parser raises anything on a damaged file
        raise BadInput(f"a damaged Excel file: {error}") from None


def _filled(rows: Iterable[tuple[object, ...]]) -> Iterator[Row]:
    for number, values in enumerate(rows, 1):
        cells = [_cell(value) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield number, cells


def _cell(value: object) -> str:
    """A value as a person would have typed it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).strip()


if __name__ == "__main__":
    main()
