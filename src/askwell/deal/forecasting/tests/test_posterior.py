"""What closed deals teach: nothing at first, the truth in the end, and never that advances harm."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from askwell.deal.forecast import AT_FIRST, EFFECTS, Progress, forecast
from askwell.deal.forecasting.posterior import Posterior, fit
from askwell.deal.forecasting.predict import Expected, expect
from askwell.deal.forecasting.prior import FEATURES, LEVEL
from askwell.deal.forecasting.tests.histories import chance_progress, closed, heard, history, share

LADDER = [heard(), heard(advances=1.0), heard(advances=2.0, needs=1, petals=3), heard(streak=3), heard(refused=True)]


def effect(posterior: Posterior, name: str) -> float:
    return float(posterior.effects[:, FEATURES.index(name)].mean())


def chance(posterior: Posterior, progress: Progress, seller: str = "nobody") -> float:
    return expect(posterior, progress, seller).forecast.p


def same(one: Expected, other: Expected) -> bool:
    return repr(one) == repr(other)


@pytest.mark.parametrize("progress", [Progress(), *LADDER])
def test_without_closed_deals_the_forecast_is_that_of_the_guesses_and_nearly_empty(progress: Progress) -> None:
    found, guess = expect(fit(()), progress, "ana").forecast, forecast(progress)
    assert found.n == 0
    assert found.p == pytest.approx(guess.p, abs=0.03)
    assert found.high - found.low > 0.5


def test_the_interval_of_a_deal_of_which_nothing_is_known_says_next_to_nothing() -> None:
    assert expect(fit(()), Progress(), "ana").says_little
    assert expect(fit(()), heard(), "ana").says_little
    sure = [closed(number, heard(refused=True), won=False) for number in range(60)]
    assert not expect(fit(sure), heard(refused=True), "ana").says_little


def test_without_closed_deals_the_effects_are_those_guessed() -> None:
    prior = fit(())
    assert effect(prior, LEVEL) == pytest.approx(AT_FIRST.mean, abs=0.02)
    for name, guess in EFFECTS.items():
        assert effect(prior, name) == pytest.approx(guess.mean, abs=0.12 * abs(guess.mean))


@pytest.mark.parametrize("won", [True, False])
def test_a_single_deal_moves_the_forecast_a_little_and_the_right_way(won: bool) -> None:
    one = chance(fit([closed(0, heard(advances=1.0), won=won)]), heard(advances=1.0))
    before = chance(fit(()), heard(advances=1.0))
    assert 0.005 < (one - before if won else before - one) < 0.12


@pytest.mark.parametrize("size", [0, 1, 5, 20])
def test_the_more_deals_have_closed_the_narrower_the_interval(size: int) -> None:
    def width(deals: int) -> float:
        found = expect(fit(history(deals, lambda progress, _: progress.advances - 1.5)), heard(advances=1.0), "s1")
        return found.forecast.high - found.forecast.low

    assert width(size) > width(4 * size + 40)


def test_the_truth_of_a_simulated_world_is_found() -> None:
    def odds(progress: Progress, seller: int) -> float:
        return 1.2 * progress.advances - 0.8 * progress.streak - 2.0 + (1.5 if seller == 3 else -0.5)

    posterior = fit(history(600, odds))
    assert effect(posterior, "advances") == pytest.approx(1.2, abs=0.3)
    assert effect(posterior, "streak") == pytest.approx(-0.8, abs=0.3)
    assert effect(posterior, "needs") == pytest.approx(0.0, abs=0.2)
    assert posterior.sellers["s3"].mean() - posterior.sellers["s0"].mean() == pytest.approx(2.0, abs=0.6)


@pytest.mark.parametrize("size", [5, 60])
def test_the_interval_covers_the_truth_as_often_as_it_says(size: int) -> None:
    covered = []
    for seed in range(25):
        chances = np.random.default_rng(seed)
        strength, level = chances.normal(0.5, 0.3), chances.normal(-1.1, 0.9)
        differences = chances.normal(0, 0.5, 4)

        def odds(progress: Progress, seller: int) -> float:
            return float(abs(strength) * progress.advances + level + differences[seller])  # noqa: B023 - used at once

        posterior = fit(history(size, odds, seed))
        for _ in range(20):
            progress, seller = chance_progress(chances), int(chances.integers(4))
            found = expect(posterior, progress, f"s{seller}").forecast
            covered.append(found.low <= share(odds(progress, seller) + chances.normal(0, 0.5)) <= found.high)
    assert 0.92 <= np.mean(covered) <= 1.0


@pytest.mark.method("M07")
@pytest.mark.parametrize("turned", [1.0, -1.0])
def test_more_advances_never_lower_the_forecast_nor_its_ends(turned: float) -> None:
    posterior = fit(history(80, lambda progress, _: turned * (2 * progress.advances - 3)))
    steps = [
        expect(posterior, heard(advances=number / 2, needs=1, streak=1), "s2").forecast
        for number in range(int(2 * EFFECTS["advances"].most) + 3)
    ]
    for before, after in pairwise(steps):
        assert after.p >= before.p
        assert after.low >= before.low
        assert after.high >= before.high
    assert (posterior.effects[:, 0] >= 0).all()


def test_where_nothing_foretells_the_end_forecasts_come_together_at_the_base_rate() -> None:
    posterior = fit(history(300, lambda _progress, _seller: -0.85))
    found = [chance(posterior, progress) for progress in (heard(), heard(advances=2.0), heard(needs=2))]
    assert all(value == pytest.approx(0.3, abs=0.1) for value in found)


def test_a_seller_with_one_deal_is_drawn_to_the_others() -> None:
    deals = history(40, lambda progress, _: progress.advances - 2.0)
    won = [closed(100 + number, heard(), won=True, seller="finn") for number in range(12)]
    one, many = fit([*deals, won[0]]), fit([*deals, *won])
    middle = chance(one, heard(), "nobody")
    assert middle < chance(one, heard(), "finn") < middle + 0.15 < chance(many, heard(), "finn")


def test_a_deal_seen_on_many_days_counts_as_one() -> None:
    deal = closed(0, heard(advances=1.0), won=True)
    often = replace(deal, known=deal.known * 5)
    assert chance(fit([often]), heard(advances=1.0)) == pytest.approx(chance(fit([deal]), heard(advances=1.0)))


def test_deals_without_calls_teach_what_a_deal_without_a_call_comes_to() -> None:
    deals = [closed(number, heard(), won=number % 10 == 0) for number in range(60)]
    silent = fit([replace(deal, known=deal.known[:1]) for deal in deals])
    assert chance(silent, Progress()) == pytest.approx(0.12, abs=0.05)
    found = expect(silent, heard(), "nobody").forecast
    assert found.high - found.low > 0.5


def test_the_same_history_gives_the_same_bytes() -> None:
    deals = history(50, lambda progress, _: progress.advances - 1.0)
    first, again = fit(deals), fit(list(deals))
    assert first.effects.tobytes() == again.effects.tobytes()
    assert same(expect(first, heard(advances=1.0), "s1"), expect(again, heard(advances=1.0), "s1"))


def test_a_history_without_any_loss_stays_finite() -> None:
    found = expect(fit([closed(number, heard(ordered=True), won=True) for number in range(50)]), heard(), "ana")
    assert 0 < found.forecast.low <= found.forecast.p <= found.forecast.high < 1
