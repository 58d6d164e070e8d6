"""Files of deals: one JSON object, or one a line."""

import json
from collections.abc import Iterator

from askwell.coding.coded import CodedConversation
from askwell.deal.deal_json import DealFile, deal_from_json
from askwell.transcript.conversation import Conversation
from askwell.transcript.errors import BadInput
from askwell.transcript.jsontext import parse_json
from askwell.transcript.limits import DEFAULT, Limits, check_limit


def read_deals(data: bytes, name: str, *, limits: Limits = DEFAULT) -> list[DealFile | BadInput]:
    """Every deal of a file, in order; what cannot be used stands in its place as a BadInput, and the others survive."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return [BadInput("cannot be read as UTF-8 text", place=f"byte {error.start}")]
    if not text.strip():
        return [BadInput("the file is empty", place="byte 0")]
    if not _is_lines(text, name):
        return [_read(text, "", limits)]
    return [_read(line, f"line {number}", limits) for number, line in _lines(text)]


def _lines(text: str) -> Iterator[tuple[int, str]]:
    return ((number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip())


def _is_lines(text: str, name: str) -> bool:
    """By the file's name, or where the first of several lines is a whole value."""
    if name.endswith(".jsonl"):
        return True
    (_, first), *others = _lines(text)
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return False
    return bool(others)


def _read(text: str, line: str, limits: Limits) -> DealFile | BadInput:
    try:
        found = deal_from_json(parse_json(text, depth=limits.json_depth))
        for number, item in enumerate(found.conversations):
            _check_size(item, f"conversations[{number}]", limits)
    except BadInput as error:
        place = error.place.removeprefix("line 1, ") if line else error.place
        return BadInput(error.message, place=", ".join(part for part in (line, place) if part))
    return found


def _check_size(item: Conversation | CodedConversation, place: str, limits: Limits) -> None:
    turns = item.conversation.turns if isinstance(item, CodedConversation) else item.turns
    check_limit("turns", len(turns), limits.turns, place=place)
    check_limit("characters", sum(len(turn.text) for turn in turns), limits.characters, place=place)
