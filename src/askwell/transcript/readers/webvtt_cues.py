"""WebVTT from any tool: voices where there are some, else names before a colon that recur."""

from askwell.transcript.cues import read_cues
from askwell.transcript.draft import Draft
from askwell.transcript.readers.srt import with_recurring_names
from askwell.transcript.source import Source

NAME = "webvtt"
LABEL = "WebVTT"
STATUS = "constructed"


def detect(source: Source) -> float:
    return 0.8 if source.head.startswith("WEBVTT") else 0.0


def read(source: Source) -> Draft:
    draft = read_cues(source.text)
    return draft if any(cue.speaker for cue in draft.cues) else with_recurring_names(draft)
