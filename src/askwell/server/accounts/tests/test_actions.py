"""Inviting, accepting, giving and taking roles."""

from datetime import timedelta

import pytest

from askwell.server.accounts import actions, queries
from askwell.server.accounts.models import Invitation, Team, User
from askwell.server.accounts.roles import Act, Reach, Role
from askwell.server.testing import NOON, Cast

pytestmark = pytest.mark.django_db
FAY = actions.Newcomer(email="Fay@Example.com", name="Fay", password="long enough to pass")


def test_an_invitation_lets_one_person_in_with_its_role(cast: Cast) -> None:
    _invitation, token = actions.invite(cast.team, Role.COACH, now=NOON, days=3, by=cast.adam)
    fay = actions.accept_invitation(token, FAY, NOON)
    assert fay.email == "fay@example.com"
    assert fay.check_password(FAY.password)
    assert fay.roles_in(cast.team) == {Role.COACH}
    with pytest.raises(actions.InvitationClosedError):
        actions.accept_invitation(token, cast.eve, NOON)
    assert not cast.eve.roles_in(cast.team)


def test_an_expired_or_withdrawn_invitation_lets_nobody_in(cast: Cast) -> None:
    _late, late = actions.invite(cast.team, Role.SELLER, now=NOON, days=3)
    withdrawn, token = actions.invite(cast.team, Role.SELLER, now=NOON, days=3)
    actions.revoke_invitation(withdrawn, NOON)
    for closed, moment in ((late, NOON + timedelta(days=3)), (token, NOON), ("no such token", NOON)):
        with pytest.raises(actions.InvitationClosedError):
            actions.accept_invitation(closed, cast.eve, moment)


def test_the_token_of_a_link_is_not_in_the_database(cast: Cast) -> None:
    invitation, token = actions.invite(cast.team, Role.SELLER, now=NOON, days=3)
    row = Invitation.objects.filter(pk=invitation.pk).values().get()
    assert token not in str(row)
    assert queries.open_invitation(token, NOON) == invitation


@pytest.mark.django_db
def test_the_first_users_link_founds_a_team_and_a_newer_one_replaces_it() -> None:
    old = actions.invite_first_user(NOON)
    new = actions.invite_first_user(NOON)
    assert old
    assert new
    assert queries.open_invitation(old, NOON) is None
    fay = actions.accept_invitation(new, FAY, NOON, "North")
    team = Team.objects.get()
    assert team.name == "North"
    assert fay.roles_in(team) == {Role.ADMIN, Role.MANAGER}
    assert actions.invite_first_user(NOON) is None


def test_a_user_of_another_team_joins_with_the_account_they_have(cast: Cast) -> None:
    _invitation, token = actions.invite(cast.team, Role.ANALYST, now=NOON, days=3)
    actions.accept_invitation(token, cast.chen, NOON)
    assert cast.chen.roles_in(cast.team) == {Role.ANALYST}
    assert cast.chen.roles_in(cast.other_team) == {Role.SELLER}


def test_setting_roles_replaces_them_and_none_removes_the_member(cast: Cast) -> None:
    actions.set_roles(cast.team, cast.ana, [Role.COACH, Role.ANALYST])
    assert cast.ana.roles_in(cast.team) == {Role.COACH, Role.ANALYST}
    actions.set_roles(cast.team, cast.ana, [])
    assert queries.team_for(cast.ana, cast.team.pk) is None


def test_the_last_admin_stays(cast: Cast) -> None:
    with pytest.raises(actions.LastAdminError):
        actions.set_roles(cast.team, cast.adam, [Role.SELLER])
    assert cast.adam.roles_in(cast.team) == {Role.ADMIN}
    actions.set_roles(cast.team, cast.ben, [Role.MANAGER, Role.ADMIN])
    actions.set_roles(cast.team, cast.adam, [])
    assert not cast.adam.roles_in(cast.team)


def test_an_admin_whose_account_is_closed_does_not_count(cast: Cast) -> None:
    actions.set_roles(cast.team, cast.ben, [Role.ADMIN])
    User.objects.filter(pk=cast.ben.pk).update(is_active=False)
    with pytest.raises(actions.LastAdminError):
        actions.set_roles(cast.team, cast.adam, [])


def test_queries_stay_inside_the_team(cast: Cast) -> None:
    assert queries.teams_of(cast.chen) == [cast.other_team]
    assert queries.team_for(cast.chen, cast.team.pk) is None
    assert queries.team_ids_where(cast.ben, Act.SEE_WORDS, Reach.TEAM) == [cast.team.pk]
    assert queries.team_ids_where(cast.ana, Act.SEE_WORDS, Reach.TEAM) == []
    names = [member.user.name for member in queries.members_of(cast.team)]
    assert names == ["Adam", "Ana", "Ben", "Cleo", "Dana", "Finn"]
    assert queries.sellers_of(cast.team) == [cast.ana, cast.ben, cast.cleo, cast.finn]


def test_an_address_signs_in_whatever_its_case(cast: Cast) -> None:
    assert User.objects.get_by_natural_key(" ANA@example.com ") == cast.ana
