"""Whether probabilities mean what they say."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Calibration:
    """``said`` is the mean stated probability of ``n`` judgements, ``right`` the share that was right.

    ``error`` is the expected calibration error; all three are None without judgements.
    """

    n: int
    said: float | None
    right: float | None
    error: float | None


def calibration(p: npt.NDArray[np.float64], right: npt.NDArray[np.bool_]) -> Calibration:
    """How far stated probabilities, shape (n,) in [0, 1], are those of being right, shape (n,)."""
    if not len(p):
        return Calibration(0, None, None, None)
    return Calibration(len(p), float(p.mean()), float(right.mean()), expected_calibration_error(p, right))


def expected_calibration_error(
    p: npt.NDArray[np.float64], right: npt.NDArray[np.bool_], bins: int = 10
) -> float | None:
    """Mean gap between stated probability and share right, over equal-width bins weighted by size (Naeini et al. 2015).

    Args:
        p: shape (n,), in [0, 1].
        right: shape (n,).
    """
    if not len(p):
        return None
    bin_of = np.minimum((p * bins).astype(int), bins - 1)
    gaps = [abs(p[bin_of == i].sum() - right[bin_of == i].sum()) for i in range(bins)]
    return float(sum(gaps)) / len(p)
