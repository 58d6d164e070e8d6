"""Finding entries of the method by words in either language."""

import re
from dataclasses import dataclass

from askwell.method.entries import Codebook, Entry
from askwell.server.calls.terms import holds, stems

SHOWN = 50
AROUND = 60
LANGS = ("en", "zh")


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that holds the words. ``passage`` is where, as (text, found) pieces; ``lang`` its language."""

    entry: Entry
    passage: tuple[tuple[str, bool], ...]
    lang: str


def find_entries(codebook: Codebook, words: str, lang: str) -> tuple[Found, ...]:
    """At most SHOWN entries that hold all the words in one of their texts; those named so come first.

    Both languages are searched whatever ``lang`` is; a text in ``lang`` is shown where it holds the words.
    """
    if not stems(words):
        return ()
    hits = [hit for entry in codebook.entries if (hit := _hit(entry, words, lang))]
    ranked = sorted(hits, key=lambda pair: pair[0])
    return tuple(found for _rank, found in ranked[:SHOWN])


def marked(text: str, words: str) -> tuple[tuple[str, bool], ...]:
    """The text cut at each of the words, so that a page can mark them without building markup."""
    pattern = "|".join(sorted(map(re.escape, stems(words)), key=len, reverse=True))
    pieces = re.split(f"({pattern})", text, flags=re.IGNORECASE) if pattern else [text]
    return tuple((piece, i % 2 == 1) for i, piece in enumerate(pieces) if piece)


def _hit(entry: Entry, words: str, lang: str) -> tuple[int, Found] | None:
    if words.strip().lower() in (entry.id, entry.row.lower()):
        return 0, Found(entry, ((entry.definition.in_lang(lang), False),), lang)
    for each in sorted(LANGS, key=lambda name: name != lang):
        name, definition, *rest = _texts(entry, each)
        if holds("\n".join((name, definition, *rest)), words):
            rank = 1 if holds(name, words) else 2 if holds(definition, words) else 3
            best = max((definition, *rest), key=lambda text: sum(holds(text, stem) for stem in stems(words)))
            return rank, Found(entry, marked(_around(best, words), words), each)
    return None


def _texts(entry: Entry, lang: str) -> list[str]:
    """The name, the definition, then every other text of an entry."""
    advice = [entry.advice] if entry.advice else []
    return [
        text.in_lang(lang) for text in (entry.name, entry.definition, *(item.text for item in entry.items), *advice)
    ]


def _around(text: str, words: str) -> str:
    """The text near the first of the words, when it is long."""
    places = [place for stem in stems(words) if (place := text.lower().find(stem)) >= 0]
    start = max(min(places, default=0) - AROUND, 0)
    end = start + 4 * AROUND
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
