"""From closed deals to what is believed of the effects: a logistic model with sellers as groups, as draws.

For each of a few spreads between sellers and strengths of the effects the posterior is taken as normal about its mode
(Laplace), cut off where the effect of advances would be negative; they are weighed by how well they explain the history
(Rue et al. 2009).
What was known of one deal on several days counts as one deal: each day has its share of the weight.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, pi, sqrt
from statistics import NormalDist
from typing import Any

import numpy as np
import numpy.typing as npt

from askwell.deal.forecasting.history import ClosedDeal
from askwell.deal.forecasting.prior import FEATURES, OWN, Floats, Prior, as_row, priors

DRAWS = 1000
SEED = 20261126
STEPS = 40
CLOSE = 1e-8
_SHRINKING = 1 / sqrt(1 + pi * OWN**2 / 8)
"""What deals differ by of themselves flattens every effect by this factor on average (MacKay 1992)."""
_NORMAL = NormalDist()


@dataclass(frozen=True)
class Posterior:
    """Draws from what is believed, on the scale of log-odds; ``n`` closed deals stand behind them.

    ``effects`` has the shape (draws, features). ``sellers`` are the differences of those with closed deals, ``others``
    that of a seller nobody knows, ``own`` that of a deal, each of shape (draws,).
    """

    n: int
    effects: Floats
    sellers: Mapping[str, Floats]
    others: Floats
    own: Floats

    def seller(self, name: str) -> Floats:
        return self.sellers.get(name, self.others)


@dataclass(frozen=True)
class _Data:
    """Rows of closed deals: features, the number of the seller, whether won, and the weight of each."""

    rows: Floats
    seller: npt.NDArray[np.int64]
    won: Floats
    weight: Floats

    def odds(self, at: Floats) -> Floats:
        """Log-odds of each row, where effects and differences of sellers are ``at``."""
        many = len(FEATURES)
        return np.asarray(self.rows @ at[:many] + _SHRINKING * at[many:][self.seller])

    def by_seller(self, values: Floats, sellers: int) -> Floats:
        """The sum of values of each seller's rows."""
        return np.asarray(_SHRINKING * np.bincount(self.seller, values, minlength=sellers), dtype=np.float64)


@dataclass(frozen=True)
class _Peak:
    """A normal approximation: log of its mass, mean, and lower triangle of its covariance."""

    mass: float
    mean: Floats
    root: Floats


def pack(posterior: Posterior) -> tuple[dict[str, Any], bytes]:
    """A posterior to keep: what it is about as JSON, and its draws as numbers of four bytes."""
    names = sorted(posterior.sellers)
    drawn = [*posterior.effects.T, posterior.others, posterior.own, *(posterior.sellers[name] for name in names)]
    return {"n": posterior.n, "sellers": names}, np.array(drawn).astype("<f4").tobytes()


def unpack(about: Mapping[str, Any], draws: bytes) -> Posterior:
    """What ``pack`` made."""
    rows = np.frombuffer(draws, "<f4").astype(np.float64).reshape(-1, DRAWS)
    many = len(FEATURES)
    sellers = dict(zip(about["sellers"], rows[many + 2 :], strict=True))
    return Posterior(about["n"], np.ascontiguousarray(rows[:many].T), sellers, rows[many], rows[many + 1])


