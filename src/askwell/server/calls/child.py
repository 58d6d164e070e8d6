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
        "limits": asdict(reading_limits(allowed)),
    }
    command = [sys.executable, "-m", "askwell.server.calls.child", json.dumps(task)]
    seconds = allowed.parse_seconds + STARTING_SECONDS
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=seconds, check=False)  # noqa: S603 - our own module
    except subprocess.TimeoutExpired:
        raise BadInput(f"could not be read within {allowed.parse_seconds} seconds") from None
    if done.returncode:
        raise BadInput(_why(done.returncode, allowed))
    return _found(json.loads(done.stdout))


def reading_limits(allowed: ServerLimits) -> Limits:
    """The operator's limits as the readers know them."""
    return Limits(
        file_bytes=allowed.file_bytes,
        characters=allowed.characters,
        lines=DEFAULT.lines,
        turns=allowed.turns,
        speakers=allowed.speakers,
        zip_entries=allowed.zip_entries,
        unpacked_bytes=allowed.zip_unpacked_bytes,
        ratio=allowed.zip_ratio,
    )


def _why(status: int, allowed: ServerLimits) -> str:
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
    _hold_to(task["memory"], task["seconds"])
    try:
        found = read_conversations(sys.stdin.buffer.read(), task["name"], limits=Limits(**task["limits"]))
        answer = json.dumps([_answer(item) for item in found])
    except MemoryError:
        raise SystemExit(OUT_OF_MEMORY) from None
    sys.stdout.write(answer)


def _hold_to(memory: int, seconds: int) -> None:
    if sys.platform == "win32":
        return  # no such limits there; the parent still stops a child that takes too long
    import resource  # noqa: PLC0415 - not on Windows

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))


def _answer(item: "Reading | BadInput") -> dict[str, Any]:
    if isinstance(item, BadInput):
        return {"message": item.message, "place": item.place}
    conversation, notes = item
    return {
        "conversation": conversation_to_json(conversation),
        "format": notes.format,
        "missing": [notice.value for notice in notes.counts],
    }


if __name__ == "__main__":
    main()
