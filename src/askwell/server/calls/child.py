"""Reading a file nobody trusts, in a process of its own with bounded memory and time.

``python -m askwell.server.calls.child NAME`` takes the bytes on standard input and answers one JSON object.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from askwell.transcript.conversation import Conversation, conversation_from_json, conversation_to_json
from askwell.transcript.errors import BadInput

if TYPE_CHECKING:
    from askwell.transcript.read import Reading

MEMORY_BYTES = 1_500_000_000
SECONDS = 60


@dataclass(frozen=True, slots=True)
class ReadFile:
    """One conversation of a file: how it was read and what it lacks."""

    conversation: Conversation
    format: str
    missing: tuple[str, ...]


def read_apart(data: bytes, name: str, sellers: Sequence[str] = ()) -> tuple[list[ReadFile], list[BadInput]]:
    """The conversations of a file and the faults met beside them; raises BadInput when nothing could be read."""
    command = [sys.executable, "-m", "askwell.server.calls.child", name, *sellers]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 - our own module
    except subprocess.TimeoutExpired as error:
        raise BadInput(f"could not be read within {SECONDS} seconds") from error
    if done.returncode:
        raise BadInput("could not be read within the memory allowed")
    answers = json.loads(done.stdout)
    faults = [BadInput(item["message"], place=item["place"]) for item in answers if "message" in item]
    found = [
        ReadFile(conversation_from_json(item["conversation"]), item["format"], tuple(item["missing"]))
        for item in answers
        if "message" not in item
    ]
    if not found and faults:
        raise faults[0]
    return found, faults


def main() -> None:
    """Read standard input under limits and print the answer."""
    from askwell.transcript.read import read_conversations  # noqa: PLC0415 - readers load after the limits are set

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    name, *sellers = sys.argv[1:]
    found = read_conversations(sys.stdin.buffer.read(), name, sellers=sellers)
    json.dump([_answer(item) for item in found], sys.stdout, ensure_ascii=True)


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
