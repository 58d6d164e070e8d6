"""A person's style of communication, from signs somebody observed (M34)."""

from collections.abc import Mapping

from askwell.deal.facts import Person
from askwell.method.entries import Entry
from askwell.method.loader import load_codebook

LEAST_SIGNS = 2
"""Signs an end of an axis needs before anything is said."""
AXES = (("dominant", "easy_going"), ("expressive", "controlled"))
STYLES: Mapping[tuple[str, str], str] = {
    ("easy_going", "controlled"): "analytical",
    ("dominant", "controlled"): "driver",
    ("easy_going", "expressive"): "amiable",
    ("dominant", "expressive"): "expressive",
}
"""The four types by the ends of the two axes."""


def style_of(person: Person) -> Entry | None:
    """The codebook's entry of the style; None where an axis has too few signs, or as many for either end."""
    ends = [_end(person, *axis) for axis in AXES]
    style = STYLES.get((ends[0] or "", ends[1] or ""))
    return load_codebook().entry(f"style.{style}") if style else None


def style_signs() -> frozenset[str]:
    """The ids of the signs of both axes."""
    return frozenset(item.id for entry in load_codebook().of_kind("style_axis") for item in entry.items)


def _end(person: Person, one: str, other: str) -> str | None:
    counts = {end: _signs_for(person, end) for end in (one, other)}
    best = max(counts, key=lambda end: counts[end])
    return best if counts[best] >= LEAST_SIGNS and counts[one] != counts[other] else None


def _signs_for(person: Person, end: str) -> int:
    items = {item.id for item in load_codebook().entry(f"style_axis.{end}").items}
    return len(items & set(person.style_signs))
