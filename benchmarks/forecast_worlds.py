"""The forecast in worlds whose truth is known: ``./dev bench forecast_worlds``. Takes about three minutes on one core.

Each world makes histories of closed deals and, after them, new deals seen at a chance moment. The forecast, the base
rate of the history and guesses by stage are held against what is true of the new deals. Most worlds break the model.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt
from _tables import measured_on, table

from askwell.deal.forecast import AT_FIRST, EFFECTS, Progress
from askwell.deal.forecasting.backtest import base_rate, calibration_bins
from askwell.deal.forecasting.history import NOTHING_YET, ClosedDeal, Known
from askwell.deal.forecasting.posterior import fit, shares
from askwell.deal.forecasting.predict import expect
from askwell.deal.forecasting.stages import stage_chances
from askwell.deal.terms import BuyingStage

Floats = npt.NDArray[np.float64]
Generator = np.random.Generator

RESULT = Path(__file__).parent / "results" / "forecast_worlds.md"
SIZES = (0, 5, 20, 50, 200)
HISTORIES = 50
NEW = 200
PATHS = 200
SEED = 20261126
MOST_CALLS = 8
LAST_CALL = 0.3
"""The chance that a call is the last of its deal."""
ENDINGS = (0.33, 0.47, 0.12, 0.08)
"""Of calls: advance, continuation, refusal, order."""
BLOCK = 10
"""Deals that share a fate, where deals depend on each other."""
FIRST_DAY = date(2020, 1, 1)
MEANS = np.array([effect.mean for effect in EFFECTS.values()])
SPREADS = np.array([effect.spread for effect in EFFECTS.values()])
MOST = np.array([effect.most for effect in EFFECTS.values()])
NAMES = tuple(EFFECTS)


def guessed(_chance: Generator) -> Floats:
    """The effects the prior guesses."""
    return MEANS


def drawn(chance: Generator) -> Floats:
    """Effects drawn from the prior; none turns round."""
    return np.sign(MEANS) * np.abs(MEANS + SPREADS * chance.standard_normal(len(MEANS)))


def no_effects(_chance: Generator) -> Floats:
    return np.zeros(len(MEANS))


def stronger(_chance: Generator) -> Floats:
    return 1.7 * MEANS


def alike(_chance: Generator, number: int) -> Floats:
    return np.zeros(number)


def normal_sellers(chance: Generator, number: int) -> Floats:
    return 0.5 * chance.standard_normal(number)


def heavy_sellers(chance: Generator, number: int) -> Floats:
    """Student's t with two degrees of freedom: now and then one is like no other."""
    return 0.7 * chance.standard_t(2, number)


@dataclass(frozen=True)
class World:
    """How chances really come about; what is not said is as the model has it.

    ``level`` and its ``spread`` are those of deals at first, ``own`` the spread between deals of which the same is
    known, ``seen`` the share of calls that are recorded, ``shock`` the spread of what ten neighbours share, ``drift``
    the fall of the level from the first deal to the last, ``leap`` whether only the second advance counts, for all.
    """

    name: str
    breaks: bool
    effects: Callable[[Generator], Floats] = guessed
    sellers: Callable[[Generator, int], Floats] = normal_sellers
    level: float = AT_FIRST.mean
    spread: float = 0.5
    own: float = 0.5
    seen: float = 1.0
    shock: float = 0.0
    drift: float = 0.0
    leap: bool = False


WORLDS = (
    World("as guessed, effects drawn from the prior", breaks=False, effects=drawn, spread=1.0),
    World("as guessed, sellers alike", breaks=False, sellers=alike),
    World("effects 1.7 times as strong", breaks=False, effects=stronger),
    World("heavy-tailed sellers", breaks=True, sellers=heavy_sellers),
    World("drift: the level falls by 2", breaks=True, drift=2.0),
    World("missing advances: half of the calls unseen", breaks=True, seen=0.5),
    World("dependent deals: ten share a fate", breaks=True, shock=1.2),
    World("no effect at all", breaks=True, effects=no_effects),
    World("much that no call shows", breaks=True, own=1.5),
    World("a leap at the second advance, no other effect", breaks=True, effects=no_effects, leap=True),
)


