"""What can be asked about people and teams."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from askwell.server.accounts.models import ROLE_CHOICES, Invitation, Membership, Team, User, token_digest
from askwell.server.accounts.roles import Act, Reach, Role, may, roles_with


@dataclass(frozen=True)
class Member:
    """One person in one team, with all their roles there."""

    user: User
    roles: tuple[Role, ...]


def teams_of(user: User) -> list[Team]:
    """The teams this person is in, by name."""
    return list(Team.objects.filter(memberships__user=user).distinct())


def team_for(user: User, team_id: int) -> Team | None:
    """The team, if this person is in it; otherwise nobody tells them that it exists."""
    return Team.objects.filter(pk=team_id, memberships__user=user).distinct().first()


def members_of(team: Team) -> list[Member]:
    """Everybody in the team, by name."""
    roles: dict[User, list[Role]] = {}
    rows = team.memberships.select_related("user").order_by("user__name", "user_id", "pk")
    for row in rows:
        roles.setdefault(row.user, []).append(Role(row.role))
    return [Member(user, tuple(held)) for user, held in roles.items()]


def team_ids_where(user: User, act: Act, reach: Reach) -> list[int]:
    """The teams where this person may do ``act`` over this reach: the building stone of ``visible_to(user)``."""
    allowed = [role.value for role in roles_with(act, reach)]
    return sorted(set(Membership.objects.filter(user=user, role__in=allowed).values_list("team_id", flat=True)))


def teams_where(user: User, act: Act) -> list[Team]:
    """The teams where this person may do ``act`` to what is their own, by name; one query however many teams."""
    roles: dict[Team, list[str]] = {}
    for membership in user.memberships.select_related("team").order_by("team__name", "team_id"):
        roles.setdefault(membership.team, []).append(membership.role)
    return [team for team, held in roles.items() if may(held, act, own=True)]


def sellers_of(team: Team) -> list[User]:
    """The people a call of this team may belong to: everybody who may add one."""
    return [member.user for member in members_of(team) if may(member.roles, Act.ADD, own=True)]


def open_invitation(token: str, now: datetime) -> Invitation | None:
    """The invitation behind a link, if it can still be accepted."""
    return Invitation.objects.open_at(now).select_related("team").filter(digest=token_digest(token)).first()


def open_invitations_of(team: Team, now: datetime) -> list[Invitation]:
    """The team's invitations nobody has accepted yet, newest first."""
    return list(team.invitations.all().open_at(now))


def admins_besides(team: Team, user: User) -> bool:
    """Whether the team has an admin other than this person."""
    return team.memberships.filter(role=Role.ADMIN.value, user__is_active=True).exclude(user=user).exists()


def role_labels(roles: Iterable[str]) -> list[str]:
    """The names of roles in the language of the page."""
    names = {Role(value): label for value, label in ROLE_CHOICES}
    return [str(names[Role(role)]) for role in roles]
