"""The last pure steps of a call: findings, and the whole chain from a conversation to its explained form."""

from askwell.coding.coded import CodedConversation
from askwell.coding.coder import Coder, code_conversation
from askwell.transcript.conversation import Conversation
from askwell.understanding.understand import understand


def advise(coded: CodedConversation) -> CodedConversation:
    """Add findings to an understood conversation."""
    return coded


def code_call(conversation: Conversation, coder: Coder) -> CodedConversation:
    """Conversation to coded and explained conversation: the whole chain."""
    return advise(understand(code_conversation(conversation, coder)))
