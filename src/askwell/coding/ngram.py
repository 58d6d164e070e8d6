"""A model over words and n-grams, as it ships: a row of small integers for each feature.

The score of a label (a code, an outcome) is the sum of its weights over the features present, times its scale.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from askwell.coding.arrays import Arrays

Label = TypeVar("Label", bound=StrEnum)
STORED = ("labels", "numbers", "weights", "scale")
"""The names of its arrays."""


@dataclass(frozen=True)
class NgramModel(Generic[Label]):
    """``numbers`` (n, ascending) are the features known, ``weights`` (n, labels) theirs in units of ``scale``."""

    labels: tuple[Label, ...]
    numbers: npt.NDArray[np.uint32]
    weights: npt.NDArray[np.int8]
    scale: npt.NDArray[np.float32]

    def scores(self, features: Sequence[int]) -> dict[Label, float]:
        """The evidence for each label, from the numbers of features that are present."""
        wanted = np.array(features, dtype=np.uint32)
        at = np.searchsorted(self.numbers, wanted)
        at[at == len(self.numbers)] = 0
        rows = self.weights[at[self.numbers[at] == wanted]]
        sums = rows.sum(axis=0, dtype=np.int64) * self.scale.astype(np.float64)
        return dict(zip(self.labels, sums.tolist(), strict=True))

    def arrays(self) -> Arrays:
        """The model as it is stored."""
        labels = np.array([label.value for label in self.labels])
        return dict(zip(STORED, (labels, self.numbers, self.weights, self.scale), strict=True))


def ngram_model(arrays: Arrays, kind: type[Label]) -> NgramModel[Label]:
    """A model from its arrays; ``kind`` is what its labels are."""
    labels = tuple(kind(str(label)) for label in arrays["labels"])
    return NgramModel(labels, arrays["numbers"], arrays["weights"], arrays["scale"])


def rounded(
    weights: npt.NDArray[np.float64], numbers: npt.NDArray[np.uint32], labels: tuple[Label, ...]
) -> NgramModel[Label]:
    """A model of real weights (n, labels), rounded to 127 steps a label; features left without any weight go."""
    scale = np.abs(weights).max(axis=0) / 127
    small = np.rint(weights / scale).astype(np.int8)
    kept = small.any(axis=1)
    return NgramModel(labels, numbers[kept], small[kept], scale.astype(np.float32))
