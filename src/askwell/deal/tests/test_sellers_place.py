"""The seller's place with a person (M36)."""

import pytest

from askwell.deal.sellers_place import MUCH, PLACES, assessment, knows_much, nearest, place_of
from askwell.deal.terms import Place, Relation, entry_of
from askwell.method.loader import load_codebook


@pytest.mark.method("M36")
@pytest.mark.parametrize(
    ("relation", "much", "place"),
    [
        (Relation.SOCIAL, False, Place.BUDDY),
        (Relation.ALLIED, True, Place.ADVISER),
        (Relation.STRANGER, False, Place.DRIFTER),
        (Relation.TALKING, True, Place.SCHOLAR),
    ],
)
def test_relation_by_knowledge_gives_four_places(relation: Relation, much: bool, place: Place) -> None:
    assert place_of(relation, much) is place


@pytest.mark.method("M36")
@pytest.mark.parametrize(("relation", "much"), [(None, True), (Relation.ALLIED, None), (None, None)])
def test_what_is_not_known_makes_no_place(relation: Relation | None, much: bool | None) -> None:
    assert place_of(relation, much) is None


@pytest.mark.method("M36")
def test_knowledge_is_much_from_four_points_and_unknown_without_an_assessment() -> None:
    points = [item.id for item in assessment().items]
    assert len(points) == 5
    assert knows_much(points[:MUCH]) is True
    assert knows_much([*points[: MUCH - 1], "something else"]) is False
    assert knows_much([]) is False
    assert knows_much(None) is None


@pytest.mark.method("M36")
def test_places_are_those_of_the_codebook_and_each_says_what_to_do() -> None:
    assert set(PLACES.values()) == set(Place)
    assert {entry_of(place).id for place in Place} == {each.id for each in load_codebook().of_kind("seller_place")}
    assert all(entry_of(place).advice for place in Place)


@pytest.mark.method("M36")
def test_the_nearest_of_several_levels_counts() -> None:
    assert nearest([Relation.STRANGER, None, Relation.COOPERATING, Relation.TALKING]) is Relation.COOPERATING
    assert nearest([None]) is None
