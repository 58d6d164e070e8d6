"""Trains the model of endings from coded calls whose outcome is known. Needs the extra ``train`` and the encoder."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from askwell.coding.arrays import arrays_to_bytes
from askwell.coding.coded import CodedConversation
from askwell.coding.regression import class_weights
from askwell.coding.talks import both_forms, training_encoder
from askwell.coding.train_ngram import fit_ngram
from askwell.understanding.ending import LEAST_TURNS, EndingModel, ending_arrays, ending_of

STRENGTH = 1.0
"""Inverse strength of the quadratic penalty (scikit-learn's C), chosen by cross-validation."""
ITERATIONS = 1000
SEEN = 3
"""Features of words met in fewer endings are left out: there are too many for the package."""


def ending_files(codings: Iterable[CodedConversation]) -> dict[str, bytes]:
    """The file of the model by its name.

    Raises:
        TrainingUnavailable: the encoder is not installed.
    """
    return {"ending.npz": arrays_to_bytes(ending_arrays(fit_ending(codings, training_encoder().encode)))}


def fit_ending(codings: Iterable[CodedConversation], encode: Any) -> EndingModel:
    """Both regressions on whole calls, as written and as recognised; each call once, the four outcomes alike in weight.

    Most calls of the corpus end as an advance; what is more frequent there is not therefore likelier elsewhere.
    """
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - of the extra
    from sklearn.utils.class_weight import compute_sample_weight  # noqa: PLC0415 - of the extra

    whole = {coded.id: coded for coded in codings if len(coded.conversation.turns) >= LEAST_TURNS}
    told = [(form, coded.outcome) for coded in whole.values() if coded.outcome for form in both_forms([coded])]
    endings = [ending_of(form.conversation, encode) for form, _ in told]
    labels = [outcome.label for _, outcome in told]
    counts = compute_sample_weight("balanced", labels)
    words = fit_ngram([ending.words for ending in endings], labels, counts, STRENGTH, seen=SEEN)
    model = LogisticRegression(C=STRENGTH, max_iter=ITERATIONS)
    numbered = [words.labels.index(label) for label in labels]
    model.fit(np.array([ending.meaning for ending in endings]), numbered, sample_weight=counts)
    weights, intercept = class_weights(model)
    return EndingModel(words.labels, weights.astype(np.float32), intercept.astype(np.float32), words)
