"""Outcomes: a continuation is never passed off as an advance (M07)."""

import pytest

from askwell.coding.notation import read_coded_text
from askwell.method.terms import Outcome
from askwell.understanding.outcome import judge_outcome

ORDERS = [
    "seller: {closing_attempt: Shall I book the two fillers?}\nbuyer: {agreement: Yes, I'll sign on Friday.}",
    "buyer: {agreement: We'll take two, send me the contract.}",
    "seller: {closing_attempt close_kind=direct_ask: Can we start on 1st March?}\nbuyer: {agreement: Yes, do.}",
    "seller: {closing_attempt: 那两台咱们就定下来？}\nbuyer: {agreement: 行，就定这两台，周五签合同。}",
    "buyer: {agreement: 合同发过来，我下周一签字。}",
    "buyer: {agreement: 这批我们先订三台，明天打定金。}",
]
ADVANCES = [
    "seller: {commitment_proposal: Could your plant manager see it run on Tuesday?}\nbuyer: {agreement: Yes, he can.}",
    "buyer: {agreement: I'll bring our engineer to your site next week.}",
    "buyer: {agreement: You can come in on Monday and run the test on line two.}",
    "seller: {commitment_proposal: Would you share three months of stop logs?}\nbuyer: {agreement: Sure, no problem.}",
    "seller: {closing_attempt: Shall we go ahead with both?}\nbuyer: {agreement: Yes, let's.}",
    "seller: {commitment_proposal: Will you see our showroom?}\nbuyer: {agreement: Okay, put us down for the 20th.}",
    "buyer: {agreement: 我让王工周四带样品去你们那边试跑。}",
    "seller: {commitment_proposal: 能不能请张厂长下周二看一次试机？}\nbuyer: {agreement: 可以，我来安排。}",
    "buyer: {agreement: 你们可以来厂里测两天，我提供场地。}",
    """buyer: {objection objection_class=hesitation: I'll think about it.}
    seller: {commitment_proposal: Could we test it on line two on Monday?}
    buyer: {agreement: Yes, come on Monday.}""",
]
CONTINUATIONS = [
    "buyer: Great meeting, very interesting. Let's keep in touch.",
    "buyer: {objection objection_class=hesitation: I'll think about it.}",
    "buyer: {agreement: Sure, send me the brochure.}",
    "buyer: {agreement: Send it over and we'll take a look.}",
    "seller: I'll send you a proposal by Friday.\nbuyer: Sounds good, thanks.",
    "seller: {commitment_proposal: Shall we meet again?}\nbuyer: {agreement: Yes, some time, I'll let you know.}",
    "seller: {commitment_proposal: Can your boss join?}\nbuyer: {agreement: Maybe, I might ask him.}",
    "seller: {closing_attempt close_kind=trial: If it passes, would you buy?}\nbuyer: {agreement: Yes, if it passes.}",
    """buyer: {agreement: I'll bring our engineer on Tuesday.}
    buyer: {objection objection_class=hesitation: On second thoughts, hold off, let me think it over.}""",
    "buyer: {buyer_question: Can you send me the data sheet?}\nseller: I'll send it today.\nbuyer: Great.",
    "buyer: 今天聊得很好，产品不错，以后多联系。",
    "buyer: {objection objection_class=hesitation: 我们再考虑考虑。}",
    "buyer: {agreement: 行，你把方案发我，我看看。}",
    "seller: 我回去整理一份方案发给您。\nbuyer: 好的，辛苦了。",
    "seller: {commitment_proposal: 要不下次再约？}\nbuyer: {agreement: 可以，到时候再说。}",
    "buyer: {agreement: 我周四带王工过去。}\nbuyer: {objection: 还是先别安排了，我们再研究一下。}",
]
REFUSALS = [
    "buyer: {objection: No, we've decided against it.}",
    "buyer: {objection: We're not interested, we've signed with Krones.}",
    "buyer: {agreement: I'll bring him on Friday.}\nbuyer: {objection: No, cancel that, we're not going to go ahead.}",
    "buyer: {objection: 我们不考虑了，已经定了别家。}",
    "buyer: {objection: 不用了，这个我们用不上。}",
]
ACTS_BESIDE_OTHER_WORDS = [
    "buyer: {agreement: Yes, we'll take it to the board on Thursday.}",
    "buyer: {agreement: I'll bring our engineer on Tuesday.}\nbuyer: {implied_need: By noon we're out of stock.}",
    "buyer: {agreement: I'll bring our engineer on Tuesday.}\nbuyer: {other: We don't need it before June.}",
    "buyer: {agreement: 我让王工周四带样品去你们那边试跑。}\nbuyer: {agreement: 放心，我们不会迟到。}",
]
"""Words like those of an order or a refusal that are neither."""
CASES = [
    (text, outcome)
    for outcome, texts in (
        (Outcome.ORDER, ORDERS),
        (Outcome.ADVANCE, [*ADVANCES, *ACTS_BESIDE_OTHER_WORDS]),
        (Outcome.CONTINUATION, CONTINUATIONS),
        (Outcome.NO_SALE, REFUSALS),
    )
    for text in texts
]


@pytest.mark.method("M07")
@pytest.mark.parametrize(("text", "outcome"), CASES)
def test_each_ending_is_judged_by_what_the_buyer_does(text: str, outcome: Outcome) -> None:
    assert judge_outcome(read_coded_text(text)).label is outcome


@pytest.mark.method("M07")
def test_an_outcome_cites_the_proposal_and_the_yes() -> None:
    coded = read_coded_text(ADVANCES[0])
    assert judge_outcome(coded).units == ("u0001", "u0002")


@pytest.mark.method("M07")
def test_a_refusal_overtaken_by_an_agreement_is_no_refusal() -> None:
    coded = read_coded_text(
        "buyer: {objection: We're not interested.}\n"
        "seller: {commitment_proposal: Would you see one run on Tuesday at Halden?}\n"
        "buyer: {agreement: All right, I'll come on Tuesday.}"
    )
    assert judge_outcome(coded).label is Outcome.ADVANCE


def test_a_doubtful_agreement_makes_an_unsure_outcome() -> None:
    coded = read_coded_text("buyer: {agreement p=0.4: I'll bring our engineer on Tuesday.}")
    assert judge_outcome(coded).uncertain


def test_a_call_without_a_buyer_is_an_unsure_continuation() -> None:
    outcome = judge_outcome(read_coded_text("seller: Hello?"))
    assert (outcome.label, outcome.uncertain) == (Outcome.CONTINUATION, True)
