"""Whether probabilities mean what they say."""

import numpy as np
import numpy.typing as npt


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
