"""How one need grows through the talk: small fault, problem, consequence, want (M20)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from askwell.coding.coded import CodedConversation, Need, Unit
from askwell.method.terms import SPIN_QUESTIONS, Code, Side
from askwell.understanding.cues import says


class Growth(StrEnum):
    FAULT = "fault"
    PROBLEM = "problem"
    CONSEQUENCE = "consequence"
    WANT = "want"


@dataclass(frozen=True, slots=True)
class GrowthStep:
    unit: str
    kind: Growth


def growth_of(coded: CodedConversation, need: Need) -> tuple[GrowthStep, ...]:
    """The steps of one need in the order of the talk.

    A plainly stated want is a want. Any other telling is a consequence when it answers an implication question, or
    comes after the need was first told and says what follows; a fault when told mildly and first; else a problem.
    """
    return steps_of(coded, [unit for unit in coded.units if unit.id in need.units], answered_questions(coded))


def steps_of(coded: CodedConversation, units: list[Unit], answered: Mapping[int, Unit]) -> tuple[GrowthStep, ...]:
    """As ``growth_of``, for the units of one need and the questions answered by each turn."""
    return tuple(
        GrowthStep(unit.id, _kind(coded.text_of(unit), unit, answered.get(unit.turn), first=i == 0))
        for i, unit in enumerate(units)
    )


def seriousness(coded: CodedConversation, units: list[Unit], answered: Mapping[int, Unit]) -> int:
    """1 to 5: 1 as told; 1 for each consequence voiced (2 at most); 1 for a figure put on it; 1 for a want."""
    kinds = [step.kind for step in steps_of(coded, units, answered)]
    figure = any(says("figure", coded.text_of(unit)) for unit in units)
    return 1 + min(2, kinds.count(Growth.CONSEQUENCE)) + figure + (Growth.WANT in kinds)


def answered_questions(coded: CodedConversation) -> dict[int, Unit]:
    """Buyer's turn number to the last SPIN question of the seller's turn before it; turns that answer none are out."""
    asked = {unit.turn: unit for unit in coded.units if unit.code in SPIN_QUESTIONS}
    answered: dict[int, Unit] = {}
    last: Unit | None = None
    for number, turn in enumerate(coded.conversation.turns):
        if turn.speaker is Side.SELLER:
            last = asked.get(number)
        elif last is not None:
            answered[number] = last
    return answered


def _kind(text: str, unit: Unit, question: Unit | None, *, first: bool) -> Growth:
    if unit.code is Code.EXPLICIT_NEED and not unit.uncertain:
        return Growth.WANT
    if question is not None and question.code is Code.IMPLICATION_QUESTION:
        return Growth.CONSEQUENCE
    if not first and says("consequence", text):
        return Growth.CONSEQUENCE
    return Growth.FAULT if first and says("mild", text) else Growth.PROBLEM
