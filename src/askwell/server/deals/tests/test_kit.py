"""The kit for selling inside: the buyer's own words on one page (M22)."""

import re
from collections.abc import Callable
from html import unescape
from io import BytesIO

import docx
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from askwell.server.accounts.models import User
from askwell.server.deals import actions
from askwell.server.deals.customers_actions import add_contact
from askwell.server.deals.kit_queries import names
from askwell.server.deals.models import Deal, DealDecision
from askwell.server.deals.testing import FullDeal
from askwell.server.deals.tests.planned_deals import HELD, bring_coded, make_planned_deal
from askwell.server.testing import Cast

SignIn = Callable[[User], Client]
GAIN = "We want a filler head that never jams."


@pytest.fixture
def full(cast: Cast) -> FullDeal:
    made = make_planned_deal(cast)
    ruth = add_contact(cast.team, "Ruth Ansell", made.company, title="Director")
    actions.change_stake(actions.add_stake(made.deal, ruth), {}, ["core_decision_maker"])
    return made


def kit(browser: Client, deal: Deal, query: str = "") -> str:
    answer = browser.get(reverse("deals:kit", kwargs={"slug": deal.slug}) + query)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


@pytest.mark.method("M22")
def test_the_kit_holds_problem_consequence_gain_and_who_has_not_spoken(
    full: FullDeal, cast: Cast, signed_in_as: SignIn
) -> None:
    text = kit(signed_in_as(cast.ana), full.deal)
    for words in ("The filler head jams twice a week.", "costs us 4,000 a time.", GAIN, "Ruth Ansell", "Site manager"):
        assert words in text
    silent = text[text.index("Who has not said it yet") :]
    assert "Does this come up here: “The filler head jams twice a week”?" in silent
    assert "For: Helen Stroud." in text


@pytest.mark.method("M32")
def test_what_is_handed_on_names_nobody_as_a_supporter(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    there = reverse("deals:kit_file", kwargs={"slug": full.deal.slug, "kind": "docx"})
    document = docx.Document(BytesIO(signed_in_as(cast.ana).get(there).content))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert GAIN in text
    assert "upporter" not in text
    assert "decision maker" not in text


@pytest.mark.method("M22")
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_the_kit_is_a_file_in_both_languages_and_always_the_same(
    full: FullDeal, cast: Cast, signed_in_as: SignIn, kind: str, lang: str
) -> None:
    browser = signed_in_as(cast.ana)
    there = reverse("deals:kit_file", kwargs={"slug": full.deal.slug, "kind": kind}) + f"?lang={lang}"
    answer = browser.get(there)
    if kind == "pdf" and answer.status_code == 503:
        pytest.skip("Pango is not installed")
    assert answer.content[:2] == {"docx": b"PK", "pdf": b"%P"}[kind]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.content == browser.get(there).content


@pytest.mark.method("M22")
def test_words_somebody_would_not_want_repeated_are_left_out_and_put_back(
    full: FullDeal, cast: Cast, signed_in_as: SignIn
) -> None:
    browser, there = signed_in_as(cast.ana), reverse("deals:kit_words", kwargs={"slug": full.deal.slug})
    found = re.search(f'<q dir="auto">{GAIN}</q>.*?name="place" value="([^"]+)"', kit(browser, full.deal), re.DOTALL)
    assert found is not None
    place = found[1]
    browser.post(there, {"place": place, "out": "yes"})
    text = kit(browser, full.deal)
    assert text.count(GAIN) == 1  # in the list of what was left out
    assert "jams" not in str(DealDecision.objects.get().value)
    browser.post(there, {"place": place, "out": "no"})
    assert kit(browser, full.deal).count(GAIN) > 1
    assert browser.post(there, {"place": "no:1:0", "out": "yes"}).status_code == 404


@pytest.mark.method("M22")
def test_the_last_thing_agreed_is_told(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    stakes = full.deal.stakes
    ruth = stakes.get(contact__name="Ruth Ansell")
    actions.remove_stake(ruth)
    bring_coded(cast.ana, full.deal, HELD)
    text = kit(signed_in_as(cast.ana), full.deal)
    assert "Yes, I will send them." in text[text.index("What was agreed last") :]


def test_only_quotes_the_reader_may_see(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    full.deal.owner = cast.finn
    full.deal.save()
    text = kit(signed_in_as(cast.finn), full.deal)
    assert "jams" not in text
    assert "there is nothing to hand on" in text


@pytest.mark.parametrize("name", ["chen", "eve", "finn", "dana", "adam"])
def test_outsiders_get_404(full: FullDeal, cast: Cast, signed_in_as: SignIn, name: str) -> None:
    browser, slug = signed_in_as(getattr(cast, name)), {"slug": full.deal.slug}
    assert browser.get(reverse("deals:kit", kwargs=slug)).status_code == 404
    assert browser.get(reverse("deals:kit_file", kwargs={**slug, "kind": "docx"})).status_code == 404


def test_an_unknown_kind_of_file_is_not_there(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    there = reverse("deals:kit_file", kwargs={"slug": full.deal.slug, "kind": "exe"})
    assert signed_in_as(cast.ana).get(there).status_code == 404


def test_the_kit_takes_as_many_queries_however_many_calls_there_are(
    full: FullDeal, cast: Cast, signed_in_as: SignIn
) -> None:
    browser = signed_in_as(cast.ana)
    actions.remove_stake(full.deal.stakes.get(contact__name="Ruth Ansell"))
    before = queries_of(browser, full.deal)
    for number in range(3):
        bring_coded(cast.ana, full.deal, HELD.replace("Third", f"Visit {number},"))
    assert queries_of(browser, full.deal) == before <= 17  # eleven of them to see whether anything was reckoned anew


def queries_of(browser: Client, deal: Deal) -> int:
    """How many queries the page takes once it has been opened."""
    kit(browser, deal)
    with CaptureQueriesContext(connection) as taken:
        kit(browser, deal)
    return len(taken)


@pytest.mark.method("M22")
@pytest.mark.parametrize(
    ("text", "person", "named"),
    [
        ("Colin? He'll go through it with a ruler.", "Colin Fisk", True),
        ("Mr Fisk wants one page.", "Colin Fisk", True),
        ("The ruler is in the drawer.", "Rule Ng", False),
        ("José said he would fight it.", "José García", True),
        ("晓燕说要当场拿出来", "孙晓燕", True),
        ("孙晓燕说要当场拿出来", "孙晓燕", True),
        ("明天见", "王明", False),
    ],
)
def test_words_about_a_colleague_are_told_by_their_name(text: str, person: str, named: bool) -> None:
    assert names(text, person) is named


@pytest.mark.method("M22")
def test_words_that_name_somebody_on_the_deal_are_not_handed_round(
    full: FullDeal, cast: Cast, signed_in_as: SignIn
) -> None:
    browser = signed_in_as(cast.ana)
    assert GAIN in kit(browser, full.deal)
    actions.add_stake(full.deal, add_contact(cast.team, "never", None))
    assert GAIN not in kit(browser, full.deal)
