"""Monologue JSON in the manner of Rev: monologues of text and punctuation elements, speakers by number."""

from collections.abc import Mapping
from typing import Any

from askwell.transcript.draft import Cue, Draft, seconds
from askwell.transcript.jsonvalues import label_of, objects, text_of
from askwell.transcript.source import Source

NAME = "rev"
LABEL = "Rev-style monologues (JSON)"
STATUS = "documentation"


def detect(source: Source) -> float:
    monologues = objects(source.json, "monologues")
    return 0.95 if monologues and "elements" in monologues[0] else 0.0


def read(source: Source) -> Draft:
    names = {text_of(item.get("id")): text_of(item.get("name")) for item in objects(source.json, "speakers")}
    cues = (_cue(monologue, names) for monologue in objects(source.json, "monologues"))
    return Draft(tuple(cue for cue in cues if cue.text))


def _cue(monologue: Mapping[str, Any], names: Mapping[str, str]) -> Cue:
    elements = objects(monologue, "elements")
    text = "".join(value for item in elements if isinstance(value := item.get("value"), str))
    starts = [start for item in elements if (start := seconds(item.get("ts"))) is not None]
    ends = [end for item in elements if (end := seconds(item.get("end_ts"))) is not None]
    speaker = names.get(text_of(monologue.get("speaker"))) or label_of(monologue.get("speaker"))
    return Cue(" ".join(text.split()), speaker, min(starts, default=None), max(ends, default=None))
