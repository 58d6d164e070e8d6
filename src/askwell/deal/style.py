"""A person's style of communication, from signs somebody observed (M34)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from askwell.deal.facts import Person
from askwell.method.entries import Entry, Item
from askwell.method.loader import load_codebook

LEAST_SIGNS = 2
"""Signs an end of an axis needs before anything is said."""
ENOUGH_SIGNS = 5
"""Signs on an axis that the codebook's advice asks for; with fewer a style is said, and called thin."""
PLAIN = 2
"""As many times the signs of the other end an end needs for a style that is not thin."""
WATCHED = 2
"""Signs of each end of an axis to watch for next."""
AXES = (("dominant", "easy_going"), ("expressive", "controlled"))
STYLES: Mapping[tuple[str, str], str] = {
    ("easy_going", "controlled"): "analytical",
    ("dominant", "controlled"): "driver",
    ("easy_going", "expressive"): "amiable",
    ("dominant", "expressive"): "expressive",
}
"""The four types by the ends of the two axes."""


class Told(StrEnum):
    """How much the signs on an axis tell."""

    NOTHING = "nothing"
    TOO_FEW = "too_few"
    EVEN = "even"
    THIN = "thin"
    ENOUGH = "enough"


@dataclass(frozen=True, slots=True)
class ReadAxis:
    """One axis as observed: the signs for either end, in the codebook's order.

    ``end`` is the end they tell, None where they tell none; ``watch`` are signs not seen yet that would tell more.
    """

    ends: tuple[str, str]
    seen: tuple[tuple[Item, ...], tuple[Item, ...]]
    end: str | None
    told: Told
    watch: tuple[Item, ...]

    @property
    def mixed(self) -> bool:
        """Whether signs of both ends were seen."""
        return all(self.seen)


@dataclass(frozen=True, slots=True)
class ReadStyle:
    """Both axes, and the style they make; None where one of them tells no end."""

    axes: tuple[ReadAxis, ...]
    style: Entry | None

    @property
    def signs(self) -> int:
        return sum(len(seen) for axis in self.axes for seen in axis.seen)


def read_style(signs: Collection[str]) -> ReadStyle:
    """What observed signs, by their ids, tell of a style, and how surely."""
    axes = tuple(_read(ends, signs) for ends in AXES)
    style = STYLES.get((axes[0].end or "", axes[1].end or ""))
    return ReadStyle(axes, load_codebook().entry(f"style.{style}") if style else None)


def style_of(person: Person) -> Entry | None:
    """The codebook's entry of the style; None where an axis has too few signs, or as many for either end."""
    return read_style(person.style_signs).style


def signs_of(end: str) -> tuple[Item, ...]:
    """The signs of one end of an axis."""
    return load_codebook().entry(f"style_axis.{end}").items


def all_signs() -> tuple[Item, ...]:
    """The signs of both axes, in the codebook's order."""
    return tuple(item for axis in AXES for end in axis for item in signs_of(end))


def style_signs() -> frozenset[str]:
    """The ids of the signs of both axes."""
    return frozenset(item.id for item in all_signs())


def signs_told(signs: Collection[str], lang: str) -> str:
    """Signs in words, in the codebook's order."""
    told = [item.text.in_lang(lang) for item in all_signs() if item.id in signs]
    return ("；" if lang == "zh" else "; ").join(text.rstrip("。.") for text in told)


def _read(ends: tuple[str, str], signs: Collection[str]) -> ReadAxis:
    one, other = (tuple(item for item in signs_of(end) if item.id in signs) for end in ends)
    told = _told(len(one), len(other))
    end = ends[len(other) > len(one)] if told in (Told.THIN, Told.ENOUGH) else None
    unseen = ([item for item in signs_of(end) if item.id not in signs] for end in ends)
    watch = () if told is Told.ENOUGH else tuple(item for items in unseen for item in items[:WATCHED])
    return ReadAxis(ends, (one, other), end, told, watch)


def _told(one: int, other: int) -> Told:
    if not one + other:
        return Told.NOTHING
    if max(one, other) < LEAST_SIGNS:
        return Told.TOO_FEW
    if one == other:
        return Told.EVEN
    plain = max(one, other) >= PLAIN * min(one, other)
    return Told.ENOUGH if plain and one + other >= ENOUGH_SIGNS else Told.THIN