@dataclass
class Course:
    """Deals under way, all at once: one row a deal, one column a feature; ``open`` where another call will come."""

    counts: Floats
    open: npt.NDArray[np.bool_]
    calls: int = 0

    def go_on(self, chance: Generator) -> None:
        """Hold one more call in each deal that is open."""
        ending = chance.choice(4, size=len(self.counts), p=ENDINGS)
        advance, still, refusal, order = (ending == kind for kind in range(4))
        new = self.counts.copy()
        new[:, 0] += (advance | order) * chance.uniform(0.6, 1.0, len(new))
        new[:, 1] += chance.random(len(new)) < 0.35
        new[:, 2] += chance.random(len(new)) < 0.5
        new[:, 3] = np.where(still, new[:, 3] + 1, 0)
        new[:, 4] = refusal
        new[:, 5] = (new[:, 5].astype(bool) | order) & ~refusal
        self.counts = np.where(self.open[:, None], new, self.counts)
        self.calls += 1
        self.open = self.open & (chance.random(len(new)) >= LAST_CALL) & (self.calls < MOST_CALLS)


@dataclass(frozen=True)
class Truth:
    """The log-odds of deals apart from what the customer does, and the effects of that."""

    world: World
    effects: Floats
    apart: Floats

    def odds(self, counts: Floats, deals: npt.NDArray[np.int64]) -> Floats:
        leap = 3.0 * (counts[:, 0] >= 1.5) if self.world.leap else 0.0
        return np.asarray(np.minimum(counts, MOST) @ self.effects + leap + self.apart[deals])


@dataclass(frozen=True)
class Seen:
    """What the records hold of one deal: after so many calls held, these counts; ``held`` are the true ones."""

    calls: int
    counts: Floats
    held: Floats


@dataclass
class Figures:
    """Sums over histories of one world and size."""

    brier: dict[str, list[float]] = field(default_factory=dict)
    error: dict[str, list[float]] = field(default_factory=dict)
    covered: list[float] = field(default_factory=list)
    width: list[float] = field(default_factory=list)


WAYS = ("model", "base rate", "stages", "truth")


