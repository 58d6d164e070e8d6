"""``askwell code`` on calls of an hour: seconds, peak memory, the same bytes each run. The best of three is told.

Run: ``./dev bench code_hour``. The aim is at most two seconds beyond the start of the program, and 500 MB.
"""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from _long_calls import CHINESE, ENGLISH, NAMES, Size, long_call, said_in
from _tables import print_table

from askwell.coding.coded_json import coded_from_json
from askwell.method.terms import Side
from askwell.transcript.conversation import Conversation
from askwell.transcript.jsontext import parse_json
from askwell.transcript.writers import write_webvtt

HEADS = ("call", "said", "turns", "units", "seconds", "beyond the start", "of computing", "peak MB", "same bytes twice")
START = "one turn"
RUNS = 3


@dataclass(frozen=True, order=True)
class Run:
    """One run of the command: seconds by the clock and of the processor, peak memory, and what was written."""

    seconds: float
    computing: float
    megabytes: float
    written: bytes


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        rows = [row for size in (ENGLISH, CHINESE) for row in measure(size, Path(folder))]
    print_table("`askwell code` on an hour", HEADS, rows)


def measure(size: Size, folder: Path) -> list[tuple[object, ...]]:
    """A row for a call of one turn, which is the start of the program, and one for the hour."""
    call = long_call(size)
    one_turn = tuple(turn for turn in call.turns if turn.speaker is Side.SELLER)[:1]
    start = min(code(Conversation("one-turn", one_turn, lang=call.lang), folder, size.lang) for _ in range(RUNS))
    runs = [code(call, folder, size.lang) for _ in range(RUNS)]
    best, written = min(runs), {run.written for run in runs}
    coded = coded_from_json(parse_json(best.written.decode(), depth=64))
    said = f"{said_in(turn.text for turn in call.turns):,} {size.unit}"
    return [
        (size.lang, START, 1, "", start.seconds, "", start.computing, round(start.megabytes), ""),
        (
            size.lang,
            said,
            len(coded.conversation.turns),
            len(coded.units),
            best.seconds,
            best.seconds - start.seconds,
            best.computing,
            round(best.megabytes),
            "yes" if len(written) == 1 else "NO",
        ),
    ]


def code(call: Conversation, folder: Path, lang: str) -> Run:
    """The command on this call, as a process of its own."""
    source, out = folder / f"{call.id}.vtt", folder / f"{call.id}.json"
    source.write_text(write_webvtt(call), "utf-8")
    command = [sys.executable, "-m", "askwell.cli", "code", source, "--out", out, "--seller", NAMES[lang][0]]
    began = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    if status:
        sys.exit(f"askwell code failed with status {status}")
    return Run(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, out.read_bytes())


if __name__ == "__main__":
    main()
