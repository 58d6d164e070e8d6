"""Objects of this app for the role matrix."""

from askwell.server.accounts.actions import invite
from askwell.server.accounts.roles import Role
from askwell.server.testing import NOON, Cast


def matrix_objects(cast: Cast) -> dict[str, object]:
    """What the rows of ``role_matrix.yaml`` put into addresses."""
    invitation, _token = invite(cast.team, Role.SELLER, now=NOON, days=3)
    return {"team": cast.team.pk, "member": cast.ana.pk, "invitation": invitation.pk}
