"""Weeks and months."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from askwell.server.people.periods import SHOWN, Step, moved, start_of, usual_step, window, without_idle
from askwell.server.people.wording import short_labels

DAYS = st.lists(st.dates(date(2020, 1, 1), date(2030, 1, 1)), min_size=1, max_size=8)


def test_a_week_begins_on_monday_and_a_month_on_its_first() -> None:
    assert start_of(date(2026, 3, 1), Step.WEEK) == date(2026, 2, 23)
    assert start_of(date(2026, 3, 31), Step.MONTH) == date(2026, 3, 1)


def test_months_move_over_the_new_year() -> None:
    assert moved(date(2026, 1, 1), Step.MONTH, -1) == date(2025, 12, 1)
    assert moved(date(2025, 11, 1), Step.MONTH, 14) == date(2027, 1, 1)


def test_few_weeks_are_shown_by_week_and_more_by_month() -> None:
    assert usual_step([date(2026, 1, 5), date(2026, 3, 2)]) is Step.WEEK
    assert usual_step([date(2026, 1, 5), date(2026, 6, 2)]) is Step.MONTH


def test_empty_periods_between_calls_are_kept() -> None:
    shown = window([date(2026, 1, 10), date(2026, 4, 2)], Step.MONTH)
    assert shown is not None
    assert shown.starts == (date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1))


def test_a_run_of_empty_periods_is_drawn_as_one_gap_and_a_single_one_stays() -> None:
    starts = [date(2026, month, 1) for month in range(1, 8)]
    busy = [True, False, True, False, False, False, True]
    assert without_idle(starts, busy) == [*starts[:3], None, starts[6]]


def test_the_year_is_told_again_where_it_changes_behind_a_gap() -> None:
    labels = short_labels([date(2025, 11, 1), None, date(2026, 3, 1), date(2026, 4, 1)], Step.MONTH)
    assert labels == ["Nov 25", "…", "Mar 26", "Apr"]


def test_no_day_gives_no_window() -> None:
    assert window([], Step.WEEK) is None
    assert window([date(2026, 1, 10)], Step.WEEK, until=date(2025, 1, 1)) is None


@given(DAYS, st.sampled_from(Step))
def test_a_window_ends_with_the_latest_day_and_is_never_long(days: list[date], step: Step) -> None:
    shown = window(days, step)
    assert shown is not None
    assert len(shown.starts) <= SHOWN
    assert shown.index_of(max(days)) == len(shown.starts) - 1
    assert all(moved(a, step, 1) == b for a, b in zip(shown.starts, (*shown.starts[1:], shown.end), strict=True))
