"""The coder trained on our own corpus: linear models over features of the segment and of the talk around it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from askwell.coding.coded import Unit
from askwell.coding.features import feature_numbers
from askwell.coding.linear import LinearModel, models_from_bytes
from askwell.coding.scoring import Judgement, judge
from askwell.coding.sequence import Judge, Moment, segmented, units_by
from askwell.method.terms import Side
from askwell.transcript.conversation import Conversation

UNKNOWN_SIDE_TEMPERATURE = 1.5
"""How much less sure a code is where nobody knows who spoke."""


@dataclass(frozen=True)
class TrainedCoder:
    """Codes a conversation in one pass, each segment by the model of the side that speaks."""

    name: str = "askwell-linear/1"

    def units(self, conversation: Conversation, lang: str) -> tuple[Unit, ...]:
        """The units of a conversation in ``en`` or ``zh``, with attributes and links."""
        return units_by(judge_by(shipped(lang), lang), conversation, segmented(conversation, lang), lang)


@cache
def shipped(lang: str) -> Mapping[Side, LinearModel]:
    """The packaged models of one language."""
    return models_from_bytes(files("askwell.coding").joinpath(f"models/{lang}.npz").read_bytes())


def judge_by(models: Mapping[Side, LinearModel], lang: str) -> Judge:
    """Judging by models; where nobody knows who spoke, by both sides' together."""

    def judged(moment: Moment) -> Judgement:
        features = feature_numbers(moment, lang)
        if moment.side is not Side.UNKNOWN:
            return judge(models[moment.side].scores(features), 1.0)
        seller, buyer = (models[side].scores(features) for side in (Side.SELLER, Side.BUYER))
        shared = {code: max(seller.get(code, score), score) for code, score in buyer.items()}
        return judge(seller | shared, UNKNOWN_SIDE_TEMPERATURE)

    return judged
