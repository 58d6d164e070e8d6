"""A deal's tactic on the people of its map, and a team's own matrix (M38)."""

from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from askwell.deal.tactic import codebook_cells
from askwell.deal.terms import Nearness, Position, Role, Tactic
from askwell.method.loader import load_codebook
from askwell.server.accounts.models import User
from askwell.server.deals import actions
from askwell.server.deals.customers_actions import add_contact
from askwell.server.deals.models import Deal, TacticCell
from askwell.server.deals.reckoning import reckoned
from askwell.server.deals.tactics_cells import cells_of, change_cells, forget_cells
from askwell.server.deals.tactics_steps import ABOUT, THROUGH, TacticOfDeal, TacticStep, tactic_of
from askwell.server.deals.testing import DAY, FullDeal, make_full_deal
from askwell.server.testing import Cast

SignIn = Callable[[User], Client]
AHEAD_NOW = (Position.AHEAD, Nearness.NOW)


@pytest.fixture
def full(cast: Cast) -> FullDeal:
    return make_full_deal(cast)


def stands(full: FullDeal, position: str, decision: str) -> TacticOfDeal:
    Deal.objects.filter(pk=full.deal.pk).update(position=position, decision=decision)
    full.deal.refresh_from_db()
    return tactic_of(full.deal, DAY, "en")


def step_of(tactic: TacticOfDeal, word: str) -> TacticStep:
    return next(step for step in tactic.steps if word in step.text)


def test_every_step_named_here_is_one_of_the_codebook() -> None:
    steps = {item.id for entry in load_codebook().of_kind("tactic") for item in entry.items_of("step")}
    assert set(ABOUT) | set(THROUGH) <= steps
    assert steps - set(ABOUT) == {"go_or_leave"}


@pytest.mark.method("M38")
def test_steps_name_the_people_of_the_map_and_who_is_to_be_found(full: FullDeal) -> None:
    tactic = stands(full, "behind", "brewing")
    step = step_of(tactic, "Win one talk with the decision maker")
    assert (tactic.name, tactic.slogan, step.people, step.through) == (
        "Guerrilla",
        "Straight to the flower's heart",
        (),
        ("Helen Stroud",),
    )
    assert [gap.role for gap in step.gaps] == ["Core decision maker"]
    assert step.gaps[0].who


@pytest.mark.method("M38")
def test_somebody_with_several_roles_stands_on_a_step_once(full: FullDeal) -> None:
    step = step_of(stands(full, "even", "now"), "Give each petal one owner")
    assert [(one.name, one.role) for one in step.people] == [("Helen Stroud", "Initiator · Inside supporter")]
    assert len(step.gaps) == len(Role) - 2


def test_the_silent_are_those_without_contact_for_three_weeks(full: FullDeal, cast: Cast) -> None:
    other = actions.add_stake(full.deal, add_contact(cast.team, "Marek Dudek", full.company))
    actions.change_stake(other, {"last_contact": date(2026, 1, 5)}, ["key_user"])
    step = step_of(stands(full, "ahead", "brewing"), "silent for three weeks")
    assert [one.name for one in step.people] == ["Marek Dudek"]
    assert not step.gaps
    full.deal.stakes.all().delete()
    empty = step_of(stands(full, "ahead", "brewing"), "silent for three weeks")
    assert (empty.people, bool(empty.gaps)) == ((), True), "nobody on the map is not everybody in contact"


def test_without_a_position_there_is_no_tactic(full: FullDeal) -> None:
    assert stands(full, "", "").name == ""


@pytest.mark.method("M38")
def test_a_teams_own_cell_decides_and_is_marked_as_its_own(full: FullDeal, cast: Cast) -> None:
    before = stands(full, "ahead", "now")
    change_cells(cast.team, cast.ben, {AHEAD_NOW: Tactic.DEFENCE})
    after = tactic_of(full.deal, DAY, "en")
    assert (before.name, before.own, after.name, after.own) == ("Blitz", False, "Defence", True)
    assert reckoned(full.deal, DAY).state["tactic"]["name"] == "defence"
    assert not stands(full, "ahead", "brewing").own
    forget_cells(cast.team)
    assert stands(full, "ahead", "now").name == "Blitz"


def test_a_cell_as_the_codebook_has_it_is_not_the_teams_own(cast: Cast) -> None:
    change_cells(cast.team, cast.ben, codebook_cells())
    assert cells_of(cast.team.pk) is None
    change_cells(cast.team, cast.ben, {AHEAD_NOW: Tactic.ASSAULT})
    assert cells_of(cast.team.pk) == {**codebook_cells(), AHEAD_NOW: Tactic.ASSAULT}
    assert cells_of(cast.other_team.pk) is None


@pytest.mark.method("M38")
def test_managers_change_the_matrix_and_the_others_see_it(full: FullDeal, cast: Cast, signed_in_as: SignIn) -> None:
    page, manager = reverse("deals:tactics"), signed_in_as(cast.ben)
    assert "As the codebook reads it" in unescape(manager.get(page).content.decode())
    manager.post(page, {"ahead_now": "defence", "even_now": "nonsense"})
    assert TacticCell.objects.get().author == cast.ben
    seen = unescape(signed_in_as(cast.ana).get(page).content.decode())
    assert "the team’s own; the codebook says Blitz" in seen
    assert "<select" not in seen.split("tactic-matrix")[1]
    stands(full, "ahead", "now")
    shown = unescape(signed_in_as(cast.ana).get(reverse("deals:tactic", args=[full.deal.slug])).content.decode())
    assert "is the team’s own reading" in shown
    signed_in_as(cast.ben).post(page, {"reset": "yes"})
    assert not TacticCell.objects.exists()


def test_the_matrix_of_another_team_does_not_exist(cast: Cast, signed_in_as: SignIn) -> None:
    browser = signed_in_as(cast.ben)
    assert browser.get(f"{reverse('deals:tactics')}?team={cast.other_team.pk}").status_code == 404
    assert browser.post(f"{reverse('deals:tactics')}?team={cast.other_team.pk}", {}).status_code == 404
