"""The thorough coder's embeddings: a small transformer (Vaswani et al. 2017), tuned on our corpus, computed with numpy.

It is the lower half of multilingual-e5-small (Wang et al. 2024; MIT), with only the pieces of words that English and
Chinese need. Training is in ``train_transformer``; tokens come from the package sentencepiece.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from askwell.coding.arrays import Arrays

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor

WIDTH = 384
HEADS = 12
LONGEST = 48
"""Tokens of a text that are read, its two marks among them."""
BEGIN, END = 0, 2
"""The tokens that mark where a text begins and ends."""
BATCH = 32
"""Texts computed at once, of like length: what they need stays in the processor's cache."""
EPSILON = 1e-12
Floats = npt.NDArray[np.float32]
Tokens = tuple[int, ...]


@dataclass(frozen=True)
class Transformer:
    """``weights`` by name, matrices (outputs, inputs); ``vocabulary`` is a serialised model of sentencepiece.

    ``words`` (pieces, WIDTH) and ``places`` (LONGEST, WIDTH) are added up and made normal; then come the layers; what
    they give a text is its mean over tokens, less ``centre`` and divided by ``spread``.
    """

    weights: Mapping[str, Floats]
    vocabulary: bytes

    @cached_property
    def layers(self) -> int:
        """How many layers there are."""
        return sum(name.endswith(".attend") for name in self.weights)

    @cached_property
    def _processor(self) -> "SentencePieceProcessor":
        return processor(self.vocabulary)

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """The tokens of each text."""
        return [(BEGIN, *found[: LONGEST - 2], END) for found in self._processor.encode(list(texts), out_type=int)]

    def embed(self, texts: Sequence[str]) -> Floats:
        """What each text means (n, WIDTH)."""
        tokens = self.tokens(texts)
        found = np.zeros((len(tokens), WIDTH), np.float32)
        for numbers in by_length([len(each) for each in tokens]):
            x, lengths = self.begin([tokens[i] for i in numbers])
            found[numbers] = self.finish(self.through(x, lengths, range(self.layers)), lengths)
        return found

    def begin(self, tokens: Sequence[Tokens]) -> tuple[Floats, npt.NDArray[np.int64]]:
        """What goes into the first layer (texts, length, WIDTH), padded, and the length of each text."""
        lengths = np.array([len(each) for each in tokens])
        padded = np.full((len(tokens), lengths.max()), END)
        for row, each in zip(padded, tokens, strict=True):
            row[: len(each)] = each
        w = self.weights
        x = w["words"][padded] + w["places"][: padded.shape[1]]
        return normal(x, w["gain"], w["shift"]), lengths

    def through(self, x: Floats, lengths: npt.NDArray[np.int64], layers: range) -> Floats:
        """What comes out of some of the layers, from what goes in (texts, length, WIDTH)."""
        outside = np.arange(x.shape[1]) >= lengths[:, None]
        beyond = np.where(outside, np.float32(-np.inf), np.float32(0))[:, None, None] if outside.any() else None
        for number in layers:
            x = _layer(x, {name: self.weights[f"{number}.{name}"] for name in LAYER}, beyond)
        return x

    def finish(self, x: Floats, lengths: npt.NDArray[np.int64]) -> Floats:
        """What texts mean (texts, WIDTH), from the last layer."""
        inside = np.arange(x.shape[1]) < lengths[:, None]
        means = np.einsum("tlw,tl->tw", x, (inside / lengths[:, None]).astype(np.float32))
        return np.asarray((means - self.weights["centre"]) / self.weights["spread"], np.float32)


LAYER = (
    "attend", "attend_bias", "gather", "gather_bias", "gather_gain", "gather_shift",
    "widen", "widen_bias", "narrow", "narrow_bias", "narrow_gain", "narrow_shift",
)  # fmt: skip
"""The weights of a layer: ``attend`` makes questions, keys and values of each token, ``gather`` joins the heads."""


