"""Where everything stands in the drawings of a person's page: plain numbers, drawn by ``people/charts.html``.

Every drawing is WIDTH by HEIGHT, one column a period; the tables beside them say the same in words.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from askwell.method.terms import CAPABILITY_STATEMENTS, Code, Outcome
from askwell.server.people.figures import Figure, Sum

WIDTH, HEIGHT = 400.0, 190.0
LEFT, RIGHT, TOP, BOTTOM = 34.0, 6.0, 10.0, 34.0
FOOT = HEIGHT - BOTTOM
TALL = FOOT - TOP
GAP = "…"
"""The label of a column that stands for periods left out; no line is drawn across it."""
LETTER_WIDTH = 6.5
LETTER = 13.0
"""Lowest part that still has room for its letter."""


@dataclass(frozen=True, slots=True)
class Column:
    """One period: its middle, the width its marks may take, its label (empty where there is no room) and ``n``."""

    middle: float
    width: float
    label: str
    n: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of one code or outcome; ``lettered`` says whether its letter fits."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    lettered: bool


@dataclass(frozen=True, slots=True)
class CallMark:
    """One call."""

    slug: str
    title: str
    kind: str
    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Point:
    """A value with the ends of its interval, where there is one."""

    x: float
    y: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Chart:
    """One drawing; whatever it does not have is empty. ``ticks`` are (height, label); what is above ``top`` is cut."""

    columns: tuple[Column, ...]
    ticks: tuple[tuple[float, str], ...] = ()
    bars: tuple[Bar, ...] = ()
    marks: tuple[CallMark, ...] = ()
    points: tuple[Point, ...] = ()
    lines: tuple[str, ...] = ()
    top: float = 0.0


PERCENT = ((FOOT, "0%"), (FOOT - TALL / 2, "50%"), (TOP, "100%"))


def columns(labels: Sequence[str], counts: Sequence[int]) -> tuple[Column, ...]:
    """One column a label; labels are thinned, counted from the latest, until each has room."""
    step = (WIDTH - LEFT - RIGHT) / len(labels)
    every = ceil(max(len(label) for label in labels) * LETTER_WIDTH / step)
    last = len(labels) - 1
    return tuple(
        Column(
            LEFT + step * (i + 0.5),
            min(step * 0.72, 34.0),
            label if (last - i) % every == 0 or label == GAP else "",
            n,
        )
        for i, (label, n) in enumerate(zip(labels, counts, strict=True))
    )


def mix_chart(labels: Sequence[str], sums: Sequence[Sum]) -> Chart:
    """The kinds of question as parts of each period's whole."""
    placed = columns(labels, [int(next(iter(each.mix.values())).units) for each in sums])
    bars = [bar for column, each in zip(placed, sums, strict=True) for bar in _stack(column, each.mix)]
    return Chart(placed, PERCENT, bars=tuple(bars))


def _stack(column: Column, mix: Mapping[Code, Figure]) -> list[Bar]:
    bars, foot = [], FOOT
    for code, figure in mix.items():
        height = (figure.value or 0.0) * TALL
        if height:
            foot -= height
            x = column.middle - column.width / 2
            bars.append(Bar(code.value, x, foot, column.width, height, height >= LETTER))
    return bars


def outcome_chart(labels: Sequence[str], sums: Sequence[Sum]) -> Chart:
    """A mark a call, best outcome lowest."""
    placed = columns(labels, [len(each.calls) for each in sums])
    most = max((len(each.calls) for each in sums), default=0)
    pitch = min(22.0, TALL / max(most, 1))
    order = [outcome.value for outcome in Outcome]
    marks = []
    for column, each in zip(placed, sums, strict=True):
        judged = sorted((call for call in each.calls if call.outcome), key=lambda call: order.index(call.outcome))
        marks += [
            CallMark(call.slug, call.title, call.outcome, column.middle, FOOT - pitch * (i + 0.5), pitch * 0.36)
            for i, call in enumerate(judged)
        ]
    return Chart(placed, marks=tuple(marks), top=FOOT - most * pitch - TOP)


def share_chart(
    labels: Sequence[str], sums: Sequence[Sum], figure_of: Callable[[Sum], Figure], measure: str = ""
) -> Chart:
    """A share over time with its interval; with a measure, a mark for the value of each call too."""
    figures = [figure_of(each) for each in sums]
    placed = columns(labels, [figure.calls for figure in figures])
    stretches: list[list[Point]] = [[]]
    for label, column, figure in zip(labels, placed, figures, strict=True):
        if label == GAP:
            stretches.append([])
        elif figure.value is not None:
            stretches[-1].append(_point(column, figure))
    marks = [
        CallMark(call.slug, call.title, "", column.middle, height(value), 2.5)
        for column, each in zip(placed, sums, strict=True)
        for call in (each.calls if measure else ())
        if (value := call.measure(measure)) is not None
    ]
    lines = (" ".join(f"{point.x:.1f},{point.y:.1f}" for point in each) for each in stretches if len(each) > 1)
    points = tuple(point for each in stretches for point in each)
    return Chart(placed, PERCENT, marks=tuple(marks), points=points, lines=tuple(lines))


def statement_chart(labels: Sequence[str], sums: Sequence[Sum]) -> Chart:
    """Features, advantages and benefits a call, side by side."""
    placed = columns(labels, [each.benefits.calls for each in sums])
    means = [[each.statements[code] / max(each.benefits.calls, 1) for code in CAPABILITY_STATEMENTS] for each in sums]
    top = _round_up(max((mean for three in means for mean in three), default=0.0))
    bars = []
    for column, three in zip(placed, means, strict=True):
        if not column.n:
            continue
        width = column.width / 3
        for i, (code, mean) in enumerate(zip(CAPABILITY_STATEMENTS, three, strict=True)):
            tall = mean / top * TALL
            x = column.middle - column.width / 2 + i * width
            bars.append(Bar(code.value, x, FOOT - tall, width - 1, tall, width >= 6))
    return Chart(placed, ((FOOT, "0"), (FOOT - TALL / 2, f"{top / 2:g}"), (TOP, f"{top:g}")), bars=tuple(bars))


def height(share: float) -> float:
    """Where a share stands on the scale from nothing to all."""
    return FOOT - share * TALL


def _point(column: Column, figure: Figure) -> Point:
    low, high = figure.interval.low, figure.interval.high
    return Point(
        x=column.middle,
        y=height(figure.value or 0.0),
        low=None if low is None else height(low),
        high=None if high is None else height(high),
    )


def _round_up(value: float) -> float:
    """The next of 2, 4, 10, 20, 40, 100 ...: a scale whose half is a round number."""
    top = 2.0
    for factor in (2.0, 2.5, 2.0) * 6:
        if value <= top:
            return top
        top *= factor
    return top
