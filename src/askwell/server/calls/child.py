"""Reading a file nobody trusts, in a process of its own with bounded memory and time.

``python -m askwell.server.calls.child TASK``, TASK a JSON object, takes the bytes on standard input and answers JSON.
"""

import json
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from askwell.server.config import Limits as ServerLimits
from askwell.transcript.conversation import Conversation, conversation_from_json, conversation_to_json
from askwell.transcript.errors import BadInput
from askwell.transcript.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from askwell.transcript.read import Reading

OUT_OF_MEMORY = 3
STARTING_SECONDS = 30


@dataclass(frozen=True, slots=True)
class ReadFile:
    """One conversation of a file: how it was read and what it lacks."""

    conversation: Conversation
    format: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The conversations of a file, and the faults met beside them."""

    files: list[ReadFile]
    faults: list[BadInput]


def read_apart(data: bytes, name: str, allowed: ServerLimits) -> Found:
    """The conversations of a file; raises BadInput when nothing could be read."""
    task = {
        "name": name,
        "memory": allowed.parse_memory_bytes,
        "seconds": allowed.parse_seconds,
        "calls": allowed.calls_a_file,
        "limits": asdict(reading_limits(allowed)),
    }
    command = [sys.executable, "-m", "askwell.server.calls.child", json.dumps(task)]
    seconds = allowed.parse_seconds + STARTING_SECONDS
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=seconds, check=False)  # noqa: S603 - our own module
    except subprocess.TimeoutExpired:
        raise BadInput(f"could not be read within {allowed.parse_seconds} seconds") from None
    if done.returncode:
        raise BadInput(why_stopped(done.returncode, allowed))
    return _found(json.loads(done.stdout))


def reading_limits(allowed: ServerLimits) -> Limits:
    """The operator's limits as the readers know them."""
    return Limits(
        file_bytes=allowed.file_bytes,
        characters=allowed.characters,
        lines=DEFAULT.lines,
        turns=allowed.turns,
        turn_characters=allowed.turn_characters,
        speakers=allowed.speakers,
        zip_entries=allowed.zip_entries,
        unpacked_bytes=allowed.zip_unpacked_bytes,
        ratio=allowed.zip_ratio,
    )


def why_stopped(status: int, allowed: ServerLimits) -> str:
    """What to tell of a child that ended with this status."""
    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        return f"could not be read within {allowed.parse_seconds} seconds"
    if status == OUT_OF_MEMORY:
        return "could not be read within the memory allowed"
    return "could not be read: the reader stopped with a fault of its own"


def _found(answers: list[dict[str, Any]]) -> Found:
    faults = [BadInput(item["message"], place=item["place"]) for item in answers if "message" in item]
    files = [
        ReadFile(conversation_from_json(item["conversation"]), item["format"], tuple(item["missing"]))
        for item in answers
        if "message" not in item
    ]
    if not files and faults:
        raise faults[0]
    if not files:
        raise BadInput("the file is empty")
    return Found(files, faults)


def main() -> None:
    """Read standard input under limits and print the answer."""
    from askwell.transcript.read import read_conversations  # noqa: PLC0415 - only the child needs the readers

    task = json.loads(sys.argv[1])
    hold_to(task["memory"], task["seconds"])
    try:
        found = read_conversations(sys.stdin.buffer.read(), task["name"], limits=Limits(**task["limits"]))
        answer = json.dumps(_answers(found, task["calls"]))
    except MemoryError:
        raise SystemExit(OUT_OF_MEMORY) from None
    sys.stdout.write(answer)


def hold_to(memory: int, seconds: int) -> None:
    """Bound this process, in bytes of memory and seconds of computing."""
    if sys.platform == "win32":
        return  # no such limits there; the parent still stops a child that takes too long
    import resource  # noqa: PLC0415 - not on Windows

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))


def _answers(found: "list[Reading | BadInput]", most: int) -> list[dict[str, Any]]:
    if len(found) > most:
        return [_fault(f"holds {len(found):,} calls; at most {most:,} are read", f"line {most + 1}")]
    return [_answer(item) for item in found]


def _answer(item: "Reading | BadInput") -> dict[str, Any]:
    if isinstance(item, BadInput):
        return _fault(item.message, item.place)
    conversation, notes = item
    said = conversation_to_json(conversation)
    if not conversation.turns:
        return _fault("no talk was found in the file", "turns")
    if (place := nul_in(said)) is not None:
        return _fault("holds a NUL byte, so it is not text", place)
    return {"conversation": said, "format": notes.format, "missing": [notice.value for notice in notes.counts]}


def _fault(message: str, place: str) -> dict[str, Any]:
    return {"message": message, "place": place}


def nul_in(value: object, place: str = "") -> str | None:
    """Where JSON holds a NUL, which PostgreSQL keeps in no text; None where it holds none."""
    if isinstance(value, str):
        return place if "\0" in value else None
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list | tuple) else ()
    for key, part in parts:
        inner = f"{place}[{key}]" if isinstance(key, int) else f"{place}.{key}".lstrip(".")
        found = place if isinstance(key, str) and "\0" in key else nul_in(part, inner)
        if found is not None:
            return found
    return None


if __name__ == "__main__":
    main()
