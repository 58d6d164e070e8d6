"""The buyer's needs through all calls of a deal: each as one need that grows, and whose it is (M20)."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from askwell.coding.coded import CodedConversation, Need, Unit
from askwell.coding.merge import Anchor as Place
from askwell.coding.merge import locate
from askwell.deal.anchor import Anchor
from askwell.deal.calls import Calls, Said, When, anchors_of
from askwell.deal.facts import NeedSaid
from askwell.deal.state import DealNeed
from askwell.method.terms import NeedState
from askwell.understanding.cues import says
from askwell.understanding.growth import Growth, answered_questions, steps_of
from askwell.understanding.words import content_words, overlap

ALIKE = 0.3
"""The share of content two tellings hold in common from which on they are taken for one need, as within a call."""
SHARED = 2
"""The least content words they share: across calls one word alone joins nothing."""
MOST = 500
"""Tellings of one need in one call that are compared, the first ones."""


@dataclass(frozen=True)
class _Part:
    """What one call holds of a need; ``common`` are words in which needs of that call do not differ."""

    need: Need
    told: tuple[Said, ...]
    answered: dict[int, Unit]
    common: frozenset[str]

    @cached_property
    def words(self) -> tuple[frozenset[str], ...]:
        return tuple(content_words(said.text) - self.common for said in self.told[:MOST])

    @cached_property
    def steps(self) -> tuple[Growth, ...]:
        units = [said.unit for said in self.told]
        return tuple(step.kind for step in steps_of(self.told[0].coded, units, self.answered))

    @property
    def seriousness(self) -> int:
        return self.need.seriousness or 1


@dataclass(slots=True)
class _Growing:
    """The needs found so far, the tellings of earlier calls by their words, and what people ``said`` of parts."""

    said: "_SaidOfParts"
    needs: list[list[_Part]] = field(default_factory=list)
    tellings: list[tuple[int, frozenset[str]]] = field(default_factory=list)
    by_word: dict[str, list[int]] = field(default_factory=dict)

    def take_call(self, parts: list[_Part]) -> None:
        """Each need of a call joins the earlier one it is most like, if no other of the call has by likeness.

        Else it is new. What people say goes before: a part that they join to another follows that one.
        """
        taken, placed = set[int](), list[tuple[int, _Part]]()
        for part in parts:
            if self.said.follows(part):
                continue
            home = None if self.said.is_own(part) else self._most_alike(part)
            number = len(self.needs) if home is None or home in taken else home
            if number == len(self.needs):
                self.needs.append([])
            taken.add(number)
            placed += [(number, one) for one in (part, *self.said.followers(part))]
        for number, part in placed:
            self.needs[number].append(part)
            self._remember(number, part)

    def _remember(self, number: int, part: _Part) -> None:
        for words in part.words:
            for word in words:
                self.by_word.setdefault(word, []).append(len(self.tellings))
            self.tellings.append((number, words))

    def _most_alike(self, part: _Part) -> int | None:
        """The need of earlier calls this one is most like; the earlier told on a tie."""
        likeness = [
            (overlap(words, self.tellings[at][1]), -self.tellings[at][0])
            for words in part.words
            for at, shared in Counter(at for word in words for at in self.by_word.get(word, ())).items()
            if shared >= SHARED
        ]
        best, number = max(likeness, default=(0.0, 0))
        return -number if best >= ALIKE else None


def deal_needs(calls: Calls, said: Sequence[NeedSaid] = ()) -> tuple[DealNeed, ...]:
    """The needs in the order they were first told; what people ``said`` of any, the oldest first, goes before likeness.

    A need of a later call is an earlier one when two of their tellings share enough content; words that several needs
    of one call have in common do not count, and two needs of one call stay two.
    """
    by_call = [_parts(calls.coded[call], call) for call in calls.heard]
    growing = _Growing(_SaidOfParts([part for parts in by_call for part in parts], said))
    for parts in by_call:
        growing.take_call(parts)
    in_order = sorted((sorted(parts, key=_when) for parts in growing.needs), key=lambda parts: _when(parts[0]))
    return tuple(_grown(parts, number) for number, parts in enumerate(in_order, 1))


def _when(part: _Part) -> When:
    return part.told[0].when


class _SaidOfParts:
    """What people say of parts, the last word of each: it is one with another, or is a need of its own.

    Words that are nowhere any more say nothing, nor does a part joined to one that follows it.
    """

    def __init__(self, parts: Sequence[_Part], said: Sequence[NeedSaid]) -> None:
        self._said = dict[int, _Part | None]()
        for one in said:
            part = _telling(parts, one.words)
            same = _telling(parts, one.same_as) if one.same_as else None
            if part is not None and (same is not None or one.same_as is None) and part is not same:
                self._said[id(part)] = same
        self._heads = {id(part): self._head(part) for part in parts}
        self._followers = defaultdict[int, list[_Part]](list)
        for part in parts:
            if self.follows(part):
                self._followers[id(self._heads[id(part)])].append(part)

    def _head(self, part: _Part) -> _Part:
        """The part that this one follows in the end, or itself; of parts that follow each other the one first told."""
        passed = [part]
        while (following := self._said.get(id(passed[-1]))) is not None:
            for number, one in enumerate(passed):
                if one is following:
                    return min(passed[number:], key=_when)
            passed.append(following)
        return passed[-1]

    def follows(self, part: _Part) -> bool:
        """Whether a part is one with another that has it placed."""
        return self._heads[id(part)] is not part

    def followers(self, part: _Part) -> Sequence[_Part]:
        """The parts that are placed with this one."""
        return self._followers.get(id(part), ())

    def is_own(self, part: _Part) -> bool:
        """Whether somebody says that no need told before is this one."""
        return id(part) in self._said and self._said[id(part)] is None


def _telling(parts: Sequence[_Part], words: Anchor) -> _Part | None:
    """The part that tells words, found where they stand now."""
    of_call = [part for part in parts if part.told[0].coded.id == words.call]
    place = Place(words.turn, words.start, words.end, words.text)
    span = locate(place, of_call[0].told[0].coded.conversation) if of_call else None
    if span is None:
        return None
    turn, start, end = span
    return next(
        (
            part
            for part in of_call
            if any(said.unit.turn == turn and said.unit.start < end and start < said.unit.end for said in part.told)
        ),
        None,
    )


def _parts(coded: CodedConversation, call: int) -> list[_Part]:
    by_id = {unit.id: unit for unit in coded.units}
    told = [(need, _told(coded, call, need, by_id)) for need in coded.needs]
    common, answered = _common_words([said for _, said in told]), answered_questions(coded)
    return [_Part(need, said, answered, common) for need, said in told if said]


def _told(coded: CodedConversation, call: int, need: Need, by_id: dict[str, Unit]) -> tuple[Said, ...]:
    """The tellings of a need in the order of the talk, without those the coder was uncertain of where others are."""
    units = sorted({by_id[unit] for unit in need.units if unit in by_id}, key=lambda unit: (unit.turn, unit.start))
    sure = [unit for unit in units if not unit.uncertain]
    return tuple(Said(coded, call, unit) for unit in sure or units)


def _common_words(needs: list[tuple[Said, ...]]) -> frozenset[str]:
    """The words found in more than one of these needs: they do not tell one from another."""
    counts = Counter(word for told in needs for word in {word for said in told for word in content_words(said.text)})
    return frozenset(word for word, needs_with_it in counts.items() if needs_with_it > 1)


def _grown(parts: list[_Part], number: int) -> DealNeed:
    explicit = any(part.need.state is NeedState.EXPLICIT for part in parts)
    plainest = max(parts, key=lambda part: (part.need.state is NeedState.EXPLICIT, part.seriousness))
    told = [said for part in parts for said in part.told]
    return DealNeed(
        id=f"n{number:02d}",
        label=plainest.need.label,
        state=NeedState.EXPLICIT if explicit else NeedState.IMPLIED,
        seriousness=_seriousness(parts, explicit=explicit),
        people=tuple(dict.fromkeys(said.person for said in told if said.person)),
        evidence=anchors_of(told),
        weighing=anchors_of(_weighing(parts)),
    )


def _seriousness(parts: list[_Part], *, explicit: bool) -> int:
    """As within a call: 1 as told; 1 for each consequence voiced (2 at most); 1 for a figure; 1 for a want."""
    consequences = sum(part.steps.count(Growth.CONSEQUENCE) for part in parts)
    figure = any(says("figure", said.text) for part in parts for said in part.told)
    return 1 + min(2, consequences) + figure + explicit


def _weighing(parts: list[_Part]) -> list[Said]:
    """The consequences, wants and figures told."""
    steps = [(said, step) for part in parts for said, step in zip(part.told, part.steps, strict=True)]
    return [said for said, step in steps if step in (Growth.CONSEQUENCE, Growth.WANT) or says("figure", said.text)]
