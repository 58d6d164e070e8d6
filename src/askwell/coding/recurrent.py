"""The model over a whole conversation: a recurrent network that reads its segments forwards and backwards.

Of each segment it sees the meaning (an embedding), the cues and the form, the words, and whose it is; what was said
before, and what is answered, reach it through gated recurrent units (Cho et al. 2014), one a direction, and what was
said long before by looking back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from askwell.coding.arrays import Arrays
from askwell.coding.encoder import Vectors
from askwell.coding.features import text_numbers
from askwell.coding.looking_back import looked_back
from askwell.coding.segments import Segment
from askwell.coding.sequence import Parts, shown
from askwell.method.terms import Code, Side, codes_for
from askwell.transcript.conversation import Conversation

BAG = 1 << 15
"""Rows that features over words are hashed to."""
OWN, WORDS = 4.0, 0.5
"""Scales of the embeddings and of the words, so that they weigh like the rest."""
SIDES = (Side.SELLER, Side.BUYER)
CODES = tuple(Code)
DIRECTIONS = ("forward", "backward")
EPSILON = 1e-5
Floats = npt.NDArray[np.float32]
Weights = Mapping[str, Floats]


@dataclass(frozen=True)
class Heard:
    """The n segments of a conversation as the network takes them.

    ``meaning`` (n, 512); ``names`` and ``words``, for each the names it has and the rows of its features over words;
    ``side`` (n, 2), halves where nobody knows who spoke; ``allowed`` (n, codes), the codes its side can have.
    """

    meaning: Vectors
    names: tuple[frozenset[str], ...]
    words: tuple[npt.NDArray[np.int32], ...]
    side: Floats
    allowed: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Network:
    """``names`` are the named features it knows; ``weights`` by name, of which ``bag`` (BAG, size) holds the words'."""

    names: tuple[str, ...]
    weights: Weights

    def probabilities(self, heard: Heard) -> Floats:
        """The probability of each code for each segment (n, codes), 0 for codes the side cannot have."""
        if not heard.names:
            return np.zeros((0, len(CODES)), np.float32)
        w = self.weights
        own = OWN * heard.meaning @ w["meaning"] + self.named(heard) @ w["names"] + heard.side @ w["side"]
        spoken = np.stack([w["bag"][rows].sum(axis=0) for rows in heard.words])
        first = gelu(normal(own + WORDS * spoken + w["bias"]) * w["gain"] + w["shift"])
        forward, backward = (read(first, w, direction) for direction in DIRECTIONS)
        so_far = np.concatenate([first, forward], axis=1)
        found = looked_back(so_far, w) @ w["back.found"] + so_far @ w["back.own"]
        bearing = gelu(np.asarray(found, np.float32))
        scores = np.concatenate([first, forward, backward, bearing], axis=1) @ w["codes"] + w["intercept"]
        scores = np.where(heard.allowed, scores, -np.inf)
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)

    def named(self, heard: Heard) -> Floats:
        """Ones where a segment has a known name (n, names)."""
        return named_features(heard.names, self.names)


def named_features(held: Sequence[frozenset[str]], names: Sequence[str]) -> Floats:
    """Ones where a segment has a name (n, names)."""
    return np.array([[name in each for name in names] for each in held], np.float32)


def heard(conversation: Conversation, parts: Parts, meaning: Vectors, lang: str) -> Heard:
    """The segments of a conversation that was cut into ``parts``."""
    turns = conversation.turns
    sides = [turn.speaker for turn, found in zip(turns, parts, strict=True) for _ in found]
    shares = [[each is side or 0.5 * (side is Side.UNKNOWN) for each in SIDES] for side in sides]
    return Heard(
        meaning,
        tuple(
            _names(found, i, number, len(turns), lang) for number, found in enumerate(parts) for i in range(len(found))
        ),
        tuple(word_rows(part.text, lang) for found in parts for part in found),
        np.array(shares, np.float32).reshape(-1, len(SIDES)),
        np.array([[code in codes_for(side) for code in CODES] for side in sides], bool).reshape(-1, len(CODES)),
    )


def _names(found: Sequence[Segment], i: int, number: int, turns: int, lang: str) -> frozenset[str]:
    place = {"first": i == 0, "last": i == len(found) - 1, lang: True}
    return shown(found[i], number, turns, lang) | {name for name, holds in place.items() if holds}


def word_rows(text: str, lang: str) -> npt.NDArray[np.int32]:
    """The rows of a text's features over words, each once, in ascending order."""
    return np.array(sorted({number % BAG for number in text_numbers(text, lang)}), np.int32)


def read(inputs: Floats, w: Weights, direction: str) -> Floats:
    """One gated recurrent unit over the segments (n, size), forwards or backwards; (n, half)."""
    weights, bias, own, own_bias = (w[f"{direction}.{name}"] for name in ("in", "in_bias", "state", "state_bias"))
    given = inputs @ weights + bias
    half = own.shape[0]
    states = np.zeros((len(inputs), half), np.float32)
    state = np.zeros(half, np.float32)
    order = range(len(inputs)) if direction == DIRECTIONS[0] else range(len(inputs) - 1, -1, -1)
    for i in order:
        told = state @ own + own_bias
        reset, update = np.split(sigmoid(given[i, : 2 * half] + told[: 2 * half]), 2)
        new = np.tanh(given[i, 2 * half :] + reset * told[2 * half :])
        states[i] = state = (1 - update) * new + update * state
    return states


def normal(x: Floats) -> Floats:
    """Each row to mean 0 and variance 1."""
    centred = x - x.mean(axis=-1, keepdims=True)
    return np.asarray(centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + EPSILON), np.float32)


def gelu(x: Floats) -> Floats:
    """The Gaussian error linear unit, by its tanh approximation (Hendrycks & Gimpel 2016)."""
    return np.asarray(0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))), np.float32)


def sigmoid(x: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-x)), np.float32)


def network_arrays(network: Network) -> Arrays:
    """The network as it is stored: half precision, the words' rows in 127 steps a column."""
    scale = np.maximum(np.abs(network.weights["bag"]).max(axis=0) / 127, EPSILON)
    small = {name: weight.astype(np.float16) for name, weight in network.weights.items() if name != "bag"}
    bag = np.rint(network.weights["bag"] / scale).astype(np.int8)
    return small | {".names": np.array(network.names), ".bag": bag, ".scale": scale.astype(np.float32)}


def network_of(arrays: Arrays) -> Network:
    """A network from its arrays."""
    weights = {name: array.astype(np.float32) for name, array in arrays.items() if not name.startswith(".")}
    weights["bag"] = arrays[".bag"].astype(np.float32) * arrays[".scale"]
    return Network(tuple(str(name) for name in arrays[".names"]), weights)
