"""The written role matrix, from ``role_matrix.yaml`` here and in each app; a test compares it with the URL table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import yaml
from django.urls import URLPattern, URLResolver

from askwell.server.testing import Cast

HERE = Path(__file__).parent
PEOPLE = {
    "owner": "ana",
    "colleague": "finn",
    "manager": "ben",
    "coach": "cleo",
    "analyst": "dana",
    "admin": "adam",
}
OUTSIDERS = ("chen", "eve")


@dataclass(frozen=True)
class Row:
    """What each person gets at one route; ``made`` are fields of the form that take what an object is known by."""

    name: str
    expected: dict[str, int]
    kwargs: dict[str, str] = field(default_factory=dict)
    method: str = "get"
    data: dict[str, Any] = field(default_factory=dict)
    made: dict[str, str] = field(default_factory=dict)

    @property
    def route(self) -> str:
        """The name of the route, without the case."""
        return self.name.partition(" ")[0]


def public_routes() -> frozenset[str]:
    """The short list of routes that need no sign-in."""
    return frozenset(name for document in _documents() for name in document.get("public", ()))


def matrix() -> list[Row]:
    """All rows of all apps.

    Raises:
        KeyError: a row leaves somebody out.
    """
    return [_row(name, cells) for document in _documents() for name, cells in document.get("routes", {}).items()]


def routes(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    """The names of all routes of a URL table, with their namespaces; a route without one by its pattern."""
    for each in patterns:
        if isinstance(each, URLResolver):
            space = f"{prefix}{each.namespace}:" if each.namespace else prefix
            yield from routes(each.url_patterns, space)
        else:
            yield f"{prefix}{each.name or each.pattern}"


def matrix_objects(cast: Cast) -> dict[str, object]:
    """What addresses are made of, from ``matrix_objects(cast)`` in the ``testing`` module of each app."""
    found: dict[str, object] = {}
    for app in sorted(path.parent.name for path in HERE.glob("*/testing.py")):
        found |= import_module(f"askwell.server.{app}.testing").matrix_objects(cast)
    return found


def _documents() -> list[dict[str, Any]]:
    paths = [HERE / "role_matrix.yaml", *sorted(HERE.glob("*/role_matrix.yaml"))]
    return [yaml.safe_load(path.read_text("utf-8")) for path in paths]


def _row(name: str, cells: Mapping[str, Any]) -> Row:
    if "everyone" in cells:
        expected = dict.fromkeys((*PEOPLE.values(), *OUTSIDERS), int(cells["everyone"]))
    else:
        expected = {person: int(cells[role]) for role, person in PEOPLE.items()}
        expected |= {person: int(cells.get(person, 404)) for person in OUTSIDERS}
    kwargs, data, made = (cells.get(part, {}) for part in ("kwargs", "data", "made"))
    return Row(name, expected, kwargs, cells.get("method", "get"), data, made)
