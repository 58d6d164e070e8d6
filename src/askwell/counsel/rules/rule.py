"""What a rule is."""

from collections.abc import Callable
from dataclasses import dataclass

from askwell.counsel.facts import Evidence, Facts
from askwell.method.terms import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its stable id, method row and severity, and the function that finds its evidence or None.

    ``major_only`` keeps it silent in a small sale, where what it faults may serve (M01); ``by_words`` lets it speak
    where the coder is not certain, since it rests on words alone. Its texts are under the same id in ``texts.yaml``.
    """

    id: str
    row: str
    severity: Severity
    find: Callable[[Facts], Evidence | None]
    major_only: bool = False
    by_words: bool = False