def histories(world: World, size: int, chance: Generator) -> tuple[list[list[Seen]], list[str], Floats, Truth]:
    """Old deals with how they ended (1 or 0), and new ones after them: records, sellers, endings, what is true."""
    number = size + NEW
    sellers = chance.integers(0, max(2, min(8, size // 6)), number)
    differences = world.sellers(chance, 8)
    when = np.minimum(np.arange(number) / max(size, 1), 1.0)
    shocks = world.shock * chance.standard_normal(number // BLOCK + 1)[np.arange(number) // BLOCK]
    apart = world.level + world.spread * chance.standard_normal() + differences[sellers] + shocks
    apart = apart + world.drift * (0.5 - when) + world.own * chance.standard_normal(number)
    truth = Truth(world, world.effects(chance), apart)
    records = [[Seen(0, np.zeros(len(NAMES)), np.zeros(len(NAMES)))] for _ in range(number)]
    held = Course(np.zeros((number, len(NAMES))), np.ones(number, bool))
    noted = held.counts.copy()
    while held.open.any():
        was, before = held.open, held.counts
        held.go_on(chance)
        noticed = was & (chance.random(number) < world.seen)
        gained = noted + held.counts - before
        gained[:, 3:] = held.counts[:, 3:]
        noted = np.where(noticed[:, None], gained, noted)
        for deal in np.flatnonzero(noticed):
            records[deal].append(Seen(held.calls, noted[deal], held.counts[deal]))
    won = (chance.random(number) < shares(truth.odds(held.counts, np.arange(number)))).astype(float)
    return records, [f"seller {seller}" for seller in sellers], won, truth


def known(seen: Seen, chance: Generator) -> Known:
    """As the records have it; the stage goes with progress, by an eye that hopes."""
    if seen.calls == 0:
        return NOTHING_YET
    counts = seen.counts
    progress = Progress(
        advances=float(counts[0]),
        needs=int(counts[1]),
        petals=int(counts[2]),
        streak=int(counts[3]),
        refused=bool(counts[4]),
        ordered=bool(counts[5]),
        heard=True,
    )
    shown = counts[0] + counts[1] / 2 + 3 * counts[5] + chance.normal(0.5, 0.8)
    stages = (BuyingStage.FEELS_FINE, BuyingStage.NEED_DEFINED, BuyingStage.EVALUATES, BuyingStage.DECIDES)
    return Known(FIRST_DAY, progress, stages[int(np.clip(shown, 0, 3))])


def true_chances(truth: Truth, at: Sequence[Seen], first: int, chance: Generator) -> Floats:
    """The chance of each new deal at the moment it is seen, over all the ways it may still go."""
    total = np.zeros(len(at))
    deals = np.repeat(np.arange(len(at)), PATHS)
    course = Course(np.array([seen.held for seen in at])[deals], np.ones(len(deals), bool))
    calls = np.array([seen.calls for seen in at])[deals]
    # A deal that was heard may have had its last call; one that was not will have one.
    course.open = (calls == 0) | (chance.random(len(deals)) >= LAST_CALL)
    while course.open.any():
        course.go_on(chance)
    np.add.at(total, deals, shares(truth.odds(course.counts, first + deals)))
    return total / PATHS


def history(world: World, size: int, number: int, figures: Figures) -> None:
    """Make one history, forecast the new deals by it, and add up how that went."""
    chance = np.random.default_rng((SEED, WORLDS.index(world), size, number))
    records, sellers, won, truth = histories(world, size, chance)
    closed = [
        ClosedDeal(
            id=f"{deal:05}",
            seller=sellers[deal],
            won=bool(won[deal]),
            closed_on=FIRST_DAY + timedelta(days=deal),
            known=tuple(known(seen, chance) for seen in records[deal]),
        )
        for deal in range(size)
    ]
    at = [records[deal][chance.integers(0, len(records[deal]))] for deal in range(size, size + NEW)]
    told = [known(seen, chance) for seen in at]
    posterior = fit(closed)
    found = [expect(posterior, one.progress, sellers[size + i]).forecast for i, one in enumerate(told)]
    true = true_chances(truth, at, size, chance)
    said = {
        "model": np.array([forecast.p for forecast in found]),
        "base rate": np.full(NEW, base_rate(closed)),
        "stages": np.array([stage_chances()[one.stage] for one in told]),
        "truth": true,
    }
    for name, values in said.items():
        # What the squared error will be on average, without the chance of single endings.
        figures.brier.setdefault(name, []).append(float((true * (1 - values) ** 2 + (1 - true) * values**2).mean()))
        bins = calibration_bins(values, true, np.ones(NEW))
        figures.error.setdefault(name, []).append(sum(b.deals * abs(b.said - b.won) for b in bins) / NEW)
    low, high = (np.array([getattr(forecast, end) for forecast in found]) for end in ("low", "high"))
    figures.covered.append(float(((low <= true) & (true <= high)).mean()))
    figures.width.append(float((high - low).mean()))


HEADS = (
    *("world", "closed", *(f"Brier, {way}" for way in WAYS)),
    *(*(f"calibration error, {way}" for way in WAYS[:3]), "covered by the 95 % interval", "its width"),
    "better than the base rate",
)


def row(world: World, size: int) -> tuple[object, ...]:
    """One line of the table."""
    figures = Figures()
    for number in range(HISTORIES):
        history(world, size, number, figures)
    better = np.mean([a < b for a, b in zip(figures.brier["model"], figures.brier["base rate"], strict=True)])
    cells = [
        *(f"{np.mean(figures.brier[way]):.3f}" for way in WAYS),
        *(f"{np.mean(figures.error[way]):.3f}" for way in WAYS[:3]),
        f"{100 * np.mean(figures.covered):.0f} %",
        f"{np.mean(figures.width):.2f}",
        f"{100 * better:.0f} %",
    ]
    return (f"{world.name}{'' if not world.breaks else ' †'}", size, *cells)


def rows() -> Iterator[tuple[object, ...]]:
    for world in WORLDS:
        for size in SIZES:
            yield row(world, size)


INTRODUCTION = f"""# The forecast in worlds whose truth is known

{{measured}}. {HISTORIES} histories a line, each with {NEW} new deals seen at a chance moment of their course; seed
{SEED}. `./dev bench forecast_worlds` makes this page.

† breaks the model. In every world, moreover, the chance in the middle of a deal is an average over what may still
happen, which is not logistic. Brier scores are what is to be expected given the true chance, so that they hold no luck
of single endings; *truth* is the score of whoever knew each deal's true chance, what no call shows included. The
calibration error is over five bins, against true chances. The interval is held against the true chance of each deal.
The last column is the share of histories after which the model did better than the base rate.

"""


def main() -> None:
    done = table(HEADS, list(rows()))
    RESULT.write_text(INTRODUCTION.format(measured=measured_on()) + done + "\n", encoding="utf-8")
    print(done)


if __name__ == "__main__":
    main()
