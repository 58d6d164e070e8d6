"""The probability of an order, resting on what the customer has done (M07) and never on what the seller hopes.

This is the forecast of a single deal that knows no closed one: a logistic model whose every coefficient is a prior, a
guess of ours given as mean and spread on the scale of log-odds. The spreads add up, so the interval is wide, and ``n``
is 0. What stands here is replaced as a whole where a history of closed deals is at hand.
"""

from dataclasses import dataclass
from math import exp, pi, sqrt

from askwell.agreement.proportion import Z
from askwell.deal.state import Forecast


@dataclass(frozen=True, slots=True)
class Progress:
    """What a forecast looks at.

    ``advances`` is the sum of their probabilities, ``needs`` the number that foretell success in a sale of this size,
    ``petals`` the roles with a name, ``streak`` the continuations since the last other ending, ``heard`` whether any
    call was.
    """

    advances: float = 0.0
    needs: int = 0
    petals: int = 0
    streak: int = 0
    refused: bool = False
    ordered: bool = False
    heard: bool = False


@dataclass(frozen=True, slots=True)
class Effect:
    """What one more of something adds to the log-odds: mean and standard deviation, counted up to ``most``."""

    mean: float
    spread: float
    most: float = 1.0


AT_FIRST = Effect(-1.1, 1.2)
"""One deal in four as the middle of the guess, and hardly anything known about it."""
EFFECTS = {
    "advances": Effect(0.5, 0.3, 4.0),
    "needs": Effect(0.35, 0.25, 3.0),
    "petals": Effect(0.15, 0.12, 6.0),
    "streak": Effect(-0.4, 0.25, 4.0),
    "refused": Effect(-2.0, 0.8),
    "ordered": Effect(4.0, 1.0),
}
UNHEARD = 1.5
"""Spread added where no call was heard: whatever may have been said is not known."""


def forecast(progress: Progress) -> Forecast:
    """Mean of the probability and its 95 % interval (MacKay 1992 for the mean of a logistic-normal)."""
    counts = {name: min(float(getattr(progress, name)), effect.most) for name, effect in EFFECTS.items()}
    centre = AT_FIRST.mean + sum(EFFECTS[name].mean * count for name, count in counts.items())
    variance = AT_FIRST.spread**2 + sum((EFFECTS[name].spread * count) ** 2 for name, count in counts.items())
    variance += 0.0 if progress.heard else UNHEARD**2
    reach = Z * sqrt(variance)
    mean = _share(centre / sqrt(1 + pi * variance / 8))
    return Forecast(p=mean, low=_share(centre - reach), high=_share(centre + reach), n=0)


def _share(log_odds: float) -> float:
    return 1 / (1 + exp(-log_odds))
