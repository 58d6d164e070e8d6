"""Hostile and broken files: a clear message, nothing else, and never a long wait."""

import json
import struct
import zipfile
from dataclasses import replace
from io import BytesIO

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from askwell.transcript.conversation import conversation_from_json
from askwell.transcript.errors import BadInput
from askwell.transcript.limits import DEFAULT
from askwell.transcript.read import read_conversation, read_conversations
from askwell.transcript.readers import FORMATS


def _refused(data: bytes, match: str, **options: object) -> BadInput:
    with pytest.raises(BadInput, match=match) as caught:
        read_conversation(data, "call.txt", **options)  # type: ignore[arg-type]
    return caught.value


def _zip(entries: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _docx(text: str = "Ana: Hello.") -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _xlsx(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _changed(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    assert old in entries[part]
    return _zip(entries | {part: entries[part].replace(old, new)})


def test_a_file_over_the_size_is_refused_before_it_is_decoded() -> None:
    _refused(b"\xff" * 11, "is 11 bytes long; at most 10 are read", limits=replace(DEFAULT, file_bytes=10))


@pytest.mark.parametrize(
    ("limit", "message", "place"),
    [
        ({"turns": 2}, "holds 3 turns; at most 2", "turn 3"),
        ({"turn_characters": 5}, "holds 6 characters in one turn; at most 5", "turn 3"),
        ({"speakers": 1}, "holds 2 speakers; at most 1", "turn 2"),
        ({"characters": 20}, "characters; at most 20", "character 20"),
        ({"lines": 2}, "holds 3 lines; at most 2", "line 3"),
    ],
)
def test_counts_over_the_limits_are_refused_with_the_first_too_many(
    limit: dict[str, int], message: str, place: str
) -> None:
    text = b"Ana: one.\nBen: two.\nAna: three.\n"
    assert _refused(text, message, limits=replace(DEFAULT, **limit)).place == place


def test_thousands_of_speakers_are_refused() -> None:
    text = "".join(f"Speaker {i}: Hello.\n" for i in range(3_000))
    assert _refused(text.encode(), "holds 3,000 speakers; at most 500").place == "turn 501"


def test_an_hour_in_one_turn_is_read_and_two_megabytes_are_not() -> None:
    conversation, _ = read_conversation(b"Ana: " + b"word " * 39_000, "call.txt")
    assert len(conversation.turns[0].text) == 39_000 * 5 - 1
    huge = b"Ana: Hello.\nBen: " + b"word " * 390_000
    assert _refused(huge, "holds 1,949,999 characters in one turn; at most 200,000").place == "turn 2"


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<a",
        "<v ",
        "<v A",
        "(",
        "[00:",
        "0",
        "00:00:01 --> ",
        "-->\n",
        ":",
        "：",
        " ",
        "A ",
        "A: ",
        "\n",
        "-",
        "说话人 ",
        "<v A>",
        "a:\n",
        "1\n",
        "&lt;",
        "|",
        ",",
        '"',
        "关键词\n",
        "00:01\n",
        "NOTE\n",
        "A 0:01\n",
    ],
)
@pytest.mark.parametrize(
    "start", ["", "WEBVTT\n\n00:01.000 --> 00:02.000\nA", "text,speaker\n", "Ana: x\n", "Ana  0:01\n"]
)
def test_endless_repetition_is_read_or_refused(start: str, piece: str) -> None:
    data = (start + piece * (60_000 // len(piece))).encode()
    for item in read_conversations(data, "call.txt"):
        assert isinstance(item, BadInput) or item[0].turns


def test_a_zip_bomb_is_refused_by_its_ratio() -> None:
    bomb = _zip({"word/document.xml": b"<a/>" + b" " * 3_000_000})
    assert _refused(bomb, "over 100 times").place == "word/document.xml"


def test_a_container_is_refused_by_its_unpacked_size_and_entries() -> None:
    _refused(_docx(), "unpacked bytes; at most 1,000", limits=replace(DEFAULT, unpacked_bytes=1_000))
    many = _zip({f"x/{i}": b"" for i in range(1_001)})
    _refused(many, "1,001 entries in the zip container; at most 1,000")


def test_a_size_that_is_understated_does_not_unpack_further() -> None:
    data = bytearray(_zip({"word/document.xml": b"<a/>" + b" " * 3_000_000}))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 100)
    _refused(bytes(data), "damaged|broken")


def test_a_document_that_declares_entities_is_refused() -> None:
    hostile = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    assert _refused(_zip({"word/document.xml": hostile}), "declares XML entities").place == "word/document.xml"


def test_other_archives_and_damaged_ones_are_refused() -> None:
    _refused(_zip({"readme.txt": b"hello"}), "neither DOCX nor XLSX")
    _refused(_docx()[:-300], "damaged or cut-off")
    _refused(_zip({"word/document.xml": b"<a/>"}), "holds no text")
    _refused(_zip({"word/document.xml": b"<a>cut"}), "damaged Word file")
    _refused(_zip({"xl/workbook.xml": b"<a/>"}), "damaged Excel file")
    _refused(_docx(""), "holds no text")


def test_a_sheet_that_claims_a_million_empty_rows_ends() -> None:
    data = _xlsx([["Speaker", "Text"], ["Ana", "Hello."]])
    far = _changed(data, "xl/worksheets/sheet1.xml", b'r="2"', b'r="99999999"')
    _refused(far, "no talk")


def test_a_sheet_with_far_columns_is_read_to_the_last_allowed_one() -> None:
    data = _xlsx([["Speaker", "Text"], ["Ana", "Hello."]])
    wide = _changed(data, "xl/worksheets/sheet1.xml", b'r="A2"', b'r="XFD2"')
    assert read_conversation(wide, "t.xlsx")[0].turns[0].text == "Hello."


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ('{"turns": [{"speaker": "seller", "te', "not valid JSON: .*cut off", "line 1, column 34"),
        ('{"turns":\n [}', "not valid JSON", "line 2, column 3"),
        ('{"id": "a", "turns": [], "x": NaN}', "NaN is not a JSON number", ""),
        ('{"id": "a", "turns": [], "x": 1e999}', "the number 1e999 is too large", ""),
        ('{"id": "a", "turns": [], "x": ' + "9" * 5_000 + "}", "too large", ""),
        (
            '{"id": "a", "turns": [{"speaker": "buyer", "text": "a", "start": ' + "9" * 299 + "0" * 20 + "}]}",
            "too large",
            "",
        ),
        ('{"id": "a", "id": "b", "turns": []}', "the key 'id' appears twice", ""),
        ('{"id": "a", "turns": ' + "[" * 100_000, "nested deeper than 64", "line 1, column 86"),
        ('{"id": "a]",\n "x": ' + "[" * 200 + "]" * 200 + "}", "nested deeper than 64", "line 2, column 71"),
        ('{"id": "a", "turns": [], "x": {"y": ["\\ud800"]}}', "half a surrogate", "x.y[0]"),
        ('{"id": "a", "turns": [{"speaker": "boss", "text": "x"}]}', "must be one of", "turns[0].speaker"),
        ('{"what": "ever"}', "JSON of a kind that is not known", "line 1"),
        ("[]", "JSON of a kind that is not known", "line 1"),
        ('{"callTranscripts": []}', "holds 0 calls", "callTranscripts"),
        ('{"segments": [{"text": "", "start": 0}]}', "no talk", "line 1"),
    ],
)
def test_json_that_cannot_be_used_is_refused_with_its_place(text: str, message: str, place: str) -> None:
    assert _refused(text.encode(), message).place == place


