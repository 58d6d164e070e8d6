"""What calls amount to together, and where it stands in a drawing."""

from dataclasses import replace
from datetime import date

import pytest

from askwell.agreement.resampling import Interval
from askwell.method.terms import SELLER_QUESTIONS, Code
from askwell.server.people import charts
from askwell.server.people.figures import NOT_CODED, CallFigures, summed

KNOWN = {
    "situation_questions": 4.0,
    "problem_questions": 3.0,
    "implication_questions": 1.0,
    "need_payoff_questions": 0.0,
}
DAY = date(2026, 3, 2)


def call(*, outcome: str = "advance", talk: float | None = 0.4, **measures: float) -> CallFigures:
    values = KNOWN | {"other_questions": 2.0, "questions": 10.0} | measures
    read = {name: (value, "") for name, value in values.items()}
    read["talk_share_seller"] = (talk, "" if talk is not None else "no_words")
    return CallFigures("s", "A call", DAY, outcome, read, {Code.FEATURE: 3, Code.BENEFIT: 1})


def unsided() -> CallFigures:
    names = (*(f"{code.value}s" for code in SELLER_QUESTIONS), "questions", "talk_share_seller")
    return CallFigures("u", "No sides", DAY, "", dict.fromkeys(names, (None, "sides_unknown")), {Code.FEATURE: 9})


def test_the_mix_pools_questions_over_calls_and_adds_up() -> None:
    whole = summed([call(), call(situation_questions=0.0)])
    assert whole.mix[Code.SITUATION_QUESTION].value == pytest.approx(4 / 16)
    assert sum(figure.value or 0 for figure in whole.mix.values()) == pytest.approx(1)
    assert whole.problems.value == pytest.approx(6 / 12)


def test_calls_without_sides_are_left_out_with_the_reason() -> None:
    whole = summed([call(), unsided()])
    assert whole.problems.calls == 1
    assert whole.problems.out == {"sides_unknown": 1}
    assert whole.statements[Code.FEATURE] == 3
    assert whole.success.out == {NOT_CODED: 1}


def test_nothing_known_gives_no_figure_instead_of_nought() -> None:
    whole = summed([unsided()])
    assert whole.talk.value is None
    assert whole.benefits.value is None
    assert whole.success.value is None
    assert all(figure.value is None for figure in whole.mix.values())


def test_intervals_come_with_the_fifth_call() -> None:
    four, five = [call(talk=0.1 * i) for i in range(4)], [call(talk=0.1 * i) for i in range(5)]
    assert summed(four).talk.interval == Interval(None, None)
    found = summed(five).talk
    assert found.value == pytest.approx(0.2)
    assert found.interval.low is not None
    assert found.interval.high is not None
    assert found.interval.low < 0.2 < found.interval.high


@pytest.mark.method("M07")
def test_orders_and_advances_are_success_and_continuations_are_not() -> None:
    whole = summed([call(outcome=each) for each in ("order", "advance", "continuation", "no_sale")])
    assert whole.success.value == 0.5
    assert whole.outcomes == {"order": 1, "advance": 1, "continuation": 1, "no_sale": 1}


def test_the_mix_is_drawn_as_a_whole_column() -> None:
    chart = charts.mix_chart(["Mar"], [summed([call()])])
    assert sum(bar.height for bar in chart.bars) == pytest.approx(charts.TALL)
    assert min(bar.y for bar in chart.bars) == pytest.approx(charts.TOP)


def test_every_call_with_an_outcome_has_a_mark_inside_the_drawing() -> None:
    chart = charts.outcome_chart(["Mar", "Apr"], [summed([call()] * 40), summed([call(outcome="")])])
    assert len(chart.marks) == 40
    assert all(charts.TOP <= mark.y <= charts.FOOT for mark in chart.marks)


def test_a_period_without_a_figure_leaves_a_gap() -> None:
    chart = charts.share_chart(
        ["a", "b", "c"], [summed([call()]), summed([]), summed([call()])], lambda each: each.talk
    )
    assert len(chart.points) == 2


def test_no_line_is_drawn_over_periods_left_out() -> None:
    labels, each = ["Jan", "Feb", charts.GAP, "Nov", "Dec"], summed([call()])
    chart = charts.share_chart(labels, [each, each, summed([]), each, each], lambda some: some.talk)
    assert len(chart.points) == 4
    assert [len(line.split()) for line in chart.lines] == [2, 2]


def test_an_outcome_is_a_guess_while_the_sides_are() -> None:
    assert not call().outcome_guessed
    assert replace(unsided(), outcome="advance").outcome_guessed
    assert not unsided().outcome_guessed, "no outcome, no guess"


def test_labels_are_thinned_from_the_latest() -> None:
    placed = charts.columns([f"week {i}" for i in range(20)], [0] * 20)
    shown = [column.label for column in placed if column.label]
    assert shown[-1] == "week 19"
    assert len(shown) < 20
