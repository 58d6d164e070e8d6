"""A probability with its interval, on a line from nothing to certain."""

from markupsafe import Markup

from askwell.report.language import wording
from askwell.report.svg import drawing, element, paint

WIDTH, HEIGHT = 420.0, 58.0
LEFT, RIGHT, LINE = 14.0, 14.0, 22.0


def chance_svg(p: float, low: float, high: float, lang: str) -> Markup:
    """A dot at ``p`` on a band from ``low`` to ``high``, all shares from 0 to 1."""
    words = wording(lang)
    said = words("95%% interval %(low)s to %(high)s", low=words.percent(low), high=words.percent(high))
    ticks = [
        element(
            "text",
            words.percent(share),
            x=_x(share),
            y=LINE + 28,
            text_anchor=_anchor(share),
            font_size="11",
            **paint("muted"),
        )
        for share in (0.0, 0.5, 1.0)
    ]
    return drawing(
        "chance",
        words("Chance of an order"),
        f"{words.percent(p)}; {said}",
        (WIDTH, HEIGHT),
        element("line", x1=_x(0), x2=_x(1), y1=LINE, y2=LINE, **paint(None, "faint")),
        element("rect", x=_x(low), y=LINE - 6, width=_x(high) - _x(low), height=12.0, rx="6", **paint("wash")),
        element("circle", cx=_x(p), cy=LINE, r=7.0, **paint("plum")),
        *ticks,
    )


def _x(share: float) -> float:
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _anchor(share: float) -> str:
    return "start" if share == 0 else "end" if share == 1 else "middle"
