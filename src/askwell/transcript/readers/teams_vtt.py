"""Microsoft Teams: WebVTT with ``<v Name>`` voices and GUID cue ids."""

from askwell.transcript.cues import has_timings, read_cues
from askwell.transcript.draft import Draft
from askwell.transcript.source import Source

NAME = "teams_vtt"
LABEL = "Microsoft Teams (VTT)"
STATUS = "constructed"


def detect(source: Source) -> float:
    return 0.95 if "<v " in source.head and has_timings(source.head) else 0.0


def read(source: Source) -> Draft:
    return read_cues(source.text)
