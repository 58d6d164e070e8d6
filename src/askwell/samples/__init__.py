"""Invented sales calls to try the product with: whole calls in English and Chinese, and two exports of meeting tools.

Firms, people and figures are made up. The calls carry no codes; ``exports/`` holds further short calls as meeting
tools write them, ``deals/`` whole deals (``askwell.deal/1``) around two of the calls.
"""

import json
from importlib.resources import files

from askwell.transcript.conversation import Conversation, conversation_from_json


def sample_calls() -> tuple[Conversation, ...]:
    """Every sample call, sorted by id."""
    sources = [item for item in files(__name__).iterdir() if item.name.endswith(".json")]
    calls = (conversation_from_json(json.loads(item.read_text(encoding="utf-8"))) for item in sources)
    return tuple(sorted(calls, key=lambda call: call.id))
