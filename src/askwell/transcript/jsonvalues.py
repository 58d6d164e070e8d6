"""Taking values out of other tools' JSON, whose shape may be anything."""

from collections.abc import Mapping
from typing import Any


def at(value: Any, *path: str | int) -> Any:
    """The value at a path of keys and list positions; None where the path breaks off."""
    for step in path:
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and len(value) > step else None
        else:
            value = value.get(step) if isinstance(value, Mapping) else None
    return value


def objects(value: Any, *path: str | int) -> list[Mapping[str, Any]]:
    """The objects of the list at a path; empty where there is no list."""
    found = at(value, *path)
    return [item for item in found if isinstance(item, Mapping)] if isinstance(found, list) else []


def text_of(value: Any) -> str:
    """A string trimmed, a whole number as its figures; empty for anything else."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value.strip() if isinstance(value, str) else ""


def label_of(value: Any, prefix: str = "Speaker ") -> str | None:
    """A speaker's label: the name as given, ``Speaker 0`` for a number, None where there is none."""
    text = text_of(value)
    return prefix + text if text and not isinstance(value, str) else text or None
