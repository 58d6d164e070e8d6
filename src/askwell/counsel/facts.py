"""A read-only view of an understood call, in the words the rules speak."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from askwell.coding.coded import CodedConversation, Need, Unit
from askwell.method.terms import (
    CAPABILITY_STATEMENTS,
    SELLER_QUESTIONS,
    SPIN_QUESTIONS,
    SUCCESSES,
    Code,
    LinkKind,
    Outcome,
    SaleSize,
    Side,
    Stage,
)
from askwell.understanding.cues import says
from askwell.understanding.measures import distinct
from askwell.understanding.needs import needs_worked_on
from askwell.understanding.sides import turn_before
from askwell.understanding.words import word_count

PLAIN = 0.65
"""From this probability on a unit is plain."""
POSSIBLE = 0.15
"""Another code at least so probable may be the right one."""
PAUSE = 4
"""Turns without one of its units after which a run is over."""
DEEPER = (Code.PROBLEM_QUESTION, Code.IMPLICATION_QUESTION, Code.NEED_PAYOFF_QUESTION)
"""Questions that go deeper than the situation."""
ASKED = (Code.COMMITMENT_PROPOSAL, Code.CLOSING_ATTEMPT)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The units a finding rests on, and the values its text speaks of (numbers, units to quote, words)."""

    units: tuple[Unit, ...]
    values: Mapping[str, object]


def evidence(units: Iterable[Unit], **values: object) -> Evidence | None:
    """Evidence in the order of the talk; None where there is none, so that a rule without evidence stays silent."""
    found = tuple(sorted(set(units), key=place))
    return Evidence(found, values) if found else None


def place(unit: Unit) -> tuple[int, int]:
    return unit.turn, unit.start


