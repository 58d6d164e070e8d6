"""What talk is about, and how it is quoted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askwell.understanding.words import content_words, overlap, quote, sentences, word_count


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The fillers are jamming", "a filler jams"),
        ("灌装头卡住了", "那个灌装头"),
        ("late deliveries", "a late delivery"),
    ],
)
def test_forms_of_a_word_count_as_the_same(one: str, other: str) -> None:
    assert content_words(one) & content_words(other)


def test_little_words_are_no_content() -> None:
    assert content_words("It is what we have to do, isn't it?") == frozenset()


def test_one_word_in_common_between_long_texts_is_no_likeness() -> None:
    one, other = content_words("filler valve crew night shift"), content_words("filler invoice ledger auditor bank")
    assert overlap(one, other) == 0.0


def test_a_word_or_a_han_character_counts_one() -> None:
    assert word_count("we've 3 灌装 lines") == 5


def test_a_short_text_is_quoted_whole() -> None:
    assert quote("Well, um, the filler jams.") == "the filler jams."
    assert quote("对，灌装头老卡。") == "灌装头老卡。"
    assert quote("对您而言，班长当班就能看到。") == "对您而言，班长当班就能看到。"


@given(st.text(alphabet="abc ,.，。灌装头卡", max_size=300))
def test_a_quote_is_never_much_longer_than_asked(text: str) -> None:
    assert word_count(quote(text)) <= 32


def test_sentences_end_at_their_marks_and_not_within_a_number() -> None:
    text = "It cost 1.5 million. Why? 好的，行。下周；再说"
    assert [sentence for _start, sentence in sentences(text)] == [
        "It cost 1.5 million.",
        "Why?",
        "好的，行。",
        "下周；",
        "再说",
    ]


@given(st.text(alphabet="a.?! ；。好\n5"))
def test_sentences_stand_where_they_say(text: str) -> None:
    found = sentences(text)
    assert all(text[start : start + len(sentence)] == sentence for start, sentence in found)
    ends = [start + len(sentence) for start, sentence in found]
    assert all(end <= start for end, (start, _sentence) in zip(ends, found[1:], strict=False))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("So the head jams.", "the head jams."),
        ("So far we have lost two.", "So far we have lost two."),
        ("Well, it jams.", "it jams."),
        ("Well over half of them are late.", "Well over half of them are late."),
        ("Right now nobody knows.", "Right now nobody knows."),
        ("Look, it jams.", "it jams."),
    ],
)
def test_a_quote_loses_a_filler_and_no_word_that_means_something(text: str, told: str) -> None:
    assert quote(text) == told
