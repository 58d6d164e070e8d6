"""Krippendorff's alpha for unitizing a continuum, two observers.

Krippendorff, K. (1995), On the reliability of unitizing continuous data, Sociological Methodology 25, 47-76. Each
observer marks stretches of a continuum; what is not marked is a gap. A category's disagreement grows with the square
of what two observers' stretches do not share.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Span = tuple[int, int]
Sections = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Observed and expected disagreement of one category, or summed over several."""

    observed: float
    expected: float

    @property
    def alpha(self) -> float | None:
        return 1 - self.observed / self.expected if self.expected else None

    def __add__(self, other: "Disagreement") -> "Disagreement":
        return Disagreement(self.observed + other.observed, self.expected + other.expected)


def unitizing_disagreement(first: Sequence[Span], second: Sequence[Span], length: int) -> Disagreement:
    """Disagreement about one category.

    Args:
        first, second: sorted, non-overlapping half-open stretches of each observer, in [0, length).
        length: the continuum's length, in the same units.
    """
    if length < 2 or not (first or second):
        return Disagreement(0.0, 0.0)
    one, two = _sections(first, length), _sections(second, length)
    return Disagreement(2 * _observed(one, two) / (2 * length**2), _expected(one, two, length))


def _sections(spans: Sequence[Span], length: int) -> Sections:
    """Rows (begin, length, is a unit), covering the continuum with units and the gaps between them."""
    rows, at = [], 0
    for begin, end in spans:
        if begin > at:
            rows.append((at, begin - at, 0))
        rows.append((begin, end - begin, 1))
        at = end
    if at < length:
        rows.append((at, length - at, 0))
    return np.array(rows, float)


def _observed(one: Sections, two: Sections) -> float:
    """The sum of squared differences over all pairs of intersecting sections of two observers."""
    begin, size, unit = (one[:, [i]] for i in range(3))
    other_begin, other_size, other_unit = (two[:, i][None, :] for i in range(3))
    end, other_end = begin + size, other_begin + other_size
    both = (unit * other_unit > 0) & (begin < other_end) & (other_begin < end)
    apart = (begin - other_begin) ** 2 + (end - other_end) ** 2
    in_gap = (unit > 0) & (other_unit == 0) & (other_begin <= begin) & (end <= other_end)
    gap_around = (unit == 0) & (other_unit > 0) & (begin <= other_begin) & (other_end <= end)
    return float((apart * both + size**2 * in_gap + other_size**2 * gap_around).sum())


def _expected(one: Sections, two: Sections, length: int) -> float:
    """The mean squared difference of the units and gaps found, over all ways of placing them on the continuum."""
    sections = np.vstack([one, two])
    units, gaps = sections[sections[:, 2] > 0][:, 1], sections[sections[:, 2] == 0][:, 1]
    if not len(units):
        return 0.0
    overlapping = (len(units) - 1) / 3 * (2 * units**3 - 3 * units**2 + units)
    room = gaps[None, :] - units[:, None] + 1
    in_gaps = units**2 * np.where(gaps[None, :] >= units[:, None], room, 0).sum(axis=1)
    places = 2 * length * (2 * length - 1) - float((units * (units - 1)).sum())
    return 2 / length * float((overlapping + in_gaps).sum()) / places
