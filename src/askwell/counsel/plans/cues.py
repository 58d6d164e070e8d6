"""Words that tell what a planned question is after (data in ``cues.yaml``)."""

import re
from functools import cache
from importlib.resources import files

import yaml


def holds(cue: str, text: str) -> bool:
    """Whether the text holds a cue of this name, in either language; raises KeyError for a name not in the data."""
    return _patterns()[cue].search(_plain_quotes(text)) is not None


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    data = yaml.safe_load(files(__package__).joinpath("cues.yaml").read_text("utf-8"))
    return {name: _pattern(entry["en"], entry["zh"]) for name, entry in data.items()}


def _pattern(english: list[str], chinese: list[str]) -> re.Pattern[str]:
    # Not \b: Python counts Han characters as letters.
    bounded = rf"(?<![A-Za-z0-9_])(?:{'|'.join(english)})(?![A-Za-z0-9_])"
    return re.compile(f"{bounded}|{'|'.join(chinese)}", re.IGNORECASE)


def _plain_quotes(text: str) -> str:
    return text.replace("\u2019", "'")
