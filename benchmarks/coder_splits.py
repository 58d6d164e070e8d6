"""Agreement of the shipped coders with the corpus, development and test split: ``./dev bench coder_splits``.

Tables: kappa by turn and by kind of unit, unit F1, calibration error and outcomes; F1 by code; kappa by attribute;
links. The test split is read here for reporting only; outcomes of the development split are no evidence, since the
model of endings was trained on them.
"""

from collections.abc import Sequence
from itertools import product

from _splits import FORMS, calls_of
from _tables import print_table

from askwell.coding.coder import Coder
from askwell.coding.coders import default_coder, thorough_coder
from askwell.coding.evaluate import Evaluation, evaluate_codings
from askwell.counsel.advise import code_call
from askwell.method.terms import Code, LinkKind, Outcome

HEADS = (
    "split, form, language",
    "calls",
    "turn kappa",
    "seller questions",
    "seller statements",
    "buyer",
    "unit F1",
    "calibration error",
    "outcomes right",
    "continuations passed",
)


def main() -> None:
    for coder in (default_coder(), thorough_coder()):
        tables(coder)


def tables(coder: Coder) -> None:
    """All tables of one coder."""
    told = {place: evaluated(coder, *place) for place in product(("development", "test"), FORMS, ("en", "zh"))}
    print_table(f"Agreement of {coder.name} with the corpus", HEADS, [row(*pair) for pair in told.items()])
    written = {f"{split} {lang}": one for (split, form, lang), one in told.items() if form == "written"}
    codes = [(code.value, *(f1(one, code) for one in written.values())) for code in Code]
    print_table("F1 by code, as written", ("code", *written), codes)
    keys = sorted({score.key for one in written.values() for score in one.attrs})
    attrs = [(key, *(attr_kappa(one, key) for one in written.values())) for key in keys]
    print_table("Kappa by attribute on matched units, as written", ("attribute", *written), attrs)
    kinds = [kind.value for kind in LinkKind]
    print_table(
        "Links, as written: precision / recall (how many the corpus has)",
        ("link", *written),
        [(kind, *(link(one, kind) for one in written.values())) for kind in kinds],
    )


def evaluated(coder: Coder, split: str, form: str, lang: str) -> Evaluation:
    """A coder's codings held against the corpus."""
    gold = list(calls_of(split, lang, form))
    return evaluate_codings(gold, [code_call(coded.conversation, coder) for coded in gold])


def row(place: Sequence[str], told: Evaluation) -> tuple[object, ...]:
    """One line of the first table."""
    named = sum(count for _, _, count in told.outcomes)
    continued = sum(count for gold, _, count in told.outcomes if gold is Outcome.CONTINUATION)
    return (
        ", ".join(place),
        told.conversations,
        told.turns[0].kappa.value,
        *(kind.kappa.value for kind in told.places),
        told.codes[0].detection.f1,
        "-" if told.calibration_error is None else f"{told.calibration_error:.3f}",
        f"{told.outcomes_right} of {named}",
        f"{told.continuations_passed} of {continued}",
    )


def f1(told: Evaluation, code: Code) -> object:
    """The F1 of one code, with how often the corpus has it."""
    found = next((score.detection for score in told.codes if score.code is code), None)
    return "-" if found is None or found.f1 is None else f"{found.f1:.2f} ({found.gold})"


def attr_kappa(told: Evaluation, key: str) -> object:
    """The kappa of one attribute, with the number of pairs."""
    found = next((score.kappa for score in told.attrs if score.key == key), None)
    return "-" if found is None or found.value is None else f"{found.value:.2f} ({found.n})"


def link(told: Evaluation, kind: str) -> object:
    """Precision and recall of one kind of link, with how often the corpus has it."""
    found = next((score.detection for score in told.links if score.kind == kind), None)
    if found is None or found.precision is None or found.recall is None:
        return "-"
    return f"{found.precision:.2f} / {found.recall:.2f} ({found.gold})"


if __name__ == "__main__":
    main()
