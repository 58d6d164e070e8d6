"""Trains the linear models of the shipped coder from coded conversations. Needs the extra ``train`` (scikit-learn).

Each segment of each conversation is an example: the features it has when the talk before it is coded right, and in a
second round when it is coded by a model that has not seen the conversation, because that is what the coder will meet.
Several codings of one conversation count together as one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from askwell.coding.coded import CodedConversation, Unit
from askwell.coding.features import feature_numbers
from askwell.coding.linear import LinearModel
from askwell.coding.scoring import Judgement
from askwell.coding.segments import Segment
from askwell.coding.sequence import Judge, Moment, Parts, segmented, units_by
from askwell.coding.trained import judge_by
from askwell.method.terms import Code, Side, codes_for

FOLDS = 5
PENALTY = 0.6
"""Inverse strength of the quadratic penalty (scikit-learn's C), chosen on the development split."""
SEEN = 2
"""Features met in fewer examples than this are left out."""


@dataclass(frozen=True)
class Example:
    """One segment: its features, its code, and how much it counts."""

    side: Side
    features: tuple[int, ...]
    code: Code
    weight: float
    group: str


@dataclass(frozen=True)
class Talk:
    """One coding of one conversation, cut into segments, with the code of each; ``weight`` is one over its codings."""

    coded: CodedConversation
    parts: Parts
    codes: tuple[Code, ...]
    weight: float


def prepared(codings: Sequence[CodedConversation]) -> list[Talk]:
    """The codings as training needs them."""
    count = Counter(coded.id for coded in codings)
    cut = {coded.id: segmented(coded.conversation, coded.lang) for coded in codings}
    return [Talk(each, cut[each.id], segment_codes(cut[each.id], each.units), 1 / count[each.id]) for each in codings]


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


def train(codings: Sequence[CodedConversation], lang: str) -> dict[Side, LinearModel]:
    """The seller's and the buyer's model of one language."""
    talks = prepared([coded for coded in codings if coded.lang == lang])
    first = [example for talk in talks for example in examples(talk, _told(talk))]
    ids = sorted({talk.coded.id for talk in talks})
    second = list(first)
    for fold in range(FOLDS):
        held = set(ids[fold::FOLDS])
        models = _fitted([example for example in first if example.group not in held])
        for talk in talks:
            if talk.coded.id in held:
                second += examples(talk, judge_by(models, lang))
    return _fitted(second)


def examples(talk: Talk, history: Judge) -> list[Example]:
    """The examples of a talk whose past is coded by ``history``."""
    lang = talk.coded.lang
    found = list[Example]()

    def record(moment: Moment) -> Judgement:
        features = tuple(feature_numbers(moment, lang))
        found.append(Example(moment.side, features, talk.codes[moment.number], talk.weight, talk.coded.id))
        return history(moment)

    units_by(record, talk.coded.conversation, talk.parts, lang)
    return found


def _told(talk: Talk) -> Judge:
    return lambda moment: Judgement(talk.codes[moment.number], 1.0, ())


def _fitted(found: Sequence[Example]) -> dict[Side, LinearModel]:
    return {side: fit([each for each in found if each.side is side], side) for side in (Side.SELLER, Side.BUYER)}


def fit(found: Sequence[Example], side: Side) -> LinearModel:
    """A multinomial logistic regression over the examples of one side, rounded to small integers."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - of the extra
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - as above

    seen = Counter(number for each in found for number in each.features)
    numbers = np.array(sorted(number for number, count in seen.items() if count >= SEEN), dtype=np.uint32)
    column = {int(number): i for i, number in enumerate(numbers)}
    rows = [[column[number] for number in each.features if number in column] for each in found]
    pointers = np.cumsum([0, *(len(row) for row in rows)])
    indices = np.fromiter((i for row in rows for i in row), dtype=np.int32, count=int(pointers[-1]))
    matrix = csr_matrix((np.ones(len(indices)), indices, pointers), shape=(len(found), len(numbers)))
    order = [code for code in Code if code in codes_for(side)]
    labels = np.array([order.index(each.code) for each in found])
    weights = np.array([each.weight for each in found])
    model = LogisticRegression(C=PENALTY, max_iter=300).fit(matrix, labels, sample_weight=weights)
    return _rounded(model.coef_.T, numbers, tuple(order[i] for i in model.classes_))


def _rounded(weights: npt.NDArray[np.float64], numbers: npt.NDArray[np.uint32], codes: tuple[Code, ...]) -> LinearModel:
    scale = np.abs(weights).max(axis=0) / 127
    small = np.rint(weights / scale).astype(np.int8)
    kept = small.any(axis=1)
    return LinearModel(codes, numbers[kept], small[kept], scale.astype(np.float32), 1.0)


def calibrated(model: LinearModel, found: Iterable[Example]) -> LinearModel:
    """The model with the temperature under which its probabilities fit examples it was not trained on."""
    scored = list(_scored(model, found))
    best = min((t / 20 for t in range(10, 61)), key=lambda t: _log_loss(scored, t))
    return LinearModel(model.codes, model.numbers, model.weights, model.scale, best)


def _scored(model: LinearModel, found: Iterable[Example]) -> Iterator[tuple[npt.NDArray[np.float64], int, float]]:
    for each in found:
        if each.code in model.codes:
            scores = np.array(list(model.scores(each.features).values()))
            yield scores, model.codes.index(each.code), each.weight


def _log_loss(scored: Sequence[tuple[npt.NDArray[np.float64], int, float]], temperature: float) -> float:
    total = 0.0
    for scores, right, weight in scored:
        shown = scores / temperature
        total += weight * float(np.log(np.exp(shown - shown.max()).sum()) + shown.max() - shown[right])
    return total
