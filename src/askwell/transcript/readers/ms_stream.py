"""Microsoft Stream: WebVTT without speakers, with notes of confidence."""

from askwell.transcript.cues import has_timings, read_cues
from askwell.transcript.draft import Draft
from askwell.transcript.source import Source

NAME = "ms_stream"
LABEL = "Microsoft Stream (VTT)"
STATUS = "genuine"


def detect(source: Source) -> float:
    found = source.head.startswith("WEBVTT") and "NOTE Confidence:" in source.head and "<v " not in source.head
    return 0.93 if found and has_timings(source.head) else 0.0


def read(source: Source) -> Draft:
    return read_cues(source.text)
