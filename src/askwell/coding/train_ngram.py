"""Fits a model over words and n-grams: a multinomial logistic regression. Needs the extra ``train``."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from askwell.coding.ngram import Label, NgramModel, rounded
from askwell.coding.regression import class_weights

ITERATIONS = 60
SEEN = 2
"""Features met in fewer examples than this are left out."""


def fit_ngram(
    examples: Sequence[Sequence[int]], labels: Sequence[Label], weights: Sequence[float], strength: float
) -> NgramModel[Label]:
    """The model of examples, each the numbers of its features, with their labels and how much each counts.

    ``strength`` is the inverse strength of the quadratic penalty (scikit-learn's C).
    """
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - of the extra

    numbers, matrix = feature_matrix(examples)
    order = tuple(type(labels[0]))
    model = LogisticRegression(C=strength, max_iter=ITERATIONS, tol=1e-3)
    numbered = np.array([order.index(label) for label in labels])
    model.fit(matrix, numbered, sample_weight=np.array(weights, np.float32))  # single precision halves the time
    return rounded(class_weights(model)[0], numbers, tuple(order[i] for i in model.classes_))


def feature_matrix(examples: Sequence[Sequence[int]]) -> tuple[npt.NDArray[np.uint32], Any]:
    """The features met often enough, ascending, and a sparse matrix of which example holds which: a row an example."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - of the extra

    seen = Counter(number for each in examples for number in each)
    numbers = np.array(sorted(number for number, count in seen.items() if count >= SEEN), dtype=np.uint32)
    column = {int(number): i for i, number in enumerate(numbers)}
    rows = [[column[number] for number in each if number in column] for each in examples]
    pointers = np.cumsum([0, *(len(row) for row in rows)])
    indices = np.fromiter((i for row in rows for i in row), dtype=np.int32, count=int(pointers[-1]))
    return numbers, csr_matrix(
        (np.ones(len(indices), np.float32), indices, pointers), shape=(len(examples), len(numbers))
    )
