"""Trains the model of cuts from coded talk. Needs the extra ``train`` (scikit-learn).

A gap that holds the end of a sentence is a cut, and so is the edge of a unit. So is a Chinese comma, which ends a
clause; an English one tells nothing by itself.
"""

import re
from collections.abc import Iterable, Iterator

import numpy as np

from askwell.coding.coded import CodedConversation, Unit
from askwell.coding.cutting import ROWS, CutModel, gap_features, words_of
from askwell.coding.folding import folded

STRENGTH = 0.5
"""Inverse strength of the quadratic penalty (scikit-learn's C)."""
ITERATIONS = 60
_END = {"en": re.compile(r"[.!?;…\n]"), "zh": re.compile(r"[.!?;。！？；…\n,，:：]")}
_PAUSE = re.compile(r"[,，、:：—–]")
Gap = tuple[list[int], bool]


def fit_cuts(codings: Iterable[CodedConversation]) -> CutModel:
    """A logistic regression a language on the gaps between words in talk of that language."""
    found: dict[str, list[Gap]] = {}
    for coded in codings:
        found.setdefault(coded.lang, []).extend(gaps(coded))
    fitted = {lang: _fitted(told) for lang, told in sorted(found.items()) if len({cut for _, cut in told}) > 1}
    scale = {lang: float(np.abs(weights).max()) / 127 for lang, (weights, _) in fitted.items()}
    return CutModel(
        weights={lang: np.rint(weights / scale[lang]).astype(np.int8) for lang, (weights, _) in fitted.items()},
        scale=scale,
        intercept={lang: intercept for lang, (_, intercept) in fitted.items()},
    )


def _fitted(told: list[Gap]) -> tuple["np.ndarray[tuple[int, ...], np.dtype[np.float64]]", float]:
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - of the extra
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - as above

    rows = np.array([features for features, _ in told], np.int32)
    ones = np.ones(rows.size, np.float32)
    matrix = csr_matrix((ones, rows.ravel(), np.arange(0, rows.size + 1, rows.shape[1])), shape=(len(told), ROWS))
    model = LogisticRegression(C=STRENGTH, max_iter=ITERATIONS)
    model.fit(matrix, np.array([cut for _, cut in told]))
    return model.coef_[0].astype(np.float64), float(model.intercept_[0])


def gaps(coded: CodedConversation) -> Iterator[Gap]:
    """The gaps between words that tell something: their features, and whether something new begins there."""
    units: dict[int, list[Unit]] = {}
    for unit in coded.units:
        units.setdefault(unit.turn, []).append(unit)
    for number, turn in enumerate(coded.conversation.turns):
        low = folded(turn.text)
        spoken = words_of(low)
        edges = {edge for unit in units.get(number, ()) for edge in (unit.start, unit.end)}
        for gap in range(1, len(spoken)):
            last, word = spoken[gap - 1]
            begins = spoken[gap][0]
            between = range(last + len(word), begins + 1)
            marks = low[between.start : begins]
            cut = bool(_END[coded.lang].search(marks)) or not edges.isdisjoint(between)
            if cut or not _PAUSE.search(marks):
                yield gap_features([each for _, each in spoken], gap), cut
