"""Every fixture is claimed by its reader, whatever its name and encoding, and read whole."""

from contextlib import suppress
from datetime import time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
import yaml

from askwell.method.terms import Side
from askwell.transcript.draft import Draft
from askwell.transcript.errors import BadInput
from askwell.transcript.limits import DEFAULT
from askwell.transcript.read import read_conversation
from askwell.transcript.readers import FORMATS, choose_reader
from askwell.transcript.source import open_source

FIXTURES = Path(__file__).parent / "fixtures"
EXPECTED: dict[str, dict[str, Any]] = yaml.safe_load((FIXTURES / "expected.yaml").read_text("utf-8"))


def _draft(data: bytes) -> tuple[str, Draft]:
    source = open_source(data, DEFAULT)
    reader = choose_reader(source)
    draft = reader.read(source)
    assert isinstance(draft, Draft)
    return reader.NAME, draft


def _summary(data: bytes) -> dict[str, Any]:
    name, draft = _draft(data)
    times = [time for cue in draft.cues for time in (cue.start, cue.end) if time is not None]
    return {
        "format": name,
        "cues": len(draft.cues),
        "speakers": list(dict.fromkeys(cue.speaker for cue in draft.cues if cue.speaker)),
        "first": draft.cues[0].start,
        "last": max(times, default=None),
    }


@pytest.mark.parametrize("name", EXPECTED)
def test_a_fixture_is_recognised_by_content_and_read_whole(name: str) -> None:
    assert _summary((FIXTURES / name).read_bytes()) == EXPECTED[name]


@pytest.mark.parametrize("name", EXPECTED)
@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-be", "utf-16-le", "gb18030"])
def test_the_encoding_changes_nothing(name: str, codec: str) -> None:
    text = (FIXTURES / name).read_bytes().decode()
    assert _summary(text.encode(codec)) == EXPECTED[name]


@pytest.mark.parametrize("name", EXPECTED)
def test_line_ends_change_nothing(name: str) -> None:
    data = (FIXTURES / name).read_bytes().replace(b"\r\n", b"\n")
    assert _summary(data) == _summary(data.replace(b"\n", b"\r\n")) == EXPECTED[name]


def test_every_reader_has_a_fixture() -> None:
    made_here = {"teams_docx", "docx", "xlsx", "askwell"}
    assert {entry["format"] for entry in EXPECTED.values()} | made_here == {entry.name for entry in FORMATS}


def test_formats_say_what_they_were_tried_on() -> None:
    assert {entry.status for entry in FORMATS} == {"genuine", "constructed", "documentation", "own"}
    assert len({entry.name for entry in FORMATS}) == len(FORMATS)


@pytest.mark.parametrize(
    ("name", "title", "held_at"),
    [
        ("google_meet.txt", "Orchard cooling review", "2026-02-11T09:30"),
        ("fathom.txt", "Kiln trial review - April 9", None),
        ("fireflies.json", "Cold store call", "2026-02-11T09:30:00+00:00"),
        ("tencent_meeting.txt", "冷库改造沟通", "2026-02-11T09:30"),
        ("feishu_minutes.txt", "冷库改造沟通", "2026-02-11T15:05"),
        ("iflytek.txt", "冷库改造沟通.m4a", "2026-02-11T09:30:05"),
        ("named_en.txt", "Orchard cooling", "2026-02-11"),
    ],
)
def test_headings_give_title_and_date(name: str, title: str, held_at: str | None) -> None:
    draft = _draft((FIXTURES / name).read_bytes())[1]
    assert (draft.title, draft.held_at) == (title, held_at)


def test_a_colon_inside_a_turn_makes_no_speaker() -> None:
    cues = _draft((FIXTURES / "named_en.txt").read_bytes())[1].cues
    assert cues[0].text == "Shall we look at the cold store first? It is the cheaper one: - two doors"
    assert cues[1].text == "Yes. Note: we close at 10:30."


