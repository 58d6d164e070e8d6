"""The model over words and n-grams of one language and side, as it ships: a row of small integers for each feature.

A code's score is the sum of its weights over the features present, times its scale.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from askwell.coding.arrays import Arrays
from askwell.method.terms import Code


@dataclass(frozen=True)
class NgramModel:
    """``numbers`` (n, ascending) are the features known, ``weights`` (n, codes) theirs in units of ``scale``."""

    codes: tuple[Code, ...]
    numbers: npt.NDArray[np.uint32]
    weights: npt.NDArray[np.int8]
    scale: npt.NDArray[np.float32]

    def scores(self, features: Sequence[int]) -> dict[Code, float]:
        """The evidence for each code, from features as ``features.feature_numbers`` gives them."""
        wanted = np.array(features, dtype=np.uint32)
        at = np.searchsorted(self.numbers, wanted)
        at[at == len(self.numbers)] = 0
        rows = self.weights[at[self.numbers[at] == wanted]]
        sums = rows.sum(axis=0, dtype=np.int64) * self.scale.astype(np.float64)
        return dict(zip(self.codes, sums.tolist(), strict=True))

    def arrays(self) -> Arrays:
        """The model as it is stored."""
        codes = np.array([code.value for code in self.codes])
        return {"codes": codes, "numbers": self.numbers, "weights": self.weights, "scale": self.scale}


def ngram_model(arrays: Arrays) -> NgramModel:
    """A model from its arrays."""
    codes = tuple(Code(str(code)) for code in arrays["codes"])
    return NgramModel(codes, arrays["numbers"], arrays["weights"], arrays["scale"])


def rounded(weights: npt.NDArray[np.float64], numbers: npt.NDArray[np.uint32], codes: tuple[Code, ...]) -> NgramModel:
    """A model of real weights (n, codes), rounded to 127 steps a code; features left without any weight go."""
    scale = np.abs(weights).max(axis=0) / 127
    small = np.rint(weights / scale).astype(np.int8)
    kept = small.any(axis=1)
    return NgramModel(codes, numbers[kept], small[kept], scale.astype(np.float32))
