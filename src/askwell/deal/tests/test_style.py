"""Styles from observed signs (M34)."""

import pytest

from askwell.deal.style import AXES, STYLES, Told, read_style, style_of, style_signs
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


@pytest.mark.method("M34")
@pytest.mark.parametrize(
    ("signs", "told", "end"),
    [
        ((), Told.NOTHING, None),
        (DOMINANT[:1], Told.TOO_FEW, None),
        (DOMINANT, Told.THIN, "dominant"),
        (DOMINANT + EASY, Told.EVEN, None),
        ((*DOMINANT, "brief_clear", "interrupts", "quiet"), Told.ENOUGH, "dominant"),
        ((*DOMINANT, "brief_clear", *EASY), Told.THIN, "dominant"),
    ],
)
def test_an_axis_says_how_much_its_signs_tell(signs: tuple[str, ...], told: Told, end: str | None) -> None:
    axis = read_style(signs).axes[0]
    assert (axis.told, axis.end) == (told, end)
    assert bool(axis.watch) is (told is not Told.ENOUGH)


@pytest.mark.method("M34")
def test_signs_of_both_ends_are_said_to_contradict_each_other_and_what_was_seen_is_not_watched_for() -> None:
    read = read_style((*DOMINANT, "talkative", "quiet"))
    axis = read.axes[0]
    assert axis.mixed
    assert [item.id for item in axis.seen[1]] == ["quiet"]
    assert [item.id for item in axis.watch] == ["confident", "brief_clear", "no_own_view", "many_questions"]
    assert not read.axes[1].mixed
    assert read.signs == 4
