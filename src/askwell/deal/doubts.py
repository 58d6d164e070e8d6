"""The buyer's doubts, each kept with its words until it is answered (M04)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from askwell.coding.coded import Unit
from askwell.deal.calls import Calls, Said, anchors_of, held_after, outcome_of, surely_ordered
from askwell.deal.cues import tells
from askwell.deal.facts import DoubtSaid
from askwell.deal.signs import SHOWN
from askwell.deal.state import KeptDoubt
from askwell.deal.terms import AnsweredBy
from askwell.method.terms import Code, Concern, Doubt, ObjectionClass, Outcome, Side
from askwell.understanding.by_example import Told, said_by
from askwell.understanding.words import content_words, sentences

PLAIN = 0.65
"""From this probability on an objection of the class of doubt shows the doubt of its concern."""
DOUBT_OF: Mapping[Concern, Doubt] = {
    Concern.CAPABILITY: Doubt.ABILITY,
    Concern.RISK: Doubt.LATER_TROUBLE,
    Concern.COMPETITOR: Doubt.BETTER_ELSEWHERE,
}
"""Concerns of an objection that are a doubt by another name (ours)."""
_MATTER = re.compile(
    r"(?:satisfied|convinced|reassured|persuaded|sold|happy|worried|doubts?|worries)\b[^.!?]*?"
    r"\b(?:with|about|on|by|that)\s+(?!that\b|it\b|this\b|you\b)\w"
    r"|(?:的事|这块|那块|这方面|那方面|这边|那边)[，,]?\s*(?:我|我们|咱)?(?:就|也|都)?(?:放心|踏实|信|没)",
    re.IGNORECASE,
)
"""Words of satisfaction that name what it is about."""


def keep_doubts(calls: Calls, entered: Sequence[DoubtSaid] = ()) -> tuple[KeptDoubt, ...]:
    """The doubts voiced or entered, in the codebook's order, each with every telling and, once answered, with what
    answered it.

    They are answered by the one who voiced them, in words of satisfaction; by an order that is sure; or by ``entered``,
    of which the last about a doubt holds until a call of a later day says otherwise, or an order was given on one.
    """
    said = _last_said(entered)
    voiced = _voiced(calls, said)
    return tuple(
        _kept(calls, doubt, voiced[doubt], said.get(doubt)) if doubt in voiced else _only_entered(calls, said[doubt])
        for doubt in Doubt
        if doubt in voiced or doubt in said
    )


def _last_said(entered: Sequence[DoubtSaid]) -> dict[Doubt, DoubtSaid]:
    """The last entry about each doubt, with the last note there is."""
    said: dict[Doubt, DoubtSaid] = {}
    for one in entered:
        before = said.get(one.doubt)
        said[one.doubt] = replace(one, note=one.note or (before.note if before else None))
    return said


def _only_entered(calls: Calls, said: DoubtSaid) -> KeptDoubt:
    """A doubt no call shows."""
    if said.answered:
        return KeptDoubt(said.doubt, False, (), (), AnsweredBy.ENTERED, said)
    order = _order_since(calls, said)
    if order is not None:
        return KeptDoubt(said.doubt, False, anchors_of(order), (), AnsweredBy.ORDER, said)
    return KeptDoubt(said.doubt, True, (), (), None, said)


def doubt_in(said: Said) -> Doubt | None:
    """The doubt a unit voices: as coded, or by the concern of a plain objection that doubts."""
    attrs = said.unit.attrs
    if attrs.doubt is not None:
        return attrs.doubt
    doubting = attrs.objection_class is ObjectionClass.DOUBT and said.unit.p >= PLAIN
    return DOUBT_OF.get(attrs.concern) if doubting and attrs.concern else None


def laid_to_rest(calls: Calls, last_told: Said) -> tuple[Said, ...]:
    """What ended the call in which something was last voiced, if in an order, or else the next call that succeeded."""
    ordered = outcome_of(calls.coded[last_told.call]) is Outcome.ORDER
    call = last_told.call if ordered else calls.succeeded_after(last_told.call)
    return () if call is None else calls.ending(call)


def _is_satisfied(sentence: str) -> bool:
    """Whether somebody says outright that they are satisfied; a question or a condition does not say it."""
    asks = sentence.rstrip().endswith(("?", "？"))
    plainly = tells("satisfied", sentence) and not asks and not tells("not_yet", sentence)
    return plainly or said_by(Side.BUYER, sentence)[Told.SATISFIED] >= SHOWN


@dataclass
class _Telling:
    """A doubt as one person has voiced it, with the words of that person that answered it."""

    doubt: Doubt
    told: list[Said] = field(default_factory=list)
    answer: Said | None = None

    @property
    def last(self) -> Said:
        return self.told[-1]


def _voiced(calls: Calls, entered: Mapping[Doubt, DoubtSaid]) -> dict[Doubt, list[_Telling]]:
    """By doubt, each person's tellings; what they say in the order of the talk closes and opens them again."""
    found: list[_Telling] = []
    told = [(said, doubt) for said in calls.buyers() if (doubt := doubt_in(said))]
    satisfied = [(said, None) for said in _satisfied(calls)] if told else []
    for said, doubt in sorted([*told, *satisfied], key=lambda pair: pair[0].when):
        if doubt:
            _tell(found, doubt, said)
        else:
            _answer(found, said, [one for one in entered.values() if not one.answered])
    return {doubt: [one for one in found if one.doubt is doubt] for doubt in {one.doubt for one in found}}


