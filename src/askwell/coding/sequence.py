"""One pass through a conversation, turn by turn: what our coders share.

A coder says how a segment is judged; the pass keeps the state of the talk, makes units of segments, and gives the units
their attributes and links.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from askwell.coding.attributes import attributes
from askwell.coding.coded import Unit
from askwell.coding.cutting import CutModels, shipped_cuts
from askwell.coding.joining import CarriesOn, Draft, carries_on_by_rule, drafts
from askwell.coding.links import links
from askwell.coding.scoring import Judgement
from askwell.coding.segments import Segment, is_confirmation, segments
from askwell.coding.splitting import clauses
from askwell.coding.state import ConversationState
from askwell.coding.words import content
from askwell.method.terms import Code, Side
from askwell.transcript.conversation import Conversation, Turn

OPENING_TURNS = 4
EARLY_SHARE, LATE_SHARE = 0.12, 0.75
"""Shares of the turns up to which talk is early and from which on it is late."""
AFTER_ORDER_TURNS = 10
"""Turns in which talk of a delivered order marks the whole call as one after the sale (M40)."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A segment as it comes up, and what may be known of the talk around it.

    ``number`` counts the segments of the conversation, ``features`` say what it holds, how it is shaped and what went
    before; ``earlier`` is the code of the segment before it in the turn; ``before`` and ``after`` are the turns around.
    """

    part: Segment
    number: int
    side: Side
    features: frozenset[str]
    earlier: Code | None
    before: str
    after: str


Judge = Callable[[Moment], Judgement]
Parts = tuple[tuple[Segment, ...], ...]


def segmented(conversation: Conversation, lang: str, cuts: CutModels | None = None) -> Parts:
    """The segments of each turn; ``cuts``, the shipped model if None, cuts speech without punctuation."""
    turns, models = conversation.turns, cuts or shipped_cuts()
    return tuple(
        segments(clauses(turn, lang, models), lang, confirmed=_confirmed(turns, number, lang))
        for number, turn in enumerate(turns)
    )


def units_by(
    judge: Judge, conversation: Conversation, parts: Parts, lang: str, carries_on: CarriesOn = carries_on_by_rule
) -> tuple[Unit, ...]:
    """The units of a conversation, each segment judged in its turn."""
    state = ConversationState(lang)
    found = list[Unit]()
    heard = 0
    for number, turn in enumerate(conversation.turns):
        if number < AFTER_ORDER_TURNS and any("after_order" in part.cues for part in parts[number]):
            state.after_order = True
        judged = list[tuple[Segment, Judgement]]()
        for part in parts[number]:
            earlier = judged[-1][1].code if judged else None
            judged.append((part, judge(_moment(conversation.turns, number, part, heard, earlier, state))))
            heard += 1
        units = _turn_units(drafts(judged, turn.text, lang, carries_on), number, turn, len(found), state)
        for unit in units:
            state.add(unit, turn.text[unit.start : unit.end])
        state.end_turn(turn.speaker, units, turn.text)
        found += units
    return tuple(found)


def _moment(
    turns: Sequence[Turn], number: int, part: Segment, heard: int, earlier: Code | None, state: ConversationState
) -> Moment:
    return Moment(
        part=part,
        number=heard,
        side=turns[number].speaker,
        features=shown(part, number, len(turns), state.lang) | state.features(content(part.text, state.lang)),
        earlier=earlier,
        before=turns[number - 1].text if number else "",
        after=turns[number + 1].text if number + 1 < len(turns) else "",
    )


def shown(part: Segment, number: int, turns: int, lang: str) -> frozenset[str]:
    """What a segment of turn ``number`` shows by itself: its cues, its place in the talk, its form."""
    return part.cues | _place(number, turns) | _shape(part, lang)


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
        units.append(replace(unit, attrs=attributes(unit, text, lead_in=draft.lead_in, state=state)))
    return units
