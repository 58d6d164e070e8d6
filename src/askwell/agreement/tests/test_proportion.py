"""Intervals of shares against published values."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from askwell.agreement.proportion import ratio_interval, wilson_interval
from askwell.agreement.resampling import Interval, bootstrap_interval


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_agrees_with_the_table_of_newcombe(successes: int, trials: int, low: float, high: float) -> None:
    """Newcombe 1998, Statistics in Medicine 17, table I, method 3, to the four places printed."""
    found = wilson_interval(successes, trials)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_no_trials_give_no_interval() -> None:
    assert wilson_interval(0, 0) == Interval(None, None)


@pytest.mark.parametrize(("successes", "trials"), [(-1, 3), (4, 3)])
def test_impossible_counts_are_refused(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match="trials"):
        wilson_interval(successes, trials)


@given(st.integers(0, 60), st.integers(1, 60))
def test_wilson_holds_the_share_and_mirrors(successes: int, trials: int) -> None:
    successes = min(successes, trials)
    here, there = wilson_interval(successes, trials), wilson_interval(trials - successes, trials)
    assert here.low is not None
    assert here.high is not None
    assert here.low - 1e-12 <= successes / trials <= here.high + 1e-12
    assert here.low == pytest.approx(1 - there.high, abs=1e-12)


def test_the_ratio_interval_is_the_bootstrap_of_the_pooled_share() -> None:
    tops, bottoms = np.array([1.0, 4, 2, 0, 3, 5]), np.array([6.0, 9, 7, 4, 5, 11])
    slow = bootstrap_interval(np.stack([tops, bottoms], axis=1), lambda summed: float(summed[0] / summed[1]))
    assert ratio_interval(tops, bottoms) == slow


def test_one_call_or_nothing_to_divide_by_gives_no_interval() -> None:
    assert ratio_interval(np.array([1.0]), np.array([2.0])) == Interval(None, None)
    assert ratio_interval(np.zeros(3), np.zeros(3)) == Interval(None, None)
