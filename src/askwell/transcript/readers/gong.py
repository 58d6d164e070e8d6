"""Gong's ``/v2/calls/transcript``: monologues of sentences in milliseconds, speakers by number.

Where the answer of the extensive call query has been merged in, ``parties`` give names and sides.
"""

from askwell.method.terms import Side
from askwell.transcript.draft import Cue, Draft, seconds
from askwell.transcript.errors import BadInput
from askwell.transcript.jsonvalues import at, objects, text_of
from askwell.transcript.source import Source

NAME = "gong"
LABEL = "Gong API (JSON)"
STATUS = "constructed"
_SIDES = {"Internal": Side.SELLER, "External": Side.BUYER}


def detect(source: Source) -> float:
    return 0.95 if isinstance(at(source.json, "callTranscripts"), list) else 0.0


def read(source: Source) -> Draft:
    calls = objects(source.json, "callTranscripts")
    if len(calls) != 1:
        raise BadInput(f"holds {len(calls)} calls; give one call a file", place="callTranscripts")
    parties = {text_of(party.get("speakerId")): party for party in objects(calls[0], "parties")}
    names = {key: text_of(party.get("name")) or key for key, party in parties.items()}
    sides = {names[key]: _SIDES[kind] for key, party in parties.items() if (kind := party.get("affiliation")) in _SIDES}
    cues = tuple(
        Cue(
            text,
            names.get(speaker, speaker) or None,
            seconds(sentence.get("start"), per_second=1000),
            seconds(sentence.get("end"), per_second=1000),
        )
        for monologue in objects(calls[0], "transcript")
        for speaker in (text_of(monologue.get("speakerId")),)
        for sentence in objects(monologue, "sentences")
        if (text := text_of(sentence.get("text")))
    )
    return Draft(cues, sides=sides)
