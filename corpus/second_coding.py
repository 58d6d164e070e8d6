"""How far a second coder agrees with the first: ``python corpus/second_coding.py``.

Of the exchanges, which their writers coded, the second coder saw the manual and the words of some and coded them by
number (``exchanges_second``); of the calls coded after writing they coded some whole (``coded_after_second``).
"""

from build import HERE, talks_in

from askwell.coding.evaluate import evaluate_codings


def main() -> None:
    for folder in ("exchanges", "coded_after"):
        for lang in ("en", "zh"):
            second = list(talks_in(HERE / f"{folder}_second" / f"{lang}.txt"))
            files = sorted((HERE / folder / lang).glob("*.txt"))
            first = {coded.id: coded for path in files for coded in talks_in(path)}
            told = evaluate_codings([first[coded.id] for coded in second], second)
            kappas = {"turns": told.turns[0].kappa.value} | {place.name: place.kappa.value for place in told.places}
            print(folder, lang, len(second), *(f"{name} {kappa:.2f}" for name, kappa in kappas.items()))


if __name__ == "__main__":
    main()
