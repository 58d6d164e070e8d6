"""Tables as text (comma, tab, semicolon or bar), their columns named in English or Chinese."""

from askwell.transcript.draft import Draft
from askwell.transcript.source import Source
from askwell.transcript.tables import draft_from_rows

NAME = "csv"
LABEL = "Table (CSV)"
STATUS = "constructed"


def detect(source: Source) -> float:
    return 0.85 if source.is_text and source.rows else 0.0


def read(source: Source) -> Draft:
    return draft_from_rows(source.rows)
