"""Agreement of nominal codings: arrays of whole numbers in, small frozen dataclasses out.

Cohen, J. (1960), A coefficient of agreement for nominal scales. Krippendorff, K. (2019), Content Analysis, 4th ed.,
ch. 12.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.int64]
Counts = npt.NDArray[np.float64]
CERTAIN = 1 - 1e-5
"""Agreement expected by chance from which on a coefficient is not defined: one label throughout, but for rounding."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """A chance-corrected coefficient over ``n`` things; ``value`` is None where it is not defined."""

    value: float | None
    observed: float
    expected: float
    n: int


def numbered(first: Sequence[Hashable], second: Sequence[Hashable]) -> tuple[Codes, Codes, tuple[Hashable, ...]]:
    """Two codings of the same things as numbers into the labels met, which are in sorted order."""
    labels = tuple(sorted({*first, *second}, key=str))
    number = {label: i for i, label in enumerate(labels)}
    return np.array([number[x] for x in first], int), np.array([number[x] for x in second], int), labels


def confusion(first: Codes, second: Codes, size: int) -> Counts:
    """Counts, shape (size, size): rows by the first coding, columns by the second."""
    table = np.zeros((size, size))
    np.add.at(table, (first, second), 1.0)
    return table


def cohen_kappa(table: Counts) -> Agreement:
    """Kappa of a confusion table of two codings; not defined when both use one and the same label throughout."""
    n = float(table.sum())
    if n == 0:
        return Agreement(None, 0.0, 0.0, 0)
    observed = float(np.trace(table)) / n
    expected = float(table.sum(axis=1) @ table.sum(axis=0)) / n**2
    return _coefficient(observed, expected, int(n))


def nominal_alpha(table: Counts) -> Agreement:
    """Krippendorff's nominal alpha of two codings without missing values, from their confusion table."""
    n = float(table.sum())
    if n == 0:
        return Agreement(None, 0.0, 0.0, 0)
    observed = float(np.trace(table)) / n
    marginal = table.sum(axis=0) + table.sum(axis=1)
    values = 2 * n
    expected = float((marginal * (marginal - 1)).sum()) / (values * (values - 1))
    return _coefficient(observed, expected, int(n))


def _coefficient(observed: float, expected: float, n: int) -> Agreement:
    value = None if expected >= CERTAIN else (observed - expected) / (1 - expected)
    return Agreement(value, observed, expected, n)
