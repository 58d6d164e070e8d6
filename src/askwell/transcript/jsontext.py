"""JSON text to plain objects, strictly: no duplicate keys, no NaN, no half surrogate pairs, no deep nests."""

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, NoReturn

from askwell.transcript.errors import BadInput

_STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[\]{}]')
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")


def looks_like_json(text: str) -> bool:
    """True for text that begins as an object, or as a list of objects or lists: transcripts also begin with ``[``."""
    head = "".join(text[:200].split())[:2]
    return head in ("{", '{"', "{}", "[{", "[[", "[]")


def parse_json(text: str, *, depth: int) -> Any:
    """The decoded value; raises BadInput with line and column. ``depth`` is the most levels allowed."""
    try:
        value = json.loads(
            text, object_pairs_hook=_unique, parse_constant=_refuse_constant, parse_float=_finite, parse_int=_integer
        )
    except json.JSONDecodeError as error:
        ended = error.msg.startswith("Unterminated") or error.pos >= len(text.rstrip()) - 1
        cut = " (the file may be cut off)" if ended else ""
        raise BadInput(
            f"not valid JSON: {error.msg}{cut}", place=f"line {error.lineno}, column {error.colno}"
        ) from None
    except RecursionError:
        raise _too_deep(text, depth) from None
    if _is_deeper(value, depth):
        raise _too_deep(text, depth)
    if _SURROGATE_ESCAPE.search(text):
        _check_surrogates(value)
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise BadInput(f"the key {twice[:60]!r} appears twice in one object")
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise BadInput(f"{name} is not a JSON number")


def _finite(literal: str) -> float:
    value = float(literal)
    if not math.isfinite(value):
        raise BadInput(f"the number {literal[:40]} is too large")
    return value


def _integer(literal: str) -> int:
    if len(literal) > 300:
        raise BadInput(f"the number {literal[:40]}… is too large")
    return int(literal)


def _children(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def _is_deeper(value: Any, depth: int) -> bool:
    level = [value]
    for _ in range(depth + 1):
        level = [child for item in level for child in _children(item) if isinstance(child, dict | list)]
        if not level:
            return False
    return True


def _too_deep(text: str, depth: int) -> BadInput:
    """Names the bracket that opens one level too many."""
    level = 0
    for token in _STRING_OR_BRACKET.finditer(text):
        level += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
        if level > depth + 1:
            before = text[: token.start()]
            column = len(before) - before.rfind("\n")
            return BadInput(
                f"nested deeper than {depth} levels", place=f"line {before.count(chr(10)) + 1}, column {column}"
            )
    return BadInput(f"nested deeper than {depth} levels")


def _check_surrogates(value: Any, place: str = "") -> None:
    if isinstance(value, str) and any("\ud800" <= char <= "\udfff" for char in value):
        raise BadInput("holds half a surrogate pair, which is not text", place=place)
    if isinstance(value, dict):
        for key, child in value.items():
            _check_surrogates(key, place)
            _check_surrogates(child, f"{place}.{key}" if place else key)
    if isinstance(value, list):
        for i, child in enumerate(value):
            _check_surrogates(child, f"{place}[{i}]")
