"""Chances on a thin line, and what was said against what came."""

import re

from askwell.deal.forecasting.backtest import Bin
from askwell.report.chances import calibration_svg, chance_line_svg


def circles(drawing: str) -> list[tuple[float, float, float]]:
    found = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"', drawing)
    return [(float(x), float(y), float(r)) for x, y, r in found]


def test_a_line_says_its_chance_in_words_too_and_has_ids_of_its_own() -> None:
    one, other = chance_line_svg("a1", 0.5, 0.25, 0.75, "en"), chance_line_svg("b2", 0.5, 0.25, 0.75, "zh")
    assert "50%; 95% interval 25% to 75%" in one
    assert 'id="chance-a1-title"' in one
    assert 'id="chance-b2-title"' in other
    assert circles(one) == [(80.0, 9.0, 5.0)]


def test_a_dot_on_the_diagonal_came_true_and_more_deals_make_it_larger() -> None:
    drawn = calibration_svg([Bin(0.0, 0.2, 1.0, 0.1, 0.1), Bin(0.8, 1.0, 9.0, 0.9, 0.5)], "en")
    (low_x, low_y, small), (high_x, high_y, large) = circles(drawn)
    assert large > small
    assert (high_x - low_x) / 240 == 0.8
    assert (low_y - high_y) / 240 == 0.4
    assert "10% → 10%; 90% → 50%" in drawn


def test_without_deals_there_is_the_frame_alone() -> None:
    assert circles(calibration_svg([], "en")) == []
