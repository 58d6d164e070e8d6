"""Trains the model of cuts from coded talk. Needs the extra ``train`` (scikit-learn).

A gap that holds the end of a sentence is a cut, and so is the edge of a unit; a comma that is neither tells nothing.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from askwell.coding.coded import CodedConversation, Unit
from askwell.coding.cutting import ROWS, CutModel, gap_features, words_of
from askwell.coding.folding import folded

STRENGTH = 0.5
"""Inverse strength of the quadratic penalty (scikit-learn's C)."""
ITERATIONS = 60
_END, _PAUSE = re.compile(r"[.!?;。！？；…\n]"), re.compile(r"[,，、:：—–]")
Gaps = tuple[npt.NDArray[np.int32], npt.NDArray[np.bool_]]


def fit_cuts(codings: Iterable[CodedConversation]) -> CutModel:
    """A logistic regression a language on the gaps between words in talk of that language."""
    found = defaultdict[str, list[Gaps]](list)
    for coded in codings:
        found[coded.lang].extend(gaps(coded))
    fitted = dict[str, tuple[npt.NDArray[np.float64], float]]()
    for lang, told in sorted(found.items()):
        rows, cuts = (np.concatenate(column) for column in zip(*told, strict=True))
        if len(np.unique(cuts)) > 1:
            fitted[lang] = _fitted(rows, cuts)
    scale = {lang: float(np.abs(weights).max()) / 127 for lang, (weights, _) in fitted.items()}
    return CutModel(
        weights={lang: np.rint(weights / scale[lang]).astype(np.int8) for lang, (weights, _) in fitted.items()},
        scale=scale,
        intercept={lang: intercept for lang, (_, intercept) in fitted.items()},
    )


def _fitted(rows: npt.NDArray[np.int32], cuts: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.float64], float]:
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - of the extra
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - as above

    ones = np.ones(rows.size, np.float32)
    matrix = csr_matrix((ones, rows.ravel(), np.arange(0, rows.size + 1, rows.shape[1])), shape=(len(rows), ROWS))
    model = LogisticRegression(C=STRENGTH, max_iter=ITERATIONS)
    model.fit(matrix, cuts)
    return model.coef_[0].astype(np.float64), float(model.intercept_[0])


def gaps(coded: CodedConversation) -> Iterator[Gaps]:
    """For each turn the gaps between words that tell something: their features, and whether something new begins."""
    units: dict[int, list[Unit]] = {}
    for unit in coded.units:
        units.setdefault(unit.turn, []).append(unit)
    for number, turn in enumerate(coded.conversation.turns):
        low = folded(turn.text)
        spoken = words_of(low)
        edges = {edge for unit in units.get(number, ()) for edge in (unit.start, unit.end)}
        told = [_is_cut(low, *pair, edges) for pair in pairwise(spoken)]
        telling = [at for at, cut in enumerate(told) if cut is not None]
        if telling:
            rows = gap_features([word for _, word in spoken])[telling]
            yield rows, np.array([told[at] for at in telling], bool)


def _is_cut(low: str, last: tuple[int, str], after: tuple[int, str], edges: AbstractSet[int]) -> bool | None:
    """Whether something new begins between two words; None where nothing tells."""
    between = range(last[0] + len(last[1]), after[0] + 1)
    marks = low[between.start : after[0]]
    cut = bool(_END.search(marks)) or not edges.isdisjoint(between)
    return None if _PAUSE.search(marks) and not cut else cut
