"""The transcript with its codes: each turn cut into coded and uncoded pieces."""

from dataclasses import astuple, replace

from askwell.coding.coded import Unit
from askwell.counsel.causes import brought_on
from askwell.method.terms import Code, LinkKind
from askwell.report.language import printable
from askwell.report.quotes import Quotes
from askwell.report.view import Segment, StageView, TurnView, UnitMark


def turn_views(quotes: Quotes, stages: tuple[StageView, ...]) -> tuple[TurnView, ...]:
    """All turns; ``stage`` is set on the turn that opens a stage."""
    by_turn: dict[int, list[Unit]] = {}
    for unit in quotes.coded.units:
        by_turn.setdefault(unit.turn, []).append(unit)
    opening = {stage.first: stage.name for stage in stages}
    line = quotes.timeline
    return tuple(
        TurnView(
            number=number,
            side=turn.speaker,
            speaker=quotes.speaker(turn),
            at=quotes.at(number),
            stage=opening.get(number, ""),
            segments=_segments(turn.text, by_turn.get(number, []), quotes),
            share=(line.share(line.starts[number]), line.share(line.ends[number])),
        )
        for number, turn in enumerate(quotes.coded.conversation.turns)
    )


def _segments(text: str, units: list[Unit], quotes: Quotes) -> tuple[Segment, ...]:
    segments, place = [], 0
    for unit in units:
        if unit.start > place:
            segments.append(Segment(printable(text[place : unit.start])))
        segments.append(Segment(printable(text[unit.start : unit.end]), _mark(unit, quotes)))
        place = unit.end
    if place < len(text):
        segments.append(Segment(printable(text[place:])))
    return tuple(segments)


def _mark(unit: Unit, quotes: Quotes) -> UnitMark:
    words, unit = quotes.words, _as_it_shows(unit, quotes)
    told = replace(unit.attrs, evidence=None, want=None, need=None)
    facts = [words.name(value) for value in astuple(told) if value is not None]
    others = [f"{words.name(other.code)} {words.percent(other.p)}" for other in unit.alternatives]
    return UnitMark(
        quote=quotes[unit.id],
        p=words.percent(unit.p),
        note=words.listed(facts),
        alternatives=words.listed(others),
        links=tuple((words.name(link.kind), end) for link in unit.links for end in quotes.led_to(link.to)),
    )


def _as_it_shows(unit: Unit, quotes: Quotes) -> Unit:
    """An objection with no more of its cause than shows in the call; any other unit as it is."""
    if unit.code is not Code.OBJECTION:
        return unit
    found = brought_on(quotes.coded, unit)
    shown = {one.id for one in found.units}
    links = tuple(link for link in unit.links if link.kind is not LinkKind.CAUSED_BY or link.to in shown)
    return replace(unit, attrs=replace(unit.attrs, cause=found.cause), links=links)


def is_quiet(code: Code) -> bool:
    """Codes that mark nothing worth a sign in the margin."""
    return code in (Code.OTHER, Code.SMALL_TALK)
