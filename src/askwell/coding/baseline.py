"""The plain coder: cues and the state of the conversation, weighed by hand-set figures. No training, no packages.

It stands behind the ``Coder`` protocol beside the trained coder, as the one to fall back on.
"""

from askwell.coding import scoring
from askwell.coding.coded import Unit
from askwell.coding.scoring import Judgement
from askwell.coding.sequence import Moment, segmented, units_by
from askwell.method.terms import Side
from askwell.transcript.conversation import Conversation


class BaselineCoder:
    """Codes a conversation in one pass, turn by turn; the same conversation gives the same units."""

    name = "askwell-baseline/1"

    def units(self, conversation: Conversation, lang: str) -> tuple[Unit, ...]:
        """The units of a conversation in ``en`` or ``zh``, with attributes and links."""
        return units_by(judge_by_cues, conversation, segmented(conversation, lang), lang)


def judge_by_cues(moment: Moment) -> Judgement:
    """The code that the hand-set weights give a segment."""
    tables = scoring.tables()
    seller = tables["seller_question" if moment.part.question else "seller_statement"].scores(moment.features)
    if moment.side is Side.SELLER:
        return scoring.judge(seller)
    buyer = tables["buyer"].scores(moment.features)
    return scoring.judge(buyer) if moment.side is Side.BUYER else scoring.judge_either(seller, buyer)
