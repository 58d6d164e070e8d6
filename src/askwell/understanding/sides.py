"""Whether we know well enough who sells and who buys."""

from askwell.method.terms import Side
from askwell.transcript.conversation import Conversation, Turn

SURE = 0.7
"""Below this, a guessed side carries no measure and no finding (the contract on sides)."""


def sides_problem(conversation: Conversation) -> str | None:
    """None where both sides are known; otherwise the reason: sides_unknown, sides_unsure or one_side_only."""
    speaking = {turn.participant for turn in conversation.turns if turn.participant is not None}
    if any(item.side_p is not None and item.side_p < SURE for item in conversation.participants if item.id in speaking):
        return "sides_unsure"
    unknown = sum(len(turn.text) for turn in conversation.turns if turn.speaker is Side.UNKNOWN)
    if unknown * 10 > sum(len(turn.text) for turn in conversation.turns):
        return "sides_unknown"
    if not {Side.SELLER, Side.BUYER} <= {turn.speaker for turn in conversation.turns}:
        return "one_side_only"
    return None


def sides_uncertain(conversation: Conversation) -> bool:
    """Whether it is not certain who sells and who buys: then nothing is said about how a call was sold."""
    return sides_problem(conversation) in ("sides_unknown", "sides_unsure")


def turn_before(conversation: Conversation, number: int, side: Side) -> int | None:
    """The number of the last turn of this side before a turn; None where there is none."""
    return next((i for i in range(number - 1, -1, -1) if conversation.turns[i].speaker is side), None)


def turn_after(conversation: Conversation, number: int, side: Side) -> int | None:
    """The number of the first turn of this side after a turn; None where there is none."""
    turns: tuple[Turn, ...] = conversation.turns
    return next((i for i in range(number + 1, len(turns)) if turns[i].speaker is side), None)
