"""How a fact about a rival came to be known (M37): the ways of the codebook, and those that are refused."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from askwell.method.entries import Entry
from askwell.method.loader import load_codebook

ROW = "M37"
NOT_ALLOWED, WITH_CARE = "not_allowed", "with_care"


@dataclass(frozen=True, slots=True)
class Way:
    """One way to know something about a rival; ``verdict`` is the codebook's word on it."""

    id: str
    name: str
    verdict: str
    reason: str
    advice: str

    @property
    def refused(self) -> bool:
        return self.verdict == NOT_ALLOWED

    @property
    def needs_care(self) -> bool:
        return self.verdict == WITH_CARE


def ways(lang: str) -> tuple[Way, ...]:
    """Every way of the codebook in its order; one that is refused only in part stands twice."""
    entries = [entry for entry in load_codebook().row(ROW) if entry.kind == "source"]
    return tuple(way for entry in entries for way in _ways_of(entry, lang))


def ways_by_id(lang: str) -> dict[str, Way]:
    return {way.id: way for way in ways(lang)}


def refusal(way_id: str, text: str, lang: str) -> Way | None:
    """The refused way by which this was got, if it was chosen as such or the words say so."""
    known = ways_by_id(lang)
    chosen = known.get(way_id)
    if chosen and chosen.refused:
        return chosen
    found = next((way for way, cues in _cues().items() if cues.search(text.casefold())), None)
    return known[found] if found else None


def _ways_of(entry: Entry, lang: str) -> list[Way]:
    """The entry itself, and beside it what of it is not allowed."""
    name, advice = entry.name.in_lang(lang), entry.advice.in_lang(lang) if entry.advice else ""
    found = []
    for item in entry.items:
        reason = item.text.in_lang(lang)
        own = item.id == "verdict"
        way_id = entry.id if own else f"{entry.id}/{item.id}"
        found.append(Way(way_id, name if own else _part(name, reason), item.kind, reason, advice))
    return found


def _part(name: str, reason: str) -> str:
    """What a part of a way is called: the way, and what the verdict says of it after its own first words."""
    return f"{name} · {re.sub('^(Not allowed|不允许)[:： ]*', '', reason).strip(' .。')}"


@cache
def _cues() -> dict[str, re.Pattern[str]]:
    """Of each refused way the words that give it away; Latin ones only as whole words."""
    data = yaml.safe_load((files("askwell.server.deals") / "rival_ways.yaml").read_text("utf-8"))
    return {way: re.compile("|".join(_cue(word) for word in words)) for way, words in data.items()}


def _cue(word: str) -> str:
    return rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word)
