"""The flower of a deal: who holds which role (M32), and what is wrong with how they are covered (M33)."""

from datetime import timedelta

from askwell.deal.anchor import Anchors
from askwell.deal.calls import Calls, Said, anchors_of, held_at
from askwell.deal.facts import Deal, Person
from askwell.deal.state import Flower, FoundFault
from askwell.deal.terms import FlowerFault, Relation, Role
from askwell.method.terms import SELLER_QUESTIONS, Code, QuestionObject, SaleSize

FEW_ROLES = 3
"""Fewer named roles than this are no picture of who decides."""
LAST_CALLS = 3
"""Calls with one and the same person that make a single petal."""
WEAK_INFLUENCE = 2
"""Up to this influence a person has no line to the decision maker."""
TWO_MONTHS = timedelta(days=61)
CALLS_TO_ASK = 2
"""Calls in which feelings could have been asked about before it is said that nobody did."""


def draw_flower(deal: Deal, calls: Calls, size: SaleSize) -> Flower:
    """Every role with its people, and the faults in the codebook's order; a small sale needs no flower (M01)."""
    petals = {role: tuple(person.id for person in deal.in_role(role)) for role in Role}
    faults = () if size is SaleSize.SMALL else _faults(deal, calls)
    return Flower(petals, faults)


def _faults(deal: Deal, calls: Calls) -> tuple[FoundFault, ...]:
    rules = {
        FlowerFault.NO_FLOWER_IN_MIND: no_flower_in_mind,
        FlowerFault.SINGLE_PETAL: single_petal,
        FlowerFault.WEAK_INITIATOR: weak_initiator,
        FlowerFault.NO_INSIDE_SUPPORTER: no_inside_supporter,
        FlowerFault.FEELINGS_NEGLECTED: feelings_neglected,
    }
    found = ((fault, rule(deal, calls)) for fault, rule in rules.items())
    return tuple(FoundFault(fault, evidence) for fault, evidence in found if evidence is not None)


def no_flower_in_mind(deal: Deal, calls: Calls) -> Anchors | None:
    """Fewer than three roles have a name, or the heart is empty, though there were calls or people are known."""
    if not deal.people and not calls.coded:
        return None
    named = [role for role in Role if deal.in_role(role)]
    return () if len(named) < FEW_ROLES or Role.CORE_DECISION_MAKER not in named else None


def single_petal(deal: Deal, calls: Calls) -> Anchors | None:  # noqa: ARG001 - one signature for all faults
    """The last three calls were with the same person only."""
    last = calls.heard[-LAST_CALLS:]
    met = [calls.buyers_in(call) for call in last]
    if len(last) < LAST_CALLS or len(met[0]) != 1 or len(set(met)) > 1:
        return None
    return anchors_of(said for call in last for said in _first_words(calls, call))


def weak_initiator(deal: Deal, calls: Calls) -> Anchors | None:
    """Everyone who speaks for us has little influence, or was in calls and never voiced a gain."""
    initiators = deal.in_role(Role.INITIATOR)
    if not initiators or not all(_is_weak(person, calls) for person in initiators):
        return None
    ids = {person.id for person in initiators}
    return anchors_of([said for said in calls.buyers() if said.person in ids][-1:])


def _is_weak(person: Person, calls: Calls) -> bool:
    heart = Role.CORE_DECISION_MAKER in person.roles
    no_line = not heart and person.influence is not None and person.influence <= WEAK_INFLUENCE
    return no_line or (bool(calls.heard) and not voiced_gains(calls, person.id))


def voiced_gains(calls: Calls, person: str) -> tuple[Said, ...]:
    """Where a person said what they want, or what solving the problem would bring (M22)."""
    return tuple(said for said in calls.said(Code.EXPLICIT_NEED) if said.person == person)


def no_inside_supporter(deal: Deal, calls: Calls) -> Anchors | None:  # noqa: ARG001 - as above
    """Nobody on the map works for the purchase: no inside supporter who is for us, and no ally."""
    lacking = bool(deal.people) and not any(_supports(person) for person in deal.people)
    return () if lacking else None


def _supports(person: Person) -> bool:
    against = person.attitude is not None and person.attitude <= 0
    inside = Role.INSIDE_SUPPORTER in person.roles or person.relation is Relation.ALLIED
    return inside and not against


def feelings_neglected(deal: Deal, calls: Calls) -> Anchors | None:
    """In the calls of the last two months, two at least, no question asked how anybody feels; no words show that."""
    recent = [call for call in calls.heard if _is_recent(deal, calls, call)]
    asked = [said for said in calls.said(*SELLER_QUESTIONS) if said.call in recent]
    if len(recent) < CALLS_TO_ASK or not asked or any(_asks_feeling(said) for said in asked):
        return None
    return ()


def _asks_feeling(said: Said) -> bool:
    return said.unit.attrs.object is QuestionObject.FEELING


def _is_recent(deal: Deal, calls: Calls, call: int) -> bool:
    """Whether a call was held within two months of today; one that does not say when counts as recent."""
    held = held_at(calls.coded[call])
    return held is None or deal.today - held.date() <= TWO_MONTHS


def _first_words(calls: Calls, call: int) -> tuple[Said, ...]:
    return tuple(said for said in calls.buyers() if said.call == call)[:1]
