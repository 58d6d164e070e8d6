"""Trains the model of cuts from coded talk. Needs the extra ``train`` (scikit-learn).

A gap that holds the end of a sentence is a cut, and so is the edge of a unit. A comma that is neither tells nothing,
nor does a turn in which no sentence ends: what begins in it stands unmarked.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from askwell.coding.coded import CodedConversation, Unit
from askwell.coding.cutting import ROWS, CutModel, CutModels, gap_features, words_of
from askwell.coding.folding import folded
from askwell.coding.splitting import sentences

STRENGTH = 0.5
"""Inverse strength of the quadratic penalty (scikit-learn's C)."""
ITERATIONS = 60
_PAUSE = re.compile(r"[,，、:：—–]")
Gaps = tuple[npt.NDArray[np.int32], npt.NDArray[np.bool_]]


def fit_cuts(codings: Iterable[CodedConversation]) -> CutModels:
    """A logistic regression a language on the gaps between words in talk of that language."""
    found = defaultdict[str, list[Gaps]](list)
    for coded in codings:
        found[coded.lang].extend(gaps(coded))
    fitted = dict[str, CutModel]()
    for lang, told in sorted(found.items()):
        rows, cuts = (np.concatenate(column) for column in zip(*told, strict=True))
        if len(np.unique(cuts)) > 1:
            fitted[lang] = _fitted(rows, cuts)
    return fitted


def _fitted(rows: npt.NDArray[np.int32], cuts: npt.NDArray[np.bool_]) -> CutModel:
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - of the extra
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - as above

    ones = np.ones(rows.size, np.float32)
    matrix = csr_matrix((ones, rows.ravel(), np.arange(0, rows.size + 1, rows.shape[1])), shape=(len(rows), ROWS))
    model = LogisticRegression(C=STRENGTH, max_iter=ITERATIONS)
    model.fit(matrix, cuts)
    weights = model.coef_[0].astype(np.float64)
    scale = float(np.abs(weights).max()) / 127
    return CutModel(np.rint(weights / scale).astype(np.int8), scale, float(model.intercept_[0]))


def gaps(coded: CodedConversation) -> Iterator[Gaps]:
    """For each turn the gaps between words that tell something: their features, and whether something new begins."""
    units: dict[int, list[Unit]] = {}
    for unit in coded.units:
        units.setdefault(unit.turn, []).append(unit)
    for number, turn in enumerate(coded.conversation.turns):
        low = folded(turn.text)
        ends = {end for _, end, ended in sentences(turn.text, low) if ended}
        if not ends:
            continue
        spoken = words_of(low)
        edges = ends | {edge for unit in units.get(number, ()) for edge in (unit.start, unit.end)}
        told = [_is_cut(low, *pair, edges) for pair in pairwise(spoken)]
        telling = [at for at, cut in enumerate(told) if cut is not None]
        if telling:
            rows = gap_features([word for _, word in spoken])[telling]
            yield rows, np.array([told[at] for at in telling], bool)


def _is_cut(low: str, last: tuple[int, str], after: tuple[int, str], edges: AbstractSet[int]) -> bool | None:
    """Whether something new begins between two words; None where nothing tells."""
    between = range(last[0] + len(last[1]), after[0] + 1)
    cut = not edges.isdisjoint(between)
    return None if not cut and _PAUSE.search(low, between.start, after[0]) else cut
