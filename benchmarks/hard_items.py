"""Agreement of the coders with the hard items, which are in no training data: ``./dev bench hard_items``."""

from pathlib import Path

from _tables import print_table

from askwell.coding.coded import CodedConversation
from askwell.coding.coder import Coder, code_conversation
from askwell.coding.coders import default_coder, thorough_coder
from askwell.coding.evaluate import evaluate_codings
from askwell.coding.notation import read_coded_text

GOLD = Path(__file__).with_name("hard_items") / "gold"
HEADS = ("language", "units", "turn kappa", "seller questions", "seller statements", "buyer", "unit F1")


def main() -> None:
    for coder in (default_coder(), thorough_coder()):
        print_table(f"Hard items, coded by {coder.name}", HEADS, [row(lang, coder) for lang in ("en", "zh")])


def row(lang: str, coder: Coder) -> tuple[object, ...]:
    """One language's figures."""
    gold = [
        read_coded_text(path.read_text(encoding="utf-8"), path.stem) for path in sorted((GOLD / lang).glob("*.txt"))
    ]
    found: list[CodedConversation] = [code_conversation(coded.conversation, coder) for coded in gold]
    told = evaluate_codings(gold, found)
    units = sum(len(coded.units) for coded in gold)
    places = [place.kappa.value for place in told.places]
    return lang, units, told.turns[0].kappa.value, *places, told.codes[0].detection.f1


if __name__ == "__main__":
    main()
