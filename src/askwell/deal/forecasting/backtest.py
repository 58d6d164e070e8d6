"""How the forecast would have done on the closed deals, each day with nothing but what was known then."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

import numpy as np

from askwell.deal.forecast import Progress
from askwell.deal.forecasting.history import ClosedDeal, Known
from askwell.deal.forecasting.posterior import fit
from askwell.deal.forecasting.predict import expect
from askwell.deal.forecasting.prior import Floats
from askwell.deal.forecasting.stages import stage_chances

FITS = 24
"""At most so many times is the model fitted anew; between them, the last one before the day holds."""
BINS = 5
PSEUDO_DEALS = 2.0
"""So many deals of the prior's own chance are added to the base rate, which has to start somewhere too."""
MODEL, BASE_RATE, STAGES = "model", "base_rate", "stages"


@dataclass(frozen=True, slots=True)
class Score:
    """How well a way of guessing did: mean squared error of the probability, and its error of calibration."""

    name: str
    brier: float
    error: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecasts from ``low`` to ``high``: how much was said on average, how many were won, as shares of ``deals``."""

    low: float
    high: float
    deals: float
    said: float
    won: float


@dataclass(frozen=True, slots=True)
class BackTest:
    """``scores`` of the model, of the base rate and of guesses by stage; ``bins`` of the model that hold any deal.

    ``cases`` are days on which something was known of one of ``deals`` deals. Each deal counts once.
    """

    deals: int
    cases: int
    scores: tuple[Score, ...]
    bins: tuple[Bin, ...]


def scores_to_json(found: BackTest) -> dict[str, Any]:
    """The JSON object of a test."""
    return asdict(found)


def scores_from_json(data: Mapping[str, Any]) -> BackTest:
    """What ``scores_to_json`` wrote."""
    scores = tuple(Score(**one) for one in data["scores"])
    return BackTest(data["deals"], data["cases"], scores, tuple(Bin(**one) for one in data["bins"]))


@dataclass(frozen=True, slots=True)
class _Case:
    """What was known of a deal when so many others had closed."""

    deal: ClosedDeal
    known: Known
    before: int


def back_test(closed: Sequence[ClosedDeal]) -> BackTest | None:
    """The test over all closed deals; None without any. A deal is guessed by those closed before that day alone."""
    if not closed:
        return None
    ordered = sorted(closed, key=lambda deal: (deal.closed_on, deal.id))
    cases = _cases(ordered)
    origins = _origins(cases)
    models = {before: fit(ordered[:before]) for before in origins}
    said: dict[str, list[float]] = {MODEL: [], BASE_RATE: [], STAGES: []}
    for case in cases:
        model = models[origins[bisect_right(origins, case.before) - 1]]
        said[MODEL].append(expect(model, case.known.progress, case.deal.seller).forecast.p)
        said[BASE_RATE].append(base_rate(ordered[: case.before]))
        said[STAGES].append(stage_chances()[case.known.stage])
    won = np.array([float(case.deal.won) for case in cases])
    weight = np.array([1 / len(case.deal.before_end) for case in cases])
    scores = tuple(score(name, np.array(values), won, weight) for name, values in said.items())
    return BackTest(len(closed), len(cases), scores, calibration_bins(np.array(said[MODEL]), won, weight))


def _cases(ordered: Sequence[ClosedDeal]) -> list[_Case]:
    ends = [deal.closed_on for deal in ordered]
    return [_Case(deal, known, bisect_left(ends, day)) for deal in ordered for day, known in deal.before_end]


def _origins(cases: Sequence[_Case]) -> list[int]:
    """Of the numbers of deals known to have closed, at most FITS, evenly spread, the smallest among them."""
    found = sorted({case.before for case in cases})
    if len(found) <= FITS:
        return found
    return [found[i] for i in np.linspace(0, len(found) - 1, FITS).astype(int)]


def base_rate(closed: Sequence[ClosedDeal]) -> float:
    """The share of deals won, with a few of the prior's own."""
    won = sum(deal.won for deal in closed)
    return (won + PSEUDO_DEALS * prior_chance()) / (len(closed) + PSEUDO_DEALS)


@cache
def prior_chance() -> float:
    """The chance of a deal of which a call was heard and nothing else is known, before any deal has closed."""
    return expect(fit(()), Progress(heard=True), "").forecast.p


def score(name: str, said: Floats, won: Floats, weight: Floats) -> Score:
    """Brier score and calibration error of probabilities, each with its weight (Brier 1950; Naeini et al. 2015)."""
    brier = float(weight @ (said - won) ** 2 / weight.sum())
    gaps = (found.deals * abs(found.said - found.won) for found in calibration_bins(said, won, weight))
    return Score(name, brier, float(sum(gaps) / weight.sum()))


def calibration_bins(said: Floats, won: Floats, weight: Floats) -> tuple[Bin, ...]:
    """Bins of equal width that hold any weight."""
    place = np.minimum((said * BINS).astype(int), BINS - 1)
    bins = []
    for number in range(BINS):
        mass = weight[place == number]
        if total := float(mass.sum()):
            means = (float(mass @ values[place == number] / total) for values in (said, won))
            bins.append(Bin(number / BINS, (number + 1) / BINS, total, *means))
    return tuple(bins)
