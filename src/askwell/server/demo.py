"""The demo team: people to sign in as, and sample calls."""

from askwell.server.accounts.models import Membership, Team, User
from askwell.server.accounts.roles import Role
from askwell.server.calls.demo import load_sample_calls

TEAM = "Demo 演示团队"
PEOPLE = (
    ("ana", "Ana Lindqvist", Role.SELLER),
    ("ben", "Ben Okafor", Role.MANAGER),
    ("lin", "林晓", Role.SELLER),
    ("adam", "Adam Reyes", Role.ADMIN),
)


def prepare_demo(password: str) -> list[str]:
    """Make the demo team and load its calls; doing it again only sets the password. Returns the sign-in addresses."""
    team, _made = Team.objects.get_or_create(name=TEAM)
    users = {name: _person(team, name, full_name, role, password) for name, full_name, role in PEOPLE}
    load_sample_calls(team, users)
    return [user.email for user in users.values()]


def _person(team: Team, name: str, full_name: str, role: Role, password: str) -> User:
    user, _made = User.objects.get_or_create(email=f"{name}@example.com", defaults={"name": full_name})
    user.set_password(password)
    user.save(update_fields=["password"])
    Membership.objects.get_or_create(team=team, user=user, role=role.value)
    return user
