"""Word and Excel files (already checked as containers) to text and rows; formulas and links are never followed."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, time, timedelta
from io import BytesIO

import docx
import openpyxl
from docx.document import Document
from docx.table import Table

from askwell.transcript.errors import BadInput
from askwell.transcript.limits import Limits
from askwell.transcript.tables import Rows


def docx_text(data: bytes) -> str:
    """Paragraphs as lines, table rows as tab-separated lines.

    Where the document has no empty paragraphs of its own, paragraphs are set apart by a blank line.
    """
    try:
        parts = list(_parts(docx.Document(BytesIO(data))))
    except Exception as error:  # noqa: BLE001  the parser raises anything on a damaged file
        raise BadInput(f"a damaged Word file: {error}") from None
    separated = any(not part.strip() for part in parts) or any("-->" in part for part in parts)
    return ("\n" if separated else "\n\n").join(parts)


def _parts(document: Document) -> Iterator[str]:
    for part in document.iter_inner_content():
        if isinstance(part, Table):
            yield "\n".join(_row_text(row) for row in part.rows)
        else:
            yield part.text.replace("\xa0", " ")


def _row_text(row: "docx.table._Row") -> str:
    return "\t".join(" ".join(cell.text.split()) for cell in row.cells)


def xlsx_rows(data: bytes, limits: Limits) -> Rows:
    """The cells of the first sheet that holds any, as text; times of day and durations become ``H:MM:SS``."""
    try:
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        with closing(book):
            for sheet in book.worksheets:
                sheet.reset_dimensions()
                rows = sheet.iter_rows(max_row=limits.turns * 2, max_col=limits.columns, values_only=True)
                if found := tuple(tuple(_cell(value) for value in row) for row in rows if any(row)):
                    return found
    except Exception as error:  # noqa: BLE001  the parser raises anything on a damaged file
        raise BadInput(f"a damaged Excel file: {error}") from None
    raise BadInput("the workbook holds no text")


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
