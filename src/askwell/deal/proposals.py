"""What calls suggest about people on the map, for a person to accept or refuse: roles, attitudes (M32), signs (M34).

A proposal is a guess from words, never a fact: nothing here enters the map by itself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from askwell.deal.anchor import Anchors
from askwell.deal.calls import Calls, Said, anchors_of
from askwell.deal.facts import Deal, Person
from askwell.deal.flower import voiced_gains
from askwell.deal.signs import shows
from askwell.deal.style_hints import ProposedSign, hinted_signs
from askwell.deal.terms import Role
from askwell.method.terms import Code, Concern, ObjectionClass
from askwell.understanding.by_example import Told

LEAST = 2
"""Units on which a proposal rests at least, but for a plain word on who decides."""
PLAINLY = (Role.CORE_DECISION_MAKER, Role.INSIDE_SUPPORTER)
"""Roles of which one plain word of the person's own is enough."""
STRONG = 3
"""So many more words for than against make a strong attitude."""
SURE = 0.7
"""From this probability on a unit speaks for an attitude or against."""
AGAINST_OFFER = (Concern.PRICE, Concern.VALUE, Concern.CAPABILITY, Concern.RISK, Concern.COMPETITOR)
"""What an objection against the offer is about; one about the time, who decides or anything else is none."""
PUTS_OFF = (ObjectionClass.HESITATION, ObjectionClass.INDIFFERENCE, ObjectionClass.SHYNESS)
"""Classes that keep away and say nothing against the offer."""
HOSTILE = (ObjectionClass.ANGER, ObjectionClass.THREAT)
"""Classes of which one objection is enough."""
QUOTED = 3


@dataclass(frozen=True, slots=True)
class ProposedRole:
    person: str
    role: Role
    evidence: Anchors


@dataclass(frozen=True, slots=True)
class ProposedAttitude:
    """``attitude`` from -2 to 2."""

    person: str
    attitude: int
    evidence: Anchors


Proposal = ProposedRole | ProposedAttitude | ProposedSign


def propose(deal: Deal, calls: Calls) -> tuple[Proposal, ...]:
    """What calls suggest about the people of the deal and what is not entered yet, by person."""
    return tuple(proposal for person in deal.people for proposal in _about(person, calls))


def _about(person: Person, calls: Calls) -> Iterator[Proposal]:
    said = [one for one in calls.buyers() if one.person == person.id]
    attitude = _attitude(said)
    against = _speaks_against(person, attitude)
    for role in Role:
        if role is Role.INSIDE_SUPPORTER and (against or Role.CORE_DECISION_MAKER in person.roles):
            continue
        spoken = _initiating(calls, person) if role is Role.INITIATOR else _speaking_for(said, role)
        if role not in person.roles and len(spoken) >= (1 if role in PLAINLY else LEAST):
            yield ProposedRole(person.id, role, anchors_of(spoken[-QUOTED:]))
    if attitude is not None and not _is_known_otherwise(person, attitude.attitude):
        yield attitude
    yield from hinted_signs(person, said)


def _speaks_against(person: Person, heard: ProposedAttitude | None) -> bool:
    """Whether somebody is against us, as entered or, where nothing is, as heard: then they are no supporter."""
    attitude = person.attitude if person.attitude is not None else heard.attitude if heard else None
    return attitude is not None and attitude < 0


def _is_known_otherwise(person: Person, heard: int) -> bool:
    """Whether the attitude entered is as strong already, or points the other way: the person who entered it knows."""
    entered = person.attitude
    return entered is not None and (abs(entered) >= abs(heard) or entered * heard < 0)


def _speaking_for(said: Iterable[Said], role: Role) -> list[Said]:
    return [one for one in said if shows(one, Told(role.value))]


def _initiating(calls: Calls, person: Person) -> list[Said]:
    """The gains this person voiced, where nobody voiced one before: the first to speak up for the offer."""
    gains = calls.said(Code.EXPLICIT_NEED)
    own = list(voiced_gains(calls, person.id))
    return own if own and gains[0].person == person.id else []


def _attitude(said: Iterable[Said]) -> ProposedAttitude | None:
    """More wants and acts than objections speak for us, more objections against; a draw says nothing.

    Two at least, or one objection in anger or with a threat, which is against us together with another one.
    """
    heard = [one for one in said if one.unit.p >= SURE]
    for_us = [one for one in heard if one.unit.code in (Code.AGREEMENT, Code.EXPLICIT_NEED)]
    against = [one for one in heard if _is_against_offer(one)]
    more, hostile = len(for_us) - len(against), any(_is_hostile(one) for one in against)
    if (more > 0 and len(for_us) < LEAST) or (more < 0 and len(against) < LEAST and not hostile) or more == 0:
        return None
    strong = more >= STRONG or (more < 0 and hostile and len(against) >= LEAST)
    attitude = (1 if more > 0 else -1) * (2 if strong else 1)
    return ProposedAttitude(heard[0].person or "", attitude, anchors_of((for_us if more > 0 else against)[-QUOTED:]))


def _is_against_offer(said: Said) -> bool:
    attrs = said.unit.attrs
    about_it = attrs.concern in AGAINST_OFFER and attrs.objection_class not in PUTS_OFF
    return said.unit.code is Code.OBJECTION and (about_it or _is_hostile(said))


def _is_hostile(said: Said) -> bool:
    return said.unit.attrs.objection_class in HOSTILE
