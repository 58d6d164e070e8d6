"""Microsoft Teams in Word: paragraphs of ``Name   0:03`` and, in the same paragraph, the talk."""

from askwell.transcript.draft import Draft
from askwell.transcript.script import AFTER, draft_from_script, read_script
from askwell.transcript.source import Source

NAME = "teams_docx"
LABEL = "Microsoft Teams (DOCX)"
STATUS = "documentation"
_SIGNS = ("started transcription", "stopped transcription", "Meeting Recording", "开始转录", "会议录制")


def detect(source: Source) -> float:
    if source.container != "docx" or not source.script.count(AFTER):
        return 0.0
    return 0.94 if any(sign in source.head for sign in _SIGNS) else 0.0


def read(source: Source) -> Draft:
    return draft_from_script(read_script(source.text, frozenset((AFTER,))))
