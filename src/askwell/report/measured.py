"""The figures of a call as printed: name, value with its unit, definition, and the reason where a figure is missing."""

from askwell.coding.coded import CodedConversation, Measure
from askwell.report.language import Wording, clock, printable
from askwell.report.view import MeasureView
from askwell.understanding.measures import MEASURES, WHY_NULL


def measure_views(coded: CodedConversation, words: Wording) -> tuple[MeasureView, ...]:
    """The measures of the call in the order of their table, then any that the table does not know."""
    known = [name for name in MEASURES if name in coded.measures]
    others = sorted(name for name in coded.measures if name not in MEASURES)
    return tuple(_measure_view(name, coded.measures[name], words) for name in [*known, *others])


def _measure_view(name: str, measure: Measure, words: Wording) -> MeasureView:
    entry = MEASURES.get(name)
    why = WHY_NULL.get(measure.why_null or "")
    return MeasureView(
        id=printable(name),
        name=entry.title.in_lang(words.lang) if entry else printable(name),
        value="" if measure.value is None else written(measure.value, measure.unit or "", words),
        definition=entry.definition.in_lang(words.lang) if entry else "",
        why_null=why.in_lang(words.lang) if why else printable(measure.why_null or ""),
    )


def written(value: float, unit: str, words: Wording) -> str:
    """A figure with its unit: ``48%``, ``1:44``, ``2.5 s``, ``27.6 an hour``."""
    _ = words
    if unit == "share":
        return words.percent(value)
    if unit == "s":
        return clock(value) if value >= 60 else _("%(n)s s", n=words.number(value))
    figure = words.number(value)
    return {"1/h": _("%(n)s an hour", n=figure), "switches/min": _("%(n)s a minute", n=figure)}.get(unit, figure)
