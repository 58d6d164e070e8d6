"""What a listener keeps in mind while reading a conversation: the coder judges each segment against it.

Benefit or advantage depends on wants stated, implication on the problem under discussion, a yes on what was proposed
(method rows M20, M23, M27, M30).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from askwell.coding.coded import Unit
from askwell.coding.words import content, overlap
from askwell.method.terms import CAPABILITY_STATEMENTS, NEEDS, SELLER_CODES, SPIN_QUESTIONS, Code, Side

REMEMBERED = 24
"""Units of each kind kept in mind; older ones no longer count as under discussion."""
LAST_UNITS = 12
"""Units of a side's last turn kept in mind."""
PROPOSALS = (Code.COMMITMENT_PROPOSAL, Code.CLOSING_ATTEMPT)


@dataclass(frozen=True, slots=True)
class Heard:
    """One unit as remembered: its id, its number in the conversation, and its content words."""

    id: str
    number: int
    words: frozenset[str]


@dataclass
class ConversationState:
    """Grows unit by unit, in the order of the talk."""

    lang: str
    after_order: bool = False
    heard: dict[Code, list[Heard]] = field(default_factory=dict)
    last_seller: tuple[Unit, ...] = ()
    last_buyer: tuple[Unit, ...] = ()
    last_words: frozenset[str] = frozenset()

    def add(self, unit: Unit, text: str) -> None:
        """Remember a unit found."""
        memory = self.heard.setdefault(unit.code, [])
        memory.append(Heard(unit.id, int(unit.id[1:]), content(text, self.lang)))
        del memory[:-REMEMBERED]

    def end_turn(self, side: Side, units: Sequence[Unit], text: str) -> None:
        """Remember what the last turn of this side held; a turn of an unknown side is remembered by its codes."""
        if side is Side.SELLER or (side is Side.UNKNOWN and any(unit.code in SELLER_CODES for unit in units)):
            self.last_seller = tuple(units[-LAST_UNITS:])
        if side is not Side.SELLER:
            self.last_buyer = tuple(units[-LAST_UNITS:])
            self.last_words = content(text, self.lang)

    def latest(self, *codes: Code) -> Heard | None:
        """The unit of these codes heard last."""
        last = [self.heard[code][-1] for code in codes if self.heard.get(code)]
        return max(last, key=lambda heard: heard.number, default=None)

    def closest(self, words: frozenset[str], *codes: Code) -> tuple[float, Heard | None]:
        """The remembered unit of these codes that shares most with the words, the later one on a tie."""
        scored = [
            (overlap(words, heard.words), heard.number, heard) for code in codes for heard in self.heard.get(code, ())
        ]
        best = max(scored, key=lambda item: item[:2], default=None)
        return (best[0], best[2]) if best else (0.0, None)

    def features(self, words: frozenset[str]) -> set[str]:
        """What the state says of a segment with these content words."""
        found = {f"after.{unit.code}" for unit in self.last_seller[-2:] if unit.code in SPIN_QUESTIONS}
        found |= self._need_features(words) | self._seller_features()
        if self.after_order:
            found.add("after_sale")
        if words and words <= self.last_words:
            found.add("echo")
        return found

    def _need_features(self, words: frozenset[str]) -> set[str]:
        found = set[str]()
        if self.heard.get(Code.IMPLIED_NEED):
            found.add("problem_open")
            if self.closest(words, Code.IMPLIED_NEED)[0] >= 0.2:
                found.add("about_problem")
        if self.heard.get(Code.EXPLICIT_NEED):
            found.add("want_stated")
            score = self.closest(words, Code.EXPLICIT_NEED)[0]
            found |= {"meets_want"} if score >= 0.25 else set()
            found |= {"meets_want_closely"} if score >= 0.5 else set()
        found |= {f"just.{unit.code}" for unit in self.last_buyer if unit.code in NEEDS}
        if any(unit.code is Code.BUYER_QUESTION for unit in self.last_buyer):
            found.add("after_buyer_question")
        if any(unit.code is Code.OBJECTION for unit in self.last_buyer):
            found.add("after_objection")
        return found

    def _seller_features(self) -> set[str]:
        found = set[str]()
        if any(unit.code in PROPOSALS for unit in self.last_seller):
            found.add("proposal_open")
        if any(unit.code is Code.CLOSING_ATTEMPT for unit in self.last_seller):
            found.add("closing_open")
        if any(unit.code in CAPABILITY_STATEMENTS for unit in self.last_seller):
            found.add("after_capability")
        if self.last_seller and self.last_seller[-1].code is Code.SMALL_TALK:
            found.add("after_rapport")
        if any(self.heard.get(code) for code in CAPABILITY_STATEMENTS):
            found.add("capability_shown")
        return found
