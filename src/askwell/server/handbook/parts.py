"""How the handbook is divided: parts in the order of a sale, each with a sentence of our own and its rows."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from askwell.method.entries import Bilingual
from askwell.method.nodes import Fields, read_list


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the handbook."""

    id: str
    name: Bilingual
    introduction: Bilingual
    rows: tuple[str, ...]


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


def _part(fields: Fields) -> Part:
    part = Part(
        id=fields.text("id", "[a-z_]+"),
        name=fields.bilingual("name"),
        introduction=fields.bilingual("introduction"),
        rows=fields.rows("rows"),
    )
    fields.finish()
    return part
