"""Excel files (already checked as containers) to rows; formulas and links are never followed."""

import warnings
from contextlib import closing
from datetime import datetime, time, timedelta
from io import BytesIO

import openpyxl

from askwell.transcript.errors import BadInput
from askwell.transcript.limits import Limits, check_limit
from askwell.transcript.tables import Rows

MAIN_PART = "xl/workbook.xml"


def xlsx_rows(data: bytes, limits: Limits) -> Rows:
    """The cells of the first sheet that holds any, as text; times of day and durations become ``H:MM:SS``."""
    try:
        with warnings.catch_warnings(action="ignore"), closing(_opened(data)) as book:
            for sheet in book.worksheets:
                sheet.reset_dimensions()
                rows = sheet.iter_rows(max_row=limits.lines + 1, max_col=limits.columns, values_only=True)
                if found := tuple(tuple(_cell(value) for value in row) for row in rows if any(row)):
                    check_limit("rows", len(found), limits.lines)
                    return found
    except BadInput:
        raise
    except Exception as error:  # noqa: BLE001  the parser raises anything on a damaged file
        raise BadInput(f"a damaged Excel file: {error}", place=MAIN_PART) from None
    raise BadInput("the workbook holds no text", place=MAIN_PART)


def _opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M:%S.%f")
    if isinstance(value, timedelta):
        total = value.total_seconds()
        return f"{int(total // 3600)}:{int(total // 60 % 60):02d}:{total % 60:06.3f}"
    return str(value)
