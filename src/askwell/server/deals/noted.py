"""Who entered a fact of a deal, and when, as the history of changes has it."""

from dataclasses import dataclass
from datetime import datetime

from auditlog.models import LogEntry

from askwell.server.deals.models import Deal

FACTS = frozenset(
    (
        "stage",
        "calls_expected",
        "people_deciding",
        "decided_in_absence",
        "commitment",
        "ongoing_relationship",
        "visible_risk",
        "judged_as_one",
        "position",
        "decision",
    )
)
WAYS = (LogEntry.Action.CREATE, LogEntry.Action.UPDATE)


@dataclass(frozen=True, slots=True)
class Noted:
    """``who`` is empty where no person did it, or they are no longer there."""

    who: str
    at: datetime


def noted_of(deal: Deal) -> dict[str, Noted]:
    """Of each fact the last entry, in one query; a fact no line of the history tells of is missing."""
    lines = LogEntry.objects.get_for_object(deal).filter(action__in=WAYS).select_related("actor")
    found: dict[str, Noted] = {}
    for line in lines.order_by("-timestamp", "-pk"):
        for name in FACTS & set(line.changes or ()):
            found.setdefault(name, Noted(str(line.actor) if line.actor else "", line.timestamp))
    return found
