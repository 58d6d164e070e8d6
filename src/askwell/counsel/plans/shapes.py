"""What a line of the catalogue is (a thing, what it does, a whole clause), so that it can stand in a sentence (M24)."""

import re
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_HAN = re.compile(r"[\u4e00-\u9fff]")
_WORD = re.compile(r"[\w'-]+")
FINITE_WITHIN = 7
"""Words within which a clause shows its verb."""


class Shape(StrEnum):
    THING = "thing"  # "two heads", 四分钟的追溯速度
    DOES = "does"  # "takes the report", 直接读取控制器
    CAN = "can"  # "warn the shift", "to warn the shift"
    DOING = "doing"  # "cleaning one head"
    IS = "is"  # "made of steel"
    CLAUSE = "clause"  # "one head is cleaned while the other fills", 机器有两个灌装头


def lang_of(text: str) -> str:
    """The language a line is written in."""
    return "zh" if _HAN.search(text) else "en"


def shape_of(text: str, *, function: bool = False) -> Shape:
    """What a line is, by its first words; a thing where nothing tells otherwise.

    ``function``: the line is to tell what something does, so that a word that may be a verb is one.
    """
    if lang_of(text) == "zh":
        return _shape_zh(text)
    return _shape_en([word.lower() for word in _WORD.findall(text)], function=function)


def trimmed(text: str) -> str:
    """A line without what ends a sentence, and without a bullet before it."""
    return re.sub(r"\s+", " ", text).strip(" \t.。;；,，!！-–—·•*")


def inside(text: str) -> str:
    """A line as it is written inside a sentence: small, unless it begins with a name or an abbreviation."""
    first = _WORD.match(text)
    if not first or lang_of(text) == "zh":
        return text
    word, rest = first[0], text[first.end() :]
    is_name = word.lower().removesuffix("'s") in _words("names") or re.match(r" [A-Z][a-z]", rest) is not None
    return text if is_name or re.search(r"[A-Z0-9]", word[1:]) else text[0].lower() + text[1:]


def inside_if_plain(text: str) -> str:
    """The same, for a line that as likely begins with a name: small only where its first word is surely none."""
    first = _WORD.match(text)
    return inside(text) if first and first[0].lower() in _words("small") else text


def _shape_en(said: list[str], *, function: bool) -> Shape:  # noqa: PLR0911 - one line a shape, in the order in which they are told apart
    if not said:
        return Shape.THING
    first, second = said[0], said[1] if len(said) > 1 else ""
    as_verb = second in _words("object") or second.endswith("ly") or second.isdigit()
    has_object = as_verb or (bool(second) and second not in _words("after_noun"))
    if first == "to":
        return Shape.CAN
    if first in _words("pronouns") and second and second != "of":
        return Shape.CLAUSE
    if first in _words("does") | _words("modal") or first.endswith(tuple(_data("en")["does_ending"])):
        return Shape.DOES
    if first in _words("may_do") and has_object:  # nobody begins with the plural of a noun and goes on with another
        return Shape.DOES
    plain_object = has_object and second not in _words("when")
    if function and plain_object and first.endswith("s") and not first.endswith(("ss", "us", "is")):
        return Shape.DOES
    if first in _words("base") or (first in _words("may_base") and (as_verb or (function and has_object))):
        return Shape.CAN
    if first.endswith("ing") and (as_verb or (function and plain_object)):
        return Shape.DOING
    taken_as_done = first.endswith("ed") and (not second or second in _words("after_noun"))
    if first in _words("is") or first.endswith(tuple(_data("en")["is_ending"])) or taken_as_done:
        return Shape.IS
    if len(said) > 1 and said[-1] in _words("is") and said[-1].endswith("ed"):
        return Shape.IS
    return Shape.CLAUSE if _has_verb(said) else Shape.THING


def _has_verb(said: list[str]) -> bool:
    """Whether a verb follows who does it, before any part of a sentence begins."""
    first = 2 if said[0] in _words("amounts") else 1
    for before, word, after in zip(
        said[first - 1 :], said[first:FINITE_WITHIN], (*said[first + 1 :], ""), strict=False
    ):
        if word in _words("joins"):
            return False
        many = before.endswith("s") or before in _words("many")
        if word in _words("may_do") and after in _words("object"):
            return True
        if word in _words("finite") | _words("does") or (many and word in _words("base") | _words("of_many")):
            return True
    return False


def _shape_zh(text: str) -> Shape:
    if is_thing_that_does(text):
        return Shape.THING
    for kind in ("clause", "does", "thing"):
        if re.search("|".join(_data("zh")[kind]), text):
            return Shape(kind)
    return Shape.THING


def is_thing_that_does(text: str) -> bool:
    """Whether a Chinese line tells a thing by what it does: 按围栏判断到货的平台."""
    return re.search(_data("zh")["named_last"], text) is not None


def says_what_happens(text: str) -> bool:
    """Whether a Chinese line holds a verb, so that it can follow "so" as it is."""
    return re.search("|".join(_data("zh")["verb"]), text) is not None


def can_be_seen(text: str) -> bool:
    """Whether a line names something to look at: a demonstration, a document, a trial."""
    data = _data(lang_of(text))["seen"]
    if lang_of(text) == "zh":
        return re.search("|".join(data), text) is not None
    return not {word.lower() for word in _WORD.findall(text)}.isdisjoint(data.split())


def is_built_in(text: str) -> bool:
    """Whether a Chinese line names a part or a technique, which a product is built with rather than known for."""
    return re.search("|".join(_data("zh")["built_in"]), text) is not None


def counted(text: str) -> bool:
    """Whether a line begins with how many there are, in English with a word that leaves no room for "its"."""
    if lang_of(text) == "en":
        return text.split(" ", 1)[0].lower() in _words("counts")
    return re.match("|".join(_data("zh")["thing"]), text) is not None


def without_article(text: str) -> str:
    """An English thing without the article it began with."""
    return re.sub(r"^(?:an?|the)\s+", "", text, flags=re.IGNORECASE)


def after_already(text: str) -> str | None:
    """What follows "already", where a line begins with it."""
    found = re.match(r"already\s+", text, re.IGNORECASE) or re.match("|".join(_data("zh")["already"]), text)
    return text[found.end() :] if found else None


@cache
def _data(lang: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(files(__package__).joinpath("shapes.yaml").read_text("utf-8"))[lang]
    return data


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(_data("en")[kind].split())
