"""Styles from observed signs (M34)."""

import pytest

from askwell.deal.style import AXES, STYLES, style_of, style_signs
from askwell.deal.tests.deals import person
from askwell.method.loader import load_codebook

DOMINANT, EASY = ("direct", "decides_fast"), ("quiet", "listens_well")
EXPRESSIVE, CONTROLLED = ("warm", "playful"), ("task_first", "serious")


@pytest.mark.method("M34")
@pytest.mark.parametrize(
    ("signs", "style"),
    [
        (EASY + CONTROLLED, "analytical"),
        (DOMINANT + CONTROLLED, "driver"),
        (EASY + EXPRESSIVE, "amiable"),
        (DOMINANT + EXPRESSIVE, "expressive"),
    ],
)
def test_two_axes_give_four_styles(signs: tuple[str, ...], style: str) -> None:
    found = style_of(person("Ruth", style_signs=signs))
    assert found
    assert found.id == f"style.{style}"


@pytest.mark.method("M34")
@pytest.mark.parametrize("signs", [(), DOMINANT, DOMINANT + CONTROLLED[:1], DOMINANT + EASY + CONTROLLED])
def test_too_few_signs_or_as_many_either_way_say_nothing(signs: tuple[str, ...]) -> None:
    assert style_of(person("Ruth", style_signs=signs)) is None


@pytest.mark.method("M34")
def test_styles_and_axes_are_those_of_the_codebook() -> None:
    book = load_codebook()
    assert {f"style_axis.{end}" for axis in AXES for end in axis} == {entry.id for entry in book.of_kind("style_axis")}
    assert {f"style.{style}" for style in STYLES.values()} == {entry.id for entry in book.of_kind("style")}
    assert len(style_signs()) == 35
