import itertools
from importlib.resources import files

import pytest

from askwell.method.terms import SaleSize, Side
from askwell.samples import sample_calls
from askwell.transcript.conversation import Conversation, Turn
from askwell.transcript.read import read_conversation

EACH_CALL = pytest.mark.parametrize("call", sample_calls(), ids=lambda call: call.id)


def test_four_calls_in_each_language_sorted_by_id() -> None:
    ids = [call.id for call in sample_calls()]
    assert ids == sorted(set(ids))
    assert [call.lang for call in sample_calls()] == ["en"] * 4 + ["zh"] * 4


def test_ids_are_the_file_names() -> None:
    names = {item.name for item in files("askwell.samples").iterdir() if item.name.endswith(".json")}
    assert names == {f"{call.id}.json" for call in sample_calls()}


def test_each_language_holds_a_long_call_of_over_half_an_hour() -> None:
    lengths = {"en": 0.0, "zh": 0.0}
    for call in sample_calls():
        assert call.lang
        lengths[call.lang] = max(lengths[call.lang], _ended(call.turns[-1]))
    assert min(lengths.values()) > 30 * 60


def test_one_call_is_a_small_sale_and_the_others_major() -> None:
    sales = sorted(call.sale for call in sample_calls())
    assert sales == [SaleSize.MAJOR] * 7 + [SaleSize.SMALL]


@EACH_CALL
def test_a_call_is_whole(call: Conversation) -> None:
    assert len(call.turns) >= 40
    assert call.title
    assert call.objective
    assert call.held_at
    assert call.held_at.startswith("2026-")
    assert all(turn.text.strip() == turn.text != "" for turn in call.turns)


@EACH_CALL
def test_turns_agree_with_the_participants(call: Conversation) -> None:
    people = {person.id: person for person in call.participants}
    assert {person.side for person in people.values()} == {Side.SELLER, Side.BUYER}
    assert {turn.participant for turn in call.turns} == set(people)
    for turn in call.turns:
        assert turn.participant
        assert (turn.name, turn.speaker) == (people[turn.participant].name, people[turn.participant].side)


@EACH_CALL
def test_turns_start_one_after_another_and_overlap_little(call: Conversation) -> None:
    assert all(0 <= _started(turn) < _ended(turn) for turn in call.turns)
    for before, after in itertools.pairwise(call.turns):
        assert _started(before) < _started(after)
        assert _ended(before) - _started(after) < 1


@EACH_CALL
def test_people_talk_at_a_human_pace(call: Conversation) -> None:
    spoken = sum(_ended(turn) - _started(turn) for turn in call.turns)
    letters = sum(len(turn.text) for turn in call.turns)
    slowest, fastest = (3, 6.5) if call.lang == "zh" else (10, 18)
    assert slowest < letters / spoken < fastest


@pytest.mark.parametrize(
    ("name", "format_name", "lang", "people"),
    [
        ("glasshouse-boiler-zoom.vtt", "zoom", "en", {"Nadia Quill", "Owen Partridge"}),
        ("gift-box-tencent-meeting.txt", "tencent_meeting", "zh", {"方晓", "马姐", "小柯"}),
    ],
)
def test_exports_read_as_the_tool_that_wrote_them(name: str, format_name: str, lang: str, people: set[str]) -> None:
    data = files("askwell.samples").joinpath("exports", name).read_bytes()
    call, notes = read_conversation(data, name)
    assert (notes.format, call.lang) == (format_name, lang)
    assert {turn.name for turn in call.turns} == people
    assert len(call.turns) == 18


def _started(turn: Turn) -> float:
    assert turn.start is not None
    return turn.start


def _ended(turn: Turn) -> float:
    assert turn.end is not None
    return turn.end
