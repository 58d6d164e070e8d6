"""Whether neighbours are one unit, learned from coded calls."""

import pytest

from askwell.coding.arrays import arrays_from_bytes, arrays_to_bytes
from askwell.coding.notation import read_coded_text
from askwell.coding.sequence import units_by
from askwell.coding.talks import Talk, prepared, told
from askwell.coding.train_joins import fit_joins, neighbours
from askwell.coding.trained_joins import JoinModel, join_arrays, join_model

TALK = """
# id: {id}
# lang: en
seller: {{feature: The case is steel.}} {{feature: The {thing} lasts a year.}} {{feature: It has two pumps.}}
buyer: {{implied_need: The {thing} jams. Every week the {thing} jams.}}
seller: {{feature: It runs on gas.}} {{feature: The {thing} is quiet.}}
buyer: {{implied_need: The {thing} leaks. It leaks from the {thing} door.}}
"""


@pytest.fixture(scope="module")
def talks() -> list[Talk]:
    return prepared(
        [read_coded_text(TALK.format(id=f"t{i}", thing=word)) for i, word in enumerate(("battery", "oven"))]
    )


@pytest.fixture(scope="module")
def model(talks: list[Talk]) -> JoinModel:
    return fit_joins(talks)


def test_it_joins_as_it_was_taught(talks: list[Talk], model: JoinModel) -> None:
    talk = talks[0]
    units = units_by(told(talk), talk.coded.conversation, talk.parts, "en", model.carries_on)
    assert [(unit.turn, unit.code) for unit in units] == [(unit.turn, unit.code) for unit in talk.coded.units]


def test_pairs_are_neighbours_of_one_code(talks: list[Talk]) -> None:
    assert [one for _, one in neighbours(talks[0])] == [False, False, True, False, True]


def test_a_model_that_was_taught_nothing_joins_nothing(talks: list[Talk]) -> None:
    talk = talks[0]
    units = units_by(told(talk), talk.coded.conversation, talk.parts, "en", fit_joins([]).carries_on)
    assert len(units) == sum(len(parts) for parts in talk.parts)


def test_the_stored_model_says_the_same(model: JoinModel) -> None:
    stored = join_model(arrays_from_bytes(arrays_to_bytes(join_arrays(model))))
    assert stored.weights == pytest.approx(model.weights, abs=1e-6)
