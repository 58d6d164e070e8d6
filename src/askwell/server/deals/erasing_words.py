"""What a person is called in texts, and texts without it: every letter becomes a block, so that places stay places."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

BLOCK = "█"
_LETTER = "A-Za-z\u00c0-\u024f"
_HAN = re.compile("[\u3400-\u9fff]")
_TITLES = frozenset(
    ["dr", "mr", "mrs", "ms", "miss", "prof", "professor", "sir", "madam", "herr", "frau", "von", "van", "de"]
)
# A Chinese surname is said with what its bearer does: 张总, 张经理.
_ADDRESSES = (
    "总",
    "经理",
    "先生",
    "女士",
    "小姐",
    "主任",
    "处长",
    "科长",
    "部长",
    "局长",
    "院长",
    "老师",
    "工",
    "董",
    "厂长",
    "书记",
)
_KEPT_KEYS = frozenset(("schema", "codebook", "model", "digest", "code", "lang", "speaker", "side", "kind", "stage"))


@dataclass(frozen=True)
class Called:
    """``full`` names the person anywhere in the team, ``parts`` only where it is about them.

    ``shared`` are words of the name that are also those of somebody else there, and stay.
    """

    full: tuple[str, ...]
    parts: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    _patterns: dict[bool, "re.Pattern[str]"] = field(default_factory=dict, compare=False)

    def masked(self, text: str, *, near: bool) -> str:
        """The text without the person; ``near`` where it is about them, so that each word of the name goes."""
        return self._pattern(near).sub(lambda found: re.sub(r"\w", BLOCK, found[0]), text)

    def masked_tree(self, data: Any, *, near: bool) -> Any:
        """JSON without the person; words of the contracts stay."""
        if isinstance(data, str):
            return self.masked(data, near=near)
        if isinstance(data, list):
            return [self.masked_tree(each, near=near) for each in data]
        if isinstance(data, dict):
            return {
                self.masked(key, near=near): value if key in _KEPT_KEYS else self.masked_tree(value, near=near)
                for key, value in data.items()
            }
        return data

    def names(self, cells: Sequence[str]) -> bool:
        """Whether the cells of a row name the person, in one cell or with first and last name in two."""
        if any(self._pattern(False).search(cell) for cell in cells):
            return True
        said = {cell.strip().casefold() for cell in cells}
        words = [word.casefold() for word in (*self.parts, *self.shared) if not _HAN.search(word)]
        return len(words) > 1 and all(word in said for word in words)

    def searched(self, *, near: bool) -> tuple[str, ...]:
        """What a database is asked for; too much rather than too little."""
        whole = [name if _HAN.search(name) or "@" in name else max(name.split(), key=len) for name in self.full]
        return tuple(dict.fromkeys([*(self.parts if near else ()), *whole]))

    def _pattern(self, near: bool) -> "re.Pattern[str]":
        if near not in self._patterns:
            forms = [_full_form(name) for name in self.full]
            if near:
                forms += [f"(?-i:{_bounded(re.escape(part))})" for part in self.parts]
            self._patterns[near] = re.compile("|".join(forms) or r"(?!)", re.IGNORECASE)
        return self._patterns[near]


def called(names: Iterable[str], addresses: Iterable[str], others: Iterable[str]) -> Called:
    """What a person of these names and addresses is called.

    Args:
        names: every name the person goes by.
        addresses: e-mail addresses and telephone numbers.
        others: the names of people about whom texts may be as well.
    """
    names = [name.strip() for name in names if name.strip()]
    taken = {word for name in others for word in _words(name)}
    words = dict.fromkeys(part for name in names for part in _parts(name))
    full = dict.fromkeys([*names, *(each.strip() for each in addresses if len(each.strip()) > 4)])
    return Called(
        tuple(full),
        tuple(word for word in words if word not in taken),
        tuple(word for word in words if word in taken),
    )


def _words(name: str) -> list[str]:
    return [word for word in re.split(rf"[^{_LETTER}'’-]+", name) if len(word) > 1 and word.casefold() not in _TITLES]


def _parts(name: str) -> list[str]:
    """The words of a name by themselves; of a Chinese one the surname with an address."""
    if _HAN.search(name):
        han = "".join(_HAN.findall(name))
        given = [han[1:]] if len(han) > 2 else []
        return [*given, *(han[0] + address for address in _ADDRESSES)]
    words = _words(name)
    return words + [word.upper() for word in words if word.upper() != word]


def _full_form(name: str) -> str:
    """The name with any spaces between its words, in either order."""
    if _HAN.search(name) or "@" in name or not re.search(f"[{_LETTER}]", name):
        return re.escape(name)
    words = [re.escape(word) for word in name.split()]
    orders = [r"[\s.]+".join(words)]
    if len(words) > 1:
        orders.append(rf"{words[-1]},?\s+" + r"\s+".join(words[:-1]))
        plain = [re.escape(word) for word in _words(name)]
        if 1 < len(plain) < len(words):
            orders.append(r"[\s.]+".join(plain))
    return _bounded(f"(?:{'|'.join(orders)})")


def _bounded(form: str) -> str:
    """Not within another word; Chinese characters beside it do not make it one."""
    return rf"(?<![{_LETTER}]){form}(?![{_LETTER}])"
