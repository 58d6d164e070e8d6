"""Where the buyer stands, by each sign, and the seller who is ahead (M03)."""

from dataclasses import replace
from datetime import date

import pytest

from askwell.deal.calls import calls_in_order
from askwell.deal.stage import place_buyer
from askwell.deal.stage_signs import SIGNS
from askwell.deal.state import PlacedBuyer
from askwell.deal.terms import BuyingStage, Nearness, entry_of
from askwell.deal.tests.deals import SELLER, calls, deal
from askwell.method.terms import SaleSize

WANT = "buyer Bo: {explicit_need: We want the line to run through the night.}\n"
ORDER = "# outcome: order o\n" + SELLER + "buyer Bo: {agreement#o: We will take it, deliver on Monday.}"


def placed(*texts: str, size: SaleSize = SaleSize.MAJOR, **facts: object) -> PlacedBuyer:
    return place_buyer(deal(**facts), calls(*(SELLER + text for text in texts)), size)


def quotes(buyer: PlacedBuyer) -> list[str]:
    return [anchor.text for anchor in buyer.evidence]


SHOWN = [
    ("no_time", "buyer: {objection concern=timing: I have no time this year.}", "buyer: {objection: Hm.}"),
    ("not_my_business", "buyer: {objection concern=authority: That is not mine.}", "buyer: {objection: Hm.}"),
    ("later", "buyer: {objection objection_class=hesitation: Some other time.}", "buyer: {objection: Hm.}"),
    ("sees_no_need", "buyer: {objection doubt=necessity: Why change?}", "buyer: {objection doubt=ability: Can you?}"),
    ("asks_details", "buyer: {buyer_question: How does it work?}", "buyer: How it works."),
    ("talks_inside", "buyer: I have to talk it over with my boss first.", "buyer: My boss runs."),
    ("talks_inside", "buyer: 我们内部议一议。", "buyer: 我们内部装修。"),
    ("need_clearer", "buyer: {implied_need: It stops.}", "buyer: It runs."),
    ("first_procedure", "buyer: There will be a tender.", "buyer: The meat is tender."),
    ("first_procedure", "buyer: 要走招标。", "buyer: 要走了。"),
    ("means_to_buy", "buyer: {agreement: We'll buy it.}", "buyer: {agreement: We'll see it.}"),
    ("haggles", WANT + "buyer: {objection concern=price: Too dear.}", "buyer: {objection concern=price: Too dear.}"),
    (
        "picks_details",
        WANT + "buyer: {objection concern=risk: And if it leaks?}",
        "buyer: {objection concern=risk: Hm.}",
    ),
    ("cool_hesitant", WANT + "buyer: {objection objection_class=hesitation: Let me think.}", WANT + "buyer: Yes."),
    ("compares", "buyer: {objection concern=competitor: Others do it too.}", "buyer: {objection concern=other: Hm.}"),
    (
        "contract_terms",
        WANT + "buyer: {buyer_question: What is the notice period?}",
        WANT + "buyer: {buyer_question: Why?}",
    ),
    ("contract_terms", WANT + "buyer: {buyer_question: 合同怎么付款？}", WANT + "buyer: {buyer_question: 怎么用？}"),
    ("short_list", "buyer: We are down to two.", "buyer: We are two."),
    ("short_list", "buyer: 现在剩两家。", "buyer: 我们有两家店。"),
    ("approval", "buyer: {agreement: I take it to the board.}", "buyer: A board fell off the pallet."),
    ("start_date", WANT + "buyer: {agreement: We go live on Monday.}", WANT + "buyer: {agreement: We meet on Monday.}"),
]


def signs_of(text: str) -> set[str]:
    """The items of the signs that some unit of a call shows."""
    heard = calls(SELLER + text)
    wanted = heard.first_want
    return {
        sign.item
        for said in heard.buyers()
        for sign in SIGNS
        if sign.wanted in (None, wanted is not None and wanted < said.when) and sign.shows(said)
    }


@pytest.mark.method("M03")
@pytest.mark.parametrize(
    ("item", "text", "near_miss"), SHOWN, ids=[f"{item}-{number}" for number, (item, _, _) in enumerate(SHOWN)]
)
def test_a_sign_is_seen_and_a_near_miss_is_not(item: str, text: str, near_miss: str) -> None:
    assert item in signs_of(text)
    assert item not in signs_of(near_miss)


@pytest.mark.method("M03")
def test_every_sign_that_words_show_is_tried_above() -> None:
    assert {sign.item for sign in SIGNS if sign.stage is not BuyingStage.USES} == {item for item, _, _ in SHOWN}


