"""The plain coder: cues and the state of the conversation, weighed by hand-set figures. No training, no packages.

It stands behind the ``Coder`` protocol until a trained coder takes its place, and stays as the one to fall back on.
"""

from collections.abc import Sequence
from dataclasses import replace

from askwell.coding import scoring
from askwell.coding.attributes import attributes
from askwell.coding.coded import Unit
from askwell.coding.joining import Draft, drafts
from askwell.coding.links import links
from askwell.coding.scoring import Judgement
from askwell.coding.segments import Segment, is_confirmation, segments
from askwell.coding.splitting import clauses
from askwell.coding.state import ConversationState
from askwell.coding.words import content
from askwell.method.terms import Side
from askwell.transcript.conversation import Conversation, Turn

UNKNOWN_SIDE_TEMPERATURE = 1.5
"""How much less sure a code is where nobody knows who spoke."""
OPENING_TURNS = 4
EARLY_SHARE, LATE_SHARE = 0.12, 0.75
"""Shares of the turns up to which talk is early and from which on it is late."""
AFTER_ORDER_TURNS = 10
"""Turns in which talk of a delivered order marks the whole call as one after the sale (M40)."""


class BaselineCoder:
    """Codes a conversation in one pass, turn by turn; the same conversation gives the same units."""

    name = "askwell-baseline/1"

    def units(self, conversation: Conversation, lang: str) -> tuple[Unit, ...]:
        """The units of a conversation in ``en`` or ``zh``, with attributes and links."""
        state = ConversationState(lang)
        found = list[Unit]()
        for number, turn in enumerate(conversation.turns):
            confirmed = _confirmed(conversation.turns, number, lang)
            parts = segments(clauses(turn, lang), lang, confirmed=confirmed)
            if number < AFTER_ORDER_TURNS and any("after_order" in part.cues for part in parts):
                state.after_order = True
            place = _place(number, len(conversation.turns))
            judged = [(part, _judged(part, turn.speaker, state, place)) for part in parts]
            units = _turn_units(drafts(judged, turn.text, lang), number, turn, len(found), state)
            for unit in units:
                state.add(unit, turn.text[unit.start : unit.end])
            state.end_turn(turn.speaker, units, turn.text)
            found += units
        return tuple(found)


def _judged(part: Segment, side: Side, state: ConversationState, place: frozenset[str]) -> Judgement:
    features = part.cues | place | _shape(part, state.lang) | state.features(content(part.text, state.lang))
    tables = scoring.tables()
    seller = tables["seller_question" if part.question else "seller_statement"].scores(features)
    if side is Side.SELLER:
        return scoring.judge(seller)
    buyer = tables["buyer"].scores(features)
    if side is Side.BUYER:
        return scoring.judge(buyer)
    shared = {code: max(seller.get(code, score), score) for code, score in buyer.items()}
    return scoring.judge(seller | shared, scoring.TEMPERATURE * UNKNOWN_SIDE_TEMPERATURE)


def _shape(part: Segment, lang: str) -> frozenset[str]:
    """What the form of a segment says: its length, and whether it asks, with or without the words of a question."""
    length = len(part.text) if lang == "zh" else len(part.text.split())
    tiny, short, long = (4, 12, 40) if lang == "zh" else (3, 6, 22)
    named = {
        "tiny": length <= tiny,
        "short": length <= short,
        "long": length > long,
        "filler": part.filler,
        "question": part.question,
        "declared": part.question and not part.cues & {"ask", "tell_me"},
    }
    return frozenset(name for name, holds in named.items() if holds)


def _place(number: int, turns: int) -> frozenset[str]:
    named = {
        "opening": number < OPENING_TURNS,
        "early": number < max(OPENING_TURNS, EARLY_SHARE * turns),
        "late": number >= LATE_SHARE * turns,
    }
    return frozenset(name for name, holds in named.items() if holds)


def _confirmed(turns: Sequence[Turn], number: int, lang: str) -> bool:
    """Whether the other side's next words say yes or no."""
    following = turns[number + 1 : number + 2]
    return any(turn.speaker is not turns[number].speaker and is_confirmation(turn.text, lang) for turn in following)


def _turn_units(found: Sequence[Draft], number: int, turn: Turn, before: int, state: ConversationState) -> list[Unit]:
    units = list[Unit]()
    for i, draft in enumerate(found):
        text = turn.text[draft.start : draft.end]
        unit = Unit(
            id=f"u{before + i + 1:04d}",
            turn=number,
            start=draft.start,
            end=draft.end,
            code=draft.judgement.code,
            p=draft.judgement.p,
            uncertain=draft.judgement.uncertain,
            alternatives=draft.judgement.alternatives,
            links=links(draft.judgement.code, text, state, first=i == 0),
        )
        units.append(replace(unit, attrs=attributes(unit, text, lead_in=draft.lead_in, side=turn.speaker, state=state)))
    return units
