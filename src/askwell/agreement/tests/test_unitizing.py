"""Alpha for unitizing against its definition, worked out by brute force and by hand."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askwell.agreement.unitizing import unitizing_disagreement

LENGTH = 40


@st.composite
def spans(draw: st.DrawFn) -> list[tuple[int, int]]:
    cuts = sorted(draw(st.sets(st.integers(0, LENGTH), max_size=8)))
    return [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]


def test_the_same_stretches_agree_fully() -> None:
    assert unitizing_disagreement([(3, 9), (20, 30)], [(3, 9), (20, 30)], LENGTH).alpha == 1.0


def test_nothing_marked_by_anybody_is_undefined() -> None:
    assert unitizing_disagreement([], [], LENGTH).alpha is None


def test_a_unit_in_the_others_gap_costs_its_length_squared() -> None:
    assert unitizing_disagreement([(5, 15)], [], LENGTH).observed == pytest.approx(10**2 / LENGTH**2)


def test_two_overlapping_units_cost_the_squares_of_their_ends_distances() -> None:
    assert unitizing_disagreement([(5, 15)], [(8, 19)], LENGTH).observed == pytest.approx((3**2 + 4**2) / LENGTH**2)


@given(spans(), spans())
def test_it_does_not_matter_who_is_first(one: list[tuple[int, int]], two: list[tuple[int, int]]) -> None:
    there = unitizing_disagreement(one, two, LENGTH)
    back = unitizing_disagreement(two, one, LENGTH)
    assert there.observed == pytest.approx(back.observed)
    assert there.expected == pytest.approx(back.expected)


def test_two_units_of_length_two_expected_by_counting_every_placement() -> None:
    """Two sections' relative places: every offset at which units meet or one lies in the other's gap."""
    length, size = 12, 2
    offsets = itertools.chain(range(-size + 1, size))
    meeting = sum(2 * offset**2 for offset in offsets)
    gap = length - size
    in_gap = size**2 * (gap - size + 1)
    disagreement = unitizing_disagreement([(0, size)], [(0, size)], length)
    places = 2 * length * (2 * length - 1) - 2 * size * (size - 1)
    assert disagreement.expected == pytest.approx(2 / length * (2 * meeting / 2 + 2 * 2 * in_gap) / places)
