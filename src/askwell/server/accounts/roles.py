"""Who may do what with a call: the matrix of the project, as data, and the questions asked of it.

A person may hold several roles in a team and may do what any of them allows. Members of no team or of another team
may do nothing: they hold no role, and no role reaches nowhere.
"""

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    SELLER = "seller"
    MANAGER = "manager"
    COACH = "coach"
    ANALYST = "analyst"
    ADMIN = "admin"


class Act(StrEnum):
    """What can be done with a call, or with a team."""

    SEE_FIGURES = "see_figures"  # codes, counts and measures, without a word that was said
    SEE_WORDS = "see_words"  # transcript, quotes and comments
    COMMENT = "comment"
    CORRECT = "correct"  # codes, sides, stages, outcome, title, tags
    ADD = "add"
    REASSIGN = "reassign"
    SHARE = "share"
    DELETE = "delete"
    MANAGE_PEOPLE = "manage_people"


class Reach(StrEnum):
    """Over which calls of the team an act may be done."""

    OWN = "own"
    SHARED = "shared"
    TEAM = "team"


MATRIX: dict[Role, dict[Act, Reach]] = {
    Role.SELLER: {
        Act.SEE_FIGURES: Reach.OWN,
        Act.SEE_WORDS: Reach.OWN,
        Act.COMMENT: Reach.OWN,
        Act.CORRECT: Reach.OWN,
        Act.ADD: Reach.OWN,
        Act.SHARE: Reach.OWN,
        Act.DELETE: Reach.OWN,
    },
    Role.MANAGER: {
        Act.SEE_FIGURES: Reach.TEAM,
        Act.SEE_WORDS: Reach.TEAM,
        Act.COMMENT: Reach.TEAM,
        Act.CORRECT: Reach.TEAM,
        Act.ADD: Reach.TEAM,
        Act.REASSIGN: Reach.TEAM,
        Act.SHARE: Reach.TEAM,
        Act.DELETE: Reach.TEAM,
    },
    Role.COACH: {
        Act.SEE_FIGURES: Reach.TEAM,
        Act.SEE_WORDS: Reach.TEAM,
        Act.COMMENT: Reach.TEAM,
        Act.CORRECT: Reach.TEAM,
        Act.ADD: Reach.TEAM,
        Act.DELETE: Reach.OWN,
    },
    Role.ANALYST: {Act.SEE_FIGURES: Reach.TEAM, Act.SEE_WORDS: Reach.SHARED},
    Role.ADMIN: {Act.MANAGE_PEOPLE: Reach.TEAM},
}


def reaches(roles: Iterable[str], act: Act) -> frozenset[Reach]:
    """Over which calls these roles together may do ``act``; empty means none."""
    return frozenset(MATRIX[Role(role)][act] for role in roles if act in MATRIX[Role(role)])


def may(roles: Iterable[str], act: Act, *, own: bool = False, shared: bool = False) -> bool:
    """Whether these roles allow ``act`` on one call of the team.

    Args:
        roles: the roles a person holds in the call's team.
        own: the person is the call's seller.
        shared: the call's words are shared with the team's analysts.
    """
    reach = reaches(roles, act)
    return Reach.TEAM in reach or (own and Reach.OWN in reach) or (shared and Reach.SHARED in reach)


def roles_with(act: Act, reach: Reach) -> frozenset[Role]:
    """The roles that may do ``act`` over exactly this reach: for writing a queryset."""
    return frozenset(role for role, acts in MATRIX.items() if acts.get(act) is reach)
