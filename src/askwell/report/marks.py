"""The mark of a unit in a drawing: a letter in a box or a shape, told apart without colour, leading to its words."""

from markupsafe import Markup

from askwell.method.terms import Code
from askwell.report.language import Wording, shortened
from askwell.report.svg import element, link, paint
from askwell.report.view import Quote

SIZE = 14.0
TITLE_LENGTH = 160
# From situation to need-payoff the boxes grow darker: the eye sees the call move on even where letters are small.
_BOXES = {
    Code.SITUATION_QUESTION: ("paper", "soft", "ink"),
    Code.PROBLEM_QUESTION: ("wash", "soft", "plum"),
    Code.IMPLICATION_QUESTION: ("soft", "soft", "ink"),
    Code.NEED_PAYOFF_QUESTION: ("plum", "plum", "paper"),
    Code.BENEFIT: ("ink", "ink", "paper"),
    Code.CLOSING_ATTEMPT: ("brick", "brick", "paper"),
}
_PLAIN_BOX = ("paper", "faint", "muted")


def mark(quote: Quote, x: float, y: float, words: Wording) -> Markup:
    """The linked mark of a quote, its middle at (x, y)."""
    return link(quote.unit, spoken(quote, words), shape(quote.code, quote.mark, x, y, uncertain=quote.uncertain))


def spoken(quote: Quote, words: Wording) -> str:
    """What a mark says when asked: when, what, who, and the words."""
    what = f"{quote.name}{words.aside(words('uncertain'))}" if quote.uncertain else quote.name
    return words.titled(f"{quote.at} {what} {quote.speaker}", f"“{shortened(quote.text, TITLE_LENGTH)}”")


def shape(code: Code, sign: str, x: float, y: float, *, uncertain: bool = False) -> Markup:
    """The bare mark of a code, for a row's label and a legend too."""
    dashes = "2 1.5" if uncertain else None
    r = SIZE / 2
    if code in (Code.IMPLIED_NEED, Code.EXPLICIT_NEED):
        fill = "paper" if code is Code.IMPLIED_NEED else "soft" if uncertain else "plum"
        look = paint(fill, "plum")
        return element("circle", cx=x, cy=y, r=r - 1.6, stroke_width="2", stroke_dasharray=dashes, **look)
    if code is Code.OBJECTION:
        points = f"M{x:.1f} {y - r + 0.8:.1f}l{r - 0.4:.1f} {SIZE - 2.2:.1f}h-{SIZE - 0.8:.1f}z"
        return element(
            "path",
            d=points,
            stroke_width="1.5",
            stroke_dasharray=dashes,
            **paint(None if uncertain else "brick", "brick"),
        )
    if code is Code.COMMITMENT_PROPOSAL:
        points = f"M{x - 4.5:.1f} {y - 5.5:.1f}l10 5.5l-10 5.5z"
        return element("path", d=points, stroke_width="1.8", stroke_dasharray=dashes, **paint("paper", "ink"))
    if code is Code.AGREEMENT:
        points = f"M{x - 5.5:.1f} {y:.1f}l4 4.5l7.5 -9.5"
        return element(
            "path",
            d=points,
            stroke_width="2.4",
            stroke_linecap="butt" if uncertain else "round",
            stroke_dasharray=dashes,
            **paint(None, "ink"),
        )
    return _box(code, sign, x, y, dashes)


def _box(code: Code, sign: str, x: float, y: float, dashes: str | None) -> Markup:
    fill, stroke, ink = _BOXES.get(code, _PLAIN_BOX)
    if dashes:
        fill, stroke, ink = "paper", "muted", "ink"
    half = SIZE / 2 - 0.5
    place = {"x": x - half, "y": y - half, "width": half * 2, "height": half * 2}
    box = element("rect", **place, rx="2.5", stroke_dasharray=dashes, **paint(fill, stroke))
    letter = element(
        "text", sign, x=x, y=y + 3.6, text_anchor="middle", font_size="10", font_weight="700", **paint(ink)
    )
    return element("g", box, letter)
