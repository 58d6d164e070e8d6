"""A deal to plan for, in both languages."""

from askwell.coding.coded import CodedConversation
from askwell.counsel.plans.offer import Offer
from askwell.deal.calls import calls_in_order
from askwell.deal.facts import Deal, SaleFacts
from askwell.deal.steps import Standing
from askwell.deal.tests.deals import call, deal
from askwell.deal.understand import understand_deal

MAJOR = SaleFacts(calls_expected=6, people_deciding=4)
SMALL = SaleFacts(calls_expected=1, people_deciding=1, visible_risk=False)
FILLER = Offer(
    name="Line care",
    features=("it has two filler heads", "it has a screen on every line"),
    functions=("one head is cleaned while the other fills", "the crew sees each stop at once"),
    solves=("The filler head jams", "Nobody knows why a line stopped"),
    evidence=("Brackwell has run it for two years",),
)
ZH_FILLER = Offer(
    name="灌装护理",
    features=("机器有两个灌装头",),
    functions=("一个清洗时另一个照常灌装",),
    solves=("灌装头老是卡",),
    evidence=("已经在三家同行用了两年",),
)
TOLD = """
seller Ana: {situation_question: Who signs an order of this kind?}
buyer Bo: {other: The board does, in March.}
seller Ana: {problem_question: Where do the lines stop?}
buyer Bo: {implied_need: The filler head jams twice a week.}
"""
GROWN = """
seller Ana: {implication_question: What does a jam of the filler head cost you?}
buyer Bo: {implied_need: A jam of the filler head costs us 4,000 a time.}
seller Ana: {need_payoff_question: What would it be worth if it never jammed?}
buyer Bo: {explicit_need: We want a filler head that never jams.}
"""
ZH_GROWN = """
seller Ana: {problem_question: 灌装线哪里最容易停？}
buyer 李工: {implied_need: 灌装头一周卡两次。}
seller Ana: {implication_question: 灌装头一卡，要多花多少钱？}
buyer 李工: {implied_need: 灌装头卡一次要多花四千块。}
seller Ana: {need_payoff_question: 如果灌装头不卡，对您值多少？}
buyer 李工: {explicit_need: 我们想要不卡的灌装头。}
"""


def standing(*texts: str, **facts: object) -> Standing:
    """A deal with calls ``c1``, ``c2`` … as it stands."""
    return standing_of(deal(**facts), [call(text, f"c{number}") for number, text in enumerate(texts, 1)])


def standing_of(given: Deal, codings: list[CodedConversation]) -> Standing:
    return Standing(given, calls_in_order(codings), understand_deal(given, codings))
