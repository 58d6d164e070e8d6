"""Where in the calls of a deal something stands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words of one call: half-open code points ``start`` to ``end`` of a turn, quoted in ``text``."""

    call: str
    turn: int
    start: int
    end: int
    text: str


Anchors = tuple[Anchor, ...]
"""What a statement rests on; empty where it rests on a fact somebody entered."""
