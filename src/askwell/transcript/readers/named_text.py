"""Plain text in which lines say who speaks: ``Name: text``, ``[00:01:02] Name: text``, ``Speaker 1  0:05``."""

from askwell.transcript.draft import Draft
from askwell.transcript.script import ALL_KINDS, draft_from_script, read_script
from askwell.transcript.source import Source

NAME = "named_text"
LABEL = "Text with names"
STATUS = "constructed"


def detect(source: Source) -> float:
    if not source.is_text:
        return 0.0
    named, lines = source.script.count(), len(source.script.body)
    return 0.5 if named > 1 or (named and lines <= 3) else 0.0


def read(source: Source) -> Draft:
    return draft_from_script(read_script(source.text, ALL_KINDS), keep_heading=True)
