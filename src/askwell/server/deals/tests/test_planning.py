"""The plan of a call on its pages: made, read, ticked, carried, held against what happened (M06 to M15, M24 to M30)."""

from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from askwell.deal.style import signs_of
from askwell.deal.terms import ProofAnswer
from askwell.server.accounts.models import User
from askwell.server.calls.erasing import delete_call
from askwell.server.calls.models import Call
from askwell.server.deals.actions import move_to_stage
from askwell.server.deals.entered import Entered
from askwell.server.deals.models import CallPlan, Deal, Product
from askwell.server.deals.planning_actions import make_plan
from askwell.server.deals.planning_queries import calls_to_hold, need_key
from askwell.server.deals.standing_said import say_of_proof
from askwell.server.deals.testing import FullDeal
from askwell.server.deals.tests.planned_deals import HELD, OBJECTIVE, bring_coded, make_planned_deal
from askwell.server.testing import Cast

SignIn = Callable[[User], Client]


@pytest.fixture
def full(cast: Cast) -> FullDeal:
    return make_planned_deal(cast)


@pytest.fixture
def plan(cast: Cast, full: FullDeal) -> CallPlan:
    facts = {"objective": OBJECTIVE, "people": [full.contact.slug], "fall_backs": ["Helen agrees to a second talk"]}
    return make_plan(full.deal, cast.ana, facts)


def address(deal: Deal, name: str = "plan", **kwargs: object) -> str:
    return reverse(f"deals:{name}", kwargs={"slug": deal.slug, **kwargs})


def page(browser: Client, plan: CallPlan, name: str = "one_plan") -> str:
    answer = browser.get(address(plan.deal, name, pk=plan.pk))
    assert answer.status_code == 200
    return unescape(answer.content.decode())


