"""Fireflies GraphQL answers: sentences with speaker names, times in seconds."""

from typing import Any

from askwell.transcript.draft import Cue, Draft, seconds
from askwell.transcript.jsonvalues import at, label_of, objects, text_of
from askwell.transcript.source import Source
from askwell.transcript.times import date_from_epoch

NAME = "fireflies"
LABEL = "Fireflies (JSON)"
STATUS = "constructed"


def detect(source: Source) -> float:
    first = at(_transcript(source), "sentences", 0)
    return 0.95 if at(first, "text") is not None and "speaker_name" in first else 0.0


def read(source: Source) -> Draft:
    transcript = _transcript(source)
    cues = tuple(
        Cue(text, label_of(item.get("speaker_name")) or label_of(item.get("speaker_id")), *_times(item))
        for item in objects(transcript, "sentences")
        if (text := text_of(item.get("text")) or text_of(item.get("raw_text")))
    )
    return Draft(cues, text_of(at(transcript, "title")) or None, date_from_epoch(at(transcript, "date")))


def _transcript(source: Source) -> Any:
    return at(source.json, "data", "transcript") or at(source.json, "transcript") or source.json


def _times(item: Any) -> tuple[float | None, float | None]:
    return seconds(item.get("start_time")), seconds(item.get("end_time"))
