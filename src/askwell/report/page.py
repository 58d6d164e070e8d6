"""The template engine of the report, and what its pieces need around them."""

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from askwell.method.terms import EITHER_SIDE, Code, Stage
from askwell.report.ladder import ladder_svg
from askwell.report.language import wording
from askwell.report.mix import mix_svg
from askwell.report.ribbon import ROWS, ribbon_svg
from askwell.report.signs import SIGNS
from askwell.report.view import CallView


@cache
def templates() -> Environment:
    """Escapes everything; an undefined name is an error."""
    return Environment(
        loader=PackageLoader("askwell.report", "jinja2"),
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
        "stage_legend": stage_legend(view),
        "quiet": EITHER_SIDE,
        "opened": " open" if unfold else "",
    }


def legend(view: CallView) -> tuple[tuple[Code, str, str], ...]:
    """The signs of the codes that this call's ribbon shows, in the order of the contract."""
    words = wording(view.lang)
    found = {quote.code for quote in view.quotes} & {code for row in ROWS for code in row}
    return tuple((code, SIGNS[code].mark, words.name(code)) for code in Code if code in found)


def stage_legend(view: CallView) -> tuple[tuple[str, str], ...]:
    """The numbers that stand for the stages where a name has no room."""
    found = {stage.stage for stage in view.stages}
    return tuple((str(i), wording(view.lang).name(stage)) for i, stage in enumerate(Stage, start=1) if stage in found)
