"""The one-file report: safe with hostile words, complete in both languages, every stretch reachable."""

import re
from html.parser import HTMLParser

import pytest

from askwell.report import html_report
from askwell.report.tests import calls

HOSTILE = calls.hostile_call()


class Tags(HTMLParser):
    """The elements of a page with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def ids(self) -> list[str]:
        return [str(attrs["id"]) for _, attrs in self.found if "id" in attrs]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_hostile_words_make_no_element_and_no_attribute(lang: str) -> None:
    tags = Tags(html_report(HOSTILE, lang)).found
    assert not {tag for tag, _ in tags} & {"script", "img", "iframe", "object", "base", "form", "link"}
    assert sum(tag == "style" for tag, _ in tags) == 1
    assert not [key for _, attrs in tags for key in attrs if key.startswith("on") or key == "style"]
    assert {str(attrs["href"])[0] for tag, attrs in tags if tag == "a"} == {"#"}


def test_hostile_words_are_shown_as_they_are() -> None:
    html = html_report(HOSTILE, "en")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "{{ 7*7 }}" in html
    assert not re.search("[\x00-\x08\x0b-\x1f]", html)


def test_the_page_may_fetch_and_run_nothing() -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html_report(HOSTILE, "en"))
    assert policy is not None
    assert policy[1].startswith("default-src &#39;none&#39;; style-src &#39;sha256-") or policy[1].startswith(
        "default-src 'none'; style-src 'sha256-"
    )
    assert "unsafe" not in policy[1]


@pytest.mark.parametrize("coded", [calls.bottling_call(), calls.terminal_call(), HOSTILE, calls.long_call(400)])
def test_every_unit_and_turn_is_reachable_and_ids_are_unique(coded: calls.CodedConversation) -> None:
    tags = Tags(html_report(coded, "en"))
    ids = tags.ids()
    assert len(ids) == len(set(ids))
    assert {unit.id for unit in coded.units} <= set(ids)
    assert {f"t{i}" for i in range(len(coded.conversation.turns))} <= set(ids)
    assert {str(attrs["href"])[1:] for tag, attrs in tags.found if tag == "a"} <= set(ids)


def test_quotes_carry_the_language_of_the_call_in_the_other_interface() -> None:
    html = html_report(calls.terminal_call(), "en")
    assert '<html lang="en-GB">' in html
    assert '<p lang="zh" dir="auto">“意向书就算了。' in html


def test_the_first_screen_tells_outcome_fault_and_next_step_before_the_ribbon() -> None:
    html = html_report(calls.bottling_call(), "en")
    places = [html.index(text) for text in (">Advance<", "What to work on first", "Next step", "The call over time")]
    assert places == sorted(places)


def test_the_same_call_gives_the_same_page() -> None:
    assert html_report(calls.bottling_call(), "zh") == html_report(calls.bottling_call(), "zh")
