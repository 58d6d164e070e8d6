"""Every unit of a call as a quote with its place, found by id."""

from collections.abc import Iterable

from askwell.coding.coded import CodedConversation, Unit
from askwell.method.terms import Code, Side
from askwell.report.language import Wording, clock, printable
from askwell.report.signs import SIGNS
from askwell.report.timeline import Timeline
from askwell.report.view import Quote
from askwell.transcript.conversation import Turn


class Quotes:
    """``quotes[unit_id]``; an id that is not in the call is left out of lists, for a report must not break on it."""

    def __init__(self, coded: CodedConversation, timeline: Timeline, words: Wording) -> None:
        self.coded = coded
        self.timeline = timeline
        self.words = words
        self.units = {unit.id: unit for unit in coded.units}
        self._order = {unit.id: i for i, unit in enumerate(coded.units)}
        self._names = {person.id: person.name for person in coded.conversation.participants}
        self._needs = {need.id: need.units[:1] for need in coded.needs}
        self._quotes = {unit.id: self._quote(unit) for unit in coded.units}

    def __getitem__(self, unit_id: str) -> Quote:
        return self._quotes[unit_id]

    def of(self, unit_ids: Iterable[str]) -> tuple[Quote, ...]:
        """The quotes of these ids that exist, in the order of the talk."""
        known = {unit_id for unit_id in unit_ids if unit_id in self._order}
        return tuple(self._quotes[unit_id] for unit_id in sorted(known, key=self._order.__getitem__))

    def led_to(self, end: str) -> tuple[Quote, ...]:
        """The quote a link leads to; for a need the first of its quotes."""
        return self.of(self._needs.get(end, (end,)))

    def with_code(self, *codes: Code) -> tuple[Quote, ...]:
        return tuple(self._quotes[unit.id] for unit in self.coded.units if unit.code in codes)

    def at(self, turn: int) -> str:
        """When a turn begins; its number, from 1, where the call has no times."""
        if self.timeline.timed:
            return clock(self.timeline.starts[turn])
        return self.words("turn %(n)s", n=turn + 1)

    def speaker(self, turn: Turn) -> str:
        named = turn.name or self._names.get(turn.participant or "")
        return printable(named) if named else side_name(turn.speaker, self.words)

    def _quote(self, unit: Unit) -> Quote:
        turn = self.coded.conversation.turns[unit.turn]
        moment = self.timeline.moment(unit, turn)
        sign = SIGNS[unit.code]
        return Quote(
            unit=unit.id,
            turn=unit.turn,
            text=printable(self.coded.text_of(unit)),
            lang=self.coded.lang,
            at=clock(moment) if self.timeline.timed else self.at(unit.turn),
            share=self.timeline.share(moment),
            speaker=self.speaker(turn),
            side=turn.speaker,
            code=unit.code,
            name=self.words.name(unit.code),
            mark=sign.mark,
            family=sign.family,
            uncertain=unit.uncertain,
        )


def side_name(side: Side, words: Wording) -> str:
    _ = words
    return {Side.SELLER: _("Seller"), Side.BUYER: _("Buyer"), Side.UNKNOWN: _("Unknown speaker")}[side]
