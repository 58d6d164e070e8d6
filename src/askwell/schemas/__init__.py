"""The published JSON schemas of the contracts."""

from importlib.resources import files

NAMES = ("conversation", "coded")


def schema_text(name: str) -> str:
    """The JSON Schema (2020-12) of ``conversation`` or ``coded``; ``askwell.coded/1`` is understood too.

    Raises KeyError for any other name.
    """
    short = name.removeprefix("askwell.").removesuffix("/1")
    if short not in NAMES:
        raise KeyError(name)
    return (files(__package__) / f"{short}.json").read_text("utf-8")
