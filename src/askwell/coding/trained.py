"""The coder trained on our own corpus: two models, one over words and one over meaning, that vote on each segment.

Without the package of the encoder the model over words judges alone, less well, and the coder says so in its name.
"""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from askwell.coding.arrays import arrays_from_bytes
from askwell.coding.coded import Unit
from askwell.coding.dense import DenseModel, dense_features, dense_model, index_of
from askwell.coding.encoder import Surroundings, encoder, surroundings
from askwell.coding.features import feature_numbers
from askwell.coding.ngram import NgramModel, ngram_model
from askwell.coding.scoring import Judgement, judge, judge_either
from askwell.coding.sequence import Judge, Moment, segmented, units_by
from askwell.coding.trained_attributes import AttributeModel, attribute_models, attributed
from askwell.method.terms import Code, Side
from askwell.transcript.conversation import Conversation

LEAST = 1e-6
SIDES = (Side.SELLER, Side.BUYER)


@dataclass(frozen=True)
class Models:
    """The models of one language by side; ``temperature`` divides the evidence; no encoder, no ``dense``."""

    ngram: Mapping[Side, NgramModel]
    dense: Mapping[Side, DenseModel] = field(default_factory=dict)
    temperature: Mapping[Side, float] = field(default_factory=lambda: dict.fromkeys(SIDES, 1.0))


@dataclass(frozen=True)
class TrainedCoder:
    """Codes a conversation in one pass, each segment by the models of the side that speaks."""

    name: str

    def units(self, conversation: Conversation, lang: str) -> tuple[Unit, ...]:
        """The units of a conversation in ``en`` or ``zh``, with attributes and links."""
        parts = segmented(conversation, lang)
        found = encoder()
        around = surroundings(parts, found.encode) if found else None
        judged = judge_by(shipped(lang, meaning=found is not None), around, lang)
        units = units_by(judged, conversation, parts, lang)
        return attributed(units, parts, around, shipped_attributes()) if around else units


def trained_coder() -> TrainedCoder:
    """The coder, under the name of what it works with."""
    version = json.loads(_packaged("card.json"))["version"]
    return TrainedCoder(f"askwell-trained/{version}" if encoder() else f"askwell-ngram/{version}")


@cache
def shipped(lang: str, *, meaning: bool) -> Models:
    """The packaged models of one language, with or without the one over meaning."""
    temperatures = json.loads(_packaged("card.json"))["temperatures"]["vote" if meaning else "ngram"][lang]
    return Models(
        ngram={side: ngram_model(arrays_from_bytes(_packaged(f"ngram-{lang}-{side}.npz"))) for side in SIDES},
        dense={side: dense_model(arrays_from_bytes(_packaged(f"dense-{side}.npz"))) for side in SIDES if meaning},
        temperature={side: temperatures[side] for side in SIDES},
    )


@cache
def shipped_attributes() -> Mapping[str, AttributeModel]:
    """The packaged models of attributes."""
    return attribute_models(arrays_from_bytes(_packaged("attributes.npz")))


def judge_by(models: Models, around: Surroundings | None, lang: str) -> Judge:
    """Judging by models; where nobody knows who spoke, by both sides' together."""
    places = {side: index_of(model.names) for side, model in models.dense.items()}

    def evidence(moment: Moment, side: Side) -> dict[Code, float]:
        found = [_probabilities(models.ngram[side].scores(feature_numbers(moment, lang)))]
        if around is not None and side in models.dense:
            found.append(_probabilities(models.dense[side].scores(dense_features(moment, around, places[side]))))
        temperature = models.temperature[side]
        codes = [code for code in Code if any(code in vote for vote in found)]
        return {code: math.log(_mean(code, found) + LEAST) / temperature for code in codes}

    def judged(moment: Moment) -> Judgement:
        if moment.side is not Side.UNKNOWN:
            return judge(evidence(moment, moment.side), 1.0)
        return judge_either(*(evidence(moment, side) for side in SIDES))

    return judged


def _probabilities(scores: Mapping[Code, float]) -> dict[Code, float]:
    peak = max(scores.values())
    powers = {code: math.exp(score - peak) for code, score in scores.items()}
    total = math.fsum(powers.values())
    return {code: power / total for code, power in powers.items()}


def _mean(code: Code, votes: Iterable[Mapping[Code, float]]) -> float:
    shares = [vote.get(code, 0.0) for vote in votes]
    return sum(shares) / len(shares)


def _packaged(name: str) -> bytes:
    return files("askwell.coding").joinpath(f"models/{name}").read_bytes()
