"""What talk tells that no code does, learned from examples: evidence brought, a proof agreed to or refused, a sign.

It looks at meaning (embeddings of the sentences) and at words, not at codes, so that the coder's errors are not its
own. For each thing told there are two logistic regressions, one of each, which count alike (M03, M24, M26, M32, M34).
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from askwell.coding.arrays import Arrays, arrays_from_bytes
from askwell.coding.encoder import SIZE, encoder
from askwell.coding.features import text_numbers
from askwell.coding.ngram import STORED, NgramModel, ngram_model
from askwell.method.terms import Side
from askwell.transcript.conversation import is_han
from askwell.understanding.words import sentences

Floats = npt.NDArray[np.float32]
Line = tuple[Side, str]
"""A turn, or a part of one: who speaks, and the words."""
Talk = tuple[Line, ...]
FILE = "told.npz"
MARKS = {Side.SELLER: 0, Side.BUYER: 1}
LAST, UNKNOWN = 2, 3
"""With those of the sides, what the numbers of words are marked with."""
LONGEST = 300
"""Code points of a sentence that are looked at."""
BIAS = 0
"""A number every example has: it carries the intercept of the words."""


class Told(StrEnum):
    """What can be told: by what a seller says, by the end of a stretch of talk, by what a buyer says."""

    EVIDENCE = "evidence"

    AGREED = "agreed"
    REFUSED = "refused"
    DEMONSTRATION = "demonstration"
    REFERENCE_VISIT = "reference_visit"
    GATHERING = "gathering"
    COMPANY_TOUR = "company_tour"
    SEMINAR = "seminar"
    TOP_LEVEL = "top_level"
    COMPARISON_TEST = "comparison_test"
    TRIAL_RUN = "trial_run"

    INSIDE = "inside"
    PROCEDURE = "procedure"
    MEANS_TO_BUY = "means_to_buy"
    SHORT_LIST = "short_list"
    CONTRACT = "contract"
    APPROVAL = "approval"
    START = "start"
    SATISFIED = "satisfied"
    CORE_DECISION_MAKER = "core_decision_maker"
    AUXILIARY_DECISION_MAKER = "auxiliary_decision_maker"
    TECHNICAL_GATEKEEPER = "technical_gatekeeper"
    KEY_USER = "key_user"
    INSIDE_SUPPORTER = "inside_supporter"
    DIRECT = "direct"
    DECIDES_FAST = "decides_fast"
    CAREFUL_JUDGEMENT = "careful_judgement"
    MEASURED_SPEECH = "measured_speech"


PROOFS = tuple(Told)[3:11]
"""Which proof was agreed to or refused, where one was (M26)."""
SIGNS = tuple(Told)[11:]
"""Of the stage of a purchase (M03), of a doubt answered (M04), of a role (M32), of a style (M34)."""
STYLE = (Told.DIRECT, Told.DECIDES_FAST, Told.CAREFUL_JUDGEMENT, Told.MEASURED_SPEECH)
"""Those of a style that words tell."""
Chances = Mapping[Told, float]


@dataclass(frozen=True)
class Example:
    """A stretch of talk as the model sees it: its ``meaning`` (features; none without the encoder), its ``words``."""

    meaning: Floats | None
    words: tuple[int, ...]


@dataclass(frozen=True)
class ExampleModel:
    """``weights`` (features, things told) and ``intercept`` (things told) of the meaning; ``words`` has its own."""

    weights: npt.NDArray[np.float64]
    intercept: Floats
    words: NgramModel[Told]

    def chances(self, example: Example) -> Chances:
        """The probability of each thing told, each by itself."""
        spoken = {told: _share(score) for told, score in self.words.scores(example.words).items()}
        if example.meaning is None:
            return spoken
        meant = example.meaning.astype(np.float64) @ self.weights + self.intercept
        return {told: (spoken[told] + _share(mean)) / 2 for told, mean in zip(self.words.labels, meant, strict=True)}


def _share(score: float) -> float:
    return 1 / (1 + math.exp(-score))


@lru_cache(maxsize=8192)
def chances(talk: Talk) -> Chances:
    """The probability of each thing that a stretch of talk may tell."""
    found = encoder()
    return shipped_model().chances(example_of(talk, found.encode if found else None))


def said_by(side: Side, text: str) -> Chances:
    """The same of what one side says."""
    return chances(((side, text),))


@cache
def shipped_model() -> ExampleModel:
    """The packaged model."""
    return example_model(arrays_from_bytes(files("askwell.coding").joinpath("models", FILE).read_bytes()))


def sentences_of(talk: Sequence[Line]) -> Iterator[str]:
    """The sentences of a stretch of talk, as they are embedded."""
    return (sentence for _side, text in talk for sentence in _sentences(text))


def example_of(talk: Sequence[Line], encode: Any | None) -> Example:
    """A stretch of talk as the model sees it."""
    return Example(_meaning(talk, encode) if encode else None, _words(talk))


def _words(talk: Sequence[Line]) -> tuple[int, ...]:
    """The numbers of the words and n-grams of each sentence; whose they are, and what comes last, is part of them."""
    found = {BIAS}
    for place, (side, text) in enumerate(talk, 1):
        marks = (MARKS.get(side, UNKNOWN), LAST) if place == len(talk) else (MARKS.get(side, UNKNOWN),)
        numbers = {number for sentence in _sentences(text) for number in _numbers(sentence)}
        found.update(number ^ mark for number in numbers for mark in marks)
    return tuple(sorted(found))


def _numbers(sentence: str) -> tuple[int, ...]:
    """By the language of the sentence itself: a call may hold both."""
    return text_numbers(sentence, "zh" if any(map(is_han, sentence)) else "en")


def _meaning(talk: Sequence[Line], encode: Any) -> Floats:
    """The mean of what each side says and of the last turn, and the furthest that any sentence goes each way."""
    said = [(side, sentence, place) for place, (side, text) in enumerate(talk, 1) for sentence in _sentences(text)]
    vectors = np.asarray(encode([sentence for _, sentence, _ in said]), np.float32)
    by_side = [_mean(vectors[[of is side for of, _, _ in said]]) for side in MARKS]
    last = _mean(vectors[[place == len(talk) for _, _, place in said]])
    return np.concatenate([*by_side, last, vectors.max(axis=0), vectors.min(axis=0)])


def _mean(vectors: Floats) -> Floats:
    return vectors.mean(axis=0) if len(vectors) else np.zeros(SIZE, np.float32)


def _sentences(text: str) -> list[str]:
    return [sentence[:LONGEST] for _, sentence in sentences(text)] or [" "]


def example_arrays(model: ExampleModel) -> Arrays:
    """The model as it is stored."""
    words = {f"words.{name}": array for name, array in model.words.arrays().items()}
    return {"weights": model.weights.astype(np.float16), "intercept": model.intercept, **words}


def example_model(arrays: Arrays) -> ExampleModel:
    """A model from its arrays."""
    words = ngram_model({name: arrays[f"words.{name}"] for name in STORED}, Told)
    return ExampleModel(arrays["weights"].astype(np.float64), arrays["intercept"], words)
