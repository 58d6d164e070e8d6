"""A deal's page and what is done on it; customers, products and rivals. As a browser without script meets them."""

from collections.abc import Callable
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from askwell.method.loader import load_codebook
from askwell.server.accounts.models import User
from askwell.server.calls.models import Original
from askwell.server.calls.originals import originals_folder
from askwell.server.calls.testing import bring_call, conversation_of
from askwell.server.deals import actions
from askwell.server.deals.customers_actions import add_contact, add_rival, add_rival_fact
from askwell.server.deals.models import Company, Contact, Deal, Product, Rival, RivalFact, Stake, Task
from askwell.server.deals.page_queries import page_of
from askwell.server.deals.testing import DAY, FullDeal, make_deal, make_full_deal
from askwell.server.testing import Cast

SignIn = Callable[[User], Client]


@pytest.fixture
def full(cast: Cast) -> FullDeal:
    return make_full_deal(cast)


def text_of(response: HttpResponse) -> str:
    return unescape(response.content.decode())


def address(full: FullDeal, name: str, **kwargs: object) -> str:
    return reverse(f"deals:{name}", kwargs={"slug": full.deal.slug, **kwargs})


# Beginning a deal


def test_a_deal_begins_with_a_name_and_may_make_its_company(cast: Cast, signed_in_as: SignIn) -> None:
    data = {"team": cast.team.pk, "name": "压铸追溯", "company": "海晟压铸有限公司", "amount": "260万元"}
    answer = signed_in_as(cast.ana).post(reverse("deals:add"), data)
    deal = Deal.objects.get()
    assert answer.headers["Location"] == reverse("deals:page", kwargs={"slug": deal.slug})
    assert (deal.owner, deal.amount, deal.currency) == (cast.ana, 2_600_000, "CNY")
    assert deal.company
    assert deal.company.name_key == "海晟压铸"


@pytest.mark.parametrize("typed", ["Brackwell Springs Limited", "BRACKWELL SPRINGS, Inc."])
def test_a_like_company_is_shown_before_another_is_made(
    cast: Cast, full: FullDeal, signed_in_as: SignIn, typed: str
) -> None:
    browser, add = signed_in_as(cast.ana), reverse("deals:add")
    data = {"team": cast.team.pk, "name": "Second line", "company": typed}
    asked = browser.post(add, data)
    assert asked.status_code == 422
    assert "It is <strong>Brackwell Springs Ltd</strong>" in text_of(asked)
    assert Company.objects.count() == 1
    browser.post(add, {**data, "company_choice": full.company.slug})
    assert Deal.objects.get(name="Second line").company == full.company
    browser.post(add, {**data, "name": "Third line", "company_choice": "another"})
    assert Deal.objects.get(name="Third line").company != full.company


def test_a_company_of_exactly_this_name_is_taken_and_those_of_other_teams_are_not_shown(
    cast: Cast, full: FullDeal, signed_in_as: SignIn
) -> None:
    mine = {"team": cast.team.pk, "name": "Second line", "company": "Brackwell Springs Ltd"}
    signed_in_as(cast.ana).post(reverse("deals:add"), mine)
    assert Deal.objects.get(name="Second line").company == full.company
    theirs = {"team": cast.other_team.pk, "name": "Their line", "company": "Brackwell Springs Ltd"}
    assert signed_in_as(cast.chen).post(reverse("deals:add"), theirs).status_code == 302
    assert Deal.objects.get(name="Their line").company != full.company


@pytest.mark.parametrize(
    ("amount", "told"), [("1,5", "Write an amount like"), ("12,000", "Choose the currency"), ("£40k USD", "Write an")]
)
def test_an_amount_that_is_not_clear_is_asked_for(cast: Cast, signed_in_as: SignIn, amount: str, told: str) -> None:
    data = {"team": cast.team.pk, "name": "Line", "amount": amount}
    answer = signed_in_as(cast.ana).post(reverse("deals:add"), data)
    assert answer.status_code == 422
    assert told in text_of(answer)
    assert not Deal.objects.exists()


# Its page


