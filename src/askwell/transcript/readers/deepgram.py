"""Deepgram: utterances, else paragraphs' sentences, else each channel's whole text; times in seconds."""

from collections.abc import Iterator
from typing import Any

from askwell.transcript.draft import Cue, Draft, seconds
from askwell.transcript.jsonvalues import at, label_of, objects, text_of
from askwell.transcript.source import Source

NAME = "deepgram"
LABEL = "Deepgram (JSON)"
STATUS = "genuine"


def detect(source: Source) -> float:
    first = at(source.json, "results", "channels", 0, "alternatives")
    return 0.95 if isinstance(first, list) or objects(source.json, "results", "utterances") else 0.0


def read(source: Source) -> Draft:
    channels = objects(source.json, "results", "channels")
    utterances = objects(source.json, "results", "utterances")
    several = len({str(item.get("channel")) for item in utterances}) > 1
    cues = [_cue(item, item.get("transcript"), item.get("channel") if several else None) for item in utterances]
    for number, channel in enumerate(channels if not cues else ()):
        cues += _channel(at(channel, "alternatives", 0), number if len(channels) > 1 else None)
    ordered = cues if utterances else sorted(cues, key=lambda cue: cue.start or 0.0)
    return Draft(tuple(cue for cue in ordered if cue.text))


def _channel(alternative: Any, number: int | None) -> Iterator[Cue]:
    paragraphs = objects(alternative, "paragraphs", "paragraphs")
    for paragraph in paragraphs:
        for sentence in objects(paragraph, "sentences"):
            yield _cue(sentence | {"speaker": paragraph.get("speaker")}, sentence.get("text"), number)  # type: ignore[operator]
    if not paragraphs:
        words = objects(alternative, "words")
        ends = {"start": at(words, 0, "start"), "end": words[-1].get("end") if words else None}
        yield _cue(ends, at(alternative, "transcript"), number)


def _cue(item: Any, text: Any, channel: Any) -> Cue:
    speaker = label_of(item.get("speaker")) or label_of(channel, "Channel ")
    return Cue(text_of(text), speaker, seconds(item.get("start")), seconds(item.get("end")))
