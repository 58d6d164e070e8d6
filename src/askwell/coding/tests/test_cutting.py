"""Speech without punctuation is cut where something new begins."""

import pytest

from askwell.coding.arrays import arrays_from_bytes, arrays_to_bytes
from askwell.coding.cutting import cut_arrays, cut_models, shipped_cuts, words_of
from askwell.coding.notation import read_coded_text
from askwell.coding.splitting import clauses
from askwell.coding.train_cuts import fit_cuts, gaps
from askwell.method.terms import Side
from askwell.transcript.conversation import Turn

RUN_ON = {
    "en": "yeah we had the engineer out on monday it's the third time this year anyway how many sites are you on now",
    "zh": "嗯对对我们是去年换的系统换了以后数据老对不上啊财务那边天天来找我我也没办法你们有没有做过类似的",
}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_run_on_speech_is_cut_into_several_stretches(lang: str) -> None:
    turn = Turn(Side.BUYER, RUN_ON[lang])
    untaught = clauses(turn, lang, {})
    assert len(clauses(turn, lang, shipped_cuts())) > max(2, len(untaught))


def test_the_end_of_a_sentence_and_the_edge_of_a_unit_are_cuts_and_a_comma_alone_tells_nothing() -> None:
    coded = read_coded_text("# lang: en\nbuyer: Six, all old. They leak {implied_need: two fail a year} I think\n")
    ((rows, cuts),) = gaps(coded)
    begins = [word for _, word in words_of(coded.conversation.turns[0].text.lower())][1:]
    assert len(rows) == len(begins) - 1
    assert [word for word, cut in zip([word for word in begins if word != "all"], cuts, strict=True) if cut] == [
        "they",
        "two",
        "i",
    ]


def test_a_turn_that_ends_no_sentence_and_the_point_of_an_abbreviation_teach_nothing() -> None:
    run_on = read_coded_text("# lang: en\nbuyer: six of them they leak {implied_need: two fail a year} i think\n")
    assert list(gaps(run_on)) == []
    ((_rows, cuts),) = gaps(read_coded_text("# lang: en\nbuyer: Dr. Stroud told me that. They leak.\n"))
    assert cuts.tolist() == [False, False, False, False, True, False]


def test_nothing_is_cut_in_a_language_nobody_taught() -> None:
    models = fit_cuts([read_coded_text("# lang: en\nbuyer: Six of them. They leak. They fail.\n")])
    assert set(models) == {"en"}


def test_a_stored_model_cuts_alike() -> None:
    models, text = shipped_cuts(), RUN_ON["en"]
    stored = cut_models(arrays_from_bytes(arrays_to_bytes(cut_arrays(models))))
    assert stored["en"].places(text) == models["en"].places(text) != []
