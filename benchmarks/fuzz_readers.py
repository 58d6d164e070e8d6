"""Feed the readers mutated files and inputs made up by hypothesis: nothing but BadInput may escape or take long.

Run: ``python benchmarks/fuzz_readers.py [--runs 20000] [--examples 3000] [--seed 7] [--slow 5]``: so many mutated files
and so many examples each of bytes, of lines and of JSON. Exits 1 if any exception escaped or any input took longer than
``--slow`` seconds. The same seed gives the same inputs.
"""

import argparse
import json
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
from _tables import print_table
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

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


def made_up(seeds: Sequence[bytes]) -> dict[str, st.SearchStrategy[bytes]]:
    """Bytes, the fixtures' own lines in any order among others, and JSON with the fixtures' own keys."""
    texts = [data.decode() for data in seeds if not data.startswith(b"PK")]
    lines = sorted({line for text in texts for line in text.split("\n")})
    keys = sorted({key for text in texts if text.startswith("{") for key in keys_of(json.loads(text))})
    plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
    nested = st.recursive(
        plain,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(keys), inner, max_size=4),
        max_leaves=25,
    )
    return {
        "hypothesis, bytes": st.binary(max_size=400),
        "hypothesis, lines": st.lists(st.sampled_from(lines) | st.text(max_size=30), max_size=25).map(
            lambda found: "\n".join(found).encode("utf-8", "surrogatepass")
        ),
        "hypothesis, JSON": nested.map(lambda value: json.dumps(value).encode()),
    }


def keys_of(value: object) -> set[str]:
    """Every key anywhere in a JSON value."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {key for part in parts for key in keys_of(part)} | (set(value) if isinstance(value, dict) else set())


def try_made_up(tally: Tally, label: str, strategy: st.SearchStrategy[bytes], options: argparse.Namespace) -> None:
    chance = random.Random(options.seed)

    @seed(options.seed)
    @settings(
        max_examples=options.examples,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def run(data: bytes) -> None:
        try_input(tally, data, label, chance)

    run()


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
    parser.add_argument("--examples", type=int, default=3_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--slow", type=float, default=5.0, help="seconds one input may take")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    seeds, tally = load_seeds(), Tally()
    began = time.perf_counter()
    for _ in range(options.runs):
        data, label = mutate(chance, seeds)
        try_input(tally, data, label, chance)
    for label, strategy in made_up(seeds).items():
        try_made_up(tally, label, strategy, options)
    tell(tally, options, len(seeds), time.perf_counter() - began)
    return 1 if tally.escaped or tally.slowest[-1][0] > options.slow else 0


def tell(tally: Tally, options: argparse.Namespace, seeds: int, seconds: float) -> None:
    rows: list[tuple[str, str]] = [
        ("files mutated", f"{seeds}"),
        ("inputs", f"{tally.inputs:,}"),
        ("of them mutated files", f"{options.runs:,}"),
        ("read", f"{tally.read:,}"),
        ("refused with a message", f"{tally.refused:,}"),
        ("**other exceptions**", f"**{tally.escaped:,}**"),
        ("seconds in all", f"{seconds:.1f}"),
    ]
    rows += [
        ("slowest, ms", f"{took * 1000:.0f} (input {number}, {label})") for took, label, number in tally.slowest[::-1]
    ]
    print_table("Fuzzing the readers", ("what", "how many"), rows)
    print("Read as: " + ", ".join(f"{name} {count:,}" for name, count in tally.formats.most_common()) + ".")


if __name__ == "__main__":
    sys.exit(main())
