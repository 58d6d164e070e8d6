"""Whole files to conversations: ids, language, notes, our own JSON untouched, JSONL line by line."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askwell.method.terms import Side
from askwell.transcript.conversation import Conversation, conversation_to_json, digest
from askwell.transcript.errors import BadInput
from askwell.transcript.read import read_conversation, read_conversations

FIXTURES = Path(__file__).parent / "fixtures"


def _fixture(name: str, **options: Any) -> tuple[Conversation, dict[str, int]]:
    conversation, notes = read_conversation((FIXTURES / name).read_bytes(), name, **options)
    return conversation, {str(notice): count for notice, count in notes.counts.items()}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("call 1.vtt", "call 1"),
        ("folder/第二次拜访.v2.txt", "第二次拜访.v2"),
        ("C:\\calls\\x.srt", "x"),
        (".vtt", ".vtt"),
        ("", "call"),
        ("../..", "."),
    ],
)
def test_the_id_is_the_stem_of_the_file_name(name: str, expected: str) -> None:
    assert read_conversation(b"Ana: Hello.\nBen: Hello.", name)[0].id == expected


def test_cues_are_joined_and_their_times_kept_as_words() -> None:
    conversation, notes = _fixture("zoom.vtt")
    assert [turn.text for turn in conversation.turns] == [
        "Thanks for making the time today, Paul. How do you currently dry the timber before planing?",
        "We use two kilns. One is always down: that costs us a shift a week.",
        "A shift a week?",
        "Right.",
    ]
    assert [word.start for word in conversation.turns[0].words] == [3.12, 7.01]
    assert notes["some_without_speaker"] == 1


def test_what_is_missing_is_noted() -> None:
    assert _fixture("plain.txt")[1] == {"no_speakers": 3, "no_times": 3, "sides_unknown": 1}
    assert _fixture("ms_stream.vtt")[1] == {"no_speakers": 2, "sides_unknown": 1}
    assert _fixture("otter.txt")[1]["no_end_times"] == 3


def test_lines_no_reader_can_place_are_counted() -> None:
    data = b"Maeve's call\nplease do not share\nand keep it short\n\nMaeve  0:00\nHello.\n\nOskar  0:06\nHello.\n"
    conversation, notes = read_conversation(data, "call.txt")
    assert (notes.format, notes.counts["lines_skipped"]) == ("otter", 2)  # type: ignore[index]
    assert conversation.title == "Maeve's call"


def test_talk_before_the_first_name_is_kept_in_plain_text() -> None:
    conversation, _ = read_conversation(b"Call\nwe begin in the middle of it\nAna: Hello.\nBen: Hello.\n", "c.txt")
    assert conversation.turns[0].text == "we begin in the middle of it"
    assert conversation.turns[0].name is None


@pytest.mark.parametrize(("name", "lang"), [("zoom.vtt", "en"), ("tencent_meeting.txt", "zh"), ("whisper.json", "zh")])
def test_the_language_is_settled_by_content_unless_given(name: str, lang: str) -> None:
    assert _fixture(name)[0].lang == lang
    assert _fixture(name, lang="auto")[0].lang == lang
    assert _fixture(name, lang="en")[0].lang == "en"


def test_reading_twice_gives_the_same_digest() -> None:
    for path in sorted(FIXTURES.glob("*.*")):
        if path.suffix != ".yaml":
            first, second = (read_conversation(path.read_bytes(), path.name)[0] for _ in range(2))
            assert digest(first) == digest(second)


def test_our_own_json_comes_back_exactly() -> None:
    given_json = json.loads((FIXTURES / "askwell.json").read_text("utf-8"))
    conversation, notes = _fixture("askwell.json")
    assert conversation_to_json(conversation) == given_json
    assert notes == {"some_without_times": 1, "no_end_times": 3, "times_backwards": 1, "sides_unknown": 1}


def test_sellers_settle_only_what_our_own_json_leaves_open() -> None:
    conversation, _ = _fixture("askwell.json", sellers=["luis"])
    assert [turn.speaker.value for turn in conversation.turns] == ["seller", "seller", "seller"]
    settled = b'{"id": "a", "turns": [{"speaker": "buyer", "text": "Hello."}]}'
    assert read_conversation(settled, "a.json", sellers=["Nobody"])[0].turns[0].speaker.value == "buyer"


def test_control_characters_are_taken_out_of_other_tools_json_and_left_in_ours() -> None:
    segments = '{"segments": [{"text": "Hel\\u0000lo.\x7f", "start": 0}]}'
    conversation, notes = read_conversation(segments.encode(), "w.json")
    assert (conversation.turns[0].text, notes.counts["control_characters"]) == ("Hello.", 2)  # type: ignore[index]
    own = '{"id": "a", "turns": [{"speaker": "buyer", "text": "Hel\\u0000lo.\x7f"}]}'
    assert read_conversation(own.encode(), "a.json")[0].turns[0].text == "Hel\0lo.\x7f"


def test_good_lines_of_jsonl_survive_bad_ones() -> None:
    lines = [
        b'\xef\xbb\xbf{"id": "a", "turns": [{"speaker": "seller", "text": "One."}]}',
        b"",
        b'{"id": "b", "turns": [{"speaker": "seller", "te',
        b'{"id": "c", "turns": [{"speaker": "chair", "text": "x"}]}',
        b"\xff\xfe",
        b'{"id": "d", "turns": []}',
    ]
    items = read_conversations(b"\r\n".join(lines), "calls.jsonl")
    assert [item[0].id if isinstance(item, tuple) else item.place for item in items] == [
        "a",
        "line 3, column 48",
        "line 4, turns[0].speaker",
        "line 5, byte 0",
        "d",
    ]


def test_a_file_of_one_conversation_is_a_list_of_one() -> None:
    items = read_conversations((FIXTURES / "zoom.vtt").read_bytes(), "zoom.vtt")
    assert [isinstance(item, tuple) for item in items] == [True]
    assert [str(item) for item in read_conversations(b"", "x.txt")] == ["byte 0: the file is empty"]


_TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
_EXTRA = st.dictionaries(
    _TEXT.map(lambda key: "x-" + key), st.none() | st.integers(-9, 9) | _TEXT | st.lists(_TEXT, max_size=2), max_size=2
)
_TURN = st.fixed_dictionaries(
    {"speaker": st.sampled_from(["seller", "buyer", "unknown"]), "text": _TEXT},
    optional={
        "name": _TEXT,
        "participant": _TEXT,
        "start": st.integers(0, 99) | st.floats(0, 1e6),
        "end": st.integers(0, 99),
    },
)
_OWN = st.fixed_dictionaries(
    {
        "schema": st.just("askwell.conversation/1"),
        "id": _TEXT.filter(str.strip),
        "turns": st.lists(st.builds(lambda a, b: a | b, _TURN, _EXTRA), max_size=4),
    },
    optional={"lang": st.sampled_from(["en", "zh", "auto"]), "title": _TEXT, "held_at": _TEXT, "objective": _TEXT},
)


@given(_OWN, _EXTRA, st.booleans())
def test_conversation_json_is_written_back_equal_to_what_was_read(
    own: dict[str, Any], extra: dict[str, Any], escaped: bool
) -> None:
    value = own | extra
    conversation, _ = read_conversation(json.dumps(value, ensure_ascii=escaped).encode(), "own.json")
    assert conversation_to_json(conversation) == value


def test_a_table_without_known_columns_is_no_talk() -> None:
    with pytest.raises(BadInput, match="no header row names a text column"):
        read_conversation(b"a,b,c\n1,2,3\n", "figures.csv")


def test_two_short_lines_of_talk_are_talk() -> None:
    conversation, _ = read_conversation(b"Yes, fine.\nNo, 4.\n", "call.txt")
    assert len(conversation.turns) > 0


@pytest.mark.parametrize(
    ("first", "second", "names"),
    [
        ("Seller Ana", "Buyer Mr Reed", ["Ana", "Mr Reed"]),
        ("销售 林晓", "客户 王总", ["林晓", "王总"]),
        ("Seller Ana", "Buyer Ana", ["Seller Ana", "Buyer Ana"]),
        ("Seller", "Buyer 2", ["Seller", "Buyer 2"]),
    ],
)
def test_a_role_word_before_a_name_tells_the_side_and_is_no_part_of_the_name(
    first: str, second: str, names: list[str]
) -> None:
    text = f"{first}: How many pumps?\n{second}: Twelve of them.\n{first}: And at night?\n{second}: Two.\n"
    talk, _notes = read_conversation(text.encode(), "call.txt")
    assert [turn.name for turn in talk.turns[:2]] == names
    assert [person.name for person in talk.participants] == names
    assert [turn.speaker for turn in talk.turns[:2]] == [Side.SELLER, Side.BUYER]
