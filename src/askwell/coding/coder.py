"""The one interface of every coder, and the step from a conversation to its coded form."""

from typing import Protocol

from askwell.coding.coded import CodedConversation, Unit
from askwell.coding.follow_up import with_follow_up
from askwell.transcript.conversation import Conversation, digest, resolved_lang


class Coder(Protocol):
    """Finds the units of a conversation. Same conversation, same units, bit for bit."""

    @property
    def name(self) -> str:
        """The name and version written as ``model``."""
        ...

    def units(self, conversation: Conversation, lang: str) -> tuple[Unit, ...]:
        """Units sorted by (turn, start), never overlapping, with ids ``u0001`` onwards, attributes and links."""
        ...


def code_conversation(conversation: Conversation, coder: Coder) -> CodedConversation:
    """Code one conversation; stages, needs, outcome, measures and findings are still empty."""
    lang = resolved_lang(conversation)
    return CodedConversation(
        conversation=conversation,
        lang=lang,
        digest=digest(conversation),
        model=coder.name,
        units=with_follow_up(coder.units(conversation, lang), conversation, lang),
    )
