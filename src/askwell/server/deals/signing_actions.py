"""The signing checklist becomes tasks (M39)."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from askwell.server.accounts.models import User
from askwell.server.deals import actions
from askwell.server.deals.models import Deal, SigningTask
from askwell.server.deals.signing_queries import Point, due_on

ROW = "M39"


@transaction.atomic
def make_signing_tasks(deal: Deal, owner: User, points: Iterable[Point], signing: date, today: date) -> int:
    """Make a task of each point that is none yet; says how many were made."""
    Deal.objects.select_for_update().get(pk=deal.pk)
    made = set(deal.signing_tasks.values_list("item", flat=True))
    left = [point for point in points if point.item not in made]
    for point in left:
        task = actions.add_task(deal, point.text, due_on(point, signing, today), owner, row=ROW)
        SigningTask.objects.create(deal=deal, item=point.item, task=task)
    return len(left)
