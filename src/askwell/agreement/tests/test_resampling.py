"""Intervals and calibration."""

import numpy as np
import pytest

from askwell.agreement.calibration import Calibration, calibration, expected_calibration_error
from askwell.agreement.detection import Detection
from askwell.agreement.resampling import bootstrap_interval


def mean(sums: np.ndarray) -> float:
    return float(sums[0] / sums[1])


def test_the_interval_is_the_same_every_time_and_holds_the_estimate() -> None:
    parts = np.column_stack([np.arange(30.0), np.ones(30)])
    interval = bootstrap_interval(parts, mean)
    assert interval == bootstrap_interval(parts, mean)
    assert interval.low is not None
    assert interval.high is not None
    assert interval.low < 14.5 < interval.high


def test_the_interval_of_a_mean_has_the_width_theory_gives() -> None:
    values = np.random.default_rng(1).normal(size=400)
    interval = bootstrap_interval(np.column_stack([values, np.ones(400)]), mean)
    assert interval.high is not None
    assert interval.low is not None
    assert interval.high - interval.low == pytest.approx(2 * 1.96 * values.std() / 20, rel=0.1)


def test_one_conversation_gives_no_interval() -> None:
    assert bootstrap_interval(np.ones((1, 2)), mean).low is None


def test_calibration_error_is_the_gap_between_said_and_right() -> None:
    p = np.array([0.9] * 10 + [0.6] * 10)
    right = np.array([True] * 9 + [False] + [True] * 4 + [False] * 6)
    assert expected_calibration_error(p, right) == pytest.approx(0.1)


def test_calibration_sets_what_was_said_beside_what_was_right() -> None:
    found = calibration(np.array([0.9, 0.9, 0.5, 0.5]), np.array([True, True, True, False]))
    assert (found.n, found.said, found.right) == (4, pytest.approx(0.7), 0.75)
    assert found.error == pytest.approx((2 * 0.1 + 2 * 0.0) / 4)
    assert calibration(np.array([]), np.array([], bool)) == Calibration(0, None, None, None)


def test_ratios_over_nothing_are_none() -> None:
    assert Detection(0, 0, 0).f1 is None
    assert (Detection(1, 2, 4) + Detection(1, 2, 0)).precision == 0.5
