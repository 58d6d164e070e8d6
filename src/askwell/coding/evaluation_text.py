"""An evaluation as tables for a terminal; every table names its unit of analysis."""

from collections.abc import Sequence

from askwell.agreement.resampling import Interval
from askwell.coding.evaluate import CodeScores, Coefficients, Evaluation


def evaluation_text(evaluation: Evaluation) -> str:
    """All tables, separated by blank lines."""
    parts = [
        _head(evaluation),
        _coefficient_table("Main code of a turn (unit of analysis: the turn)", evaluation.turns),
        _coefficient_table(
            "Code of a stretch both coded (unit of analysis: a pair of units in one place)", evaluation.places
        ),
        _code_table("Units found (unit of analysis: the unit, matched one to one)", evaluation.codes),
        _boundary(evaluation),
        _attr_table(evaluation),
        _link_table(evaluation),
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
    return _table(title, ("code", "gold", "predicted", "precision", "recall", "F1"), [_scores_row(row) for row in rows])


def _scores_row(row: CodeScores) -> tuple[str, ...]:
    found = row.detection
    return (
        row.code.value if row.code else "all codes",
        str(found.gold),
        str(found.predicted),
        _figure(found.precision),
        _figure(found.recall),
        f"{_figure(found.f1)} {_interval(row.f1_interval)}",
    )


def _boundary(evaluation: Evaluation) -> str:
    rows = [("boundaries", *_scores_row(evaluation.boundary)[1:])]
    table = _table(
        "Where units begin and end (unit of analysis: the boundary)",
        ("", "gold", "predicted", "precision", "recall", "F1"),
        rows,
    )
    alpha = f"Unitizing alpha (unit of analysis: the character, codes summed): {_figure(evaluation.unitizing.alpha)}"
    error = f"Calibration error (unit of analysis: the predicted unit): {_figure(evaluation.calibration_error)}"
    return f"{table}\n\n{alpha}\n{error}"


def _attr_table(evaluation: Evaluation) -> str:
    rows = [
        (row.key, str(row.kappa.n), _figure(row.kappa.observed), _figure(row.kappa.value)) for row in evaluation.attrs
    ]
    title = "Attributes (unit of analysis: a matched unit in which both sides give the attribute)"
    return _table(title, ("attribute", "n", "observed", "kappa"), rows) if rows else ""


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
    widths = [max(len(row[i]) for row in (heads, *rows)) for i in range(len(heads))]
    lines = [
        "  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in (heads, *rows)
    ]
    return "\n".join([title, *(line.rstrip() for line in lines)])
