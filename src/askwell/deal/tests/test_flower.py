"""The flower and its five faults (M32, M33)."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from askwell.deal.calls import Calls, calls_in_order
from askwell.deal.facts import Person
from askwell.deal.flower import draw_flower
from askwell.deal.terms import FlowerFault, Relation, Role, entry_of
from askwell.deal.tests.deals import FLOWER, SELLER, call, calls, deal, person
from askwell.method.terms import SaleSize

FEELING = "seller: {problem_question object=feeling: What worries you most?}\nbuyer Bo: The nights.\n"
FACT = "seller: {situation_question object=fact: How many lines?}\nbuyer Bo: Four.\n"
VOICED = "buyer Helen: {explicit_need: It would save us the nights.}\n"


def faults(people: Sequence[Person] = (), heard: Calls | None = None, size: SaleSize = SaleSize.MAJOR) -> set[str]:
    flower = draw_flower(deal(people=tuple(people)), calls() if heard is None else heard, size)
    return {found.fault.value for found in flower.faults}


@pytest.mark.method("M32")
def test_every_petal_is_named_and_one_person_may_hold_several() -> None:
    petals = draw_flower(deal(people=FLOWER), calls(), SaleSize.MAJOR).petals
    assert list(petals) == list(Role)
    assert (petals[Role.INITIATOR], petals[Role.INSIDE_SUPPORTER]) == (("Helen",), ("Helen",))
    assert petals[Role.TECHNICAL_GATEKEEPER] == ()


@pytest.mark.method("M33")
def test_a_flower_without_fault_shows_none_and_a_small_sale_needs_no_flower() -> None:
    assert faults(FLOWER) == set()
    assert faults([person("Bo")], calls(FACT, FACT, FACT), SaleSize.SMALL) == set()


@pytest.mark.method("M33")
def test_no_flower_in_mind_is_fewer_than_three_roles_or_an_empty_heart() -> None:
    two_roles = [person("Ruth", Role.CORE_DECISION_MAKER), person("Helen", Role.INSIDE_SUPPORTER)]
    assert "no_flower_in_mind" in faults(two_roles)
    assert "no_flower_in_mind" in faults(FLOWER[1:])
    assert "no_flower_in_mind" in faults((), calls(FACT))
    assert "no_flower_in_mind" not in faults(FLOWER)


@pytest.mark.method("M33")
def test_where_nothing_is_entered_and_nobody_was_met_no_fault_is_found() -> None:
    assert faults() == set()


@pytest.mark.method("M33")
def test_a_single_petal_is_three_calls_with_one_person() -> None:
    assert "single_petal" in faults(FLOWER, calls(FACT, FACT, FACT))
    assert "single_petal" not in faults(FLOWER, calls(FACT, FACT))
    assert "single_petal" not in faults(FLOWER, calls(FACT, FACT, FACT + "buyer Cy: Five."))
    assert "single_petal" not in faults(FLOWER, calls(FACT, FACT, FACT.replace("Bo", "Cy")))
    assert "single_petal" not in faults(FLOWER, calls(FACT, FACT, FACT + "buyer: Somebody without a name."))


@pytest.mark.method("M33")
def test_a_single_petal_rests_on_that_persons_words_in_each_call() -> None:
    flower = draw_flower(deal(people=FLOWER), calls(FACT, FACT, FACT), SaleSize.MAJOR)
    found = next(item for item in flower.faults if item.fault is FlowerFault.SINGLE_PETAL)
    assert [(anchor.call, anchor.text) for anchor in found.evidence] == [
        ("c1", "Four."),
        ("c2", "Four."),
        ("c3", "Four."),
    ]


@pytest.mark.method("M33")
def test_a_weak_initiator_has_little_influence() -> None:
    others = [item for item in FLOWER if item.id != "Helen"]
    assert "weak_initiator" in faults([*others, person("Helen", Role.INITIATOR, influence=2)])
    assert "weak_initiator" not in faults([*others, person("Helen", Role.INITIATOR, influence=3)])
    heart = person("Helen", Role.INITIATOR, Role.CORE_DECISION_MAKER, influence=2)
    assert "weak_initiator" not in faults([*others, heart])
    assert "weak_initiator" not in faults(others)


@pytest.mark.method("M33")
def test_a_weak_initiator_never_voiced_a_gain() -> None:
    assert "weak_initiator" in faults(FLOWER, calls(FEELING))
    assert "weak_initiator" not in faults(FLOWER, calls(FEELING + VOICED))
    strong = [*FLOWER, person("Cy", Role.INITIATOR)]
    assert "weak_initiator" not in faults(strong, calls(FEELING + VOICED))


@pytest.mark.method("M33")
def test_an_inside_supporter_is_one_who_is_for_us() -> None:
    without = [FLOWER[0], person("Helen", Role.INITIATOR), FLOWER[2]]
    assert "no_inside_supporter" in faults(without)
    assert "no_inside_supporter" in faults([*without, person("Cy", Role.INSIDE_SUPPORTER, attitude=-1)])
    assert "no_inside_supporter" not in faults([*without, person("Cy", Role.INSIDE_SUPPORTER, attitude=1)])
    assert "no_inside_supporter" not in faults([*without, person("Cy", Role.KEY_USER, relation=Relation.ALLIED)])


@pytest.mark.method("M33")
def test_feelings_are_neglected_where_two_recent_calls_ask_about_none() -> None:
    assert "feelings_neglected" in faults(FLOWER, calls(FACT, FACT))
    found = draw_flower(deal(people=FLOWER), calls(FACT, FACT), SaleSize.MAJOR).faults
    assert [one.evidence for one in found if one.fault is FlowerFault.FEELINGS_NEGLECTED] == [()]
    assert "feelings_neglected" not in faults(FLOWER, calls(FACT))
    assert "feelings_neglected" not in faults(FLOWER, calls(FACT, FEELING))
    assert "feelings_neglected" not in faults(
        FLOWER, calls("seller: Good day.\nbuyer Bo: Good day.", "seller: Hm.\nbuyer Bo: Hm.")
    )


@pytest.mark.method("M33")
def test_only_calls_of_the_last_two_months_are_asked_for_feelings() -> None:
    old, new = "2026-04-01T10:00", "2026-06-01T10:00"
    dated = [call(FEELING, "c1", old), call(FACT, "c2", new), call(FACT, "c3", new)]
    assert "feelings_neglected" in faults(FLOWER, calls_in_order(dated))
    later = replace(dated[0], conversation=replace(dated[0].conversation, held_at=new))
    assert "feelings_neglected" not in faults(FLOWER, calls_in_order([later, *dated[1:]]))


@pytest.mark.method("M33")
def test_every_fault_and_role_has_its_entry_with_advice() -> None:
    assert all(entry_of(value).advice for vocabulary in (FlowerFault, Role) for value in vocabulary)


def test_single_petal_without_a_sure_word_is_still_found() -> None:
    unsure = SELLER + "buyer Bo: {other p=0.3: Hm.}"
    assert "single_petal" in faults(FLOWER, calls(unsure, unsure, unsure))
