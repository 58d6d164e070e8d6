"""What is believed before any deal has closed: the guesses of ``askwell.deal.forecast``, set out for the model."""

from dataclasses import dataclass
from functools import cache
from math import sqrt

import numpy as np
import numpy.typing as npt

from askwell.deal.forecast import AT_FIRST, EFFECTS, UNHEARD, Progress

Floats = npt.NDArray[np.float64]

LEVEL = "level"
NO_CALL = "no_call"
FEATURES = (*EFFECTS, LEVEL, NO_CALL)
"""In the order of the model; advances come first, for theirs is the effect that is known to be at least 0 (M07)."""
OWN = 0.5
"""Spread of the log-odds between deals of which the same is known: what no call shows."""
SELLER_SPREADS = (0.1, 0.3, 0.5, 0.8, 1.2, 1.8)
"""The spreads between sellers that are weighed against each other."""
SELLERS = 0.5
"""Scale of the half-normal prior of that spread."""
STRENGTHS = {0.0: 0.1, 0.5: 0.2, 1.0: 0.4, 1.5: 0.2, 2.0: 0.1}
"""How many times as strong as guessed all effects together may be, and what is believed of each."""
NARROWER, LEAST = 0.8, 0.3
"""The spread of an effect about its guess, of what ``forecast`` has, and least strength its spread goes with."""


@dataclass(frozen=True, slots=True)
class Prior:
    """One belief among several: ``weight`` of it, ``means`` and ``spreads`` of the features, ``sellers`` theirs."""

    weight: float
    means: Floats
    spreads: Floats
    sellers: float


@cache
def priors() -> tuple[Prior, ...]:
    """Every spread between sellers with every strength of effects."""
    means = np.array([effect.mean for effect in EFFECTS.values()])
    spreads = NARROWER * np.array([effect.spread for effect in EFFECTS.values()])
    level = sqrt(AT_FIRST.spread**2 - OWN**2 - SELLERS**2)
    return tuple(
        Prior(
            weight=float(weight * belief),
            means=np.array([*(strength * means), AT_FIRST.mean, 0.0]),
            spreads=np.array([*(max(strength, LEAST) * spreads), level, UNHEARD]),
            sellers=spread,
        )
        for spread, weight in zip(SELLER_SPREADS, _seller_weights(), strict=True)
        for strength, belief in STRENGTHS.items()
    )


def _seller_weights() -> Floats:
    """The weight of each spread between sellers; each stands for what is nearer to it than to the next."""
    spreads = np.array(SELLER_SPREADS)
    weight = np.exp(-(spreads**2) / (2 * SELLERS**2)) * np.gradient(spreads)
    return np.asarray(weight / weight.sum())


def as_row(progress: Progress) -> Floats:
    """The features of a deal: each counted up to where its effect ends, then 1 for the level, 1 where no call was."""
    counts = [min(float(getattr(progress, name)), effect.most) for name, effect in EFFECTS.items()]
    return np.array([*counts, 1.0, 0.0 if progress.heard else 1.0])
