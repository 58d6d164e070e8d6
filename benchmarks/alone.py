"""The coder on single units of other descriptions than the corpus, with what was said before: ``./dev bench alone``.

The writer of an item gave it one code by the manual; what counts is the code the coder has for the last turn, the
writer's where it has several.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from _tables import print_table

from askwell.agreement.nominal import cohen_kappa, confusion
from askwell.coding.coder import Coder, code_conversation
from askwell.coding.coders import default_coder, thorough_coder
from askwell.method.terms import CAPABILITY_STATEMENTS, SELLER_QUESTIONS, Code, Side, codes_for
from askwell.transcript.conversation import Conversation, Turn

ITEMS = Path(__file__).with_suffix("")
SIDES = {"S": Side.SELLER, "B": Side.BUYER}
HEADS = (
    *("description", "language", "set", "items", "all, kappa"),
    *("questions, kappa", "n", "statements, kappa", "n", "buyer, kappa", "n"),
)
FAMILIES = (tuple(SELLER_QUESTIONS), tuple(CAPABILITY_STATEMENTS), tuple(codes_for(Side.BUYER)))
Pair = tuple[Code, Code]
LEAST = 10
"""Pairs of which a figure is told."""


def main() -> None:
    for coder in (default_coder(), thorough_coder()):
        rows = [row(path, coder) for path in sorted(ITEMS.glob("*.yaml"))]
        print_table(f"Units alone, coded by {coder.name}", HEADS, rows)


def row(path: Path, coder: Coder) -> tuple[object, ...]:
    """One set's figures."""
    name, lang, part, _ = path.name.split(".")
    pairs = [told(item, lang, coder) for item in yaml.safe_load(path.read_text(encoding="utf-8"))]
    families = [[pair for pair in pairs if set(pair) <= set(family)] for family in FAMILIES]
    found = [(kappa(held, family), len(held)) for family, held in zip(FAMILIES, families, strict=True)]
    return name, lang, part, len(pairs), kappa(pairs, tuple(Code)), *(figure for pair in found for figure in pair)


def told(item: dict[str, Any], lang: str, coder: Coder) -> Pair:
    """The writer's code and the coder's."""
    lines = [(line[0], line[3:]) for line in item["before"]] + [(item["side"], item["said"])]
    talk = Conversation("item", tuple(Turn(SIDES[side], text) for side, text in lines), lang=lang)
    right, last = Code(item["code"]), len(lines) - 1
    codes = [unit.code for unit in code_conversation(talk, coder).units if unit.turn == last] or [Code.OTHER]
    return right, right if right in codes else codes[-1]


def kappa(pairs: Iterable[Pair], codes: tuple[Code, ...]) -> float | None:
    """Cohen's kappa; None of too few pairs to tell."""
    places = np.array([(codes.index(one), codes.index(two)) for one, two in pairs], int).reshape(-1, 2).T
    return cohen_kappa(confusion(places[0], places[1], len(codes))).value if len(places[0]) >= LEAST else None


if __name__ == "__main__":
    main()
