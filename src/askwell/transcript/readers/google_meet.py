"""Google Meet: a document with attendees, section marks every five minutes, and ``Name: text`` lines.

The marks say when a section begins, not when anyone spoke, so turns carry no times.
"""

from dataclasses import replace

from askwell.transcript.draft import Draft
from askwell.transcript.script import COLON, draft_from_script, read_script
from askwell.transcript.source import Source

NAME = "google_meet"
LABEL = "Google Meet"
STATUS = "constructed"
_SIGNS = ("This editable transcript was computer generated", "Transcription ended after", "此可编辑的转写")


def detect(source: Source) -> float:
    opens_so = " - Transcript\n" in source.head and "\nAttendees\n" in source.head
    return 0.95 if source.is_text and (opens_so or any(sign in source.head for sign in _SIGNS)) else 0.0


def read(source: Source) -> Draft:
    draft = draft_from_script(read_script(source.text, frozenset((COLON,))))
    title = draft.title.split(" - Transcript")[0].split(" (20")[0] if draft.title else None
    return replace(draft, title=title, cues=tuple(replace(cue, start=None, end=None) for cue in draft.cues))
