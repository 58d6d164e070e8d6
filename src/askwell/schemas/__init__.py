"""The published JSON schemas of the contracts."""

import json
from importlib.resources import files

NAMES = ("conversation", "coded", "deal", "deal_state")
_HOLDS = {"coded": ("conversation",), "deal": ("conversation", "coded")}
"""Which schemas another one contains."""


def schema_text(name: str) -> str:
    """The JSON Schema (2020-12) of one of ``NAMES``, whole; ``askwell.coded/1`` is understood too.

    Raises KeyError for any other name.
    """
    short = name.removeprefix("askwell.").removesuffix("/1")
    if short not in NAMES:
        raise KeyError(name)
    schema = json.loads(_file(short))
    for inner in _HOLDS.get(short, ()):
        held = json.loads(_file(inner))
        schema.setdefault("$defs", {})[inner] = {key: held[key] for key in held if not key.startswith("$")}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _file(name: str) -> str:
    return (files(__package__) / f"{name}.json").read_text("utf-8")
