"""What is done on the pages of objections: the team keeps its own answers (M28)."""

from askwell.server.accounts.models import Team, User
from askwell.server.deals.models import OwnAnswer


def note_answer(team: Team, author: User, kind: str, concern: str, text: str) -> OwnAnswer:
    """Note how the team answers objections of a class and a concern."""
    return OwnAnswer.objects.create(team=team, author=author, kind=kind, concern=concern, text=text)


def remove_answer(answer: OwnAnswer) -> None:
    answer.delete()
