"""What was said earlier that bears on a segment: attention over the segments before it (Vaswani et al. 2017).

A state that is carried from segment to segment forgets a want told long ago; here each segment looks back for itself.
What makes a statement a benefit or an advantage is such a want (M23).
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
HEADS: Final = 4
KEY: Final = 32
"""Numbers by which a head compares two segments."""
REACH = 512
"""Segments that are looked back over, about half an hour of talk."""
GAPS: Final = 8
"""How long ago something was said counts by powers of two: 1, 2 to 3, 4 to 7, ..., from 128 on."""
BLOCK = 256
"""Segments computed at once, so that a long talk needs no more memory than a short one."""


def looked_back(inputs: Floats, w: Mapping[str, Floats]) -> Floats:
    """What each segment (n, size) finds in those before it (n, HEADS * value size); nothing at all is found too."""
    n = len(inputs)
    query, key, value = ((inputs @ w[f"back.{name}"]).reshape(n, HEADS, -1) for name in ("query", "key", "value"))
    found = np.zeros((n, HEADS * value.shape[-1]), np.float32)
    for start in range(0, n, BLOCK):
        rows, before = slice(start, start + BLOCK), slice(max(0, start - REACH), start + BLOCK)
        gap = np.arange(n)[rows, None] - np.arange(n)[before]
        scores = np.einsum("ihd,jhd->hij", query[rows], key[before]) * KEY**-0.5 + w["back.gap"].T[:, gap_of(gap)]
        shares = _shares(np.where((gap > 0) & (gap <= REACH), scores, -1e9), w["back.none"])
        found[rows] = np.einsum("hij,jhd->ihd", shares, value[before]).reshape(len(gap), -1)
    return found


def gap_of(segments: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Which of the GAPS lies between two segments so many apart."""
    return np.minimum(np.log2(np.maximum(segments, 1)), GAPS - 1).astype(int)


def _shares(scores: Floats, none: Floats) -> Floats:
    """The share of each earlier segment (heads, rows, earlier); the rest is the share of finding ``none``."""
    peak = np.maximum(scores.max(axis=-1, keepdims=True), none[:, None, None])
    powers = np.exp(scores - peak)
    shares = powers / (powers.sum(axis=-1, keepdims=True) + np.exp(none[:, None, None] - peak))
    return np.asarray(shares, np.float32)
