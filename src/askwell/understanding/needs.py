"""The buyer's needs as they grow across a call (M20)."""

from bisect import bisect_left
from dataclasses import dataclass, field

from askwell.coding.coded import CodedConversation, Need, Unit
from askwell.method.terms import NEEDS, Code, NeedOf, NeedState, Side
from askwell.understanding.cues import says
from askwell.understanding.growth import answered_questions, seriousness
from askwell.understanding.sides import turn_before
from askwell.understanding.words import content_words, overlap, quote

ALIKE = 0.3
"""The share of content two needs hold in common from which on they are taken for one."""
HORIZON = 500
"""Turns after which words alone no longer join a need: a longer conversation is more than one."""
RECENT = 40
"""Tellings of one need that are compared, the last ones."""

ENOUGH = 6
"""Content words that say what a need is about; more of them say it no better."""
SAYS_WHAT = 3
"""Content words from which on a want says what is wanted; "I want that" does not."""
LABEL_WORDS = 20


@dataclass(slots=True)
class _Growing:
    units: list[Unit] = field(default_factory=list)
    words: list[frozenset[str]] = field(default_factory=list)

    @property
    def last_turn(self) -> int:
        return self.units[-1].turn

    def likeness(self, words: frozenset[str]) -> float:
        return max((overlap(words, own) for own in self.words[-RECENT:]), default=0.0)


@dataclass(slots=True)
class _Finder:
    """The needs found so far, and where each unit belongs."""

    coded: CodedConversation
    answered: dict[int, Unit]
    by_id: dict[str, Unit]
    growing: list[_Growing] = field(default_factory=list)
    homes: dict[str, _Growing] = field(default_factory=dict)

    def take(self, unit: Unit) -> None:
        """Put words of the buyer with the need they tell."""
        words = content_words(self.coded.text_of(unit))
        need = self._home(unit, words)
        if need is None and unit.uncertain:
            return
        if need is None:
            self.growing.append(need := _Growing())
        need.units.append(unit)
        need.words.append(words)
        self.homes[unit.id] = need

    def _home(self, unit: Unit, words: frozenset[str]) -> _Growing | None:
        if unit.attrs.need is not None:
            return None if unit.attrs.need is NeedOf.OWN else self._linked(unit)
        question = self.answered.get(unit.turn)
        near = [need for need in self.growing if need.last_turn >= unit.turn - HORIZON]
        known = self._linked(unit) or (question and self._linked(question)) or _most_alike(near, words)
        if known or not near:
            return known
        if self._says_what_follows(near[-1], unit):
            return near[-1]
        if question is not None and question.code in (Code.IMPLICATION_QUESTION, Code.NEED_PAYOFF_QUESTION):
            asked = content_words(self.coded.text_of(question))
            return _most_alike(near, asked) or _latest_before(near, question)
        return None

    def _linked(self, unit: Unit) -> _Growing | None:
        """The need a link of this unit leads to, be it to a unit of the need or to a question about it."""
        for link in unit.links:
            target = self.by_id.get(link.to)
            if link.to in self.homes:
                return self.homes[link.to]
            if target is not None and target.turn < unit.turn and (need := self._linked(target)):
                return need
        return None

    def _says_what_follows(self, need: _Growing, unit: Unit) -> bool:
        """Whether the unit, told in the same breath as the need, tells its consequence."""
        same_breath = need.last_turn == unit.turn and unit.code is Code.IMPLIED_NEED
        return same_breath and says("consequence", self.coded.text_of(unit))


def find_needs(coded: CodedConversation) -> tuple[Need, ...]:
    """The needs of the buyer in the order they were first told.

    A unit belongs to the need a person says; else to an earlier one when a link leads there (its own, or that of the
    question it answers), when they share enough content, when it says what follows from the need told just before it,
    or when it answers an implication or need-payoff question (which takes a problem as given). Otherwise it begins a
    new need, unless the coder is uncertain of it: a doubt begins no need.
    """
    answered = answered_questions(coded)
    finder = _Finder(coded, answered, {unit.id: unit for unit in coded.units})
    for unit in coded.units:
        if unit.code in NEEDS:
            finder.take(unit)
    return tuple(_finished(coded, need, answered, i) for i, need in enumerate(finder.growing, start=1))