@dataclass(frozen=True)
class Facts:
    """An understood call as the rules see it; a repeated question or close of one turn is seen once."""

    coded: CodedConversation

    @property
    def major(self) -> bool:
        """Whether to speak as for a major sale: an unknown size counts as major."""
        return self.coded.conversation.sale is not SaleSize.SMALL

    @property
    def turns(self) -> int:
        return len(self.coded.conversation.turns)

    @property
    def needs(self) -> tuple[Need, ...]:
        return self.coded.needs

    @property
    def succeeded(self) -> bool:
        return self.outcome in SUCCESSES

    @property
    def outcome(self) -> Outcome | None:
        return self.coded.outcome.label if self.coded.outcome else None

    @cached_property
    def all_units(self) -> tuple[Unit, ...]:
        return distinct(self.coded, tuple(Code))

    @cached_property
    def _needs_worked_on(self) -> dict[str, Need]:
        return needs_worked_on(self.coded)

    @cached_property
    def _by_code(self) -> dict[Code, tuple[Unit, ...]]:
        return {code: tuple(unit for unit in self.all_units if unit.code is code) for code in Code}

    @cached_property
    def _by_turn(self) -> dict[int, tuple[Unit, ...]]:
        return {turn: tuple(units) for turn, units in groupby(self.all_units, key=lambda unit: unit.turn)}

    def units(self, *codes: Code) -> tuple[Unit, ...]:
        """The units of these codes, in the order of the talk."""
        if len(codes) == 1:
            return self._by_code[codes[0]]
        return tuple(sorted((unit for code in set(codes) for unit in self._by_code[code]), key=place))

    def sure(self, *codes: Code) -> tuple[Unit, ...]:
        """As ``units``, those left out that the coder was uncertain of: what a rule faults must be sure."""
        return tuple(unit for unit in self.units(*codes) if not unit.uncertain)

    def plain(self, *codes: Code) -> tuple[Unit, ...]:
        """As ``sure``, and plain enough to be shown as a moment of the call."""
        return tuple(unit for unit in self.units(*codes) if unit.p >= PLAIN)

    def may_be(self, unit: Unit, *codes: Code) -> bool:
        """Whether the coder holds one of these codes possible for a unit: what it may have missed is not missing."""
        return unit.code in codes or any(other.code in codes and other.p >= POSSIBLE for other in unit.alternatives)

    def possible(self, *codes: Code) -> bool:
        """Whether any unit of the call may be one of these codes."""
        return any(self.may_be(unit, *codes) for unit in self.all_units)

    def before(self, unit: Unit, *codes: Code) -> tuple[Unit, ...]:
        units = self.units(*codes)
        return units[: bisect_left(units, place(unit), key=place)]

    def after(self, unit: Unit, *codes: Code) -> tuple[Unit, ...]:
        units = self.units(*codes)
        return units[bisect_right(units, place(unit), key=place) :]

    def before_any_want(self, units: Iterable[Unit]) -> tuple[Unit, ...]:
        """Those of the units that come before the buyer's first want; all of them where no want is stated."""
        wants = self.units(Code.EXPLICIT_NEED)
        return tuple(unit for unit in units if not wants or place(unit) < place(wants[0]))

    def text(self, unit: Unit) -> str:
        return self.coded.text_of(unit)

    def turn_text(self, number: int) -> str:
        return self.coded.conversation.turns[number].text

    def side(self, number: int) -> Side:
        return self.coded.conversation.turns[number].speaker

    def by_id(self, ids: Iterable[str]) -> tuple[Unit, ...]:
        wanted = frozenset(ids)
        return tuple(unit for unit in self.coded.units if unit.id in wanted)

    def need_of(self, unit: Unit) -> Need | None:
        """The need a seller's unit works on, as far as links and words tell."""
        return self._needs_worked_on.get(unit.id)

    def stretch_after(self, turn: int, side: Side = Side.SELLER) -> range:
        """The numbers of the turns in which this side next speaks; empty where it does not speak again."""
        first = next((n for n in range(turn + 1, self.turns) if self.side(n) is side), self.turns)
        return range(first, next((n for n in range(first, self.turns) if self.side(n) is not side), self.turns))

    def stretch_before(self, turn: int, side: Side = Side.SELLER) -> range:
        """The numbers of the turns in which this side last spoke before a turn; empty where it had not spoken."""
        last = next((n for n in range(turn - 1, -1, -1) if self.side(n) is side), -1)
        return range(next((n for n in range(last, -1, -1) if self.side(n) is not side), -1) + 1, last + 1)

    def in_turns(self, turns: range, *codes: Code) -> tuple[Unit, ...]:
        units = (unit for turn in turns for unit in self._by_turn.get(turn, ()))
        return tuple(unit for unit in units if not codes or unit.code in codes)

    def answers_buyer(self, unit: Unit) -> bool:
        """Whether a statement answers a question of the buyer's: by its link, or given right after one."""
        if any(link.kind is LinkKind.ANSWERS for link in unit.links):
            return True
        turn = turn_before(self.coded.conversation, unit.turn, Side.BUYER)
        return turn is not None and bool(self.in_turns(range(turn, turn + 1), Code.BUYER_QUESTION))

    def volunteered_capability(self) -> tuple[Unit, ...]:
        """Capability plainly shown without being asked for."""
        return tuple(unit for unit in self.plain(*CAPABILITY_STATEMENTS) if not self.answers_buyer(unit))

    def questions(self) -> tuple[Unit, ...]:
        return self.units(*SELLER_QUESTIONS)

    def spin(self) -> tuple[Unit, ...]:
        return self.units(*SPIN_QUESTIONS)

    def sellers_turns(self, cue: str, turns: range | None = None) -> tuple[int, ...]:
        """The seller's turns that hold a cue."""
        span = range(self.turns) if turns is None else turns
        return tuple(n for n in span if self.side(n) is Side.SELLER and says(cue, self.turn_text(n)))

    def units_saying(self, cue: str, turns: Iterable[int]) -> tuple[Unit, ...]:
        """The units of these turns that hold a cue; where none does, the whole turns' units."""
        wanted = tuple(turns)
        units = tuple(unit for unit in self.coded.units if unit.turn in wanted)
        return tuple(unit for unit in units if says(cue, self.text(unit))) or units

    def turns_in(self, stage: Stage) -> tuple[int, ...]:
        spans = (span for span in self.coded.stages if span.stage is stage)
        return tuple(number for span in spans for number in range(span.first, span.last + 1))

    def words(self, turns: Iterable[int], side: Side | None = None) -> int:
        return sum(word_count(self.turn_text(n)) for n in turns if side is None or self.side(n) is side)

    def runs(self, code: Code, *breaking: Code) -> tuple[tuple[Unit, ...], ...]:
        """The unbroken runs of one code; a unit of the breaking codes, even an uncertain one, or a pause ends a run."""
        found: list[list[Unit]] = []
        going = False
        for unit in self.all_units:
            if unit.code is code and not unit.uncertain:
                if not going or unit.turn - found[-1][-1].turn > PAUSE:
                    found.append([])
                found[-1].append(unit)
                going = True
            elif unit.code in breaking:
                going = False
        return tuple(map(tuple, found))

    def longest_run(self, code: Code, *breaking: Code) -> tuple[Unit, ...]:
        return max(self.runs(code, *breaking), key=len, default=())
