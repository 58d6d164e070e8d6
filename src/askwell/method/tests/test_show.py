"""The method reads well in a terminal, in both languages."""

import pytest

from askwell.method.loader import load_codebook
from askwell.method.show import describe_row, list_rows


def test_the_rows_are_listed_one_a_line():
    lines = list_rows(load_codebook(), "en").splitlines()
    assert len(lines) == 49
    assert lines[1] == "M02  Four stages of a call"


def test_a_row_shows_all_its_entries_with_items_advice_and_source():
    text = describe_row(load_codebook(), "M02", "zh")
    assert text.startswith("M02  销售会谈四阶段\n")
    for entry in load_codebook().row("M02"):
        assert entry.definition.zh in text
        assert all(item.text.zh in text for item in entry.items)
    assert "建议：" in text
    assert "来源：思维导图，M02" in text


def test_an_entry_shows_alone():
    text = describe_row(load_codebook(), "outcome.advance", "en")
    assert text.startswith("outcome.advance  Advance\n")
    assert "\n\n" not in text


def test_a_row_is_found_in_small_letters():
    assert describe_row(load_codebook(), "m02", "en") == describe_row(load_codebook(), "M02", "en")


def test_marks_of_doubt_and_of_our_own_additions_are_shown():
    assert "(uncertain reading)" in describe_row(load_codebook(), "preparation.itinerary", "en")
    assert "（本产品补充）" in describe_row(load_codebook(), "appointment.cautions", "zh")


def test_a_row_points_to_its_entries_kept_elsewhere():
    assert "See also: code.closing_attempt" in describe_row(load_codebook(), "M29", "en")
    assert "See also" not in describe_row(load_codebook(), "M02", "en")


def test_an_unknown_id_raises():
    with pytest.raises(KeyError, match="m99"):
        describe_row(load_codebook(), "M99", "en")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_row_can_be_shown(lang: str):
    book = load_codebook()
    assert all(describe_row(book, row, lang) for row in book.rows)
