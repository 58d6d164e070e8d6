"""Where everything in a call lies between its beginning (0) and its end (1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from askwell.coding.coded import CodedConversation, Unit
from askwell.transcript.conversation import Turn


@dataclass(frozen=True)
class Timeline:
    """``starts`` and ``ends`` of the turns: seconds where ``timed``, characters spoken so far where not."""

    starts: tuple[float, ...]
    ends: tuple[float, ...]
    timed: bool

    @property
    def first(self) -> float:
        return self.starts[0] if self.starts else 0.0

    @cached_property
    def length(self) -> float:
        """Never zero, so that it can divide."""
        return max(max(self.ends, default=0.0) - self.first, 1e-9)

    def share(self, at: float) -> float:
        """A moment as a share of the whole, 0 to 1."""
        return min(max((at - self.first) / self.length, 0.0), 1.0)

    def moment(self, unit: Unit, turn: Turn) -> float:
        """When a unit begins, its turn taken as evenly spoken."""
        start, end = self.starts[unit.turn], self.ends[unit.turn]
        return start + (end - start) * unit.start / max(len(turn.text), 1)


def timeline(coded: CodedConversation) -> Timeline:
    """By the clock when every turn has a start, else by the amount of talk."""
    turns = coded.conversation.turns
    starts = [turn.start for turn in turns if turn.start is not None]
    if turns and len(starts) == len(turns):
        return _by_clock(turns, starts)
    ends = tuple(float(sum_) for sum_ in accumulate(len(turn.text) for turn in turns))
    return Timeline((0.0, *ends[:-1]) if ends else (), ends, timed=False)


def _by_clock(turns: Sequence[Turn], starts: Sequence[float]) -> Timeline:
    """Starts that run backwards are held at the latest one so far; a missing end is the next start."""
    forward = tuple(accumulate(starts, max))
    following = (*forward[1:], forward[-1])
    ends = tuple(
        max(start, after if turn.end is None else turn.end)
        for turn, start, after in zip(turns, forward, following, strict=True)
    )
    return Timeline(forward, ends, timed=True)
