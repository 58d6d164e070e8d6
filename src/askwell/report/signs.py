"""The sign of each code: the letter or mark it carries in drawings, margins and the terminal, and its family."""

from enum import StrEnum
from typing import NamedTuple

from askwell.method.terms import Code


class Family(StrEnum):
    """What the same look is given to."""

    QUESTION = "question"
    CAPABILITY = "capability"
    ASK = "ask"
    NEED = "need"
    OBJECTION = "objection"
    AGREEMENT = "agreement"
    TALK = "talk"


class Sign(NamedTuple):
    """``mark`` is one character that stands for the code without colour."""

    mark: str
    family: Family


SIGNS: dict[Code, Sign] = {
    Code.SITUATION_QUESTION: Sign("S", Family.QUESTION),
    Code.PROBLEM_QUESTION: Sign("P", Family.QUESTION),
    Code.IMPLICATION_QUESTION: Sign("I", Family.QUESTION),
    Code.NEED_PAYOFF_QUESTION: Sign("N", Family.QUESTION),
    Code.OTHER_QUESTION: Sign("Q", Family.QUESTION),
    Code.FEATURE: Sign("F", Family.CAPABILITY),
    Code.ADVANTAGE: Sign("A", Family.CAPABILITY),
    Code.BENEFIT: Sign("B", Family.CAPABILITY),
    Code.OPENING_BENEFIT_STATEMENT: Sign("O", Family.CAPABILITY),
    Code.SUMMARY_OF_BENEFITS: Sign("Σ", Family.CAPABILITY),
    Code.CLOSING_ATTEMPT: Sign("C", Family.ASK),
    Code.COMMITMENT_PROPOSAL: Sign("▷", Family.ASK),
    Code.IMPLIED_NEED: Sign("○", Family.NEED),
    Code.EXPLICIT_NEED: Sign("●", Family.NEED),
    Code.OBJECTION: Sign("▲", Family.OBJECTION),
    Code.AGREEMENT: Sign("✓", Family.AGREEMENT),
    Code.BUYER_QUESTION: Sign("?", Family.TALK),
    Code.SMALL_TALK: Sign("~", Family.TALK),
    Code.OTHER: Sign("·", Family.TALK),
}
"""Every code of the contract."""
