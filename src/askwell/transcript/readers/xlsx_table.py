"""Excel workbooks: the first sheet with content, its columns named in English or Chinese."""

from askwell.transcript.draft import Draft
from askwell.transcript.source import Source
from askwell.transcript.tables import draft_from_rows

NAME = "xlsx"
LABEL = "Table (XLSX)"
STATUS = "constructed"


def detect(source: Source) -> float:
    return 0.9 if source.container == "xlsx" else 0.0


def read(source: Source) -> Draft:
    return draft_from_rows(source.sheet)
