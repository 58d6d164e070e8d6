"""Which days a time named in a question means."""

from datetime import date, timedelta

_MONTHS = {"m": 1, "q": 3, "y": 12}
UNTIL = "until_"
_CHRISTMAS = (12, 25)
Days = tuple[date, date]
"""The first day, and the day after the last."""


def days_of(value: str, today: date) -> Days:
    """The days of ``last_month`` …, of ``last 4w``, which ends today, or from today ``until_year``."""
    if value.startswith(UNTIL):
        return today, _end_of(value.removeprefix(UNTIL), today)
    if value.startswith("last "):
        return since(value.removeprefix("last "), today), today + timedelta(days=1)
    if value in ("today", "yesterday"):
        first = today - timedelta(days=value == "yesterday")
        return first, first + timedelta(days=1)
    which, _under, unit = value.partition("_")
    by = {"last": -1, "this": 0, "next": 1}[which]
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=by)
        return monday, monday + timedelta(weeks=1)
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    first = _first_of(today, months)
    return _moved(first, by * months), _moved(first, (by + 1) * months)


def _end_of(what: str, today: date) -> date:
    """The day before which a deadline lies: Christmas Day itself, else the first day of what comes next."""
    if what == "christmas":
        this_year = date(today.year, *_CHRISTMAS)
        return this_year if today < this_year else date(today.year + 1, *_CHRISTMAS)
    return days_of(f"this_{what}", today)[1]


def since(span: str, today: date) -> date:
    """The day that lies ``4w``, ``30d``, ``2m`` before; of a month too short its last day."""
    number, unit = int(span[:-1]), span[-1]
    if unit in _MONTHS:
        first = _moved(today.replace(day=1), -number * _MONTHS[unit])
        last = _moved(first, 1) - timedelta(days=1)
        return first.replace(day=min(today.day, last.day))
    days = number * (7 if unit == "w" else 1)
    return today - timedelta(days=days)


def _first_of(day: date, months: int) -> date:
    """The first day of the month, quarter or year a day lies in."""
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _moved(first: date, months: int) -> date:
    number = max(first.year * 12 + first.month - 1 + months, 12)
    return date(number // 12, number % 12 + 1, 1)