def _most_alike(growing: list[_Growing], words: frozenset[str]) -> _Growing | None:
    likeness, _, best = max(
        ((need.likeness(words), need.last_turn, need) for need in growing),
        key=lambda item: item[:2],
        default=(0.0, 0, None),
    )
    return best if likeness >= ALIKE else None


def _latest_before(growing: list[_Growing], question: Unit) -> _Growing | None:
    told = [need for need in growing if need.last_turn < question.turn]
    return max(told, key=lambda need: need.last_turn, default=None)


def _finished(coded: CodedConversation, growing: _Growing, answered: dict[int, Unit], number: int) -> Need:
    explicit = any(unit.code is Code.EXPLICIT_NEED and not unit.uncertain for unit in growing.units)
    return Need(
        id=f"n{number:02d}",
        label=_label(coded, growing),
        state=NeedState.EXPLICIT if explicit else NeedState.IMPLIED,
        units=tuple(unit.id for unit in growing.units),
        seriousness=seriousness(coded, growing.units, answered),
    )


def _label(coded: CodedConversation, growing: _Growing) -> str:
    """The want where one plainly says what it is, else the quote that tells most of what the need is about.

    That is the one that shares most words with other tellings, then the one with most words.
    """

    def telling(at: int) -> tuple[bool, bool, float]:
        """How well one of the quotes names the need: the greater the better."""
        own, unit = growing.words[at], growing.units[at]
        others = frozenset[str]().union(*growing.words[:at], *growing.words[at + 1 :])
        told = unit.code is Code.EXPLICIT_NEED and says("want", coded.text_of(unit))
        wants = told and len(own) >= SAYS_WHAT
        return not unit.uncertain, wants, len(own & others) + min(len(own), ENOUGH) / 2

    return label_of(coded.text_of(growing.units[max(range(len(growing.units)), key=telling)]))


def label_of(words: str) -> str:
    """The label of a need that is named by these words of the buyer's."""
    return quote(words, words=LABEL_WORDS)


@dataclass(frozen=True, slots=True)
class _Told:
    """One telling of a need: which, in which turn, in what words."""

    need: Need
    turn: int
    words: frozenset[str]


def needs_worked_on(coded: CodedConversation) -> dict[str, Need]:
    """Unit id to need, for each unit that works on a need told before it, as far as links and words tell.

    Without a link or likeness, a problem, implication or need-payoff question is about the need told in the turn before
    it, and an implication question about the last one told.
    """
    by_id = {unit.id: unit for unit in coded.units}
    tellings = [
        _Told(need, by_id[unit].turn, content_words(coded.text_of(by_id[unit])))
        for need in coded.needs
        for unit in need.units
    ]
    tellings.sort(key=lambda telling: telling.turn)
    turns = [telling.turn for telling in tellings]
    found = (
        (
            unit,
            _worked_on(coded, tellings[bisect_left(turns, unit.turn - HORIZON) : bisect_left(turns, unit.turn)], unit),
        )
        for unit in coded.units
    )
    return {unit.id: need for unit, need in found if need is not None}


def _worked_on(coded: CodedConversation, earlier: list[_Told], unit: Unit) -> Need | None:
    """The need by link, by likeness to what was told shortly before, or as a question takes it as given."""
    linked = {link.to for link in unit.links}
    by_link = next((need for need in coded.needs if linked and (need.id in linked or linked & set(need.units))), None)
    if by_link is not None:
        return by_link
    words = content_words(coded.text_of(unit))
    alike = [(overlap(words, telling.words), telling) for telling in earlier]
    likeness, telling = max(alike, key=lambda pair: pair[0], default=(0.0, None))
    if telling is not None and likeness >= ALIKE:
        return telling.need
    return _just_told(coded, earlier, unit)


def _just_told(coded: CodedConversation, earlier: list[_Told], unit: Unit) -> Need | None:
    """The need that a question takes as given."""
    if not earlier or unit.code not in (
        Code.PROBLEM_QUESTION,
        Code.IMPLICATION_QUESTION,
        Code.NEED_PAYOFF_QUESTION,
    ):
        return None
    last = max(earlier, key=lambda telling: telling.turn)
    fresh = last.turn == turn_before(coded.conversation, unit.turn, Side.BUYER)
    return last.need if fresh or unit.code is Code.IMPLICATION_QUESTION else None
