"""People's pages as each of the cast meets them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from askwell.coding.notation import read_coded_text
from askwell.server.accounts.models import Membership, Team, User
from askwell.server.accounts.roles import Role
from askwell.server.calls import actions
from askwell.server.calls.models import Call, CallSeller
from askwell.server.people.queries import call_days, call_figures, people_for
from askwell.server.testing import Cast

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CALL = """
# id: {name}
# title: Visit to {name}
# lang: en
seller: {{situation_question: How many lines do you run?}}
buyer: Four. {{implied_need#a: The filler jams twice a week.}}
seller: {{problem_question ->a works_on: Which line suffers most?}}
buyer: The second. {{explicit_need#b: I want it to stop.}}
seller: {{feature: It has two heads.}} {{benefit ->b meets: So the jams you want stopped do stop.}}
seller: {{commitment_proposal#c: Can we look at the line together on Friday?}}
buyer: {{agreement ->c accepts: Yes, Friday at nine, I will get the shift leader.}}
"""


def add_call(team: Team, owner: User, name: str, held_at: datetime = NOON, notation: str = CALL) -> Call:
    coded = read_coded_text(notation.format(name=name))
    upload = actions.receive_upload(owner, team, f"{name}.txt", b"x", actions.Details())
    call = actions.add_call(upload, coded.conversation)
    actions.keep_coding(call.current_revision, coded)
    Call.objects.filter(pk=call.pk).update(held_at=held_at)
    return Call.objects.get(pk=call.pk)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.text)


def test_a_seller_reads_their_own_figures_with_how_many_calls_they_rest_on(cast: Cast, signed_in_as: SignIn) -> None:
    add_call(cast.team, cast.ana, "Harbour")
    text = page(signed_in_as(cast.ana), f"/people/{cast.ana.pk}/")
    assert "1 call since" in text
    assert "from 1 call: too few for an interval" in text
    assert "Visit to Harbour" in text
    assert text.count('<svg class="chart"') == 5
    assert text.count("<desc") == 5


def test_whoever_sees_the_teams_figures_opens_the_page_and_others_do_not_know_of_it(
    cast: Cast, signed_in_as: SignIn
) -> None:
    add_call(cast.team, cast.ana, "Harbour")
    address = f"/people/{cast.ana.pk}/"
    for person in (cast.ben, cast.cleo, cast.dana):
        assert "Visit to Harbour" in page(signed_in_as(person), address)
    for person in (cast.finn, cast.adam, cast.chen, cast.eve):
        assert signed_in_as(person).get(address).status_code == 404


def test_a_person_in_two_teams_is_counted_for_each_viewer_by_what_that_viewer_may_see(cast: Cast) -> None:
    Membership.objects.create(team=cast.other_team, user=cast.ana, role=Role.SELLER.value)
    add_call(cast.team, cast.ana, "North harbour")
    add_call(cast.other_team, cast.ana, "South harbour")
    assert [day.title for day in call_days(cast.ben, cast.ana)] == ["Visit to North harbour"]
    assert len(call_days(cast.ana, cast.ana)) == 2
    assert {row.name: row.calls for row in people_for(cast.ben)}["Ana"] == 1


def test_the_list_names_the_sellers_one_may_see(cast: Cast, signed_in_as: SignIn) -> None:
    add_call(cast.team, cast.ana, "Harbour")
    assert [row.name for row in people_for(cast.ana)] == ["Ana"]
    assert {"Ana", "Ben", "Finn"} <= {row.name for row in people_for(cast.dana)}
    assert "Dana" not in {row.name for row in people_for(cast.dana)}
    assert people_for(cast.eve) == people_for(cast.adam) == []
    assert "Nobody to show" in page(signed_in_as(cast.adam), "/people/")


def test_a_call_counts_once_for_an_owner_who_is_matched_as_its_seller_and_also_for_a_second_seller(cast: Cast) -> None:
    call = add_call(cast.team, cast.ana, "Harbour")
    CallSeller.objects.create(call=call, user=cast.ana, participant="1")
    CallSeller.objects.create(call=call, user=cast.finn, participant="2")
    rows = {row.name: row for row in people_for(cast.ben)}
    assert rows["Ana"].calls == rows["Finn"].calls == 1
    assert rows["Ana"].advanced == 1
    assert len(call_days(cast.ben, cast.finn)) == 1


def test_a_seller_who_left_the_team_keeps_their_page(cast: Cast) -> None:
    add_call(cast.team, cast.ana, "Harbour")
    cast.ana.memberships.all().delete()
    assert "Ana" in {row.name for row in people_for(cast.ben)}
    assert people_for(cast.ana) == []


def test_no_calls_yet_says_what_will_be_here(cast: Cast, signed_in_as: SignIn) -> None:
    assert "No calls yet" in page(signed_in_as(cast.finn), f"/people/{cast.finn.pk}/")


def test_figures_are_those_of_the_calls(cast: Cast) -> None:
    add_call(cast.team, cast.ana, "Harbour")
    (figures,) = call_figures(call_days(cast.ben, cast.ana))
    assert figures.measure("problem_questions") == 1
    assert figures.outcome == "advance"
    assert {code.value: n for code, n in (figures.counts or {}).items()} == {"feature": 1, "benefit": 1}


def test_a_call_without_sides_is_left_out_with_the_reason(cast: Cast, signed_in_as: SignIn) -> None:
    add_call(cast.team, cast.ana, "Harbour")
    add_call(cast.team, cast.ana, "Quay", notation="# id: {name}\n# title: {name}\nunknown: Hello.\nunknown: Yes.")
    text = page(signed_in_as(cast.ana), f"/people/{cast.ana.pk}/")
    assert "1 call is left out: who sells and who buys is not known." in text


def test_more_calls_ask_no_more_queries(
    cast: Cast, signed_in_as: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for i in range(8):
        add_call(cast.team, cast.ana, f"Harbour {i}", NOON + timedelta(weeks=i))
    client = signed_in_as(cast.ben)
    with django_assert_max_num_queries(12):
        page(client, f"/people/{cast.ana.pk}/")
    with django_assert_max_num_queries(12):
        page(client, "/people/")


def test_earlier_and_later_calls_are_reached_by_links(cast: Cast, signed_in_as: SignIn) -> None:
    for i in range(15):
        add_call(cast.team, cast.ana, f"Harbour {i:02}", NOON + timedelta(weeks=i))
    client = signed_in_as(cast.ana)
    latest = page(client, f"/people/{cast.ana.pk}/?by=week")
    assert "Harbour 14" in latest
    assert "Harbour 02" not in latest
    assert "?by=week&until=2026-03-16" in latest
    earlier = page(client, f"/people/{cast.ana.pk}/?by=week&until=2026-03-16")
    assert "Harbour 02" in earlier
    assert "Later calls" in earlier


@pytest.mark.parametrize("asked", ["by=year", "until=2026-02-31", "until=x", "by=week&until=1999-01-01"])
def test_an_address_written_wrongly_still_answers(asked: str, cast: Cast, signed_in_as: SignIn) -> None:
    add_call(cast.team, cast.ana, "Harbour")
    assert signed_in_as(cast.ana).get(f"/people/{cast.ana.pk}/?{asked}").status_code == 200


def test_a_hostile_title_stays_text(cast: Cast, signed_in_as: SignIn) -> None:
    add_call(cast.team, cast.ana, "<script>alert(1)</script>")
    assert "<script>alert" not in signed_in_as(cast.ana).get(f"/people/{cast.ana.pk}/").text
