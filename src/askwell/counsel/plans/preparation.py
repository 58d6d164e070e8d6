"""What is prepared and what is missing before a call, in the light of past calls (M08)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from askwell.counsel.plans.offer import Offer
from askwell.counsel.plans.topics import Topic
from askwell.counsel.plans.wording import advice_of
from askwell.deal.facts import Person
from askwell.method.entries import Bilingual
from askwell.method.loader import load_codebook

AREAS = ("product", "customer", "itinerary", "tools")
TICKED = ("itinerary.opening", "itinerary.their_questions", "tools.material", "tools.cards", "tools.proposal")
"""What only the seller can say is ready."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """``by_hand`` says that the seller ticks it; the rest is seen from the deal."""

    id: str
    name: Bilingual
    done: bool
    by_hand: bool


@dataclass(frozen=True, slots=True)
class Area:
    id: str
    name: Bilingual
    items: tuple[Prepared, ...]
    mind: Bilingual


@dataclass(frozen=True, slots=True)
class Preparation:
    """``costs`` are what calling unprepared costs, empty where nothing is missing."""

    areas: tuple[Area, ...]
    costs: tuple[Bilingual, ...]

    @property
    def missing(self) -> int:
        return sum(not item.done for area in self.areas for item in area.items)


def check_preparation(
    offers: Sequence[Offer],
    topics: Sequence[Topic],
    met: Sequence[Person],
    ticks: frozenset[str],
    *,
    has_objective: bool,
) -> Preparation:
    """Each item of the four areas: done or missing."""
    known = {topic.id: topic.known for topic in topics}
    seen = {
        "product.main_offer": bool(offers),
        "product.features": any(offer.features for offer in offers),
        "product.strengths": any(offer.functions and offer.solves for offer in offers),
        "customer.organisation": known["organisation_people"],
        "customer.decision_process": known["decision_process"],
        "customer.person_to_meet": bool(met),
        "itinerary.goal": has_objective,
    }
    areas = tuple(_area(area, seen, ticks) for area in AREAS)
    lacking = any(not item.done for area in areas for item in area.items)
    costs = tuple(item.text for item in load_codebook().entry("preparation.unprepared").items)
    return Preparation(areas, costs if lacking else ())


def _area(area: str, seen: Mapping[str, bool], ticks: frozenset[str]) -> Area:
    entry = load_codebook().entry(f"preparation.{area}")
    keys = [(f"{area}.{item.id}", item.text) for item in entry.items]
    items = tuple(Prepared(key, text, seen.get(key, key in ticks), key in TICKED) for key, text in keys)
    return Area(area, entry.name, items, advice_of(entry.id))
