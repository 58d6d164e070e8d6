"""Times, figures and both languages."""

from importlib.resources import files

import pytest
from babel.messages.pofile import read_po

from askwell.report.language import clock, plain, printable, shortened, wording
from askwell.report.measured import written
from askwell.report.tests import calls


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0:00"), (65.9, "1:05"), (725, "12:05"), (3725, "1:02:05"), (-3, "0:00")]
)
def test_a_moment_is_written_in_minutes_and_hours(seconds: float, shown: str) -> None:
    assert clock(seconds) == shown


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (0.481, "share", "48%"),
        (104, "s", "1:44"),
        (2.54, "s", "2.5 s"),
        (27.6, "1/h", "27.6 an hour"),
        (3, "count", "3"),
    ],
)
def test_a_figure_carries_its_unit(value: float, unit: str, shown: str) -> None:
    assert written(value, unit, wording("en")) == shown


def test_chinese_is_set_with_full_width_marks() -> None:
    words = wording("zh")
    assert words.titled("目标", "参观") + words.aside("存疑") + words.listed(["甲", "乙"]) == "目标：参观（存疑）甲、乙"


def test_characters_no_file_can_hold_are_replaced_and_terminals_get_none() -> None:
    assert printable("a\x00b\nc") == "a\ufffdb\nc"
    assert plain("a\x1b[2J\u202eb\nc") == "a[2Jb c"


def test_a_long_quote_is_cut_with_an_ellipsis() -> None:
    assert shortened("one  two three", 8) == "one two…"


def test_every_string_of_the_report_is_in_chinese_too() -> None:
    path = files("askwell") / "locale/zh_Hans/LC_MESSAGES/django.po"
    with path.open("rb") as file:
        messages = [one for one in read_po(file) if any(place.startswith("report/") for place, _ in one.locations)]
    assert len(messages) > 60
    assert [one.id for one in messages if not one.string or one.fuzzy] == []


def test_the_call_without_title_is_named_by_its_id() -> None:
    from askwell.report import call_view  # noqa: PLC0415

    assert call_view(calls.long_call(4), "en").title == "long"
