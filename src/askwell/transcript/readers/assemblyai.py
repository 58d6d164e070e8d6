"""AssemblyAI: utterances with speaker letters, times in milliseconds; without them the whole text as one cue."""

from askwell.transcript.draft import Cue, Draft, seconds
from askwell.transcript.jsonvalues import at, label_of, objects, text_of
from askwell.transcript.source import Source

NAME = "assemblyai"
LABEL = "AssemblyAI (JSON)"
STATUS = "genuine"


def detect(source: Source) -> float:
    known = at(source.json, "audio_url") is not None or at(source.json, "acoustic_model") is not None
    return 0.9 if known and isinstance(at(source.json, "text"), str) else 0.0


def read(source: Source) -> Draft:
    items = objects(source.json, "utterances") or objects(source.json, "sentences") or objects([source.json])
    return Draft(
        tuple(
            Cue(text, label_of(item.get("speaker")), _time(item.get("start")), _time(item.get("end")))
            for item in items
            if (text := text_of(item.get("text")))
        )
    )


def _time(value: object) -> float | None:
    return seconds(value, per_second=1000)
