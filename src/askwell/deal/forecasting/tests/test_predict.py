"""What moves a forecast, and what open deals come to together."""

import json

import pytest

from askwell.deal.forecast import EFFECTS, Progress
from askwell.deal.forecasting.posterior import fit, pack, unpack
from askwell.deal.forecasting.predict import SELLER, OpenDeal, chances_of, expect, steps, sum_up
from askwell.deal.forecasting.tests.histories import closed, heard, history

PRIOR = fit(())


def test_what_the_customer_did_moves_it_up_and_standing_still_down() -> None:
    movers = {mover.name: mover for mover in expect(PRIOR, heard(advances=2.0, needs=1, streak=2), "ana").movers}
    assert set(movers) == {"advances", "needs", "streak"}
    assert movers["advances"].by > movers["needs"].by > 0 > movers["streak"].by
    assert movers["advances"].count == 2.0


def test_a_reason_is_the_difference_to_the_same_deal_without_it() -> None:
    with_it, without = (expect(PRIOR, heard(advances=2.0, needs=needs), "ana").forecast.p for needs in (2, 0))
    (mover,) = (m for m in expect(PRIOR, heard(advances=2.0, needs=2), "ana").movers if m.name == "needs")
    assert mover.by == pytest.approx(with_it - without)


def test_what_moves_it_most_comes_first_and_nothing_moves_a_deal_nobody_heard_of() -> None:
    sizes = [abs(mover.by) for mover in expect(PRIOR, heard(advances=1.0, petals=6, refused=True), "ana").movers]
    assert sizes == sorted(sizes, reverse=True)
    assert expect(PRIOR, Progress(), "ana").movers == ()


def test_the_seller_is_a_reason_once_deals_of_theirs_have_closed() -> None:
    won = fit([closed(number, heard(), won=True, seller="ana") for number in range(9)])
    by = {name: expect(won, heard(), name).movers for name in ("ana", "finn")}
    assert [mover.name for mover in by["ana"]] == [SELLER]
    assert by["ana"][0].by > 0
    assert by["finn"] == ()


def test_a_sum_is_expected_by_the_chances_and_may_turn_out_as_nothing_or_all() -> None:
    deals = [OpenDeal("ana", heard(advances=2.0), 1000.0), OpenDeal("ana", heard(), 500.0)]
    total = sum_up(PRIOR, deals)
    p, q = (expect(PRIOR, deal.progress, "ana").forecast.p for deal in deals)
    assert total.expected == pytest.approx(1000 * p + 500 * q, rel=0.03)
    assert (total.low, total.high) == (0.0, 1500.0)


def test_a_sum_of_many_deals_is_surer_than_one_and_as_unsure_as_what_they_share() -> None:
    posterior = fit(history(60, lambda progress, _: progress.advances - 1.5))
    total = sum_up(posterior, [OpenDeal(f"s{i % 4}", heard(advances=1.0), 1.0) for i in range(400)])
    assert 0 < total.low < total.expected < total.high < 400
    alone = total.expected / 400
    assert total.high - total.low > 2 * 1.96 * (400 * alone * (1 - alone)) ** 0.5


def test_no_deals_sum_up_to_nothing() -> None:
    assert sum_up(PRIOR, []).high == 0.0


def test_many_deals_are_reckoned_as_one_is() -> None:
    deals = [OpenDeal("ana", heard(advances=n / 50), 1.0) for n in range(250)]
    found = chances_of(PRIOR, deals)
    assert found[::50] == pytest.approx([expect(PRIOR, deal.progress, "ana").forecast.p for deal in deals[::50]])


def test_what_is_believed_of_each_effect_is_shown_on_the_scale_of_chances() -> None:
    by = {step.name: step for step in steps(PRIOR)}
    assert list(by) == list(EFFECTS)
    assert by["advances"].low >= 0
    assert 0.05 < by["advances"].by < 0.15
    assert by["refused"].by < by["streak"].by < 0


def test_a_posterior_is_kept_and_read_again() -> None:
    posterior = fit(history(30, lambda progress, _: progress.advances - 1.5))
    about, draws = pack(posterior)
    kept = unpack(json.loads(json.dumps(about)), draws)
    assert kept.n == 30
    for seller in ("s1", "nobody"):
        found, again = (expect(each, heard(advances=1.0), seller).forecast for each in (posterior, kept))
        assert (again.p, again.low, again.high) == pytest.approx((found.p, found.low, found.high), abs=1e-6)
