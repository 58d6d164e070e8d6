"""Trains the shipped coder from coded conversations. Needs the extra ``train`` (scikit-learn, JAX) and the encoder.

For the model over words each segment is an example: with the features it has when the talk before it is coded right,
and in a second round when it is coded by models that have not seen the conversation, because that is what the coder
will meet. A long talk counts as written and as a recogniser would have written it, and in pieces of a few turns, so
that the coder leans neither on punctuation nor on length (the network makes its own pieces); the short talks, which are
many, stand in one of the two forms each, by turns.
Several codings of one conversation count together as one.
"""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from typing import Any

import numpy as np

from askwell.coding.arrays import arrays_from_bytes, arrays_to_bytes
from askwell.coding.coded import CodedConversation
from askwell.coding.cutting import FILE as CUTS
from askwell.coding.cutting import CutModels, cut_arrays, cut_models
from askwell.coding.encoder import Surroundings, Vectors, texts_of
from askwell.coding.features import feature_numbers
from askwell.coding.ngram import NgramModel, ngram_model
from askwell.coding.recurrent import SIDES, Heard, heard, network_arrays, network_of
from askwell.coding.scoring import Judgement
from askwell.coding.sequence import Judge, Moment, units_by
from askwell.coding.talks import Talk, both_forms, by_turns, call_of, forms_by_length, is_long, pieces, prepared, told
from askwell.coding.train_attributes import fit_attributes
from askwell.coding.train_cuts import fit_cuts
from askwell.coding.train_joins import fit_joins
from askwell.coding.train_ngram import fit_ngram
from askwell.coding.train_recurrent import Lesson, fit_network
from askwell.coding.train_transformer import fit_transformer
from askwell.coding.trained import (
    ALONE,
    CARD,
    NETWORKS,
    THOROUGH,
    TRANSFORMER,
    VOTE,
    WORDS,
    Models,
    judge_by,
    network_votes,
)  # fmt: skip
from askwell.coding.trained_attributes import attribute_arrays
from askwell.coding.trained_joins import join_arrays
from askwell.coding.transformer import Transformer, transformer_arrays
from askwell.method.terms import Code, Side

VERSION = "9"
LANGUAGES = ("en", "zh")
FOLDS = 3
ITERATIONS, ROUGH = 60, 30
"""Iterations of the models over words, and of those that only code the talk before a segment as it will be met."""
SEEN, FEW = 5, 1_000
"""Features of words met in fewer examples are left out: there are too many for the package. Of few examples in all, one
in so many is asked for, and two at least.
"""
STRENGTH = 0.3
"""Inverse strength of the quadratic penalty (scikit-learn's C), chosen by cross-validation on the training split."""


UNHEARD = Surroundings(own=np.zeros((0, 0), np.float32), before=np.zeros((0, 0), np.float32))
"""In place of embeddings where nobody asks for them: they need not go to another process."""


@dataclass(frozen=True)
class Example:
    """One segment as it came up in a talk, its features over words, its code, and how much it counts."""

    lang: str
    call: str
    moment: Moment
    features: tuple[int, ...]
    code: Code
    weight: float


def trained_files(
    training: Sequence[CodedConversation],
    snippets: Sequence[CodedConversation],
    development: Sequence[CodedConversation],
) -> Mapping[str, bytes]:
    """The files of the shipped models by name, trained on one split and calibrated on the other.

    Of ``snippets`` the codes are known and the attributes of objections: other attributes and what carries a unit on
    are learned without them.
    """
    cuts = fit_cuts([*training, *snippets])
    models, read, others = models_of(training, snippets, cuts)
    held = prepared(both_forms(development), cuts=cuts)
    alone = {lang: Models(each.ngram) for lang, each in models.items()}
    card = {
        "version": VERSION,
        "temperatures": {VOTE: temperatures(models, held), ALONE: temperatures(alone, held)},
    }
    files = {
        CARD: _card_file(card),
        CUTS: arrays_to_bytes(cut_arrays(cuts)),
        "attributes.npz": arrays_to_bytes(attribute_arrays(fit_attributes(read, others))),
        "joins.npz": arrays_to_bytes(join_arrays(fit_joins(read))),
    }
    for lang, each in models.items():
        files |= {f"ngram-{lang}-{side}.npz": arrays_to_bytes(model.arrays()) for side, model in each.ngram.items()}
        if each.network:
            files[NETWORKS[VOTE]] = arrays_to_bytes(network_arrays(each.network))
    return files


