"""Tables of results, with what they were measured on and when."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime


def measured_on() -> str:
    """The kind of machine and the day."""
    today = datetime.now(UTC)
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {today:%-d %B %Y}"


def measured() -> dict[str, object]:
    """The same as data: ``day`` in ISO 8601."""
    return {
        "day": f"{datetime.now(UTC):%Y-%m-%d}",
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
    }


def print_table(title: str, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A Markdown table under its title."""
    print("\n".join([f"## {title}", "", measured_on(), "", table(heads, rows), ""]))


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table; fractions with two places."""
    return "\n".join([_line(heads), _line(["---"] * len(heads)), *map(_line, rows)])


def _line(cells: Sequence[object]) -> str:
    return "| " + " | ".join(f"{cell:.2f}" if isinstance(cell, float) else str(cell) for cell in cells) + " |"