def fit(closed: Sequence[ClosedDeal]) -> Posterior:
    """What is believed after these deals; without any, the prior. The same deals give the same draws."""
    names = sorted({deal.seller for deal in closed})
    data = _data(closed, names)
    peaks = [_peak(data, prior, len(names)) for prior in priors()]
    mass = np.array([peak.mass for peak in peaks])
    share = np.exp(mass - mass.max())
    half = (np.arange(DRAWS // 2) + 0.5) / (DRAWS // 2)
    component = np.tile(np.searchsorted(np.cumsum(share / share.sum())[:-1], half), 2)
    noise = _noise(2 + len(FEATURES) + len(names))
    drawn = np.empty((DRAWS, len(FEATURES) + len(names)))
    for number, peak in enumerate(peaks):
        here = component == number
        drawn[here] = _draw(peak, noise[here, 2:])
    return Posterior(
        n=len(closed),
        effects=drawn[:, : len(FEATURES)],
        sellers={name: drawn[:, len(FEATURES) + i] for i, name in enumerate(names)},
        others=np.array([prior.sellers for prior in priors()])[component] * noise[:, 0],
        own=OWN * noise[:, 1],
    )


def _data(closed: Sequence[ClosedDeal], names: Sequence[str]) -> _Data:
    place = {name: number for number, name in enumerate(names)}
    rows, seller, won, weight = [], [], [], []
    for deal in closed:
        until_end = deal.until_end
        for known in until_end:
            rows.append(as_row(known.progress))
            seller.append(place[deal.seller])
            won.append(float(deal.won))
            weight.append(1 / len(until_end))
    features = _SHRINKING * np.array(rows).reshape(len(rows), len(FEATURES))
    return _Data(features, np.array(seller, dtype=np.int64), np.array(won), np.array(weight))


def _peak(data: _Data, prior: Prior, sellers: int) -> _Peak:
    """The mode, and how the posterior falls off about it; where advances would count below 0, the mode at 0."""
    centre = np.concatenate([prior.means, np.zeros(sellers)])
    spreads = np.concatenate([prior.spreads, np.full(sellers, prior.sellers)])
    at = _climb(data, centre, spreads, held=False)
    if at[0] < 0:
        at = _climb(data, centre, spreads, held=True)
    slope, bend = _slope(data, at, centre, spreads)
    spread = np.linalg.inv(bend)
    root = np.asarray(np.linalg.cholesky((spread + spread.T) / 2), dtype=np.float64)
    lean = spread @ slope
    mean = at + lean
    mass = _height(data, at, centre, spreads) + slope @ lean / 2 + np.log(np.diag(root)).sum()
    mass += np.log(prior.weight) + log(_NORMAL.cdf(mean[0] / root[0, 0])) - log(_NORMAL.cdf(centre[0] / spreads[0]))
    return _Peak(float(mass), mean, root)


def _height(data: _Data, at: Floats, centre: Floats, spreads: Floats) -> float:
    """The log of the posterior, but for what is the same everywhere."""
    odds = data.odds(at)
    likely = data.weight @ (data.won * odds - np.logaddexp(0.0, odds))
    return float(likely - (((at - centre) / spreads) ** 2).sum() / 2 - np.log(spreads).sum())


def _slope(data: _Data, at: Floats, centre: Floats, spreads: Floats) -> tuple[Floats, Floats]:
    """First derivative, and minus the second."""
    many, sellers = len(FEATURES), len(at) - len(FEATURES)
    chance = shares(data.odds(at))
    pull, curve = data.weight * (data.won - chance), data.weight * chance * (1 - chance)
    slope = np.concatenate([data.rows.T @ pull, data.by_seller(pull, sellers)]) - (at - centre) / spreads**2
    half = data.rows * np.sqrt(curve)[:, None]
    # A row has one seller, so that the part of sellers is a diagonal.
    across = np.array([data.by_seller(curve * feature, sellers) for feature in data.rows.T])
    bend = np.diag(spreads**-2)
    bend[:many, :many] += half.T @ half
    bend[:many, many:] += across
    bend[many:, :many] += across.T
    bend[many:, many:] += np.diag(_SHRINKING * data.by_seller(curve, sellers))
    return slope, bend


def _climb(data: _Data, centre: Floats, spreads: Floats, *, held: bool) -> Floats:
    """Newton's way to the mode, the first effect held at 0 or not."""
    at = centre.copy()
    if held:
        at[0] = 0.0
    move = slice(1 if held else 0, None)
    for _ in range(STEPS):
        slope, bend = _slope(data, at, centre, spreads)
        step = np.zeros_like(at)
        step[move] = np.linalg.solve(bend[move, move], slope[move])
        here = _height(data, at, centre, spreads)
        while _height(data, at + step, centre, spreads) < here - CLOSE:
            step /= 2
        at = at + step
        if np.abs(step).max() < CLOSE:
            break
    return at


def _draw(peak: _Peak, noise: Floats) -> Floats:
    """Draws from the normal distribution whose first value is at least 0."""
    below = _NORMAL.cdf(-peak.mean[0] / peak.root[0, 0])
    noise = noise.copy()
    noise[:, 0] = [_quantile(below + _NORMAL.cdf(value) * (1 - below)) for value in noise[:, 0]]
    drawn = peak.mean + noise @ peak.root.T
    drawn[:, 0] = np.maximum(drawn[:, 0], 0.0)
    return np.asarray(drawn)


def _quantile(share: float) -> float:
    return _NORMAL.inv_cdf(min(max(share, 1e-12), 1 - 1e-12))


def _noise(columns: int) -> Floats:
    """Standard normal noise, each half the mirror of the other; more columns leave the first ones as they are."""
    half = np.random.default_rng(SEED).standard_normal((columns, DRAWS // 2)).T
    return np.concatenate([half, -half])


def shares(odds: Floats) -> Floats:
    """Log-odds to probabilities."""
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -40.0, 40.0))))
