"""The cues of one language: named phrase patterns read from ``cues/en.yaml`` and ``cues/zh.yaml``.

A phrase is literal text with three short forms: ``~`` ends a word stem, `` .. `` spans a few words (Chinese: up to eight
characters of the same clause), ``#`` stands for a number; ``(a|b)``, ``[..]`` and ``?`` mean what they mean in regular
expressions. Every
gap is bounded and phrases are tried only where their first letters stand, so search time grows with the text's length.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_NUMBER = r"\d[\d.,]*"
_EN_GAP = r"[\s,]+(?:[\w'’$£€%-]+[\s,]+){0,4}?"
_ZH_NUMBER = r"[\d.一二两三四五六七八九十百千万亿半]+"


@dataclass(frozen=True, slots=True)
class Phrase:
    cue: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Hit:
    """One cue found in a folded text, half-open."""

    cue: str
    start: int
    end: int


@dataclass(frozen=True)
class Lexicon:
    """``phrases`` by the letters they begin with; ``lists`` are the plain word lists of the file."""

    lang: str
    cues: frozenset[str]
    phrases: Mapping[str, tuple[Phrase, ...]]
    lists: Mapping[str, tuple[str, ...]]
    starts: re.Pattern[str]

    def hits(self, folded: str) -> Iterator[Hit]:
        """Every cue found in a folded text, in the order of their starts."""
        for place in self.starts.finditer(folded):
            at = place.start()
            for size in (1, 2, 3):
                for phrase in self.phrases.get(folded[at : at + size], ()):
                    if found := phrase.pattern.match(folded, at):
                        yield Hit(phrase.cue, at, found.end())


@cache
def lexicon(lang: str) -> Lexicon:
    """The packaged lexicon of ``en`` or ``zh``."""
    text = files("askwell.coding").joinpath(f"cues/{lang}.yaml").read_text(encoding="utf-8")
    return read_lexicon(lang, yaml.safe_load(text))


def read_lexicon(lang: str, data: Mapping[str, Any]) -> Lexicon:
    """Compile a lexicon from its data: ``cues`` (name to phrases) and ``lists`` (name to words)."""
    phrases: dict[str, list[Phrase]] = {}
    for cue, written in data["cues"].items():
        for phrase in written:
            for spelled in _spelled_out(phrase):
                for key in _keys(spelled):
                    phrases.setdefault(key, []).append(Phrase(cue, _compiled(lang, spelled)))
    return Lexicon(
        lang=lang,
        cues=frozenset(data["cues"]),
        phrases={key: tuple(found) for key, found in phrases.items()},
        lists={name: tuple(words) for name, words in data["lists"].items()},
        starts=re.compile(r"(?<![a-z0-9'’])[a-z0-9$£€]" if lang == "en" else r"\S"),
    )


def _spelled_out(phrase: str) -> list[str]:
    """``(do|does) you`` and ``#%`` as the phrases they stand for, so that each begins with a letter or digit."""
    anchor = "^" if phrase.startswith("^") else ""
    body = phrase[len(anchor) :]
    if not body.startswith("("):
        return [phrase]
    end = _closing(body)
    rest = body[end + 1 :]
    choices = _choices(body[1:end])
    if rest.startswith("?"):
        return [text for each in (*(choice + rest[1:] for choice in choices), rest[1:]) for text in _spelled_out(each)]
    return [text for choice in choices for text in _spelled_out(anchor + choice + rest)]


def _closing(body: str) -> int:
    depth = 0
    for i, char in enumerate(body):
        depth += (char == "(") - (char == ")")
        if not depth:
            return i
    raise ValueError(f"a bracket is not closed: {body!r}")


def _choices(inside: str) -> list[str]:
    """The alternatives of a group, split at its own bars only."""
    choices, depth = [""], 0
    for char in inside:
        depth += (char == "(") - (char == ")")
        if char == "|" and not depth:
            choices.append("")
        else:
            choices[-1] += char
    return choices


def _keys(phrase: str) -> list[str]:
    """The letters a text must begin with for the phrase to be tried: up to three, a digit, or a currency sign."""
    body = phrase.removeprefix("^")
    if body.startswith("#"):
        return list("0123456789一二两三四五六七八九十百千万亿半")
    plain = re.match(r"[\w']{1,3}|\\?[$£€¥￥]", body)
    if not plain:
        raise ValueError(f"a phrase must begin with letters, a number or a currency sign: {phrase!r}")
    letters = plain.group().removeprefix("\\")
    return [letters[:-1] if body[plain.end() :].startswith("?") else letters]


def _compiled(lang: str, phrase: str) -> re.Pattern[str]:
    if lang == "zh":
        return re.compile(phrase.replace(" .. ", "[^。！？?!]{0,8}?").replace("#", _ZH_NUMBER))
    body = phrase.replace("'", "['’]").replace(" .. ", "\0").replace(" ", r"[\s,]+").replace("\0", _EN_GAP)
    return re.compile(body.replace("~", r"\w*").replace("#", _NUMBER) + r"(?!\w)")