def test_a_whole_number_beyond_every_float_is_no_time() -> None:
    with pytest.raises(BadInput, match="must be a number"):
        conversation_from_json({"id": "a", "turns": [{"speaker": "buyer", "text": "a", "start": 10**400}]})
    segments = '{"segments": [{"text": "Hello.", "start": 1' + "0" * 290 + ', "end": -4}]}'
    turn = read_conversation(segments.encode(), "w.json")[0].turns[0]
    assert (turn.start, turn.end) == (None, None)


def test_times_that_run_backwards_are_kept_and_noticed() -> None:
    data = b"[00:00:09] Ana: One.\n[00:00:04] Ben: Two.\n[00:00:12] Ana: Three.\n"
    conversation, notes = read_conversation(data, "call.txt")
    assert [turn.start for turn in conversation.turns] == [9, 4, 12]
    assert notes.counts["times_backwards"] == 1


def test_a_talk_told_from_its_end_is_refused() -> None:
    data = b"[00:00:09] Ana: One.\n[00:00:07] Ben: Two.\n[00:00:12] Ana: Three.\n[00:00:04] Ben: Four.\n"
    assert _refused(data, "the times run backwards: 7 s comes after 9 s").place == "turn 2"


def test_an_end_before_its_start_is_no_end() -> None:
    conversation, notes = read_conversation(b"WEBVTT\n\n00:09.000 --> 00:04.000\n<v Ana>One.\n", "call.vtt")
    assert (conversation.turns[0].start, conversation.turns[0].end) == (9, None)
    assert notes.counts["end_before_start"] == 1


