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

    def shares_words(self, other: "Anchor") -> bool:
        """Whether two places have words in common: after a call is coded anew the ends of a unit may have moved."""
        return (self.call, self.turn) == (other.call, other.turn) and self.start < other.end and other.start < self.end


Anchors = tuple[Anchor, ...]
"""What a statement rests on; empty where it rests on a fact somebody entered."""