@pytest.mark.method("M03")
def test_every_sign_is_one_of_the_codebooks() -> None:
    for sign in SIGNS:
        assert sign.item in {item.id for item in entry_of(sign.stage).items_of("sign")}
    assert "orders" in {item.id for item in entry_of(BuyingStage.DECIDES).items_of("sign")}


@pytest.mark.method("M03")
def test_without_any_call_the_stage_is_unknown() -> None:
    assert place_buyer(deal(decision=Nearness.NOW), calls(), SaleSize.MAJOR) == PlacedBuyer(BuyingStage.UNKNOWN, 0.0)


@pytest.mark.method("M03")
def test_a_call_whose_sides_are_not_known_tells_no_stage() -> None:
    unknown = calls("unknown: {explicit_need: We want it.}")
    assert place_buyer(deal(), unknown, SaleSize.MAJOR).stage is BuyingStage.UNKNOWN


@pytest.mark.method("M03")
def test_a_buyer_feels_fine_until_something_shows() -> None:
    buyer = placed("buyer: Lovely weather.")
    assert (buyer.stage, buyer.p, buyer.evidence) == (BuyingStage.FEELS_FINE, 0.5, ())


@pytest.mark.method("M03")
def test_the_stage_moves_on_with_what_the_buyer_says() -> None:
    assert placed(WANT).stage is BuyingStage.NEED_DEFINED
    haggling = (
        WANT + "buyer: {objection concern=price: Too dear.}\nbuyer: {objection concern=competitor: Rondel do it.}"
    )
    assert placed(haggling).stage is BuyingStage.EVALUATES
    assert placed(WANT, haggling, "buyer: {agreement: The board approves it.}\nbuyer: We are down to two.").stage is (
        BuyingStage.DECIDES
    )


@pytest.mark.method("M03")
def test_p_is_the_share_of_the_weight_reckoned_by_hand() -> None:
    # need_defined 0.25 + 2.0, feels_fine 1.0, three others 0.25
    assert placed(WANT).p == pytest.approx(2.25 / 4.0)


@pytest.mark.method("M03")
def test_a_sign_of_the_call_before_counts_half() -> None:
    # feels_fine 1.0, need_defined 0.25 + 1.0, three others 0.25
    assert placed(WANT, "buyer: Lovely weather.").p == pytest.approx(1.25 / 3.0)


@pytest.mark.method("M03")
def test_the_evidence_is_the_surest_unit_of_each_sign() -> None:
    texts = WANT + "buyer: {implied_need: It stops.}\nbuyer: {explicit_need p=0.6: I wish it ran.}"
    assert quotes(placed(texts)) == ["We want the line to run through the night."]


@pytest.mark.method("M03")
def test_what_the_coder_is_uncertain_of_is_no_sign() -> None:
    assert placed("buyer: {explicit_need p=0.4: I might want it.}").stage is BuyingStage.FEELS_FINE


@pytest.mark.method("M03")
def test_an_order_is_a_decision_and_the_next_call_is_about_use() -> None:
    decided = place_buyer(deal(), calls(ORDER), SaleSize.MAJOR)
    assert (decided.stage, quotes(decided)) == (BuyingStage.DECIDES, ["We will take it, deliver on Monday."])
    later = SELLER + "buyer Bo: {implied_need follow_up=complains: The first week it stopped twice.}"
    using = place_buyer(deal(), calls(ORDER, later), SaleSize.MAJOR)
    assert using.stage is BuyingStage.USES
    assert "The first week it stopped twice." in quotes(using)


@pytest.mark.method("M03")
def test_signs_of_use_before_any_order_are_not_about_this_deal() -> None:
    assert placed("buyer: {implied_need follow_up=complains: The old one stops.}").stage is not BuyingStage.USES


@pytest.mark.method("M03")
def test_buying_now_as_entered_speaks_for_deciding() -> None:
    near = placed("buyer: {objection concern=competitor: Others do it.}", decision=Nearness.NOW)
    far = placed("buyer: {objection concern=competitor: Others do it.}")
    assert near.p < far.p


SHOWS = "seller: {feature: It has forty reports.} {advantage: It saves time.}\nbuyer: I see."
CLOSES = "seller: {closing_attempt close_kind=assumptive: When shall we deliver?}\nbuyer: Hm."


