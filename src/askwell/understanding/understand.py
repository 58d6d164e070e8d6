"""The step from coded units to what they amount to."""

from askwell.coding.coded import CodedConversation


def understand(coded: CodedConversation) -> CodedConversation:
    """Add stages, needs, outcome and measures to a coded conversation."""
    return coded
