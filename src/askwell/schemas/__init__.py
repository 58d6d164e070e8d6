"""The published JSON schemas of the contracts."""

import json
from importlib.resources import files

NAMES = ("conversation", "coded")


def schema_text(name: str) -> str:
    """The JSON Schema (2020-12) of ``conversation`` or ``coded``, whole; ``askwell.coded/1`` is understood too.

    Raises KeyError for any other name.
    """
    short = name.removeprefix("askwell.").removesuffix("/1")
    if short not in NAMES:
        raise KeyError(name)
    schema = json.loads(_file(short))
    if short == "coded":
        inner = json.loads(_file("conversation"))
        schema["$defs"] = {"conversation": {key: value for key, value in inner.items() if not key.startswith("$")}}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _file(name: str) -> str:
    return (files(__package__) / f"{name}.json").read_text("utf-8")
