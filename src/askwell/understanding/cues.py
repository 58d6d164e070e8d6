"""Words that tell what an act amounts to: a date, a refusal, a consequence (data in ``cues.yaml``)."""

import re
from functools import cache
from importlib.resources import files

import yaml


def says(cue: str, text: str) -> bool:
    """Whether the text holds a cue of this name, in either language; raises KeyError for a name not in the data."""
    return _patterns()[cue].search(plain_quotes(text)) is not None


def begins_with(cue: str, text: str) -> bool:
    """Whether the text opens with a cue of this name."""
    return _patterns()[cue].match(plain_quotes(text).lstrip()) is not None


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return patterns_in(__package__)


def patterns_in(package: str) -> dict[str, re.Pattern[str]]:
    """The cues that the ``cues.yaml`` of a package holds, by name; they are written for straight quotation marks."""
    data = yaml.safe_load(files(package).joinpath("cues.yaml").read_text("utf-8"))
    return {name: _pattern(entry["en"], entry["zh"]) for name, entry in data.items()}


def _pattern(english: list[str], chinese: list[str]) -> re.Pattern[str]:
    # Not \b: Python counts Han characters as letters, and "发PO" must still hold the word PO.
    bounded = rf"(?<![A-Za-z0-9_])(?:{'|'.join(english)})(?![A-Za-z0-9_])"
    return re.compile(f"{bounded}|{'|'.join(chinese)}", re.IGNORECASE)


def plain_quotes(text: str) -> str:
    """The text with straight quotation marks for apostrophes."""
    return text.replace("\u2019", "'")
