"""Tables of results, with what they were measured on and when."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime


def measured_on() -> str:
    """The kind of machine and the day."""
    today = datetime.now(UTC)
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {today:%-d %B %Y}"


def print_table(title: str, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A Markdown table under its title."""
    lines = [f"## {title}", "", measured_on(), "", _line(heads), _line(["---"] * len(heads)), *map(_line, rows), ""]
    print("\n".join(lines))


def _line(cells: Sequence[object]) -> str:
    return "| " + " | ".join(f"{cell:.2f}" if isinstance(cell, float) else str(cell) for cell in cells) + " |"
