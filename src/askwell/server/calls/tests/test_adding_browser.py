"""Bringing calls in a browser with script: dropped, chosen, pasted; one bad file explained; who sells asked."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from askwell.server.calls.models import Call
from askwell.server.jobs.worker import run_due_jobs
from askwell.server.testing import make_cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]
ADD, UPLOADS = reverse("calls:add"), reverse("calls:uploads")
TALK = "Ana: How do you plan your routes today?\nMr Reed: By hand, and it takes all morning.\n"
FILES = {
    "routes.txt": TALK.encode(),
    "minutes.docx": b"PK\x03\x04" + b"\x00" * 40,
    "路线.txt": "林晓：现在的送货路线是怎么排的？\n周建国：靠人工排，一上午就过去了。\n".encode(),
}
DROP = """files => {
  const data = new DataTransfer();
  for (const [name, bytes] of files) data.items.add(new File([new Uint8Array(bytes)], name));
  return data;
}"""


def read(page: Page) -> None:
    """Let the worker do its part, with nobody asking meanwhile, and look at the files again."""
    page.goto("about:blank")
    run_due_jobs()
    page.goto(UPLOADS)


def told(page: Page, name: str) -> str:
    """What the list of files says of one."""
    return page.locator(".upload", has_text=name).inner_text()


def test_of_three_files_dropped_the_broken_one_is_explained_and_the_others_are_coded(open_page: OpenPage) -> None:
    page = open_page(ADD, make_cast().ana, locale="en-GB")
    dropped = page.evaluate_handle(DROP, [[name, list(data)] for name, data in FILES.items()])
    page.dispatch_event(".drop-zone", "drop", {"dataTransfer": dropped})
    assert page.locator(".drop-list .name").all_inner_texts() == list(FILES)
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("heading", name="Uploaded files").wait_for()
    assert page.get_by_text("Being read …").count() == 3
    read(page)
    assert "The document is damaged or cut off." in told(page, "minutes.docx")
    assert "Could not be read" in told(page, "minutes.docx")
    for name in ("routes.txt", "路线.txt"):
        assert "Read" in told(page, name)
    assert [call.state for call in Call.objects.all()] == ["ready", "ready"]
    assert page.console_errors == []  # type: ignore[attr-defined]


def test_chosen_files_can_be_taken_off_again_and_one_too_large_is_told_at_once(
    open_page: OpenPage, tmp_path: Path
) -> None:
    for name, data in {**FILES, "film.docx": b"x" * (20 * 1024 * 1024 + 1)}.items():
        (tmp_path / name).write_bytes(data)
    page = open_page(ADD, make_cast().ana, locale="zh-CN")
    page.locator("input[type=file]").set_input_files([str(tmp_path / name) for name in ("routes.txt", "film.docx")])
    assert "20 MB" in page.locator(".drop-list li", has_text="film.docx").inner_text()
    page.locator(".drop-list li", has_text="routes.txt").get_by_role("button").click()
    assert page.locator(".drop-list .name").all_inner_texts() == ["film.docx"]


def test_the_list_of_files_brings_itself_up_to_date(open_page: OpenPage) -> None:
    page = open_page(ADD, make_cast().ana, locale="en-GB")
    page.locator("input[type=file]").set_input_files([{"name": "a.txt", "mimeType": "text/plain", "buffer": b""}])
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_text("Being read …").wait_for()
    page.route("**/*part=1", lambda asked: asked.fulfill(status=204))  # one thread at a time has the test's database
    run_due_jobs()
    page.unroute_all()
    page.get_by_text("The file is empty.").wait_for()


def test_pasted_talk_becomes_a_call_and_asks_who_sells(open_page: OpenPage) -> None:
    page = open_page(ADD, make_cast().ana, locale="en-GB")
    page.get_by_text("Or paste or type what was said").click()
    page.get_by_label("Title").fill("Routes, second talk")
    page.get_by_label("What was said").fill(TALK.replace("Ana:", "Annie:"))
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("heading", name="Uploaded files").wait_for()
    read(page)
    page.get_by_role("link", name="Who is who?").click()
    assert "sure" in page.locator(".guess").first.inner_text()
    ana = page.locator(".speaker", has_text="How do you plan")
    ana.get_by_text("Seller", exact=True).click()
    ana.get_by_label("Person of the team").select_option("Ana")
    reed = page.locator(".speaker", has_text="By hand")
    reed.get_by_text("Buyer", exact=True).click()
    reed.get_by_label("Person of the team").wait_for(state="hidden")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("The call is coded anew where sides have changed.").wait_for()
    page.goto("about:blank")
    run_due_jobs()
    page.goto(reverse("calls:list"))
    page.get_by_role("link", name="Routes, second talk").click()
    assert "Annie (Seller)" in page.locator(".call-head").inner_text()
    assert page.locator(".sides-unknown").count() == 0
