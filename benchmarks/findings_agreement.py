"""Findings of the coder against findings from the codings of the corpus, on the development split, rule by rule.

Run: ``./dev bench findings_agreement``. A finding is right here when the same rule also speaks on the coding of the
corpus, about one of the same turns: what is told is how much the coder's errors cost, not whether the rules themselves
are wise. The test split is not touched.
"""

from collections import Counter

from _tables import print_table

from askwell.coding.coded import CodedConversation
from askwell.coding.coders import default_coder
from askwell.coding.corpus import packaged
from askwell.counsel.advise import advise, code_call
from askwell.understanding.understand import understand

HEADS = ("rule", "right", "wrong", "missed")


def main() -> None:
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    coder = default_coder()
    for coding in packaged("development"):
        told = places(advise(understand(coding)))
        found = places(code_call(coding.conversation, coder))
        for rule, turns in found.items():
            (right if turns & told.get(rule, set()) else wrong)[rule] += 1
        missed.update(told.keys() - found.keys())
    rules = sorted({*right, *wrong, *missed})
    rows = [(rule, right[rule], wrong[rule], missed[rule]) for rule in rules]
    rows.append(("**all**", right.total(), wrong.total(), missed.total()))
    print_table("Findings on the coder's units against findings on the units of the corpus", HEADS, rows)


def places(coded: CodedConversation) -> dict[str, set[int]]:
    """Rule to the turns its finding rests on."""
    return {finding.id: {coded.unit(unit).turn for unit in finding.units} for finding in coded.findings}


if __name__ == "__main__":
    main()
