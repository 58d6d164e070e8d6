"""What brought an objection on: a finding and the card of the objection never name two causes (M27)."""

import pytest

from askwell.coding.coded import CodedConversation
from askwell.coding.notation import read_coded_text
from askwell.counsel.advise import advise
from askwell.counsel.causes import FOUND, brought_on
from askwell.counsel.facts import Facts
from askwell.counsel.summary import cause_of
from askwell.method.terms import Cause, Code
from askwell.understanding.understand import understand

TOLD = """
seller: {situation_question: How many lines do you run?}
buyer: {other: Four.}
seller: {feature: It has two heads.} {feature: It has a memory of forty jobs.} {feature: The frame is of steel.}
buyer: {objection concern=price%s: Your price is too high.}
"""
FINDING = "objections.price_after_features"


def told(cause: str = "") -> CodedConversation:
    return advise(understand(read_coded_text(TOLD % cause)))


@pytest.mark.method("M27")
def test_where_no_cause_is_coded_the_card_names_that_of_the_finding_and_its_words() -> None:
    coded = told()
    (objection,) = [unit for unit in coded.units if unit.code is Code.OBJECTION]
    causes = {finding.id for finding in coded.findings} & set(FOUND)
    assert causes == {FINDING}, "no other finding names another cause"
    assert cause_of(Facts(coded), objection) is Cause.FEATURE, "nor do the moments"
    found = brought_on(coded, objection)
    assert (found.cause, {unit.code for unit in found.units}) == (Cause.FEATURE, {Code.FEATURE})


@pytest.mark.method("M27")
@pytest.mark.parametrize("cause", [Cause.REAL, Cause.EARLY_SOLUTION])
def test_a_finding_that_names_another_cause_than_the_coded_one_is_not_made(cause: Cause) -> None:
    coded = told(f" cause={cause.value}")
    (objection,) = [unit for unit in coded.units if unit.code is Code.OBJECTION]
    assert brought_on(coded, objection).cause is cause
    assert FINDING not in {finding.id for finding in coded.findings}
