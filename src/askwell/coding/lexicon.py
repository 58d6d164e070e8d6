"""The cues of one language: named phrase patterns read from ``cues/en.yaml`` and ``cues/zh.yaml``.

A phrase is literal text with three short forms: ``~`` ends a word stem, `` .. `` spans a few words (Chinese: up to
eight characters of the same clause), ``#`` stands for a number; ``(a|b)``, ``[..]`` and ``?`` mean what they mean in
regular expressions. Every gap is bounded and phrases are tried only where their first letters stand, so search time
grows with the length of the text.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_NUMBER = r"\d[\d.,]*"
_EN_GAP = r"[\s,]+(?:[\w'’$£€%-]+[\s,]+){0,4}?"
_ZH_NUMBER = r"[\d.一二两三四五六七八九十百千万亿半]+"


@dataclass(frozen=True, slots=True)
class Hit:
    """One cue found in a folded text, half-open."""

    cue: str
    start: int
    end: int


Matchers = tuple[tuple[str, re.Pattern[str]], ...]


@dataclass(frozen=True)
class Lexicon:
    """``phrases`` as written, by the letters they begin with and by cue; ``lists`` are the word lists of the file."""

    lang: str
    cues: frozenset[str]
    phrases: Mapping[str, Mapping[str, tuple[str, ...]]]
    lists: Mapping[str, tuple[str, ...]]
    starts: re.Pattern[str]
    compiled: dict[str, Matchers] = field(default_factory=dict, compare=False)

    def hits(self, folded: str) -> Iterator[Hit]:
        """The cues found in a folded text, in the order of their starts; a cue counts once at one place."""
        for place in self.starts.finditer(folded):
            at = place.start()
            for size in (1, 2, 3):
                for cue, pattern in self.matchers(folded[at : at + size]):
                    if found := pattern.match(folded, at):
                        yield Hit(cue, at, found.end())

    def matchers(self, key: str) -> Matchers:
        """The patterns of the phrases that begin with these letters, one a cue, compiled when first asked for."""
        if key not in self.phrases:
            return ()
        if key not in self.compiled:
            self.compiled[key] = tuple((cue, _compiled(self.lang, group)) for cue, group in self.phrases[key].items())
        return self.compiled[key]


@cache
def lexicon(lang: str, kind: str = "cues") -> Lexicon:
    """The packaged lexicon of ``en`` or ``zh``: its ``cues`` tell codes apart, its ``attribute_cues`` attributes."""
    return read_lexicon(lang, _file(lang), kind)


@cache
def _file(lang: str) -> Mapping[str, Any]:
    text = files("askwell.coding").joinpath(f"cues/{lang}.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one where there is one: seven times faster
    data: Mapping[str, Any] = yaml.load(text, loader)  # noqa: S506 - both loaders are safe ones
    return data


def read_lexicon(lang: str, data: Mapping[str, Any], kind: str = "cues") -> Lexicon:
    """A lexicon from its data: ``lists`` (name to words) and the cues of one kind (name to phrases)."""
    phrases: dict[str, dict[str, tuple[str, ...]]] = {}
    for cue, written in data[kind].items():
        for spelled in (spelled for phrase in written for spelled in _spelled_out(phrase)):
            for key in _keys(spelled):
                by_cue = phrases.setdefault(key, {})
                by_cue[cue] = (*by_cue.get(cue, ()), spelled)
    return Lexicon(
        lang=lang,
        cues=frozenset(data[kind]),
        phrases=phrases,
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


def _compiled(lang: str, phrases: tuple[str, ...]) -> re.Pattern[str]:
    spell = _regex_zh if lang == "zh" else _regex_en
    return re.compile("|".join(spell(phrase) for phrase in phrases))


def _regex_zh(phrase: str) -> str:
    return phrase.replace(" .. ", "[^。！？?!]{0,8}?").replace("#", _ZH_NUMBER)


def _regex_en(phrase: str) -> str:
    body = phrase.replace("'", "['’]").replace(" .. ", "\0").replace(" ", r"[\s,]+").replace("\0", _EN_GAP)
    return body.replace("~", r"\w*").replace("#", _NUMBER) + r"(?!\w)"
