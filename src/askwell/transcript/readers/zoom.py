"""Zoom cloud recordings: WebVTT, each cue's text beginning ``Name: ``."""

from askwell.transcript.cues import has_timings, read_cues, with_names
from askwell.transcript.draft import Draft
from askwell.transcript.source import Source

NAME = "zoom"
LABEL = "Zoom (VTT)"
STATUS = "genuine"


def detect(source: Source) -> float:
    if not source.head.startswith("WEBVTT") or "<v " in source.head or not has_timings(source.head):
        return 0.0
    cues = with_names(read_cues(source.head)).cues
    named = sum(cue.speaker is not None for cue in cues)
    return 0.9 if cues and named * 2 >= len(cues) else 0.0


def read(source: Source) -> Draft:
    return with_names(read_cues(source.text))
