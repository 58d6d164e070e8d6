"""The coded calls of a deal, in the order they were held, as one long talk."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property

from askwell.coding.coded import CodedConversation, Unit
from askwell.deal.anchor import Anchor, Anchors
from askwell.method.terms import SUCCESSES, Code, Outcome, Side
from askwell.transcript.conversation import Turn
from askwell.understanding.needs import find_needs
from askwell.understanding.outcome import judge_outcome
from askwell.understanding.sides import sides_uncertain

When = tuple[int, int, int]
"""A moment of a deal: the number of the call, the turn, the place in it."""
_NO_DAY = datetime.max.replace(tzinfo=UTC)
SURE = 0.8
"""From this probability on an order that was only heard is an order; one less sure waits for a person's word."""


@dataclass(frozen=True, slots=True)
class Said:
    """One unit of talk, in its call."""

    coded: CodedConversation
    call: int
    unit: Unit

    @property
    def when(self) -> When:
        return self.call, self.unit.turn, self.unit.start

    @property
    def turn(self) -> Turn:
        return self.coded.conversation.turns[self.unit.turn]

    @property
    def text(self) -> str:
        return self.coded.text_of(self.unit)

    @property
    def person(self) -> str | None:
        """The id of the buyer who said it; None where that is not known, or the seller did."""
        return self.turn.participant if self.turn.speaker is Side.BUYER else None

    @property
    def anchor(self) -> Anchor:
        return Anchor(self.coded.id, self.unit.turn, self.unit.start, self.unit.end, self.text)


@dataclass(frozen=True)
class Calls:
    """Understood calls in the order held. One whose sides are not known says how it ended and nothing else.

    ``ordered_on`` is the day of the order as somebody entered it; None where nobody did.
    """

    coded: tuple[CodedConversation, ...]
    ordered_on: date | None = None

    @cached_property
    def heard(self) -> tuple[int, ...]:
        """The numbers of the calls in which it is known who sells and who buys."""
        return tuple(i for i, coded in enumerate(self.coded) if not sides_uncertain(coded.conversation))

    @cached_property
    def _units(self) -> tuple[Said, ...]:
        return tuple(Said(self.coded[call], call, unit) for call in self.heard for unit in self.coded[call].units)

    def said(self, *codes: Code) -> tuple[Said, ...]:
        """The units of these codes, any without one, in order; those the coder was uncertain of are left out."""
        return tuple(said for said in self._units if not said.unit.uncertain and (not codes or said.unit.code in codes))

    def perhaps(self, code: Code) -> tuple[Said, ...]:
        """The units of a code, and those for which the coder holds it possible, in order."""
        held = ((said, (said.unit.code, *(other.code for other in said.unit.alternatives))) for said in self._units)
        return tuple(said for said, codes in held if code in codes)

    def perhaps_by_buyers(self) -> tuple[Said, ...]:
        """What the buyer said, what the coder was uncertain of too."""
        return tuple(said for said in self._units if said.turn.speaker is Side.BUYER)

    def buyers(self) -> tuple[Said, ...]:
        """What the buyer said, without what the coder was uncertain of."""
        return tuple(said for said in self.said() if said.turn.speaker is Side.BUYER)

    def ending(self, call: int) -> tuple[Said, ...]:
        """The units that show how a call ended."""
        coded = self.coded[call]
        shown = coded.outcome.units if coded.outcome else ()
        return tuple(Said(coded, call, unit) for unit in coded.units if unit.id in shown)

    @cached_property
    def first_want(self) -> When | None:
        """When a buyer first stated a want; None where nobody has."""
        return next((said.when for said in self.said(Code.EXPLICIT_NEED)), None)

    @cached_property
    def order_heard(self) -> int | None:
        """The number of the first call that surely ended in an order."""
        return next((i for i, coded in enumerate(self.coded) if surely_ordered(coded)), None)

    @cached_property
    def ordered(self) -> int | None:
        """The number of the call with which the customer had ordered: the one in which the order was heard.

        Where an order was entered, the last call until that day if that is earlier; -1 where all came after it.
        """
        heard = () if self.order_heard is None else (self.order_heard,)
        return min((*heard, *self._until_entered_order()), default=None)

    def _until_entered_order(self) -> tuple[int, ...]:
        if self.ordered_on is None:
            return ()
        dated = [i for i, coded in enumerate(self.coded) if held_at(coded)]
        if not dated:
            return (len(self.coded) - 1,)
        until = (i for i in dated if not held_after(self.coded[i], self.ordered_on))
        return (max(until, default=-1),)

    @cached_property
    def after_order(self) -> frozenset[int]:
        """The numbers of the calls that followed the order.

        One without a day is among them only if it is told after the call in which the order was heard.
        """
        if self.ordered is None:
            return frozenset()
        later = range(self.ordered + 1, len(self.coded))
        heard = len(self.coded) if self.order_heard is None else self.order_heard
        return frozenset(i for i in later if i > heard or held_at(self.coded[i]))

    @cached_property
    def unplaced(self) -> frozenset[int]:
        """The numbers of the calls without a day, where the order is known by its day alone."""
        if self.ordered is None or self.order_heard is not None:
            return frozenset()
        return frozenset(i for i, coded in enumerate(self.coded) if held_at(coded) is None)

    def is_settled(self, call: int) -> bool:
        """Whether there is an order and a call did not follow it."""
        return self.ordered is not None and call not in self.after_order

    def buyers_in(self, call: int) -> frozenset[str]:
        """The buyers who spoke in a call; empty where one of them has no id, since then nobody knows how many."""
        turns = self.coded[call].conversation.turns
        people = {turn.participant for turn in turns if turn.speaker is Side.BUYER}
        return frozenset() if None in people else frozenset(filter(None, people))

    def succeeded_after(self, call: int) -> int | None:
        """The number of the next call that ended in an order or an advance."""
        later = range(call + 1, len(self.coded))
        return next((i for i in later if outcome_of(self.coded[i]) in SUCCESSES), None)


