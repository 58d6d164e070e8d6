"""Which earlier unit a unit bears on: the problem a question works on, the want a benefit meets, and the rest."""

from askwell.coding.coded import Link, Unit
from askwell.coding.state import PROPOSALS, ConversationState
from askwell.coding.words import content
from askwell.method.terms import CAPABILITY_STATEMENTS, Code, LinkKind

NEAR = 0.2
"""Overlap of content words from which on two units are taken to be about the same thing."""
_BROUGHT_ON = (*CAPABILITY_STATEMENTS, *PROPOSALS, Code.SUMMARY_OF_BENEFITS, Code.OPENING_BENEFIT_STATEMENT)
_ANSWERING = (*CAPABILITY_STATEMENTS, Code.SUMMARY_OF_BENEFITS, Code.OTHER)


def links(code: Code, text: str, state: ConversationState, *, first: bool) -> tuple[Link, ...]:
    """The links of a unit about to be added; ``first``: it is the first unit of its turn."""
    to = _targets(code, text, state)
    if first and code in _ANSWERING:
        asked = [unit.id for unit in state.last_buyer if unit.code is Code.BUYER_QUESTION]
        to += [(LinkKind.ANSWERS, asked[-1])] if asked else []
    return tuple(Link(kind, target) for kind, target in to)


def _targets(code: Code, text: str, state: ConversationState) -> list[tuple[LinkKind, str]]:
    match code:
        case Code.PROBLEM_QUESTION | Code.SITUATION_QUESTION:
            return _to(LinkKind.WORKS_ON, _near(text, state, Code.IMPLIED_NEED))
        case Code.IMPLICATION_QUESTION:
            problem = _near(text, state, Code.IMPLIED_NEED) or _latest(state, Code.IMPLIED_NEED)
            return _to(LinkKind.WORKS_ON, problem) + _to(LinkKind.DEEPENS, problem)
        case Code.NEED_PAYOFF_QUESTION:
            needs = (Code.IMPLIED_NEED, Code.EXPLICIT_NEED)
            return _to(LinkKind.WORKS_ON, _near(text, state, *needs) or _latest(state, *needs))
        case Code.BENEFIT:
            want = _near(text, state, Code.EXPLICIT_NEED) or _latest(state, Code.EXPLICIT_NEED)
            return _to(LinkKind.MEETS, want)
        case Code.OBJECTION:
            return _to(LinkKind.CAUSED_BY, _last_of(state.last_seller, _BROUGHT_ON))
        case Code.AGREEMENT:
            return _to(LinkKind.ACCEPTS, _last_of(state.last_seller, PROPOSALS))
    return []


def _to(kind: LinkKind, target: str | None) -> list[tuple[LinkKind, str]]:
    return [(kind, target)] if target else []


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
