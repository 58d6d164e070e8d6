"""The demo team: people to sign in as, sample calls and sample deals."""

from django.utils import timezone

from askwell.server.accounts.models import Membership, Team, User
from askwell.server.accounts.roles import Role
from askwell.server.calls.demo import load_sample_calls
from askwell.server.deals.demo import bring_calls_of_sample_deals, load_sample_deals

TEAM = "Demo 演示团队"
PEOPLE = (
    ("ana", "Ana Lindqvist", Role.SELLER, "Europe/London"),
    ("ben", "Ben Okafor", Role.MANAGER, "Europe/London"),
    ("lin", "林晓", Role.SELLER, "Asia/Shanghai"),
    ("adam", "Adam Reyes", Role.ADMIN, "Europe/London"),
)


def prepare_demo(password: str) -> list[str]:
    """Make the demo team and load its calls and deals; again, it only sets the password. Returns who can sign in."""
    team, _made = Team.objects.get_or_create(name=TEAM)
    users = {name: _person(team, name, full_name, role, zone, password) for name, full_name, role, zone in PEOPLE}
    bring_calls_of_sample_deals(team, users)
    load_sample_calls(team, users)
    load_sample_deals(team, users, timezone.localdate())
    return [user.email for user in users.values()]


def _person(team: Team, name: str, full_name: str, role: Role, time_zone: str, password: str) -> User:
    known = {"name": full_name, "time_zone": time_zone}
    user, _made = User.objects.get_or_create(email=f"{name}@example.com", defaults=known)
    user.set_password(password)
    user.save(update_fields=["password"])
    Membership.objects.get_or_create(team=team, user=user, role=role.value)
    return user
