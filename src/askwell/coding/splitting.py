"""A turn cut into clauses: the stretches the coder judges one by one.

Works on punctuation where there is enough of it; speech without punctuation is cut at pauses between timed words, at
question openers and at discourse markers, and where words like these begin something new (``cutting``). Offsets are
code points of the turn's text; no clause crosses a turn.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from askwell.coding.cutting import CutModels
from askwell.coding.folding import folded
from askwell.coding.lexicon import lexicon
from askwell.transcript.conversation import Turn

PAUSE = 0.8
"""Seconds of silence between two timed words that end a clause in speech without punctuation."""
LONGEST = 400
"""Code points after which a clause is cut at the next space or comma, whatever it says."""
SPARSE = {"en": 240, "zh": 70}
"""A sentence longer than this (code points) is read as speech without punctuation."""
SHORTEST = {"en": 14, "zh": 5}
"""No clause is cut off a sentence that would leave only so many code points."""

_SENTENCE_END = re.compile(r"[.!?]+[\"'”’)]*(?=\s|$)|[。！？；?!]+[”’」）]*|…+|;\s|\n+")
_ABBREVIATION = re.compile(r"\b(?:mr|mrs|ms|dr|st|vs|no|inc|ltd|e\.g|i\.e|approx|[a-z])$")
_COMMA = {"en": re.compile(r"[,:]\s+|\s+[—–-]+\s+|—"), "zh": re.compile(r"[，,：:]\s*|——|(?<=[^\x00-\x7f])\s+")}
_PARTICLE = re.compile(r"(?:吗|呢|吧|啊|呀|哦|嘛)(?=\S)|(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])")


@dataclass(frozen=True, slots=True)
class Clause:
    """``text`` is folded and without surrounding space; ``asked`` tells a question mark at its end."""

    start: int
    end: int
    text: str
    sentence: int
    asked: bool


def clauses(turn: Turn, lang: str, models: CutModels) -> tuple[Clause, ...]:
    """The clauses of a turn, in order; none where the text holds no letter and no digit.

    ``models`` know where speech without punctuation begins something new.
    """
    low = folded(turn.text)
    pauses, model = _pauses(turn), models.get(lang)
    found = list[Clause]()
    for number, (start, end, ended) in enumerate(sentences(turn.text, low)):
        cuts = _comma_cuts(low, start, end, lang)
        if not ended or end - start > SPARSE[lang]:
            cuts += _marker_cuts(low, start, end, lang) + [at for at in pauses if start < at < end]
            cuts += [start + at for at in model.places(low[start:end])] if model else []
        edges = _bounded(low, [start, *sorted(set(cuts)), end])
        for a, b in pairwise(edges):
            if piece := _clause(low, a, b, number):
                found.append(piece)
    return tuple(found)


def sentences(text: str, low: str) -> Iterator[tuple[int, int, bool]]:
    """Start and end of each sentence of a text, which is folded in ``low``, and whether punctuation ended it."""
    start = 0
    for end in _SENTENCE_END.finditer(text):
        if end.group() == "." and _ABBREVIATION.search(low, max(start, end.start() - 6), end.start()):
            continue
        yield start, end.end(), True
        start = end.end()
    if start < len(low):
        yield start, len(low), False


def _comma_cuts(low: str, start: int, end: int, lang: str) -> list[int]:
    """Places after a comma or dash where the next words begin something new."""
    opener, subordinate = _beginning(lang, "cut_before"), _beginning(lang, "subordinate")
    cuts = list[int]()
    head = start
    for comma in _COMMA[lang].finditer(low, start, end):
        at = comma.end()
        begins = opener.match(low, at) and not subordinate.match(low, _first_letter(low, head, at))
        if begins and end - at > SHORTEST[lang]:
            cuts.append(at)
            head = at
    return cuts


def _marker_cuts(low: str, start: int, end: int, lang: str) -> list[int]:
    """Places in unpunctuated speech where an opener stands, unless the word before it binds it."""
    if lang == "zh":
        particles = [found.end() for found in _PARTICLE.finditer(low, start, end)]
        binders = tuple(lexicon(lang).lists["binders"])
        openers = (found.start() for found in _anywhere(lang).finditer(low, start, end))
        return particles + [at for at in openers if at > start and not low.endswith(binders, start, at)]
    words = frozenset(lexicon(lang).lists["binders"])
    cuts = list[int]()
    for found in _anywhere(lang).finditer(low, start, end):
        before = low[max(start, found.start() - 20) : found.start()].split()
        if before and before[-1].strip(",") not in words:
            cuts.append(found.start())
    return cuts


def _pauses(turn: Turn) -> list[int]:
    """Places where the speaker was silent for PAUSE or longer, found by walking the timed words through the text."""
    cuts, at, last = list[int](), 0, None
    for word in turn.words:
        place = turn.text.find(word.text, at, at + len(word.text) + 40) if word.text else -1
        if place < 0:
            continue
        if last is not None and word.start is not None and word.start - last >= PAUSE:
            cuts.append(place)
        at, last = place + len(word.text), word.end
    return cuts


def _bounded(low: str, edges: list[int]) -> list[int]:
    """The edges, with more of them where two stand further apart than LONGEST."""
    bounded = edges[:1]
    for edge in edges[1:]:
        while edge - bounded[-1] > LONGEST:
            limit = bounded[-1] + LONGEST
            spaces = [low.rfind(mark, bounded[-1] + LONGEST // 2, limit) for mark in (" ", ",", "，", "、")]
            bounded.append(max(*spaces, -1) + 1 or limit)
        bounded.append(edge)
    return bounded


def _clause(low: str, start: int, end: int, sentence: int) -> Clause | None:
    start = _first_letter(low, start, end)
    text = low[start:end].rstrip(" \t\r\n\u3000,，:：—–-、")
    if not any(char.isalnum() for char in text):
        return None
    return Clause(start, start + len(text), text, sentence, text.rstrip("\"'”’」）)").endswith(("?", "？")))


def _first_letter(low: str, start: int, end: int) -> int:
    while start < end and (low[start].isspace() or low[start] in ",，、:：—–-.。…"):
        start += 1
    return start


@cache
def _beginning(lang: str, name: str) -> re.Pattern[str]:
    return re.compile(_any_of(lang, name) + (r"(?![\w'’])" if lang == "en" else ""))


@cache
def _anywhere(lang: str) -> re.Pattern[str]:
    boundary = (r"(?<![\w'’])", r"(?![\w'’])") if lang == "en" else ("", "")
    return re.compile(boundary[0] + _any_of(lang, "openers") + boundary[1])


def _any_of(lang: str, name: str) -> str:
    words = sorted(lexicon(lang).lists[name], key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace("'", "['’]") for word in words) + ")"