def processor(vocabulary: bytes) -> "SentencePieceProcessor":
    """What cuts texts into tokens."""
    from sentencepiece import SentencePieceProcessor  # noqa: PLC0415 - only the thorough coder needs it

    return SentencePieceProcessor(model_proto=vocabulary)


def by_length(lengths: Sequence[int], size: int = BATCH) -> Iterator[list[int]]:
    """The numbers of texts in batches of like length."""
    order = sorted(range(len(lengths)), key=lambda i: lengths[i])
    for start in range(0, len(order), size):
        yield order[start : start + size]


def _layer(x: Floats, w: Mapping[str, Floats], beyond: Floats | None) -> Floats:
    """One layer (texts, length, WIDTH): attention, then each token alone; ``beyond`` is added where nobody looks."""
    texts, length, width = x.shape
    rows = x.reshape(-1, width)
    asked = rows @ w["attend"].T + w["attend_bias"]
    questions, keys, values = asked.reshape(texts, length, 3, HEADS, width // HEADS).transpose(2, 0, 3, 1, 4)
    scores = questions @ keys.swapaxes(-1, -2)
    scores *= np.float32((width // HEADS) ** -0.5)
    if beyond is not None:
        scores += beyond
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=-1, keepdims=True)
    seen = (scores @ values).swapaxes(1, 2).reshape(-1, width)
    rows = normal(rows + (seen @ w["gather"].T + w["gather_bias"]), w["gather_gain"], w["gather_shift"])
    wide = _gelu(rows @ w["widen"].T + w["widen_bias"])
    rows = normal(rows + (wide @ w["narrow"].T + w["narrow_bias"]), w["narrow_gain"], w["narrow_shift"])
    return rows.reshape(x.shape)


def normal(x: Floats, gain: Floats, shift: Floats) -> Floats:
    """Each row to mean 0 and variance 1, then times ``gain`` plus ``shift``; in place."""
    x -= x.mean(axis=-1, keepdims=True)
    x /= np.sqrt(np.einsum("...w,...w->...", x, x)[..., None] / np.float32(x.shape[-1]) + np.float32(EPSILON))
    x *= gain
    x += shift
    return x


def _gelu(x: Floats) -> Floats:
    """As ``recurrent.gelu``, without powers, which are slow, and in few passes."""
    inner = x * x
    inner *= np.float32(0.044715)
    inner += np.float32(1)
    inner *= x
    inner *= np.float32((2 / np.pi) ** 0.5)
    np.tanh(inner, out=inner)
    inner += np.float32(1)
    inner *= x
    inner *= np.float32(0.5)
    return inner


def transformer_arrays(transformer: Transformer) -> Arrays:
    """The transformer as it is stored: matrices in 127 steps a row, the rest in half precision."""
    arrays: dict[str, npt.NDArray[np.generic]] = {".vocabulary": np.frombuffer(transformer.vocabulary, np.uint8)}
    for name, weight in transformer.weights.items():
        if weight.ndim == 1:
            arrays[name] = weight.astype(np.float16)
        else:
            arrays[name], arrays[f"{name}.scale"] = stepped(weight)
    return arrays


def stepped(matrix: Floats) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float16]]:
    """A matrix in at most 127 steps to each side, and what a step is worth in each row (rows, 1)."""
    scale = (np.abs(matrix).max(axis=1, keepdims=True) / 127).astype(np.float16)
    worth = np.maximum(scale.astype(np.float32), np.finfo(np.float16).tiny)
    return np.clip(np.rint(matrix / worth), -127, 127).astype(np.int8), scale


def transformer_of(arrays: Arrays) -> Transformer:
    """A transformer from its arrays."""
    weights = {name: array.astype(np.float32) for name, array in arrays.items() if not name.startswith(".")}
    for name in [name for name in weights if name.endswith(".scale")]:
        weights[name.removesuffix(".scale")] *= weights.pop(name)
    return Transformer(weights, arrays[".vocabulary"].tobytes())