def test_chinese_lines_of_a_turn_are_joined_without_a_space() -> None:
    cues = _draft((FIXTURES / "named_zh.txt").read_bytes())[1].cues
    assert cues[1].text == "没事。我们这个月坏了九托梨。价格：还没谈。"


def test_blank_lines_tags_and_loose_brackets_in_cues_survive() -> None:
    cues = _draft((FIXTURES / "generic.vtt").read_bytes())[1].cues
    assert [cue.text for cue in cues] == ["- The price: forty thousand.", "Is 3 < 4? after a blank line"]


def test_a_voice_keeps_its_name_and_entities_are_read() -> None:
    cues = _draft((FIXTURES / "teams.vtt").read_bytes())[1].cues
    assert cues[1].text == "Our budget closes in June & we use paper lists."


def test_several_voices_in_one_cue_are_several_cues() -> None:
    data = b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ana>Ready?</v>\n<v Ben>Ready.</v>\n"
    assert [(cue.speaker, cue.text) for cue in _draft(data)[1].cues] == [("Ana", "Ready?"), ("Ben", "Ready.")]


def test_a_table_states_sides_and_its_escaped_cells_are_restored() -> None:
    conversation, notes = read_conversation((FIXTURES / "table.csv").read_bytes(), "t.csv")
    assert [turn.text for turn in conversation.turns] == ["How many pallets, Luis?", "=forty a day", "Forty."]
    assert [turn.speaker for turn in conversation.turns] == [Side.SELLER, Side.BUYER, Side.SELLER]
    assert notes.counts == {"rows_skipped": 1}


def test_gong_parties_give_names_and_sides() -> None:
    data = b"""{"callTranscripts": [{"parties": [
        {"speakerId": "1", "name": "Ana", "affiliation": "Internal"},
        {"speakerId": "2", "name": "Luis", "affiliation": "External"}], "transcript": [
        {"speakerId": "1", "sentences": [{"start": 0, "end": 900, "text": "Hello."}]},
        {"speakerId": "2", "sentences": [{"start": 900, "end": 1500, "text": "Hello."}]}]}]}"""
    turns = read_conversation(data, "g.json")[0].turns
    assert [(turn.name, turn.speaker.value) for turn in turns] == [("Ana", "seller"), ("Luis", "buyer")]


def test_deepgram_without_utterances_falls_back_to_paragraphs_then_to_the_whole_text() -> None:
    paragraphs = b"""{"results": {"channels": [{"alternatives": [{"transcript": "Who? The board.", "paragraphs":
        {"paragraphs": [{"speaker": 0, "sentences": [{"text": "Who?", "start": 0.5, "end": 1}]},
                        {"speaker": 1, "sentences": [{"text": "The board.", "start": 1.5, "end": 2}]}]}}]}]}}"""
    assert [(cue.speaker, cue.text) for cue in _draft(paragraphs)[1].cues] == [
        ("Speaker 0", "Who?"),
        ("Speaker 1", "The board."),
    ]
    bare = b"""{"results": {"channels": [{"alternatives": [{"transcript": "Who? The board.", "words":
        [{"word": "who", "start": 0.5, "end": 1}, {"word": "board", "start": 1.5, "end": 2}]}]}]}}"""
    assert [(cue.text, cue.start, cue.end) for cue in _draft(bare)[1].cues] == [("Who? The board.", 0.5, 2)]


def _docx(paragraphs: list[str], table: list[list[str]] | None = None) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        grid = document.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, text in zip(grid.add_row().cells, row, strict=True):
                cell.text = text
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_teams_in_word_is_read() -> None:
    data = _docx(
        [
            "Cold store-20260211_093000-Meeting Recording",
            "February 11, 2026, 9:30AM",
            "6m 12s",
            "Hana Kovar started transcription",
            "Hana Kovar   0:03\nShall we look at the cold store first?",
            "Luis Prieto   0:08\nYes.\nWe lost nine pallets.",
            "Hana Kovar   1:00:15\nWhat then?",
            "Hana Kovar stopped transcription",
        ]
    )
    assert _summary(data) == {
        "format": "teams_docx",
        "cues": 3,
        "speakers": ["Hana Kovar", "Luis Prieto"],
        "first": 3,
        "last": 3615,
    }
    draft = _draft(data)[1]
    assert draft.held_at == "2026-02-11T09:30"
    assert draft.cues[1].text == "Yes. We lost nine pallets."


