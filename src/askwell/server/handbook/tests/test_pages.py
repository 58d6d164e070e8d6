"""The handbook as people read it."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from askwell.counsel.rules import RULES
from askwell.method.claims import load_claims
from askwell.method.loader import load_codebook
from askwell.server.accounts.models import User
from askwell.server.testing import Cast

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
ROWS = load_codebook().rows


def page(client: Client, address: str, language: str = "en") -> str:
    """The page in a language, as text with entities resolved."""
    answer = client.get(address, headers={"accept-language": language})
    assert answer.status_code == 200, address
    return unescape(answer.text)


@pytest.mark.method("M01", "M49")
def test_the_index_names_every_row_in_both_languages(cast: Cast, signed_in_as: SignIn) -> None:
    for language in ("en", "zh-hans"):
        text = page(signed_in_as(cast.eve), "/handbook/", language)
        for row in ROWS:
            name = load_codebook().row(row)[0].name
            assert f'href="/handbook/{row}/"' in text
            assert name.en in text
            assert name.zh in text


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_row_holds_every_entry_with_its_anchor_definition_items_and_advice(
    language: str, cast: Cast, signed_in_as: SignIn
) -> None:
    client, lang = signed_in_as(cast.ana), language[:2]
    for row in ROWS:
        text = page(client, f"/handbook/{row}/", language)
        for entry in load_codebook().row(row):
            assert f'id="{entry.id}"' in text
            said = [entry.definition, *(item.text for item in entry.items), *([entry.advice] if entry.advice else [])]
            assert [each.in_lang(lang) for each in said if each.in_lang(lang) not in text] == []
        ids = re.findall(r'\bid="([^"]+)"', text)
        assert len(ids) == len(set(ids)), row


def test_marks_of_doubt_and_of_ours_stand_where_the_codebook_has_them(cast: Cast, signed_in_as: SignIn) -> None:
    for row in ("M05", "M10", "M13"):
        text = page(signed_in_as(cast.ana), f"/handbook/{row}/").partition('class="handbook-text"')[2]
        things = [thing for entry in load_codebook().row(row) for thing in (entry, *entry.items)]
        assert text.count('class="doubt-mark"') == sum(thing.uncertain for thing in things)
        assert text.count('class="ours-mark"') == sum(thing.ours for thing in things)


def test_claims_stand_on_their_rows_with_grade_and_source_and_hidden_ones_nowhere(
    cast: Cast, signed_in_as: SignIn
) -> None:
    pages = {row: page(signed_in_as(cast.ana), f"/handbook/{row}/") for row in ROWS}
    for claim in load_claims():
        for row, text in pages.items():
            assert (claim.claim.en in text) == (claim.show and row in claim.rows), (claim.id, row)
    assert "Widely quoted, not confirmed" in pages["M29"]


def test_every_rule_of_the_reviews_can_be_read_on_its_row_without_braces(cast: Cast, signed_in_as: SignIn) -> None:
    rows = {rule.row for rule in RULES}
    pages = {row: page(signed_in_as(cast.ana), f"/handbook/{row}/", "zh-hans") for row in sorted(rows)}
    for rule in RULES:
        text = pages[rule.row]
        assert f'id="rule-{rule.id}"' in text
        assert "{quote}" not in text


def test_search_finds_a_two_character_word_and_shows_where(cast: Cast, signed_in_as: SignIn) -> None:
    text = page(signed_in_as(cast.ana), "/handbook/?q=梅花", "zh-hans")
    assert "/handbook/M32/" in text
    assert "<mark>梅花</mark>" in text


def test_search_finds_chinese_words_from_an_english_page_and_the_reverse(cast: Cast, signed_in_as: SignIn) -> None:
    client = signed_in_as(cast.ana)
    assert "/handbook/M28/" in page(client, "/handbook/?q=异议")
    assert "/handbook/M28/" in page(client, "/handbook/?q=objections", "zh-hans")


def test_search_for_nothing_known_says_so_and_leaves_words_as_words(cast: Cast, signed_in_as: SignIn) -> None:
    answer = signed_in_as(cast.ana).get("/handbook/?q=<script>zebra")
    assert "Nothing found" in answer.text
    assert "<script>zebra" not in answer.text


def test_a_row_that_is_not_there_is_not_found(cast: Cast, signed_in_as: SignIn) -> None:
    for row_id in ("M50", "m13", "code.feature"):
        assert signed_in_as(cast.ana).get(f"/handbook/{row_id}/").status_code == 404


def test_a_stranger_signs_in_first() -> None:
    assert Client().get("/handbook/M13/").headers["Location"].startswith("/sign-in/")
