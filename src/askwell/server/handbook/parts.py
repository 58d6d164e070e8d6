"""How the handbook is divided: parts in the order of a sale, each with a sentence of our own and its rows."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from askwell.method.entries import Bilingual
from askwell.method.nodes import ROW_ID, Fields, read_list


@dataclass(frozen=True, slots=True)
class Place:
    """Where calls show a row: those in which the coder heard ``code``; the page of each holds the check."""

    row: str
    name: Bilingual
    code: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the handbook."""

    id: str
    name: Bilingual
    introduction: Bilingual
    rows: tuple[str, ...]
    places: tuple[Place, ...] = ()


@cache
def load_parts() -> tuple[Part, ...]:
    """The packaged parts; raises CodebookError, with file and line, when they are at fault."""
    text = (files(__package__) / "parts.yaml").read_text(encoding="utf-8")
    return tuple(_part(fields) for fields in read_list("parts.yaml", text, "a part"))


def part_of(row: str) -> Part:
    """The part a row stands in; raises KeyError when it stands in none."""
    for part in load_parts():
        if row in part.rows:
            return part
    raise KeyError(row)


def places_of(row: str) -> tuple[Place, ...]:
    """Where calls show a row."""
    return tuple(place for place in part_of(row).places if place.row == row)


def _place(fields: Fields) -> Place:
    place = Place(
        row=fields.text("row", ROW_ID.pattern), name=fields.bilingual("name"), code=fields.text("code", "[a-z_]+")
    )
    fields.finish()
    return place


def _part(fields: Fields) -> Part:
    part = Part(
        id=fields.text("id", "[a-z_]+"),
        name=fields.bilingual("name"),
        introduction=fields.bilingual("introduction"),
        rows=fields.rows("rows"),
        places=fields.optional("places", lambda key: tuple(map(_place, fields.sequence(key, "a place"))), ()),
    )
    fields.finish()
    return part
