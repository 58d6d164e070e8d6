"""The question mix: what kinds of questions the seller asked (M13)."""

from collections.abc import Iterable

from markupsafe import Markup

from askwell.report.language import wording
from askwell.report.marks import shape
from askwell.report.svg import drawing, element, paint
from askwell.report.view import CallView, MixPart

WIDTH, ROW, BAR = 360.0, 30.0, 9.0


def mix_svg(view: CallView) -> Markup:
    """A bar for each kind of question, with its count and share."""
    words = wording(view.lang)
    described = words.listed([words.titled(part.name, f"{part.count}{words.aside(part.percent)}") for part in view.mix])
    most = max((part.share for part in view.mix), default=0.0) or 1.0
    bars = (bar for i, part in enumerate(view.mix) for bar in _bar(part, i * ROW, most))
    return drawing("mix", words("Question mix"), described, (WIDTH, ROW * len(view.mix)), *bars)


def _bar(part: MixPart, top: float, most: float) -> Iterable[Markup]:
    left, middle = 22.0, top + ROW / 2
    yield shape(part.code, part.mark, 8.0, middle)
    yield element("text", part.name, x=left, y=middle - 2, **paint("ink"))
    yield element("rect", x=left, y=middle + 3, width=WIDTH - left, height=BAR - 4, rx="2.5", **paint("tint"))
    if part.count:
        length = (WIDTH - left) * part.share / most
        yield element("rect", x=left, y=middle + 3, width=length, height=BAR - 4, rx="2.5", **paint("plum"))
    label = f"{part.count} · {part.percent}" if part.count else "0"
    yield element("text", label, x=WIDTH, y=middle - 2, text_anchor="end", font_weight="600", **paint("ink"))
