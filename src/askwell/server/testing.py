"""The fixed cast of every test of the server, shipped so that add-ons test against the same people.

Ana is the seller and Ben her manager; Finn sells beside her, Cleo coaches, Dana analyses and Adam administers the same
team. Chen sells on another team. Eve, the outsider, can sign in and is in no team. A page test signs in as the person
it is about and has a twin in which Eve and Chen get 404. All sign in with ``PASSWORD``.
"""

from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta

from askwell.server.accounts.models import Membership, Team, User
from askwell.server.accounts.roles import Role

PASSWORD = "a sentence to sign in with"  # noqa: S105 - of people who do not exist
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Cast:
    """Everybody, and the two teams."""

    team: Team
    other_team: Team
    ana: User
    ben: User
    finn: User
    cleo: User
    dana: User
    adam: User
    chen: User
    eve: User

    def everybody(self) -> dict[str, User]:
        """The people by their first name in lower case."""
        people = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: person for name, person in people.items() if isinstance(person, User)}


ROLES = {
    "ana": Role.SELLER,
    "ben": Role.MANAGER,
    "finn": Role.SELLER,
    "cleo": Role.COACH,
    "dana": Role.ANALYST,
    "adam": Role.ADMIN,
}


def make_cast() -> Cast:
    """Create the cast in the database."""
    team, other_team = Team.objects.create(name="North"), Team.objects.create(name="South")
    names = (*ROLES, "chen", "eve")
    people = {name: User.objects.create_user(f"{name}@example.com", PASSWORD, name=name.title()) for name in names}
    for name, role in ROLES.items():
        Membership.objects.create(team=team, user=people[name], role=role.value)
    Membership.objects.create(team=other_team, user=people["chen"], role=Role.SELLER.value)
    return Cast(team=team, other_team=other_team, **people)


@dataclass
class Clock:
    """A clock that stands still until it is moved: pass it wherever ``clock`` is asked for."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)
