"""Signs of a person's style that their words show, as hints for a person to accept (M34).

Only signs of the codebook that words can show: how somebody asks, decides and sets things out. What is seen or heard
and not said (a face, a gesture, a tone, a mood) is for whoever was there to tick.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from askwell.deal.anchor import Anchors
from askwell.deal.calls import Said, anchors_of
from askwell.deal.facts import Person
from askwell.deal.signs import SHOWN, chance_of, shows
from askwell.method.terms import Code
from askwell.understanding.by_example import STYLE, Told

LEAST = 2
"""Units on which a hint rests at least."""
PLAINLY = ("direct", "decides_fast")
"""Signs of which one plain word is enough."""
ASKS = "many_questions"
LEAST_QUESTIONS = 6
"""Fewer questions than these are not many."""
OF_ALL = 3
"""Many questions are at least one unit in so many of what the person said."""
QUOTED = 3


@dataclass(frozen=True, slots=True)
class ProposedSign:
    """``sign`` is the id of a sign of an axis of style, ``p`` how sure its surest words are.

    None where it is counted, or where plain words tell it rather than likeness to examples.
    """

    person: str
    sign: str
    evidence: Anchors
    p: float | None = None


def hinted_signs(person: Person, said: Iterable[Said]) -> Iterator[ProposedSign]:
    """The signs not ticked yet that show in what this person said, each with its last quotes, the surest at the end."""
    heard = list(said)
    shown = {sign.value: [one for one in heard if shows(one, sign)] for sign in STYLE}
    shown = {sign: found for sign, found in shown.items() if len(found) >= (1 if sign in PLAINLY else LEAST)}
    for sign, found in (shown | _asking(heard)).items():
        if sign in person.style_signs:
            continue
        if sign not in STYLE:
            yield ProposedSign(person.id, sign, anchors_of(found[-QUOTED:]))
            continue
        ranked = sorted(found, key=lambda one: chance_of(one, Told(sign)))
        surest = chance_of(ranked[-1], Told(sign))
        yield ProposedSign(person.id, sign, anchors_of(ranked[-QUOTED:]), surest if surest >= SHOWN else None)


def _asking(heard: list[Said]) -> dict[str, list[Said]]:
    asked = [one for one in heard if one.unit.code is Code.BUYER_QUESTION]
    return {ASKS: asked} if len(asked) >= max(LEAST_QUESTIONS, len(heard) / OF_ALL) else {}
