"""The parts and the search of the handbook, without a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askwell.method.loader import load_codebook
from askwell.method.terms import Code
from askwell.server.handbook.parts import load_parts, part_of, places_of
from askwell.server.handbook.search import find_entries, marked


def test_every_row_stands_in_exactly_one_part_in_order() -> None:
    assert tuple(row for part in load_parts() for row in part.rows) == load_codebook().rows


def test_a_row_knows_its_part() -> None:
    assert part_of("M13").id == "asking_and_listening"


@pytest.mark.method("M19", "M30")
@pytest.mark.parametrize("row", ["M19", "M30"])
def test_a_row_that_calls_show_leads_to_them(row: str) -> None:
    (place,) = places_of(row)
    assert place.code in tuple(Code)
    assert places_of("M13") == ()


def test_an_entry_named_by_the_words_comes_before_those_that_mention_them() -> None:
    found = find_entries(load_codebook(), "implication question", "en")
    assert found[0].entry.id == "code.implication_question"
    assert len(found) > 1


def test_an_id_leads_to_its_entry_first() -> None:
    assert find_entries(load_codebook(), "M29", "zh")[0].entry.id == "m29"
    assert find_entries(load_codebook(), "outcome.advance", "zh")[0].entry.id == "outcome.advance"


def test_all_words_are_needed() -> None:
    both = {hit.entry.id for hit in find_entries(load_codebook(), "price features", "en")}
    price = {hit.entry.id for hit in find_entries(load_codebook(), "price", "en")}
    assert both < price


def test_no_words_find_nothing() -> None:
    assert find_entries(load_codebook(), " ? ", "en") == ()


@given(st.text(), st.text())
def test_marking_loses_no_character(text: str, words: str) -> None:
    assert "".join(piece for piece, _found in marked(text, words)) == text
