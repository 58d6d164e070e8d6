"""What names a contact by its slug and is no link of the database: who a plan is with, and decisions about people."""

from typing import Any

from django.db.models import Q

from askwell.server.deals.models import CallPlan, Contact, DealDecision

NAMING = ("person", "contact")
"""The parts of a decision's value that name a contact."""
Named = dict[str, Any]
"""By the number of each plan whom it was with before, the decisions renamed; as JSON keeps it."""


def rename(gone: Contact, kept: Contact) -> Named:
    """Let plans and decisions name the contact kept; says what was changed."""
    plans = {}
    for plan in CallPlan.objects.filter(deal__team=gone.team_id).only("people"):
        if gone.slug in plan.people:
            plans[str(plan.pk)] = plan.people
            _be_with(plan, list(dict.fromkeys(kept.slug if one == gone.slug else one for one in plan.people)))
    return {"plans": plans, "decisions": _name(gone.slug, kept.slug, DealDecision.objects.filter(_about(gone.slug)))}


def rename_back(changed: Named, gone: Contact, kept: Contact) -> None:
    """Take it back, as far as nobody has changed a plan's people since."""
    for plan in CallPlan.objects.filter(pk__in=changed.get("plans", {})).only("people"):
        before = changed["plans"][str(plan.pk)]
        if plan.people == list(dict.fromkeys(kept.slug if one == gone.slug else one for one in before)):
            _be_with(plan, before)
    _name(kept.slug, gone.slug, DealDecision.objects.filter(pk__in=changed.get("decisions", ())))


def _about(slug: str) -> Q:
    return Q(value__person=slug) | Q(value__contact=slug)


def _be_with(plan: CallPlan, people: list[str]) -> None:
    plan.people = people
    plan.save(update_fields=["people"])


def _name(old: str, new: str, decisions: Any) -> list[int]:
    changed = []
    for decision in decisions:
        renamed = {name: new for name in NAMING if decision.value.get(name) == old}
        decision.value |= renamed
        decision.save(update_fields=["value"])
        changed.append(decision.pk)
    return changed
