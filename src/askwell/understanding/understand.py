"""The step from coded units to what they amount to."""

from dataclasses import replace

from askwell.coding.coded import CodedConversation
from askwell.understanding.ending import Endings
from askwell.understanding.measures import measure
from askwell.understanding.needs import find_needs
from askwell.understanding.stages import find_stages
from askwell.understanding.verdict import weighed_outcome


def understand(coded: CodedConversation, endings: Endings | None = None) -> CodedConversation:
    """Add stages, needs, outcome and measures to a coded conversation; an outcome a person set stands.

    ``endings`` is what ``likely_endings`` says of the conversation: it costs a pass of the encoder and no correction
    changes it, so whoever asks again keeps it; without it the units alone say how
    the call ended.
    """
    overruled = coded.layer.by == "person" and coded.outcome is not None
    outcome = coded.outcome if overruled else weighed_outcome(coded, endings)
    staged = replace(coded, stages=find_stages(coded), needs=find_needs(coded), outcome=outcome)
    return replace(staged, measures=measure(staged))
