"""Bringing calls: files and pasted text come in, are read by the worker, and each is told what became of it."""

import json
import stat
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from askwell.method.terms import Side
from askwell.server.accounts.models import User
from askwell.server.calls.models import Call, Original, UnitIndex, Upload
from askwell.server.calls.originals import originals_folder
from askwell.server.jobs.models import Job, JobState
from askwell.server.jobs.worker import run_due_jobs
from askwell.server.testing import Cast

SignIn = Callable[[User], Client]
ADD, UPLOADS = reverse("calls:add"), reverse("calls:uploads")
TALK = "Ana: How do you plan your routes today?\nMr Reed: By hand, and it takes all morning.\n"
ZH_TALK = "林晓：现在的送货路线是怎么排的？\n周建国：靠人工排，一上午就过去了。\n"
BROKEN = b"PK\x03\x04" + b"\x00" * 40
DETAILS = {"sale": "major", "objective": "A visit", "consent_note": "Agreed on 1 March", "keep_until": "2030-01-31"}


def file(name: str, data: bytes | str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)


def bring(browser: Client, *files: SimpleUploadedFile, **data: object) -> HttpResponse:
    """What the form of the page sends; the team is the person's only one."""
    team = User.objects.get(pk=browser.session["_auth_user_id"]).memberships.first().team_id  # type: ignore[union-attr]
    return browser.post(ADD, {"team": team, "sale": "unknown", "files": list(files), **data})


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def test_several_files_become_calls_and_a_bad_one_is_explained(cast: Cast, signed_in_as: SignIn) -> None:
    browser = signed_in_as(cast.ana)
    files = (file("routes.txt", TALK), file("minutes.docx", BROKEN), file("路线.txt", ZH_TALK))
    assert bring(browser, *files).headers["Location"] == UPLOADS
    waiting = text_of(browser.get(UPLOADS))
    assert waiting.count("Being read …") == 3
    assert 'hx-trigger="every 2s"' in waiting
    run_due_jobs()
    html = text_of(browser.get(UPLOADS))
    assert "The document is damaged or cut off." in html
    assert 'hx-trigger="every 2s"' not in html
    assert sorted(Call.objects.values_list("title", "lang", "state")) == [
        ("routes", "en", "ready"),
        ("路线", "zh", "ready"),
    ]
    assert all(call.codings.filter(current=True).exists() for call in Call.objects.all())


def test_the_same_is_said_to_a_chinese_reader_in_chinese(cast: Cast, signed_in_as: SignIn) -> None:
    browser = signed_in_as(cast.ana)
    bring(browser, file("minutes.docx", BROKEN), file("nothing.txt", ""))
    run_due_jobs()
    browser.cookies["django_language"] = "zh-hans"
    html = text_of(browser.get(UPLOADS))
    assert "文件是空的。" in html
    assert "The document" not in html


def test_pasted_text_becomes_a_call_under_the_title_given(cast: Cast, signed_in_as: SignIn) -> None:
    bring(signed_in_as(cast.ana), text=TALK, title="Routes / second talk")
    run_due_jobs()
    call = Call.objects.get()
    assert call.title == "Routes ／ second talk"
    assert [turn.name for turn in call.current_revision.conversation.turns] == ["Ana", "Mr Reed"]


def test_one_file_becomes_a_call_under_the_title_given(cast: Cast, signed_in_as: SignIn) -> None:
    bring(signed_in_as(cast.ana), file("recording-0412.txt", TALK), title="Routes / second talk")
    run_due_jobs()
    assert Call.objects.get().title == "Routes / second talk"


def test_a_title_names_none_of_several_calls(cast: Cast, signed_in_as: SignIn) -> None:
    lines = [json.dumps({"id": name, "turns": [{"speaker": "buyer", "text": f"By {name}."}]}) for name in "ab"]
    browser = signed_in_as(cast.ana)
    bring(browser, file("calls.jsonl", "\n".join(lines)), title="Routes")
    bring(browser, file("routes.txt", TALK), file("路线.txt", ZH_TALK), title="Routes")
    run_due_jobs()
    assert sorted(Call.objects.values_list("title", flat=True)) == ["a", "b", "routes", "路线"]


def test_details_given_once_go_to_everything_brought(cast: Cast, signed_in_as: SignIn) -> None:
    bring(signed_in_as(cast.ana), file("one.txt", TALK), file("two.txt", ZH_TALK), **DETAILS)
    run_due_jobs()
    for call in Call.objects.all():
        assert (call.sale, call.objective, call.consent_note) == ("major", "A visit", "Agreed on 1 March")
        assert call.keep_until == date(2030, 1, 31)


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Shanghai", ""])
def test_the_day_given_is_when_a_call_was_held_whose_words_state_none(
    cast: Cast, signed_in_as: SignIn, settings: Settings, zone: str
) -> None:
    cast.ana.time_zone = zone
    cast.ana.save()
    bring(signed_in_as(cast.ana), text=TALK, held_on="2026-03-02")
    run_due_jobs()
    assert Call.objects.get().held_at == datetime(2026, 3, 2, tzinfo=ZoneInfo(zone or settings.TIME_ZONE))
    assert set(UnitIndex.objects.values_list("held_on", flat=True)) == {date(2026, 3, 2)}


