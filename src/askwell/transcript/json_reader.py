"""Typed reading of decoded JSON objects, with the place of every fault."""

import math
import re
from collections.abc import Mapping
from typing import Any

from askwell.transcript.errors import BadInput

_SURROGATE = re.compile("[\ud800-\udfff]")


def present(values: Mapping[str, Any]) -> dict[str, Any]:
    """The keys that have a value: absent is left out of what is written, never written as null."""
    return {key: value for key, value in values.items() if value is not None}


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number beyond every float
        return False


class JsonReader:
    """One JSON object being read: typed access that names the place of a fault, and remembers which keys were used."""

    def __init__(self, data: Mapping[str, Any], place: str) -> None:
        self.data = data
        self.place = place
        self.used: set[str] = set()

    def _at(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key

    def _take(self, key: str) -> Any:
        self.used.add(key)
        return self.data.get(key)

    def text(self, key: str, default: str | None = None) -> str | None:
        value = self._take(key)
        if value is None:
            return default
        if not isinstance(value, str):
            raise BadInput("must be a string", place=self._at(key))
        if _SURROGATE.search(value):
            raise BadInput("holds half a surrogate pair, which is not text", place=self._at(key))
        return value

    def required_text(self, key: str) -> str:
        value = self.text(key)
        if value is None:
            raise BadInput(f"{key} is missing", place=self._at(key))
        return value

    def choice(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in allowed:
            raise BadInput(f"must be one of {', '.join(allowed)}, not {value!r}", place=self._at(key))
        return value

    def optional_choice(self, key: str, allowed: tuple[str, ...]) -> str | None:
        return None if self._take(key) is None else self.choice(key, allowed)

    def number(self, key: str) -> float | None:
        value = self._take(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not _is_finite(value):
            raise BadInput("must be a number", place=self._at(key))
        return value

    def whole_number(self, key: str) -> int:
        value = self.number(key)
        if value is None or value != int(value) or value < 0:
            raise BadInput("must be a whole number, 0 or more", place=self._at(key))
        return int(value)

    def flag(self, key: str) -> bool:
        value = self._take(key)
        if not isinstance(value, bool | None):
            raise BadInput("must be true or false", place=self._at(key))
        return bool(value)

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._take(key)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise BadInput(f"{key} must be a list of strings", place=self._at(key))
        return tuple(value)

    def object(self, key: str) -> "JsonReader | None":
        value = self._take(key)
        if value is None:
            return None
        if not isinstance(value, Mapping):
            raise BadInput("must be an object", place=self._at(key))
        return JsonReader(value, self._at(key))

    def objects(self, key: str, *, required: bool = False) -> "list[JsonReader]":
        value = self._take(key)
        if value is None and not required:
            return []
        if not isinstance(value, list):
            raise BadInput(f"{key} must be a list", place=self._at(key))
        for i, item in enumerate(value):
            if not isinstance(item, Mapping):
                raise BadInput("must be an object", place=f"{self._at(key)}[{i}]")
        return [JsonReader(item, f"{self._at(key)}[{i}]") for i, item in enumerate(value)]

    def rest(self) -> dict[str, Any]:
        """What no field holds: unknown keys, and known ones that were given as null or as an empty list."""
        return {key: value for key, value in self.data.items() if key not in self.used or value is None or value == []}
