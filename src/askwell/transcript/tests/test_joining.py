"""Cues become turns: same speaker, less than 2 s apart, in file order."""

from hypothesis import given
from hypothesis import strategies as st

from askwell.transcript.draft import Cue
from askwell.transcript.joining import join_cues, join_texts


def _texts(*cues: Cue) -> list[str]:
    return [turn.text for turn in join_cues(cues)]


def test_cues_of_one_speaker_less_than_two_seconds_apart_are_one_turn() -> None:
    turns = join_cues([Cue("We use", "Ana", 0, 1), Cue("two kilns.", "Ana", 2.9, 4)])
    assert [(turn.text, turn.start, turn.end) for turn in turns] == [("We use two kilns.", 0, 4)]
    assert [(word.text, word.start, word.end) for word in turns[0].words] == [("We use", 0, 1), ("two kilns.", 2.9, 4)]


def test_two_seconds_apart_are_two_turns() -> None:
    assert _texts(Cue("One.", "Ana", 0, 1), Cue("Two.", "Ana", 3, 4)) == ["One.", "Two."]


def test_another_speaker_begins_a_turn() -> None:
    assert _texts(Cue("One.", "Ana", 0, 1), Cue("Two.", "Ben", 1, 2)) == ["One.", "Two."]


def test_cues_without_speaker_or_times_stay_apart() -> None:
    assert _texts(Cue("One.", None, 0, 1), Cue("Two.", None, 1, 2)) == ["One.", "Two."]
    assert _texts(Cue("One.", "Ana"), Cue("Two.", "Ana")) == ["One.", "Two."]
    assert _texts(Cue("One.", "Ana", 0), Cue("Two.", "Ana", 1)) == ["One.", "Two."]


def test_times_that_run_backwards_do_not_join() -> None:
    assert _texts(Cue("One.", "Ana", 10, 11), Cue("Two.", "Ana", 2, 3)) == ["One.", "Two."]


def test_a_single_cue_has_no_words() -> None:
    assert join_cues([Cue("One.", "Ana", 0, 1)])[0].words == ()


def test_han_text_is_joined_without_a_space_and_mixed_text_with_one() -> None:
    assert join_texts(["停了两次，", "每次四小时"]) == "停了两次，每次四小时"
    assert join_texts(["我们用", "SAP"]) == "我们用 SAP"
    assert join_texts(["We use", "SAP"]) == "We use SAP"


_CUES = st.lists(
    st.builds(
        Cue,
        st.text(min_size=1),
        st.sampled_from([None, "Ana", "Ben"]),
        st.none() | st.floats(0, 20),
        st.none() | st.floats(0, 20),
    )
)


@given(_CUES)
def test_joining_loses_and_reorders_nothing(cues: list[Cue]) -> None:
    kept = [word.text for turn in join_cues(cues) for word in (turn.words or (turn,))]
    assert kept == [cue.text for cue in cues]


@given(_CUES)
def test_joined_neighbours_share_a_speaker_and_are_close(cues: list[Cue]) -> None:
    for turn in join_cues(cues):
        for before, after in zip(turn.words, turn.words[1:], strict=False):
            assert turn.speaker is not None
            assert before.start is not None
            assert before.end is not None
            assert after.start is not None
            assert before.start <= after.start < before.end + 2