@pytest.mark.parametrize("name", ["otter.txt", "tencent_meeting.txt", "feishu_minutes.txt", "google_meet.txt"])
@pytest.mark.parametrize("blank_lines", [True, False])
def test_a_text_layout_pasted_into_word_is_read_the_same(name: str, *, blank_lines: bool) -> None:
    lines = (FIXTURES / name).read_bytes().decode().split("\n")
    data = _docx(lines if blank_lines else [line for line in lines if line.strip()])
    assert _summary(data) == EXPECTED[name]


def test_names_in_word_paragraphs_are_read() -> None:
    data = _docx(["沈越：您这边一天出多少托盘？", "康主任：四十托。", "沈越：客户怎么说？"])
    assert _summary(data) == {"format": "docx", "cues": 3, "speakers": ["沈越", "康主任"], "first": None, "last": None}


def test_captions_pasted_into_word_are_read() -> None:
    data = _docx((FIXTURES / "generic.srt").read_text("utf-8").split("\n"))
    assert _summary(data)["cues"] == 3


def test_a_table_in_word_is_read() -> None:
    data = _docx([], [["发言人", "时间", "内容"], ["沈越", "00:03", "一天多少托盘？"], ["康主任", "00:09", "四十托。"]])
    assert [(cue.speaker, cue.start, cue.text) for cue in _draft(data)[1].cues] == [
        ("沈越", 3, "一天多少托盘？"),
        ("康主任", 9, "四十托。"),
    ]


def _xlsx(rows: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_workbook_is_read_and_its_formulas_are_not() -> None:
    data = _xlsx(
        [
            ["Cold store call"],
            ["Speaker", "Start", "Text"],
            ["Hana", time(0, 0, 3), "How many pallets?"],
            ["Luis", timedelta(seconds=9.5), "Forty."],
            ["Luis", 12.25, '=HYPERLINK("https://example.invalid","x")'],
        ]
    )
    assert [(cue.speaker, cue.start, cue.text) for cue in _draft(data)[1].cues] == [
        ("Hana", 3, "How many pallets?"),
        ("Luis", 9.5, "Forty."),
    ]


def test_a_format_can_be_forced() -> None:
    data = (FIXTURES / "zoom.vtt").read_bytes()
    assert read_conversation(data, "z.vtt", format="ms_stream")[1].format == "ms_stream"
    with pytest.raises(BadInput, match="no format is called 'zom'"):
        read_conversation(data, "z.vtt", format="zom")


@pytest.mark.parametrize("entry", FORMATS, ids=lambda entry: entry.name)
@pytest.mark.parametrize("name", ["zoom.vtt", "gong.json", "table.csv", "plain.txt"])
def test_a_wrongly_forced_format_reads_or_is_refused(entry: Any, name: str) -> None:
    with suppress(BadInput):
        assert read_conversation((FIXTURES / name).read_bytes(), name, format=entry.name)[0].turns


@pytest.mark.parametrize("name", [name for name in EXPECTED if not name.endswith(".json")])
def test_a_file_cut_off_anywhere_keeps_what_came_before(name: str) -> None:
    data = (FIXTURES / name).read_bytes()
    half = data[: data.index(b"\n", len(data) * 3 // 5) + 2]
    whole = [cue.text for cue in _draft(data)[1].cues]
    kept = [cue.text for cue in _draft(half)[1].cues]
    assert kept
    assert len(kept) <= len(whole)
