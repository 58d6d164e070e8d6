"""Deals and calls to test with, in few words."""

from dataclasses import replace
from datetime import date

from askwell.coding.coded import CodedConversation
from askwell.coding.notation import read_coded_text
from askwell.deal.calls import Calls, calls_in_order
from askwell.deal.facts import Deal, Person
from askwell.deal.terms import Role

TODAY = date(2026, 6, 10)
SELLER = "seller Ana: {situation_question: How many lines do you run?}\n"


def call(text: str, call_id: str = "c1", held_at: str | None = None) -> CodedConversation:
    """A call in the notation of coded talk; who speaks by name has that name as id."""
    coded = read_coded_text(f"# id: {call_id}\n{text}")
    turns = tuple(replace(turn, participant=turn.name) for turn in coded.conversation.turns)
    return replace(coded, conversation=replace(coded.conversation, turns=turns, held_at=held_at))


def calls(*texts: str) -> Calls:
    """Calls ``c1``, ``c2`` … in this order."""
    return calls_in_order(call(text, f"c{number}") for number, text in enumerate(texts, 1))


def deal(**facts: object) -> Deal:
    return Deal("d", TODAY, **facts)  # type: ignore[arg-type]


def person(name: str, *roles: Role, **facts: object) -> Person:
    return Person(name, name, roles=roles, **facts)  # type: ignore[arg-type]


FLOWER = (
    person("Ruth", Role.CORE_DECISION_MAKER),
    person("Helen", Role.INITIATOR, Role.INSIDE_SUPPORTER),
    person("Marek", Role.KEY_USER),
)
"""Three roles and a heart: no fault by the map alone."""
