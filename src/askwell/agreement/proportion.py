"""Intervals of shares: of independent trials, and of units that come in calls."""

from math import sqrt

import numpy as np
import numpy.typing as npt

from askwell.agreement.resampling import DRAWS, SEED, Interval

Z = 1.959963984540054
"""The 97.5 % point of the standard normal: two-sided 95 %."""


def wilson_interval(successes: int, trials: int) -> Interval:
    """The 95 % score interval of a share of independent trials (Wilson 1927); None at both ends without trials.

    Raises:
        ValueError: successes are negative or more than trials.
    """
    if not 0 <= successes <= trials:
        raise ValueError(f"{successes} successes in {trials} trials")
    if trials == 0:
        return Interval(None, None)
    share, spread = successes / trials, Z * Z / trials
    centre = share + spread / 2
    reach = sqrt(spread * (share * (1 - share) + spread / 4))
    low, high = (centre - reach) / (1 + spread), (centre + reach) / (1 + spread)
    return Interval(max(low, 0.0), min(high, 1.0))


def ratio_interval(tops: npt.NDArray[np.float64], bottoms: npt.NDArray[np.float64], level: float = 0.95) -> Interval:
    """Percentile interval of ``tops.sum() / bottoms.sum()``, resampling calls (Efron and Tibshirani 1993, ch. 13).

    Args:
        tops, bottoms: shape (calls,), what each call adds to the two sums; a mean is a ratio with bottoms of one.
        level: share of draws inside.

    None at both ends with fewer than two calls, or where most draws leave nothing to divide by.
    """
    n = len(tops)
    if n < 2:
        return Interval(None, None)
    weights = np.random.default_rng(SEED).multinomial(n, np.full(n, 1 / n), size=DRAWS)
    above, below = weights @ tops, weights @ bottoms
    drawn = above[below > 0] / below[below > 0]
    if len(drawn) < DRAWS / 2:
        return Interval(None, None)
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(low), float(high))
