"""Trains the shipped coder from coded conversations. Needs the extra ``train`` (scikit-learn) and the encoder.

Each segment of each conversation is an example: the features it has when the talk before it is coded right, and in a
second round when it is coded by models that have not seen the conversation, because that is what the coder will meet.
Every conversation counts in three forms: as written, as a recogniser would have written it, and in pieces of a few
turns, so that the coder leans neither on punctuation nor on a long talk. Several codings of one conversation count
together as one.
"""

import json
import math
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec

import numpy as np
import numpy.typing as npt

from askwell.coding.arrays import arrays_to_bytes
from askwell.coding.coded import CodedConversation, Unit
from askwell.coding.dense import DenseModel, dense_arrays, dense_features, index_of, state_names
from askwell.coding.encoder import Surroundings, encoder, surroundings
from askwell.coding.features import feature_numbers
from askwell.coding.ngram import NgramModel, rounded
from askwell.coding.recognised import recognised
from askwell.coding.scoring import Judgement
from askwell.coding.segments import Segment
from askwell.coding.sequence import Judge, Moment, Parts, segmented, units_by
from askwell.coding.trained import SIDES, Models, judge_by
from askwell.method.terms import Code, Side

VERSION = "1"
LANGUAGES = ("en", "zh")
FOLDS = 3
NGRAM_C, DENSE_C = 0.3, 0.1
"""Inverse strengths of the quadratic penalties (scikit-learn's C), chosen by cross-validation on the training split."""
ITERATIONS = 60
PIECE = 3
"""Turns of a piece."""
SEEN = 2
"""Features met in fewer examples than this are left out."""


class TrainingUnavailable(Exception):  # noqa: N818 - nobody's fault: an extra is not installed
    """What training needs is not installed; the message says what to install."""


@dataclass(frozen=True)
class Talk:
    """One coding of one conversation, cut into segments, with the code of each; ``weight`` is one over its codings."""

    coded: CodedConversation
    parts: Parts
    codes: tuple[Code, ...]
    around: Surroundings
    weight: float


@dataclass(frozen=True)
class Example:
    """One segment as it came up in a talk, its features over words, its code, and how much it counts."""

    lang: str
    call: str
    moment: Moment
    around: Surroundings
    features: tuple[int, ...]
    code: Code
    weight: float


def trained_files(
    training: Sequence[CodedConversation], development: Sequence[CodedConversation]
) -> Mapping[str, bytes]:
    """The files of the shipped models by name, trained on one split and calibrated on the other."""
    models = train_models(prepared(all_forms(training)))
    held = prepared(both_forms(development))
    alone = {lang: Models(each.ngram) for lang, each in models.items()}
    card = {
        "version": VERSION,
        "temperatures": {"vote": temperatures(models, held), "ngram": temperatures(alone, held)},
    }
    files = {"card.json": (json.dumps(card, indent=2, sort_keys=True) + "\n").encode()}
    for lang, each in models.items():
        files |= {f"ngram-{lang}-{side}.npz": arrays_to_bytes(model.arrays()) for side, model in each.ngram.items()}
    dense = models[LANGUAGES[0]].dense
    return files | {f"dense-{side}.npz": arrays_to_bytes(dense_arrays(model)) for side, model in dense.items()}


def both_forms(codings: Iterable[CodedConversation]) -> list[CodedConversation]:
    """Each coding as written, and as a recogniser would have written it (seeded by the call's name)."""
    return [form for coded in codings for form in (coded, recognised(coded, zlib.crc32(coded.id.encode())))]


def all_forms(codings: Sequence[CodedConversation]) -> list[CodedConversation]:
    """Both forms of each coding, and the written one in pieces."""
    return [*both_forms(codings), *(piece for coded in codings for piece in pieces(coded))]


def pieces(coded: CodedConversation) -> Iterator[CodedConversation]:
    """A coding cut into conversations of a few turns each; none for one that is no longer than that."""
    turns = coded.conversation.turns
    for first in range(0, len(turns) if len(turns) > PIECE else 0, PIECE):
        talk = replace(coded.conversation, id=f"{coded.id}.from{first}", turns=turns[first : first + PIECE])
        inside = [unit for unit in coded.units if first <= unit.turn < first + PIECE]
        units = tuple(replace(unit, turn=unit.turn - first, links=()) for unit in inside)
        yield replace(coded, conversation=talk, units=units, stages=(), outcome=None)


def prepared(codings: Sequence[CodedConversation]) -> list[Talk]:
    """The codings as training needs them.

    Raises:
        TrainingUnavailable: the encoder is not installed.
    """
    found = encoder()
    if found is None or find_spec("sklearn") is None:
        raise TrainingUnavailable("training needs the encoder and scikit-learn: pip install 'askwell[train]'")
    count = Counter(coded.id for coded in codings)
    talks = []
    for coded in codings:
        parts = segmented(coded.conversation, coded.lang)
        codes = segment_codes(parts, coded.units)
        talks.append(Talk(coded, parts, codes, surroundings(parts, found.encode), 1 / count[coded.id]))
    return talks


