"""A call as a recogniser would have written it: the words change, the units stay on them."""

import pytest

from askwell.coding.notation import read_coded_text
from askwell.coding.recognised import recognised

CALLS = {
    "en": (
        "# lang: en\n"
        "seller: {situation_question: How many lines do you run, Mr Reed?} {problem_question: Do they ever stop?}\n"
        "buyer: {implied_need#n: Every week, for 3 hours, and then we ship late.} Sorry.\n"
        "seller: {implication_question ->n deepens: And when you ship late, who hears about it first?}\n"
    ),
    "zh": (
        "# lang: zh\n"
        "seller: 罗工，{situation_question: 您这边一共几条线？}{problem_question: 停机多不多？}\n"
        "buyer: {implied_need#n: 每周都停，一停就是3个小时，货就交不上。}\n"
        "seller: {implication_question ->n deepens: 那交不上货的时候，谁先找到您这儿来？}\n"
    ),
}


@pytest.mark.parametrize("lang", CALLS)
def test_nothing_a_recogniser_would_not_write_is_left(lang: str) -> None:
    call = recognised(read_coded_text(CALLS[lang]), seed=7)
    text = "".join(turn.text for turn in call.conversation.turns)
    assert text == text.lower()
    assert not set(text) & set(".,?!，。？！")


@pytest.mark.parametrize("lang", CALLS)
def test_the_same_seed_gives_the_same_call(lang: str) -> None:
    call = read_coded_text(CALLS[lang])
    assert recognised(call, seed=7) == recognised(call, seed=7)
    assert any(recognised(call, seed).conversation != recognised(call, 7).conversation for seed in range(8, 20))


@pytest.mark.parametrize("lang", CALLS)
@pytest.mark.parametrize("seed", range(20))
def test_units_keep_their_codes_order_and_links(lang: str, seed: int) -> None:
    written = read_coded_text(CALLS[lang])
    call = recognised(written, seed)
    codes = [unit.code for unit in call.units]
    assert [code for i, code in enumerate(codes) if i == 0 or code is not codes[i - 1]] == [
        u.code for u in written.units
    ]
    linked = [unit for unit in call.units if unit.links]
    assert all(link.to in {unit.id for unit in call.units} for unit in linked for link in unit.links)
    for one, other in zip(call.units, call.units[1:], strict=False):
        assert (one.turn, one.end) <= (other.turn, other.start) or one.turn < other.turn


def test_a_unit_covers_the_words_it_covered() -> None:
    call = recognised(read_coded_text(CALLS["en"]), seed=1)
    assert call.text_of(call.units[0]).startswith("how many")
