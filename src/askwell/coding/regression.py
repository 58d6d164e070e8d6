"""What a fitted logistic regression of scikit-learn holds, in one shape whatever the number of classes."""

from typing import Any

import numpy as np
import numpy.typing as npt

PAIR = 2


def class_weights(model: Any) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Weights (features, classes) and intercepts (classes); of two classes one row is kept, which tells both."""
    weights, intercepts = model.coef_, model.intercept_
    if len(model.classes_) == PAIR:
        weights, intercepts = np.vstack([-weights, weights]) / 2, np.hstack([-intercepts, intercepts]) / 2
    return weights.T, intercepts
