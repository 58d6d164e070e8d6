"""Signs of a customer who has bought, unit by unit and in the order of the talk (M40). Pure.

A sign needs more than the words of its unit. Trouble told after the order is a complaint about what was delivered until
the seller opens another subject or the words say that it is something else; from there on it is a new problem. Whether
the order lies behind the call is judged of the whole call: no single phrase says it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from askwell.coding.coded import Unit
from askwell.coding.folding import folded
from askwell.coding.lexicon import lexicon
from askwell.method.terms import Code, Concern, FollowUp, LinkKind, ObjectionClass, Side
from askwell.transcript.conversation import Conversation

CUES = "follow_cues"
SHOWS = {"behind": 2, "hint": 1}
"""What a turn with words that show, or only suggest, a purchase made weighs."""
MOST = 3
"""Turns that count for one kind of evidence."""
BEHIND = {"en": 5, "zh": 7}
"""Weight from which on a call is one after the order, set on the training calls: it finds seven in ten of such calls
there and takes one in twelve of the others for one."""
NEW_SUBJECT = 0.35
"""Share of the turns before which a seller's question asks about the complaint, not about another subject."""
FIRST_TURNS = 4
"""Turns in which no second subject is opened, however short the call."""
OPENERS = (Code.SITUATION_QUESTION, Code.PROBLEM_QUESTION)
STILL = 8
"""Turns after told trouble within which an objection about capability is still about it."""


def with_follow_up(units: Sequence[Unit], conversation: Conversation, lang: str) -> tuple[Unit, ...]:
    """The units with their signs where the order lies behind the call, without any where it doesn't."""
    signs = signs_of(units, conversation, lang) if order_lies_behind(conversation, lang) else {}
    return tuple(
        unit
        if unit.attrs.follow_up is signs.get(unit.id)
        else replace(unit, attrs=replace(unit.attrs, follow_up=signs.get(unit.id)))
        for unit in units
    )


def order_lies_behind(conversation: Conversation, lang: str) -> bool:
    """Whether enough of the talk is about something bought before: parts, promises, visits, the running contract."""
    turns = Counter[str]()
    for turn in conversation.turns:
        turns.update(_cues(turn.text, lang))
    weighed = (SHOWS.get(cue.partition(".")[0], 0) * min(MOST, count) for cue, count in turns.items())
    return sum(weighed) >= BEHIND[lang]


def signs_of(units: Sequence[Unit], conversation: Conversation, lang: str) -> Mapping[str, FollowUp]:
    """Unit id to sign, for whoever knows that the order lies behind the call."""
    talk = _Talk(conversation, {unit.id: unit for unit in units})
    found: dict[str, FollowUp] = {}
    for unit in units:
        if conversation.turns[unit.turn].speaker is Side.SELLER:
            talk.seller(unit)
        elif sign := talk.sign(unit, _cues(conversation.turns[unit.turn].text[unit.start : unit.end], lang)):
            found[unit.id] = sign
    return found


@lru_cache(maxsize=1024)
def _cues(text: str, lang: str) -> frozenset[str]:
    return frozenset(hit.cue for hit in lexicon(lang, CUES).hits(folded(text)))


@dataclass
class _Talk:
    """What is kept in mind: what told trouble is about by now, when it was told, what the seller last asked."""

    conversation: Conversation
    units: Mapping[str, Unit]
    about: FollowUp = FollowUp.COMPLAINS
    told: int = -STILL - 1
    asked: int = -1
    opened: bool = False

    def seller(self, unit: Unit) -> None:
        """Remember whether the seller's latest turn opens a subject."""
        self.opened = unit.code in OPENERS or (self.opened and unit.turn == self.asked)
        self.asked = unit.turn

    def sign(self, unit: Unit, cues: frozenset[str]) -> FollowUp | None:
        """The sign of a buyer's unit."""
        if unit.code is Code.IMPLIED_NEED:
            return self._trouble(unit, cues)
        if unit.code is Code.OBJECTION:
            return FollowUp.COMPLAINS if self._reproach(unit, cues) else None
        if unit.code is Code.AGREEMENT:
            return None if self._buys(unit) else FollowUp.COOPERATES
        if unit.code is Code.OTHER:
            return FollowUp.COOPERATES if "sign.praise" in cues else None
        if unit.code is Code.BUYER_QUESTION:
            return FollowUp.ASKS_NEW_BUSINESS if "sign.other_business" in cues else None
        return None

    def _trouble(self, unit: Unit, cues: frozenset[str]) -> FollowUp:
        if "sign.elsewhere" in cues:
            self.about = FollowUp.RAISES_NEW_PROBLEMS
        elif "sign.ours" in cues:
            self.about = FollowUp.COMPLAINS
        elif self.opened and unit.turn >= max(FIRST_TURNS, NEW_SUBJECT * len(self.conversation.turns)):
            self.about = FollowUp.RAISES_NEW_PROBLEMS
        self.told = unit.turn
        return self.about

    def _reproach(self, unit: Unit, cues: frozenset[str]) -> bool:
        if unit.attrs.objection_class is ObjectionClass.ANGER or "sign.ours" in cues:
            return True
        near = self.about is FollowUp.COMPLAINS and unit.turn - self.told <= STILL
        return near and unit.attrs.concern is Concern.CAPABILITY

    def _buys(self, unit: Unit) -> bool:
        """Whether a yes answers the question for the next purchase: that is no help with this one."""
        taken = (self.units.get(link.to) for link in unit.links if link.kind is LinkKind.ACCEPTS)
        return any(one is not None and one.code is Code.CLOSING_ATTEMPT for one in taken)
