"""Intervals that resample whole conversations: turns of one call are not independent of each other."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

DRAWS = 1000
SEED = 20261122


@dataclass(frozen=True, slots=True)
class Interval:
    """A percentile interval; None at both ends where fewer than two conversations can be resampled."""

    low: float | None
    high: float | None


def bootstrap_interval(
    parts: npt.NDArray[np.float64], statistic: Callable[[npt.NDArray[np.float64]], float | None], level: float = 0.95
) -> Interval:
    """Percentile bootstrap over conversations (Efron and Tibshirani 1993, ch. 13), the same draws every time.

    Args:
        parts: shape (conversations, ...); what each adds to the sum that ``statistic`` reads.
        statistic: from the summed parts of a draw to a number, or None where the draw leaves it undefined.
        level: share of draws inside.
    """
    n = len(parts)
    if n < 2:
        return Interval(None, None)
    weights = np.random.default_rng(SEED).multinomial(n, np.full(n, 1 / n), size=DRAWS)
    drawn = [statistic(np.tensordot(weight, parts, axes=1)) for weight in weights.astype(float)]
    values = [value for value in drawn if value is not None]
    if len(values) < DRAWS / 2:
        return Interval(None, None)
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(low), float(high))
