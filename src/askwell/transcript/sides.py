"""Who sells and who buys: stated by name, stated by the file, or guessed from what each person says.

The guess is a sum of signs per person (``side_signs``), set against the rest of the call; below ``SURE`` the turns stay
``unknown`` and only the participant carries the guess.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from askwell.method.terms import Side
from askwell.transcript.conversation import Participant
from askwell.transcript.errors import BadInput
from askwell.transcript.labels import is_nobody, label_key, stated_side
from askwell.transcript.side_signs import SIGNS

SURE = 0.7
_MOST = 0.97
_LABEL_P = 0.95
_SHARE = 0.8
_ASKING_WEIGHT = 0.6
_ASKING_CAP = 1.5
_NOTHING = 0.1
_TURN_CHARACTERS = 2_000


@dataclass(frozen=True, slots=True)
class Talk:
    """One person's label and what they said, in order."""

    label: str
    texts: tuple[str, ...]


def name_participants(
    talks: Sequence[Talk], *, sellers: Sequence[str] = (), stated: Mapping[str, Side] | None = None
) -> tuple[Participant, ...]:
    """Participants p1, p2 … in order of appearance, each with a side; raises BadInput for a seller nobody is called."""
    if sellers:
        sides = _named_sides([talk.label for talk in talks], sellers)
    elif stated:
        sides = {talk.label: (stated.get(talk.label, Side.UNKNOWN), None) for talk in talks}
    else:
        sides = guess_sides(talks)
    return tuple(
        Participant(id=f"p{i}", name=talk.label, side=sides[talk.label][0], side_p=sides[talk.label][1])
        for i, talk in enumerate(talks, 1)
    )


def turn_side(participant: Participant) -> Side:
    """The side a turn of this person carries: ``unknown`` while the guess is not sure."""
    unsure = participant.side_p is not None and participant.side_p < SURE
    return Side.UNKNOWN if unsure else participant.side


def guess_sides(talks: Sequence[Talk]) -> dict[str, tuple[Side, float | None]]:
    """Side and probability by label; (unknown, None) where nothing speaks for either side."""
    known = [talk for talk in talks if not is_nobody(talk.label)]
    odds = {talk.label: _signs(talk) + _asking(talk, known) for talk in known}
    guesses: dict[str, tuple[Side, float | None]] = {talk.label: (Side.UNKNOWN, None) for talk in talks}
    for label in odds:
        logit = _against_others(label, odds)
        if (side := stated_side(label)) is not None:
            guesses[label] = (side, _LABEL_P)
        elif abs(logit) > _NOTHING:
            p = min(1 / (1 + math.exp(-abs(logit))), _MOST)
            guesses[label] = (Side.SELLER if logit > 0 else Side.BUYER, round(p, 4))
    return guesses


def _named_sides(labels: Sequence[str], sellers: Sequence[str]) -> dict[str, tuple[Side, float | None]]:
    wanted = {label_key(seller) for seller in sellers}
    chosen = {label for i, label in enumerate(labels, 1) if wanted & {*_keys(label), f"p{i}"}}
    if not chosen:
        names, asked = ", ".join(labels[:20]) or "none", ", ".join(repr(seller) for seller in sellers)
        raise BadInput(f"nobody in the transcript is called {asked}; the names are: {names}")
    return {label: (Side.SELLER if label in chosen else Side.BUYER, None) for label in labels}


def _keys(label: str) -> tuple[str, str]:
    """A label in full, and without what stands in brackets after it."""
    key = label_key(label)
    return key, key.split("(")[0].strip()


def _signs(talk: Talk) -> float:
    """Log-odds that this person sells, by what they say; each kind of sign counts less each time it comes again."""
    counts = [0] * len(SIGNS)
    for text in talk.texts:
        folded = text[:_TURN_CHARACTERS].casefold().replace("’", "'")
        for i, (_, pattern) in enumerate(SIGNS):
            counts[i] += pattern.search(folded) is not None
    label = {Side.SELLER: 3.0, Side.BUYER: -3.0, None: 0.0}[stated_side(talk.label)]
    return label + sum(weight * math.log2(1 + count) for (weight, _), count in zip(SIGNS, counts, strict=True))


def _asking(talk: Talk, everyone: Sequence[Talk]) -> float:
    """Who sells mostly asks: log-odds by questions a turn, against the whole call; slight in short calls."""
    whole = _question_rate([text for one in everyone for text in one.texts])
    return _ASKING_WEIGHT * max(-_ASKING_CAP, min(_ASKING_CAP, math.log(_question_rate(talk.texts) / whole)))


def _question_rate(texts: Sequence[str]) -> float:
    questions = sum(text.count("?") + text.count("？") for text in texts)
    return (questions + 2) / (len(texts) + 8)


def _against_others(label: str, odds: Mapping[str, float]) -> float:
    """A person's log-odds against the others': somebody sells and somebody buys, but several may be on one side."""
    others = [value for other, value in odds.items() if other != label]
    if not others:
        return odds[label]
    share = 1.0 if len(others) == 1 else _SHARE
    return odds[label] - share * sum(others) / len(others)
