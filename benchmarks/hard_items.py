"""Agreement of the coders with six sets of items that are in no training: ``./dev bench hard_items``."""

from pathlib import Path

import numpy as np
from _tables import print_table

from askwell.agreement.nominal import Agreement, cohen_kappa, confusion
from askwell.coding.coded import CodedConversation
from askwell.coding.coder import Coder, code_conversation
from askwell.coding.coders import default_coder, thorough_coder
from askwell.coding.evaluate import evaluate_codings
from askwell.coding.matching import Pair, matched_units
from askwell.coding.notation import read_coded_text
from askwell.method.terms import SELLER_QUESTIONS

HERE = Path(__file__).parent
GOLD, SECOND = "gold", "second"
SETS = {
    "Hard items": HERE / "hard_items",
    "Contrast items": HERE / "contrast_items",
    "Fresh items": HERE / "fresh_items",
    "Blind items": HERE / "blind_items",
    "Blind calls": HERE / "blind_calls",
    "Acceptance calls": HERE / "acceptance_calls",
}
LANGUAGES = ("en", "zh")
ASKED = tuple(SELLER_QUESTIONS)
HEADS = (
    "language",
    "units",
    "turn kappa",
    "seller questions",
    "seller statements",
    "buyer",
    "which question",
    "n",
    "unit F1",
)
"""*Which question*: kappa of the five kinds over the n places where both sides have a question of the seller."""


def main() -> None:
    for name, folder in SETS.items():
        if (folder / SECOND).is_dir():
            twice = [row(lang, read(folder / GOLD, lang), read(folder / SECOND, lang)) for lang in LANGUAGES]
            print_table(f"{name}: the second coder against the first", HEADS, twice)
        for coder in (default_coder(), thorough_coder()):
            golds = {lang: read(folder / GOLD, lang) for lang in LANGUAGES}
            told = [row(lang, gold, coded_by(coder, gold)) for lang, gold in golds.items()]
            print_table(f"{name}, coded by {coder.name}", HEADS, told)


def read(layer: Path, lang: str) -> list[CodedConversation]:
    """The codings of one coder."""
    paths = sorted((layer / lang).glob("*.txt"))
    return [read_coded_text(path.read_text(encoding="utf-8"), path.stem) for path in paths]


def coded_by(coder: Coder, gold: list[CodedConversation]) -> list[CodedConversation]:
    """The same pieces as a coder of ours codes them."""
    return [code_conversation(coded.conversation, coder) for coded in gold]


def row(lang: str, gold: list[CodedConversation], found: list[CodedConversation]) -> tuple[object, ...]:
    """One language's figures."""
    told = evaluate_codings(gold, found)
    units = sum(len(coded.units) for coded in gold)
    places = [place.kappa.value for place in told.places]
    which = which_question(gold, found)
    return lang, units, told.turns[0].kappa.value, *places, which.value, which.n, told.codes[0].detection.f1


def which_question(gold: list[CodedConversation], found: list[CodedConversation]) -> Agreement:
    """Agreement on the kind of question, wherever both sides have a question of the seller in one place."""
    pairs = (pair for one, two in zip(gold, found, strict=True) for pair in _in_place(one, two))
    both = [(ASKED.index(one.code), ASKED.index(two.code)) for one, two in pairs if {one.code, two.code} <= set(ASKED)]
    sides = np.array(both, int).reshape(-1, 2).T
    return cohen_kappa(confusion(sides[0], sides[1], len(ASKED)))


def _in_place(gold: CodedConversation, found: CodedConversation) -> list[Pair]:
    return matched_units(gold.units, found.units, same_code=False)


if __name__ == "__main__":
    main()
