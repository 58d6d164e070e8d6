"""Kappa and alpha against hand counts and two other libraries."""

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from askwell.agreement.nominal import cohen_kappa, confusion, nominal_alpha, numbered

TOLERANCE = 1e-9
CODINGS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=60)


def table(pairs: list[tuple[int, int]]) -> np.ndarray:
    first, second, labels = numbered([a for a, _ in pairs], [b for _, b in pairs])
    return confusion(first, second, len(labels))


def test_kappa_of_cohens_own_kind_of_table() -> None:
    kappa = cohen_kappa(np.array([[20.0, 5.0], [10.0, 15.0]]))
    assert kappa.observed == pytest.approx(0.70)
    assert kappa.expected == pytest.approx(0.50)
    assert kappa.value == pytest.approx(0.40)


def test_one_label_throughout_leaves_both_undefined() -> None:
    assert cohen_kappa(np.array([[7.0]])).value is None
    assert nominal_alpha(np.array([[7.0]])).value is None


def test_nothing_coded_is_undefined_not_an_error() -> None:
    assert cohen_kappa(np.zeros((0, 0))).value is None


@given(CODINGS)
def test_kappa_equals_scikit_learns(pairs: list[tuple[int, int]]) -> None:
    value = cohen_kappa(table(pairs)).value
    if value is not None:
        assert value == pytest.approx(cohen_kappa_score([a for a, _ in pairs], [b for _, b in pairs]), abs=TOLERANCE)


@given(CODINGS)
def test_alpha_equals_the_krippendorff_package(pairs: list[tuple[int, int]]) -> None:
    value = nominal_alpha(table(pairs)).value
    if value is not None:
        data = np.array(pairs, float).T
        theirs = krippendorff.alpha(reliability_data=data, level_of_measurement="nominal")
        assert value == pytest.approx(theirs, abs=TOLERANCE)