@pytest.mark.method("M06")
def test_a_plan_begins_from_the_advance_ladder(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    move_to_stage(full.deal, "need_defined")
    browser = signed_in_as(cast.ana)
    text = unescape(browser.get(address(full.deal)).content.decode())
    assert "The customer opens a project and names its owner and its budget." in text
    chosen = browser.get(address(full.deal, "new_plan") + "?rung=advance.need_defined.brings_users").content.decode()
    assert ">\nThe customer brings users and engineers to a working session on the problem.</textarea>" in chosen
    answer = browser.post(address(full.deal, "new_plan"), {"objective": OBJECTIVE, "people": full.contact.slug})
    plan = CallPlan.objects.get()
    assert answer["Location"] == address(full.deal, "one_plan", pk=plan.pk)
    assert (plan.people, plan.author) == ([full.contact.slug], cast.ana)
    assert browser.get(address(full.deal))["Location"] == answer["Location"]


@pytest.mark.method("M26")
def test_the_form_of_a_plan_does_not_ask_for_a_proof_agreed(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    move_to_stage(full.deal, "evaluates")
    browser, trial = signed_in_as(cast.ana), "The customer starts a trial with a measure of success"
    assert trial in unescape(browser.get(address(full.deal)).content.decode())
    say_of_proof(full.deal, cast.ana, "proof.trial_run", ProofAnswer.AGREED)
    assert trial not in unescape(browser.get(address(full.deal)).content.decode())


@pytest.mark.method("M08")
@pytest.mark.method("M10")
def test_who_is_met_is_named_when_the_plan_is_made_and_opening_and_preparation_follow(
    full: FullDeal, cast: Cast, signed_in_as: SignIn
) -> None:
    browser, there = signed_in_as(cast.ana), address(full.deal, "new_plan")
    form = unescape(browser.get(address(full.deal)).content.decode())
    assert f'name="people" value="{full.contact.slug}"' in form
    met = browser.post(there, {"objective": OBJECTIVE, "people": full.contact.slug}, follow=True)
    alone = browser.post(there, {"objective": OBJECTIVE}, follow=True)
    named, nobody = (unescape(answer.content.decode()) for answer in (met, alone))
    assert "Last time the talk was of this: “We want a filler head that never jams”." in named
    assert "Last time the talk was of this" not in nobody
    missing = [text.count('<span class="is-missing">') for text in (named, nobody)]
    assert missing[0] == missing[1] - 1


@pytest.mark.method("M08")
def test_with_nobody_on_the_deal_the_plan_leads_to_where_they_are_put_on_it(
    full: FullDeal, cast: Cast, signed_in_as: SignIn
) -> None:
    full.stake.delete()
    browser = signed_in_as(cast.ana)
    plan = make_plan(full.deal, cast.ana, {"objective": OBJECTIVE})
    for there in (address(full.deal, "new_plan"), address(full.deal, "edit_plan", pk=plan.pk)):
        form = unescape(browser.get(there).content.decode())
        assert f'Nobody is on the deal yet. <a href="{address(full.deal, "add_person")}">' in form


@pytest.mark.method("M06")
@pytest.mark.parametrize("objective", ["", "Build the relationship", "给客户提供方案"])
def test_an_objective_without_an_act_of_the_customer_is_refused_with_help(
    full: FullDeal, cast: Cast, signed_in_as: SignIn, objective: str
) -> None:
    answer = signed_in_as(cast.ana).post(address(full.deal, "new_plan"), {"objective": objective})
    assert answer.status_code == 422
    text = unescape(answer.content.decode())
    assert "Name who, what and by when" in text
    assert objective in text
    assert not CallPlan.objects.exists()


@pytest.mark.method("M06")
def test_a_fall_back_must_be_an_act_of_the_customer_too(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    data = {"objective": OBJECTIVE, "fall_backs": "Helen agrees to a talk\nKeep in touch"}
    answer = signed_in_as(cast.ana).post(address(full.deal, "new_plan"), data)
    assert answer.status_code == 422
    assert "“Keep in touch”" in unescape(answer.content.decode())


@pytest.mark.method("M15")
@pytest.mark.method("M24")
@pytest.mark.method("M10")
def test_a_plan_shows_questions_statements_and_words_of_this_deal(
    plan: CallPlan, cast: Cast, signed_in_as: SignIn
) -> None:
    text = page(signed_in_as(cast.ana), plan)
    for words in (
        OBJECTIVE,
        "You said: “A jam of the filler head costs us 4,000 a time”.",
        "You said: “We want a filler head that never jams”.",
        "Suppose you had it that way: what would that be worth to you?",
        "Because of its two heads, one head is cleaned while the other fills. For you, that answers what you asked ",
        "“We want a filler head that never jams”. You can check this: Brackwell has run it for two years.",
        "Last time the talk was of this: “We want a filler head that never jams”.",
        f"Shall we write the next step down like this: “{OBJECTIVE}”?",
        "If that is too much now, shall we write down this: “Helen agrees to a second talk”?",
        "By what will you choose, and which of these points weighs most?",
    ):
        assert words in text


@pytest.mark.method("M08")
def test_what_is_ready_is_ticked_and_only_what_the_form_showed_changes(
    plan: CallPlan, cast: Cast, signed_in_as: SignIn
) -> None:
    browser, there = signed_in_as(cast.ana), address(plan.deal, "tick_plan", pk=plan.pk)
    browser.post(there, {"shown": ["tools.cards", "tools.material"], "tick": ["tools.cards", "customer.organisation"]})
    browser.post(there, {"shown": ["flow.knock"], "tick": ["flow.knock"]})
    plan.refresh_from_db()
    assert plan.ticks == ["flow.knock", "tools.cards"]
    browser.post(there, {"shown": ["tools.cards"]})
    plan.refresh_from_db()
    assert plan.ticks == ["flow.knock"]


@pytest.mark.method("M08")
def test_what_is_missing_has_the_way_to_where_it_is_entered(plan: CallPlan, cast: Cast, signed_in_as: SignIn) -> None:
    text = page(signed_in_as(cast.ana), plan)
    people = reverse("deals:page", kwargs={"slug": plan.deal.slug}) + "#people"
    assert f'<a href="{people}">Enter it</a>' in text


@pytest.mark.method("M24")
def test_a_want_no_point_answers_is_left_to_be_chosen(plan: CallPlan, cast: Cast, signed_in_as: SignIn) -> None:
    points = plan.deal.products.get().points
    points.filter(kind="feature").update(text="Four probes")
    points.filter(kind="function").update(text="Reads every minute")
    text = page(signed_in_as(cast.ana), plan)
    assert "To be chosen by you" in text
    assert "For you, that answers" not in text
    assert "Four probes, " not in page(signed_in_as(cast.ana), plan, "plan_sheet")


@pytest.mark.method("M06")
def test_a_day_that_is_past_is_refused_but_one_entered_before_may_stay(
    plan: CallPlan, cast: Cast, signed_in_as: SignIn
) -> None:
    browser = signed_in_as(cast.ana)
    data = {"objective": OBJECTIVE, "day": "2025-01-01"}
    answer = browser.post(address(plan.deal, "new_plan"), data)
    assert answer.status_code == 422
    assert "This day is past." in unescape(answer.content.decode())
    CallPlan.objects.filter(pk=plan.pk).update(day="2025-01-01")
    plan.refresh_from_db()
    assert browser.post(address(plan.deal, "edit_plan", pk=plan.pk), data).status_code == 302
    assert "This day is past" in page(browser, plan)


@pytest.mark.method("M28")
def test_objections_up_to_the_order_are_named_as_settled(plan: CallPlan, cast: Cast, signed_in_as: SignIn) -> None:
    bring_coded(cast.ana, plan.deal, HELD.replace("advance", "order"))
    text = page(signed_in_as(cast.ana), plan)
    assert "1 objection was heard up to the order, which settled it" in text
    assert address(plan.deal, "objections") in text


@pytest.mark.method("M24")
def test_a_person_says_what_meets_a_need_and_of_which_points_a_statement_is_made(
    plan: CallPlan, cast: Cast, signed_in_as: SignIn
) -> None:
    browser = signed_in_as(cast.ana)
    page(browser, plan)
    plan.refresh_from_db()
    key = plan.told["statements"]["built"][0]["key"]
    product = plan.deal.products.get()
    product.points.create(kind="feature", text="Ten screens")
    chosen = {"need": key, "product": product.name, "feature": "Ten screens"}
    browser.post(address(plan.deal, "plan_points", pk=plan.pk), chosen)
    assert "Because of its ten screens" in page(browser, plan)
    browser.post(address(plan.deal, "plan_meets", pk=plan.pk), {"need": key, "product": "-"})
    text = page(browser, plan)
    assert "Because" not in text
    assert "You said that nothing of ours meets it" in text
    assert browser.post(address(plan.deal, "plan_meets", pk=plan.pk), {"need": key, "product": "?"}).status_code == 404
    plan.refresh_from_db()
    assert "jams" not in str((plan.meets, plan.chosen))


@pytest.mark.method("M25")
def test_a_person_says_what_meets_a_trouble_told_in_words_the_catalogue_does_not_have(
    plan: CallPlan, cast: Cast, signed_in_as: SignIn
) -> None:
    bring_coded(cast.ana, plan.deal, "# title: Third\nbuyer Helen: {implied_need: Our auditors find gaps in the log.}")
    browser, product = signed_in_as(cast.ana), plan.deal.products.get()
    nothing = "Nothing of ours is known to meet it"
    before = page(browser, plan).count(nothing)
    plan.refresh_from_db()
    key = next(one["key"] for one in plan.told["problems"] if "auditors" in one["words"])
    browser.post(address(plan.deal, "plan_meets", pk=plan.pk), {"need": key, "product": product.name})
    assert page(browser, plan).count(nothing) == before - 1


@pytest.mark.method("M24")
def test_points_chosen_by_hand_go_together_once_the_catalogue_holds_one_of_them_no_more(
    plan: CallPlan, cast: Cast, signed_in_as: SignIn
) -> None:
    browser, product = signed_in_as(cast.ana), plan.deal.products.get()
    points = product.points
    points.create(kind="feature", text="Ten screens")
    shows = points.create(kind="function", text="Shows each stop")
    page(browser, plan)
    plan.refresh_from_db()
    key = plan.told["statements"]["built"][0]["key"]
    chosen = {"need": key, "product": product.name, "feature": "Ten screens", "function": "Shows each stop"}
    browser.post(address(plan.deal, "plan_points", pk=plan.pk), chosen)
    assert "Because of its ten screens, it shows each stop." in page(browser, plan)
    shows.text = "Warns the shift"
    shows.save()
    text = page(browser, plan)
    assert "Because of its two heads, one head is cleaned while the other fills." in text
    assert "Because of its ten screens" not in text


@pytest.mark.method("M24")
def test_points_chosen_by_hand_stay_when_another_product_comes_to_say_the_need_in_its_own_words(
    plan: CallPlan, cast: Cast, signed_in_as: SignIn
) -> None:
    browser, product = signed_in_as(cast.ana), plan.deal.products.get()
    product.points.create(kind="feature", text="Ten screens")
    page(browser, plan)
    plan.refresh_from_db()
    built = plan.told["statements"]["built"][0]
    chosen = {"need": built["key"], "product": product.name, "feature": "Ten screens"}
    browser.post(address(plan.deal, "plan_points", pk=plan.pk), chosen)
    other = Product.objects.create(team=plan.deal.team, name="Aardvark")
    for kind, text in (("solves", built["want"]), ("feature", "A tongue"), ("function", "Licks")):
        other.points.create(kind=kind, text=text)
    plan.deal.products.add(other)
    assert "Because of its ten screens" in page(browser, plan)
    assert browser.post(address(plan.deal, "plan_points", pk=plan.pk), chosen | {"product": "?"}).status_code == 404


@pytest.mark.method("M24")
def test_what_the_catalogue_lacks_is_said_with_the_way_to_where_it_is_entered(
    plan: CallPlan, cast: Cast, signed_in_as: SignIn
) -> None:
    product = plan.deal.products.get()
    product.points.filter(kind="function").delete()
    text = page(signed_in_as(cast.ana), plan)
    assert f"“{product.name}” meets it, but the catalogue does not say what its features do." in text
    assert f'href="{reverse("deals:product", kwargs={"pk": product.pk})}"' in text
    assert "For you, that answers" not in text
    plan.deal.products.clear()
    text = page(signed_in_as(cast.ana), plan)
    assert "No product is on this deal." in text
    assert f'href="{reverse("deals:edit", kwargs={"slug": plan.deal.slug})}"' in text


@pytest.mark.method("M09")
def test_tries_on_the_telephone_are_counted_and_after_five_the_channel_changes(
    plan: CallPlan, cast: Cast, signed_in_as: SignIn
) -> None:
    browser, there = signed_in_as(cast.ana), address(plan.deal, "plan_tries", pk=plan.pk)
    other_way, by_telephone = "once, and announced where you can", "How you went on when it was not granted"
    for method in ("value_again", "offer_choice", "little_time", "call_again"):
        browser.post(there, {"method": method})
    assert "Tries that brought no appointment: 4" in page(browser, plan)
    browser.post(there, {"method": "friends"})
    text = page(browser, plan)
    assert other_way in text
    assert by_telephone not in text
    browser.post(there, {"undo": "yes"})
    text = page(browser, plan)
    assert other_way not in text
    assert by_telephone in text
    assert browser.post(there, {"method": "shouting"}).status_code == 404


@pytest.mark.method("M30")
def test_the_plan_is_carried_on_one_page_and_as_pdf(plan: CallPlan, cast: Cast, signed_in_as: SignIn) -> None:
    browser = signed_in_as(cast.ana)
    text = page(browser, plan, "plan_sheet")
    assert OBJECTIVE in text
    assert "The last ten minutes" in text
    answer = browser.get(address(plan.deal, "plan_pdf", pk=plan.pk))
    assert answer.status_code in {200, 503}
    if answer.status_code == 200:
        assert answer.content.startswith(b"%PDF")
        assert answer.content == browser.get(address(plan.deal, "plan_pdf", pk=plan.pk)).content


@pytest.mark.method("M06")
@pytest.mark.method("M12")
def test_after_the_call_the_plan_is_held_against_what_happened(
    plan: CallPlan, cast: Cast, signed_in_as: SignIn
) -> None:
    browser, there = signed_in_as(cast.ana), address(plan.deal, "plan_held", pk=plan.pk)
    call = bring_coded(cast.ana, plan.deal, HELD)
    assert "Third visit" in unescape(browser.get(there).content.decode())
    browser.post(there, {"call": call.slug})
    plan.refresh_from_db()
    assert (plan.call, plan.told) == (call, {})
    assert "jams" not in str(plan.kept)
    text = page(browser, plan)
    for words in (
        "Objective reached",
        "Yes, I will send them.",
        "Not asked",
        "That is a lot of money.",
        "not expected",
    ):
        assert words in text
    assert "Plan the next call" in text
    assert browser.get(address(plan.deal)).status_code == 200  # nothing is planned any more


@pytest.mark.method("M06")
def test_a_person_has_the_last_word_on_what_was_reached(plan: CallPlan, cast: Cast, signed_in_as: SignIn) -> None:
    browser = signed_in_as(cast.ana)
    call = bring_coded(cast.ana, plan.deal, HELD)
    browser.post(address(plan.deal, "plan_held", pk=plan.pk), {"call": call.slug})
    browser.post(address(plan.deal, "plan_reached", pk=plan.pk), {"reached": "not"})
    assert "<h1>Objective not reached</h1>" in page(browser, plan)
    browser.post(address(plan.deal, "plan_reached", pk=plan.pk), {"reached": ""})
    assert "<h1>Objective reached</h1>" in page(browser, plan)
    browser.post(address(plan.deal, "plan_held", pk=plan.pk), {"undo": "yes"})
    plan.refresh_from_db()
    assert (plan.call, plan.kept, plan.held_at) == (None, {}, None)


def test_a_call_that_is_erased_takes_its_words_out_of_the_plan(
    plan: CallPlan, cast: Cast, signed_in_as: SignIn
) -> None:
    page(signed_in_as(cast.ana), plan)
    plan.refresh_from_db()
    assert "never jams" in str(plan.told)
    delete_call(plan.deal.calls.get(title="Second visit"))
    plan.refresh_from_db()
    assert plan.told == {}
    assert "never jams" not in page(signed_in_as(cast.ana), plan)


def test_a_plan_rests_on_no_call_its_reader_may_not_read(plan: CallPlan, cast: Cast, signed_in_as: SignIn) -> None:
    assert "never jams" in page(signed_in_as(cast.ana), plan)
    plan.deal.owner = cast.finn
    plan.deal.save()
    text = page(signed_in_as(cast.finn), plan)
    assert "never jams" not in text
    assert "No need of this customer is known" in text
    bring_coded(cast.ana, plan.deal, HELD)
    CallPlan.objects.update(call=plan.deal.calls.get(title="Third visit"), held_at=timezone.now())
    assert "That is a lot of money" not in page(signed_in_as(cast.finn), plan)


@pytest.mark.parametrize("name", ["chen", "eve", "finn", "dana", "adam"])
def test_outsiders_get_404(plan: CallPlan, cast: Cast, signed_in_as: SignIn, name: str) -> None:
    browser = signed_in_as(getattr(cast, name))
    for route in ("one_plan", "edit_plan", "plan_sheet", "plan_pdf", "plan_held"):
        assert browser.get(address(plan.deal, route, pk=plan.pk)).status_code == 404
    assert browser.get(address(plan.deal)).status_code == 404


def test_a_plan_of_another_deal_is_not_there(plan: CallPlan, cast: Cast, signed_in_as: SignIn) -> None:
    other = Deal.objects.create(team=cast.team, owner=cast.ana, name="Other")
    assert signed_in_as(cast.ana).get(address(other, "one_plan", pk=plan.pk)).status_code == 404


@pytest.mark.method("M24")
def test_the_next_plan_goes_on_from_what_was_chosen_in_the_last(plan: CallPlan, cast: Cast) -> None:
    plan.meets, plan.chosen = {"k": "Line care"}, {"k": {"feature": "Two heads", "function": ""}}
    plan.save()
    following = make_plan(plan.deal, cast.ana, {"objective": OBJECTIVE})
    assert (following.meets, following.chosen) == (plan.meets, plan.chosen)


@pytest.mark.method("M34")
@pytest.mark.parametrize(
    ("language", "known", "guess"),
    [
        ("en", "Analytical", "Analytical (a guess from 6 signs)"),
        ("zh-hans", "分析型", "分析型（凭 6 项迹象推测）"),
    ],
)
def test_a_plan_says_how_to_talk_with_those_it_is_for(
    plan: CallPlan, full: FullDeal, cast: Cast, signed_in_as: SignIn, language: str, known: str, guess: str
) -> None:
    browser = signed_in_as(cast.ana)
    browser.cookies["django_language"] = language
    full.contact.style_signs = []
    full.contact.save()
    assert known not in page(browser, plan).partition('id="styles"')[2].partition("</section>")[0]
    full.contact.style_signs = [item.id for end in ("easy_going", "controlled") for item in signs_of(end)[:3]]
    full.contact.save()
    shown = page(browser, plan).partition('id="styles"')[2].partition("</section>")[0]
    assert full.contact.name in shown
    assert known in shown
    assert guess in page(browser, plan, "plan_sheet")


def test_a_plan_is_changed_and_removed(plan: CallPlan, cast: Cast, signed_in_as: SignIn) -> None:
    browser = signed_in_as(cast.ana)
    answer = browser.post(
        address(plan.deal, "edit_plan", pk=plan.pk), {"objective": "Helen signs on 4 May", "note": "Why?"}
    )
    assert answer.status_code == 302
    plan.refresh_from_db()
    assert (plan.objective, plan.fall_backs, plan.note) == ("Helen signs on 4 May", [], "Why?")
    browser.post(address(plan.deal, "delete_plan", pk=plan.pk))
    assert not CallPlan.objects.exists()


@pytest.mark.parametrize("name", ["one_plan", "plan_sheet"])
def test_a_plan_takes_few_queries_however_many_calls_there_are(
    plan: CallPlan,
    cast: Cast,
    signed_in_as: SignIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    name: str,
) -> None:
    browser = signed_in_as(cast.ana)
    for number in range(4):
        bring_coded(cast.ana, plan.deal, HELD.replace("Third", f"Visit {number},"))
    page(browser, plan, name)
    with django_assert_max_num_queries(15):
        page(browser, plan, name)


@pytest.mark.method("M24")
def test_what_was_chosen_for_a_need_holds_under_any_label_it_had(
    plan: CallPlan, cast: Cast, signed_in_as: SignIn
) -> None:
    browser = signed_in_as(cast.ana)
    plan.meets = {need_key("The filler head jams twice a week."): ""}
    plan.save()
    assert "You said that nothing of ours meets it" in page(browser, plan)
    plan.meets |= {need_key("We want a filler head that never jams."): plan.deal.products.get().name}
    plan.save()
    assert "You said that nothing of ours meets it" not in page(browser, plan)


@pytest.mark.method("M24")
def test_what_was_decided_under_another_label_is_decided_anew_and_taken_back(
    plan: CallPlan, cast: Cast, signed_in_as: SignIn
) -> None:
    browser, none = signed_in_as(cast.ana), "You said that nothing of ours meets it"
    plan.meets = {need_key("The filler head jams twice a week."): ""}
    plan.save()
    assert none in page(browser, plan)
    plan.refresh_from_db()
    (key,) = plan.meets
    assert key == plan.told["statements"]["refused"][0]["key"]
    browser.post(address(plan.deal, "plan_meets", pk=plan.pk), {"need": key, "product": ""})
    assert none not in page(browser, plan)


@pytest.mark.method("M24")
def test_a_product_that_was_renamed_is_no_reason_to_refuse_a_statement(
    plan: CallPlan, cast: Cast, signed_in_as: SignIn
) -> None:
    browser, product = signed_in_as(cast.ana), plan.deal.products.get()
    page(browser, plan)
    plan.refresh_from_db()
    plan.meets = {plan.told["statements"]["built"][0]["key"]: product.name}
    plan.save()
    product.name = "Filling care"
    product.save()
    assert "No product of this deal names a problem like this one" not in page(browser, plan)


@pytest.mark.method("M06")
def test_a_plan_that_was_held_is_found_from_the_next_one(plan: CallPlan, cast: Cast, signed_in_as: SignIn) -> None:
    following = make_plan(plan.deal, cast.ana, {"objective": "Helen names a day for the trial"})
    assert address(plan.deal, "one_plan", pk=plan.pk) in page(signed_in_as(cast.ana), following)


@pytest.mark.method("M06")
def test_more_fall_backs_than_a_plan_holds_are_not_dropped(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    lines = "\n".join(f"Helen agrees to visit number {number}" for number in range(4))
    data = {"objective": OBJECTIVE, "people": full.contact.slug, "fall_backs": lines}
    answer = signed_in_as(cast.ana).post(address(full.deal, "new_plan"), data)
    assert answer.status_code == 422
    assert "These are 4 fall-backs" in unescape(answer.content.decode())
    assert "visit number 3" in answer.content.decode()


def test_a_call_without_a_day_counts_as_the_last(plan: CallPlan, cast: Cast) -> None:
    undated = bring_coded(cast.ana, plan.deal, HELD.replace("Third visit", "No day known"))
    dated = bring_coded(cast.ana, plan.deal, HELD.replace("Third visit", "A day known"))
    Call.objects.filter(pk=dated.pk).update(held_at=timezone.now())
    Call.objects.filter(pk=undated.pk).update(held_at=None)
    assert [call.title for call in Entered(plan.deal).calls][-1] == "No day known"
    assert next(iter(calls_to_hold(plan.deal, cast.ana))).title == "No day known"
