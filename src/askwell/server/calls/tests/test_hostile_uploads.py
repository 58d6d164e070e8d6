"""Files nobody should bring: each is refused with its place, in both languages, and nothing is half kept."""

import json
import re
import zipfile
from collections.abc import Callable
from html import unescape
from io import BytesIO

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from askwell.server.accounts.models import User
from askwell.server.calls.faults import told
from askwell.server.calls.models import Call, Original, Upload
from askwell.server.calls.originals import originals_folder
from askwell.server.jobs.models import Job, JobState
from askwell.server.jobs.worker import run_due_jobs
from askwell.server.testing import Cast

SignIn = Callable[[User], Client]
ADD, UPLOADS, LIST = reverse("calls:add"), reverse("calls:uploads"), reverse("calls:list")
GOOD = "Ana: How do you plan your routes today?\nMr Reed: By hand, and it takes all morning.\n"
BACKWARDS = "WEBVTT\n\n00:09.000 --> 00:12.000\n<v Ana>One.\n\n00:04.000 --> 00:06.000\n<v Ben>Two.\n"
CALL = {"id": "a", "turns": [{"speaker": "seller", "text": "How do you plan?"}]}


def archive(**parts: bytes) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def document() -> bytes:
    buffer = BytesIO()
    written = docx.Document()
    written.add_paragraph(GOOD)
    written.save(buffer)
    return buffer.getvalue()


def said(**changes: object) -> bytes:
    return json.dumps(CALL | changes).encode()


HOSTILE = {
    "empty.txt": (b"", "", "The file is empty."),
    "blank.vtt": (b"\n \r\n", "", "The file is empty."),
    "headings.vtt": (b"WEBVTT\n\nNOTE nothing\n", "line 1", "No talk was found in the file."),
    "binary.vtt": (bytes(range(256)) * 400, "", "This is not a text file."),
    "picture.srt": (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "", "This kind of file holds no transcript"),
    "utf-32.txt": (GOOD.encode("utf-32"), "character 0", "This is not a text file."),
    "big5.txt": ("王總：我們每天停線三次。\n".encode("big5") * 9, "", "The characters are damaged here."),
    "damaged.txt": (
        "王总：停线三次。".encode() * 9 + b"\xff\n" + "好。".encode() * 9,
        "byte 216",
        "The characters are damaged here.",
    ),
    "page.txt": (b"<!DOCTYPE html><script>alert(1)</script>", "", "This is a web page."),
    "cut.json": (said()[:-9], "line 1, column 53", "The JSON is broken or cut off here."),
    "twice.json": (b'{"id": "a", "id": "b", "turns": []}', "", "The JSON gives a key twice"),
    "deep.json": (b"[" * 100_000, "line 1, column 66", "The JSON is nested too deeply"),
    "boss.json": (said(turns=[{"speaker": "boss", "text": "x"}]), "turns[0].speaker", "What stands here is not"),
    "nul.json": (said(title="a\0b"), "title", "This is not a text file."),
    "silent.json": (said(turns=[]), "turns", "No talk was found in the file."),
    "many.jsonl": (said() + b"\n" + (said() + b"\n") * 100, "line 101", "The file holds too many calls: 101"),
    "cut.docx": (document()[:-300], f"byte {len(document()) - 300}", "The document is damaged or cut off."),
    "bomb.docx": (archive(word__document=b" " * 3_000_000), "word/document", "The document unpacks to far more"),
    "bomb.xlsx": (archive(xl__workbook=b" " * 3_000_000), "xl/workbook", "The document unpacks to far more"),
    "entries.docx": (archive(**{f"x__{i}": b"" for i in range(1_001)}), "x/1000", "The document unpacks to far more"),
    "archive.zip": (archive(readme=b"hello"), "", "This is a zip archive."),
    "turn.txt": (b"Ana: Hello.\nBen: " + b"word " * 390_000, "turn 2", "One turn is too long: 1,949,999 characters"),
    "text.txt": (b"Ana: Hello.\n" * 170_000, "character 2000000", "The text is too long: 2,040,000 characters"),
    "crowd.txt": ("".join(f"Speaker {i}: Hello.\n" for i in range(5_000)).encode(), "turn 501", "Too many speakers"),
    "backwards.vtt": (BACKWARDS.encode(), "turn 2", "The times run backwards."),
}


