"""Erasing a call leaves nothing of it: no row, no search term, no file, no word in a log or in a page of SQLite."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from auditlog.models import LogEntry
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from askwell.method.terms import Code, Side
from askwell.server.accounts.models import User
from askwell.server.calls.actions import Details, Sides, change_details, comment_on, queue_coding, set_sides
from askwell.server.calls.erasing import erase_due_calls, sweep
from askwell.server.calls.models import Call, MergedState, Original, Upload
from askwell.server.calls.originals import originals_folder
from askwell.server.calls.page_actions import anchor_at, correct_code
from askwell.server.calls.testing import bring_call, code, conversation_of
from askwell.server.jobs.models import Job, JobState
from askwell.server.jobs.worker import run_due_jobs
from askwell.server.testing import Cast

SignIn = Callable[[User], Client]
# Each stands in another place of the call, and nowhere else.
SECRETS = ("quixworth", "brambleton", "zephyrine", "marrowfield", "ottermere", "pellucida", "saltmarsh", "停摆暗语")
TALK = (
    (Side.SELLER, f"How does {SECRETS[0]} plan?"),
    (Side.BUYER, f"By hand, it stops. {SECRETS[7]}，一停线就赔钱。"),
)


@pytest.fixture
def call(cast: Cast) -> Call:
    """Ana's call with a secret in every place that can hold words, corrected, commented on and revised."""
    details = Details(objective=SECRETS[1], consent_note=SECRETS[2])
    call = bring_call(cast.ana, cast.team, conversation_of(TALK, title=SECRETS[3]), details=details)
    said = call.current_revision.conversation
    comment_on(call, cast.ana, anchor_at(said, 1, "turn"), SECRETS[4])
    correct_code(call, cast.ana, said, anchor_at(said, 1, "turn"), Code.IMPLIED_NEED)
    change_details(call, [SECRETS[5]])
    call.title = f"{SECRETS[3]} {SECRETS[6]}"
    change_details(call)
    set_sides(call, cast.ana, Sides({"p1": Side.SELLER, "p2": Side.UNKNOWN}, {"p1": cast.ana}))
    code(call)
    return call


def address(call: Call, name: str) -> str:
    return reverse(f"calls:{name}", kwargs={"slug": call.slug})


def rows_of(call_id: int) -> dict[str, int]:
    """How many rows of each table of calls belong to this call."""
    models = [model for model in apps.get_app_config("calls").get_models() if model is not Call]
    fields = {model: [field.name for field in model._meta.fields if field.related_model is Call] for model in models}
    return {
        model.__name__: model._default_manager.filter(**{names[0]: call_id}).count()
        for model, names in fields.items()
        if names
    }


def search_rows() -> int:
    """How many rows the two full-text tables hold."""
    with connection.cursor() as cursor:
        turns = cursor.execute("SELECT count(*) FROM calls_turnsearch").fetchone()[0]
        return int(turns + cursor.execute("SELECT count(*) FROM calls_unitsearch").fetchone()[0])


def secrets_in(data: bytes) -> list[str]:
    return [secret for secret in SECRETS if secret.encode() in data]


def database_bytes() -> bytes:
    """Every page of the SQLite database, freed ones too."""
    if connection.vendor != "sqlite":
        pytest.skip("reads SQLite's own pages")
    connection.ensure_connection()
    pages: bytes = connection.connection.serialize()
    return pages


def files_bytes() -> bytes:
    folder = settings.ASKWELL.data_dir
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.django_db(transaction=True)
def test_after_erasing_no_word_of_a_call_is_left_anywhere(cast: Cast, signed_in_as: SignIn, call: Call) -> None:
    assert secrets_in(database_bytes()) == list(SECRETS), "each is there before"
    assert secrets_in(files_bytes())
    signed_in_as(cast.ana).post(address(call, "delete"))
    run_due_jobs()
    assert [(job.state, job.error) for job in Job.objects.filter(kind="purge_search")] == [(JobState.DONE, "")]
    assert secrets_in(database_bytes()) == []
    assert secrets_in(files_bytes()) == []
    assert not list(originals_folder().iterdir())