@pytest.mark.method("M03")
def test_who_demonstrates_to_a_buyer_who_feels_fine_is_ahead() -> None:
    buyer = placed(SHOWS)
    assert buyer.mismatch
    assert [anchor.text for anchor in buyer.ahead] == ["It has forty reports.", "It saves time."]


ASKED = (
    "buyer: {buyer_question#q: What does it do?}\n"
    "seller: {feature ->q answers: It prints.} {feature ->q answers: It sums.}"
)
NOT_AHEAD = {
    "one statement": "seller: {feature: It has forty reports.}\nbuyer: I see.",
    "a need is defined": WANT + SHOWS,
    "the buyer asked": ASKED,
}


@pytest.mark.method("M03")
@pytest.mark.parametrize("text", NOT_AHEAD.values(), ids=NOT_AHEAD)
def test_who_shows_little_or_when_asked_is_not_ahead(text: str) -> None:
    assert not placed(text).mismatch


@pytest.mark.method("M03")
def test_closing_before_the_buyer_decides_is_ahead_in_a_major_sale_only() -> None:
    assert placed(WANT + CLOSES).mismatch
    assert not placed(WANT + CLOSES, size=SaleSize.SMALL).mismatch
    assert not placed(WANT + CLOSES.replace("assumptive", "trial")).mismatch
    decides = "buyer: We are down to two.\nbuyer: {buyer_question: What is the notice period?}\n"
    assert not placed(WANT + decides + CLOSES).mismatch


@pytest.mark.method("M03")
def test_only_the_last_call_is_held_against_the_seller() -> None:
    assert not placed(SHOWS, "buyer: Lovely weather.").mismatch


@pytest.mark.method("M03")
def test_who_enters_that_the_buyer_feels_fine_is_told_what_was_shown_in_the_last_two_calls() -> None:
    def ahead(*texts: str) -> bool:
        return placed(*texts, stage=BuyingStage.FEELS_FINE).mismatch

    assert ahead(SHOWS, "buyer: Lovely weather.")
    assert not ahead(SHOWS, "buyer: Lovely weather.", "buyer: Still lovely.")


@pytest.mark.method("M03")
def test_a_statement_that_answers_no_question_of_the_buyers_is_volunteered() -> None:
    shown = "buyer: {%s: Hm.}\n" + "seller: {feature ->q answers: It runs at 400.}\n" * 2
    assert placed(shown % "objection#q", stage=BuyingStage.FEELS_FINE).mismatch
    assert not placed(shown % "buyer_question#q", stage=BuyingStage.FEELS_FINE).mismatch


@pytest.mark.method("M03")
def test_a_stage_somebody_entered_overrules_the_calls_and_keeps_what_they_say() -> None:
    asked = "buyer: {buyer_question: How does it work?}"
    heard = placed(asked)
    entered = placed(asked, stage=BuyingStage.DECIDES)
    assert heard.stage is not BuyingStage.DECIDES
    assert (entered.stage, entered.p, entered.evidence) == (BuyingStage.DECIDES, 1.0, ())
    assert entered.overruled == heard


@pytest.mark.method("M03")
def test_the_seller_is_held_against_the_stage_that_was_entered() -> None:
    shows = (
        "buyer: {implied_need: It stops.}\n"
        "seller: {feature: It weighs two tons.} {feature: It has three arms.}\nbuyer: {explicit_need: We want one.}"
    )
    assert not placed(shows, stage=BuyingStage.EVALUATES).mismatch
    assert placed(shows, stage=BuyingStage.FEELS_FINE).mismatch


@pytest.mark.method("M03")
@pytest.mark.parametrize(
    ("entered", "held", "stage"),
    [
        (None, "2026-03-01", BuyingStage.DECIDES),
        (BuyingStage.NEED_DEFINED, "2026-03-01", BuyingStage.DECIDES),
        (None, "2026-05-01", BuyingStage.USES),
        (BuyingStage.DECIDES, "2026-05-01", BuyingStage.USES),
        (BuyingStage.USES, "2026-03-01", BuyingStage.USES),
    ],
)
def test_after_an_entered_order_the_customer_has_decided(
    entered: BuyingStage | None, held: str, stage: BuyingStage
) -> None:
    told = calls(SELLER + "buyer: {implied_need: It stops.}")
    (coded,) = told.coded
    dated = replace(coded, conversation=replace(coded.conversation, held_at=held))
    order = date(2026, 4, 1)
    placed_there = place_buyer(deal(stage=entered, ordered_on=order), calls_in_order([dated], order), SaleSize.MAJOR)
    assert placed_there.stage is stage
