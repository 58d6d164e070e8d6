"""The test on the own history: nothing is known before its day, and the scores are those reckoned by hand."""

import json
import time
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from askwell.deal.forecast import Progress
from askwell.deal.forecasting.backtest import (
    BASE_RATE,
    MODEL,
    STAGES,
    BackTest,
    back_test,
    base_rate,
    calibration_bins,
    prior_chance,
    score,
    scores_from_json,
    scores_to_json,
)
from askwell.deal.forecasting.posterior import fit
from askwell.deal.forecasting.predict import expect
from askwell.deal.forecasting.stages import stage_chances
from askwell.deal.forecasting.tests.histories import closed, heard, history
from askwell.deal.terms import BuyingStage


def brier(found: BackTest | None, name: str) -> float:
    assert found
    return next(score.brier for score in found.scores if score.name == name)


def prior(progress: Progress) -> float:
    return expect(fit(()), progress, "ana").forecast.p


def test_without_closed_deals_there_is_nothing_to_test() -> None:
    assert back_test([]) is None


def test_the_first_deal_is_guessed_by_the_prior() -> None:
    found = back_test([closed(0, heard(advances=1.0), won=True)])
    expected = ((1 - prior(Progress())) ** 2 + (1 - prior(heard(advances=1.0))) ** 2) / 2
    assert brier(found, MODEL) == pytest.approx(expected)
    assert brier(found, BASE_RATE) == pytest.approx((1 - prior_chance()) ** 2)
    stages = [1 - stage_chances()[stage] for stage in (BuyingStage.UNKNOWN, BuyingStage.EVALUATES)]
    assert brier(found, STAGES) == pytest.approx(np.mean(np.square(stages)))


def test_deals_that_had_not_closed_by_the_day_are_not_known() -> None:
    both_open = [closed(number, heard(), won=True, length=30) for number in range(2)]
    expected = ((1 - prior(Progress())) ** 2 + (1 - prior(heard())) ** 2) / 2
    assert brier(back_test(both_open), MODEL) == pytest.approx(expected)
    one_after_the_other = [closed(number, heard(), won=True, length=1) for number in (0, 60)]
    assert brier(back_test(one_after_the_other), MODEL) < expected


def test_what_closes_on_the_day_itself_is_not_known_yet() -> None:
    first, second = closed(0, heard(), won=True, length=5), closed(5, heard(), won=True, length=5)
    assert {day for day, _known in second.before_end} == {first.closed_on}
    assert brier(back_test([first, second]), BASE_RATE) == pytest.approx((1 - prior_chance()) ** 2)


def test_a_deal_is_guessed_before_its_end_and_one_without_calls_on_that_day() -> None:
    deal = closed(0, heard(), won=False, length=0)
    assert [day for day, _known in deal.before_end] == [deal.closed_on]
    assert back_test([deal]) == back_test([replace(deal, known=deal.known[:1])])


def test_what_calls_after_the_end_showed_teaches_nothing() -> None:
    deal = closed(0, heard(), won=False)
    later = replace(deal.known[1], day=deal.closed_on + timedelta(days=9), progress=heard(advances=4.0))
    after = replace(deal, known=(*deal.known, later))
    assert after.until_end == deal.known
    assert fit([after]).effects.tobytes() == fit([deal]).effects.tobytes()
    assert back_test([after]) == back_test([deal])


def test_where_advances_foretell_the_end_the_model_beats_the_base_rate_and_the_stages() -> None:
    found = back_test(history(150, lambda progress, _: 1.5 * progress.advances - 2.5))
    assert brier(found, MODEL) < brier(found, BASE_RATE) - 0.02
    assert brier(found, MODEL) < brier(found, STAGES) - 0.02


def test_a_long_history_is_tested_in_short_time() -> None:
    deals = history(600, lambda progress, _: progress.advances - 1.5)
    before = time.perf_counter()
    found = back_test(deals)
    assert time.perf_counter() - before < 20
    assert found
    assert (found.deals, found.cases) == (600, 1200)
    assert scores_from_json(json.loads(json.dumps(scores_to_json(found)))) == found


def test_the_base_rate_begins_at_the_prior() -> None:
    assert base_rate([]) == pytest.approx(prior_chance())
    assert base_rate([closed(0, heard(), won=True)]) == pytest.approx((1 + 2 * prior_chance()) / 3)


def test_scores_and_bins_reckoned_by_hand() -> None:
    said, won, weight = np.array([0.1, 0.15, 0.9, 1.0]), np.array([0.0, 1.0, 1.0, 1.0]), np.array([1.0, 1.0, 0.5, 0.5])
    low, high = calibration_bins(said, won, weight)
    assert (low.low, low.high, low.deals, low.said, low.won) == (0.0, 0.2, 2.0, 0.125, 0.5)
    assert (high.low, high.deals, high.said, high.won) == (0.8, 1.0, 0.95, 1.0)
    found = score("x", said, won, weight)
    assert found.brier == pytest.approx((0.01 + 0.7225 + 0.5 * 0.01) / 3)
    assert found.error == pytest.approx((2 * 0.375 + 1 * 0.05) / 3)
