"""Which words of the calls tell which need, for a page on which people put it right (M20)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from askwell.deal.anchor import Anchor
from askwell.deal.facts import NeedSaid
from askwell.method.loader import load_codebook
from askwell.method.terms import NeedState
from askwell.server.deals.standing import Page, Quote
from askwell.server.deals.standing_said import place_of, said_of_deal, who_and_when

Json = Mapping[str, Any]
OWN = "own"
"""In place of other words: a need that was not told before."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one call tells of a need; ``place`` is where its first words stand, ``apart`` whether it may stand alone."""

    place: str
    quotes: tuple[Quote, ...]
    apart: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A need, with the others it may be one with, as (place, label)."""

    label: str
    state: str
    parts: tuple[Part, ...]
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody put right: the words at ``place``, which need they tell (empty: a new one), by whom and when."""

    place: str
    words: str
    same_as: str
    basis: str


def lines_of(page: Page) -> list[Line]:
    """The needs in the order they were first told; words of calls that this reader may not read are left out."""
    readable = [(need, parts) for need in page.told.state["needs"] if (parts := tuple(_parts(page, need)))]
    return [
        Line(
            need["label"],
            load_codebook().name_of(NeedState(need["state"]), page.lang),
            parts,
            tuple((held[0].place, other["label"]) for other, held in readable if other is not need),
        )
        for need, parts in readable
    ]


def _parts(page: Page, need: Json) -> Iterator[Part]:
    by_call = [(call, list(words)) for call, words in groupby(need["evidence"], key=lambda anchor: anchor["call"])]
    for call, words in by_call:
        if call in page.worded:
            place = place_of(Anchor(**words[0]))
            yield Part(place, page.quotes(words), apart=call != by_call[0][0])


def entries_of(page: Page) -> list[Entry]:
    """What people put right and did not take back: the last of the same words, where this reader may read all of it."""
    last = {place_of(one.words): one for one in said_of_deal(page.deal).needs}
    readable = (one for one in last.values() if {said.call for said in (one.words, one.same_as) if said} <= page.worded)
    return [_entry(page, one) for one in reversed(list(readable))]


def _entry(page: Page, said: NeedSaid) -> Entry:
    told = who_and_when({"by": said.by, "on": said.day.isoformat() if said.day else ""})
    basis = _("%(name)s entered this on %(day)s.") % told
    return Entry(place_of(said.words), said.words.text, _title(page, said.same_as) if said.same_as else "", basis)


def _title(page: Page, words: Anchor) -> str:
    """How the need is called that words tell; the words themselves where no need holds them."""
    holding = (need for need in page.told.state["needs"] if any(Anchor(**one) == words for one in need["evidence"]))
    return next((str(need["label"]) for need in holding), words.text)


def words_at(page: Page, place: str) -> Anchor | None:
    """The words of a need at a place."""
    told = (Anchor(**anchor) for need in page.told.state["needs"] for anchor in need["evidence"])
    return next((words for words in told if words.call in page.worded and place_of(words) == place), None)
