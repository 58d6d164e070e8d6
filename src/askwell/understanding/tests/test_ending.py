"""How a call ends, by what its units show and by what is learned of endings (M07)."""

import numpy as np
import pytest

from askwell.coding.arrays import arrays_from_bytes, arrays_to_bytes
from askwell.coding.notation import read_coded_text
from askwell.method.terms import Outcome
from askwell.transcript.conversation import Conversation, Turn
from askwell.understanding.ending import ending_arrays, ending_model, ending_of, likely_endings
from askwell.understanding.train_ending import fit_ending
from askwell.understanding.verdict import weighed_outcome

AGREED = """
# lang: en
seller: {commitment_proposal: Could your engineer see it on Tuesday?}
buyer: {agreement: Yes, I'll bring him on Tuesday.}
"""
BOUGHT, PUT_OFF = "Fine, send me the contract and I'll sign it on Monday.", "Let me think about it, maybe some day."


def embedded(texts: list[str]) -> np.ndarray:
    """A stand-in for the encoder: one place for each letter."""
    vectors = np.zeros((len(texts), 512), np.float32)
    for row, text in enumerate(texts):
        for letter in text.lower():
            vectors[row, ord(letter) % 512] += 0.05
    return vectors


def call(name: str, last: str, outcome: str) -> str:
    talk = "seller: How many lines do you run?\nbuyer: Four, and the third jams.\n" * 12
    return f"# id: {name}\n# lang: en\n# outcome: {outcome}\n{talk}seller: Shall we?\nbuyer: {last}\n"


@pytest.mark.method("M07")
def test_what_the_units_show_stands_where_nothing_is_learned() -> None:
    assert weighed_outcome(read_coded_text(AGREED), None).label is Outcome.ADVANCE


@pytest.mark.method("M07")
def test_doubt_about_a_success_falls_to_continuation() -> None:
    doubtful = {Outcome.ADVANCE: 0.3, Outcome.ORDER: 0.05, Outcome.CONTINUATION: 0.35, Outcome.NO_SALE: 0.3}
    coded = read_coded_text(AGREED.replace("agreement:", "agreement p=0.8:").replace("proposal:", "proposal p=0.8:"))
    outcome = weighed_outcome(coded, doubtful)
    assert outcome.label is Outcome.CONTINUATION
    assert outcome.uncertain


@pytest.mark.method("M07")
def test_a_likely_order_counts_for_an_advance_too() -> None:
    endings = {Outcome.ADVANCE: 0.4, Outcome.ORDER: 0.35, Outcome.CONTINUATION: 0.2, Outcome.NO_SALE: 0.05}
    outcome = weighed_outcome(read_coded_text(AGREED), endings)
    assert outcome.label is Outcome.ADVANCE
    assert outcome.p > 0.8
    assert outcome.units


@pytest.mark.method("M07")
def test_an_outcome_the_units_do_not_show_rests_on_the_words_nearest_to_it() -> None:
    talk = "seller: {closing_attempt: Shall I book it?}\nbuyer: Well. {objection: No, we are not interested.}\n"
    endings = {Outcome.NO_SALE: 0.9, Outcome.CONTINUATION: 0.1, Outcome.ADVANCE: 0.0, Outcome.ORDER: 0.0}
    coded = read_coded_text(f"# lang: en\n{talk}seller: Right.\nbuyer: Bye.\n")
    (shown,) = weighed_outcome(coded, endings).units
    assert coded.text_of(coded.unit(shown)) == "No, we are not interested."


def test_it_learns_endings_and_is_stored_whole() -> None:
    told = [read_coded_text(call(f"bought{i}", BOUGHT, "order")) for i in range(3)]
    told += [read_coded_text(call(f"put-off{i}", PUT_OFF, "continuation")) for i in range(3)]
    model = fit_ending(told, embedded)
    stored = ending_model(arrays_from_bytes(arrays_to_bytes(ending_arrays(model))))
    bought, put_off = (ending_of(coded.conversation, embedded) for coded in (told[0], told[-1]))
    assert stored.probabilities(bought)[Outcome.ORDER] > 0.6
    assert stored.probabilities(put_off)[Outcome.CONTINUATION] > 0.6


def test_nothing_is_said_of_how_short_talk_ends() -> None:
    talk = read_coded_text(AGREED).conversation
    assert likely_endings(talk) is None


def test_features_of_a_call_in_which_one_side_hardly_speaks() -> None:
    turns = (Turn(speaker=read_coded_text(AGREED).conversation.turns[0].speaker, text="Hello?"),)
    assert np.isfinite(ending_of(Conversation("one", turns, lang="en"), embedded).meaning).all()
