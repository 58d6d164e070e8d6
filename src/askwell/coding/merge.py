"""The state of a call: a machine's coding with people's decisions laid over it, as a pure function.

A decision never edits the coding. Its anchor quotes the words it is about, so that it finds its place again after the
conversation was coded anew or its transcript revised; one whose words are gone is listed, never lost.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any

from askwell.coding.coded import Attrs, CodedConversation, Layer, Link, OutcomeJudgement, Unit
from askwell.coding.coded_json import attrs_from_json
from askwell.coding.matching import shared_length
from askwell.method.terms import NEEDS, Code, LinkKind, NeedOf, Outcome, Want, codes_for
from askwell.transcript.conversation import Conversation

Span = tuple[int, int, int]
NOWHERE: Span = (-1, 0, 0)
ELSEWHERE: Span = (-2, 0, 0)
"""The place of a want that was stated in another call."""
_OF_NEED = (LinkKind.WORKS_ON, LinkKind.DEEPENS)
"""The links by which words tell a need that was told before."""


class DecisionKind(StrEnum):
    """What a person decided about a call's coding."""

    # value: {"code", "attrs"?, "meets"?, "tells"?}; the anchor's words are one unit; "meets" is the want of a benefit,
    # null where another call has it; "tells" are words that tell the same need
    CODE_SPAN = "code_span"
    CLEAR_SPAN = "clear_span"  # the anchor's words do nothing codeable
    SET_OUTCOME = "set_outcome"  # value: {"label"}; the anchor quotes what shows it
    UNDO = "undo"  # value: {"decision": id}


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words of one turn: half-open code points ``start`` to ``end``, quoted in ``text``."""

    turn: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Decision:
    id: str
    kind: DecisionKind
    anchor: Anchor
    value: Mapping[str, Any] = field(default_factory=dict)
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Merged:
    """``unattached`` holds the decisions in force of which some words are no longer in the conversation: those they are
    about, or those they name: of a want, or of the same need.
    """

    coded: CodedConversation
    unattached: tuple[Decision, ...]


def merge(coding: CodedConversation, decisions: Sequence[Decision]) -> Merged:
    """Lay decisions, oldest first, over a coding.

    Units a person decided carry ``p`` 1 and no alternatives. Stages, needs, measures and findings rest on the units, so
    they are dropped here for ``understand`` and ``advise`` to find anew; so is the outcome, unless a person set it.
    """
    units, outcome, meant = list(coding.units), None, dict[str, Span | None]()
    unattached: list[Decision] = []
    in_force = decisions_in_force(decisions)
    for decision in in_force:
        span = standing_at(decision, coding.conversation)
        if span is None:
            unattached.append(decision)
        elif decision.kind is DecisionKind.SET_OUTCOME:
            outcome = (Outcome(decision.value["label"]), span)
        else:
            units = _carve(units, span, _decided(decision, span, units), coding.conversation.turns[span[0]].text)
            meant |= _meant(decision, coding.conversation)
    if not in_force:
        return Merged(coding, ())
    bearing = [(_telling if unit.code in NEEDS else _meeting)(unit, meant, units) for unit in units]
    held = {f"decision-{decision.id}": decision for decision in in_force}
    unattached += [held[unit.id] for unit in bearing if unit.id in meant and not (unit.attrs.want or unit.attrs.need)]
    numbered = _renumber(_fill_empty_turns(coding.conversation, bearing))
    merged = replace(
        coding,
        layer=Layer(by="person", coder=in_force[-1].author, over=coding.model),
        units=numbered,
        stages=(),
        needs=(),
        outcome=None if outcome is None else _judged(outcome, numbered),
        findings=(),
        measures={},
    )
    return Merged(merged, tuple(unattached))


def decisions_in_force(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """Those no later decision undid; undoing an undo brings the first one back."""
    undone: set[str] = set()
    for decision in reversed(decisions):
        if decision.kind is DecisionKind.UNDO and decision.id not in undone:
            undone.add(str(decision.value["decision"]))
    return tuple(item for item in decisions if item.kind is not DecisionKind.UNDO and item.id not in undone)


def decided_by_person(coded: CodedConversation, unit: Unit) -> bool:
    """Whether a unit stands as a person decided it, over the coding of a machine."""
    return coded.layer.by == "person" and coded.layer.over is not None and unit.p == 1


def locate(anchor: Anchor, conversation: Conversation) -> Span | None:
    """Where the anchor's words stand now: the same place, or else the nearest turn that holds them."""
    turns = conversation.turns
    if anchor.turn < len(turns) and turns[anchor.turn].text[anchor.start : anchor.end] == anchor.text:
        return anchor.turn, anchor.start, anchor.end
    if not anchor.text:
        return None
    holding = [(abs(i - anchor.turn), i) for i, turn in enumerate(turns) if anchor.text in turn.text]
    if not holding:
        return None
    _, turn = min(holding)
    start = min(_occurrences(turns[turn].text, anchor.text), key=lambda place: (abs(place - anchor.start), place))
    return turn, start, start + len(anchor.text)


def allowed_codes(conversation: Conversation, turn: int) -> frozenset[Code]:
    """The codes a person may give a unit of this turn."""
    return codes_for(conversation.turns[turn].speaker)


def standing_at(decision: Decision, conversation: Conversation) -> Span | None:
    """Where a decision stands now; nowhere where its words are gone, or are of a side that cannot have its code."""
    span = locate(decision.anchor, conversation)
    codes = decision.kind is DecisionKind.CODE_SPAN
    if span and codes and decision.value["code"] not in allowed_codes(conversation, span[0]):
        return None
    return span


