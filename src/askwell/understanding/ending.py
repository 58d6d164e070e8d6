"""How calls like this one end: the outcome by what each side says last, learned from calls that are known (M07).

It looks at meaning (embeddings of the last turns) and cues, not at codes, so that the coder's errors are not its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from askwell.coding.arrays import Arrays, arrays_from_bytes
from askwell.coding.encoder import SIZE, encoder
from askwell.method.terms import Outcome, Side
from askwell.transcript.conversation import Conversation
from askwell.understanding.cues import says

SIDES = (Side.BUYER, Side.SELLER)
LAST, BEFORE = 6, 8
"""Turns of a side that are its last words, and turns before them that lead there."""
LEAST_TURNS = 14
"""Shorter talk is no whole call, and nothing is said about how it ends."""
LONGEST = 300
"""Code points of a turn that are looked at."""
MEANING, LEADING, COUNTED, FINAL = 3.0, 1.5, 0.3, 0.5
"""Scales of the parts, so that one penalty suits them all."""
CUES = (
    "buys",
    "purchase",
    "go_ahead",
    "refusal",
    "stall",
    "hedge",
    "condition",
    "withdrawal",
    "receive",
    "reading",
    "buyer_act",
    "time",
    "warm",
    "consent",
    "negation",
)
Floats = npt.NDArray[np.float32]
Endings = Mapping[Outcome, float]
"""The probability of each outcome."""


@dataclass(frozen=True)
class EndingModel:
    """``weights`` (features, outcomes) and ``intercept`` (outcomes)."""

    outcomes: tuple[Outcome, ...]
    weights: Floats
    intercept: Floats

    def probabilities(self, features: Floats) -> Endings:
        """The probability of each outcome."""
        sums = features.astype(np.float64) @ self.weights.astype(np.float64) + self.intercept
        powers = np.exp(sums - sums.max())
        return dict(zip(self.outcomes, (powers / powers.sum()).tolist(), strict=True))


def likely_endings(conversation: Conversation) -> Endings | None:
    """The probability of each outcome; None for short talk, unknown sides, or without the encoder."""
    known = {turn.speaker for turn in conversation.turns}
    found = encoder()
    if found is None or len(conversation.turns) < LEAST_TURNS or not known >= set(SIDES):
        return None
    return shipped_ending().probabilities(ending_features(conversation, found.encode))


@cache
def shipped_ending() -> EndingModel:
    """The packaged model."""
    return ending_model(arrays_from_bytes(files("askwell.coding").joinpath("models/ending.npz").read_bytes()))


def ending_features(conversation: Conversation, encode: Any) -> Floats:
    """What each side says last: its meaning, the later the weightier, what led there, and the cues in it."""
    parts: list[Floats] = []
    for side in SIDES:
        said = [turn.text[:LONGEST] or " " for turn in conversation.turns if turn.speaker is side]
        last, leading = said[-LAST:], said[-LAST - BEFORE : -LAST]
        parts += [
            MEANING * _mean(last, encode),
            LEADING * _mean(leading, encode, rising=False),
            COUNTED * _counts(last),
            COUNTED * _counts(last + leading),
            FINAL * _counts(said[-1:]),
        ]
    return np.concatenate(parts)


def _mean(texts: Sequence[str], encode: Any, *, rising: bool = True) -> Floats:
    if not texts:
        return np.zeros(SIZE, np.float32)
    weights = np.linspace(0.5 if rising else 1.0, 1.0, len(texts))
    return np.asarray(np.average(np.asarray(encode(list(texts))), axis=0, weights=weights), np.float32)


def _counts(texts: Sequence[str]) -> Floats:
    """In how many of the texts each cue is."""
    return np.array([sum(says(cue, text) for text in texts) for cue in CUES], np.float32)


def ending_arrays(model: EndingModel) -> Arrays:
    """The model as it is stored."""
    outcomes = np.array([outcome.value for outcome in model.outcomes])
    return {"outcomes": outcomes, "weights": model.weights, "intercept": model.intercept}


def ending_model(arrays: Mapping[str, npt.NDArray[Any]]) -> EndingModel:
    """A model from its arrays."""
    outcomes = tuple(Outcome(str(outcome)) for outcome in arrays["outcomes"])
    return EndingModel(outcomes, arrays["weights"], arrays["intercept"])