def bring(browser: Client, team: int, files: dict[str, bytes], **data: object) -> None:
    sent = [SimpleUploadedFile(name, content) for name, content in files.items()]
    assert browser.post(ADD, {"team": team, "sale": "unknown", "files": sent, **data}).status_code == 302


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_each_hostile_file_is_refused_and_the_good_one_beside_it_becomes_a_call(
    cast: Cast, signed_in_as: SignIn
) -> None:
    browser = signed_in_as(cast.ana)
    bring(browser, cast.team.pk, {"good.txt": GOOD.encode()} | {name: case[0] for name, case in HOSTILE.items()})
    run_due_jobs()

    faults = {upload.name: upload.faults for upload in Upload.objects.filter(state="refused")}
    assert {name: told(fault).place for name, (fault,) in faults.items()} == {n: case[1] for n, case in HOSTILE.items()}
    english = unescape(browser.get(UPLOADS).content.decode())
    assert [name for name, case in HOSTILE.items() if case[2] not in english] == []
    with override("zh-hans"):
        chinese = {name: told(fault) for name, (fault,) in faults.items()}
    assert [text for text in chinese.values() if re.search("[a-z]{2}", text.message)] == []
    browser.cookies["django_language"] = "zh-hans"
    page = unescape(browser.get(UPLOADS).content.decode())
    assert [text for text in chinese.values() if text.message not in page or text.place not in page] == []

    assert [call.title for call in Call.objects.all()] == ["good"]
    assert Original.objects.count() == len(list(originals_folder().iterdir())) == 1
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.DONE}
    assert browser.get(LIST).status_code == 200


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_hostile_words_in_every_place_are_words(cast: Cast, signed_in_as: SignIn) -> None:
    script = "</title><script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
    turns = [
        {"speaker": "seller", "participant": script, "name": script, "text": script, "start": 1e308, "end": -1e308},
        {"speaker": "buyer", "text": "\u202e\u2028\x1b[31m\ufffe", "start": -5},
    ]
    hostile = said(id=script, title=script, objective=script, turns=turns, held_at="9999-12-31T23:59:59-14:00")
    browser = signed_in_as(cast.ana)
    bring(browser, cast.team.pk, {script.replace("/", "") + ".json": hostile}, objective=script)
    run_due_jobs()
    call = Call.objects.get()
    assert (call.state, call.held_at) == ("ready", None)
    for name in ("page", "history", "details", "sides"):
        answer = browser.get(reverse(f"calls:{name}", kwargs={"slug": call.slug}))
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()
        assert "<img src=x" not in answer.content.decode()
    for path in (UPLOADS, LIST):
        assert "<script>alert" not in browser.get(path).content.decode()


@pytest.mark.django_db
def test_text_that_is_too_long_is_an_error_of_the_form(cast: Cast, signed_in_as: SignIn) -> None:
    answer = signed_in_as(cast.ana).post(ADD, {"team": cast.team.pk, "sale": "unknown", "text": "词" * 2_000_001})
    assert answer.status_code == 422
    assert "At most 2,000,000 characters." in answer.content.decode()
    assert not Upload.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["a." + "é" * 250, "x" * 4_000 + ".txt", "../../etc/passwd", "nul\0.txt", "call"])
def test_a_large_file_is_kept_whatever_its_name(name: str, cast: Cast, signed_in_as: SignIn) -> None:
    large = archive(word__document=b"<a/>") + b" " * 3_000_000
    bring(signed_in_as(cast.ana), cast.team.pk, {name: large})
    upload = Upload.objects.get()
    assert upload.original is not None
    assert upload.original.size == len(large)
    assert len(list(originals_folder().iterdir())) == 1


@pytest.mark.django_db
def test_a_request_larger_than_everything_allowed_is_refused_unread(cast: Cast, signed_in_as: SignIn) -> None:
    browser = signed_in_as(cast.ana)
    answer = browser.generic(
        "POST", ADD, b"--edge", "multipart/form-data; boundary=edge", headers={"content-length": str(2_000_000_000)}
    )
    assert answer.status_code == 400
    assert not Upload.objects.exists()
