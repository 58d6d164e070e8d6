"""Attributes learned from coded calls."""

from dataclasses import replace

import numpy as np
import pytest

from askwell.coding.arrays import arrays_from_bytes, arrays_to_bytes
from askwell.coding.notation import read_coded_text
from askwell.coding.sequence import units_by
from askwell.coding.talks import Talk, prepared, told
from askwell.coding.train_attributes import fit_attributes
from askwell.coding.trained_attributes import AttributeModel, attribute_arrays, attribute_models, attributed
from askwell.method.terms import Concern, Form

TALK = """
# id: {id}
# lang: en
seller: {{situation_question form=open object=fact: How do you plan {thing}?}}
buyer: By hand.
seller: {{problem_question form=closed object=fact: Does {thing} ever go wrong?}}
buyer: {{objection objection_class=doubt concern=price: {thing} at that price is far too expensive for us.}}
seller: {{feature: It has two pumps.}}
buyer: {{objection objection_class=hesitation concern=timing: Not before {thing} is done in the new year.}}
"""


@pytest.fixture(scope="module")
def talks() -> list[Talk]:
    return prepared(
        [read_coded_text(TALK.format(id=f"t{i}", thing=word)) for i, word in enumerate(("routes", "rotas"))]
    )


@pytest.fixture(scope="module")
def models(talks: list[Talk]) -> dict[str, AttributeModel]:
    return fit_attributes(talks)


def test_they_tell_what_they_were_trained_on(talks: list[Talk], models: dict[str, AttributeModel]) -> None:
    talk = talks[0]
    units = attributed(units_by(told(talk), talk.coded.conversation, talk.parts, "en"), talk.parts, talk.around, models)
    assert [unit.attrs.concern for unit in units if unit.attrs.concern] == [Concern.PRICE, Concern.TIMING]
    assert [unit.attrs.form for unit in units if unit.attrs.form] == [Form.OPEN, Form.CLOSED]


def test_what_was_never_told_apart_is_left_to_the_cues(models: dict[str, AttributeModel]) -> None:
    assert "close_kind" not in models
    assert "object" not in models


def test_stored_models_are_the_same(models: dict[str, AttributeModel]) -> None:
    stored = attribute_models(arrays_from_bytes(arrays_to_bytes(attribute_arrays(models))))
    assert {name: model.values for name, model in stored.items()} == {
        name: model.values for name, model in models.items()
    }
    assert all((stored[name].weights == model.weights).all() for name, model in models.items())


def test_of_talks_whose_objections_alone_are_told_nothing_else_is_learned(talks: list[Talk]) -> None:
    silent = [replace(unit, attrs=replace(unit.attrs, form=None, object=None)) for unit in talks[1].coded.units]
    told_less = replace(talks[1], coded=replace(talks[1].coded, units=tuple(silent)))
    models, alone = fit_attributes(talks[:1], [told_less]), fit_attributes(talks[:1])
    assert np.array_equal(models["form"].weights, alone["form"].weights)
    assert not np.array_equal(models["concern"].weights, alone["concern"].weights)