def _satisfied(calls: Calls) -> Iterator[Said]:
    """The sentences in which a buyer is satisfied, whatever the coder made of them: most carry no code of their own."""
    for call in calls.heard:
        coded = calls.coded[call]
        for number, turn in enumerate(coded.conversation.turns):
            for start, sentence in sentences(turn.text) if turn.speaker is Side.BUYER else ():
                if _is_satisfied(sentence):
                    yield Said(coded, call, Unit("", number, start, start + len(sentence), Code.OTHER))


def _tell(found: list[_Telling], doubt: Doubt, said: Said) -> None:
    own = next((one for one in found if one.doubt is doubt and _same_person(one.last, said)), None)
    if own is None:
        own = _Telling(doubt)
        found.append(own)
    own.told.append(said)
    own.answer = None


def _answer(found: list[_Telling], said: Said, reopened: Sequence[DoubtSaid]) -> None:
    """Which of the speaker's open doubts they put to rest: the one they speak of, or else the one last voiced.

    Words that name something none of the doubts is about answer none; nor do words about one that was opened by hand.
    """
    before = {one.doubt for one in reopened if not held_after(said.coded, one.day)}
    own = [one for one in found if one.answer is None and _may_be_same_person(one.last, said)]
    spoken_of = [one for one in own if _shared(one, said)]
    unnamed = [] if _MATTER.search(said.text) else [one for one in own if one.doubt not in before]
    told = max(spoken_of or unnamed, key=lambda one: (_shared(one, said), one.last.when), default=None)
    if told is not None and told.doubt not in before:
        told.answer = said


def _shared(telling: _Telling, said: Said) -> int:
    return len(content_words(said.text) & content_words(" ".join(one.text for one in telling.told)))


def _same_person(one: Said, other: Said) -> bool:
    """Whether one and the same speaks, by their id, or by name in calls where nobody said who they are."""
    if one.person and one.person == other.person:
        return True
    return one.turn.name == other.turn.name if one.turn.name else not (one.person or other.person or other.turn.name)


def _may_be_same_person(one: Said, other: Said) -> bool:
    """As ``_same_person``; whoever is not known may be anybody."""
    nameless = not (one.person or one.turn.name) or not (other.person or other.turn.name)
    return nameless or _same_person(one, other)


def _kept(calls: Calls, doubt: Doubt, voiced: Sequence[_Telling], entered: DoubtSaid | None) -> KeptDoubt:
    told = sorted((said for one in voiced for said in one.told), key=lambda said: said.when)
    people = tuple(dict.fromkeys(said.person for said in told if said.person))
    holds = entered if entered and not held_after(told[-1].coded, entered.day) else None
    open_ones = [one for one in voiced if one.answer is None]
    answers = [one.answer for one in voiced if one.answer is not None]
    if holds and holds.answered:
        return KeptDoubt(doubt, False, anchors_of([*told, *answers]), people, AnsweredBy.ENTERED, holds)
    if not open_ones:
        return KeptDoubt(doubt, False, anchors_of([*told, *answers]), people, AnsweredBy.WORDS)
    last = max((one.last for one in open_ones), key=lambda said: said.when)
    order = _order_since(calls, holds) if holds else _order_after(calls, last)
    if order is not None:
        return KeptDoubt(doubt, False, anchors_of([*told, *answers, *order]), people, AnsweredBy.ORDER, holds)
    return KeptDoubt(doubt, True, anchors_of([*told, *answers]), people, said=holds)


def _order_after(calls: Calls, last_told: Said) -> tuple[Said, ...] | None:
    """The words of an order given in this call or a later one; empty where it was entered, None where there is none."""
    later = range(last_told.call, len(calls.coded))
    heard = next((call for call in later if surely_ordered(calls.coded[call])), None)
    if heard is not None:
        return calls.ending(heard)
    return () if calls.is_settled(last_told.call) else None


def _order_since(calls: Calls, said: DoubtSaid) -> tuple[Said, ...] | None:
    """As ``_order_after``, of an order given on a later day than that on which a doubt was entered."""
    if said.day is None:
        return None
    heard = calls.order_heard
    if heard is not None and held_after(calls.coded[heard], said.day):
        return calls.ending(heard)
    return () if calls.ordered_on is not None and calls.ordered_on > said.day else None
