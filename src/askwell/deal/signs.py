"""What a buyer's words are a sign of: of a stage (M03), a doubt answered (M04), a role (M32), a style (M34).

Told by example; where plain words of a sign are heard too, less is enough.
"""

from askwell.deal.calls import Said
from askwell.deal.cues import tells
from askwell.method.terms import Side
from askwell.understanding.by_example import STYLE, Told, said_by

SHOWN = 0.4
"""From this probability on words are taken for a sign."""
HINTED = 0.25
"""From this one on for a sign of style, which is only ever a hint, with its probability beside it."""
POSSIBLE = 0.05
"""From this one on they are where plain words of it are heard."""


def shows(said: Said, sign: Told) -> bool:
    """Whether what was said is such a sign."""
    return is_sign(said.text, sign)


def chance_of(said: Said, sign: Told) -> float:
    """The probability that what was said is such a sign, told by example alone."""
    return said_by(Side.BUYER, said.text)[sign]


def is_sign(text: str, sign: Told) -> bool:
    """Whether a text of the buyer's is such a sign."""
    chance = said_by(Side.BUYER, text)[sign]
    least = HINTED if sign in STYLE else SHOWN
    return chance >= least or (chance >= POSSIBLE and tells(sign.value, text))
