"""Otter.ai text: ``Name  0:34`` alone on a line, then the talk."""

from askwell.transcript.draft import Draft
from askwell.transcript.script import AFTER, draft_from_script, read_script
from askwell.transcript.source import Source

NAME = "otter"
LABEL = "Otter.ai"
STATUS = "genuine"


def detect(source: Source) -> float:
    if not source.is_text or not source.script.count(AFTER):
        return 0.0
    if "https://otter.ai" in source.text[-2_000:]:
        return 0.95
    return 0.6 if source.script.count(AFTER) * 2 > source.script.count() else 0.0


def read(source: Source) -> Draft:
    return draft_from_script(read_script(source.text, frozenset((AFTER,))))
