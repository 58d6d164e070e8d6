"""Agreement of the coders with the hard items, which are in no training data: ``./dev bench hard_items``."""

from pathlib import Path

from _tables import print_table

from askwell.coding.coded import CodedConversation
from askwell.coding.coder import Coder, code_conversation
from askwell.coding.coders import default_coder, thorough_coder
from askwell.coding.evaluate import evaluate_codings
from askwell.coding.notation import read_coded_text

HERE = Path(__file__).with_name("hard_items")
GOLD, SECOND = HERE / "gold", HERE / "second"
LANGUAGES = ("en", "zh")
HEADS = ("language", "units", "turn kappa", "seller questions", "seller statements", "buyer", "unit F1")


def main() -> None:
    twice = [row(lang, read(GOLD, lang), read(SECOND, lang)) for lang in LANGUAGES]
    print_table("Hard items: the second coder against the first", HEADS, twice)
    for coder in (default_coder(), thorough_coder()):
        told = [row(lang, read(GOLD, lang), coded_by(coder, lang)) for lang in LANGUAGES]
        print_table(f"Hard items, coded by {coder.name}", HEADS, told)


def read(layer: Path, lang: str) -> list[CodedConversation]:
    """The codings of one coder."""
    paths = sorted((layer / lang).glob("*.txt"))
    return [read_coded_text(path.read_text(encoding="utf-8"), path.stem) for path in paths]


def coded_by(coder: Coder, lang: str) -> list[CodedConversation]:
    """The same pieces as a coder of ours codes them."""
    return [code_conversation(coded.conversation, coder) for coded in read(GOLD, lang)]


def row(lang: str, gold: list[CodedConversation], found: list[CodedConversation]) -> tuple[object, ...]:
    """One language's figures."""
    told = evaluate_codings(gold, found)
    units = sum(len(coded.units) for coded in gold)
    places = [place.kappa.value for place in told.places]
    return lang, units, told.turns[0].kappa.value, *places, told.codes[0].detection.f1


if __name__ == "__main__":
    main()
