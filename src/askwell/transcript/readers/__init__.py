"""The readers of transcript formats: one module each, told apart by content.

A reader has ``NAME``, ``LABEL``, ``STATUS``, ``detect(source)``, how sure it is from 0 to 1, and ``read(source)``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from askwell.transcript.conversation import Conversation
from askwell.transcript.draft import Draft
from askwell.transcript.errors import BadInput
from askwell.transcript.readers import (
    askwell_json,
    assemblyai,
    csv_table,
    deepgram,
    docx_text,
    fathom,
    feishu_minutes,
    fireflies,
    gong,
    google_meet,
    iflytek,
    ms_stream,
    named_text,
    otter,
    plain_text,
    rev,
    srt,
    teams_docx,
    teams_vtt,
    tencent_meeting,
    tongyi_tingwu,
    webvtt_cues,
    whisper,
    xlsx_table,
    zoom,
)
from askwell.transcript.source import Source


class Reader(Protocol):
    """What every reader module offers; only our own format is read as a finished conversation."""

    NAME: str
    LABEL: str
    STATUS: str

    def detect(self, source: Source) -> float: ...

    def read(self, source: Source) -> Draft | Conversation: ...


_READERS: tuple[Reader, ...] = (
    askwell_json,
    zoom,
    teams_vtt,
    teams_docx,
    ms_stream,
    google_meet,
    otter,
    fathom,
    fireflies,
    gong,
    assemblyai,
    deepgram,
    whisper,
    rev,
    tencent_meeting,
    feishu_minutes,
    iflytek,
    tongyi_tingwu,
    webvtt_cues,
    srt,
    csv_table,
    xlsx_table,
    docx_text,
    named_text,
    plain_text,
)
READERS: Mapping[str, Reader] = {reader.NAME: reader for reader in _READERS}


@dataclass(frozen=True, slots=True)
class Format:
    """``status`` says what the reader was tried on: ``genuine`` or ``constructed`` samples, ``documentation`` only
    (untested on a real export), or ``own``."""

    name: str
    label: str
    status: str


FORMATS: tuple[Format, ...] = tuple(Format(reader.NAME, reader.LABEL, reader.STATUS) for reader in _READERS)


def choose_reader(source: Source, format_name: str | None = None) -> Reader:
    """The reader of this name, else the one surest of the content (the first listed on a tie)."""
    if format_name is not None:
        if format_name not in READERS:
            raise BadInput(f"no format is called {format_name!r}; there are {', '.join(READERS)}")
        return READERS[format_name]
    best = max(_READERS, key=lambda reader: reader.detect(source))
    if best.detect(source) <= 0:
        raise BadInput("JSON of a kind that is not known; the formats are " + ", ".join(READERS), place="line 1")
    return best
