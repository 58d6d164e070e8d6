"""The units of a call as a table for spreadsheets."""

import csv
from collections.abc import Iterable
from io import StringIO

from askwell.coding.coded import CodedConversation
from askwell.report.build import call_view
from askwell.report.language import Wording, wording
from askwell.report.view import CallView, TurnView, UnitMark

FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")


def csv_report(coded: CodedConversation, lang: str) -> bytes:
    """One row a unit, UTF-8 with a byte order mark; a cell a spreadsheet would compute gets a leading apostrophe."""
    view, words = call_view(coded, lang), wording(lang)
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(_titles(words))
    writer.writerows([safe(cell) for cell in row] for row in _rows(coded, view))
    return out.getvalue().encode("utf-8-sig")


def safe(cell: str) -> str:
    """The cell as text: spreadsheets take what begins with = + - @ tab or return for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_BEGINS) else cell


def _titles(words: Wording) -> list[str]:
    _ = words
    return [
        _("Unit"),
        _("Turn"),
        _("Time"),
        _("Side"),
        _("Speaker"),
        _("Code"),
        _("Code name"),
        _("Probability"),
        _("Uncertain"),
        _("More"),
        _("Links"),
        _("Words"),
    ]


def _rows(coded: CodedConversation, view: CallView) -> Iterable[list[str]]:
    chances = {unit.id: f"{unit.p:g}" for unit in coded.units}
    for turn in view.turns:
        for mark in turn.marks:
            yield _row(mark, turn, view, chances[mark.quote.unit])


def _row(mark: UnitMark, turn: TurnView, view: CallView, chance: str) -> list[str]:
    quote = mark.quote
    return [
        quote.unit,
        str(turn.number + 1),
        quote.at if view.timeline.timed else "",
        turn.side.value,
        quote.speaker,
        quote.code.value,
        quote.name,
        chance,
        "1" if quote.uncertain else "0",
        mark.note,
        "; ".join(f"{kind} {target.unit}" for kind, target in mark.links),
        quote.text,
    ]
