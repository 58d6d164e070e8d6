"""Speech without punctuation is cut where something new begins."""

from itertools import pairwise

import pytest

from askwell.coding.arrays import arrays_from_bytes, arrays_to_bytes
from askwell.coding.cutting import CutModel, cut_arrays, cut_model, shipped_cuts, words_of
from askwell.coding.notation import read_coded_text
from askwell.coding.sequence import segmented
from askwell.coding.train_cuts import fit_cuts, gaps
from askwell.method.terms import Side
from askwell.transcript.conversation import Conversation, Turn

RUN_ON = {
    "en": "yeah we had the engineer out on monday it's the third time this year anyway how many sites are you on now",
    "zh": "我们这边一共六台设备都是前年买的去年坏过三次每次都要等两天你们售后一般多久能到现场",
}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_run_on_speech_is_cut_into_several_stretches(lang: str) -> None:
    turn = Turn(Side.BUYER, RUN_ON[lang])
    parts = segmented(Conversation("c", (turn,), lang=lang), lang)[0]
    assert len(parts) >= 3
    assert all(one.end <= other.start for one, other in pairwise(parts))


def test_the_end_of_a_sentence_and_the_edge_of_a_unit_are_cuts_and_an_english_comma_tells_nothing() -> None:
    coded = read_coded_text("# lang: en\nbuyer: Six, all old. They leak {implied_need: two fail a year} I think\n")
    (turn,) = coded.conversation.turns
    begins = [word for _, word in words_of(turn.text.lower())][1:]
    told = dict(zip([word for word in begins if word != "all"], (cut for _, cut in gaps(coded)), strict=True))
    assert [word for word, cut in told.items() if cut] == ["they", "two", "i"]


def test_nothing_is_cut_in_a_language_nobody_taught() -> None:
    model = fit_cuts([read_coded_text("# lang: en\nbuyer: Six of them. They leak. They fail.\n")])
    assert model.places("und dann noch eins", "de") == []
    assert CutModel({}, {}, {}).places("six of them they leak", "en") == []


def test_a_stored_model_cuts_alike() -> None:
    model, text = shipped_cuts(), RUN_ON["en"]
    stored = cut_model(arrays_from_bytes(arrays_to_bytes(cut_arrays(model))))
    assert stored.places(text, "en") == model.places(text, "en") != []
