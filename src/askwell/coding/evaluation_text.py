"""An evaluation as tables for a terminal; every table names its unit of analysis."""

from collections.abc import Sequence
from unicodedata import east_asian_width

from askwell.agreement.detection import Detection
from askwell.agreement.resampling import Interval
from askwell.coding.evaluate import Evaluation
from askwell.coding.evaluation_codes import CodeScores
from askwell.coding.evaluation_errors import CodingError
from askwell.coding.evaluation_scores import Coefficients

CONFUSIONS = 15
"""The most frequent confusions that are listed."""
INDUSTRIES = 10
"""The industries with the least agreement that are listed."""
LONGEST = 160
"""Characters of a quote; a longer one is cut."""


def evaluation_text(evaluation: Evaluation) -> str:
    """All tables, separated by blank lines."""
    parts = [
        _head(evaluation),
        _coefficient_table("Main code of a turn (unit of analysis: the turn)", evaluation.turns),
        _coefficient_table(
            "Code of a stretch both coded (unit of analysis: a pair of units in one place)", evaluation.places
        ),
        _code_table("Units found (unit of analysis: the unit, matched one to one)", evaluation.codes),
        _one_against_all(evaluation.codes),
        _confusion_table(evaluation),
        _calibration_table(evaluation.codes),
        _boundary(evaluation),
        _attr_table(evaluation),
        _link_table(evaluation),
        _group_table(evaluation),
        _outcome_table(evaluation),
    ]
    return "\n\n".join(part for part in parts if part)


def _head(evaluation: Evaluation) -> str:
    lines = [f"{evaluation.conversations} conversations on both sides; intervals are 95 %, resampling conversations"]
    if evaluation.only_gold:
        lines.append(f"only on the gold side, left out: {', '.join(evaluation.only_gold)}")
    if evaluation.only_pred:
        lines.append(f"only on the predicted side, left out: {', '.join(evaluation.only_pred)}")
    return "\n".join(lines)


def _coefficient_table(title: str, rows: Sequence[Coefficients]) -> str:
    body = [
        (
            row.name,
            str(row.kappa.n),
            _figure(row.kappa.observed),
            f"{_figure(row.kappa.value)} {_interval(row.kappa_interval)}",
            f"{_figure(row.alpha.value)} {_interval(row.alpha_interval)}",
        )
        for row in rows
    ]
    return _table(title, ("", "n", "observed", "kappa", "alpha (nominal)"), body)


def _code_table(title: str, rows: Sequence[CodeScores]) -> str:
    heads = ("code", "gold", "predicted", "precision", "recall", "F1")
    return _table(title, heads, [(_name(row), *_found(row.detection, row.f1_interval)) for row in rows])


def _name(row: CodeScores) -> str:
    return row.code.value if row.code else "all codes"


def _found(found: Detection, f1: Interval) -> tuple[str, ...]:
    ratios = (_figure(found.precision), _figure(found.recall), f"{_figure(found.f1)} {_interval(f1)}")
    return (str(found.gold), str(found.predicted), *ratios)


def _one_against_all(rows: Sequence[CodeScores]) -> str:
    title = "Each code against all others (unit of analysis: a pair of units in one place)"
    return _coefficient_table(title, [row.coefficients for row in rows])


def _confusion_table(evaluation: Evaluation) -> str:
    """The most frequent first; a line counts those left out."""
    found = evaluation.confusions
    rows = [(each.gold.value, each.told.value, f"{each.count} of {each.of}") for each in found[:CONFUSIONS]]
    rest = sum(each.count for each in found[CONFUSIONS:])
    title = "Most frequent confusions (unit of analysis: a pair of units in one place that differ in code)"
    table = _table(title, ("gold", "predicted", "n of gold"), rows)
    return "" if not rows else f"{table}\nand {rest} rarer ones" if rest else table


def _calibration_table(rows: Sequence[CodeScores]) -> str:
    """Codes that were not predicted are left out."""
    title = "Calibration (unit of analysis: the predicted unit)"
    found = [(_name(row), row.calibration) for row in rows if row.calibration.n]
    body = [(name, str(one.n), *map(_figure, (one.said, one.right, one.error))) for name, one in found]
    return _table(title, ("code", "predicted", "mean p", "share right", "calibration error"), body) if body else ""


def _boundary(evaluation: Evaluation) -> str:
    table = _table(
        "Where units begin and end (unit of analysis: the boundary)",
        ("", "gold", "predicted", "precision", "recall", "F1"),
        [("boundaries", *_found(evaluation.boundary.detection, evaluation.boundary.f1_interval))],
    )
    alpha = f"Unitizing alpha (unit of analysis: the character, codes summed): {_figure(evaluation.unitizing.alpha)}"
    return f"{table}\n\n{alpha}"


