"""Where speech without punctuation begins something new, learned from talk that has punctuation.

A regression over the words on both sides of each gap between words, one a language, its features hashed. Used by
``splitting`` where marks are too few to cut a turn by.
"""

import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from askwell.coding.arrays import Arrays, arrays_from_bytes

FILE = "cuts.npz"
BITS = 17
ROWS = 1 << BITS
"""Rows that features are hashed to."""
NEAR = (
    (-1,), (-2,), (0,), (1,),
    (-1, 0), (0, 1), (-2, -1), (0, 1, 2), (-2, -1, 0), (-1, 0, 1),
    (-3, -2, -1), (0, 1, 2, 3), (-2, -1, 0, 1),
)  # fmt: skip
"""Which words make a feature, counted from the one after the gap: alone, and in runs that end, begin or cross there."""
REACH = 3
MIX = np.uint64(0x9E3779B97F4A7C15)
"""An odd number that spreads hashes (Knuth's multiplicative method, with the golden ratio)."""
_WORD = re.compile(r"[\u3400-\u9fff]|[a-z0-9\u00df-\u024f]+(?:['’][a-z]+)*(?:[.,]\d+)*%?")


@dataclass(frozen=True)
class CutModel:
    """Of one language: ``weights`` (ROWS,) in units of ``scale``, and what is added to their sum."""

    weights: npt.NDArray[np.int8]
    scale: float
    intercept: float

    def places(self, low: str) -> list[int]:
        """The places in a folded text where something new is likely to begin."""
        spoken = words_of(low)
        if len(spoken) < 2:
            return []
        rows = gap_features([word for _, word in spoken])
        evidence = self.weights[rows].sum(axis=1, dtype=np.int64) * self.scale + self.intercept
        return [spoken[gap][0] for gap in (np.flatnonzero(evidence > 0) + 1).tolist()]


CutModels = Mapping[str, CutModel]
"""The models by language."""


def words_of(low: str) -> list[tuple[int, str]]:
    """The words of a folded text, Chinese ones by character, each with where it begins."""
    return [(found.start(), found.group().replace("’", "'")) for found in _WORD.finditer(low)]


def gap_features(words: Sequence[str]) -> npt.NDArray[np.int32]:
    """The rows of the features (gaps, features) of each gap between words, the one after the first word first."""
    beyond = [0] * REACH
    hashes = np.array([*beyond, *(zlib.crc32(word.encode()) for word in words), *beyond], np.uint64)
    after = np.arange(REACH + 1, REACH + len(words))
    found = np.empty((len(after), len(NEAR)), np.int32)
    for kind, near in enumerate(NEAR):
        mixed = np.full(len(after), kind + 1, np.uint64)
        for place in near:
            mixed = (mixed ^ hashes[after + place]) * MIX  # wraps around
        found[:, kind] = mixed >> np.uint64(64 - BITS)
    return found


def cut_arrays(models: CutModels) -> Arrays:
    """The models as they are stored."""
    return {
        f"{lang}.{name}": array
        for lang, model in models.items()
        for name, array in (("weights", model.weights), ("numbers", np.array([model.scale, model.intercept])))
    }


def cut_models(arrays: Arrays) -> CutModels:
    """The models from their arrays."""
    languages = sorted({name.partition(".")[0] for name in arrays})
    return {lang: CutModel(arrays[f"{lang}.weights"], *arrays[f"{lang}.numbers"].tolist()) for lang in languages}


@cache
def shipped_cuts() -> CutModels:
    """The packaged models."""
    return cut_models(arrays_from_bytes(files("askwell.coding").joinpath("models", FILE).read_bytes()))
