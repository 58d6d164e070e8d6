"""The stage ribbon: the whole call over time, with every question, need, claim, request and objection on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from askwell.method.terms import Code, Side, Stage
from askwell.report.language import Wording, clock, wording
from askwell.report.marks import SIZE, mark
from askwell.report.signs import SIGNS
from askwell.report.svg import drawing, element, link, paint, text_width
from askwell.report.view import CallView, Quote, StageView


@dataclass(frozen=True, slots=True)
class Width:
    """One way to lay the ribbon out: ``systems`` lines below one another, as in music, ``gutter`` for row labels."""

    name: str
    width: float
    systems: int
    gutter: float
    bins: int


WIDE = Width("wide", 1120, 1, 150, 100)
MIDDLE = Width("middle", 720, 2, 132, 60)
NARROW = Width("narrow", 358, 2, 30, 60)
WIDTHS = {width.name: width for width in (WIDE, MIDDLE, NARROW)}

ROWS: tuple[tuple[Code, ...], ...] = (
    (Code.NEED_PAYOFF_QUESTION,),
    (Code.IMPLICATION_QUESTION,),
    (Code.PROBLEM_QUESTION,),
    (Code.SITUATION_QUESTION,),
    (Code.OTHER_QUESTION,),
    (
        Code.FEATURE,
        Code.ADVANTAGE,
        Code.BENEFIT,
        Code.OPENING_BENEFIT_STATEMENT,
        Code.SUMMARY_OF_BENEFITS,
    ),
    (Code.CLOSING_ATTEMPT, Code.COMMITMENT_PROPOSAL),
    (Code.IMPLIED_NEED, Code.EXPLICIT_NEED),
    (Code.OBJECTION,),
    (Code.AGREEMENT,),
)
SELLER_ROWS = 7
PITCH, FLAG, STRIP, TALK, AXIS = 18.0, 20.0, 24.0, 46.0, 26.0
MARGIN = 3.0
"""Between the edges of a line and the first and last mark on it."""
ABOVE = STRIP + 8 + SELLER_ROWS * PITCH
HEIGHT = ABOVE + TALK + (len(ROWS) - SELLER_ROWS) * PITCH + AXIS
ORDER = {stage: str(i) for i, stage in enumerate(Stage, start=1)}


def ribbon_svg(view: CallView, width: str = "wide") -> Markup:
    """The ribbon of a call; ``width`` is ``wide`` (one line), ``middle`` (two) or ``narrow`` (two, for a phone)."""
    form, words = WIDTHS[width], wording(view.lang)
    systems = [
        element("g", *_system(view, form, words, i), transform=f"translate(0 {FLAG + i * HEIGHT:g})")
        for i in range(form.systems)
    ]
    return drawing(
        f"ribbon-{form.name}",
        words("The call over time"),
        _described(view, words),
        (form.width, FLAG + HEIGHT * form.systems),
        element("defs", _hatch(form)),
        *systems,
        _flag(view, form, words),
    )


def _system(view: CallView, form: Width, words: Wording, index: int) -> Iterable[Markup]:
    part = _Part(form, index)
    yield from _rules(part)
    yield from (_stage(stage, part) for stage in view.stages if part.holds(stage.begin, stage.end))
    yield from _talk(view, part)
    yield from _labels(part, words)
    yield from _row_marks(view, part, words)
    yield from _axis(view, part, words)


@dataclass(frozen=True, slots=True)
class _Part:
    """The piece of the call one line of the ribbon shows."""

    form: Width
    index: int

    @property
    def begin(self) -> float:
        return self.index / self.form.systems

    @property
    def end(self) -> float:
        return (self.index + 1) / self.form.systems

    @property
    def room(self) -> float:
        return self.form.width - self.form.gutter - SIZE - 2 * MARGIN

    def holds(self, begin: float, end: float) -> bool:
        return begin < self.end and end > self.begin

    def x(self, share: float) -> float:
        inside = min(max(share, self.begin), self.end) - self.begin
        return self.form.gutter + MARGIN + SIZE / 2 + inside * self.form.systems * self.room


def _row_y(row: int) -> float:
    middle = row * PITCH + PITCH / 2
    return STRIP + 8 + middle + (TALK if row >= SELLER_ROWS else 0)


def _rules(part: _Part) -> Iterable[Markup]:
    left, right = part.form.gutter, part.form.width
    yield element("line", x1=left, x2=left, y1=STRIP, y2=HEIGHT - AXIS, **paint(None, "faint"))
    for row in range(len(ROWS)):
        yield element("line", x1=left, x2=right, y1=_row_y(row), y2=_row_y(row), **paint(None, "tint"))


def _stage(stage: StageView, part: _Part) -> Markup:
    x, end = part.x(stage.begin), part.x(stage.end)
    fill = "wash" if stage.stage in (Stage.INVESTIGATING, Stage.COMMITMENT) else "tint"
    box = element("rect", x=x, y=0.0, width=max(end - x - 1.5, 1.0), height=STRIP - 4, rx="2", **paint(fill))
    numbered = f"{ORDER[stage.stage]} {stage.name}"
    title = " · ".join((numbered, stage.length, stage.turns))  # begins with whatever of it is written on the box
    labels = (f"{numbered} · {stage.length}", numbered, " ".join(numbered.split()[:2]), ORDER[stage.stage])
    label = _fitting(labels, end - x - 12)
    text = element("text", label, x=x + 6, y=14.5, font_weight="600", **paint("ink"))
    return link(f"t{stage.first}", title, box, text)


def _fitting(labels: Sequence[str], room: float) -> str:
    return next((label for label in labels if text_width(label, 12) <= room), "")


def _talk(view: CallView, part: _Part) -> Iterable[Markup]:
    """How much each side speaks, slice by slice: the seller upward, the buyer downward."""
    middle = ABOVE + TALK / 2
    size = (part.end - part.begin) / part.form.bins
    slot = part.room / part.form.bins
    seller, buyer = _spoken(view, Side.SELLER, part, size), _spoken(view, Side.BUYER, part, size)
    for i in range(part.form.bins):
        x = part.x(part.begin + i * size)
        up, down = (min(share[i], 1.0) * (TALK / 2 - 4) for share in (seller, buyer))
        if up > 0.3:
            yield element("rect", x=x, y=middle - up, width=slot - 0.6, height=up, **paint("soft"))
        if down > 0.3:
            hatch = {"class_": "hatch", "fill": f"url(#hatch-{part.form.name})"}
            yield element("rect", x=x, y=middle, width=slot - 0.6, height=down, **hatch)
    yield element("line", x1=part.form.gutter, x2=part.form.width, y1=middle, y2=middle, **paint(None, "muted"))


def _spoken(view: CallView, side: Side, part: _Part, size: float) -> list[float]:
    """For each slice of this part, the share of it in which the side speaks."""
    shares = [0.0] * part.form.bins
    for turn in view.turns:
        begin, end = turn.share
        if turn.side is not side or not part.holds(begin, end):
            continue
        first = max(int((begin - part.begin) / size), 0)
        last = min(int((end - part.begin) / size), part.form.bins - 1)
        for i in range(first, last + 1):
            left = part.begin + i * size
            shares[i] += max(min(end, left + size) - max(begin, left), 0.0) / size
    return shares


def _row_marks(view: CallView, part: _Part, words: Wording) -> Iterable[Markup]:
    inside = [quote for quote in view.quotes if _is_in(quote, part)]
    for row, codes in enumerate(ROWS):
        quotes = [quote for quote in inside if quote.code in codes]
        places = _spread([part.x(quote.share) for quote in quotes], part)
        for quote, x in zip(quotes, places, strict=True):
            yield mark(quote, x, _row_y(row), words)


def _is_in(quote: Quote, part: _Part) -> bool:
    last = part.index == part.form.systems - 1
    return part.begin <= quote.share < part.end or (last and quote.share >= part.end)


def _spread(places: list[float], part: _Part) -> list[float]:
    """Places pushed apart so that no mark hides another, as far as the row has room for all of them."""
    if len(places) * SIZE > part.room:
        return places
    right = part.form.width - SIZE / 2 - MARGIN
    apart: list[float] = []
    for place in places:
        apart.append(max(place, apart[-1] + SIZE) if apart else place)
    for i in range(len(apart) - 1, -1, -1):
        apart[i] = min(apart[i], right)
        right = apart[i] - SIZE
    return apart


def _labels(part: _Part, words: Wording) -> Iterable[Markup]:
    """Beside each row its name, or on a narrow page only its sign."""
    for row, label in enumerate(row_names(words)):
        if part.form.gutter < 60:
            yield element("text", _short_name(row), x=0.0, y=_row_y(row) + 4, font_size="10", **paint("muted"))
        else:
            yield element("text", label, x=0.0, y=_row_y(row) + 4, **paint("muted"))
    if part.form.gutter >= 60:
        yield element("text", words("Seller talks"), x=0.0, y=ABOVE + TALK / 2 - 6, **paint("muted"))
        yield element("text", words("Buyer talks"), x=0.0, y=ABOVE + TALK / 2 + 14, **paint("muted"))


def _short_name(row: int) -> str:
    """The signs of a row, as many as fit beside it."""
    return "".join(SIGNS[code].mark for code in ROWS[row][:3])


def row_names(words: Wording) -> tuple[str, ...]:
    """The names of the rows, from the top."""
    _ = words
    return (
        _("Need-payoff questions"),
        _("Implication questions"),
        _("Problem questions"),
        _("Situation questions"),
        _("Other questions"),
        _("Capability shown"),
        _("Closes, proposals"),
        _("Needs"),
        _("Objections"),
        _("Commitments"),
    )


def _axis(view: CallView, part: _Part, words: Wording) -> Iterable[Markup]:
    y = HEIGHT - AXIS
    yield element("line", x1=part.form.gutter, x2=part.form.width, y1=y + 2, y2=y + 2, **paint(None, "faint"))
    for share, label in _ticks(view, words):
        if part.begin <= share <= part.end:
            x = part.x(share)
            if x > part.form.width - _under_flag(view, part):
                continue
            yield element("line", x1=x, x2=x, y1=y + 2, y2=y + 6, **paint(None, "muted"))
            anchor = "end" if x > part.form.width - 24 else "middle"
            yield element("text", label, x=x, y=y + 17, font_size="11", text_anchor=anchor, **paint("muted"))


def _under_flag(view: CallView, part: _Part) -> float:
    """The width at the end of this axis that the outcome, written over the last line, needs for itself."""
    over_last = part.index == part.form.systems - 2
    return text_width(view.headline.name, 13) + 24 if over_last else 0.0


def _ticks(view: CallView, words: Wording) -> list[tuple[float, str]]:
    """Round minutes, about ten over the call; tenths of the talk where there are no times."""
    line = view.timeline
    if not line.timed:
        return [(i / 10, words.percent(i / 10)) for i in range(11)]
    step = next((s for s in (10, 30, 60, 120, 300, 600, 900, 1800, 3600) if line.length / s <= 13), line.length / 10)
    first = int(line.first // step) + (line.first % step > 0)
    moments = [first * step + i * step for i in range(14)]
    return [(line.share(at), clock(at)) for at in moments if line.first <= at <= line.first + line.length]


def _flag(view: CallView, form: Width, words: Wording) -> Markup:
    """How it ended, over the end of the last line."""
    top = FLAG + (form.systems - 1) * HEIGHT
    x = form.width - 1
    pole = element("line", x1=x, x2=x, y1=top - 14, y2=top + HEIGHT - AXIS, stroke_width="2", **paint(None, "plum"))
    label = element(
        "text", view.headline.name, x=x - 7, y=top - 5, text_anchor="end", font_weight="700", **paint("plum")
    )
    quotes = view.headline.quotes
    return (
        link(quotes[-1].unit, words.titled(words("Outcome"), view.headline.name), pole, label)
        if quotes
        else element("g", pole, label)
    )


def _hatch(form: Width) -> Markup:
    stroke = element("path", d="M0 4L4 0", stroke_width="1.2", **paint(None, "muted"))
    return element("pattern", stroke, id=f"hatch-{form.name}", width="4", height="4", patternUnits="userSpaceOnUse")


def _described(view: CallView, words: Wording) -> str:
    """The drawing in words, for those who cannot see it."""
    stages = [words.titled(stage.name, stage.length) for stage in view.stages]
    counts = [words.titled(part.name, str(part.count)) for part in view.mix]
    ended = words.titled(words("Outcome"), view.headline.name)
    return words.listed([*stages, *counts, ended])
