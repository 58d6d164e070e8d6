"""Where speech without punctuation begins something new, learned from talk that has punctuation.

A regression over the words on both sides of each gap between words, one a language, its features hashed. Used by
``splitting`` where marks are too few to cut a turn by.
"""

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from askwell.coding.arrays import Arrays, arrays_from_bytes

FILE = "cuts.npz"
ROWS = 1 << 17
"""Rows that features are hashed to."""
LIKELY = -0.7
"""Log odds from which on a gap is a cut: one in three, since stretches of one behaviour are joined again later."""
BEYOND = "^"
"""In place of a word before the first and after the last."""
_WORD = re.compile(r"[a-z0-9]+(?:['’][a-z]+)*(?:[.,]\d+)*%?|[\u3400-\u9fff]")


@dataclass(frozen=True)
class CutModel:
    """``weights`` (ROWS,) of each language in units of its ``scale``, and what is added to their sum."""

    weights: Mapping[str, npt.NDArray[np.int8]]
    scale: Mapping[str, float]
    intercept: Mapping[str, float]

    def places(self, low: str, lang: str) -> list[int]:
        """The places in a folded text where something new is likely to begin."""
        spoken = words_of(low)
        if len(spoken) < 2 or lang not in self.weights:
            return []
        rows = np.array([gap_features([word for _, word in spoken], gap) for gap in range(1, len(spoken))])
        odds = self.weights[lang][rows].sum(axis=1, dtype=np.int64) * self.scale[lang] + self.intercept[lang]
        return [spoken[gap][0] for gap in (np.flatnonzero(odds > LIKELY) + 1).tolist()]


def words_of(low: str) -> list[tuple[int, str]]:
    """The words of a folded text, Chinese ones by character, each with where it begins."""
    return [(found.start(), found.group().replace("’", "'")) for found in _WORD.finditer(low)]


def gap_features(words: Sequence[str], gap: int) -> list[int]:
    """The rows of the features of the gap before a word: always as many."""
    return [zlib.crc32(name.encode()) % ROWS for name in _named(words, gap)]


def _named(words: Sequence[str], gap: int) -> Iterator[str]:
    """The words near a gap, alone and in runs that end at it, begin at it or cross it."""
    a, b, c, d, e, f, g = (words[i] if 0 <= i < len(words) else BEYOND for i in range(gap - 3, gap + 4))
    for before in (b, c):
        yield f"before {before}"
    yield f"last {c}"
    yield from (f"next {d}", f"second {e}")
    yield from (f"{c}|{d}", f"|{d} {e}", f"{b} {c}|", f"|{d} {e} {f}", f"{b} {c}|{d}", f"{c}|{d} {e}")
    yield from (f"{a} {b} {c}|", f"|{d} {e} {f} {g}", f"{b} {c}|{d} {e}")


def cut_arrays(model: CutModel) -> Arrays:
    """The model as it is stored."""
    return {
        f"{lang}.{name}": array
        for lang, weights in model.weights.items()
        for name, array in (
            ("weights", weights),
            ("numbers", np.array([model.scale[lang], model.intercept[lang]])),
        )
    }


def cut_model(arrays: Arrays) -> CutModel:
    """A model from its arrays."""
    languages = sorted({name.partition(".")[0] for name in arrays})
    numbers = {lang: arrays[f"{lang}.numbers"].tolist() for lang in languages}
    return CutModel(
        weights={lang: arrays[f"{lang}.weights"] for lang in languages},
        scale={lang: scale for lang, (scale, _) in numbers.items()},
        intercept={lang: intercept for lang, (_, intercept) in numbers.items()},
    )


@cache
def shipped_cuts() -> CutModel:
    """The packaged model."""
    return cut_model(arrays_from_bytes(files("askwell.coding").joinpath("models", FILE).read_bytes()))
