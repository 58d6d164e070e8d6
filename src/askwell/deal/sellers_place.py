"""What a seller is to a person at a customer: personal relation by product knowledge (M36).

The relation is the person's level (M35); what the seller knows of the products is what the seller or a coach entered,
never inferred. Which levels are a good relation, and how much is much, is ours.
"""

from collections.abc import Collection, Iterable, Mapping

from askwell.deal.terms import Place, Relation
from askwell.method.entries import Entry
from askwell.method.loader import load_codebook

GOOD_RELATIONS = (Relation.SOCIAL, Relation.COOPERATING, Relation.ALLIED)
"""Levels of a relation beyond formal business."""
MUCH = 4
"""Points of the assessment that make much knowledge."""
PLACES: Mapping[tuple[bool, bool], Place] = {
    (True, False): Place.BUDDY,
    (True, True): Place.ADVISER,
    (False, False): Place.DRIFTER,
    (False, True): Place.SCHOLAR,
}
"""By good relation and much knowledge."""


def assessment() -> Entry:
    """The codebook's list of what product knowledge shows in; its items are the points."""
    return load_codebook().entry("seller_place.knowledge")


def knows_much(points: Collection[str] | None) -> bool | None:
    """Whether the points that hold make much knowledge; None where nobody has said which hold."""
    return None if points is None else sum(item.id in points for item in assessment().items) >= MUCH


def place_of(relation: Relation | None, much: bool | None) -> Place | None:
    """The seller's place with a person; None while the relation or the knowledge is not known."""
    if relation is None or much is None:
        return None
    return PLACES[relation in GOOD_RELATIONS, much]


def nearest(relations: Iterable[Relation | None]) -> Relation | None:
    """The nearest of the known levels: somebody met in several deals is as near as in the nearest of them."""
    known = [relation for relation in relations if relation is not None]
    return max(known, key=list(Relation).index, default=None)
