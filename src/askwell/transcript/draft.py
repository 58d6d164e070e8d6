"""What a reader hands over: cues as the tool wrote them, before they are joined into turns and given sides."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from askwell.method.terms import Side


class Notice(StrEnum):
    """What a person should know about how a file was read; the shells word each in both languages."""

    NO_SPEAKERS = "no_speakers"
    SOME_WITHOUT_SPEAKER = "some_without_speaker"
    NO_TIMES = "no_times"
    NO_END_TIMES = "no_end_times"
    SOME_WITHOUT_TIMES = "some_without_times"
    SIDES_UNKNOWN = "sides_unknown"
    SIDES_GUESSED = "sides_guessed"
    TIMES_BACKWARDS = "times_backwards"
    END_BEFORE_START = "end_before_start"
    BAD_TIMES = "bad_times"
    CONTROL_CHARACTERS = "control_characters"
    CUT_OFF = "cut_off"
    LINES_SKIPPED = "lines_skipped"
    CUES_SKIPPED = "cues_skipped"
    ROWS_SKIPPED = "rows_skipped"


LOSSES = frozenset(
    (
        Notice.TIMES_BACKWARDS,
        Notice.END_BEFORE_START,
        Notice.BAD_TIMES,
        Notice.CONTROL_CHARACTERS,
        Notice.CUT_OFF,
        Notice.LINES_SKIPPED,
        Notice.CUES_SKIPPED,
        Notice.ROWS_SKIPPED,
    )
)
"""Notices of something in the file that is not in the conversation, or not as it stood."""


@dataclass(frozen=True, slots=True)
class Cue:
    """``speaker`` is the label the file gives, None where it gives none; times are seconds."""

    text: str
    speaker: str | None = None
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """``sides`` holds sides the file itself states, by label; ``counts`` what the reader noticed, and how often."""

    cues: tuple[Cue, ...]
    title: str | None = None
    held_at: str | None = None
    sides: Mapping[str, Side] = field(default_factory=dict)
    counts: Mapping[Notice, int] = field(default_factory=dict)


def seconds(value: object, *, per_second: float = 1.0) -> float | None:
    """A number of a JSON file or table as seconds, None where it is no usable time; ``per_second`` 1000 for ms."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        result = value / per_second
    except OverflowError:
        return None
    return round(result, 4) if math.isfinite(result) and 0 <= result < 1e9 else None
