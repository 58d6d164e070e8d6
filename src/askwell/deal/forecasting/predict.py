"""The chance of an order for one deal with what moves it, and what open deals come to together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from askwell.deal.forecast import EFFECTS, Progress
from askwell.deal.forecasting.posterior import DRAWS, SEED, Posterior, shares
from askwell.deal.forecasting.prior import FEATURES, LEVEL, OWN, Floats, as_row
from askwell.deal.state import Forecast

SELLER = "seller"
WIDE = 0.7
"""An interval wider than this says next to nothing."""
_EVERY = 4
"""The interval of a sum rests on every fourth draw: there may be thousands of deals, each with luck of its own."""
_TOGETHER = 200
"""Deals reckoned at a time, so that thousands do not fill the memory."""


@dataclass(frozen=True, slots=True)
class Mover:
    """What something adds to the probability, against a deal that is the same without it; ``count`` is how much."""

    name: str
    count: float
    by: float


@dataclass(frozen=True, slots=True)
class Expected:
    """A forecast with its reasons, the one that moves it most first."""

    forecast: Forecast
    movers: tuple[Mover, ...]

    @property
    def says_little(self) -> bool:
        return self.forecast.high - self.forecast.low > WIDE


@dataclass(frozen=True, slots=True)
class OpenDeal:
    """An open deal in a sum of amounts of one currency."""

    seller: str
    progress: Progress
    amount: float


@dataclass(frozen=True, slots=True)
class Step:
    """What one more of a feature adds to the chance of a deal of which little is known, with its 95 % interval."""

    name: str
    by: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Total:
    """What will be won of a sum: its expected value, and the 95 % interval of what it may turn out to be."""

    expected: float
    low: float
    high: float


def expect(posterior: Posterior, progress: Progress, seller: str) -> Expected:
    """The chance of an order, its 95 % interval by the draws, and what moves it."""
    row, difference = as_row(progress), posterior.seller(seller)
    chance = _chances(posterior, row, difference)
    low, high = np.quantile(chance, [0.025, 0.975])
    p = float(chance.mean())
    movers = [mover for name in EFFECTS if (mover := _mover(posterior, row, difference, name, p))]
    if seller in posterior.sellers:
        without = float(_chances(posterior, row, np.zeros(DRAWS)).mean())
        movers.append(Mover(SELLER, 1.0, p - without))
    movers.sort(key=lambda mover: -abs(mover.by))
    return Expected(Forecast(p, min(float(low), p), max(float(high), p), posterior.n), tuple(movers))


def _chances(posterior: Posterior, row: Floats, difference: Floats) -> Floats:
    return shares(posterior.effects @ row + difference + posterior.own)


def _mover(posterior: Posterior, row: Floats, difference: Floats, name: str, p: float) -> Mover | None:
    place = FEATURES.index(name)
    if row[place] == 0:
        return None
    without = row.copy()
    without[place] = 0.0
    return Mover(name, float(row[place]), p - float(_chances(posterior, without, difference).mean()))


def steps(posterior: Posterior) -> tuple[Step, ...]:
    """What is believed of every effect, as what it adds to a deal of which a call was heard and nothing else known."""
    level = posterior.effects[:, FEATURES.index(LEVEL)]
    found = []
    for name in EFFECTS:
        by = shares(level + posterior.effects[:, FEATURES.index(name)]) - shares(level)
        low, high = np.quantile(by, [0.025, 0.975])
        found.append(Step(name, float(by.mean()), float(low), float(high)))
    return tuple(found)


def chances_of(posterior: Posterior, deals: Sequence[OpenDeal]) -> list[float]:
    """The chance of an order for each of many deals, as ``expect`` has it; those that are alike are reckoned once."""
    alike = {(deal.seller, deal.progress): deal for deal in deals}
    kinds, found = list(alike.values()), list[float]()
    for first in range(0, len(kinds), _TOGETHER):
        odds = _odds(posterior, kinds[first : first + _TOGETHER]) + posterior.own
        found.extend(shares(odds).mean(axis=1).tolist())
    chances = dict(zip(alike, found, strict=True))
    return [chances[deal.seller, deal.progress] for deal in deals]


def _odds(posterior: Posterior, deals: Sequence[OpenDeal], every: int = 1) -> Floats:
    """Log-odds by what is known, shape (deals, draws); what deals differ by of themselves is left out."""
    rows = np.array([as_row(deal.progress) for deal in deals])
    sellers = np.array([posterior.seller(deal.seller)[::every] for deal in deals])
    return np.asarray(rows @ posterior.effects[::every].T + sellers)


def sum_up(posterior: Posterior, deals: Sequence[OpenDeal]) -> Total:
    """What these deals of one currency will bring: each is won or lost as a whole, all by the same draws."""
    chance = np.random.default_rng(SEED)
    won = np.zeros(len(posterior.own[::_EVERY]))
    for first in range(0, len(deals), _TOGETHER):
        some = deals[first : first + _TOGETHER]
        amounts = np.array([deal.amount for deal in some])
        odds = _odds(posterior, some, _EVERY)
        p = shares(odds + OWN * chance.standard_normal(odds.shape))
        won += amounts @ (chance.random(p.shape) < p)
    low, high = np.quantile(won, [0.025, 0.975])
    expected = sum(p * deal.amount for p, deal in zip(chances_of(posterior, deals), deals, strict=True))
    return Total(expected, float(low), float(high))
