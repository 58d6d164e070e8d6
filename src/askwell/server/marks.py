"""How each code is drawn on the server's pages: its letter in a shape, so that colour never carries a meaning alone.

Circles are questions, squares statements, diamonds calls for a decision, tags what the buyer says. The letters are
those of the report. Colours are the CSS tokens ``--code-<code>``; ``macros/marks.html`` draws a mark.
"""

from dataclasses import dataclass

from askwell.method.terms import Code
from askwell.report.signs import SIGNS, Family

SHAPES = {Family.QUESTION: "circle", Family.CAPABILITY: "square", Family.ASK: "diamond"}


@dataclass(frozen=True)
class Mark:
    code: str
    sign: str
    shape: str  # circle, square, diamond or tag


def mark_of(code: str) -> Mark:
    """The mark of a code of the contract."""
    sign = SIGNS[Code(code)]
    return Mark(code, sign.mark, SHAPES.get(sign.family, "tag"))
