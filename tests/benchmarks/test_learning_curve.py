"""The learning curve on a handful of calls: shares lie within each other, and each is trained and evaluated."""

import sys
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from askwell.coding.coded import CodedConversation
from askwell.coding.tests.test_train import calls

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from learning_curve import HEADS, SHARES, Corpus, points, row, share_of

BOTH = [*calls("en"), *calls("zh")]


def names(codings: list[CodedConversation]) -> list[str]:
    return [coded.id for coded in codings]


def test_a_smaller_share_lies_within_a_larger_one_and_holds_both_languages() -> None:
    shares = [share_of(BOTH, share) for share in SHARES]
    for smaller, larger in pairwise(shares):
        assert set(names(smaller)) <= set(names(larger))
    assert [len(share) for share in shares] == [2, 2, 4, 8]
    assert {coded.lang for coded in shares[0]} == {"en", "zh"}
    assert names(shares[0]) == names(share_of(BOTH[::-1], SHARES[0])[::-1])


def test_every_coding_of_a_call_is_in_the_same_share() -> None:
    assert len(share_of([*BOTH, *BOTH], Fraction(1, 4))) == 4


def test_a_share_is_trained_and_evaluated_in_both_forms() -> None:
    corpus, hard = Corpus(BOTH, BOTH[:2], BOTH[-1:]), {"en": BOTH[:1], "zh": BOTH[-1:]}
    (point,) = points(corpus, [BOTH[0], BOTH[-1]], hard, [Fraction(1)])
    assert (point["share"], point["calls"]) == ("1", {"en": 4, "zh": 4})
    assert point["figures"]["written"]["en"]["turn"]["kappa"] == 1
    assert point["figures"]["recognised"]["zh"]["units"]["gold"] > 0
    assert point["fragments"] == {"en": 2, "zh": 0}
    assert point["snippets"] == {"en": 0, "zh": 1}
    assert point["hard"]["en"]["turn"]["kappa"] == 1
    assert len(row(point)) == len(HEADS)
