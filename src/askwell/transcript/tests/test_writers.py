"""What is written reads back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askwell.method.terms import Side
from askwell.transcript.conversation import Conversation, Participant, Turn
from askwell.transcript.read import read_conversation
from askwell.transcript.writers import write_text, write_webvtt

CALL = Conversation(
    id="c1",
    lang="en",
    participants=(Participant("p1", Side.SELLER, "Ana"),),
    turns=(
        Turn(Side.SELLER, "Is 3 < 4 & true?", participant="p1", start=3661.5, end=3664.25),
        Turn(Side.BUYER, "Yes.\n--> see", name="Ben <b>", start=3670),
        Turn(Side.UNKNOWN, "Late.", start=3672),
        Turn(Side.BUYER, "No time."),
    ),
)


def test_webvtt_escapes_and_gives_every_cue_an_end() -> None:
    assert write_webvtt(CALL) == (
        "WEBVTT\n\n"
        "01:01:01.500 --> 01:01:04.250\n<v Ana>Is 3 &lt; 4 &amp; true?</v>\n\n"
        "01:01:10.000 --> 01:01:12.000\n<v Ben &lt;b&gt;>Yes. --&gt; see</v>\n\n"
        "01:01:12.000 --> 01:01:13.000\n<v Speaker>Late.</v>\n"
    )


def test_text_has_a_line_for_every_turn() -> None:
    assert write_text(CALL) == (
        "[01:01:01] Ana: Is 3 < 4 & true?\n[01:01:10] Ben <b>: Yes. --> see\n"
        "[01:01:12] Speaker: Late.\nBuyer: No time.\n"
    )


def test_chinese_calls_are_written_with_chinese_labels() -> None:
    call = Conversation(id="c", lang="zh", turns=(Turn(Side.SELLER, "您好。"), Turn(Side.BUYER, "您好。")))
    assert write_text(call) == "销售：您好。\n客户：您好。\n"


_SAID = st.text(st.sampled_from("abc 停线<>&.,?：:"), min_size=1).filter(lambda text: any(c in "abc停线" for c in text))


@pytest.mark.parametrize("gap", [2.5])
@given(texts=st.lists(_SAID, min_size=1, max_size=6))
def test_webvtt_reads_back(texts: list[str], gap: float) -> None:
    turns = tuple(
        Turn(Side.SELLER, text, name="Ana", start=i * gap * 2, end=i * gap * 2 + 1) for i, text in enumerate(texts)
    )
    again, _ = read_conversation(write_webvtt(Conversation("c", turns)).encode(), "c.vtt")
    assert [(turn.text, turn.start, turn.end, turn.name) for turn in again.turns] == [
        (" ".join(turn.text.split()), turn.start, turn.end, "Ana") for turn in turns
    ]
