"""An evaluation as plain figures, rounded to four places, for a file of results."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from askwell.agreement.detection import Detection
from askwell.coding.evaluate import Evaluation
from askwell.coding.evaluation_codes import CodeScores
from askwell.coding.evaluation_errors import CodingError
from askwell.coding.evaluation_scores import Coefficients
from askwell.coding.evaluation_text import cut
from askwell.method.terms import Outcome

Figures = dict[str, Any]
ALL = "all"
"""Where codes or links are taken together."""


def figures(told: Evaluation) -> Figures:
    """All that the pages show of one evaluation."""
    return {
        "calls": told.conversations,
        **headline(told),
        "unitizing_alpha": _round(told.unitizing.alpha),
        "calibration": _round(told.calibration_error),
        "codes": {str(score.code or ALL): _code(score) for score in told.codes},
        "confusions": _confusions(told),
        "attrs": {
            score.key: {
                "n": score.kappa.n,
                "kappa": _round(score.kappa.value),
                "given": score.given,
                "macro_f1": _round(score.macro_f1),
            }
            for score in told.attrs
        },
        "links": {str(score.kind or ALL): _found(score.detection) for score in told.links},
        "industries": {
            group.name: {
                "calls": group.conversations,
                "kappa": _round(group.turns.kappa.value),
                "f1": _round(group.units.detection.f1),
            }
            for group in told.groups
            if group.kind == "industry"
        },
        "outcomes": _outcomes(told),
    }


def headline(told: Evaluation) -> Figures:
    """Agreement of turns, of kinds of units, and how units and boundaries were found."""
    return {
        "turn": _coefficients(told.turns[0]),
        "places": {place.name: _coefficients(place) for place in told.places},
        "units": _found(told.codes[0].detection),
        "boundary": _found(told.boundary.detection),
    }


def _coefficients(found: Coefficients) -> Figures:
    low, high = found.kappa_interval.low, found.kappa_interval.high
    return {
        "n": found.kappa.n,
        "kappa": _round(found.kappa.value),
        "low": _round(low),
        "high": _round(high),
        "alpha": _round(found.alpha.value),
    }


def _code(score: CodeScores) -> Figures:
    return {
        **_found(score.detection),
        "low": _round(score.f1_interval.low),
        "high": _round(score.f1_interval.high),
        "kappa": _round(score.coefficients.kappa.value),
        "alpha": _round(score.coefficients.alpha.value),
        "calibration": _round(score.calibration.error),
    }


def _found(found: Detection) -> Figures:
    return {
        "gold": found.gold,
        "predicted": found.predicted,
        "precision": _round(found.precision),
        "recall": _round(found.recall),
        "f1": _round(found.f1),
    }


def _confusions(told: Evaluation) -> dict[str, dict[str, int]]:
    """Gold code to what its units were told as, and how many of them."""
    found: dict[str, dict[str, int]] = {}
    for each in told.confusions:
        found.setdefault(each.gold, {})[each.told] = each.count
    return found


def _outcomes(told: Evaluation) -> Figures:
    return {
        "named": sum(count for _, _, count in told.outcomes),
        "right": told.outcomes_right,
        "continuations": sum(count for gold, _, count in told.outcomes if gold is Outcome.CONTINUATION),
        "passed": told.continuations_passed,
    }


def error_figures(error: CodingError) -> Figures:
    """One of the worst errors, its quotes cut to a line."""
    return {
        "call": error.conversation,
        "lang": error.lang,
        "turn": error.turn,
        "before": [error.before.speaker, cut(error.before.text, end=True)] if error.before else None,
        "words": [error.speaker, cut(error.words)],
        "gold": error.gold,
        "told": error.told,
        "p": error.p,
    }


def shipped(folder: str) -> dict[str, bytes]:
    """The data files of a folder of the coder, ``models`` or ``corpus``, by name."""
    inside = files("askwell.coding").joinpath(folder).iterdir()
    found = {item.name: item.read_bytes() for item in inside if item.is_file() and not item.name.endswith(".py")}
    return dict(sorted(found.items()))


def digest(contents: Mapping[str, bytes]) -> str:
    """SHA-256 over names and contents."""
    total = hashlib.sha256()
    for name, data in contents.items():
        total.update(f"{name} {hashlib.sha256(data).hexdigest()}\n".encode())
    return total.hexdigest()


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def store(path: Path, data: Mapping[str, Any]) -> None:
    """Write figures as JSON, one line for whatever lies below five levels, so that two measurements can be compared."""
    path.write_text(_json(data, 5) + "\n", encoding="utf-8")


def _json(value: object, levels: int, indent: str = "") -> str:
    more = indent + " "
    if levels and value and isinstance(value, Mapping):
        items = [f"{more}{json.dumps(str(key))}: {_json(each, levels - 1, more)}" for key, each in value.items()]
        return "{\n" + ",\n".join(items) + f"\n{indent}}}"
    if levels and value and isinstance(value, Sequence) and isinstance(value[0], Mapping):
        return "[\n" + ",\n".join(f"{more}{_json(each, 0)}" for each in value) + f"\n{indent}]"
    return json.dumps(value, ensure_ascii=False)
