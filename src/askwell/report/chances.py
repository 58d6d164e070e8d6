"""Chances of many deals, each on a thin line, and whether chances came true: drawings that read without colour."""

from collections.abc import Sequence

from markupsafe import Markup

from askwell.deal.forecasting.backtest import Bin
from askwell.report.language import wording
from askwell.report.svg import drawing, element, paint

LINE_WIDTH, LINE_HEIGHT, EDGE = 160.0, 18.0, 7.0
SIDE, LEFT, TOP, BELOW = 240.0, 54.0, 18.0, 44.0
LEAST_DOT, MOST_DOT = 4.0, 14.0


def chance_line_svg(key: str, p: float, low: float, high: float, lang: str) -> Markup:
    """A dot at ``p`` on a band from ``low`` to ``high``; ``key`` keeps its ids apart from those of other lines."""
    words = wording(lang)
    said = words("95%% interval %(low)s to %(high)s", low=words.percent(low), high=words.percent(high))
    middle = LINE_HEIGHT / 2
    return drawing(
        f"chance-{key}",
        words("Chance of an order"),
        f"{words.percent(p)}; {said}",
        (LINE_WIDTH, LINE_HEIGHT),
        element("line", x1=_along(0), x2=_along(1), y1=middle, y2=middle, **paint(None, "faint")),
        element("rect", x=_along(low), y=middle - 4, width=_along(high) - _along(low), height=8.0, rx="4",
                **paint("soft")),
        element("circle", cx=_along(p), cy=middle, r=5.0, **paint("plum")),
    )  # fmt: skip


def calibration_svg(bins: Sequence[Bin], lang: str) -> Markup:
    """What was said against what came: dots on the diagonal say that chances came true; larger ones are more deals."""
    words = wording(lang)
    most = max((found.deals for found in bins), default=1.0)
    dots = [
        element(
            "circle",
            cx=_x(found.said),
            cy=_y(found.won),
            r=LEAST_DOT + (MOST_DOT - LEAST_DOT) * (found.deals / most) ** 0.5,
            fill_opacity="0.85",
            **paint("plum"),
        )
        for found in bins
    ]
    listed = "; ".join(f"{words.percent(found.said)} → {words.percent(found.won)}" for found in bins)
    return drawing(
        "calibration",
        words("Said and won"),
        listed,
        (LEFT + SIDE + 20, TOP + SIDE + BELOW),
        element("rect", x=LEFT, y=TOP, width=SIDE, height=SIDE, **paint(None, "faint")),
        element("line", x1=_x(0), y1=_y(0), x2=_x(1), y2=_y(1), stroke_dasharray="4 4", **paint(None, "muted")),
        *dots,
        *_ticks(lang),
        element("text", words("chance that was said"), x=_x(0.5), y=_y(0) + 36, text_anchor="middle", **paint("muted")),
        element("text", words("won"), x=_x(0) - 18, y=_y(0.5) + 4, text_anchor="end", **paint("muted")),
    )


def _ticks(lang: str) -> list[Markup]:
    words, ticks = wording(lang), []
    for share in (0.0, 0.5, 1.0):
        below = element("text", words.percent(share), x=_x(share), y=_y(0) + 18, text_anchor="middle", **paint("muted"))
        ticks.append(below)
        if share != 0.5:
            beside = element(
                "text", words.percent(share), x=_x(0) - 18, y=_y(share) + 4, text_anchor="end", **paint("muted")
            )
            ticks.append(beside)
    return ticks


def _along(share: float) -> float:
    return EDGE + share * (LINE_WIDTH - 2 * EDGE)


def _x(share: float) -> float:
    return LEFT + share * SIDE


def _y(share: float) -> float:
    return TOP + (1 - share) * SIDE
