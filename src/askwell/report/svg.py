"""SVG elements as escaped markup, and the few paints the drawings share.

Paint is written twice: as presentation attributes, so that a drawing stands alone, and as classes, by which a page's
own custom properties (``call.css``) override them. No style attributes and no scripts, for pages that forbid both.
"""

from functools import cache, lru_cache
from unicodedata import east_asian_width

from markupsafe import Markup, escape

PAINTS = {
    "ink": "#241c26",
    "muted": "#6a616c",
    "faint": "#d9d2da",
    "tint": "#f6f1f5",
    "wash": "#e9dce6",
    "soft": "#b993ab",
    "plum": "#5d1a45",
    "brick": "#a8441c",
    "paper": "#ffffff",
}
FONTS = "Inter, Segoe UI, Helvetica Neue, Arial, Noto Sans, PingFang SC, Noto Sans CJK SC, sans-serif"


def element(tag: str, *children: str, **attributes: str | float | None) -> Markup:
    """One element; underscores in names become hyphens, ``class_`` is class, None leaves an attribute out.

    Put together as plain text, every part escaped: a page has thousands, and formatting markup is five times slower.
    """
    written = "".join(
        f' {_written_name(key)}="{_written_value(value)}"' for key, value in attributes.items() if value is not None
    )
    inside = "".join(child if isinstance(child, Markup) else escape(child) for child in children)
    return Markup(f"<{tag}{written}>{inside}</{tag}>")  # noqa: S704 - as above


@cache
def _written_name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _written_value(value: str | float) -> str:
    if isinstance(value, float):
        return number(value)
    return value if isinstance(value, Markup) else _escaped(str(value))


@lru_cache(4_096)
def _escaped(value: str) -> str:
    """Most attributes are one of few: paints, sizes, anchors."""
    return escape(value)


def paint(fill: str | None = None, stroke: str | None = None) -> dict[str, str]:
    """Attributes that fill and stroke with named paints; nothing means none."""
    classes = [f"fill-{fill}"] if fill else []
    classes += [f"stroke-{stroke}"] if stroke else []
    look = {"class_": " ".join(classes), "fill": PAINTS[fill] if fill else "none"}
    return look | ({"stroke": PAINTS[stroke]} if stroke else {})


def number(value: float) -> str:
    """At most one decimal: a tenth of a pixel is finer than any screen."""
    return f"{round(value, 1):g}"


def text_width(text: str, size: float) -> float:
    """About how wide a line is set: Han characters are square, others a little over half."""
    return sum(size if east_asian_width(char) in "WF" else size * 0.56 for char in text)


def drawing(key: str, title: str, description: str, size: tuple[float, float], *children: str) -> Markup:
    """A drawing of this width and height that scales to where it stands; ``key`` makes its ids unique in a page."""
    width, height = size
    return element(
        "svg",
        element("title", title, id=f"{key}-title"),
        element("desc", description, id=f"{key}-desc"),
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(width)} {number(height)}",
        class_="drawing",
        role="group",
        aria_labelledby=f"{key}-title {key}-desc",
        font_family=FONTS,
        font_size="12",
    )


def link(target: str, label: str, *children: str) -> Markup:
    """Children that lead to a place in the page and tell their words to mouse and screen reader."""
    return element("a", element("title", label), *children, href=f"#{target}", aria_label=label)
