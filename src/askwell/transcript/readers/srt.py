"""SubRip from any tool, also where only some cues begin with a name."""

from collections import Counter

from askwell.transcript.cues import has_timings, read_cues, with_names
from askwell.transcript.draft import Draft
from askwell.transcript.source import Source

NAME = "srt"
LABEL = "SubRip (SRT)"
STATUS = "constructed"


def detect(source: Source) -> float:
    return 0.75 if source.is_text and has_timings(source.head) else 0.0


def read(source: Source) -> Draft:
    return with_recurring_names(read_cues(source.text))


def with_recurring_names(draft: Draft) -> Draft:
    """Names before a colon, where they open half of the cues or recur in a third; else a colon is only a colon."""
    named = with_names(draft)
    counts = Counter(cue.speaker for cue in named.cues if cue.speaker)
    recurring = sum(count for count in counts.values() if count > 1)
    trusted = 2 * counts.total() >= len(named.cues) or 3 * recurring >= len(named.cues)
    return named if trusted else draft
