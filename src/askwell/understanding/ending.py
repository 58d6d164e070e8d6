"""How calls like this one end: the outcome by what each side says last, learned from calls that are known (M07).

It looks at meaning (embeddings of the last turns) with cues, and at words, not at codes, so that the coder's errors are
not its own. Two logistic regressions, one of each, count alike.
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
from askwell.coding.features import text_numbers
from askwell.coding.ngram import STORED, NgramModel, ngram_model
from askwell.method.terms import Outcome, Side
from askwell.transcript.conversation import Conversation, resolved_lang
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
BIAS = 0
"""A number every ending has: it carries the intercept of the words."""
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
class Ending:
    """How a conversation ends: ``meaning`` (features), and the numbers of the last ``words`` of each side."""

    meaning: Floats
    words: tuple[int, ...]


@dataclass(frozen=True)
class EndingModel:
    """``weights`` (features, outcomes) and ``intercept`` (outcomes) of the meaning; ``words`` has its own."""

    outcomes: tuple[Outcome, ...]
    weights: Floats
    intercept: Floats
    words: NgramModel[Outcome]

    def probabilities(self, ending: Ending) -> Endings:
        """The probability of each outcome."""
        meant = _shares(ending.meaning.astype(np.float64) @ self.weights.astype(np.float64) + self.intercept)
        spoken = self.words.scores(ending.words)
        worded = _shares(np.array([spoken[outcome] for outcome in self.outcomes]))
        return dict(zip(self.outcomes, ((meant + worded) / 2).tolist(), strict=True))


def _shares(sums: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    powers = np.exp(sums - sums.max())
    return np.asarray(powers / powers.sum())


def likely_endings(conversation: Conversation) -> Endings | None:
    """The probability of each outcome; None for short talk, unknown sides, or without the encoder."""
    known = {turn.speaker for turn in conversation.turns}
    found = encoder()
    if found is None or len(conversation.turns) < LEAST_TURNS or not known >= set(SIDES):
        return None
    return shipped_ending().probabilities(ending_of(conversation, found.encode))


@cache
def shipped_ending() -> EndingModel:
    """The packaged model."""
    return ending_model(arrays_from_bytes(files("askwell.coding").joinpath("models/ending.npz").read_bytes()))


def ending_of(conversation: Conversation, encode: Any) -> Ending:
    """What each side says last."""
    return Ending(_meaning(conversation, encode), _words(conversation))


def _words(conversation: Conversation) -> tuple[int, ...]:
    """The numbers of the words and n-grams each side says last; whose they are is part of the number."""
    lang = resolved_lang(conversation)
    found = {BIAS}
    for mark, side in enumerate(SIDES):
        said = [turn.text[:LONGEST] for turn in conversation.turns if turn.speaker is side]
        found.update(number ^ mark for text in said[-LAST:] for number in text_numbers(text, lang))
    return tuple(sorted(found))


def _meaning(conversation: Conversation, encode: Any) -> Floats:
    """The meaning of what each side says last, the later the weightier, what led there, and the cues in it."""
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
    words = {f"words.{name}": array for name, array in model.words.arrays().items()}
    return {"weights": model.weights, "intercept": model.intercept, **words}


def ending_model(arrays: Arrays) -> EndingModel:
    """A model from its arrays."""
    words = ngram_model({name: arrays[f"words.{name}"] for name in STORED}, Outcome)
    return EndingModel(words.labels, arrays["weights"], arrays["intercept"], words)
