"""What the text of a cell means: amounts, days, addresses, words of stages. Nothing is guessed; what cannot be read
is a ``BadCell`` with a reason (see ``reasons``)."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path

import yaml
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import translation

from askwell.server.deals.importing.spreadsheet import YEAR_LAST
from askwell.server.deals.models import Deal
from askwell.server.deals.money import CURRENCIES, PLAIN, Money, NotAnAmountError, Unit, read_amount, read_unit
from askwell.server.deals.names import domain_of
from askwell.server.deals.terms import STAGE_CHOICES, Choices

HERE = Path(__file__).parent
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T].*)?")
_NAMED_MONTH = ("%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y", "%d-%b-%Y")
_PHONE = re.compile(r"[+(]?[\d\s().\-/+ext]{6,40}")
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?|\d+,\d{1,2}")
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
_AT_THE_END = re.compile(r"(?:[,/:]| in )\s*([^,/:()]+)$")
YEARS = (1900, 2200)


class BadCell(ValueError):  # noqa: N818 - it names the cell that is bad
    """A cell that cannot be read; ``reason`` is a key of ``reasons.REASONS``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def day_of(text: str, *, day_first: bool | None) -> date:
    """A day as people write it; ``03/04/2026`` only where it is known which number is the day."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if found := _YEAR_FIRST.fullmatch(plain):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := YEAR_LAST.fullmatch(plain):
        return _year_last(int(found[1]), int(found[2]), int(found[3]), day_first)
    for form in _NAMED_MONTH:
        try:
            return datetime.strptime(plain.replace(",", "").replace(".", ""), form).date()  # noqa: DTZ007 - a day
        except ValueError:
            continue
    raise BadCell("day")


def unit_of(heading: str) -> Unit:
    """The unit a heading gives for the amounts below it: ``金额（万元）``, ``Amount (£k)``, ``Amount in thousands``."""
    plain = unicodedata.normalize("NFKC", heading).strip()
    parts = [*_IN_BRACKETS.findall(plain), *_AT_THE_END.findall(plain)]
    return next(filter(None, map(read_unit, parts)), PLAIN)


def amount_of(text: str, unit: Unit = PLAIN) -> Money:
    """An amount as people write it, and as other countries' programs do: ``1.200.000,00``."""
    plain = text.strip()
    if _DOTTED.fullmatch(plain) and ("," in plain or plain.count(".") > 1):
        plain = plain.replace(".", "").replace(",", ".")
    if plain.startswith(("-", "−")):
        raise BadCell("negative")
    try:
        return read_amount(plain, unit)
    except NotAnAmountError:
        raise BadCell("amount") from None


def currency_of(text: str) -> str:
    """A currency by its letters, its sign or its name."""
    plain = text.strip()
    if plain.upper() in CURRENCIES:
        return plain.upper()
    try:
        return read_amount(f"1{plain}").currency or _bad("currency")
    except NotAnAmountError:
        raise BadCell("currency") from None


def email_of(text: str) -> str:
    plain = text.strip().removeprefix("mailto:")
    try:
        validate_email(plain)
    except ValidationError:
        raise BadCell("email") from None
    return plain


def site_of(text: str) -> str:
    return domain_of(text) or _bad("domain")


def word_of(vocabulary: str, text: str) -> str:
    """The value a word stands for, in a vocabulary of ``words.yaml``."""
    return _words(vocabulary).get(_word_key(text)) or _bad(vocabulary)


def lines_of(text: str) -> list[str]:
    """Several short texts in one cell, one a line or between semicolons."""
    parts = re.split(r"[\n;；]", text)
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


def looks_like(reads: str) -> Callable[[str], bool] | None:
    """A test of a cell for what is read so; None where any text will do."""
    tests: Mapping[str, Callable[[str], object]] = {
        "amount": amount_of,
        "money": _money,
        "day": lambda text: day_of(text, day_first=True) if not YEAR_LAST.fullmatch(text.strip()) else text,
        "currency": currency_of,
        "email": email_of,
        "domain": site_of,
        "stage": stage_or_state,
        "state": lambda text: word_of("state", text),
        "lost": lambda text: word_of("lost", text),
        "phone": lambda text: _PHONE.fullmatch(text.strip()) or _bad("phone"),
    }
    read = tests.get(reads)
    return None if read is None else lambda text: _reads(read, text)


def _money(text: str) -> Money:
    """An amount that says what it is of: a bare number may be anything."""
    money = amount_of(text)
    if not money.currency:
        raise BadCell("no_currency")
    return money


def _reads(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except BadCell:
        return False
    return True


def stage_or_state(text: str) -> str:
    """Other programs keep won and lost among the stages."""
    for vocabulary in ("stage", "state"):
        try:
            return word_of(vocabulary, text)
        except BadCell:
            continue
    raise BadCell("stage")


def _year_last(first: int, second: int, year: int, day_first: bool | None) -> date:
    if day_first is None and first <= 12 and second <= 12 and first != second:
        raise BadCell("day_order")
    if first > 12 or (second <= 12 and day_first):
        return _day(year, second, first)
    return _day(year, first, second)


def _day(year: int, month: int, day: int) -> date:
    if not YEARS[0] <= year <= YEARS[1]:
        raise BadCell("day")
    try:
        return date(year, month, day)
    except ValueError:
        raise BadCell("day") from None


def _bad(reason: str) -> str:
    raise BadCell(reason)


def _word_key(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())


@cache
def _words(vocabulary: str) -> dict[str, str]:
    """Words as they are compared with what they stand for: the codes, their names in both languages, and others."""
    named: dict[str, Choices] = {
        "stage": STAGE_CHOICES,
        "state": list(Deal.State.choices),
        "lost": list(Deal.Lost.choices),
    }
    own = named[vocabulary]
    found: dict[str, str] = {}
    for lang in ("en", "zh-hans"):
        with translation.override(lang):
            found |= {_word_key(str(label)): str(value) for value, label in own}
    found |= {_word_key(str(value)): str(value) for value, _label in own}
    said = yaml.safe_load((HERE / "words.yaml").read_text("utf-8"))[vocabulary]
    return found | {
        _word_key(word): value for value, words in said.items() for word in words if _word_key(word) not in found
    }