def test_a_day_the_transcript_states_wins_over_the_one_given(
    cast: Cast, signed_in_as: SignIn, settings: Settings
) -> None:
    bring(signed_in_as(cast.ana), text=f"Routes, 2026-02-03\n\n{TALK}", held_on="2026-03-02")
    run_due_jobs()
    assert Call.objects.get().held_at == datetime(2026, 2, 3, tzinfo=ZoneInfo(settings.TIME_ZONE))


def test_no_call_was_held_on_a_day_still_to_come(cast: Cast, signed_in_as: SignIn) -> None:
    browser = signed_in_as(cast.ana)
    answer = bring(browser, text=TALK, held_on=timezone.localdate() + timedelta(days=2))
    assert answer.status_code == 422
    assert "This day is still to come. Enter the day on which it happened." in text_of(answer)
    assert not Upload.objects.exists()
    bring(browser, text=TALK, held_on=timezone.localdate())
    assert Upload.objects.get().held_on == timezone.localdate()


def test_whoever_brings_a_call_and_speaks_in_it_sells(cast: Cast, signed_in_as: SignIn) -> None:
    bring(signed_in_as(cast.ana), text=TALK)
    run_due_jobs()
    call = Call.objects.get()
    assert call.sides_known
    assert [turn.speaker for turn in call.current_revision.conversation.turns] == [Side.SELLER, Side.BUYER]
    assert list(call.sellers.all()) == [cast.ana]


def test_sale_size_stays_unknown_unless_somebody_says_it(cast: Cast, signed_in_as: SignIn) -> None:
    bring(signed_in_as(cast.ana), text=TALK)
    run_due_jobs()
    assert Call.objects.get().sale == "unknown"


@pytest.mark.parametrize("data", [{}, {"text": "   \n"}])
def test_nothing_brought_is_asked_for(cast: Cast, signed_in_as: SignIn, data: dict[str, str]) -> None:
    answer = bring(signed_in_as(cast.ana), **data)
    assert answer.status_code == 422
    assert "Choose a file, or paste what was said." in text_of(answer)
    assert not Upload.objects.exists()


@pytest.mark.parametrize("data", [{"keep_until": "soon"}, {"sale": "huge"}, {"objective": "x" * 501}, {"team": "0"}])
def test_wrong_details_are_explained_and_what_was_pasted_is_kept_in_the_form(
    cast: Cast, signed_in_as: SignIn, data: dict[str, str]
) -> None:
    answer = bring(signed_in_as(cast.ana), text=TALK, **data)
    assert answer.status_code == 422
    assert "Mr Reed: By hand" in text_of(answer)
    assert not Upload.objects.exists()


def test_a_file_too_large_is_named_and_the_others_are_kept(
    cast: Cast, signed_in_as: SignIn, settings: Settings
) -> None:
    limits = settings.ASKWELL.limits.model_copy(update={"file_bytes": 1000})
    settings.ASKWELL = settings.ASKWELL.model_copy(update={"limits": limits})
    browser = signed_in_as(cast.ana)
    bring(browser, file("long.txt", TALK * 20), file("routes.txt", TALK))
    assert "“long.txt” was not kept" in text_of(browser.get(UPLOADS))
    assert [upload.name for upload in Upload.objects.all()] == ["routes.txt"]


def test_one_file_too_many_is_named_and_the_others_are_kept(
    cast: Cast, signed_in_as: SignIn, settings: Settings
) -> None:
    limits = settings.ASKWELL.limits.model_copy(update={"files_a_request": 2})
    settings.ASKWELL = settings.ASKWELL.model_copy(update={"limits": limits})
    browser = signed_in_as(cast.ana)
    bring(browser, *(file(f"{n}.txt", TALK) for n in range(3)))
    assert "“2.txt” was not kept" in text_of(browser.get(UPLOADS))
    assert Upload.objects.count() == 2


def test_a_script_that_sends_files_one_by_one_is_answered_in_json(cast: Cast, signed_in_as: SignIn) -> None:
    browser = signed_in_as(cast.ana)
    data = {"team": cast.team.pk, "sale": "unknown"}
    taken = browser.post(ADD, {**data, "files": [file("a.txt", TALK)]}, headers={"Accept": "application/json"})
    assert (taken.status_code, taken.json()) == (201, {"received": 1})
    refused = browser.post(ADD, data, headers={"Accept": "application/json"})
    assert refused.status_code == 422
    assert refused.json()["message"] == "Choose a file, or paste what was said."


def test_the_same_talk_brought_twice_is_one_call(cast: Cast, signed_in_as: SignIn) -> None:
    browser = signed_in_as(cast.ana)
    bring(browser, file("routes.txt", TALK))
    run_due_jobs()
    bring(browser, file("routes.txt", TALK))
    run_due_jobs()
    assert Call.objects.count() == Original.objects.count() == 1
    html = text_of(browser.get(UPLOADS))
    assert "Was here already" in html


