"""How near we are to somebody, what shows it, and how to come nearer: what the codebook says (M35)."""

from dataclasses import dataclass

from askwell.counsel.plans.wording import advice_of
from askwell.deal.terms import Relation, entry_of
from askwell.method.entries import Entry
from askwell.method.loader import load_codebook

GIFTS = "door.gifts"


@dataclass(frozen=True, slots=True)
class Level:
    """A level of relation; ``advice`` leads to the next one."""

    name: str
    definition: str
    shown_by: str
    advice: str


@dataclass(frozen=True, slots=True)
class Door:
    """A way to open a relation; ``gifts`` is set for the one that is only recorded and checked."""

    name: str
    advice: str
    gifts: bool


@dataclass(frozen=True, slots=True)
class Levels:
    """``now`` is the level entered, None where none is; ``advice`` is the row's."""

    now: Level | None
    advice: str
    all: tuple[Level, ...]
    doors: tuple[Door, ...]
    cautions_name: str
    cautions: tuple[str, ...]
    cautions_advice: str


def levels_of(relation: str, lang: str) -> Levels:
    """What the codebook says to somebody who stands at ``relation``, empty where that is not known."""
    book = load_codebook()
    cautions = book.entry("relation.cautions")
    return Levels(
        now=_level(entry_of(Relation(relation)), lang) if relation else None,
        advice=advice_of("m35").in_lang(lang),
        all=tuple(_level(entry_of(one), lang) for one in Relation),
        doors=tuple(_door(entry, lang) for entry in book.of_kind("door")),
        cautions_name=cautions.name.in_lang(lang),
        cautions=tuple(item.text.in_lang(lang) for item in cautions.items_of("caution")),
        cautions_advice=advice_of(cautions.id).in_lang(lang),
    )


def _level(entry: Entry, lang: str) -> Level:
    shown = " ".join(item.text.in_lang(lang) for item in entry.items_of("evidence"))
    return Level(entry.name.in_lang(lang), entry.definition.in_lang(lang), shown, advice_of(entry.id).in_lang(lang))


def _door(entry: Entry, lang: str) -> Door:
    told = entry.definition if entry.id == GIFTS else advice_of(entry.id)
    return Door(entry.name.in_lang(lang), told.in_lang(lang), entry.id == GIFTS)
