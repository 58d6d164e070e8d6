"""Histories of closed deals to test with, made by a truth that is known."""

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np

from askwell.deal.forecast import Progress
from askwell.deal.forecasting.history import NOTHING_YET, ClosedDeal, Known
from askwell.deal.terms import BuyingStage

FIRST = date(2025, 1, 6)
Odds = Callable[[Progress, int], float]


def heard(**counts: float) -> Progress:
    return Progress(heard=True, **counts)  # type: ignore[arg-type]


def closed(number: int, progress: Progress, *, won: bool, seller: str = "ana", length: int = 10) -> ClosedDeal:
    """The deal that ended on the day of its number, after one call so many days before."""
    ended = FIRST + timedelta(days=number)
    known = Known(ended - timedelta(days=length), progress, BuyingStage.EVALUATES)
    return ClosedDeal(f"{number:04}", seller, won, ended, (NOTHING_YET, known))


def history(size: int, odds: Odds, seed: int = 1, sellers: int = 4) -> list[ClosedDeal]:
    """Deals of several sellers; ``odds`` are the log-odds of an order by progress and the number of the seller."""
    chance = np.random.default_rng(seed)
    deals = []
    for number in range(size):
        progress, seller = chance_progress(chance), int(chance.integers(sellers))
        won = bool(chance.random() < share(odds(progress, seller)))
        deals.append(closed(number, progress, won=won, seller=f"s{seller}"))
    return deals


def chance_progress(chance: np.random.Generator) -> Progress:
    return heard(
        advances=float(chance.integers(0, 4)), needs=int(chance.integers(0, 4)), streak=int(chance.integers(0, 3))
    )


def share(odds: float) -> float:
    return float(1 / (1 + np.exp(-odds)))