def _occurrences(text: str, words: str) -> list[int]:
    places, at = [], text.find(words)
    while at >= 0:
        places.append(at)
        at = text.find(words, at + 1)
    return places


def _decided(decision: Decision, span: Span, units: list[Unit]) -> Unit | None:
    if decision.kind is DecisionKind.CLEAR_SPAN:
        return None
    turn, start, end = span
    said = decision.value.get("attrs", {})
    put = Unit(f"decision-{decision.id}", turn, start, end, Code(decision.value["code"]), attrs=attrs_from_json(said))
    return _with_what_was_told(put, said.keys(), units)


def _meant(decision: Decision, conversation: Conversation) -> dict[str, Span | None]:
    """Where the words stand, if anywhere now, that a person says a unit bears on, by the unit's id."""
    named = [decision.value[key] for key in ("meets", "tells") if key in decision.value]
    return {
        f"decision-{decision.id}": ELSEWHERE if said is None else locate(Anchor(**said), conversation) for said in named
    }


def _meeting(unit: Unit, meant: Mapping[str, Span | None], units: list[Unit]) -> Unit:
    """A benefit linked to the want a person named for it, or to none; where that want is gone, nothing is said."""
    if unit.id not in meant and unit.attrs.want is not Want.UNMET:
        return unit
    rest = tuple(link for link in unit.links if link.kind is not LinkKind.MEETS)
    if unit.id not in meant or meant[unit.id] is ELSEWHERE:
        return replace(unit, links=rest)
    named = _links(LinkKind.MEETS, meant[unit.id], [one for one in units if one.code is Code.EXPLICIT_NEED])
    return replace(unit, links=(*rest, *named), attrs=replace(unit.attrs, want=Want.MET if named else None))


def _telling(unit: Unit, meant: Mapping[str, Span | None], units: list[Unit]) -> Unit:
    """Words of the buyer linked to those that a person says tell the same need; none where these are gone."""
    if unit.attrs.need is NeedOf.OWN:
        return replace(unit, links=tuple(link for link in unit.links if link.kind not in _OF_NEED))
    if unit.id not in meant:
        return unit
    named = _links(LinkKind.WORKS_ON, meant[unit.id], [one for one in units if one.code in NEEDS])
    return replace(unit, links=named, attrs=replace(unit.attrs, need=NeedOf.TOLD if named else None))


def _links(kind: LinkKind, there: Span | None, units: list[Unit]) -> tuple[Link, ...]:
    """A link to the unit that has most of a place; none where no unit has any of it."""
    turn, start, end = there or NOWHERE
    shared = [(min(one.end, end) - max(one.start, start), one.id) for one in units if one.turn == turn]
    return tuple(Link(kind, to) for length, to in sorted(shared)[-1:] if length > 0)


def _carve(units: list[Unit], span: Span, put: Unit | None, text: str) -> list[Unit]:
    """Cut the span out of the units it overlaps; what is left of a unit's longer side stays, if it holds any word."""
    turn, start, end = span
    kept: list[Unit] = []
    for unit in units:
        if unit.turn != turn or unit.end <= start or unit.start >= end:
            kept.append(unit)
            continue
        before, after = start - unit.start, unit.end - end
        rest = replace(unit, end=start) if before >= after else replace(unit, start=end)
        if any(char.isalnum() for char in text[rest.start : rest.end]):
            kept.append(rest)
    return kept if put is None else [*kept, put]


def _with_what_was_told(put: Unit, said: Collection[str], units: list[Unit]) -> Unit:
    """A unit of the same code as before keeps what was known, save what the person says of it; another code nothing."""
    there = [unit for unit in units if unit.turn == put.turn and shared_length(unit, put) > 0]
    same = [unit for unit in there if unit.code is put.code]
    if not same:
        return put
    told = max(same, key=lambda unit: shared_length(unit, put))
    overruled = {item.name: getattr(put.attrs, item.name) for item in fields(Attrs) if item.name in said}
    return replace(put, attrs=replace(told.attrs, **overruled), links=told.links)


def _fill_empty_turns(conversation: Conversation, units: list[Unit]) -> list[Unit]:
    """A turn in which nothing is coded carries one ``other`` over its whole text."""
    coded = {unit.turn for unit in units}
    bare = [i for i, turn in enumerate(conversation.turns) if turn.text and i not in coded]
    return units + [Unit(f"bare-{i}", i, 0, len(conversation.turns[i].text), Code.OTHER) for i in bare]


def _renumber(units: list[Unit]) -> tuple[Unit, ...]:
    """Ids ``u0001`` onwards in the order of the talk; links to units that are gone go too."""
    ordered = sorted(units, key=lambda unit: (unit.turn, unit.start))
    new_id = {unit.id: f"u{number:04}" for number, unit in enumerate(ordered, 1)}
    return tuple(
        replace(
            unit,
            id=new_id[unit.id],
            links=tuple(replace(link, to=new_id[link.to]) for link in unit.links if link.to in new_id),
        )
        for unit in ordered
    )


def _judged(outcome: tuple[Outcome, Span], units: tuple[Unit, ...]) -> OutcomeJudgement:
    label, (turn, start, end) = outcome
    showing = tuple(unit.id for unit in units if unit.turn == turn and unit.start < end and start < unit.end)
    return OutcomeJudgement(label, 1.0, False, showing)
