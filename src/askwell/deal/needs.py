"""The buyer's needs through all calls of a deal: each as one need that grows, and whose it is (M20)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from askwell.coding.coded import CodedConversation, Need, Unit
from askwell.deal.anchor import Anchor
from askwell.deal.calls import Calls, Said, anchors_of
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
    """The needs found so far, the tellings of earlier calls by their words, and what people ``said`` of any."""

    said: Sequence[NeedSaid] = ()
    needs: list[list[_Part]] = field(default_factory=list)
    tellings: list[tuple[int, frozenset[str]]] = field(default_factory=list)
    by_word: dict[str, list[int]] = field(default_factory=dict)

    def take_call(self, parts: list[_Part]) -> None:
        """Each need of a call joins the one people say, else the earlier one it is most like, if no other of the call
        has; else it is new.
        """
        numbers = list[int]()
        for part in parts:
            said = [one for one in self.said if _tells(part, one.words)]
            home = self._said_to_be(said[-1]) if said else self._most_alike(part)
            new = home is None or (not said and home in numbers)
            number = len(self.needs) if new or home is None else home
            if new:
                self.needs.append([])
            self.needs[number].append(part)
            numbers.append(number)
        for number, part in zip(numbers, parts, strict=True):
            self._remember(number, part)

    def _said_to_be(self, said: NeedSaid) -> int | None:
        """The need that holds the words somebody names; none where they say it is one of its own."""
        if said.same_as is None:
            return None
        holding = (number for number, parts in enumerate(self.needs) for part in parts if _tells(part, said.same_as))
        return next(holding, None)

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
    growing = _Growing(said)
    for call in calls.heard:
        growing.take_call(_parts(calls.coded[call], call))
    return tuple(_grown(parts, number) for number, parts in enumerate(growing.needs, 1))


def _tells(part: _Part, words: Anchor) -> bool:
    """Whether these words are among the tellings of a need: in their place, or anywhere in the call."""
    told = [said.anchor for said in part.told if said.coded.id == words.call]
    there = [one for one in told if one.turn == words.turn and one.start < words.end and words.start < one.end]
    return bool(there) or any(one.text == words.text for one in told)


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
