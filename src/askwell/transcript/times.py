"""Times and dates as transcripts write them, in English and Chinese."""

import re
from datetime import UTC, datetime

TIME = r"[0-9]{1,3}[:：][0-5]?[0-9](?:[:：][0-5]?[0-9])?(?:[.,][0-9]{1,6})?"
_TIME = re.compile(TIME)
_NUMERIC_DATE = re.compile(
    r"(?<![0-9])((?:19|20)[0-9]{2})(?:[-/.]|\s?年\s?)([01]?[0-9])(?:[-/.]|\s?月\s?)([0-3]?[0-9])(?![0-9])"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_MONTH_FIRST = re.compile(rf"\b{_MONTH} ([0-3]?[0-9])(?:st|nd|rd|th)?,? ((?:19|20)[0-9]{{2}})\b", re.IGNORECASE)
_DAY_FIRST = re.compile(rf"\b([0-3]?[0-9])(?:st|nd|rd|th)? {_MONTH},? ((?:19|20)[0-9]{{2}})\b", re.IGNORECASE)
_CLOCK = re.compile(r"([0-2]?[0-9])[:：]([0-5][0-9])(?:[:：]([0-5][0-9]))?(?:\s?([ap]m)\b)?", re.IGNORECASE)


def parse_time(text: str) -> float | None:
    """``MM:SS``, ``H:MM:SS``, either with a fraction, as seconds; None for anything else."""
    text = text.strip()
    if len(text) > 20 or not _TIME.fullmatch(text):
        return None
    parts = text.replace("：", ":").replace(",", ".").split(":")
    total = 0.0
    for part in parts:
        total = total * 60 + float(part)
    return round(total, 4)


def find_date(line: str) -> str | None:
    """The first date in a line as ``YYYY-MM-DD``, with ``THH:MM[:SS]`` where a time of day follows."""
    line = line[:200]
    if match := _NUMERIC_DATE.search(line):
        year, month, day = (int(part) for part in match.groups())
    elif match := _MONTH_FIRST.search(line):
        year, month, day = int(match[3]), _month(match[1]), int(match[2])
    elif match := _DAY_FIRST.search(line):
        year, month, day = int(match[3]), _month(match[2]), int(match[1])
    else:
        return None
    return _iso(year, month, day, line[match.end() :])


def date_from_epoch(milliseconds: object) -> str | None:
    """Milliseconds since 1970 as an ISO time in UTC; None where it is none."""
    if isinstance(milliseconds, bool) or not isinstance(milliseconds, int | float) or not 0 < milliseconds < 1e14:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, tz=UTC).isoformat()


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _iso(year: int, month: int, day: int, rest: str) -> str | None:
    try:
        date = f"{datetime(year, month, day, tzinfo=UTC):%Y-%m-%d}"
    except ValueError:
        return None
    clock = _CLOCK.search(rest[:40].partition("|")[0])
    if not clock:
        return date
    hour = int(clock[1])
    if hour < 12 and ("下午" in rest[: clock.start()] or "晚上" in rest[: clock.start()] or clock[4] in ("pm", "PM")):
        hour += 12
    if hour > 23:
        return date
    return f"{date}T{hour:02d}:{clock[2]}" + (f":{clock[3]}" if clock[3] else "")
