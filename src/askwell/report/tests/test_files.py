"""The report as text, table, Word document and PDF."""

import csv
from dataclasses import replace
from io import BytesIO, StringIO
from zipfile import ZipFile

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from askwell.method.terms import Code
from askwell.report import csv_report, docx_report, pdf_report, text_report
from askwell.report.csv import safe
from askwell.report.language import wording
from askwell.report.pdf import refuse
from askwell.report.tests import calls
from askwell.report.text import columns, wrapped

BOTTLING, TERMINAL, HOSTILE = calls.bottling_call(), calls.terminal_call(), calls.hostile_call()


def _table(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"))))


def test_the_text_tells_the_call_in_one_reading() -> None:
    text = text_report(BOTTLING, "en")
    for part in (
        "ADVANCE (86% sure)",
        "Capability was shown before any want was stated",
        "S ",
        "Stops on the PET line",
    ):
        assert part in text
    assert "Patience: — (the transcript does not say when turns end)" in text


@pytest.mark.parametrize("coded", [BOTTLING, TERMINAL, HOSTILE])
@pytest.mark.parametrize("width", [40, 100])
def test_no_line_of_the_text_is_wider_than_the_terminal(coded: calls.CodedConversation, width: int) -> None:
    assert max(columns(line) for line in text_report(coded, "zh", width).splitlines()) <= width


def test_the_text_holds_no_control_characters_and_no_turns_of_direction() -> None:
    assert not set(text_report(HOSTILE, "en")) & set("\x00\x08\x1b\x9b\u202e\u202c\r\t")


@given(st.text(alphabet="ab 客户，"), st.integers(2, 30))
def test_wrapping_loses_nothing_but_spaces(text: str, width: int) -> None:
    assert "".join(wrapped(text, width)).replace(" ", "") == text.replace(" ", "")


def _people_and_guesses() -> calls.CodedConversation:
    """The call with an outcome set by a person, and one of its quotes uncertain."""
    assert BOTTLING.outcome is not None
    shown = BOTTLING.outcome.units[0]
    units = tuple(replace(unit, p=0.4, uncertain=True) if unit.id == shown else unit for unit in BOTTLING.units)
    return replace(BOTTLING, units=units, outcome=replace(BOTTLING.outcome, p=1.0))


def test_text_and_document_tell_who_set_the_outcome_what_is_uncertain_and_the_objections() -> None:
    coded = _people_and_guesses()
    document = docx.Document(BytesIO(docx_report(coded, "en")))
    written = "\n".join(paragraph.text for paragraph in document.paragraphs)
    text = text_report(coded, "en", 200)
    for told in (written, text):
        assert "set by a person" in told
        assert "% sure" not in told
        assert "Objections and what brought them on" in told
        assert "Likely cause: " in told
    assert f"{wording('en').name(Code.AGREEMENT)} (uncertain)" in written
    assert "? “" in text
    assert "uncertain, check it" in text_report(
        replace(coded, outcome=replace(BOTTLING.outcome, p=0.4, uncertain=True)), "en"
    )  # type: ignore[arg-type,type-var]


def test_turns_in_the_table_are_numbered_as_on_every_page() -> None:
    first = BOTTLING.units[0]
    assert _table(csv_report(BOTTLING, "en"))[1][1] == str(first.turn + 1)


def test_the_table_has_one_row_a_unit() -> None:
    rows = _table(csv_report(BOTTLING, "en"))
    assert rows[0][0] == "Unit"
    assert [row[0] for row in rows[1:]] == [unit.id for unit in BOTTLING.units]
    assert rows[1][-1] == BOTTLING.text_of(BOTTLING.units[0])


def test_the_table_opens_as_unicode_in_a_spreadsheet() -> None:
    assert csv_report(TERMINAL, "zh").startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1"])
def test_a_cell_that_would_be_computed_is_kept_as_text(cell: str) -> None:
    assert safe(cell) == f"'{cell}"


def test_an_ordinary_cell_stays_as_it_is() -> None:
    assert safe("1 = 1") == "1 = 1"


@pytest.mark.parametrize("coded", [BOTTLING, TERMINAL, HOSTILE])
def test_the_document_opens_and_holds_the_transcript(coded: calls.CodedConversation) -> None:
    document = docx.Document(BytesIO(docx_report(coded, "zh")))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert document.paragraphs[0].text.startswith(str(coded.conversation.title)[:20])
    assert coded.conversation.turns[-1].text[:20] in words


def test_the_document_does_not_carry_the_hour_it_was_written() -> None:
    with ZipFile(BytesIO(docx_report(BOTTLING, "en"))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_pdf_is_set_from_hostile_words_and_is_the_same_twice() -> None:
    pdf = pdf_report(calls.small_hostile_call(), "en")
    assert pdf.startswith(b"%PDF-")
    assert pdf == pdf_report(calls.small_hostile_call(), "en")


@pytest.mark.parametrize("url", ["http://example.org/x.png", "file:///etc/passwd", "data:text/css,a{}"])
def test_the_pdf_fetches_nothing(url: str) -> None:
    with pytest.raises(ValueError, match="fetches nothing"):
        refuse(url)
