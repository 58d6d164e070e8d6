"""The coder trained on our own corpus: two models that vote on each segment.

One weighs words and the state of the talk so far, one is a network that reads the whole conversation, by meaning too.
Without the package of the encoder the first judges alone, less well, and the coder says so in its name.
"""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from askwell.coding.arrays import arrays_from_bytes
from askwell.coding.coded import Unit
from askwell.coding.encoder import encoder, surroundings
from askwell.coding.features import feature_numbers
from askwell.coding.ngram import NgramModel, ngram_model
from askwell.coding.recurrent import CODES, SIDES, Floats, Heard, Network, heard, network_of
from askwell.coding.scoring import Judgement, judge, judge_either
from askwell.coding.sequence import Judge, Moment, segmented, units_by
from askwell.coding.trained_attributes import AttributeModel, attribute_models, attributed
from askwell.coding.trained_joins import JoinModel, join_model
from askwell.method.terms import Code, Side, codes_for
from askwell.transcript.conversation import Conversation

LEAST = 1e-6


@dataclass(frozen=True)
class Models:
    """The models of one language: over words, by side, and the network; ``temperature`` divides the evidence."""

    ngram: Mapping[Side, NgramModel]
    network: Network | None = None
    temperature: Mapping[Side, float] = field(default_factory=lambda: dict.fromkeys(SIDES, 1.0))


@dataclass(frozen=True)
class TrainedCoder:
    """Codes a conversation in one pass, each segment by the models of the side that speaks."""

    name: str

    def units(self, conversation: Conversation, lang: str) -> tuple[Unit, ...]:
        """The units of a conversation in ``en`` or ``zh``, with attributes and links."""
        parts = segmented(conversation, lang)
        found = encoder()
        if found is None:
            judged = judge_by(shipped(lang, meaning=False), None, lang)
            return units_by(judged, conversation, parts, lang, shipped_joins().carries_on)
        around = surroundings(parts, found.encode)
        models = shipped(lang, meaning=True)
        read = network_votes(models, heard(conversation, parts, around.own, lang))
        units = units_by(judge_by(models, read, lang), conversation, parts, lang, shipped_joins().carries_on)
        return attributed(units, parts, around, shipped_attributes())


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
        network=shipped_network() if meaning else None,
        temperature={side: temperatures[side] for side in SIDES},
    )


@cache
def shipped_network() -> Network:
    """The packaged network."""
    return network_of(arrays_from_bytes(_packaged("network.npz")))


@cache
def shipped_joins() -> JoinModel:
    """The packaged model of joins."""
    return join_model(arrays_from_bytes(_packaged("joins.npz")))


@cache
def shipped_attributes() -> Mapping[str, AttributeModel]:
    """The packaged models of attributes."""
    return attribute_models(arrays_from_bytes(_packaged("attributes.npz")))


def network_votes(models: Models, segments: Heard) -> Floats | None:
    """The network's probabilities for the segments of a conversation (n, codes)."""
    return models.network.probabilities(segments) if models.network else None


def judge_by(models: Models, read: Floats | None, lang: str) -> Judge:
    """Judging by the model over words and what the network read; where nobody knows who spoke, as for both sides."""

    def evidence(moment: Moment, side: Side) -> dict[Code, float]:
        found = [_probabilities(models.ngram[side].scores(feature_numbers(moment, lang)))]
        if read is not None:
            allowed = codes_for(side)
            row = zip(CODES, read[moment.number].tolist(), strict=True)
            found.append({code: share for code, share in row if code in allowed})
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