def test_the_page_shows_all_that_was_entered(
    cast: Cast, full: FullDeal, signed_in_as: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    page = text_of(signed_in_as(cast.ana).get(address(full, "page")))
    for shown in (
        "£184,000",
        "Evaluates and compares",
        "Helen Stroud",
        "Inside supporter",
        "Speaks for us",
        "Send the figures of the downtime",
        "Sent the agenda",
        "offer.pdf",
        "First site visit",
        "Northline",
        "Has no engineer in the north",
        "Line care",
    ):
        assert shown in page
    with django_assert_max_num_queries(12):
        page_of(cast.ana, full.deal)


def test_what_was_entered_takes_no_more_queries_when_there_is_more_of_it(
    cast: Cast, full: FullDeal, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(12):
        contact = add_contact(cast.team, f"Person {n}", full.company)
        actions.add_stake(full.deal, contact)
        actions.add_task(full.deal, f"Task {n}", DAY, cast.ana)
        actions.add_activity(full.deal, cast.ana, {"kind": "visit", "day": DAY, "text": f"{n}"}, [contact.pk])
        rival = add_rival(cast.team, f"Rival {n}")
        add_rival_fact(rival, cast.ana, full.deal, {"text": "x", "source": "y", "day": DAY})
    with django_assert_max_num_queries(12):
        assert len(page_of(cast.ana, full.deal).stakes) == 13


def test_calls_the_person_may_not_see_are_counted_not_shown(cast: Cast, full: FullDeal, signed_in_as: SignIn) -> None:
    hidden = bring_call(cast.finn, cast.team, conversation_of(title="Finn alone", seconds=7))
    actions.link_call(full.deal, hidden)
    page = text_of(signed_in_as(cast.ana).get(address(full, "page")))
    assert "Finn alone" not in page
    assert "1 more call that you may not see" in page


@pytest.mark.method("M01")
def test_the_facts_of_the_size_and_of_the_standing_are_saved_and_read_back(
    cast: Cast, full: FullDeal, signed_in_as: SignIn
) -> None:
    browser, edit = signed_in_as(cast.ana), address(full, "edit")
    data = {
        "name": "Line service",
        "company": "Brackwell Springs Ltd",
        "amount": "£1.2m",
        "currency": "CNY",
        "stage": "decides",
        "state": "open",
        "calls_expected": "5",
        "decided_in_absence": "true",
        "commitment": "high",
        "position": "ahead",
        "decision": "brewing",
        "products": full.product.pk,
        "rivals": full.rival.pk,
    }
    assert browser.post(edit, data).status_code == 302
    deal = Deal.objects.get(pk=full.deal.pk)
    assert (deal.amount, deal.currency, deal.company) == (1_200_000, "GBP", full.company)
    facts = (deal.calls_expected, deal.decided_in_absence, deal.commitment, deal.visible_risk)
    assert facts == (5, True, "high", None)
    assert (deal.position, deal.decision) == ("ahead", "brewing")
    assert 'value="1.2m"' in text_of(browser.get(edit))


def test_a_lost_deal_says_why(cast: Cast, full: FullDeal, signed_in_as: SignIn) -> None:
    data = {"name": "Line service", "stage": "decides", "state": "lost"}
    refused = signed_in_as(cast.ana).post(address(full, "edit"), data)
    assert refused.status_code == 422
    assert "Say why it was lost" in text_of(refused)
    assert Deal.objects.get(pk=full.deal.pk).state == "open"
    signed_in_as(cast.ana).post(address(full, "edit"), {**data, "lost_reason": "no_decision"})
    deal = Deal.objects.get(pk=full.deal.pk)
    assert (deal.state, deal.lost_reason) == ("lost", "no_decision")
    assert deal.closed_on


def test_only_a_manager_gives_a_deal_away(cast: Cast, full: FullDeal, signed_in_as: SignIn) -> None:
    data = {"name": "Line service", "stage": "decides", "state": "open", "owner": cast.finn.pk}
    signed_in_as(cast.ana).post(address(full, "edit"), data)
    assert Deal.objects.get(pk=full.deal.pk).owner == cast.ana
    signed_in_as(cast.ben).post(address(full, "edit"), data)
    assert Deal.objects.get(pk=full.deal.pk).owner == cast.finn


def test_a_deleted_deal_takes_its_files_along_and_leaves_customers(
    cast: Cast, full: FullDeal, signed_in_as: SignIn, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    stored = originals_folder() / full.attachment.original.stored_name
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined] # a context manager
        signed_in_as(cast.ana).post(address(full, "delete"))
    assert not Deal.objects.exists()
    assert not stored.exists()
    assert Company.objects.exists()
    assert Contact.objects.exists()


# People


@pytest.mark.method("M32")
@pytest.mark.method("M35")
def test_a_person_has_several_roles_in_several_deals(cast: Cast, full: FullDeal, signed_in_as: SignIn) -> None:
    browser = signed_in_as(cast.ana)
    other = make_deal(cast, "Second line", company=full.company)
    browser.post(reverse("deals:add_person", kwargs={"slug": other.slug}), {"contact": full.contact.slug})
    stake = Stake.objects.get(deal=other)
    data = {
        "roles": ["key_user", "technical_gatekeeper"],
        "attitude": "-1",
        "influence": "3",
        "relation": "talking",
        "shown_by": "An hour in the works, 1 March",
        "last_contact": "2026-03-01",
    }
    there = reverse("deals:stake", kwargs={"slug": other.slug, "pk": stake.pk})
    saved = browser.post(there, data)
    assert saved.status_code == 302
    form = text_of(browser.get(there))
    for told in (data["shown_by"], "A moving moment", "Widen the circle of contacts.", "a feeling of closeness"):
        assert told in form
    page = text_of(browser.get(reverse("deals:page", kwargs={"slug": other.slug})))
    assert data["shown_by"] in page
    stake.refresh_from_db()
    assert set(stake.roles.values_list("role", flat=True)) == {"key_user", "technical_gatekeeper"}
    assert (stake.attitude, stake.influence, stake.relation) == (-1, 3, "talking")
    page = text_of(browser.get(reverse("deals:contact", kwargs={"slug": full.contact.slug})))
    for shown in ("Line service", "Initiator", "Second line", "Technical gatekeeper"):
        assert shown in page


@pytest.mark.method("M35")
def test_a_level_that_nothing_shows_is_saved_and_asked_about(cast: Cast, full: FullDeal, signed_in_as: SignIn) -> None:
    browser, there = signed_in_as(cast.ana), address(full, "stake", pk=full.stake.pk)
    shown, against = "Say what shows this level", "An inside supporter who is against us is none."
    for relation, event, asked in (
        ("", "", False), ("stranger", "", False), ("acquainted", " ", True), ("allied", "Spoke for us, 1 March", False),
    ):  # fmt: skip
        saved = browser.post(there, {"relation": relation, "shown_by": event})
        assert saved["Location"] == (there if asked else address(full, "page") + "#people")
        assert (shown in text_of(browser.get(there))) is asked
        full.stake.refresh_from_db()
        assert full.stake.relation == relation
    browser.post(there, {"relation": "talking", "roles": "inside_supporter", "attitude": "-2"})
    page = text_of(browser.get(there))
    assert shown in page
    assert against in page


def test_the_products_and_rivals_of_a_deal_are_asked_for_in_the_language_of_the_page(
    cast: Cast, full: FullDeal, signed_in_as: SignIn
) -> None:
    browser, there = signed_in_as(cast.ana), address(full, "edit")
    for lang, products, rivals in (("zh-hans", "产品", "对手"), ("en", "Products", "Rivals")):
        page = text_of(browser.get(there, HTTP_ACCEPT_LANGUAGE=lang))
        assert f"<legend>{products}</legend>" in page
        assert f"<legend>{rivals}</legend>" in page


def test_somebody_like_a_new_person_is_shown_before_they_are_made(
    cast: Cast, full: FullDeal, signed_in_as: SignIn
) -> None:
    browser = signed_in_as(cast.ana)
    other = make_deal(cast, "Second line", company=full.company)
    add = reverse("deals:add_person", kwargs={"slug": other.slug})
    same_name = {"team": cast.team.pk, "name": "Stroud, Helen"}
    same_mail = {"team": cast.team.pk, "name": "H. Stroud", "email": "Helen@Brackwell.example"}
    for data, why in ((same_name, "the same name"), (same_mail, "the same e-mail address")):
        asked = browser.post(add, data)
        assert asked.status_code == 422
        assert why in text_of(asked)
    assert Contact.objects.count() == 1
    browser.post(add, {**same_name, "choice": full.contact.slug})
    assert Stake.objects.get(deal=other).contact == full.contact
    browser.post(add, {**same_name, "choice": "another"})
    assert Contact.objects.count() == 2


def test_nobody_is_put_on_a_deal_from_another_team(cast: Cast, full: FullDeal, signed_in_as: SignIn) -> None:
    theirs = add_contact(cast.other_team, "Their man")
    answer = signed_in_as(cast.ana).post(address(full, "add_person"), {"contact": theirs.slug})
    assert answer.status_code == 422
    assert full.deal.stakes.count() == 1


# What is to be done, what happened, files, calls


def test_a_task_is_written_changed_and_removed(cast: Cast, full: FullDeal, signed_in_as: SignIn) -> None:
    browser = signed_in_as(cast.ben)
    data = {"text": "Ring Helen", "due": "2026-03-09", "owner": cast.ana.pk}
    browser.post(address(full, "add_task"), data)
    task = Task.objects.get(text="Ring Helen")
    assert task.owner == cast.ana
    change = address(full, "change_task", pk=task.pk)
    browser.post(change, {**data, "text": "Ring Helen again", "due": ""})
    task.refresh_from_db()
    assert (task.text, task.due) == ("Ring Helen again", None)
    browser.post(change, {"remove": "yes"})
    assert not Task.objects.filter(pk=task.pk).exists()
    nobody_who_does_not_see_it = browser.post(address(full, "add_task"), {**data, "owner": cast.finn.pk})
    assert nobody_who_does_not_see_it.status_code == 422


def test_whoever_took_part_has_been_in_contact_that_day(cast: Cast, full: FullDeal, signed_in_as: SignIn) -> None:
    data = {"kind": "visit", "day": "2026-03-20", "text": "Saw the line", "contacts": full.contact.pk}
    signed_in_as(cast.ana).post(address(full, "add_activity"), data)
    earlier = {**data, "day": "2026-03-10"}
    signed_in_as(cast.ana).post(address(full, "add_activity"), earlier)
    assert str(Stake.objects.get(pk=full.stake.pk).last_contact) == "2026-03-20"
    assert full.deal.activities.count() == 3


def test_a_file_is_kept_under_a_random_name_and_comes_back_as_an_attachment(
    cast: Cast, full: FullDeal, signed_in_as: SignIn
) -> None:
    browser = signed_in_as(cast.ana)
    page = SimpleUploadedFile("../../报价<script>.html", b"<script>alert(1)</script>", "text/html")
    browser.post(address(full, "attach"), {"files": page})
    kept = full.deal.attachments.order_by("-pk")[0]
    assert "/" not in kept.name
    assert kept.original.stored_name.isalnum()
    answer = browser.get(address(full, "attachment", pk=kept.pk))
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    browser.post(address(full, "remove_attachment", pk=kept.pk))
    assert not Original.objects.filter(pk=kept.original_id).exists()


def test_a_file_that_is_too_large_is_told(cast: Cast, full: FullDeal, signed_in_as: SignIn, settings: object) -> None:
    limits = settings.ASKWELL.limits.model_copy(update={"file_bytes": 10})  # type: ignore[attr-defined] # the fixture
    settings.ASKWELL = settings.ASKWELL.model_copy(update={"limits": limits})  # type: ignore[attr-defined] # as above
    big = SimpleUploadedFile("big.bin", b"x" * 100)
    answer = signed_in_as(cast.ana).post(address(full, "attach"), {"files": big}, follow=True)
    assert "“big.bin” was not kept" in text_of(answer)
    assert full.deal.attachments.count() == 1


def test_a_call_belongs_to_one_deal(cast: Cast, full: FullDeal, signed_in_as: SignIn) -> None:
    browser = signed_in_as(cast.ana)
    other = make_deal(cast, "Second line")
    link = reverse("deals:link_call", kwargs={"slug": other.slug})
    assert "First site visit" not in text_of(browser.get(link))
    assert browser.post(link, {"call": full.call}).status_code == 404
    browser.post(address(full, "unlink_call", call=full.call))
    browser.post(link, {"call": full.call})
    assert other.calls.count() == 1
    assert full.deal.calls.count() == 0


# Customers


def test_companies_and_contacts_are_made_after_a_look_at_those_like_them(
    cast: Cast, full: FullDeal, signed_in_as: SignIn
) -> None:
    browser = signed_in_as(cast.finn)
    by_domain = {"team": cast.team.pk, "name": "BSL", "domain": "https://www.brackwell.example/"}
    asked = browser.post(reverse("deals:add_company"), by_domain)
    assert asked.status_code == 422
    assert "the same web address" in text_of(asked)
    taken = browser.post(reverse("deals:add_company"), {**by_domain, "choice": full.company.slug})
    assert taken.headers["Location"] == reverse("deals:company", kwargs={"slug": full.company.slug})
    person = {"team": cast.team.pk, "name": "Ms Helen Stroud", "company": "Brackwell Springs Ltd"}
    assert browser.post(reverse("deals:add_contact"), person).status_code == 422
    browser.post(reverse("deals:add_contact"), {**person, "choice": "another"})
    assert Contact.objects.filter(company=full.company).count() == 2


def test_the_key_follows_a_name_that_is_changed(cast: Cast, full: FullDeal, signed_in_as: SignIn) -> None:
    browser = signed_in_as(cast.ana)
    browser.post(reverse("deals:edit_company", kwargs={"slug": full.company.slug}), {"name": "Harbour Group plc"})
    assert Company.objects.get().name_key == "harbour"
    data = {"name": "Helen Reed", "company": "Harbour Group plc"}
    browser.post(reverse("deals:edit_contact", kwargs={"slug": full.contact.slug}), data)
    contact = Contact.objects.get()
    assert (contact.name_key, contact.company) == ("helen reed", full.company)


def test_customers_are_found_paged_and_never_of_other_teams(
    cast: Cast, full: FullDeal, signed_in_as: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    Contact.objects.bulk_create(
        Contact(team=cast.team, name=f"Person {n:03}", name_key=f"{n}", slug=f"c{n}") for n in range(60)
    )
    add_contact(cast.other_team, "Their man")
    browser = signed_in_as(cast.ana)
    with django_assert_max_num_queries(10):
        page = text_of(browser.get(reverse("deals:contacts")))
    assert "61 contacts" in page
    assert "Following contacts" in page
    assert "Their man" not in page
    found = text_of(browser.get(reverse("deals:contacts"), {"words": "stroud helen"}))
    assert "1 contact" in found
    last = Contact.objects.filter(team=cast.team).order_by("name")[49]
    rest = text_of(browser.get(reverse("deals:contacts"), {"after": last.pk}))
    assert "Person 059" in rest
    assert last.name not in rest


def test_names_of_companies_are_suggested_to_those_of_the_team(
    cast: Cast, full: FullDeal, signed_in_as: SignIn
) -> None:
    names = reverse("deals:company_names")
    assert "Brackwell" in text_of(signed_in_as(cast.finn).get(names, {"company": "brack"}))
    assert "Brackwell" not in text_of(signed_in_as(cast.chen).get(names, {"company": "brack"}))


# Products and rivals


@pytest.mark.method("M24")
def test_a_product_holds_what_can_be_said_of_it(cast: Cast, signed_in_as: SignIn) -> None:
    browser = signed_in_as(cast.ana)
    data = {
        "team": cast.team.pk,
        "name": "压铸追溯",
        "feature": "直接读取控制器\n机器打码",
        "function": "四分钟查到单件",
        "solves": "追溯要翻本子",
        "evidence": "",
    }
    browser.post(reverse("deals:add_product"), data)
    product = Product.objects.get()
    address = reverse("deals:product", kwargs={"pk": product.pk})
    assert "直接读取控制器\n机器打码" in text_of(browser.get(address))
    browser.post(address, {**data, "feature": "机器打码"})
    assert [point.text for point in product.points.filter(kind="feature")] == ["机器打码"]
    assert product.points.count() == 3
    assert browser.post(reverse("deals:add_product"), data).status_code == 422  # one of this name is there


@pytest.mark.method("M37")
def test_a_fact_about_a_rival_keeps_its_source_and_day(cast: Cast, full: FullDeal, signed_in_as: SignIn) -> None:
    browser, page = signed_in_as(cast.ana), reverse("deals:rival", kwargs={"pk": full.rival.pk})
    data = {
        "text": "Delivers in ten weeks",
        "way": "rival_source.trade_fairs",
        "source": "Their booth, hall 4",
        "day": "2026-02-20",
        "deal": full.deal.slug,
    }
    browser.post(page, data)
    fact = RivalFact.objects.get(text="Delivers in ten weeks")
    assert (fact.way, fact.source) == ("rival_source.trade_fairs", "Their booth, hall 4")
    assert (str(fact.day), fact.deal) == ("2026-02-20", full.deal)
    for lacking in ("source", "day", "way"):
        assert browser.post(page, {**data, lacking: ""}).status_code == 422
    assert RivalFact.objects.count() == 2


@pytest.mark.method("M37")
@pytest.mark.parametrize(
    ("lang", "changed"),
    [
        ("en", {"way": "rival_source.posing_as_customer"}),
        ("en", {"text": "We posed as a customer and got their list"}),
        ("zh-hans", {"way": "rival_source.planted_mole"}),
        ("zh-hans", {"source": "我们的卧底"}),
    ],
)
def test_a_fact_got_by_deceit_is_refused_with_the_reason_of_the_codebook(
    cast: Cast, full: FullDeal, signed_in_as: SignIn, lang: str, changed: dict[str, str]
) -> None:
    browser = signed_in_as(cast.ana)
    browser.cookies["django_language"] = lang
    data = {"text": "Their list price", "way": "rival_source.media", "source": "x", "day": "2026-02-20", **changed}
    answer = browser.post(reverse("deals:rival", kwargs={"pk": full.rival.pk}), data)
    assert answer.status_code == 422
    refused = (load_codebook().entry(f"rival_source.{name}") for name in ("posing_as_customer", "planted_mole"))
    reasons = [entry.items[0].text.in_lang("en" if lang == "en" else "zh") for entry in refused]
    assert any(reason in text_of(answer) for reason in reasons)
    assert RivalFact.objects.count() == 1


def test_a_fact_of_one_deal_is_seen_by_those_who_see_the_deal(cast: Cast, full: FullDeal, signed_in_as: SignIn) -> None:
    page = reverse("deals:rival", kwargs={"pk": full.rival.pk})
    assert "Has no engineer" in text_of(signed_in_as(cast.ben).get(page))
    assert "Has no engineer" not in text_of(signed_in_as(cast.finn).get(page))
    assert "Line service" not in text_of(signed_in_as(cast.finn).get(page))


def test_a_rival_is_named_once_renamed_and_removed(cast: Cast, full: FullDeal, signed_in_as: SignIn) -> None:
    browser = signed_in_as(cast.ana)
    again = browser.post(reverse("deals:rivals"), {"team": cast.team.pk, "name": "Northline"})
    assert again.status_code == 422
    edit = reverse("deals:edit_rival", kwargs={"pk": full.rival.pk})
    browser.post(edit, {"team": cast.team.pk, "name": "Northline AS"})
    assert Rival.objects.get().name == "Northline AS"
    browser.post(edit, {"remove": "yes"})
    assert not Rival.objects.exists()


@pytest.mark.parametrize("person", ["chen", "eve"])
def test_outsiders_find_none_of_it(cast: Cast, full: FullDeal, signed_in_as: SignIn, person: str) -> None:
    browser = signed_in_as(cast.everybody()[person])
    kwargs = {"slug": full.deal.slug}
    for name in ("page", "edit", "add_person", "link_call"):
        assert browser.get(reverse(f"deals:{name}", kwargs=kwargs)).status_code == 404
    assert browser.get(reverse("deals:company", kwargs={"slug": full.company.slug})).status_code == 404
    assert browser.get(reverse("deals:rival", kwargs={"pk": full.rival.pk})).status_code == 404
