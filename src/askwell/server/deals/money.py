"""Amounts as people write them, in both languages: read as typed (``120万``, ``£40k``), shown as is customary.

Nothing is rounded: an amount that cannot be said shortly without loss is written in full.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

SYMBOLS = {
    "CNY": "¥",
    "GBP": "£",
    "EUR": "€",
    "USD": "$",
    "HKD": "HK$",
    "TWD": "NT$",
    "SGD": "S$",
    "AUD": "A$",
    "CAD": "C$",
    "INR": "₹",
    "KRW": "₩",
    "JPY": "JP¥",
}
CURRENCIES = (
    *SYMBOLS,
    "CHF",
    "SEK",
    "NOK",
    "DKK",
    "PLN",
    "CZK",
    "TRY",
    "BRL",
    "MXN",
    "ZAR",
    "AED",
    "SAR",
    "THB",
    "NZD",
)
_MYRIADS = ("万", "萬", "亿", "億")
_MOST = Decimal(10) ** 15
_SIGNS = {
    **{symbol.lower(): code for code, symbol in SYMBOLS.items()},
    **{code.lower(): code for code in CURRENCIES},
    "us$": "USD",
    "rmb": "CNY",
    "元": "CNY",
    "块": "CNY",
    "人民币": "CNY",
    "元人民币": "CNY",
    "美元": "USD",
    "美金": "USD",
    "英镑": "GBP",
    "欧元": "EUR",
    "港元": "HKD",
    "港币": "HKD",
    "日元": "JPY",
    "新台币": "TWD",
    "pounds": "GBP",
    "euros": "EUR",
    "euro": "EUR",
    "dollars": "USD",
    "yuan": "CNY",
}
_UNITS = {
    "千": 3,
    "万": 4,
    "萬": 4,
    "十万": 5,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "億": 8,
    "十亿": 9,
    "万亿": 12,
    "k": 3,
    "thousand": 3,
    "m": 6,
    "mn": 6,
    "mio": 6,
    "million": 6,
    "b": 9,
    "bn": 9,
    "billion": 9,
}
_PARTS = re.compile(r"(?P<before>[^\d.]*?)(?P<number>\d[\d, ']*(?:\.\d+)?|\.\d+)(?P<after>[^\d]*)")
_GROUPED = re.compile(r"\d{1,3}(?:[, ']\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+")


class NotAnAmountError(ValueError):
    """What was typed is not an amount of money anybody could read without guessing."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount; ``currency`` is empty where the writing does not say it."""

    amount: Decimal
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """What amounts of a column are of, as its heading says: a power of ten, and a currency or none."""

    power: int = 0
    currency: str = ""


PLAIN = Unit()


def read_unit(text: str) -> Unit | None:
    """``万元``, ``k``, ``£k``, ``in thousands``, ``USD m``, ``GBP`` as a unit; None where it is none."""
    plain = re.sub(r"^(?:in |单位:?)\s*", "", unicodedata.normalize("NFKC", text).strip().lower())
    sign = max((sign for sign in _SIGNS if plain.startswith(sign)), key=len, default="")
    rest = plain.removeprefix(sign).strip()
    power, after = _unit(rest.removesuffix("s") if rest.removesuffix("s") in _UNITS else rest)
    named = [part for part in (sign, after) if part]
    if not plain or len(named) > 1 or any(part not in _SIGNS for part in named):
        return None
    return Unit(power, _SIGNS[named[0]] if named else "")


def read_amount(text: str, unit: Unit = PLAIN) -> Money:
    """What was typed: ``120万``, ``1.2亿元``, ``£40k``, ``1.5m``, ``¥1,200万``, ``USD 2 million``, ``12,000,000``.

    ``unit`` is for what the writing itself does not say.

    Raises:
        NotAnAmountError: it cannot be read, or only by guessing, as ``1,5``.
    """
    found = _PARTS.fullmatch(unicodedata.normalize("NFKC", text).strip().lower())
    if found is None or not _GROUPED.fullmatch(number := found["number"].strip()):
        raise NotAnAmountError(text)
    power, after = _unit(found["after"].strip())
    named = {_currency(part) for part in (found["before"].strip(), after) if part}
    if len(named) > 1:
        raise NotAnAmountError(text)
    try:
        amount = (Decimal(re.sub("[, ']", "", number)) * 10 ** (power or unit.power)).quantize(Decimal("0.01"))
    except InvalidOperation as error:
        raise NotAnAmountError(text) from error
    if amount > _MOST:
        raise NotAnAmountError(text)
    return Money(amount, next(iter(named), unit.currency))


def in_myriads(text: str) -> bool:
    """Whether an amount is written in 万 or 亿, as those do who reckon in yuan."""
    return any(unit in text for unit in _MYRIADS)


def shown_amount(amount: Decimal | None, currency: str, lang: str) -> str:
    """``¥1,200万`` and ``¥3.4亿`` in Chinese, ``¥12,000,000`` and ``£1.2m`` in English; a dash for None."""
    if amount is None:
        return "–"
    symbol = SYMBOLS.get(currency) or f"{currency} ".lstrip()
    sign, size = ("-", -amount) if amount < 0 else ("", amount)
    return f"{sign}{symbol}{plain_amount(size, currency, lang)}"


def plain_amount(amount: Decimal, currency: str, lang: str) -> str:
    """The amount without its currency, as a person would type it."""
    for unit, one, smallest in _shortenings(currency, lang):
        if amount >= one and amount % smallest == 0:
            return f"{_scaled(amount / one)}{unit}"
    return _in_full(amount)


def _shortenings(currency: str, lang: str) -> tuple[tuple[str, int, int], ...]:
    """Each unit with what it stands for, and the smallest step that is still said in it."""
    if lang == "zh":
        return ("亿", 10**8, 10**5), ("万", 10**4, 10**2)
    if SYMBOLS.get(currency, "").endswith("¥"):
        return ()  # yuan and yen are written out in English
    return ("bn", 10**9, 10**7), ("m", 10**6, 10**4)


def _scaled(value: Decimal) -> str:
    return f"{value:,f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"


def _in_full(value: Decimal) -> str:
    return f"{value:,.2f}" if value % 1 else f"{value:,.0f}"


def _unit(text: str) -> tuple[int, str]:
    """The power of ten that follows a number, and what is left after it."""
    for unit in sorted(_UNITS, key=len, reverse=True):
        rest = text.removeprefix(unit)
        if rest != text and (not unit.isascii() or not rest[:1].isascii() or not rest[:1].isalpha()):
            return _UNITS[unit], rest.strip()
    return 0, text


def _currency(text: str) -> str:
    try:
        return _SIGNS[text]
    except KeyError as error:
        raise NotAnAmountError(text) from error