def segment_codes(parts: Parts, units: Sequence[Unit]) -> tuple[Code, ...]:
    """The code of each segment: that of the unit which covers most of it, ``other`` where none covers a third."""
    by_turn = defaultdict[int, list[Unit]](list)
    for unit in units:
        by_turn[unit.turn].append(unit)
    return tuple(_code_of(part, by_turn[turn]) for turn, found in enumerate(parts) for part in found)


def _code_of(part: Segment, units: Sequence[Unit]) -> Code:
    shared = [(min(part.end, unit.end) - max(part.start, unit.start), unit) for unit in units]
    most, unit = max(shared, key=lambda pair: pair[0], default=(0, None))
    if unit is None or most * 3 < part.end - part.start:
        return Code.OTHER
    return unit.code


def train_models(talks: Sequence[Talk]) -> dict[str, Models]:
    """The models of each language; those over meaning are the same in all."""
    told = [example for talk in talks for example in examples(talk, _told(talk))]
    calls = sorted({_call(talk) for talk in talks})
    met = list[Example]()
    for fold in range(FOLDS):
        held = set(calls[fold::FOLDS])
        models = fitted([example for example in told if example.call not in held])
        for talk in talks:
            if _call(talk) in held:
                met += examples(talk, judge_by(models[talk.coded.lang], talk.around, talk.coded.lang))
    return fitted(told + met)


def examples(talk: Talk, history: Judge) -> list[Example]:
    """The examples of a talk whose past is coded by ``history``."""
    lang, call = talk.coded.lang, _call(talk)
    found = list[Example]()

    def record(moment: Moment) -> Judgement:
        code = talk.codes[moment.number]
        features = tuple(feature_numbers(moment, lang))
        found.append(Example(lang, call, moment, talk.around, features, code, talk.weight))
        return history(moment)

    units_by(record, talk.coded.conversation, talk.parts, lang)
    return found


def _told(talk: Talk) -> Judge:
    return lambda moment: Judgement(talk.codes[moment.number], 1.0, ())


def _call(talk: Talk) -> str:
    """The name of the call, whatever its form."""
    return talk.coded.id.partition(".")[0]


def fitted(found: Sequence[Example]) -> dict[str, Models]:
    """Models of all languages from examples."""
    by_side = {side: [each for each in found if each.moment.side is side] for side in SIDES}
    dense = {side: fit_dense(by_side[side]) for side in SIDES}
    return {
        lang: Models({side: fit_ngram([one for one in by_side[side] if one.lang == lang]) for side in SIDES}, dense)
        for lang in LANGUAGES
        if any(each.lang == lang for each in found)
    }


def fit_ngram(found: Sequence[Example]) -> NgramModel:
    """A multinomial logistic regression over the words of examples of one side and language."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - of the extra

    seen = Counter(number for each in found for number in each.features)
    numbers = np.array(sorted(number for number, count in seen.items() if count >= SEEN), dtype=np.uint32)
    column = {int(number): i for i, number in enumerate(numbers)}
    rows = [[column[number] for number in each.features if number in column] for each in found]
    pointers = np.cumsum([0, *(len(row) for row in rows)])
    indices = np.fromiter((i for row in rows for i in row), dtype=np.int32, count=int(pointers[-1]))
    matrix = csr_matrix((np.ones(len(indices)), indices, pointers), shape=(len(found), len(numbers)))
    weights, _intercept, codes = _regression(matrix, found, NGRAM_C)
    return rounded(weights, numbers, codes)


def fit_dense(found: Sequence[Example]) -> DenseModel:
    """A multinomial logistic regression over the meaning of examples of one side, in all languages."""
    names = sorted({name for each in found for name in state_names(each.moment)})
    places = index_of(names)
    matrix = np.array([dense_features(each.moment, each.around, places) for each in found])
    weights, intercept, codes = _regression(matrix, found, DENSE_C)
    small = weights.astype(np.float16).astype(np.float32)  # as it is stored
    return DenseModel(codes, tuple(names), small, intercept.astype(np.float32))


def _regression(
    matrix: object, found: Sequence[Example], strength: float
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], tuple[Code, ...]]:
    """Weights (features, codes), intercepts, and the codes."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - of the extra

    order = tuple(Code)
    labels = np.array([order.index(each.code) for each in found])
    weights = np.array([each.weight for each in found])
    model = LogisticRegression(C=strength, max_iter=ITERATIONS, tol=1e-3).fit(matrix, labels, sample_weight=weights)
    return model.coef_.T, model.intercept_, tuple(order[i] for i in model.classes_)


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
        judged = judge_by(models, talk.around, talk.coded.lang)
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
