"""Fits a model over words and n-grams: a multinomial logistic regression. Needs the extra ``train``."""

from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from askwell.coding.ngram import Label, NgramModel, rounded
from askwell.coding.regression import class_weights

ITERATIONS = 60
SEEN = 2
"""Features met in fewer examples than this are left out."""


def fit_ngram(
    examples: Sequence[Sequence[int]],
    labels: Sequence[Label],
    weights: Sequence[float],
    strength: float,
    *,
    iterations: int = ITERATIONS,
    seen: int = SEEN,
) -> NgramModel[Label]:
    """The model of examples, each the numbers of its features, with their labels and how much each counts.

    ``strength`` is the inverse strength of the quadratic penalty (scikit-learn's C); ``seen`` is how many examples must
    hold a feature for it to count.
    """
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - of the extra

    numbers, matrix = feature_matrix(examples, seen)
    order = tuple(type(labels[0]))
    model = LogisticRegression(C=strength, max_iter=iterations, tol=1e-3)
    numbered = np.array([order.index(label) for label in labels])
    model.fit(matrix, numbered, sample_weight=np.array(weights, np.float32))  # single precision halves the time
    return rounded(class_weights(model)[0], numbers, tuple(order[i] for i in model.classes_))


def feature_matrix(examples: Sequence[Sequence[int]], seen: int = SEEN) -> tuple[npt.NDArray[np.uint32], Any]:
    """The features ``seen`` often enough, ascending, and a sparse matrix of which example (a row each) holds which."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - of the extra

    lengths = [len(each) for each in examples]
    told = np.fromiter(chain.from_iterable(examples), np.uint32, sum(lengths))
    numbers, columns, counts = np.unique(told, return_inverse=True, return_counts=True)
    kept = counts >= seen
    rows, held = np.repeat(np.arange(len(examples)), lengths), kept[columns]
    place = rows[held], (np.cumsum(kept) - 1)[columns[held]]
    return numbers[kept], csr_matrix(
        (np.ones(len(place[0]), np.float32), place), shape=(len(examples), np.count_nonzero(kept))
    )
