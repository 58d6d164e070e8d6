"""Ways to answer an objection, ranked by how they fit its class, the buying stage and the buyer's style (M28)."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from askwell.deal.terms import BuyingStage
from askwell.method.entries import Bilingual, Entry
from askwell.method.loader import load_codebook
from askwell.method.terms import ObjectionClass

MOST = 6
"""More ways than this are no help."""


class Fit(StrEnum):
    """What a way fits; the class weighs as much as the other two together (ours)."""

    CLASS = "class"
    STAGE = "stage"
    STYLE = "style"


WEIGHTS = {Fit.CLASS: 2, Fit.STAGE: 1, Fit.STYLE: 1}
_FIT_OF_STAGE = {BuyingStage.USES: "experience"}
"""Stages that the codebook's fits name otherwise."""


@dataclass(frozen=True, slots=True)
class RankedMethod:
    """A way with a phrase, and what it fits."""

    id: str
    name: Bilingual
    phrase: Bilingual
    fits: tuple[Fit, ...]


def ranked_methods(
    kind: ObjectionClass | None, stage: BuyingStage, style: Entry | None = None
) -> tuple[RankedMethod, ...]:
    """The ways that fit, the best first, equal ones in the codebook's order; never one it advises against."""
    found: dict[str, tuple[Bilingual, list[Fit]]] = {}
    for fit, method, phrase in _fitting(kind, stage, style):
        found.setdefault(method, (phrase, []))[1].append(fit)
    ranked = sorted(found.items(), key=lambda pair: -sum(WEIGHTS[fit] for fit in pair[1][1]))
    entries = ((load_codebook().entry(f"objection_method.{method}"), phrase, fits) for method, (phrase, fits) in ranked)
    allowed = ((entry, phrase, fits) for entry, phrase, fits in entries if not entry.items_of("caution"))
    return tuple(
        RankedMethod(entry.id, entry.name, phrase if Fit.CLASS in fits else _in_general(entry, phrase), tuple(fits))
        for entry, phrase, fits in allowed
    )[:MOST]


def _in_general(method: Entry, reason: Bilingual) -> Bilingual:
    """Words for a way that suit any class: those of another class would answer what nobody said."""
    return next((item.text for item in method.items_of("phrase")), reason)


def _fitting(
    kind: ObjectionClass | None, stage: BuyingStage, style: Entry | None
) -> Iterator[tuple[Fit, str, Bilingual]]:
    """What each of the three names, the class first, since its phrases can be said as they stand."""
    book = load_codebook()
    if kind:
        yield from ((Fit.CLASS, item.id, item.text) for item in book.of_value(kind).items_of("method"))
    if stage is not BuyingStage.UNKNOWN:
        fit = book.entry(f"objection_fit.{_FIT_OF_STAGE.get(stage, stage.value)}")
        yield from ((Fit.STAGE, item.id, item.text) for item in fit.items_of("method"))
    if style:
        yield from ((Fit.STYLE, item.id, item.text) for item in style.items_of("objection_method"))
