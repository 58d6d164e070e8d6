"""Macro-F1 against scikit-learn's, and over nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from askwell.agreement.detection import Detection, macro_f1

LABELS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=40)


@given(LABELS)
def test_macro_f1_equals_scikit_learns(pairs: list[tuple[int, int]]) -> None:
    gold, pred = [one for one, _ in pairs], [two for _, two in pairs]
    found = [Detection(pairs.count((x, x)), pred.count(x), gold.count(x)) for x in range(4)]
    assert macro_f1(found) == pytest.approx(f1_score(gold, pred, average="macro"), abs=1e-12)


def test_a_class_nobody_met_does_not_count_and_nothing_at_all_is_none() -> None:
    assert macro_f1([Detection(1, 1, 1), Detection(0, 0, 0), Detection(0, 0, 3)]) == 0.5
    assert macro_f1([Detection(0, 0, 0)]) is None
