"""The written matrix, row by row."""

import pytest

from askwell.server.accounts.roles import MATRIX, Act, Reach, Role, may, reaches, roles_with

WORDS = (Act.SEE_WORDS, Act.COMMENT, Act.CORRECT, Act.DELETE)


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize("shared", [True, False])
def test_no_role_allows_nothing(act: Act, own: bool, shared: bool) -> None:
    assert not may((), act, own=own, shared=shared)


@pytest.mark.parametrize("act", WORDS)
def test_a_seller_does_with_their_own_call_what_they_may_not_with_a_colleagues(act: Act) -> None:
    assert may([Role.SELLER], act, own=True)
    assert not may([Role.SELLER], act, own=False, shared=True)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.COACH])
def test_manager_and_coach_see_every_call_of_the_team(role: Role) -> None:
    assert may([role], Act.SEE_WORDS)
    assert may([role], Act.CORRECT)


def test_a_coach_neither_passes_calls_on_nor_deletes_those_of_others() -> None:
    assert not may([Role.COACH], Act.REASSIGN)
    assert not may([Role.COACH], Act.DELETE)
    assert may([Role.COACH], Act.DELETE, own=True)


def test_an_analyst_sees_all_figures_but_words_only_where_shared() -> None:
    assert may([Role.ANALYST], Act.SEE_FIGURES)
    assert not may([Role.ANALYST], Act.SEE_WORDS, own=True)
    assert may([Role.ANALYST], Act.SEE_WORDS, shared=True)
    assert not may([Role.ANALYST], Act.CORRECT, own=True, shared=True)


def test_an_admin_manages_people_and_sees_no_calls() -> None:
    assert may([Role.ADMIN], Act.MANAGE_PEOPLE)
    assert [act for act in Act if may([Role.ADMIN], act, own=True, shared=True)] == [Act.MANAGE_PEOPLE]


def test_only_an_admin_manages_people() -> None:
    assert roles_with(Act.MANAGE_PEOPLE, Reach.TEAM) == {Role.ADMIN}


def test_several_roles_add_up() -> None:
    assert reaches([Role.SELLER, Role.ANALYST], Act.SEE_WORDS) == {Reach.OWN, Reach.SHARED}
    assert may([Role.ADMIN, Role.MANAGER], Act.SEE_WORDS)


def test_whoever_sees_words_sees_figures_over_the_same_calls() -> None:
    for role, acts in MATRIX.items():
        if Act.SEE_WORDS in acts:
            assert may([role], Act.SEE_FIGURES, own=acts[Act.SEE_WORDS] is Reach.OWN), role
