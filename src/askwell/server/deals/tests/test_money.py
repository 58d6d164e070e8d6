"""Amounts as people write them."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askwell.server.deals.money import Money, NotAnAmountError, plain_amount, read_amount, shown_amount

AMOUNTS = st.decimals(min_value=0, max_value=10**12, places=2, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("120万", 1_200_000, ""),
        ("1.2亿元", 120_000_000, "CNY"),
        ("¥1,200万", 12_000_000, "CNY"),
        ("￥３０万", 300_000, "CNY"),
        ("3千万", 30_000_000, ""),
        ("120万美元", 1_200_000, "USD"),
        ("1.5m", 1_500_000, ""),
        ("£40k", 40_000, "GBP"),
        ("USD 2 million", 2_000_000, "USD"),
        ("12,000,000", 12_000_000, ""),
        ("40 000 €", 40_000, "EUR"),
        ("HK$3m", 3_000_000, "HKD"),
    ],
)
def test_what_people_type_is_read(text: str, amount: int, currency: str) -> None:
    assert read_amount(text) == Money(Decimal(amount), currency)


@pytest.mark.parametrize("text", ["1,5", "1,200,0", "-5", "1e5", "a lot", "¥", "£40k USD", "12 34", "9" * 30, "nan"])
def test_what_could_only_be_guessed_is_refused(text: str) -> None:
    with pytest.raises(NotAnAmountError):
        read_amount(text)


@pytest.mark.parametrize(
    ("amount", "currency", "english", "chinese"),
    [
        ("12000000", "CNY", "¥12,000,000", "¥1,200万"),
        ("340000000", "CNY", "¥340,000,000", "¥3.4亿"),
        ("1200000", "GBP", "£1.2m", "£120万"),
        ("184000", "GBP", "£184,000", "£18.4万"),
        ("1500000000", "USD", "$1.5bn", "$15亿"),
        ("1234567.50", "EUR", "€1,234,567.50", "€1,234,567.50"),
        ("9800", "CHF", "CHF 9,800", "CHF 9,800"),
        ("0", "JPY", "JP¥0", "JP¥0"),
    ],
)
def test_amounts_are_shown_as_people_write_them(amount: str, currency: str, english: str, chinese: str) -> None:
    assert shown_amount(Decimal(amount), currency, "en") == english
    assert shown_amount(Decimal(amount), currency, "zh") == chinese


def test_no_amount_is_a_dash() -> None:
    assert shown_amount(None, "", "en") == "–"


@given(AMOUNTS, st.sampled_from(["CNY", "GBP", "JPY", "SEK", ""]), st.sampled_from(["en", "zh"]))
def test_nothing_is_lost_when_what_is_shown_is_typed_again(amount: Decimal, currency: str, lang: str) -> None:
    assert read_amount(plain_amount(amount, currency, lang)).amount == amount


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    with suppress(NotAnAmountError):
        assert read_amount(text).amount >= 0
