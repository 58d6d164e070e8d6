"""What a buyer's words are a sign of: of a stage (M03), a doubt answered (M04), a role (M32), a style (M34).

Told by example; where plain words of a sign are heard too, less is enough.
"""

from askwell.deal.calls import Said
from askwell.deal.cues import tells
from askwell.method.terms import Side
from askwell.understanding.by_example import Told, said_by

SHOWN = 0.4
"""From this probability on words are taken for a sign."""
POSSIBLE = 0.05
"""From this one on they are where plain words of it are heard."""


def shows(said: Said, sign: Told) -> bool:
    """Whether what was said is such a sign."""
    return is_sign(said.text, sign)


def is_sign(text: str, sign: Told) -> bool:
    """Whether a text of the buyer's is such a sign."""
    chance = said_by(Side.BUYER, text)[sign]
    return chance >= SHOWN or (chance >= POSSIBLE and tells(sign.value, text))
