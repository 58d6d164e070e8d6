"""Each export in a folder as it was read, beside what is in it.

Run: ``python benchmarks/formats_table.py [FOLDER]``. FOLDER holds exports and ``expected.json`` or ``expected.yaml``;
without one, the readers' own fixtures are read. Exits 1 where a file was read wrongly.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from _tables import print_table

from askwell.transcript.conversation import Conversation
from askwell.transcript.errors import BadInput
from askwell.transcript.read import read_conversation

FIXTURES = Path(__file__).parents[1] / "src/askwell/transcript/tests/fixtures"
HEADS = ("file", "read as", "cues", "turns", "speakers", "first s", "last s", "right")
COUNTS = ("cues", "utterances", "segments", "sentences", "blocks", "lines")
NAMES = {"first": "first", "first_start": "first", "last": "last", "last_end": "last end", "last_start": "last start"}
NAMES |= dict.fromkeys(COUNTS, "cues")


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FIXTURES
    rows = [row_of(folder / name, expected) for name, expected in expectations(folder).items()]
    print_table("Exports, as they were read", HEADS, rows)
    return int(any(row[-1] != "yes" for row in rows))


def expectations(folder: Path) -> Mapping[str, Mapping[str, Any]]:
    """What is said to be in each file; YAML reads JSON too."""
    path = next(path for path in (folder / "expected.json", folder / "expected.yaml") if path.exists())
    found = yaml.safe_load(path.read_text("utf-8"))
    return {item["file"]: item for item in found} if isinstance(found, list) else found


def row_of(path: Path, expected: Mapping[str, Any]) -> tuple[object, ...]:
    try:
        conversation, notes = read_conversation(path.read_bytes(), path.name)
    except BadInput as error:
        return (path.name, "", "", "", "", "", "", f"NO: {error}")
    found = facts_of(conversation)
    wrong = [f"{name} {found[name]}, not {value}" for name, value in wanted(expected).items() if found[name] != value]
    told = [found["cues"], len(conversation.turns), len(found["speakers"]), found["first"], found["last"]]
    cells = ["none" if value is None else f"{value:g}" for value in told]
    return (path.name, notes.format, *cells, "NO: " + "; ".join(wrong) if wrong else "yes")


def facts_of(conversation: Conversation) -> dict[str, Any]:
    """Cues as they were before they were joined, speakers' labels, and times in seconds; ``last`` of any kind."""
    starts = [start for turn in conversation.turns for start in cue_starts(turn) if start is not None]
    ends = [turn.end for turn in conversation.turns if turn.end is not None]
    return {
        "cues": sum(len(turn.words) or 1 for turn in conversation.turns),
        "speakers": sorted(person.name or "" for person in conversation.participants),
        "first": min(starts, default=None),
        "last": max(ends or starts, default=None),
        "last start": max(starts, default=None),
        "last end": max(ends, default=None),
    }


def cue_starts(turn: Any) -> list[float | None]:
    return [word.start for word in turn.words] or [turn.start]


def wanted(expected: Mapping[str, Any]) -> dict[str, Any]:
    """What ``expected`` says, by the names of ``facts_of``."""
    said = {NAMES[key]: value for key, value in expected.items() if key in NAMES}
    return said | {"speakers": sorted(expected["speakers"])}


if __name__ == "__main__":
    sys.exit(main())
