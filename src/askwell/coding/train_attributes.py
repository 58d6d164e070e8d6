"""Trains the models of attributes from coded conversations, each unit as the coder would cut it. Needs ``train``."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from askwell.coding.coded import Attrs, Unit
from askwell.coding.matching import matched_units
from askwell.coding.regression import class_weights
from askwell.coding.sequence import units_by
from askwell.coding.talks import Talk, told
from askwell.coding.trained_attributes import LEARNED, NONE, AttributeModel, Vector, features, meaning, segment_places

STRENGTH = 0.2
"""Inverse strength of the quadratic penalty (scikit-learn's C), chosen on the development split."""
LEAST = 2
"""Values an attribute must have been coded with before there is anything to learn."""
ITERATIONS = 200


@dataclass(frozen=True)
class Answer:
    """A unit as the coder cuts it, with the attributes a person gave the same words, and how much it counts."""

    ours: Unit
    gold: Attrs
    meant: Vector
    weight: float


def fit_attributes(talks: Sequence[Talk], objecting: Sequence[Talk] = ()) -> dict[str, AttributeModel]:
    """A model for each attribute of which several values were coded.

    Of ``objecting`` talks only objections are learned from, those whose attributes are told.
    """
    answers = [answer for talk in talks for answer in _answers(talk)]
    answers += [answer for talk in objecting for answer in _answers(talk) if answer.gold.objection_class]
    models = {name: _fit(name, answers) for name in LEARNED}
    return {name: model for name, model in models.items() if model is not None}


def _answers(talk: Talk) -> list[Answer]:
    ours = units_by(told(talk), talk.coded.conversation, talk.parts, talk.coded.lang)
    places = segment_places(talk.parts)
    found = []
    for gold, unit in matched_units(talk.coded.units, ours):
        meant = meaning(unit, places, talk.around)
        if meant is not None:
            found.append(Answer(unit, gold.attrs, meant, talk.weight))
    return found


def _fit(name: str, answers: Sequence[Answer]) -> AttributeModel | None:
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - of the extra

    asked = [answer for answer in answers if answer.ours.code in LEARNED[name][1]]
    labels = [getattr(answer.gold, name) or NONE for answer in asked]
    if len(set(labels)) < LEAST:
        return None
    matrix = np.array([features(name, answer.ours.attrs, answer.ours.code, answer.meant) for answer in asked])
    model = LogisticRegression(C=STRENGTH, max_iter=ITERATIONS)
    model.fit(matrix, labels, sample_weight=[answer.weight for answer in asked])
    weights, intercepts = class_weights(model)
    small = weights.astype(np.float16).astype(np.float32)  # as it is stored
    return AttributeModel(tuple(map(str, model.classes_)), small, intercepts.astype(np.float32))
