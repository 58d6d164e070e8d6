"""Word documents of any text layout: read as that layout would be."""

from askwell.transcript.draft import Draft
from askwell.transcript.readers import csv_table, named_text, plain_text, srt
from askwell.transcript.source import Source

NAME = "docx"
LABEL = "Word document (DOCX)"
STATUS = "constructed"


def detect(source: Source) -> float:
    return 0.55 if source.container == "docx" else 0.0


def read(source: Source) -> Draft:
    layouts = ((srt.detect, srt.read), (csv_table.detect, csv_table.read), (named_text.detect, named_text.read))
    detect, read_layout = max(layouts, key=lambda layout: layout[0](source))
    return read_layout(source) if detect(source) else plain_text.read(source)
