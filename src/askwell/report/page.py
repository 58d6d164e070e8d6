"""The template engine of the report, and what its pieces need around them."""

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from askwell.method.terms import EITHER_SIDE, Code
from askwell.report.ladder import ladder_svg
from askwell.report.language import wording
from askwell.report.mix import mix_svg
from askwell.report.names import name
from askwell.report.ribbon import ribbon_svg
from askwell.report.signs import SIGNS
from askwell.report.view import CallView


@cache
def templates() -> Environment:
    """Escapes everything; an undefined name is an error."""
    return Environment(
        loader=PackageLoader("askwell.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page_context(view: CallView, *, unfold: bool = False) -> dict[str, Any]:
    """What ``report/parts.html`` uses; ``unfold`` opens everything that is folded, for paper."""
    words = wording(view.lang)
    return {
        "view": view,
        "words": words,
        "_": words,
        "ribbon_svg": ribbon_svg,
        "mix_svg": mix_svg,
        "ladder_svg": ladder_svg,
        "legend": legend(view),
        "quiet": EITHER_SIDE,
        "opened": " open" if unfold else "",
    }


def legend(view: CallView) -> tuple[tuple[str, str], ...]:
    """The signs of the codes that occur in this call, in the order of the contract."""
    found = {quote.code for quote in view.quotes}
    return tuple(
        (SIGNS[code].mark, name(code, view.lang)) for code in Code if code in found and code not in EITHER_SIDE
    )
