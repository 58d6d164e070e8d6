"""The model over embeddings, one for both languages: what a segment means beside the words it uses.

Its features are the embeddings of the segment and of the turns around it, the state of the talk, and what the hand-set
weights of the plain coder say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from askwell.coding.arrays import Arrays
from askwell.coding.baseline import judge_by_cues
from askwell.coding.encoder import Surroundings
from askwell.coding.sequence import Moment
from askwell.method.terms import Code

OWN, AROUND, CUED = 4.0, 2.0, 2.0
"""Scales of the parts, so that one penalty suits them all."""
_CODES = tuple(Code)


@dataclass(frozen=True)
class DenseModel:
    """``names`` are the state features it knows; ``weights`` (features, codes) and ``intercept`` (codes) in float32."""

    codes: tuple[Code, ...]
    names: tuple[str, ...]
    weights: npt.NDArray[np.float32]
    intercept: npt.NDArray[np.float32]

    def scores(self, features: npt.NDArray[np.float32]) -> dict[Code, float]:
        """The evidence for each code."""
        sums = features.astype(np.float64) @ self.weights.astype(np.float64) + self.intercept
        return dict(zip(self.codes, sums.tolist(), strict=True))


def state_names(moment: Moment) -> list[str]:
    """The state features of a moment, with the code before it in the turn."""
    return [*sorted(moment.features), f"e:{moment.earlier or 'none'}"]


def dense_features(moment: Moment, around: Surroundings, names: Mapping[str, int]) -> npt.NDArray[np.float32]:
    """The features of a moment as one vector: three embeddings, a place for each name, a place for each code."""
    held = np.zeros(len(names), np.float32)
    held[[names[name] for name in state_names(moment) if name in names]] = 1.0
    at = moment.number
    return np.concatenate(
        [OWN * around.own[at], AROUND * around.before[at], AROUND * around.after[at], held, CUED * _cued(moment)]
    )


def index_of(names: Sequence[str]) -> dict[str, int]:
    """The place of each name."""
    return {name: i for i, name in enumerate(names)}


def _cued(moment: Moment) -> npt.NDArray[np.float32]:
    judgement = judge_by_cues(moment)
    found = np.zeros(len(_CODES), np.float32)
    for code, p in ((judgement.code, judgement.p), *((other.code, other.p) for other in judgement.alternatives)):
        found[_CODES.index(code)] = p
    return found


def dense_arrays(model: DenseModel) -> Arrays:
    """The model as it is stored, weights in half precision."""
    return {
        "codes": np.array([code.value for code in model.codes]),
        "names": np.array(model.names),
        "weights": model.weights.astype(np.float16),
        "intercept": model.intercept,
    }


def dense_model(arrays: Arrays) -> DenseModel:
    """A model from its arrays."""
    codes = tuple(Code(str(code)) for code in arrays["codes"])
    names = tuple(str(name) for name in arrays["names"])
    return DenseModel(codes, names, arrays["weights"].astype(np.float32), arrays["intercept"])