def _attr_table(evaluation: Evaluation) -> str:
    rows = [
        (
            f"{row.key}, {row.lang}" if row.lang else row.key,
            str(row.kappa.n),
            _figure(row.kappa.observed if row.kappa.n else None),
            _figure(row.kappa.value),
            str(row.given),
            _figure(row.macro_f1),
        )
        for row in evaluation.attrs
    ]
    title = "Attributes (unit of analysis: a matched unit; for kappa given on both sides, for macro-F1 on either)"
    heads = ("attribute", "n on both", "observed", "kappa", "n on either", "macro-F1")
    return _table(title, heads, rows) if rows else ""


def _link_table(evaluation: Evaluation) -> str:
    rows = [
        (
            row.kind.value if row.kind else "all links",
            str(row.detection.gold),
            str(row.detection.predicted),
            _figure(row.detection.precision),
            _figure(row.detection.recall),
            _figure(row.detection.f1),
        )
        for row in evaluation.links
    ]
    title = "Links from unit to unit (unit of analysis: the link, both ends in their places)"
    return _table(title, ("link", "gold", "predicted", "precision", "recall", "F1"), rows) if rows else ""


def _group_table(evaluation: Evaluation) -> str:
    """All languages and forms, and the industries with the least agreement; a line counts those left out."""
    industries = [group for group in evaluation.groups if group.kind == "industry"]
    shown = [*(group for group in evaluation.groups if group.kind != "industry"), *industries[:INDUSTRIES]]
    rows = [
        (
            group.kind,
            group.name,
            str(group.conversations),
            f"{_figure(group.turns.kappa.value)} {_interval(group.turns.kappa_interval)}",
            f"{_figure(group.units.detection.f1)} {_interval(group.units.f1_interval)}",
        )
        for group in shown
    ]
    title = "Kinds of calls (units of analysis: the turn by its main code for kappa, the unit for F1)"
    table = _table(title, ("by", "", "conversations", "kappa", "F1"), rows)
    rest = len(industries) - INDUSTRIES
    return "" if not rows else f"{table}\nand {rest} industries with more agreement" if rest > 0 else table


def _outcome_table(evaluation: Evaluation) -> str:
    if not evaluation.outcomes:
        return ""
    total = sum(count for *_labels, count in evaluation.outcomes)
    rows = [(gold.value, pred.value, str(count)) for gold, pred, count in evaluation.outcomes]
    table = _table("Outcomes (unit of analysis: the conversation)", ("gold", "predicted", "n"), rows)
    right, passed = evaluation.outcomes_right, evaluation.continuations_passed
    return f"{table}\n{right} of {total} right; continuations passed as success: {passed}"


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _interval(interval: Interval) -> str:
    return "" if interval.low is None or interval.high is None else f"[{interval.low:.3f}, {interval.high:.3f}]"


def _table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    widths = [max(_columns(row[i]) for row in (heads, *rows)) for i in range(len(heads))]
    lines = [
        "  ".join(_padded(*each) for each in zip(row, widths, range(len(row)), strict=True)) for row in (heads, *rows)
    ]
    return "\n".join([title, *(line.rstrip() for line in lines)])


def _padded(cell: str, width: int, number: int) -> str:
    """A cell in its column; the first column begins at the left, figures end at the right."""
    space = " " * (width - _columns(cell))
    return space + cell if number else cell + space


def _columns(text: str) -> int:
    """Columns of a terminal that a text takes: a Chinese character takes two."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def errors_text(errors: Sequence[CodingError]) -> str:
    """The worst errors, each with the turn before it; nothing but a line where there is none."""
    if not errors:
        return "No error (unit of analysis: the predicted unit)"
    head = "Worst errors, those the coder was surest of first (unit of analysis: the predicted unit)"
    return "\n\n".join([head, *(_error(number, error) for number, error in enumerate(errors, 1))])


def _error(number: int, error: CodingError) -> str:
    gold = error.gold.value if error.gold else "uncoded"
    place = f"{error.conversation}, turn {error.turn}"
    lines = [f"{number}. {place}: gold {gold}, predicted {error.told} at p {error.p:.4f}"]
    if error.before:
        lines.append(f"   before  {error.before.speaker}: {cut(error.before.text, end=True)}")
    return "\n".join([*lines, f"   words   {error.speaker}: {cut(error.words)}"])


def cut(text: str, *, end: bool = False) -> str:
    """A quote on one line; of a long one the beginning, or the ``end``, and an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= LONGEST:
        return line
    return f"…{line[1 - LONGEST :].lstrip()}" if end else f"{line[: LONGEST - 1].rstrip()}…"
