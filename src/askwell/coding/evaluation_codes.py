"""How each code was found, what it was taken for, and how far its probabilities can be believed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from askwell.agreement.calibration import Calibration, calibration
from askwell.agreement.detection import Detection
from askwell.agreement.resampling import Interval
from askwell.coding.coded import Unit
from askwell.coding.evaluation_scores import Both, Coefficients, coefficients, found_scores
from askwell.coding.matching import Pair, matched_units
from askwell.method.terms import Code


@dataclass(frozen=True, slots=True)
class CodeScores:
    """How one code was found (``code`` None: all codes together), with an interval of F1 over conversations.

    Units of analysis: ``detection`` a unit, matched one to one; ``coefficients`` a pair of units in one place, labelled
    as this code or another (all codes together: by its code); ``calibration`` a predicted unit of this code, right when
    a gold unit matches it.
    """

    code: Code | None
    detection: Detection
    f1_interval: Interval
    coefficients: Coefficients
    calibration: Calibration


@dataclass(frozen=True, slots=True)
class Confusion:
    """``count`` units of ``gold`` that were told as ``told``, of ``of`` gold units with that code in all."""

    gold: Code
    told: Code
    count: int
    of: int


def code_scores(pairs: Sequence[Both]) -> tuple[CodeScores, ...]:
    """The scores of all codes together, then of each that is on either side."""
    met = {unit.code for pair in pairs for side in pair for unit in side.units}
    matches = [matched_units(gold.units, pred.units) for gold, pred in pairs]
    places = [matched_units(gold.units, pred.units, same_code=False) for gold, pred in pairs]
    wanted = [None, *(code for code in Code if code in met)] if met else []
    return tuple(_scores(code, pairs, matches, places) for code in wanted)


def _scores(
    code: Code | None, pairs: Sequence[Both], matches: Sequence[Sequence[Pair]], places: Sequence[Sequence[Pair]]
) -> CodeScores:
    found = found_scores([_detection(code, *each) for each in zip(pairs, matches, strict=True)])
    name = code.value if code else "all codes"
    labels = [[(_label(one, code), _label(two, code)) for one, two in part] for part in places]
    told = [_told(code, *each) for each in zip(pairs, matches, strict=True)]
    p = np.array([unit.p for part in told for unit, _right in part], float)
    right = np.array([right for part in told for _unit, right in part], bool)
    return CodeScores(code, found.detection, found.f1_interval, coefficients(name, labels), calibration(p, right))


def _detection(code: Code | None, pair: Both, matches: Sequence[Pair]) -> Detection:
    gold, pred = (sum(code in (None, unit.code) for unit in side.units) for side in pair)
    return Detection(sum(code in (None, one.code) for one, _two in matches), pred, gold)


def _label(unit: Unit, code: Code | None) -> str:
    return unit.code.value if code in (None, unit.code) else "another"


def _told(code: Code | None, pair: Both, matches: Sequence[Pair]) -> list[tuple[Unit, bool]]:
    """The predicted units of a code, each with whether it is right."""
    hit = {two.id for _one, two in matches}
    return [(unit, unit.id in hit) for unit in pair[1].units if code in (None, unit.code)]


def confusions(pairs: Sequence[Both]) -> tuple[Confusion, ...]:
    """What was taken for what, most frequent first. Unit of analysis: a pair of units in one place."""
    of = Counter(unit.code for gold, _pred in pairs for unit in gold.units)
    every = (match for gold, pred in pairs for match in matched_units(gold.units, pred.units, same_code=False))
    counts = Counter((one.code, two.code) for one, two in every if one.code is not two.code)
    order = list(Code)
    ranked = sorted(counts, key=lambda pair: (-counts[pair], order.index(pair[0]), order.index(pair[1])))
    return tuple(Confusion(gold, told, counts[gold, told], of[gold]) for gold, told in ranked)
