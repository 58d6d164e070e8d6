"""A linear model over hashed features, as it ships: numbers of features, and a row of small integers for each.

Stored as ``.npz`` without pickles: ``numbers`` (n, ascending uint32), ``weights`` (n, codes; int8), ``scale`` (codes)
and ``temperature``. A code's score is the sum of its weights over the features present, times its scale.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np
import numpy.typing as npt

from askwell.method.terms import Code, Side


@dataclass(frozen=True)
class LinearModel:
    """``codes`` name the columns of ``weights``; ``temperature`` divides the scores before the softmax."""

    codes: tuple[Code, ...]
    numbers: npt.NDArray[np.uint32]
    weights: npt.NDArray[np.int8]
    scale: npt.NDArray[np.float32]
    temperature: float

    def scores(self, features: Sequence[int]) -> dict[Code, float]:
        """The calibrated evidence for each code."""
        wanted = np.array(features, dtype=np.uint32)
        at = np.searchsorted(self.numbers, wanted)
        at[at == len(self.numbers)] = 0
        rows = self.weights[at[self.numbers[at] == wanted]]
        sums = rows.sum(axis=0, dtype=np.int64) * self.scale.astype(np.float64) / self.temperature
        return dict(zip(self.codes, sums.tolist(), strict=True))


def models_to_bytes(models: Mapping[Side, LinearModel]) -> bytes:
    """The models of one language as a compressed ``.npz``; same models, same bytes."""
    arrays = {f"{side}.{name}": value for side, model in models.items() for name, value in _arrays(model).items()}
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name in sorted(arrays):
            content = BytesIO()
            np.save(content, arrays[name], allow_pickle=False)
            archive.writestr(ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0)), content.getvalue(), ZIP_DEFLATED)
    return file.getvalue()


def models_from_bytes(data: bytes) -> dict[Side, LinearModel]:
    """Read what ``models_to_bytes`` wrote; raises ValueError for anything else."""
    with np.load(BytesIO(data), allow_pickle=False) as arrays:
        sides = [side for side in Side if f"{side}.codes" in arrays]
        return {side: _model({name: arrays[f"{side}.{name}"] for name in _NAMES}) for side in sides}


_NAMES = ("codes", "numbers", "weights", "scale", "temperature")


def _arrays(model: LinearModel) -> dict[str, npt.NDArray[Any]]:
    return {
        "codes": np.array([code.value for code in model.codes]),
        "numbers": model.numbers,
        "weights": model.weights,
        "scale": model.scale,
        "temperature": np.array(model.temperature),
    }


def _model(arrays: Mapping[str, npt.NDArray[Any]]) -> LinearModel:
    codes = tuple(Code(str(code)) for code in arrays["codes"])
    return LinearModel(codes, arrays["numbers"], arrays["weights"], arrays["scale"], float(arrays["temperature"]))
