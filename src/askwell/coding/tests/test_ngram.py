"""The model over words: rounding, looking up, storing."""

import numpy as np
import pytest

from askwell.coding.arrays import arrays_from_bytes, arrays_to_bytes
from askwell.coding.ngram import ngram_model, rounded
from askwell.method.terms import Code

CODES = (Code.FEATURE, Code.ADVANTAGE)
NUMBERS = np.array([3, 7, 4_000_000_000], np.uint32)
WEIGHTS = np.array([[1.27, 0.0], [0.0, 0.0], [-0.5, 2.54]])


def test_a_score_is_the_sum_of_the_weights_of_the_features_present() -> None:
    scores = rounded(WEIGHTS, NUMBERS, CODES).scores([3, 5, 4_000_000_000])
    assert scores[Code.FEATURE] == pytest.approx(0.77, abs=0.02)
    assert scores[Code.ADVANTAGE] == pytest.approx(2.54, abs=0.02)


def test_features_nobody_knows_weigh_nothing() -> None:
    assert set(rounded(WEIGHTS, NUMBERS, CODES).scores([1, 2, 4_294_967_295]).values()) == {0.0}


def test_features_without_weight_are_left_out() -> None:
    assert rounded(WEIGHTS, NUMBERS, CODES).numbers.tolist() == [3, 4_000_000_000]


def test_a_stored_model_is_the_same_model_and_the_same_bytes() -> None:
    model = rounded(WEIGHTS, NUMBERS, CODES)
    data = arrays_to_bytes(model.arrays())
    assert data == arrays_to_bytes(model.arrays())
    assert ngram_model(arrays_from_bytes(data), Code).scores([3]) == model.scores([3])


def test_a_file_with_pickled_objects_is_refused() -> None:
    data = arrays_to_bytes({"plain": np.array([1])})
    with pytest.raises(ValueError, match="pickle"):
        arrays_to_bytes({"objects": np.array([{}], dtype=object)})
    assert arrays_from_bytes(data)["plain"].tolist() == [1]
