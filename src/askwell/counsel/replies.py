"""What the seller says to an objection or a question of the buyer's, and the steps an answer shows (M19, M28)."""

from collections.abc import Mapping, Sequence

from askwell.coding.coded import CodedConversation, Unit
from askwell.counsel.rules.objections import LONG_REPLY
from askwell.method.terms import CAPABILITY_STATEMENTS, SELLER_QUESTIONS, Code, Concern, LinkKind, Side
from askwell.understanding.cues import begins_with, says
from askwell.understanding.words import content_words, word_count

LOOK_AHEAD = 8
"""Turns in which an answer is sought, up to the next objection or question."""
STATEMENTS = (*CAPABILITY_STATEMENTS, Code.SUMMARY_OF_BENEFITS)
Steps = Mapping[str, Unit | None]
"""By step of an answer, as the codebook names them, the unit that shows it; what somebody thinks cannot be heard."""


def reply_to(coded: CodedConversation, said: Unit, until: Sequence[Code]) -> tuple[Unit, ...]:
    """What the seller says next, until the buyer comes with the like again or something else is long under way.

    What the coder was uncertain of is left out.
    """
    turns, found = coded.conversation.turns, list[Unit]()
    for unit in coded.units:
        if unit.uncertain or (unit.turn, unit.start) <= (said.turn, said.start):
            continue
        if unit.turn - said.turn > LOOK_AHEAD or (unit.code in until and unit.turn > said.turn):
            break
        if turns[unit.turn].speaker is Side.SELLER:
            found.append(unit)
    return tuple(found)


def answer_in(coded: CodedConversation, reply: Sequence[Unit], said: Unit) -> Unit | None:
    """The first statement or proposal of a reply, or in the seller's next turn words of no code that say much."""
    first = reply[0].turn if reply else -1
    for unit in reply:
        in_words = unit.code is Code.OTHER and unit.turn == first and _says_much(coded.text_of(unit))
        if _is_linked(unit, said) or in_words or unit.code in (*STATEMENTS, Code.COMMITMENT_PROPOSAL):
            return unit
    return None


def _is_linked(answer: Unit, said: Unit) -> bool:
    return any(link.kind is LinkKind.ANSWERS and link.to == said.id for link in answer.links)


def _says_much(text: str) -> bool:
    return word_count(text) >= LONG_REPLY or says("makes_good", text)


def bears_on(coded: CodedConversation, answer: Unit, said: Unit) -> bool:
    """Whether an answer is linked to what it answers, shares words with it, says yes or no to it, or has no code.

    What speaks of the price bears on a price concern in whatever words.
    """
    text = coded.text_of(answer)
    of_price = said.attrs.concern is Concern.PRICE and says("price", text)
    shared = content_words(text) & content_words(coded.text_of(said))
    return (
        _is_linked(answer, said)
        or of_price
        or bool(shared)
        or answer.code is Code.OTHER
        or begins_with("affirms", text)
    )


def may_answer(coded: CodedConversation, said: Unit) -> bool:
    """Whether the seller's next stretch holds words the coder was uncertain of, so that nobody can tell."""
    turns = coded.conversation.turns
    after = range(said.turn + 1, len(turns))
    first = next((n for n in after if turns[n].speaker is Side.SELLER), len(turns))
    return any(unit.uncertain and unit.turn == first for unit in coded.units)


def steps_of_answer(coded: CodedConversation, question: Unit) -> Steps:
    """Which steps of answering an inquiry the reply to a buyer's question shows (M19)."""
    reply = reply_to(coded, question, (Code.OBJECTION, Code.BUYER_QUESTION))
    told = answer_in(coded, reply, question)
    before = [unit for unit in reply if told is None or _place(unit) < _place(told)]
    after = [unit for unit in reply if told and _place(unit) > _place(told)]
    checked = (unit for unit in after if unit.code is Code.OTHER_QUESTION or says("check", coded.text_of(unit)))
    summed = (unit for unit in after if unit.code is Code.SUMMARY_OF_BENEFITS or says("recap", coded.text_of(unit)))
    return {
        "get_information": next((unit for unit in before if unit.code in SELLER_QUESTIONS), None),
        "give_opinion": told,
        "check_understanding": next(checked, None),
        "summarise": next(summed, None),
    }


def questions_answered(coded: CodedConversation) -> tuple[tuple[Unit, Steps], ...]:
    """Every question of the buyer's that the coder was sure of, with what its answer shows (M19)."""
    asked = (unit for unit in coded.units if unit.code is Code.BUYER_QUESTION and not unit.uncertain)
    return tuple((unit, steps_of_answer(coded, unit)) for unit in asked)


def _place(unit: Unit) -> tuple[int, int]:
    return unit.turn, unit.start
