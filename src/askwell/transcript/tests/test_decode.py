"""Bytes to text: encodings told apart by content, everything else refused with its place."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askwell.transcript.decode import clean_text, decode
from askwell.transcript.errors import BadInput

CHINESE = "沈越：您这边一天出多少托盘？\n康主任：四十托左右，这个月坏了九托梨。\n"


@pytest.mark.parametrize(
    ("codec", "label"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("gb18030", "GB18030"),
        ("utf-16-le", "UTF-16 LE"),
        ("utf-16-be", "UTF-16 BE"),
        ("utf-16", "UTF-16 LE"),
    ],
)
@pytest.mark.parametrize("text", [CHINESE, CHINESE + "Hana: forty pallets a day.\n", "Hana: forty pallets.\n" * 3])
def test_text_is_decoded_in_each_encoding(codec: str, label: str, text: str) -> None:
    decoded = decode(text.encode(codec))
    assert decoded.text == text
    assert decoded.encoding == ("UTF-8" if codec == "gb18030" and text.isascii() else label)


def test_an_old_western_file_is_not_taken_for_chinese() -> None:
    text = "Tomás Rey: We can’t wait – the café opens in May.\n" * 2
    assert decode(text.encode("cp1252")).text == text


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16-le"])
def test_a_last_character_cut_in_half_is_left_out_and_noticed(codec: str) -> None:
    decoded = decode(CHINESE.strip("\n").encode(codec)[:-1])
    assert decoded.text == CHINESE.strip("\n")[:-1]
    assert decoded.cut_off


@pytest.mark.parametrize(
    ("data", "message", "place"),
    [
        (b"", "empty", "byte 0"),
        (b" \r\n\t", "empty", "byte 0"),
        (b"\xef\xbb\xbf", "empty", "byte 0"),
        (b"%PDF-1.7 ...", "a PDF", "byte 0"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Word", "byte 0"),
        (b"<!DOCTYPE html><html>", "web page", "byte 0"),
        (b"\0\0\0\x20ftypisom", "recording or video", "byte 4"),
        (b"Hana: one\0two three four", "NUL byte", "byte 9"),
        ("四十托左右，".encode() * 3 + b"\xff" + "坏了九托梨".encode() * 3, "damaged", "byte 54"),
        (b"\x80\x81\xff\xfe" * 9, "cannot be read", "byte 0"),
        (b"\xff\xfeH\x00i\x00\x00\xdc!\x00", "cannot be read as UTF-16", "byte 6"),
        (b"\x01\x02\x03ab", "control characters", "character 0"),
    ],
)
def test_what_is_not_text_is_refused_with_its_place(data: bytes, message: str, place: str) -> None:
    with pytest.raises(BadInput, match=message) as caught:
        decode(data)
    assert caught.value.place == place


def test_line_ends_become_one_and_control_characters_are_counted_out() -> None:
    text = "Hana: one\x07 two\rLuis: three\x0bfour\r\nHana: five\x1b"
    assert clean_text(text) == ("Hana: one two\nLuis: three four\nHana: five", 3)


_PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co"))).filter(
    lambda text: text.strip() and "\ufeff" not in text and not text.startswith("<")
)


@given(_PLAIN)
def test_marked_text_is_read_back_as_written(text: str) -> None:
    for codec in ("utf-8-sig", "utf-16"):
        assert decode(text.encode(codec)).text == text


@given(st.text(st.sampled_from("沈越康主任您这边一天出多少托盘坏了九托梨，。：abc 12\n"), min_size=8))
def test_chinese_text_survives_gb18030(text: str) -> None:
    if text.strip():
        assert decode(text.encode("gb18030")).text == text


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_bad_input(data: bytes) -> None:
    with suppress(BadInput):
        decode(data).text.encode()
