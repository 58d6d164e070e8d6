"""How far a second coder agrees with the first: ``python corpus/second_coding.py``.

Of the exchanges, which their writers coded, the second coder saw the manual and the words of some and coded them by
number (``exchanges_second``); of the calls coded after writing they coded some whole (``coded_after_second``).
"""

from collections.abc import Iterable
from pathlib import Path

from build import HERE, talks_in

from askwell.coding.coded import CodedConversation
from askwell.coding.evaluate import evaluate_codings


def main() -> None:
    for folder in ("exchanges", "coded_after"):
        for lang in ("en", "zh"):
            second = list(talks((HERE / f"{folder}_second").glob(f"**/{lang}.txt")))
            first = {coded.id: coded for coded in talks((HERE / folder / lang).glob("*.txt"))}
            told = evaluate_codings([first[coded.id] for coded in second], second)
            kappas = {"turns": told.turns[0].kappa.value} | {place.name: place.kappa.value for place in told.places}
            print(folder, lang, len(second), *(f"{name} {kappa:.2f}" for name, kappa in kappas.items()))


def talks(files: Iterable[Path]) -> Iterable[CodedConversation]:
    """The coded talks of files."""
    return (coded for path in sorted(files) for coded in talks_in(path))


if __name__ == "__main__":
    main()
