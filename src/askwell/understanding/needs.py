"""The buyer's needs as they grow across a call (M20)."""

from dataclasses import dataclass, field, replace

from askwell.coding.coded import CodedConversation, Need, Unit
from askwell.method.terms import NEEDS, Code, NeedState, Side
from askwell.understanding.cues import says
from askwell.understanding.growth import answered_question, seriousness
from askwell.understanding.sides import turn_before
from askwell.understanding.words import content_words, overlap, quote

ALIKE = 0.3
"""The share of content two needs hold in common from which on they are taken for one."""


@dataclass(slots=True)
class _Growing:
    units: list[Unit] = field(default_factory=list)
    words: list[frozenset[str]] = field(default_factory=list)

    def likeness(self, words: frozenset[str]) -> float:
        return max((overlap(words, own) for own in self.words), default=0.0)


def find_needs(coded: CodedConversation) -> tuple[Need, ...]:
    """The needs of the buyer in the order they were first told.

    A unit belongs to an earlier need when a link leads there (its own, or that of the question it answers), when it
    answers an implication question (which takes a problem as given), when it says what follows from the need told just
    before it, or when the two share enough content; otherwise it begins a new need.
    """
    growing: list[_Growing] = []
    for unit in coded.units:
        if unit.code in NEEDS:
            words = content_words(coded.text_of(unit))
            home = _home(coded, growing, unit, words)
            if home is None and unit.uncertain:
                continue
            need = home or _Growing()
            need.units.append(unit)
            need.words.append(words)
            if home is None:
                growing.append(need)
    return tuple(_finished(coded, need, i) for i, need in enumerate(growing, start=1))


def _home(coded: CodedConversation, growing: list[_Growing], unit: Unit, words: frozenset[str]) -> _Growing | None:
    if not growing:
        return None
    question = answered_question(coded, unit)
    sources = (unit,) if question is None else (unit, question)
    by_link = next((need for source in sources if (need := _linked(coded, growing, source))), None)
    if known := by_link or _most_alike(growing, words):
        return known
    if _says_what_follows(coded, growing[-1], unit):
        return growing[-1]
    if question is not None and question.code in (Code.IMPLICATION_QUESTION, Code.NEED_PAYOFF_QUESTION):
        return _most_alike(growing, content_words(coded.text_of(question))) or _latest_before(growing, question)
    return None


def _linked(coded: CodedConversation, growing: list[_Growing], unit: Unit) -> _Growing | None:
    """The need a link of this unit leads to, be it to a unit of the need or to a question about it."""
    for link in unit.links:
        for need in growing:
            if any(own.id == link.to for own in need.units):
                return need
    ids = {link.to for link in unit.links}
    targets = (other for other in coded.units if other.id in ids and other.turn < unit.turn)
    return next((found for other in targets if (found := _linked(coded, growing, other))), None)


def _most_alike(growing: list[_Growing], words: frozenset[str]) -> _Growing | None:
    best = max(growing, key=lambda need: (need.likeness(words), need.units[-1].turn))
    return best if best.likeness(words) >= ALIKE else None


def _says_what_follows(coded: CodedConversation, need: _Growing, unit: Unit) -> bool:
    """Whether the unit, told in the same breath as the need, tells its consequence."""
    same_breath = need.units[-1].turn == unit.turn
    return same_breath and unit.code is Code.IMPLIED_NEED and says("consequence", coded.text_of(unit))


def _latest_before(growing: list[_Growing], question: Unit) -> _Growing | None:
    told = [need for need in growing if need.units[-1].turn < question.turn]
    return max(told, key=lambda need: need.units[-1].turn, default=None)


def _finished(coded: CodedConversation, growing: _Growing, number: int) -> Need:
    explicit = any(unit.code is Code.EXPLICIT_NEED for unit in growing.units)
    need = Need(
        id=f"n{number:02d}",
        label=_label(coded, growing),
        state=NeedState.EXPLICIT if explicit else NeedState.IMPLIED,
        units=tuple(unit.id for unit in growing.units),
    )
    return replace(need, seriousness=seriousness(coded, need))


def _label(coded: CodedConversation, growing: _Growing) -> str:
    """The shortest quote telling what the need is about: the first unit, or a shorter one that shares its content."""
    first = growing.words[0]
    telling = [
        unit
        for unit, words in zip(growing.units, growing.words, strict=True)
        if unit is growing.units[0] or (len(words) >= 2 and overlap(words, first) >= ALIKE)
    ]
    return quote(min((coded.text_of(unit) for unit in telling), key=len))


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
    found = ((unit, _worked_on(coded, tellings, unit)) for unit in coded.units)
    return {unit.id: need for unit, need in found if need is not None}


def _worked_on(coded: CodedConversation, tellings: list[_Told], unit: Unit) -> Need | None:
    linked = {link.to for link in unit.links}
    by_link = next((need for need in coded.needs if need.id in linked or linked & set(need.units)), None)
    if by_link is not None:
        return by_link
    earlier = [telling for telling in tellings if telling.turn < unit.turn]
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
