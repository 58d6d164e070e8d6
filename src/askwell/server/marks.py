"""How each code is drawn: a letter and a shape beside its colour, so that colour never carries a meaning alone.

Circles are questions, squares statements, diamonds calls for a decision, tags what the buyer says.
Colours are the CSS tokens ``--code-<code>``; ``macros/marks.html`` draws a mark.
"""

from dataclasses import dataclass

from askwell.method.terms import Code


@dataclass(frozen=True)
class Mark:
    code: str
    sign: str
    shape: str  # circle, square, diamond or tag


_DRAWN = {
    "circle": {
        Code.SITUATION_QUESTION: "S",
        Code.PROBLEM_QUESTION: "P",
        Code.IMPLICATION_QUESTION: "I",
        Code.NEED_PAYOFF_QUESTION: "N",
        Code.OTHER_QUESTION: "?",
    },
    "square": {
        Code.FEATURE: "F",
        Code.ADVANTAGE: "A",
        Code.BENEFIT: "B",
        Code.SUMMARY_OF_BENEFITS: "Σ",
        Code.OPENING_BENEFIT_STATEMENT: "O",
    },
    "diamond": {Code.CLOSING_ATTEMPT: "C", Code.COMMITMENT_PROPOSAL: "→"},
    "tag": {
        Code.IMPLIED_NEED: "○",
        Code.EXPLICIT_NEED: "●",
        Code.OBJECTION: "!",
        Code.AGREEMENT: "✓",
        Code.BUYER_QUESTION: "?",
        Code.SMALL_TALK: "~",
        Code.OTHER: "·",
    },
}
MARKS = {code: Mark(code.value, sign, shape) for shape, signs in _DRAWN.items() for code, sign in signs.items()}


def mark_of(code: str) -> Mark:
    """The mark of a code of the contract."""
    return MARKS[Code(code)]
