"""People, teams, roles and invitations, with the rules about themselves."""

import hashlib
import secrets
from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from askwell.server.accounts.roles import Act, Role, may

ROLE_CHOICES = [
    (Role.SELLER.value, _("Seller")),
    (Role.MANAGER.value, _("Manager")),
    (Role.COACH.value, _("Coach")),
    (Role.ANALYST.value, _("Analyst")),
    (Role.ADMIN.value, _("Admin")),
]


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user who signs in by ``email``, kept in lower case; without a password nobody can sign in as them."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person who signs in by e-mail address."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(_("language"), max_length=10, blank=True, choices=settings.LANGUAGES)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return str(self)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone this person lives by."""
        return ZoneInfo(self.time_zone or settings.TIME_ZONE)

    def roles_in(self, team: "Team | int") -> frozenset[Role]:
        """The roles this person holds in the team; none when they are not in it."""
        team_id = team if isinstance(team, int) else team.pk
        return frozenset(Role(role) for role in self.memberships.filter(team_id=team_id).values_list("role", flat=True))

    def may(self, act: Act, team: "Team | int", *, own: bool = False, shared: bool = False) -> bool:
        """Whether this person may do ``act`` in the team (see ``roles.may``)."""
        return self.is_active and may(self.roles_in(team), act, own=own, shared=shared)


class Team(models.Model):
    """A group of people who share calls; nothing crosses from one team to another."""

    name = models.CharField(_("team name"), max_length=150)
    members = models.ManyToManyField(User, through="Membership", related_name="teams")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One role of one person in one team; a person may hold several."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=ROLE_CHOICES)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("team", "user", "role"), name="one_row_a_role"),)
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.user} · {self.team} · {self.get_role_display()}"


def token_digest(token: str) -> str:
    """What is stored of a token: whoever reads the database cannot use the link."""
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open_at(self, now: datetime) -> "InvitationQuerySet":
        """Those that can still be accepted."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=now)


class Invitation(models.Model):
    """A link that lets one person in, once, until it expires. Without a team it founds one: the first user's link."""

    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(_("role"), max_length=10, choices=ROLE_CHOICES)
    email = models.EmailField(_("e-mail address"), blank=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField()
    created_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="invited")
    created_at = models.DateTimeField(auto_now_add=True)
    accepted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="accepted")
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"{self.team or 'first user'} · {self.get_role_display()}"

    def renew_token(self) -> str:
        """A new token for the link; the only moment it is known in clear."""
        token = secrets.token_urlsafe(32)
        self.digest = token_digest(token)
        return token