def test_whoever_brings_a_colleagues_talk_is_told_and_given_nothing_of_it(cast: Cast, signed_in_as: SignIn) -> None:
    bring(signed_in_as(cast.ana), file("routes.txt", TALK))
    run_due_jobs()
    browser = signed_in_as(cast.finn)
    bring(browser, file("routes.txt", TALK))
    run_due_jobs()
    html = text_of(browser.get(UPLOADS))
    assert "The same talk is in the team already" in html
    assert Call.objects.get().slug not in html


def test_another_team_keeps_the_same_talk_for_itself(cast: Cast, signed_in_as: SignIn) -> None:
    for user in (cast.ana, cast.chen):
        bring(signed_in_as(user), file("routes.txt", TALK))
    run_due_jobs()
    assert {call.team for call in Call.objects.all()} == {cast.team, cast.other_team}


def test_the_original_lies_under_a_random_name_for_the_server_alone(cast: Cast, signed_in_as: SignIn) -> None:
    browser = signed_in_as(cast.ana)
    bring(browser, file("../../routes.txt", TALK))
    run_due_jobs()
    (path,) = originals_folder().iterdir()
    assert "routes" not in path.name
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    answer = browser.get(reverse("calls:download_original", kwargs={"slug": Call.objects.get().slug}))
    assert answer.content == TALK.encode()
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''routes.txt"


@pytest.mark.django_db(transaction=True)
def test_a_refused_file_is_not_kept_and_can_be_taken_off_the_list(cast: Cast, signed_in_as: SignIn) -> None:
    browser = signed_in_as(cast.ana)
    bring(browser, file("minutes.docx", BROKEN))
    run_due_jobs()
    assert not Original.objects.exists()
    assert not list(originals_folder().iterdir())
    browser.post(reverse("calls:dismiss", kwargs={"pk": Upload.objects.get().pk}))
    assert "No files yet" in text_of(browser.get(UPLOADS))


def test_a_reading_that_was_given_up_can_be_asked_for_again(cast: Cast, signed_in_as: SignIn) -> None:
    browser = signed_in_as(cast.ana)
    bring(browser, file("routes.txt", TALK))
    Job.objects.update(state=JobState.FAILED)
    again = reverse("calls:read_again", kwargs={"pk": Upload.objects.get().pk})
    assert again in text_of(browser.get(UPLOADS))
    browser.post(again)
    run_due_jobs()
    assert Call.objects.count() == 1


@pytest.mark.parametrize("name", ["chen", "eve", "finn", "ben"])
def test_what_a_person_brought_is_shown_to_nobody_else(cast: Cast, signed_in_as: SignIn, name: str) -> None:
    bring(signed_in_as(cast.ana), file("routes.txt", TALK), file("minutes.docx", BROKEN))
    run_due_jobs()
    browser = signed_in_as(cast.everybody()[name])
    html = text_of(browser.get(UPLOADS))
    assert "routes" not in html
    for upload in Upload.objects.all():
        for act in ("dismiss", "read_again"):
            assert browser.post(reverse(f"calls:{act}", kwargs={"pk": upload.pk})).status_code == 404
    assert Upload.objects.count() == 2


@pytest.mark.parametrize(("name", "status"), [("eve", 404), ("dana", 403), ("adam", 403)])
def test_who_brings_no_calls_gets_no_form_for_it(cast: Cast, signed_in_as: SignIn, name: str, status: int) -> None:
    browser = signed_in_as(cast.everybody()[name])
    assert browser.get(ADD).status_code == status
    assert browser.post(ADD, {"team": cast.team.pk, "sale": "unknown", "text": TALK}).status_code == status
    assert not Upload.objects.exists()


def test_nobody_brings_calls_to_another_team(cast: Cast, signed_in_as: SignIn) -> None:
    assert bring(signed_in_as(cast.chen), text=TALK, team=cast.team.pk).status_code == 422
    assert not Upload.objects.exists()


def test_a_stranger_uploads_nothing(cast: Cast) -> None:
    answer = Client().post(ADD, {"team": cast.team.pk, "files": [file("routes.txt", TALK)]})
    assert answer.headers["Location"].startswith(reverse("account_login"))
    assert not Upload.objects.exists()


def test_a_file_of_several_calls_keeps_those_that_can_be_read(cast: Cast, signed_in_as: SignIn) -> None:
    good = {"id": "a", "turns": [{"speaker": "seller", "text": "How?"}, {"speaker": "buyer", "text": "By hand."}]}
    lines = [json.dumps(good), '{"id": "b"}', json.dumps({**good, "id": "c", "turns": good["turns"][:1]})]
    browser = signed_in_as(cast.ana)
    bring(browser, file("calls.jsonl", "\n".join(lines)))
    run_due_jobs()
    html = text_of(browser.get(UPLOADS))
    assert "Read in part" in html
    assert "line 2" in html
    assert sorted(Call.objects.values_list("title", flat=True)) == ["a", "c"]
