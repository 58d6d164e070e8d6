"""Erasing a person leaves no word of the name: in no table, no search term, no file, no line of history."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from auditlog.models import LogEntry
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from askwell.method.terms import Code, Side
from askwell.server.accounts.models import User
from askwell.server.calls.actions import change_details, comment_on
from askwell.server.calls.models import Call, Original, Upload
from askwell.server.calls.page_actions import anchor_at, correct_code
from askwell.server.calls.state import call_state
from askwell.server.calls.testing import bring_call, conversation_of
from askwell.server.deals import actions
from askwell.server.deals.customers_actions import add_company, add_contact, add_product, add_rival, add_rival_fact
from askwell.server.deals.erasing import erase_contact, find_person
from askwell.server.deals.erasing_words import BLOCK, called
from askwell.server.deals.importing.actions import bring_table, run_import, set_columns
from askwell.server.deals.importing.columns import Kind
from askwell.server.deals.importing.records import Ways
from askwell.server.deals.merging import merge
from askwell.server.deals.models import Contact, Deal, DealDecision, Reckoned
from askwell.server.deals.models.importing import Erasure, Import
from askwell.server.deals.planning_actions import make_plan
from askwell.server.deals.reckoning import reckoned
from askwell.server.deals.testing import DAY, make_deal
from askwell.server.jobs.models import Job
from askwell.server.jobs.worker import run_due_jobs
from askwell.server.testing import Cast

SignIn = Callable[[User], Client]
NAME, ADDRESS, PHONE = "Zephyrine Quixworth", "zq@brackwell.example", "+44 20 7946 0018"
CHINESE = "欧阳墨涵"
WORDS = ("zephyrine", "quixworth", "zq@brackwell", "7946 0018", CHINESE)
TALK = (
    (Side.SELLER, "How do you plan, Ms Quixworth? Zephyrine Quixworth told Finn it stops."),
    (Side.BUYER, f"It stops, as Zephyrine says. {CHINESE}也这么说。"),
)


@pytest.fixture
def person(cast: Cast) -> Contact:
    """A person who is named in every place that can hold words."""
    team = cast.team
    company = add_company(team, "Brackwell", note=f"{NAME} decides there")
    contact = add_contact(team, NAME, company, title="Site manager", email=ADDRESS, phone=PHONE, note="Skis")
    double = add_contact(team, CHINESE, company)
    merge(contact, double, cast.ana)
    deal = make_deal(cast, f"Line for {NAME}", company=company, note="Zephyrine likes it")
    actions.add_stake(deal, contact)
    actions.add_activity(deal, cast.ana, {"kind": "mail", "day": DAY, "text": "Wrote to Zephyrine"}, [contact.pk])
    actions.add_task(deal, f"Call {PHONE}", DAY, cast.ana)
    actions.attach_file(deal, cast.ana, "offer for Quixworth.pdf", b"%PDF-1.7")
    make_plan(deal, cast.ana, {"objective": f"{NAME} sends the figures by Friday", "note": "Ask Zephyrine first"})
    rival = add_rival(team, "Northline")
    add_rival_fact(rival, cast.ana, None, {"text": f"{NAME} left them", "source": NAME.upper(), "day": DAY})
    add_product(team, "Line care", "", {"evidence": [f"Ask {NAME}"]})
    actions.save_view(cast.ana, "contacts", "Hers", "words=Zephyrine+Quixworth")
    anchor = {"call": "x", "turn": 0, "start": 0, "end": 9, "text": "Zephyrine"}
    said = {"need": "x:0:0-17", "words": anchor | {"text": "as Quixworth said"}, "same_as": anchor}
    DealDecision.objects.create(deal=deal, kind="need", value=said, anchor=anchor)
    DealDecision.objects.create(deal=deal, kind="role", value={"person": contact.slug, "role": "initiator"})
    _tables_of(cast)
    _call_of(cast, deal, contact)
    Job.objects.filter(kind__in=("read_upload", "code_call")).delete()  # both are done, by hand
    reckoned(deal, DAY)
    return contact


def _call_of(cast: Cast, deal: Deal, contact: Contact) -> Call:
    said = conversation_of(TALK, title=f"Visit at {NAME}'s")
    buyer = replace(said.participants[1], id=NAME, name=NAME)
    turns = tuple(
        replace(turn, participant=NAME, name=NAME) if turn.speaker is Side.BUYER else turn for turn in said.turns
    )
    call = bring_call(cast.ana, cast.team, replace(said, participants=(said.participants[0], buyer), turns=turns))
    talk = call.current_revision.conversation
    correct_code(call, cast.ana, talk, anchor_at(talk, 1, "turn"), Code.EXPLICIT_NEED)
    comment_on(call, cast.ana, anchor_at(talk, 1, "turn"), "Zephyrine is with us")
    call.objective = f"{NAME} agrees to a visit"
    change_details(call)
    actions.link_call(deal, call)
    return call


def _tables_of(cast: Cast) -> None:
    """A table that waits, and one of which rows were refused."""
    table = f"Name,E-mail\n{NAME},no address\nHelen Marsh,neither\nZephyrine,\n"
    for go in (False, True):
        brought = bring_table(cast.ana, cast.team, Kind.CONTACTS, f"{NAME}.csv", table.encode())
        run_due_jobs()
        brought.refresh_from_db()
        if go:
            set_columns(brought, brought.columns, Ways())
            run_due_jobs()
            brought.refresh_from_db()
            run_import(brought)
            run_due_jobs()
    Contact.objects.filter(name="Zephyrine").delete()


def words_in(data: bytes) -> list[str]:
    text = data.decode(errors="replace").lower()
    return [word for word in WORDS if word in text or json.dumps(word)[1:-1] in text]


def database_bytes() -> bytes:
    if connection.vendor != "sqlite":
        pytest.skip("reads SQLite's own pages")
    connection.ensure_connection()
    pages: bytes = connection.connection.serialize()
    return pages


def files_bytes() -> bytes:
    return b"".join(path.read_bytes() for path in settings.ASKWELL.data_dir.rglob("*") if path.is_file())


@pytest.mark.django_db(transaction=True)
def test_after_erasing_no_word_of_the_name_is_left_anywhere(cast: Cast, signed_in_as: SignIn, person: Contact) -> None:
    LogEntry.objects.filter(content_type__model="contact").exclude(object_id__in=Contact.objects.values("pk")).delete()
    assert words_in(database_bytes()) == list(WORDS), "each is there before"
    assert "zephyrine" in words_in(files_bytes())
    answer = signed_in_as(cast.ben).post(reverse("deals:erase_contact", kwargs={"slug": person.slug}))
    assert answer.status_code == 302
    run_due_jobs()
    assert not Job.objects.exclude(error="").exists()
    assert words_in(database_bytes()) == []
    assert words_in(files_bytes()) == []


def test_what_was_said_about_others_stays_in_its_place(cast: Cast, person: Contact) -> None:
    call = Call.objects.get(title__contains="Visit")
    before = call_state(call)
    erase_contact(person, cast.ben)
    call.refresh_from_db()
    after = call_state(call)
    assert [(unit.turn, unit.start, unit.end, unit.code) for unit in after.units] == [
        (unit.turn, unit.start, unit.end, unit.code) for unit in before.units
    ]
    assert Code.EXPLICIT_NEED in {unit.code for unit in after.units}, "the correction has found its place"
    first, second = (turn.text for turn in after.conversation.turns)
    assert first == "How do you plan, Ms █████████? █████████ █████████ told Finn it stops."
    assert second == "It stops, as █████████ says. ████也这么说。"
    assert after.digest == call.current_revision.digest
    assert [person.id for person in after.conversation.participants] == ["p1", "erased-2"]


def test_deals_calls_and_companies_stay(cast: Cast, person: Contact) -> None:
    erase_contact(person, cast.ben)
    deal = Deal.objects.get()
    assert deal.name == f"Line for {BLOCK * 9} {BLOCK * 9}"
    assert (deal.stakes.count(), deal.tasks.count(), deal.activities.count(), deal.calls.count()) == (0, 1, 1, 1)
    assert deal.activities.get().text == "Wrote to █████████"
    assert [row.kind for row in deal.decisions.all()] == ["need"], "a decision about the person is none any more"
    assert not Reckoned.objects.exists()
    assert not Upload.objects.exclude(original=None).exists(), "the transcript's file held the words of all"
    assert Original.objects.count() == 2, "the file of the deal, and the row refused that names somebody else"


def test_somebody_else_refused_is_still_there_to_be_mended(cast: Cast, person: Contact) -> None:
    erase_contact(person, cast.ben)
    brought = Import.objects.get()
    assert brought.name == "█████████ █████████.csv"
    assert brought.refused is not None


def test_the_page_says_what_will_go_and_the_report_what_went(cast: Cast, signed_in_as: SignIn, person: Contact) -> None:
    browser = signed_in_as(cast.ben)
    html = browser.get(reverse("deals:erase_contact", kwargs={"slug": person.slug})).content.decode()
    expected = (
        "2 entries of this person",
        "the part in 1 deal",
        "who spoke in 1 call",
        "the transcript of 1 call",
        "2 decisions about deals",
        "1 table on its way in",
        "1 saved view",
        "Files attached to 1 deal",
    )
    for part in expected:
        assert part in html, part
    assert Contact.objects.filter(pk=person.pk).exists()
    report = browser.post(reverse("deals:erase_contact", kwargs={"slug": person.slug}), follow=True).content.decode()
    for part in expected[:-1]:
        assert part in report, part
    assert "Line for" in report, "the deal whose files are to be looked through"
    assert "Zephyrine" not in report
    assert Erasure.objects.get().author == cast.ben


def test_the_history_keeps_that_somebody_was_erased(cast: Cast, signed_in_as: SignIn, person: Contact) -> None:
    signed_in_as(cast.ben).post(reverse("deals:erase_contact", kwargs={"slug": person.slug}))
    lines = LogEntry.objects.filter(content_type__model="contact", object_id=person.pk)
    assert [(line.action, line.changes, line.actor) for line in lines] == [(LogEntry.Action.DELETE, {}, cast.ben)]


@pytest.mark.parametrize(
    ("name", "status"),
    [("ana", 403), ("finn", 403), ("cleo", 403), ("dana", 404), ("adam", 404), ("chen", 404), ("eve", 404)],
)
def test_nobody_but_a_manager_erases(cast: Cast, signed_in_as: SignIn, person: Contact, name: str, status: int) -> None:
    browser = signed_in_as(cast.everybody()[name])
    address = reverse("deals:erase_contact", kwargs={"slug": person.slug})
    assert browser.get(address).status_code == status
    assert browser.post(address).status_code == status
    assert Contact.objects.filter(pk=person.pk).exists()


def test_another_team_and_another_person_keep_their_words(cast: Cast, person: Contact) -> None:
    theirs = add_company(cast.other_team, "Brackwell", note=f"{NAME} decides there")
    namesake = add_contact(cast.team, "Zephyrine Marsh", note="Zephyrine's sister")
    away = make_deal(cast, "Zephyrine project", owner=cast.finn)
    actions.add_stake(Deal.objects.get(name__startswith="Line"), add_contact(cast.team, "Otto Marsh"))
    erase_contact(person, cast.ben)
    for row in (theirs, namesake, away):
        row.refresh_from_db()
    assert theirs.note == f"{NAME} decides there"
    assert (namesake.name, namesake.note) == ("Zephyrine Marsh", "Zephyrine's sister")
    assert away.name == "Zephyrine project", "a single word goes only where it is about the person"


def test_a_word_that_somebody_else_there_bears_stays(cast: Cast, person: Contact) -> None:
    deal = Deal.objects.get()
    actions.add_stake(deal, add_contact(cast.team, "Zephyrine Marsh"))
    assert find_person(person).called.shared == ("Zephyrine",)
    erase_contact(person, cast.ben)
    deal.refresh_from_db()
    assert (deal.name, deal.note) == (f"Line for {BLOCK * 9} {BLOCK * 9}", "Zephyrine likes it")


@pytest.mark.parametrize(
    ("name", "text", "near", "masked"),
    [
        ("Helen Stroud", "helen  stroud, STROUD, Helen", False, "█████  ██████, ██████, █████"),
        ("Helen Stroud", "Helena and Stroudley; Helen", False, "Helena and Stroudley; Helen"),
        ("Helen Stroud", "Helena; Helen's; 找Helen谈", True, "Helena; █████'s; 找█████谈"),
        ("Dr Will Day", "Will you, on the day, ask Will Day?", True, "████ you, on the day, ask ████ ███?"),
        ("张伟", "张伟和张总", False, "██和张总"),
        ("张伟", "张伟和张总、张经理", True, "██和██、███"),
        ("张伟明", "伟明说", True, "██说"),
    ],
)
def test_what_a_name_is_in_a_text(name: str, text: str, near: bool, masked: str) -> None:
    assert called([name], [], []).masked(text, near=near) == masked
