"""How far a second coder agrees with the writers of the exchanges: ``python corpus/second_coding.py``.

The second coder saw the manual and the words of some exchanges and coded them by number (``exchanges_second``).
"""

from build import HERE, talks_in

from askwell.coding.evaluate import evaluate_codings


def main() -> None:
    for lang in ("en", "zh"):
        files = sorted((HERE / "exchanges" / lang).glob("*.txt"))
        second = list(talks_in(HERE / "exchanges_second" / f"{lang}.txt"))
        first = {coded.id: coded for path in files for coded in talks_in(path)}
        told = evaluate_codings([first[coded.id] for coded in second], second)
        kappas = {"turns": told.turns[0].kappa.value} | {place.name: place.kappa.value for place in told.places}
        print(lang, len(second), *(f"{name} {kappa:.2f}" for name, kappa in kappas.items()))


if __name__ == "__main__":
    main()
