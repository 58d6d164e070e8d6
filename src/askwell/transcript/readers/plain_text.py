"""Text without speakers: one cue a paragraph, or a line where no blank lines set paragraphs apart."""

from askwell.transcript.draft import Cue, Draft
from askwell.transcript.errors import BadInput
from askwell.transcript.joining import join_texts
from askwell.transcript.script import split_stamp
from askwell.transcript.source import Source
from askwell.transcript.tables import NAMELESS, is_nameless_table

NAME = "plain_text"
LABEL = "Text without names"
STATUS = "constructed"


def detect(source: Source) -> float:
    return 0.1 if source.is_text else 0.0


def read(source: Source) -> Draft:
    if is_nameless_table(source.text):
        raise BadInput(f"a table, but {NAMELESS}", place="line 1")
    separator = "\n\n" if "\n\n" in source.text.strip() else "\n"
    return Draft(tuple(cue for part in source.text.split(separator) if (cue := _cue(part)) is not None))


def _cue(paragraph: str) -> Cue | None:
    lines = [line.strip() for line in paragraph.split("\n") if line.strip()]
    if not lines:
        return None
    start, end, first = split_stamp(lines[0])
    text = join_texts([line for line in (first, *lines[1:]) if line])
    return Cue(text, None, start, end) if text else None
