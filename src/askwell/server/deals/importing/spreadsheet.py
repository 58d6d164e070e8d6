"""What spreadsheets do to text, and how to tell in which order a column writes its days."""

import re
from collections.abc import Iterable

from askwell.report.csv import FORMULA_BEGINS

YEAR_LAST = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})(?: .*)?")


def as_text(cell: str) -> str:
    """For CSV: a spreadsheet takes what begins with = + - @ tab or return for a formula, so it gets an apostrophe.

    So does what begins with apostrophes and one of these, so that ``as_written`` gives back exactly what there was.
    """
    return f"'{cell}" if cell.startswith(FORMULA_BEGINS) or _is_marked(cell) else cell


def as_written(cell: str) -> str:
    """What ``as_text`` was given."""
    return cell[1:] if _is_marked(cell) else cell


def order_of_days(cells: Iterable[str]) -> tuple[bool, bool, bool]:
    """Whether any day is written with the year last, any so that the day must be first, any that it cannot be."""
    last = first = second = False
    for cell in cells:
        if len(cell) <= 40 and (found := YEAR_LAST.fullmatch(cell.strip())):
            last, first, second = True, first or int(found[1]) > 12, second or int(found[2]) > 12
    return last, first, second


def _is_marked(cell: str) -> bool:
    return cell.startswith("'") and cell.lstrip("'").startswith(FORMULA_BEGINS)
