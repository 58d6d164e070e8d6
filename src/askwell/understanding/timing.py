"""The times of turns, where they can be trusted."""

from itertools import pairwise

from askwell.transcript.conversation import Conversation

BACKWARDS = 5.0
"""Seconds a turn may start before the one it follows: people overlap, clocks do not run back."""


def times_problem(conversation: Conversation) -> str | None:
    """None where every turn has a start and they run forward; otherwise no_times or times_unordered."""
    starts = [turn.start for turn in conversation.turns]
    if not starts or any(start is None for start in starts):
        return "no_times"
    known = [start for start in starts if start is not None]
    if any(later < earlier - BACKWARDS for earlier, later in pairwise(known)):
        return "times_unordered"
    if any(turn.end is not None and turn.start is not None and turn.end < turn.start for turn in conversation.turns):
        return "times_unordered"
    return None


def ends_problem(conversation: Conversation) -> str | None:
    """As ``times_problem``, and no_end_times where a turn does not say when it ended."""
    missing = any(turn.end is None for turn in conversation.turns)
    return times_problem(conversation) or ("no_end_times" if missing else None)


def duration(conversation: Conversation) -> float:
    """Seconds from the first start to the last end (or start, where no end is known)."""
    points = [point for turn in conversation.turns for point in (turn.start, turn.end) if point is not None]
    return max(points, default=0.0) - min(points, default=0.0)
