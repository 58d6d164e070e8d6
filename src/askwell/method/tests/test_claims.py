"""The register of claims is read as strictly as the codebook."""

import pytest

from askwell.method.claims import load_claims, read_claims
from askwell.method.nodes import CodebookError

FILE = "claims.yaml"
GOOD = """\
- id: closing.frequency
  claim: {en: Frequent closing goes with failure., zh: 收场白越多越不成。}
  figure: {en: More than two., zh: 超过两次。}
  grade: seed
  source: {en: Mind map, zh: 思维导图}
  rows: [M29, M30]
  show: true
"""

FAULTS = {
    "grade": ("grade: seed", "grade: sure", 4, "grade 'sure'"),
    "claim": ("zh: 收场白越多越不成。", "zh: ''", 2, "zh is empty"),
    "row": ("[M29, M30]", "[M29, M77]", 6, "'M77' is not a row"),
    "show": ("show: true", "show: maybe", 7, "show 'maybe'"),
    "missing": ("  show: true\n", "", 1, "show is missing"),
    "unknown": ("show: true", "show: true\n  hide: true", 8, "unknown key hide"),
}


@pytest.mark.parametrize(("old", "new", "line", "message"), FAULTS.values(), ids=FAULTS)
def test_a_faulty_claim_is_named_with_its_file_and_line(old: str, new: str, line: int, message: str):
    with pytest.raises(CodebookError) as caught:
        read_claims(FILE, GOOD.replace(old, new))
    assert str(caught.value).startswith(f"{FILE}:{line}: ")
    assert message in str(caught.value)


def test_a_claim_may_not_be_given_twice():
    with pytest.raises(CodebookError, match=r"claims\.yaml:8: .*already used"):
        read_claims(FILE, GOOD + GOOD)


def test_a_good_claim_gives_what_it_says():
    (claim,) = read_claims(FILE, GOOD)
    assert (claim.grade, claim.rows, claim.show) == ("seed", ("M29", "M30"), True)
    assert claim.figure is not None
    assert claim.figure.zh == "超过两次。"


def test_claims_without_a_source_are_not_shown():
    assert [claim.id for claim in load_claims() if claim.grade == "unsourced" and claim.show] == []
