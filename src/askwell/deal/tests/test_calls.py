"""The calls of a deal in order, and which of them followed the order."""

from datetime import date

from askwell.deal.calls import Calls, calls_in_order
from askwell.deal.tests.deals import SELLER, call

ORDER = "# outcome: order o\n" + SELLER + "buyer Bo: {agreement#o: We will take it, on Monday.}"


def told(ordered_on: date | None, *calls: tuple[str, str | None, str]) -> Calls:
    return calls_in_order([call(text, name, day and f"{day}T10:00") for name, day, text in calls], ordered_on)


def names(calls: Calls) -> list[str]:
    return [coded.id for coded in calls.coded]


def test_calls_without_a_day_come_last_and_leave_the_others_in_order() -> None:
    calls = told(None, ("none", None, SELLER), ("late", "2026-06-05", SELLER), ("early", "2026-06-01", SELLER))
    assert names(calls) == ["early", "late", "none"]


def test_without_any_day_calls_stay_as_given_and_come_before_an_order_that_was_entered() -> None:
    calls = told(date(2026, 6, 9), ("b", None, SELLER), ("a", None, SELLER))
    assert (names(calls), calls.after_order) == (["b", "a"], frozenset())


def test_a_call_without_a_day_is_not_placed_after_an_order_known_by_its_day() -> None:
    dated = ("late", "2026-06-05", SELLER), ("early", "2026-06-01", SELLER)
    entered = told(date(2026, 6, 3), ("none", None, SELLER), *dated)
    assert [entered.coded[i].id for i in entered.after_order] == ["late"]
    heard = told(None, ("order", "2026-06-01", ORDER), ("none", None, SELLER))
    assert [heard.coded[i].id for i in heard.after_order] == ["none"]
