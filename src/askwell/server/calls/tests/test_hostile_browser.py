"""A transcript written to harm: on every page and in every download it is text, and the browser refuses nothing."""

import csv
import io
import json
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from askwell.method.terms import Code, Side
from askwell.server.accounts.models import User
from askwell.server.calls.actions import Details, add_call, comment_on, receive_upload, settle_upload, tag_call
from askwell.server.calls.models import Call, Upload
from askwell.server.calls.page_actions import anchor_at, correct_code
from askwell.server.calls.testing import code
from askwell.server.testing import make_cast
from askwell.transcript.conversation import Conversation, Participant, Turn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]
MARKUP = (
    "<script>window.taken=1</script></script><!-- --><img src=x onerror=window.taken=1>"
    "<svg onload=window.taken=1><a href='javascript:window.taken=1'>stops</a>\"'><style>*{display:none}</style>"
    "{{ 7*7 }} {% raw %} ${7*7} \u202eevil\u2066 =1+1 @SUM"
)
WATCH = """() => {
  window.refused = [];
  document.addEventListener("securitypolicyviolation", (event) => window.refused.push(event.violatedDirective));
}"""
RAN = """() => ({
  taken: window.taken ?? null,
  refused: window.refused,
  images: document.querySelectorAll("img[src='x']").length,
  links: document.querySelectorAll("a[href^='javascript:']").length,
  styles: document.querySelectorAll("main style, main script").length,
})"""
NOTHING = {"taken": None, "refused": [], "images": 0, "links": 0, "styles": 0}


def address(call: Call, name: str = "page", **kwargs: str) -> str:
    return reverse(f"calls:{name}", kwargs={"slug": call.slug, **kwargs})


def hostile_call(owner: User) -> Call:
    """The markup as title, names, words, objective, consent, tag, comment, file name and fault."""
    team = owner.memberships.get().team
    people = (Participant("p1", Side.SELLER, f"Ana {MARKUP}"), Participant("p2", Side.BUYER, f"Reed {MARKUP}", 0.55))
    turns = tuple(
        Turn(person.side, f"{said} {MARKUP}", participant=person.id, name=person.name, start=n * 10.0, end=n * 10 + 9.0)
        for n, (person, said) in enumerate(zip(people * 2, ("How?", "=It stops.", "What happens?", "So."), strict=True))
    )
    said = Conversation(MARKUP, turns, lang="en", title=f"Title {MARKUP}", objective=MARKUP, participants=people)
    upload = receive_upload(owner, team, f"{MARKUP}.txt", MARKUP.encode(), Details(consent_note=MARKUP))
    call = add_call(upload, said)
    settle_upload(upload, [])
    code(call)
    tag_call(call, [MARKUP.replace(",", "")[:50]])
    comment_on(call, owner, anchor_at(said, 1, "turn"), MARKUP)
    correct_code(call, owner, said, anchor_at(said, 1, "turn"), Code.OBJECTION)
    faults = [{"place": MARKUP[:100], "message": MARKUP}]
    Upload.objects.create(team=team, user=owner, name=MARKUP, state=Upload.State.REFUSED, faults=faults)
    return Call.objects.get(pk=call.pk)


@pytest.fixture
def owner(transactional_db: None) -> User:
    ana = make_cast().ana
    User.objects.filter(pk=ana.pk).update(name=f"Ana {MARKUP[:60]}")
    return User.objects.get(pk=ana.pk)


def test_it_is_text_on_every_page(owner: User, open_page: OpenPage) -> None:
    call = hostile_call(owner)
    listing = reverse("calls:list")
    page = open_page(reverse("calls:uploads"), owner, locale="en-GB")
    page.context.add_init_script(f"({WATCH})()")
    paths = [
        reverse("calls:uploads"),
        listing,
        f"{listing}?words=script&tag=%3Cscript%3Ewindow.taken%3D1%3C%2Fscript%3E",
        f"{listing}?words=stops&code=objection",
        address(call),
        f"{address(call)}?open=1&place=0-20&code=%3Cscript%3E",
        *(address(call, name) for name in ("history", "details", "sides", "delete")),
    ]
    for path in paths:
        page.goto(path)
        assert "window.taken=1" in page.locator("main").inner_text() + page.content(), path
        assert page.evaluate(RAN) == NOTHING, path
    assert page.console_errors == []  # type: ignore[attr-defined]


def test_it_is_text_in_what_script_brings_in(owner: User, open_page: OpenPage) -> None:
    page = open_page(address(hostile_call(owner)), owner, locale="en-GB")
    page.locator("#t1").hover()
    page.locator("#t1 .turn-open").click()
    page.get_by_role("radio", name="Buyer question").check()
    page.get_by_label("Comment", exact=True).fill(MARKUP)
    page.get_by_role("button", name="Add the comment").click()
    page.locator("#t1 .remark").nth(1).wait_for()
    page.goto(reverse("calls:list"))
    page.evaluate(WATCH)
    page.get_by_label("Words").fill("taken")
    page.locator(".call-moments mark").first.wait_for()
    assert page.evaluate(RAN) == NOTHING
    assert page.console_errors == []  # type: ignore[attr-defined]


def test_a_download_is_saved_and_never_shown(owner: User, open_page: OpenPage) -> None:
    call = hostile_call(owner)
    page = open_page(reverse("calls:uploads"), owner, locale="en-GB")
    data = {}
    for kind in ("json", "csv", "docx"):
        with page.expect_download() as saving:
            page.evaluate("address => location.assign(address)", address(call, "download", kind=kind))
        assert saving.value.suggested_filename.endswith(f".{kind}")
        assert not set('<>"/\\') & set(saving.value.suggested_filename)
        data[kind] = saving.value.path().read_bytes()
    assert MARKUP in json.loads(data["json"])["conversation"]["turns"][0]["text"]
    cells = [cell for row in csv.reader(io.StringIO(data["csv"].decode("utf-8-sig"))) for cell in row]
    assert any(MARKUP in cell for cell in cells)
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def test_the_original_is_saved_and_never_shown(owner: User, open_page: OpenPage) -> None:
    call = hostile_call(owner)
    page = open_page(reverse("calls:uploads"), owner, locale="en-GB")
    answer = page.request.get(address(call, "download_original"))
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.body() == MARKUP.encode()