def models_of(
    training: Sequence[CodedConversation], snippets: Sequence[CodedConversation], cuts: CutModels
) -> tuple[dict[str, Models], list[Talk], list[Talk]]:
    """The models of each language, not calibrated; the talks of ``training`` in both forms; those of ``snippets``."""
    long, short = forms_by_length(snippets)
    read, others = (prepared(forms, cuts=cuts) for forms in (both_forms(training), [*long, *short]))
    pairs = list(zip(read[::2], read[1::2], strict=True))
    lasting = [talk for pair in pairs if is_long(pair[0].coded) for talk in pair]
    brief = [talk for pair in pairs if not is_long(pair[0].coded) for talk in pair]
    whole = [*lasting, *by_turns(brief), *others]
    parts = [piece for coded in (*training, *snippets) for piece in pieces(coded)]
    return train_models([*whole, *prepared(parts, _meaningless, cuts)], whole), read, others


def thorough_files(
    training: Sequence[CodedConversation],
    snippets: Sequence[CodedConversation],
    development: Sequence[CodedConversation],
    files: Mapping[str, bytes],
    untouched: Callable[[Sequence[str]], Transformer],
) -> Mapping[str, bytes]:
    """What the thorough coder has besides the ``files`` of the shipped models, and the card with its temperatures.

    ``untouched`` gives the transformer to tune, with the pieces of words that the texts hold.
    """
    cuts = cut_models(arrays_from_bytes(files[CUTS]))
    long, short = (prepared(forms, _meaningless, cuts) for forms in forms_by_length([*training, *snippets]))
    texts = [text for talk in (*long, *short) for text in texts_of(talk.parts)]
    transformer, network = fit_transformer(long, short, untouched(texts))
    models = {lang: Models(_ngrams(files, lang), network, WORDS[THOROUGH]) for lang in LANGUAGES}
    held = prepared(both_forms(development), transformer.embed, cuts)
    card = json.loads(files[CARD])
    card["temperatures"][THOROUGH] = temperatures(models, held)
    return {
        CARD: _card_file(card),
        NETWORKS[THOROUGH]: arrays_to_bytes(network_arrays(network)),
        TRANSFORMER: arrays_to_bytes(transformer_arrays(transformer)),
    }


def _meaningless(texts: list[str]) -> Vectors:
    """In place of embeddings where nobody asks for them: embedding takes long."""
    return np.zeros((len(texts), 0), np.float32)


def _card_file(card: Mapping[str, Any]) -> bytes:
    return (json.dumps(card, indent=2, sort_keys=True) + "\n").encode()


def _ngrams(files: Mapping[str, bytes], lang: str) -> dict[Side, NgramModel[Code]]:
    return {side: ngram_model(arrays_from_bytes(files[f"ngram-{lang}-{side}.npz"]), Code) for side in SIDES}


def train_models(talks: Sequence[Talk], whole: Sequence[Talk]) -> dict[str, Models]:
    """The models of each language, those over words from ``talks``; the network, from ``whole``, is the same in all.

    All are trained at the same time, the models over words, which need no meanings, in processes of their own.
    """
    calls = sorted({call_of(talk) for talk in talks})
    folds = [frozenset(calls[fold::FOLDS]) for fold in range(FOLDS)]
    by_lang = [[replace(talk, around=UNHEARD) for talk in talks if talk.coded.lang == lang] for lang in LANGUAGES]
    with ProcessPoolExecutor(max_workers=len(LANGUAGES), mp_context=get_context("spawn")) as aside:
        over_words = [aside.submit(word_models, of_lang, folds) for of_lang in by_lang if of_lang]
        lessons = [Lesson(heard_in(talk), talk.codes, talk.weight) for talk in whole]
        network = network_of(network_arrays(fit_network(lessons)))  # as it is stored
        found = [item for models in over_words for item in models.result().items()]
        return {lang: replace(each, network=network) for lang, each in found}


