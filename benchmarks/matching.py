"""Which problem of a catalogue a customer told of, by words and by meaning: ``./dev bench matching``.

A plan takes a problem of the catalogue for told where a telling shares enough words with it (``counsel.plans.offer``).
The items ask how far that goes, and how far the sentence encoder would: a hundred invented deals, each with three to
six problems a product solves and what the customer said, which tells of one of them or of none. ``By meaning`` takes
the problem whose embedding is nearest, from the cosine on that gives the best F1 on these very items, which flatters.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml
from _tables import print_table

from askwell.coding.talks import training_encoder
from askwell.counsel.plans.offer import ALIKE
from askwell.understanding.words import content_words, overlap

HERE = Path(__file__).parent / "matching"
LANGUAGES = ("en", "zh")
HEADS = ("language", "by", "from", "said", "of which tell of one", "taken for one", "right", "precision", "recall")
STEPS = np.arange(0, 1, 0.02)


@dataclass(frozen=True)
class Told:
    """What was said: how like each problem it is, and which one it tells of, if any."""

    likeness: npt.NDArray[np.float64]
    problem: int | None

    def taken(self, least: float) -> int | None:
        """The problem most like it, if it is like enough."""
        best = int(self.likeness.argmax())
        return best if self.likeness[best] >= max(least, 1e-9) else None


def main() -> None:
    encode = training_encoder().encode
    rows = list[tuple[object, ...]]()
    for lang in LANGUAGES:
        deals = yaml.safe_load((HERE / f"{lang}.yaml").read_text("utf-8"))
        words, meant = list(by_words(deals)), list(by_meaning(deals, encode))
        best = max(STEPS, key=lambda least: f1(meant, least))
        rows += [
            (lang, "words", f"{ALIKE:.2f}", *figures(words, ALIKE)),
            (lang, "meaning", f"{best:.2f}", *figures(meant, best)),
        ]
    print_table("Problems of a catalogue that were told of", HEADS, rows)


def by_words(deals: Sequence[Any]) -> Iterator[Told]:
    """As a plan does it."""
    for deal in deals:
        problems = [content_words(problem) for problem in deal["solves"]]
        for said in deal["said"]:
            words = content_words(said["text"])
            yield Told(np.array([overlap(problem, words) for problem in problems]), said["solves"])


def by_meaning(deals: Sequence[Any], encode: Any) -> Iterator[Told]:
    """By the cosine of embeddings, which are of unit length."""
    for deal in deals:
        problems, said = (
            np.asarray(encode(texts)) for texts in (deal["solves"], [one["text"] for one in deal["said"]])
        )
        for vector, one in zip(said, deal["said"], strict=True):
            yield Told(problems @ vector, one["solves"])


def figures(told: Sequence[Told], least: float) -> tuple[object, ...]:
    """The counts and shares of a row."""
    taken, right, all_of_them = counts(told, least)
    return len(told), all_of_them, taken, right, right / taken if taken else None, right / all_of_them


def f1(told: Sequence[Told], least: float) -> float:
    """Of the problems taken for told."""
    taken, right, all_of_them = counts(told, least)
    return 2 * right / (taken + all_of_them)


def counts(told: Sequence[Told], least: float) -> tuple[int, int, int]:
    """How many tellings are taken for one of a problem, how many rightly, and how many tell of one."""
    taken = [(one, found) for one in told if (found := one.taken(least)) is not None]
    return len(taken), sum(found == one.problem for one, found in taken), sum(one.problem is not None for one in told)


if __name__ == "__main__":
    main()
