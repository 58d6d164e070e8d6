"""How one need grows through the talk: small fault, problem, consequence, want (M20)."""

from dataclasses import dataclass
from enum import StrEnum

from askwell.coding.coded import CodedConversation, Need, Unit
from askwell.method.terms import SPIN_QUESTIONS, Code, Side
from askwell.understanding.cues import says
from askwell.understanding.sides import turn_before


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

    A stated want is a want. An implied need is a consequence when it answers an implication question, or comes after
    the need was first told and says what follows; a fault when it is told mildly and first; else a problem.
    """
    units = [unit for unit in coded.units if unit.id in need.units]
    return tuple(GrowthStep(unit.id, _kind(coded, unit, units[:i])) for i, unit in enumerate(units))


def seriousness(coded: CodedConversation, need: Need) -> int:
    """1 to 5: 1 as told; 1 for each consequence voiced (2 at most); 1 for a figure put on it; 1 for a want."""
    steps = growth_of(coded, need)
    consequences = sum(step.kind is Growth.CONSEQUENCE for step in steps)
    figure = any(says("figure", coded.text_of(unit)) for unit in coded.units if unit.id in need.units)
    return 1 + min(2, consequences) + figure + any(step.kind is Growth.WANT for step in steps)


def answered_question(coded: CodedConversation, unit: Unit) -> Unit | None:
    """The last SPIN question of the seller's turn that a buyer's unit replies to; None where there is none."""
    turn = turn_before(coded.conversation, unit.turn, Side.SELLER)
    questions = [other for other in coded.units if other.turn == turn and other.code in SPIN_QUESTIONS]
    return questions[-1] if questions else None


def _kind(coded: CodedConversation, unit: Unit, before: list[Unit]) -> Growth:
    if unit.code is Code.EXPLICIT_NEED:
        return Growth.WANT
    question = answered_question(coded, unit)
    text = coded.text_of(unit)
    if question is not None and question.code is Code.IMPLICATION_QUESTION:
        return Growth.CONSEQUENCE
    if before and says("consequence", text):
        return Growth.CONSEQUENCE
    return Growth.FAULT if says("mild", text) and not before else Growth.PROBLEM
