"""The need ladder: how far one need grew in the call, from implied to met, each rung leading to its words (M20)."""

from collections.abc import Iterable

from markupsafe import Markup

from askwell.report.language import wording
from askwell.report.marks import SIZE, mark
from askwell.report.svg import drawing, element, paint
from askwell.report.view import NeedView, Step

WIDTH, RISE, FLOOR = 360.0, 24.0, 128.0
TREAD = WIDTH / 4
MOST_MARKS = 4


def ladder_svg(need: NeedView, lang: str) -> Markup:
    """Four rising steps; a step that was reached is solid and holds the marks of its quotes."""
    words = wording(lang)
    reached = [words.titled(step.name, str(len(step.quotes))) for step in need.steps]
    steps = (part for i, step in enumerate(need.steps) for part in _step(step, i, lang))
    return drawing(
        f"ladder-{need.id}", words.titled(words("Need"), need.label), words.listed(reached), (WIDTH, FLOOR), *steps
    )


def _step(step: Step, index: int, lang: str) -> Iterable[Markup]:
    x, y = index * TREAD, FLOOR - 34 - index * RISE
    met = bool(step.quotes)
    block = {"x": x + 1.5, "y": y, "width": TREAD - 3, "height": FLOOR - y}
    yield element("rect", **block, rx="2", **paint("tint" if met else "paper", None if met else "faint"))
    look = paint(None, "plum" if met else "faint")
    dashes = None if met else "3 3"
    yield element("line", x1=x + 1.5, x2=x + TREAD - 1.5, y1=y, y2=y, stroke_width="3", stroke_dasharray=dashes, **look)
    weight = "600" if met else "400"
    yield element(
        "text", step.name, x=x + 5, y=y + 17, font_size="10.5", font_weight=weight, **paint("ink" if met else "muted")
    )
    many = len(step.quotes) > MOST_MARKS  # then the marks begin at the left, to leave room for how many more there are
    half = (min(len(step.quotes), MOST_MARKS) - 1) * (SIZE + 1) / 2
    first = x + SIZE / 2 + 3 if many else x + TREAD / 2 - half
    for i, quote in enumerate(step.quotes[:MOST_MARKS]):
        yield mark(quote, first + i * (SIZE + 1), y - SIZE / 2 - 4, wording(lang))
    if many:
        rest = f"+{len(step.quotes) - MOST_MARKS}"
        yield element("text", rest, x=x + TREAD - 4, y=y - 6, text_anchor="end", font_size="11", **paint("muted"))