def test_after_erasing_no_row_of_a_call_is_left(cast: Cast, signed_in_as: SignIn, call: Call) -> None:
    before = rows_of(call.pk)
    assert before["Revision"] == 2
    assert all(before[name] for name in ("Coding", "CallDecision", "CallSeller", "Comment", "Turn", "UnitIndex"))
    assert search_rows() == before["Turn"] + before["UnitIndex"]
    queue_coding(call.current_revision, cast.ana)
    answer = signed_in_as(cast.ana).post(address(call, "delete"))
    assert answer.headers["Location"] == reverse("calls:list")
    assert set(rows_of(call.pk).values()) == {0}
    assert search_rows() == 0
    assert not any(model.objects.exists() for model in (Call, Upload, Original, MergedState))
    assert list(Job.objects.values_list("kind", flat=True)) == ["purge_search"]


def test_the_history_keeps_that_a_call_was_erased_and_by_whom(cast: Cast, signed_in_as: SignIn, call: Call) -> None:
    signed_in_as(cast.ana).post(address(call, "delete"))
    entry = LogEntry.objects.filter(action=LogEntry.Action.DELETE, content_type__model="call").get()
    assert (entry.actor, entry.object_repr) == (cast.ana, call.slug)
    logged = " ".join(str(row) for row in LogEntry.objects.values_list("changes", "object_repr", "additional_data"))
    assert [secret for secret in SECRETS if secret in logged] == []


def test_the_page_asks_first_and_says_what_goes(cast: Cast, signed_in_as: SignIn, call: Call) -> None:
    html = signed_in_as(cast.ana).get(address(call, "delete")).content.decode()
    for part in ("the transcript of 2 turns", "1 correction", "1 comment", f"{SECRETS[3]}.txt", "cannot be undone"):
        assert part in html
    assert Call.objects.filter(pk=call.pk).exists()


@pytest.mark.parametrize(
    ("name", "status"), [("chen", 404), ("eve", 404), ("finn", 404), ("adam", 404), ("cleo", 403), ("dana", 403)]
)
def test_nobody_else_erases_it(cast: Cast, signed_in_as: SignIn, call: Call, name: str, status: int) -> None:
    browser = signed_in_as(cast.everybody()[name])
    assert browser.get(address(call, "delete")).status_code == status
    assert browser.post(address(call, "delete")).status_code == status
    assert Call.objects.filter(pk=call.pk).exists()


def test_after_erasing_its_addresses_are_not_there(cast: Cast, signed_in_as: SignIn, call: Call) -> None:
    browser = signed_in_as(cast.ana)
    browser.post(address(call, "delete"))
    for name in ("page", "details", "sides", "history", "download_original"):
        assert browser.get(address(call, name)).status_code == 404
    assert "Nothing matches" not in browser.get(reverse("calls:list")).content.decode(), "the first-use page again"


def test_other_calls_and_their_search_rows_stay(cast: Cast, signed_in_as: SignIn, call: Call) -> None:
    other = bring_call(cast.ana, cast.team, conversation_of(title="The other"))
    browser = signed_in_as(cast.ana)
    browser.post(address(call, "delete"))
    assert "The other" in browser.get(reverse("calls:list"), {"words": "stops"}).content.decode()
    assert browser.get(address(other, "page")).status_code == 200


def test_a_call_goes_the_day_after_its_last(cast: Cast, call: Call) -> None:
    Call.objects.filter(pk=call.pk).update(keep_until=date(2026, 3, 31))
    assert erase_due_calls(date(2026, 3, 31)) == 0
    assert erase_due_calls(date(2026, 4, 1)) == 1
    assert not Call.objects.exists()


def test_the_daily_sweep_removes_files_a_killed_process_left_and_no_other(cast: Cast, call: Call) -> None:
    kept = {path.name for path in originals_folder().iterdir()}
    (originals_folder() / "orphan").write_text(SECRETS[0])
    sweep(datetime.now(UTC) + timedelta(hours=1))
    assert {path.name for path in originals_folder().iterdir()} == {*kept, "orphan"}
    sweep(datetime.now(UTC) + timedelta(days=2))
    assert {path.name for path in originals_folder().iterdir()} == kept
