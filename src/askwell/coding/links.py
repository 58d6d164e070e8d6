"""Which earlier unit a unit bears on: the problem a question works on, the want a benefit meets, and the rest."""

from collections.abc import Mapping
from dataclasses import dataclass

from askwell.coding.coded import Link, Unit
from askwell.coding.state import PROPOSALS, ConversationState
from askwell.coding.words import content
from askwell.method.terms import CAPABILITY_STATEMENTS, SELLER_QUESTIONS, Code, LinkKind

NEAR = 0.2
"""Overlap of content words from which on two units are taken to be about the same thing."""
_BROUGHT_ON = (*CAPABILITY_STATEMENTS, *PROPOSALS, Code.SUMMARY_OF_BENEFITS, Code.OPENING_BENEFIT_STATEMENT)
_ANSWERING = (*CAPABILITY_STATEMENTS, Code.SUMMARY_OF_BENEFITS, Code.OTHER)
_NEEDS = (Code.IMPLIED_NEED, Code.EXPLICIT_NEED)


@dataclass(frozen=True, slots=True)
class _Bearing:
    """How a code bears on needs heard; ``however_far``: where none is close in words, the latest will do."""

    kinds: tuple[LinkKind, ...]
    on: tuple[Code, ...]
    however_far: bool = True


_BEARINGS: Mapping[Code, _Bearing] = {
    Code.SITUATION_QUESTION: _Bearing((LinkKind.WORKS_ON,), (Code.IMPLIED_NEED,), however_far=False),
    Code.PROBLEM_QUESTION: _Bearing((LinkKind.WORKS_ON,), (Code.IMPLIED_NEED,), however_far=False),
    Code.IMPLICATION_QUESTION: _Bearing((LinkKind.WORKS_ON, LinkKind.DEEPENS), (Code.IMPLIED_NEED,)),
    Code.NEED_PAYOFF_QUESTION: _Bearing((LinkKind.WORKS_ON,), _NEEDS),
    Code.BENEFIT: _Bearing((LinkKind.MEETS,), (Code.EXPLICIT_NEED,)),
}
_ANSWERED: Mapping[Code, tuple[LinkKind, tuple[Code, ...]]] = {
    Code.OBJECTION: (LinkKind.CAUSED_BY, _BROUGHT_ON),
    Code.AGREEMENT: (LinkKind.ACCEPTS, PROPOSALS),
}
"""What a buyer's unit looks back to in the seller's last turn."""


def links(code: Code, text: str, state: ConversationState, *, first: bool) -> tuple[Link, ...]:
    """The links of a unit about to be added; ``first``: it is the first unit of its turn."""
    found = list[Link]()
    if bearing := _BEARINGS.get(code):
        need = _near(text, state, *bearing.on) or (_latest(state, *bearing.on) if bearing.however_far else None)
        found += [Link(kind, need) for kind in bearing.kinds if need]
    if code in _ANSWERED:
        kind, codes = _ANSWERED[code]
        said = _last_of(state.last_seller, codes)
        found += [Link(kind, said)] if said else []
    if first and code in _ANSWERING:
        asked = _last_of(state.last_buyer, (Code.BUYER_QUESTION,))
        found += [Link(LinkKind.ANSWERS, asked)] if asked else []
    if first and code in _NEEDS:
        found += _answering(state)
    return tuple(found)


def _answering(state: ConversationState) -> list[Link]:
    """A need told in reply answers the question asked last; after a problem or implication question it goes on with
    the need that the question was about."""
    asked = next((unit for unit in reversed(state.last_seller) if unit.code in SELLER_QUESTIONS), None)
    if asked is None:
        return []
    about = [link.to for link in asked.links if link.kind is LinkKind.WORKS_ON]
    deepened = about[:1] if asked.code in (Code.PROBLEM_QUESTION, Code.IMPLICATION_QUESTION) else []
    return [Link(LinkKind.ANSWERS, asked.id), *(Link(LinkKind.DEEPENS, need) for need in deepened)]


def _near(text: str, state: ConversationState, *codes: Code) -> str | None:
    score, heard = state.closest(content(text, state.lang), *codes)
    if heard and score >= NEAR:
        return heard.id
    just = [unit.id for unit in state.last_buyer if unit.code in codes]
    return just[-1] if just else None


def _latest(state: ConversationState, *codes: Code) -> str | None:
    heard = state.latest(*codes)
    return heard.id if heard else None


def _last_of(units: tuple[Unit, ...], codes: tuple[Code, ...]) -> str | None:
    return next((unit.id for unit in reversed(units) if unit.code in codes), None)
