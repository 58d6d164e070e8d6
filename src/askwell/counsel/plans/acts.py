"""Who acts in an objective, and what counts as an act: the words of ``acts.yaml`` made ready (M06)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_HAN = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z][\w'-]*")


@dataclass(frozen=True, slots=True)
class Names:
    """What the people of a deal are called: whole names in Chinese, every part of those in Latin letters."""

    theirs: frozenset[str]
    ours: frozenset[str]


def names_of(theirs: Sequence[str], ours: Sequence[str]) -> Names:
    """A word that names somebody on either side is taken for the customer's."""
    buyers, sellers = (frozenset(part for name in names for part in _parts(name)) for names in (theirs, ours))
    return Names(buyers, sellers - buyers)


def _parts(name: str) -> list[str]:
    if _HAN.search(name):
        return [name.strip()]
    return [part.lower() for part in _LATIN.findall(name) if len(part) > 1]


@cache
def acts(lang: str) -> dict[str, Any]:
    """The words of one language as they stand in the data."""
    data = yaml.safe_load(files(__package__).joinpath("acts.yaml").read_text("utf-8"))
    words: dict[str, Any] = data[lang]
    return words


@cache
def listed(kind: str) -> frozenset[str]:
    """The English words of one kind."""
    return frozenset(acts("en")[kind].split())


@cache
def alternatives(lang: str, kind: str) -> str:
    """The expressions of one kind as one, the longest first, without a group of its own."""
    return f"(?:{'|'.join(sorted(acts(lang)[kind], key=len, reverse=True))})"
