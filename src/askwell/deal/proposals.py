"""What calls suggest about people on the map, for a person to accept or refuse: roles, attitudes (M32), signs (M34).

A proposal is a guess from words, never a fact: nothing here enters the map by itself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from askwell.deal.calls import Calls, Said, anchors_of
from askwell.deal.cues import tells
from askwell.deal.facts import Deal, Person
from askwell.deal.flower import voiced_gains
from askwell.deal.state import Anchors
from askwell.deal.style_hints import ProposedSign, hinted_signs
from askwell.deal.terms import Role
from askwell.method.terms import Code

LEAST = 2
"""Units on which a proposal rests at least, but for a plain word on who decides."""
PLAINLY = (Role.CORE_DECISION_MAKER, Role.INSIDE_SUPPORTER)
"""Roles of which one plain word of the person's own is enough."""
STRONG = 3
"""So many more words for than against, or against than for, make a strong attitude."""
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
    for role in Role:
        spoken = _initiating(calls, person) if role is Role.INITIATOR else _speaking_for(said, role)
        if role not in person.roles and len(spoken) >= (1 if role in PLAINLY else LEAST):
            yield ProposedRole(person.id, role, anchors_of(spoken[-QUOTED:]))
    attitude = _attitude(said)
    if attitude is not None and attitude.attitude != person.attitude:
        yield ProposedAttitude(person.id, attitude.attitude, attitude.evidence)
    yield from hinted_signs(person, said)


def _speaking_for(said: Iterable[Said], role: Role) -> list[Said]:
    return [one for one in said if tells(role.value, one.text)]


def _initiating(calls: Calls, person: Person) -> list[Said]:
    """The gains this person voiced, where nobody voiced one before: the first to speak up for the offer."""
    gains = calls.said(Code.EXPLICIT_NEED)
    own = list(voiced_gains(calls, person.id))
    return own if own and gains[0].person == person.id else []


def _attitude(said: Iterable[Said]) -> ProposedAttitude | None:
    """More wants and acts than objections speak for us, more objections against; a draw says nothing."""
    heard = list(said)
    for_us = [one for one in heard if one.unit.code in (Code.AGREEMENT, Code.EXPLICIT_NEED)]
    against = [one for one in heard if one.unit.code is Code.OBJECTION]
    more = len(for_us) - len(against)
    if len(for_us) + len(against) < LEAST or more == 0:
        return None
    attitude = (1 if more > 0 else -1) * (2 if abs(more) >= STRONG else 1)
    return ProposedAttitude(heard[0].person or "", attitude, anchors_of((for_us if more > 0 else against)[-QUOTED:]))
