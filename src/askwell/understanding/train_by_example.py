"""Trains what tells by example (``by_example``). Needs the extra ``train`` and the encoder."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from askwell.coding.arrays import arrays_to_bytes
from askwell.coding.ngram import rounded
from askwell.coding.regression import class_weights
from askwell.coding.talks import embedded, training_encoder
from askwell.coding.train_ngram import feature_matrix
from askwell.understanding.by_example import FILE, ExampleModel, Told, example_arrays, example_of, sentences_of
from askwell.understanding.lessons import Lesson

MEANING, WORDS = 6.0, 0.5
"""Inverse strengths of the quadratic penalties (scikit-learn's C), chosen on the development items."""
ITERATIONS = 1000
SEEN = 3
"""Features of words met in fewer lessons are left out: there are too many for the package."""
Floats = npt.NDArray[np.float64]


def example_files(lessons: Sequence[Lesson]) -> dict[str, bytes]:
    """The file of the model by its name.

    Raises:
        TrainingUnavailable: the encoder is not installed.
    """
    return {FILE: arrays_to_bytes(example_arrays(fit_examples(lessons, training_encoder().encode)))}


def fit_examples(lessons: Sequence[Lesson], encode: Any) -> ExampleModel:
    """Both regressions for each thing that can be told, on the lessons that are about it."""
    known = embedded(encode, {sentence for lesson in lessons for sentence in sentences_of(lesson.talk)})
    seen = [example_of(lesson.talk, known) for lesson in lessons]
    meant = np.array([example.meaning for example in seen], np.float64)
    numbers, single = feature_matrix([example.words for example in seen], SEEN)
    spoken = single.astype(np.float64)
    weights, intercepts, worded = [], [], []
    for told in Told:
        rows = [row for row, lesson in enumerate(lessons) if told in lesson.about]
        right = [told in lessons[row].told for row in rows]
        counts = [lessons[row].weight for row in rows]
        weight, intercept = _fitted(meant[rows], right, counts, MEANING)
        weights.append(weight)
        intercepts.append(intercept)
        worded.append(_fitted(spoken[rows], right, counts, WORDS, intercept=False)[0])
    return ExampleModel(
        np.array(weights, np.float32).T.astype(np.float64),
        np.array(intercepts, np.float32),
        rounded(np.array(worded).T, numbers, tuple(Told)),
    )


def _fitted(
    matrix: Any, right: Sequence[bool], counts: Sequence[float], strength: float, *, intercept: bool = True
) -> tuple[Floats, float]:
    """The weights of a regression (features) and its intercept."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - of the extra

    model = LogisticRegression(C=strength, max_iter=ITERATIONS, fit_intercept=intercept)
    model.fit(matrix, right, sample_weight=counts)
    weights, intercepts = class_weights(model)
    return 2 * weights[:, 1], float(2 * intercepts[1]) if intercept else 0.0
