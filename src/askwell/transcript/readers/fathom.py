"""Fathom text: ``0:04 - Name`` alone on a line, then the talk."""

from askwell.transcript.draft import Draft
from askwell.transcript.script import BEFORE, draft_from_script, read_script
from askwell.transcript.source import Source

NAME = "fathom"
LABEL = "Fathom"
STATUS = "constructed"


def detect(source: Source) -> float:
    if not source.is_text or not source.script.count(BEFORE):
        return 0.0
    known = "fathom.video" in source.head or "VIEW RECORDING" in source.head
    return 0.95 if known else 0.7 * (source.script.count(BEFORE) * 2 > source.script.count())


def read(source: Source) -> Draft:
    return draft_from_script(read_script(source.text, frozenset((BEFORE,))))