def calls_in_order(codings: Iterable[CodedConversation], ordered_on: date | None = None) -> Calls:
    """The calls by the moment they were held; those that do not say come last, as they were given.

    A moment without a time zone is taken as UTC. An outcome or needs that a coding does not bring are found here.
    ``ordered_on`` is the day of the order where somebody entered it.
    """
    given = [_understood(coded) for coded in codings]
    return Calls(tuple(sorted(given, key=lambda coded: held_at(coded) or _NO_DAY)), ordered_on)


def _understood(coded: CodedConversation) -> CodedConversation:
    ended = coded if coded.outcome else replace(coded, outcome=judge_outcome(coded))
    return ended if ended.needs else replace(ended, needs=find_needs(ended))


def outcome_of(coded: CodedConversation) -> Outcome | None:
    return coded.outcome.label if coded.outcome else None


def surely_ordered(coded: CodedConversation) -> bool:
    """Whether a call ended in an order that is sure enough to rest on without a person's word."""
    ended = coded.outcome
    return ended is not None and ended.label is Outcome.ORDER and ended.p >= SURE


def anchors_of(said: Iterable[Said]) -> Anchors:
    """The anchors in the order of the talk, each once."""
    return tuple({one.when: one.anchor for one in sorted(said, key=lambda one: one.when)}.values())


def held_after(coded: CodedConversation, day: date | None) -> bool:
    """Whether a call was held later than a day; where either is not known it was not."""
    moment = held_at(coded)
    return moment is not None and day is not None and moment.date() > day


def held_at(coded: CodedConversation) -> datetime | None:
    """The moment a call was held; None where it does not say, or not in a way that can be read."""
    try:
        moment = datetime.fromisoformat(coded.conversation.held_at or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
