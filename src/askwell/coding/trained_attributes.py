"""Attributes by what was learned from coded calls, where the cues alone tell little: one small model an attribute.

Each sees what a unit means and what was said before it, its code, and what the cues say. What the cues tell as well
(cause, follow-up) is left to them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from askwell.coding.arrays import Arrays
from askwell.coding.coded import Attrs, Unit
from askwell.coding.encoder import Surroundings
from askwell.coding.sequence import Parts
from askwell.method.terms import SELLER_QUESTIONS, CloseKind, Code, Concern, Doubt, Form, ObjectionClass, QuestionObject

LEARNED = {
    "form": (Form, SELLER_QUESTIONS),
    "object": (QuestionObject, SELLER_QUESTIONS),
    "close_kind": (CloseKind, (Code.CLOSING_ATTEMPT,)),
    "objection_class": (ObjectionClass, (Code.OBJECTION,)),
    "concern": (Concern, (Code.OBJECTION,)),
    "doubt": (Doubt, (Code.OBJECTION, Code.BUYER_QUESTION)),
}
"""The attributes learned: their values, and the codes that carry them."""
NONE = ""
OWN, BEFORE, CUED = 4.0, 1.0, 2.0
"""Scales of the parts, so that one penalty suits them all."""
Vector = npt.NDArray[np.float32]


@dataclass(frozen=True)
class AttributeModel:
    """``weights`` (features, values) and ``intercept`` (values); the value ``NONE`` stands for not told."""

    values: tuple[str, ...]
    weights: npt.NDArray[np.float32]
    intercept: npt.NDArray[np.float32]

    def best(self, features: Vector) -> str:
        """The likeliest value."""
        sums = features.astype(np.float64) @ self.weights.astype(np.float64) + self.intercept
        return self.values[int(np.argmax(sums))]


def attributed(
    units: Sequence[Unit], parts: Parts, around: Surroundings, models: Mapping[str, AttributeModel]
) -> tuple[Unit, ...]:
    """The units with the learned attributes in place of those the cues gave."""
    places = segment_places(parts)
    return tuple(_attributed(unit, meaning(unit, places, around), models) for unit in units)


def _attributed(unit: Unit, meant: Vector | None, models: Mapping[str, AttributeModel]) -> Unit:
    found: dict[str, Any] = {}
    for name, (values, codes) in LEARNED.items():
        if unit.code in codes and name in models and meant is not None:
            told = models[name].best(features(name, unit.attrs, unit.code, meant))
            found[name] = values(told) if told != NONE else None
    return replace(unit, attrs=replace(unit.attrs, **found)) if found else unit


def segment_places(parts: Parts) -> dict[int, list[tuple[int, int, int]]]:
    """Turn to the start, end and number of each of its segments."""
    places: dict[int, list[tuple[int, int, int]]] = {}
    number = 0
    for turn, found in enumerate(parts):
        places[turn] = [(part.start, part.end, number + i) for i, part in enumerate(found)]
        number += len(found)
    return places


def meaning(unit: Unit, places: Mapping[int, Sequence[tuple[int, int, int]]], around: Surroundings) -> Vector | None:
    """What a unit means and what the turn before it did; None where it covers no segment."""
    inside = [number for start, end, number in places[unit.turn] if start < unit.end and unit.start < end]
    if not inside:
        return None
    return np.concatenate([OWN * around.own[inside].mean(axis=0), BEFORE * around.before[inside[0]]])


def features(name: str, cued: Attrs, code: Code, meant: Vector) -> Vector:
    """The features of a unit for one attribute: meaning, what the cues say, its code."""
    values, codes = LEARNED[name]
    says = np.array([CUED * (getattr(cued, name) is value) for value in values], np.float32)
    coded = np.array([code is each for each in codes], np.float32)
    return np.concatenate([meant, says, coded])


def attribute_arrays(models: Mapping[str, AttributeModel]) -> Arrays:
    """The models as they are stored, weights in half precision."""
    arrays: dict[str, npt.NDArray[np.generic]] = {}
    for name, model in models.items():
        arrays |= {
            f"{name}.values": np.array(model.values),
            f"{name}.weights": model.weights.astype(np.float16),
            f"{name}.intercept": model.intercept,
        }
    return arrays


def attribute_models(arrays: Arrays) -> dict[str, AttributeModel]:
    """Models from their arrays."""
    return {
        name: AttributeModel(
            tuple(str(value) for value in arrays[f"{name}.values"]),
            arrays[f"{name}.weights"].astype(np.float32),
            arrays[f"{name}.intercept"],
        )
        for name in LEARNED
        if f"{name}.values" in arrays
    }
