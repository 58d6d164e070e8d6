"""Texts of the codebook with this deal's own words in the places marked."""

from collections.abc import Iterable

from askwell.method.entries import Bilingual
from askwell.method.loader import load_codebook
from askwell.understanding.words import quote

QUOTED_WORDS = 24
"""About so many words of the buyer's stand in a sentence to be spoken."""


def text_of(entry_id: str, item_id: str) -> Bilingual:
    """The text of an item; raises KeyError where the entry has none of that name."""
    items = {item.id: item.text for item in load_codebook().entry(entry_id).items}
    return items[item_id]


def advice_of(entry_id: str) -> Bilingual:
    """What an entry says to do, or else what it says."""
    entry = load_codebook().entry(entry_id)
    return entry.advice or entry.definition


def put(text: Bilingual, **words: str | Bilingual) -> Bilingual:
    """The text with these words in the places of their names."""
    both = {name: value if isinstance(value, Bilingual) else Bilingual(value, value) for name, value in words.items()}
    return Bilingual(
        text.en.format(**{name: value.en for name, value in both.items()}),
        text.zh.format(**{name: value.zh for name, value in both.items()}),
    )


def spoken(text: str) -> str:
    """Words of the buyer fit to stand inside a sentence: short, and without the full stop."""
    return quote(text, words=QUOTED_WORDS).rstrip(".。!！")


def quoted(texts: Iterable[str]) -> Bilingual:
    """Several quotes as one list."""
    marked = [f"“{spoken(text)}”" for text in texts]
    return Bilingual("; ".join(marked), "；".join(marked))
