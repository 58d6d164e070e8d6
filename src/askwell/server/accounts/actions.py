"""What can be done to people and teams: one function an act, used by pages, commands and tests alike."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from askwell.server.accounts.models import Invitation, Membership, Team, User, token_digest
from askwell.server.accounts.queries import admins_besides
from askwell.server.accounts.roles import Role

FOUNDER_ROLES = (Role.ADMIN, Role.MANAGER)


class LastAdminError(Exception):
    """A team cannot be left without an admin."""

    message = _("A team needs an admin. Make somebody else an admin first.")


class InvitationClosedError(Exception):
    """The link has been used, withdrawn or has expired."""


@dataclass(frozen=True)
class Newcomer:
    """What a person without an account says of themselves when they accept an invitation."""

    email: str
    name: str
    password: str
    language: str = ""


def create_team(name: str, founder: User | None = None) -> Team:
    """A new team; its founder sees to people and, as a manager, sees its calls."""
    team = Team.objects.create(name=name)
    if founder:
        Membership.objects.bulk_create(Membership(team=team, user=founder, role=role.value) for role in FOUNDER_ROLES)
    return team


def invite(
    team: Team | None, role: Role, *, now: datetime, days: int, by: User | None = None, email: str = ""
) -> tuple[Invitation, str]:
    """An invitation and the token of its link, which is not stored and cannot be shown again."""
    invitation = Invitation(
        team=team, role=role.value, email=email.strip().lower(), created_by=by, expires_at=now + timedelta(days=days)
    )
    token = invitation.renew_token()
    invitation.save()
    return invitation, token


@transaction.atomic
def invite_first_user(now: datetime) -> str | None:
    """The token of the one link that founds the first team; None once there is a user. Earlier such links end."""
    if User.objects.exists():
        return None
    Invitation.objects.open_at(now).filter(team=None).update(revoked_at=now)
    return invite(None, Role.ADMIN, now=now, days=1)[1]


def revoke_invitation(invitation: Invitation, now: datetime) -> None:
    """The link stops working; an invitation already accepted stays as it is."""
    Invitation.objects.open_at(now).filter(pk=invitation.pk).update(revoked_at=now)


@transaction.atomic
def accept_invitation(token: str, who: Newcomer | User, now: datetime, team_name: str = "") -> User:
    """Let a person in by the link, once.

    Args:
        token: from the link.
        who: somebody new, or a user who is signed in.
        now: the moment of accepting.
        team_name: the name of the team to found, when the invitation is the first user's.

    Raises:
        InvitationClosedError: the link has been used, withdrawn or has expired.
    """
    invitation = _claim(token, now)
    user = who if isinstance(who, User) else User.objects.create_user(**vars(who))
    if invitation.team is None:
        create_team(team_name, user)
    else:
        Membership.objects.get_or_create(team=invitation.team, user=user, role=invitation.role)
    Invitation.objects.filter(pk=invitation.pk).update(accepted_by=user)
    return user


def _claim(token: str, now: datetime) -> Invitation:
    """Mark the invitation accepted; of two requests at the same moment only one changes the row."""
    mine = Invitation.objects.open_at(now).filter(digest=token_digest(token)).update(accepted_at=now)
    if not mine:
        raise InvitationClosedError
    return Invitation.objects.select_related("team").get(digest=token_digest(token))


@transaction.atomic
def set_roles(team: Team, member: User, roles: Collection[Role]) -> None:
    """Give a member exactly these roles; none at all removes them from the team.

    Raises:
        LastAdminError: nobody would be left to see to people.
    """
    list(team.memberships.select_for_update())
    if Role.ADMIN not in roles and Role.ADMIN in member.roles_in(team) and not admins_besides(team, member):
        raise LastAdminError
    wanted = {role.value for role in roles}
    for row in team.memberships.filter(user=member).exclude(role__in=wanted):
        row.delete()
    for role in sorted(wanted):
        Membership.objects.get_or_create(team=team, user=member, role=role)


def change_profile(user: User, *, name: str, language: str, time_zone: str) -> None:
    """A person's own name, language and time zone."""
    user.name, user.language, user.time_zone = name, language, time_zone
    user.save(update_fields=["name", "language", "time_zone"])
