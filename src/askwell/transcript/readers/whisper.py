"""Whisper JSON (openai-whisper, whisper-timestamped and their kin): segments in seconds, speakers where added."""

from askwell.transcript.draft import Cue, Draft, seconds
from askwell.transcript.jsonvalues import at, label_of, objects, text_of
from askwell.transcript.source import Source

NAME = "whisper"
LABEL = "Whisper (JSON)"
STATUS = "genuine"


def detect(source: Source) -> float:
    first = at(source.json, "segments", 0)
    return 0.85 if isinstance(at(first, "text"), str) and "start" in first else 0.0


def read(source: Source) -> Draft:
    return Draft(
        tuple(
            Cue(text, label_of(item.get("speaker")), seconds(item.get("start")), seconds(item.get("end")))
            for item in objects(source.json, "segments")
            if (text := text_of(item.get("text")))
        )
    )
