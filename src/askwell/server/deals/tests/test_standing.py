"""Where a deal stands, on its page: what was reckoned with its quotes, the flower, who was heard, what is proposed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from askwell.deal.anchor import Anchor
from askwell.method.terms import Doubt, Side
from askwell.server.accounts.models import User
from askwell.server.calls.erasing import delete_call
from askwell.server.calls.models import Call
from askwell.server.calls.testing import bring_call, conversation_of
from askwell.server.deals import actions
from askwell.server.deals.models import Contact, Deal, DealDecision, Reckoned, Speaker, Stake
from askwell.server.deals.reckoning import facts_of, reckoned
from askwell.server.deals.recognising import recognise_speakers
from askwell.server.deals.standing import Page, _heard, _people, page_for, standing_of
from askwell.server.deals.standing_actions import match_speaker, put_on_petal
from askwell.server.deals.standing_needs import entries_of
from askwell.server.deals.standing_said import place_of, said_of_deal, say_of_need
from askwell.server.deals.standing_value import scale_of
from askwell.server.deals.testing import DAY, FullDeal, make_full_deal
from askwell.server.deals.tests.planned_deals import bring_coded
from askwell.server.testing import Cast

TRIED = """
# title: On the line
# outcome: continuation
seller Ana: {commitment_proposal: Shall we run a trial on line two?}
buyer Helen: {agreement: Yes, next month.}
"""
WANTED_TOO = """
# title: On the road
# outcome: continuation
seller Ana: {problem_question: And the office?}
buyer Helen: {implied_need: Invoices go out late every month.}
"""
SignIn = Callable[[User], Client]
DECIDES = (
    (Side.SELLER, "How do you plan the line today?"),
    (Side.BUYER, "By hand, and it stops three times a shift. It's my decision, so I'll sign it."),
    (Side.SELLER, "What happens then?"),
    (Side.BUYER, "The stop costs us a lorry."),
)


@pytest.fixture
def full(cast: Cast) -> FullDeal:
    return make_full_deal(cast)


def address(deal: Deal, name: str = "page", **kwargs: object) -> str:
    return reverse(f"deals:{name}", kwargs={"slug": deal.slug, **kwargs})


def page_of(browser: Client, deal: Deal) -> str:
    return unescape(browser.get(address(deal)).content.decode())


def heard_call(cast: Cast, deal: Deal) -> Call:
    """A call of the deal in which Mr Reed says that he decides."""
    call = bring_call(cast.ana, cast.team, conversation_of(DECIDES, title="Third visit"))
    actions.link_call(deal, call)
    return call


@pytest.mark.method("M03")
def test_an_entered_stage_overrules_the_calls_and_can_be_given_up(
    full: FullDeal, cast: Cast, signed_in_as: SignIn
) -> None:
    browser = signed_in_as(cast.ana)
    heard_call(cast, full.deal)
    browser.post(address(full.deal, "move"), {"stage": "decides"})
    text = page_of(browser, full.deal)
    assert "Entered by Ana" in text
    assert "By what was said:" in text
    state = reckoned(Deal.objects.get(pk=full.deal.pk), DAY).state
    assert state["buying_stage"]["stage"] == "decides"
    assert "Go by what was said instead" in text
    browser.post(address(full.deal, "move"), {"stage": "unknown", "back": address(full.deal)})
    assert "Entered by Ana" not in page_of(browser, full.deal)


@pytest.mark.method("M03")
def test_a_deal_that_was_won_stands_at_the_decision(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    Deal.objects.filter(pk=full.deal.pk).update(state=Deal.State.WON, closed_on=DAY, stage="need_defined")
    text = page_of(signed_in_as(cast.ana), full.deal)
    assert "The order came on" in text
    assert reckoned(Deal.objects.get(pk=full.deal.pk), DAY).state["buying_stage"]["stage"] in ("decides", "uses")


@pytest.mark.method("M03")
def test_the_page_says_where_the_deal_stands_with_quotes_and_rows(
    full: FullDeal, cast: Cast, signed_in_as: SignIn
) -> None:
    text = page_of(signed_in_as(cast.ana), full.deal)
    for heading in ("What to do next", "Plum-blossom map", "Chance of an order", "Did it advance, call by call"):
        assert heading in text
    assert "First site visit" in text
    assert reverse("handbook:row", kwargs={"row_id": "M03"}) in text


@pytest.fixture
def doubted(full: FullDeal, monkeypatch: pytest.MonkeyPatch) -> FullDeal:
    """The deal, where all that its buyer says is the same doubt, whatever a coder makes of it."""
    monkeypatch.setattr("askwell.deal.doubts.doubt_in", lambda _said: Doubt.ABILITY)
    return full


@pytest.mark.method("M04")
def test_a_doubt_is_answered_by_whoever_says_so_on_the_page_and_opened_again(
    doubted: FullDeal, cast: Cast, signed_in_as: SignIn
) -> None:
    browser, there = signed_in_as(cast.ana), address(doubted.deal, "say_doubt")
    assert "It is answered" in page_of(browser, doubted.deal)
    browser.post(there, {"doubt": "ability", "answered": "yes"})
    text = page_of(browser, doubted.deal)
    assert "Answered, Ana entered on" in text
    browser.post(there, {"doubt": "ability", "answered": "no"})
    text = page_of(browser, doubted.deal)
    assert "Open again, Ana entered on" in text
    assert [row.value["answered"] for row in DealDecision.objects.all()] == [True, False]
    assert browser.post(there, {"doubt": "mood", "answered": "yes"}).status_code == 404


@pytest.mark.method("M04")
def test_a_doubt_no_call_shows_is_entered_on_the_page(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    browser = signed_in_as(cast.ana)
    entry = {"doubt": "later_trouble", "answered": "no", "note": "Mr Bo on the phone: who mends it?"}
    browser.post(address(full.deal, "say_doubt"), entry)
    text = page_of(browser, full.deal)
    assert entry["note"] in text
    assert "Ana entered this on" in text


@pytest.mark.method("M04")
@pytest.mark.parametrize("answered", ["no", "yes"])
def test_a_doubt_entered_by_mistake_is_taken_back_and_may_be_entered_anew(
    full: FullDeal, cast: Cast, signed_in_as: SignIn, answered: str
) -> None:
    browser, there = signed_in_as(cast.ana), address(full.deal, "say_doubt")
    browser.post(there, {"doubt": "necessity", "answered": "no", "note": "Asks why now"})
    browser.post(there, {"doubt": "later_trouble", "answered": "no", "note": "Who mends it?"})
    browser.post(there, {"doubt": "later_trouble", "answered": answered})
    assert page_of(browser, full.deal).count("Entered by mistake") == 2
    browser.post(there, {"doubt": "later_trouble", "withdrawn": "yes"})
    text = page_of(browser, full.deal)
    assert "Who mends it?" not in text
    assert "Asks why now" in text
    assert [one.doubt for one in said_of_deal(full.deal).doubts] == [Doubt.NECESSITY]
    assert DealDecision.objects.count() == 4
    browser.post(there, {"doubt": "later_trouble", "answered": "no", "note": "Who comes at night?"})
    text = page_of(browser, full.deal)
    assert "Who comes at night?" in text
    assert "Who mends it?" not in text


@pytest.mark.method("M04")
def test_a_doubt_calls_show_stays_when_what_was_entered_of_it_is_taken_back(
    doubted: FullDeal, cast: Cast, signed_in_as: SignIn
) -> None:
    browser, there = signed_in_as(cast.ana), address(doubted.deal, "say_doubt")
    browser.post(there, {"doubt": "ability", "answered": "yes"})
    assert "Entered by mistake" not in page_of(browser, doubted.deal)
    browser.post(there, {"doubt": "ability", "withdrawn": "yes"})
    text = page_of(browser, doubted.deal)
    assert "It is answered" in text
    assert "Ana entered on" not in text


@pytest.mark.method("M04")
@pytest.mark.parametrize("twin", ["chen", "eve", "finn", "dana"])
def test_outsiders_say_nothing_of_doubts(doubted: FullDeal, cast: Cast, signed_in_as: SignIn, twin: str) -> None:
    answer = signed_in_as(getattr(cast, twin)).post(address(doubted.deal, "say_doubt"), {"doubt": "ability"})
    assert answer.status_code == 404
    assert not DealDecision.objects.exists()


@pytest.mark.method("M26")
def test_a_proof_no_call_shows_is_entered_on_the_page_and_taken_back(
    full: FullDeal, cast: Cast, signed_in_as: SignIn
) -> None:
    browser, there = signed_in_as(cast.ana), address(full.deal, "say_proof")
    assert "nobody entered one" in page_of(browser, full.deal)
    entry = {
        "proof": "proof.reference_visit",
        "answer": "agreed",
        "note": "Mr Bo goes to Coldbrook Mills on 12 December",
    }
    assert browser.post(there, entry)["Location"].endswith("#proofs")
    text = page_of(browser, full.deal)
    assert entry["note"] in text
    assert "Ana entered this on" in text
    assert browser.post(there, {"proof": "proof.oath", "answer": "agreed"}).status_code == 404
    assert browser.post(there, {"proof": "proof.trial_run", "agreed": "yes"}).status_code == 404
    browser.post(there, {"proof": entry["proof"], "withdrawn": "yes"})
    assert entry["note"] not in page_of(browser, full.deal)
    assert not said_of_deal(full.deal).proofs


@pytest.mark.method("M26")
def test_a_proof_heard_stands_by_its_call_and_doubt_and_a_person_says_that_it_was_not_agreed(
    full: FullDeal, cast: Cast, signed_in_as: SignIn
) -> None:
    bring_coded(cast.ana, full.deal, TRIED)
    browser, there = signed_in_as(cast.ana), address(full.deal, "say_proof")
    browser.post(address(full.deal, "say_doubt"), {"doubt": "ability", "answered": "no", "note": "Can it fill six?"})
    text = page_of(browser, full.deal)
    assert "Agreed here: Trial run." in text
    assert "Agreed, and may answer it: Trial run" in text
    guess = "A program took it from these words, and may be mistaken."
    assert guess in text
    browser.post(there, {"proof": "proof.trial_run", "answer": "agreed"})
    assert guess not in page_of(browser, full.deal)
    browser.post(there, {"proof": "proof.trial_run", "answer": "not_agreed"})
    text = page_of(browser, full.deal)
    assert "Agreed here" not in text
    assert "may answer it" not in text
    assert "Not agreed, Ana entered on" in text
    browser.post(there, {"proof": "proof.trial_run", "withdrawn": "yes"})
    assert "Agreed here: Trial run." in page_of(browser, full.deal)


@pytest.mark.method("M26")
def test_a_proof_entered_as_refused_is_no_longer_proposed_until_that_is_taken_back(
    full: FullDeal, cast: Cast, signed_in_as: SignIn
) -> None:
    browser, there = signed_in_as(cast.ana), address(full.deal, "say_proof")
    browser.post(address(full.deal, "say_doubt"), {"doubt": "ability", "answered": "no", "note": "Can it fill six?"})
    proposed = "Visit to a successful customer (“"
    assert proposed in page_of(browser, full.deal)
    entry = {"proof": "proof.reference_visit", "answer": "refused", "note": "Mr Bo has no day for it"}
    browser.post(there, entry)
    text = page_of(browser, full.deal)
    assert entry["note"] in text
    assert "What was refused is not proposed again." in text
    assert proposed not in text
    rungs = browser.get(address(full.deal, "new_plan")).content.decode()
    assert "visit one of our customers" not in rungs
    browser.post(there, {"proof": entry["proof"], "withdrawn": "yes"})
    assert proposed in page_of(browser, full.deal)


@pytest.mark.method("M26")
@pytest.mark.parametrize("twin", ["chen", "eve", "finn", "dana"])
def test_outsiders_enter_no_proof(full: FullDeal, cast: Cast, signed_in_as: SignIn, twin: str) -> None:
    entry = {"proof": "proof.trial_run"}
    assert signed_in_as(getattr(cast, twin)).post(address(full.deal, "say_proof"), entry).status_code == 404
    assert not DealDecision.objects.exists()


@pytest.mark.method("M21")
def test_the_scale_says_why_it_leans_and_what_would_tip_it(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    Deal.objects.filter(pk=full.deal.pk).update(commitment="high")
    text = page_of(signed_in_as(cast.ana), full.deal)
    assert "What would tip it" in text
    assert "Entered: Saying yes commits the buyer to much." in text
    assert "Money: Ask which cost worries them most" in text
    assert "weighs 1" in text


@pytest.mark.method("M21")
@pytest.mark.parametrize(
    ("leans", "urgency", "state", "size", "why"),
    [
        (
            "buy",
            3,
            "explicit",
            "major",
            "The problems weigh 3, the costs 1. The problems are heavier, and a want is stated.",
        ),
        ("buy", 3, "implied", "small", "The problems weigh 3, the costs 1. The problems are heavier."),
        ("wait", 3, "implied", "major", "The problems weigh 3, the costs 1. The problems are heavier, but nobody"),
        (
            "wait",
            1,
            "explicit",
            "major",
            "The problems weigh 1, the costs 1. The problems are not the heavier side yet.",
        ),
        ("unknown", 0, "implied", "major", "No problem that weighs and no cost is known yet."),
    ],
)
def test_why_the_scale_leans_is_told_in_its_weights(
    full: FullDeal, leans: str, urgency: int, state: str, size: str, why: str
) -> None:
    pans = {"for": [{"id": "n01", "weight": urgency, "evidence": []}] if urgency else [], "against": []}
    needs = [{"id": "n01", "label": "It stops", "state": state}]
    told = {"value": {"leans": leans, **pans}, "needs": needs, "sale": {"size": size}}
    assert scale_of(told, full.deal, "en", lambda _anchors: ()).why.startswith(why)


@pytest.mark.method("M03")
def test_the_head_names_the_stage_as_heard_where_nobody_entered_one(
    full: FullDeal, cast: Cast, signed_in_as: SignIn
) -> None:
    Deal.objects.filter(pk=full.deal.pk).update(stage="unknown")
    text = page_of(signed_in_as(cast.ana), full.deal)
    assert ", by what was said" in text
    assert "stage of the buyer not known" not in text


@pytest.mark.method("M20")
def test_whose_a_need_is_names_each_once(full: FullDeal, cast: Cast) -> None:
    told = replace(reckoned(full.deal, DAY), names={"a": "周卫东", "c:p2": "周卫东 ", "b": "孙敏"})
    page = Page(full.deal, told, "zh", {}, frozenset(), {})
    assert [name.strip() for name in _people(page, ("a", "b", "c:p2", "x"))] == ["周卫东", "孙敏"]


def test_whose_name_was_erased_is_not_to_be_put_on_the_map(full: FullDeal, cast: Cast) -> None:
    told = reckoned(full.deal, DAY)
    erased = [{**one, "name": "██ ███"} for one in told.unmatched]
    assert list(told.unmatched)
    page = Page(full.deal, replace(told, unmatched=erased), "en", {}, frozenset({full.call}), {})
    assert list(_heard(page)) == []


@pytest.mark.method("M32")
def test_the_flower_shows_people_on_their_petals_and_gaps_as_such(
    full: FullDeal, cast: Cast, signed_in_as: SignIn
) -> None:
    text = page_of(signed_in_as(cast.ana), full.deal)
    assert "++ Helen Stroud" in text
    assert "nobody yet" in text
    assert address(full.deal, "petal", role="core_decision_maker") in text


@pytest.mark.method("M32")
def test_a_petal_takes_people_of_the_deal_and_lets_them_go(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    browser, there = signed_in_as(cast.ana), address(full.deal, "petal", role="key_user")
    browser.post(there, {"stake": full.stake.pk, "there": "yes"})
    assert full.stake.roles.filter(role="key_user").exists()
    browser.post(there, {"stake": full.stake.pk, "there": "no"})
    assert not full.stake.roles.filter(role="key_user").exists()
    assert browser.post(there, {"stake": "x"}).status_code == 404
    assert browser.get(address(full.deal, "petal", role="king")).status_code == 404


def test_who_was_heard_is_matched_to_a_contact_or_becomes_one(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    call, browser = heard_call(cast, full.deal), signed_in_as(cast.ana)
    assert "Heard in calls, not on the map" in page_of(browser, full.deal)
    said = {"call": call.slug, "participant": "p2"}
    browser.post(address(full.deal, "match"), {**said, "contact": full.contact.slug})
    assert [one.contact for one in Speaker.objects.all()] == [full.contact] * 2, "the same name in the other call"
    assert "Heard in calls, not on the map" not in page_of(browser, full.deal)
    wrong = {"call": full.call, "contact": full.contact.slug}
    browser.post(address(full.deal, "unmatch"), wrong)
    assert Speaker.objects.get().call == call
    assert "Heard in calls, not on the map" in page_of(browser, full.deal)
    assert browser.post(address(full.deal, "unmatch"), wrong).status_code == 404
    browser.post(address(full.deal, "match"), {"call": full.call, "participant": "p2"})
    assert Contact.objects.get(name="Mr Reed").company == full.company
    assert "Heard in calls, not on the map" not in page_of(browser, full.deal)


@pytest.mark.method("M32")
@pytest.mark.parametrize("accepted", ["yes", "no"])
def test_what_calls_suggest_is_entered_only_when_accepted_and_not_proposed_again(
    full: FullDeal, cast: Cast, signed_in_as: SignIn, accepted: str
) -> None:
    call, browser = heard_call(cast, full.deal), signed_in_as(cast.ana)
    person = match_speaker(full.deal, call, "p2", "Mr Reed", None)
    text = page_of(browser, full.deal)
    assert "Suggested by what was said" in text
    assert "It's my decision, so I'll sign it." in text
    proposal = {"kind": "role", "person": person.slug, "value": "core_decision_maker", "accepted": accepted}
    assert browser.post(address(full.deal, "settle"), proposal).status_code == 302
    roles = Stake.objects.get(contact=person).roles.values_list("role", flat=True)
    assert list(roles) == (["core_decision_maker"] if accepted == "yes" else [])
    decision = DealDecision.objects.get()
    assert (decision.author, decision.anchor["call"]) == (cast.ana, call.slug)
    assert "Suggested by what was said" not in page_of(browser, full.deal)


def test_words_of_a_call_the_reader_may_not_read_are_left_out(full: FullDeal, cast: Cast) -> None:
    call = heard_call(cast, full.deal)
    Call.objects.filter(pk=call.pk).update(owner=cast.finn)
    full.deal.owner = cast.ana
    shown = standing_of(full.deal, cast.ana, DAY, "en")
    assert all(quote.call != "Third visit" for line in shown.needs for quote in line.quotes)
    assert [line.address == "" for line in shown.calls if line.title == "Third visit"] == [True]


def test_the_reckoning_is_kept_until_something_changes(full: FullDeal) -> None:
    reckoned(full.deal, DAY)
    kept = Reckoned.objects.get(deal=full.deal)
    reckoned(full.deal, DAY)
    assert Reckoned.objects.get(deal=full.deal).inputs == kept.inputs
    put_on_petal(full.stake, "key_user", there=True)
    reckoned(full.deal, DAY)
    assert Reckoned.objects.get(deal=full.deal).inputs != kept.inputs


@pytest.mark.parametrize("leave", ["erased", "unlinked"])
def test_the_words_of_a_call_leave_the_deal_with_it(
    full: FullDeal, cast: Cast, signed_in_as: SignIn, leave: str
) -> None:
    call, browser = heard_call(cast, full.deal), signed_in_as(cast.ana)
    person = match_speaker(full.deal, call, "p2", "Mr Reed", None)
    page_of(browser, full.deal)
    browser.post(address(full.deal, "settle"), {"kind": "role", "person": person.slug, "value": "core_decision_maker"})
    assert "my decision" in str(list(Reckoned.objects.values())) + str(list(DealDecision.objects.values()))
    if leave == "erased":
        delete_call(call)
    else:
        actions.unlink_call(full.deal, call)
    assert "my decision" not in str(list(Reckoned.objects.values())) + str(list(DealDecision.objects.values()))
    assert DealDecision.objects.count() == 1


def test_the_facts_are_those_of_the_contract(full: FullDeal) -> None:
    entered = facts_of(full.deal, date(2026, 3, 2))
    (person,) = entered.people
    assert (person.id, person.attitude, [role.value for role in person.roles]) == (
        full.contact.slug,
        2,
        ["initiator", "inside_supporter"],
    )
    assert entered.rivals[0].facts[0].text == "Has no engineer in the north"
    assert (entered.products[0].features, entered.products[0].solves) == (("Two heads",), ("The filler jams",))


def test_the_page_of_a_reckoned_deal_takes_few_queries(
    full: FullDeal, cast: Cast, signed_in_as: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = signed_in_as(cast.ana)
    page_of(browser, full.deal)
    with django_assert_max_num_queries(15):
        page_of(browser, full.deal)


@pytest.mark.parametrize("twin", ["chen", "eve", "finn", "dana"])
def test_outsiders_and_colleagues_find_nothing(full: FullDeal, cast: Cast, signed_in_as: SignIn, twin: str) -> None:
    browser = signed_in_as(getattr(cast, twin))
    assert browser.get(address(full.deal)).status_code == 404
    assert browser.post(address(full.deal, "settle")).status_code == 404
    assert browser.post(address(full.deal, "match")).status_code == 404


@pytest.mark.method("M20")
def test_needs_are_joined_and_parted_on_their_page_and_that_is_taken_back(
    cast: Cast, full: FullDeal, signed_in_as: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, there = signed_in_as(cast.ana), address(full.deal, "needs")
    bring_coded(cast.ana, full.deal, WANTED_TOO)

    def needs() -> list[dict[str, Any]]:
        return list(reckoned(full.deal, date(2026, 3, 5)).state["needs"])

    def place(need: dict[str, Any]) -> str:
        anchor = need["evidence"][0]
        return f"{anchor['call']}:{anchor['turn']}:{anchor['start']}-{anchor['end']}"

    before = needs()
    assert len(before) > 1
    first, second = map(place, before[:2])
    assert "Which words tell which need" in browser.get(there).content.decode()
    browser.post(there, {"words": first, "same_as": second})
    assert len(needs()) == len(before) - 1
    text = browser.get(there).content.decode()
    assert "tells the same need as" in text
    assert "Ana entered this on" in text
    browser.post(there, {"withdrawn": first})
    assert needs() == before
    for wrong in (
        {},
        {"words": first},
        {"words": first, "same_as": "gone:1:2-3"},
        {"words": first, "same_as": first},
        {"words": "x", "same_as": "own"},
        {"withdrawn": "x" * 200},
    ):
        assert browser.post(there, wrong).status_code == 404


@pytest.mark.method("M20")
def test_what_was_said_of_needs_shows_no_words_the_reader_may_not_read_and_goes_with_its_call(
    cast: Cast, full: FullDeal, signed_in_as: SignIn
) -> None:
    other = bring_coded(cast.ana, full.deal, WANTED_TOO)
    page = page_for(full.deal, cast.ana, DAY, "en")
    first, second = (Anchor(**need["evidence"][0]) for need in page.told.state["needs"][:2])
    say_of_need(full.deal, cast.ana, first, second)
    assert [entry.place for entry in entries_of(page)] == [place_of(first)]
    assert entries_of(replace(page, worded=page.worded - {other.slug})) == []
    delete_call(other)
    assert not DealDecision.objects.exists()


@pytest.mark.method("M32")
def test_somebody_who_did_not_speak_is_not_recognised_again(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    call, browser = heard_call(cast, full.deal), signed_in_as(cast.ana)
    said = {"call": call.slug, "participant": "p2"}
    browser.post(address(full.deal, "match"), {**said, "contact": full.contact.slug})
    browser.post(address(full.deal, "unmatch"), {"call": call.slug, "contact": full.contact.slug})
    recognise_speakers(full.deal, [call])
    assert not Speaker.objects.filter(call=call).exists()
    browser.post(address(full.deal, "match"), {**said, "contact": full.contact.slug})
    assert Speaker.objects.filter(call=call).exists(), "a person may say otherwise"


def test_a_call_that_is_not_coded_yet_is_told_not_to_count(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    browser = signed_in_as(cast.ana)
    assert "not coded yet" not in page_of(browser, full.deal)
    Call.objects.filter(slug=full.call).update(state=Call.State.CODING)
    assert "1 call of this deal is not coded yet and does not count." in page_of(browser, full.deal)