def word_models(talks: Sequence[Talk], folds: Sequence[AbstractSet[str]]) -> dict[str, Models]:
    """The models over words: from talk before a segment that is coded right, and coded as the coder will meet it.

    The calls of each of ``folds`` are coded by models that have not seen them.
    """
    right = [example for talk in talks for example in examples(talk, told(talk))]
    met = list[Example]()
    for held in folds:
        models = fitted([example for example in right if example.call not in held], ROUGH)
        for talk in talks:
            if call_of(talk) in held:
                met += examples(talk, judge_by(models[talk.coded.lang], None, talk.coded.lang))
    return fitted(right + met)


def heard_in(talk: Talk) -> Heard:
    """A talk's segments as the network takes them."""
    return heard(talk.coded.conversation, talk.parts, talk.around.own, talk.coded.lang)


def examples(talk: Talk, history: Judge) -> list[Example]:
    """The examples of a talk whose past is coded by ``history``."""
    lang, call = talk.coded.lang, call_of(talk)
    found = list[Example]()

    def record(moment: Moment) -> Judgement:
        """Keep the moment as an example, and let ``history`` judge it."""
        code = talk.codes[moment.number]
        features = tuple(feature_numbers(moment, lang))
        found.append(Example(lang, call, moment, features, code, talk.weight))
        return history(moment)

    units_by(record, talk.coded.conversation, talk.parts, lang)
    return found


def fitted(found: Sequence[Example], iterations: int = ITERATIONS) -> dict[str, Models]:
    """Models over words of all languages from examples."""
    by_side = {side: [each for each in found if each.moment.side is side] for side in SIDES}
    return {
        lang: Models({side: _ngram([one for one in by_side[side] if one.lang == lang], iterations) for side in SIDES})
        for lang in LANGUAGES
        if any(each.lang == lang for each in found)
    }


def _ngram(found: Sequence[Example], iterations: int) -> NgramModel[Code]:
    """The model over words of examples of one side and language."""
    features, codes, weights = zip(*((each.features, each.code, each.weight) for each in found), strict=True)
    seen = max(2, min(SEEN, len(found) // FEW))
    return fit_ngram(features, codes, weights, STRENGTH, iterations=iterations, seen=seen)


def temperatures(models: Mapping[str, Models], talks: Sequence[Talk]) -> dict[str, dict[str, float]]:
    """For each language and side, what the evidence must be divided by to fit talk the models were not trained on."""
    found: dict[str, dict[str, float]] = {}
    for lang, each in models.items():
        held = [talk for talk in talks if talk.coded.lang == lang]
        found[lang] = {side.value: _best_temperature(each, held, side) for side in SIDES}
    return found


def _best_temperature(models: Models, talks: Sequence[Talk], side: Side) -> float:
    grid = [t / 20 for t in range(12, 61)]
    losses = dict.fromkeys(grid, 0.0)
    for talk in talks:
        judged = judge_by(models, network_votes(models, heard_in(talk)), talk.coded.lang)
        for example in examples(talk, judged):
            if example.moment.side is side:
                shares = _shares(judged(example.moment))
                for t in grid:
                    losses[t] -= example.weight * math.log(_at(shares, example.code, t))
    return min(grid, key=lambda t: losses[t]) if talks else 1.0


def _shares(judgement: Judgement) -> dict[Code, float]:
    found = {judgement.code: judgement.p}
    return found | {other.code: other.p for other in judgement.alternatives}


def _at(shares: Mapping[Code, float], code: Code, temperature: float) -> float:
    """The probability of a code at another temperature; codes below the alternatives share what is left."""
    powers = {each: share ** (1 / temperature) for each, share in shares.items() if share > 0}
    rest = max(1 - sum(shares.values()), 1e-3) / 8
    total = sum(powers.values()) + 8 * rest ** (1 / temperature)
    return float(max(powers.get(code, rest ** (1 / temperature)) / total, 1e-6))