@given(st.binary(max_size=400))
@settings(max_examples=200)
def test_any_bytes_are_a_conversation_or_bad_input(data: bytes) -> None:
    for item in read_conversations(data, "call.txt"):
        assert isinstance(item, BadInput) or item[0].turns


_LINES = st.lists(
    st.sampled_from(
        [
            "WEBVTT",
            "",
            "00:01.000 --> 00:02.000",
            "00:00:03,5 --> 9:99",
            "<v Ana>Hi</v>",
            "Ana: hello",
            "1",
            "NOTE x",
            "--> 1:00",
            "沈越(00:00:05): 好",
            "说话人 1 00:05",
            "关键词:",
            "0:04 - Ana",
            "Ana  0:34",
            "[00:01] Ben: hi",
            "speaker,text",
            '"Ana,x',
            "Transcribed by https://otter.ai",
            "Attendees",
            "{",
            '{"turns": []}',
            "----",
            "2026-02-30 25:61",
            "**Ana:** hi",
        ]
    )
    | st.text(max_size=30),
    max_size=25,
)


@given(_LINES, st.sampled_from([None, *(entry.name for entry in FORMATS)]))
@settings(max_examples=300)
def test_any_mix_of_layouts_is_a_conversation_or_bad_input(lines: list[str], name: str | None) -> None:
    data = "\n".join(lines).encode("utf-8", "surrogatepass")
    for item in read_conversations(data, "call.txt", format=name):
        assert isinstance(item, BadInput) or item[0].turns


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "data",
                    "transcript",
                    "sentences",
                    "text",
                    "speaker_name",
                    "callTranscripts",
                    "speakerId",
                    "results",
                    "channels",
                    "alternatives",
                    "utterances",
                    "paragraphs",
                    "words",
                    "segments",
                    "start",
                    "end",
                    "monologues",
                    "elements",
                    "value",
                    "ts",
                    "speaker",
                    "speakers",
                    "id",
                    "name",
                    "turns",
                    "parties",
                    "audio_url",
                    "date",
                    "title",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=25,
)


@given(_VALUES, st.sampled_from([None, *(entry.name for entry in FORMATS)]))
@settings(max_examples=400)
def test_any_json_is_a_conversation_or_bad_input(value: object, name: str | None) -> None:
    for item in read_conversations(json.dumps(value).encode(), "call.json", format=name):
        assert isinstance(item, BadInput) or isinstance(item[0].id, str)
