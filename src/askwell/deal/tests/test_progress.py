"""Call by call (M07), and the forecast that rests on it."""

from dataclasses import replace

import pytest

from askwell.coding.coded import OutcomeJudgement
from askwell.deal.calls import calls_in_order
from askwell.deal.flower import draw_flower
from askwell.deal.forecast import Progress, forecast
from askwell.deal.needs import deal_needs
from askwell.deal.progress import call_outcomes, progress_of
from askwell.deal.tests.deals import FLOWER, SELLER, call, calls, deal
from askwell.method.terms import Outcome, SaleSize

ADVANCE = "# outcome: advance a\n" + SELLER + "buyer Bo: {agreement#a: I will bring the director on Monday.}"
WARM = "# outcome: continuation\n" + SELLER + "buyer Bo: Very interesting."
REFUSED = "# outcome: no_sale n\n" + SELLER + "buyer Bo: {objection#n: No, thank you.}"
ORDER = "# outcome: order o\n" + SELLER + "buyer Bo: {agreement#o: We will take it.}"
NEEDS = "buyer Bo: {implied_need: The filler jams.} {explicit_need: We want honest invoices by Monday.}"


def progress(*texts: str, size: SaleSize = SaleSize.MAJOR) -> Progress:
    heard = calls(*texts)
    return progress_of(heard, deal_needs(heard), draw_flower(deal(people=FLOWER), heard, size), size)


@pytest.mark.method("M07")
def test_each_call_says_how_it_ended_with_the_words_that_show_it() -> None:
    first, second = call_outcomes(calls(ADVANCE, WARM))
    assert (first.call, first.outcome, second.outcome) == ("c1", Outcome.ADVANCE, Outcome.CONTINUATION)
    assert [anchor.text for anchor in first.evidence] == ["I will bring the director on Monday."]


@pytest.mark.method("M07")
def test_a_coding_without_an_outcome_is_judged_here() -> None:
    (found,) = call_outcomes(calls(ADVANCE.removeprefix("# outcome: advance a\n")))
    assert found.outcome is Outcome.ADVANCE


@pytest.mark.method("M07")
def test_calls_come_in_the_order_they_were_held_whatever_the_time_zone() -> None:
    later = call(ADVANCE, "later", "2026-03-05T09:30:00+00:00")
    earlier = call(WARM, "earlier", "2026-03-05T17:00:00+08:00")
    assert [coded.id for coded in calls_in_order([later, earlier]).coded] == ["earlier", "later"]


@pytest.mark.method("M07")
@pytest.mark.parametrize("held_at", [None, "", "last Tuesday", "2026-02-31"])
def test_where_one_does_not_say_when_the_order_given_holds(held_at: str | None) -> None:
    given = [call(ADVANCE, "b", "2026-03-05"), call(WARM, "a", held_at)]
    assert [coded.id for coded in calls_in_order(given).coded] == ["b", "a"]


@pytest.mark.method("M07")
def test_advances_count_by_how_sure_they_are() -> None:
    sure = call(ADVANCE, "c1")
    unsure = replace(sure, outcome=OutcomeJudgement(Outcome.ADVANCE, 0.6, uncertain=False, units=()))
    heard = calls_in_order([sure, unsure])
    flower = draw_flower(deal(), heard, SaleSize.MAJOR)
    assert progress_of(heard, (), flower, SaleSize.MAJOR).advances == pytest.approx(1.6)


@pytest.mark.method("M07")
def test_the_streak_is_of_continuations_since_anything_else() -> None:
    assert progress(ADVANCE, WARM, WARM).streak == 2
    assert progress(WARM, WARM, ADVANCE).streak == 0


@pytest.mark.method("M07")
def test_only_the_last_refusal_refuses_and_an_order_stands_until_one() -> None:
    assert (progress(REFUSED).refused, progress(REFUSED, ADVANCE).refused) == (True, False)
    assert (progress(ORDER, WARM).ordered, progress(ORDER, REFUSED).ordered) == (True, False)


@pytest.mark.method("M07")
def test_an_order_that_was_only_perhaps_heard_is_no_order_yet() -> None:
    def ordered(p: float) -> bool:
        ended = OutcomeJudgement(Outcome.ORDER, p, uncertain=False, units=())
        heard = calls_in_order([replace(call(ORDER, "c1"), outcome=ended)])
        return progress_of(heard, (), draw_flower(deal(), heard, SaleSize.MAJOR), SaleSize.MAJOR).ordered

    assert (ordered(0.79), ordered(0.8)) == (False, True)


@pytest.mark.method("M20")
def test_a_major_sale_counts_wants_and_a_small_one_problems_too() -> None:
    assert progress(SELLER + NEEDS).needs == 1
    assert progress(SELLER + NEEDS, size=SaleSize.SMALL).needs == 2


@pytest.mark.method("M32")
def test_petals_with_a_name_are_counted() -> None:
    assert progress(ADVANCE).petals == 4


def test_the_forecast_of_a_deal_nobody_knows_is_nearly_empty() -> None:
    nothing = forecast(Progress())
    assert nothing.n == 0
    assert nothing.low < 0.02
    assert nothing.high > 0.9


def test_the_forecast_reckoned_by_hand() -> None:
    # -1.1 + 0.5 + 0.35 * 2 = 0.1; 1.2² + 0.3² + 0.5² = 1.78; its root 1.3342 times 1.96 = 2.6149
    found = forecast(Progress(advances=1.0, needs=2, heard=True))
    assert found.low == pytest.approx(1 / (1 + 2.718281828 ** (2.6149 - 0.1)), abs=1e-4)
    assert found.high == pytest.approx(1 / (1 + 2.718281828 ** (-2.6149 - 0.1)), abs=1e-4)
    assert found.p == pytest.approx(1 / (1 + 2.718281828 ** (-0.1 / 1.3036)), abs=1e-4)  # √(1 + π · 1.78 / 8)


@pytest.mark.parametrize("more", [{"advances": 1.0}, {"needs": 1}, {"petals": 1}, {"ordered": True}])
def test_what_the_customer_does_raises_the_forecast(more: dict[str, float]) -> None:
    assert forecast(Progress(heard=True, **more)).p > forecast(Progress(heard=True)).p  # type: ignore[arg-type]


@pytest.mark.parametrize("more", [{"streak": 1}, {"refused": True}])
def test_standing_still_and_refusal_lower_it(more: dict[str, float]) -> None:
    assert forecast(Progress(heard=True, **more)).p < forecast(Progress(heard=True)).p  # type: ignore[arg-type]


def test_beyond_its_bound_nothing_counts_more() -> None:
    assert forecast(Progress(advances=4.0, heard=True)) == forecast(Progress(advances=40.0, heard=True))


def test_the_interval_holds_the_forecast() -> None:
    for ordered in (True, False):
        for streak in range(6):
            found = forecast(Progress(advances=float(streak), streak=streak, ordered=ordered, heard=True))
            assert 0 <= found.low <= found.p <= found.high <= 1
