"""Our own ``askwell.conversation/1``: taken as it is, turn for turn."""

from askwell.transcript.conversation import SCHEMA, Conversation, conversation_from_json
from askwell.transcript.jsonvalues import at
from askwell.transcript.source import Source

NAME = "askwell"
LABEL = SCHEMA
STATUS = "own"


def detect(source: Source) -> float:
    if at(source.json, "schema") == SCHEMA:
        return 1.0
    return 0.8 if isinstance(at(source.json, "turns"), list) else 0.0


def read(source: Source) -> Conversation:
    """Raises BadInput naming the place of the first fault."""
    return conversation_from_json(source.json)
