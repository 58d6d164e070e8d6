"""How many of the things that are there were found, and how many found are there."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Detection:
    """``hits`` of ``predicted`` found and ``gold`` true things; a ratio over nothing is None."""

    hits: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float | None:
        return self.hits / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        return self.hits / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        total = self.predicted + self.gold
        return 2 * self.hits / total if total else None

    def __add__(self, other: "Detection") -> "Detection":
        return Detection(self.hits + other.hits, self.predicted + other.predicted, self.gold + other.gold)


def macro_f1(classes: Iterable[Detection]) -> float | None:
    """The mean F1 of the classes that are there or were predicted, each counting the same; None without any."""
    found = [each.f1 for each in classes if each.f1 is not None]
    return sum(found) / len(found) if found else None
