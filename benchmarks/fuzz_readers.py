"""Feed mutated transcript files to the readers: nothing but BadInput may escape, and nothing may take long.

Run: ``python benchmarks/fuzz_readers.py [--runs 20000] [--seed 7] [--slow 5]``. Exits 1 if any exception escaped or any
input took longer than ``--slow`` seconds. The same seed gives the same inputs.
"""

import argparse
import random
import sys
import time
import traceback
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import docx
import openpyxl

from askwell.transcript.conversation import digest
from askwell.transcript.errors import BadInput
from askwell.transcript.read import read_conversations
from askwell.transcript.readers import FORMATS

FIXTURES = Path(__file__).parents[1] / "src/askwell/transcript/tests/fixtures"
CODECS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "cp1252")
Mutation = Callable[[random.Random, bytes, Sequence[bytes]], bytes]


@dataclass
class Tally:
    """What happened to the inputs so far; ``slowest`` holds (seconds, mutation, number)."""

    inputs: int = 0
    read: int = 0
    refused: int = 0
    escaped: int = 0
    slowest: list[tuple[float, str, int]] = field(default_factory=list)
    formats: Counter[str] = field(default_factory=Counter)


def flip_bytes(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    changed = bytearray(data)
    for _n in range(chance.randint(1, 12)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def truncate(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    return data[: chance.randrange(len(data))]


def splice(chance: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    other = chance.choice(others)
    return data[: chance.randrange(len(data))] + other[chance.randrange(len(other)) :]


def duplicate_chunk(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    start = chance.randrange(len(data))
    chunk = data[start : start + chance.randint(1, 200)]
    place = chance.randrange(len(data))
    return data[:place] + chunk * chance.choice((1, 2, 5, 50, 500)) + data[place:]


def delete_chunk(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.randint(1, 60) :]


def swap_encoding(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    text = data.decode(chance.choice(("utf-8", "gb18030", "latin-1")), "replace")
    return text.encode(chance.choice(CODECS), "replace")


def insert_token(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    tokens = (
        b"\0",
        b"-->",
        b"<v ",
        b"\xef\xbb\xbf",
        b"1e999",
        b"NaN",
        b"null",
        b"[[[[",
        b'"',
        b"\r",
        b"\n\n",
        b"\\ud800",
        b":",
        b"99:99:99",
    )
    place = chance.randrange(len(data))
    return data[:place] + chance.choice(tokens) * chance.choice((1, 1, 3, 100)) + data[place:]


def shuffle_lines(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    lines = data.split(b"\n")
    chance.shuffle(lines)
    return b"\n".join(lines)


def change_part(chance: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """Inside a zip container, mutate one part and pack it again; elsewhere, flip bytes."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, zlib.error):
        return flip_bytes(chance, data, others)
    name = chance.choice([name for name, content in sorted(parts.items()) if content] or [""])
    inner = chance.choice((flip_bytes, truncate, duplicate_chunk, delete_chunk, insert_token))
    parts[name] = inner(chance, parts.get(name, b" "), others)
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part or "x", content)
    return buffer.getvalue()


MUTATIONS: tuple[Mutation, ...] = (
    flip_bytes,
    truncate,
    splice,
    duplicate_chunk,
    delete_chunk,
    swap_encoding,
    insert_token,
    shuffle_lines,
    change_part,
)


def load_seeds() -> list[bytes]:
    """Every fixture, and a Word file and a workbook made from two of them, weighted as three each."""
    seeds = [path.read_bytes() for path in sorted(FIXTURES.iterdir()) if path.suffix != ".yaml"]
    document = docx.Document()
    for line in (FIXTURES / "otter.txt").read_text("utf-8").split("\n"):
        document.add_paragraph(line)
    book = openpyxl.Workbook()
    for line in (FIXTURES / "table_zh.csv").read_text("utf-8").split("\n"):
        book.worksheets[0].append(line.split("\t"))
    for office in (document, book):
        buffer = BytesIO()
        office.save(buffer)
        seeds += [buffer.getvalue()] * 3
    return seeds


def mutate(chance: random.Random, seeds: Sequence[bytes]) -> tuple[bytes, str]:
    """One to three mutations of one seed, and their names."""
    data, names = chance.choice(seeds), []
    for _ in range(chance.randint(1, 3)):
        mutation = chance.choice(MUTATIONS)
        data = mutation(chance, data, seeds) or b" "
        names.append(mutation.__name__)
    return data, "+".join(names)


def try_input(tally: Tally, data: bytes, label: str, chance: random.Random) -> None:
    """Read one input, sometimes with a format forced, and count what came of it."""
    forced = chance.choice(FORMATS).name if chance.random() < 0.2 else None
    began = time.perf_counter()
    try:
        items = read_conversations(data, "fuzz.txt", format=forced)
        for item in items:
            if not isinstance(item, BadInput):
                digest(item[0])
    except Exception:  # noqa: BLE001  whatever escapes is what is looked for
        tally.escaped += 1
        print(f"escaped from input {tally.inputs} ({label}, format {forced}):", file=sys.stderr)
        traceback.print_exc()
    else:
        good = [item for item in items if not isinstance(item, BadInput)]
        tally.read += bool(good)
        tally.refused += not good
        tally.formats.update(notes.format for _, notes in good)
    tally.slowest = sorted([*tally.slowest, (time.perf_counter() - began, label, tally.inputs)])[-5:]
    tally.inputs += 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--slow", type=float, default=5.0, help="seconds one input may take")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    seeds, tally = load_seeds(), Tally()
    began = time.perf_counter()
    for _ in range(options.runs):
        data, label = mutate(chance, seeds)
        try_input(tally, data, label, chance)
    print_table(tally, len(seeds), time.perf_counter() - began)
    return 1 if tally.escaped or tally.slowest[-1][0] > options.slow else 0


def print_table(tally: Tally, seeds: int, seconds: float) -> None:
    print(f"{'seeds':<20}{seeds:>10,}")
    for name in ("inputs", "read", "refused", "escaped"):
        print(f"{name:<20}{getattr(tally, name):>10,}")
    print(f"{'seconds in all':<20}{seconds:>10.1f}")
    for took, label, number in reversed(tally.slowest):
        print(f"{'slowest, ms':<20}{took * 1000:>10.1f}  input {number}, {label}")
    print("read as: " + ", ".join(f"{name} {count:,}" for name, count in tally.formats.most_common()))


if __name__ == "__main__":
    sys.exit(main())
