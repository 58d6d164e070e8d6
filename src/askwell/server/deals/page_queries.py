"""What the page of one deal reads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, OuterRef
from django.http import Http404

from askwell.deal.terms import Role
from askwell.server.accounts.models import User
from askwell.server.accounts.roles import Act, may
from askwell.server.calls.models import Call
from askwell.server.deals.customers_queries import ContactRow, FactRow, contact_row
from askwell.server.deals.entered import Entered, known_of, roles_held
from askwell.server.deals.models import Activity, Attachment, Contact, Deal, Product, Stake, Task
from askwell.server.deals.noted import Noted
from askwell.server.deals.queries import deal_allows, people_of
from askwell.server.nested import rows_of

MOST = 200
"""Of each kind a deal shows; a deal that has more is none."""


@dataclass(frozen=True, slots=True)
class Rights:
    """What this person may do with the deal they see."""

    change: bool
    reassign: bool
    delete: bool


@dataclass(frozen=True, slots=True)
class StakeRow:
    """What a contact is in the deal."""

    pk: int
    contact: ContactRow
    roles: tuple[str, ...]
    attitude: int | None
    influence: int | None
    relation: str
    shown_by: str
    last_contact: date | None


@dataclass(frozen=True, slots=True)
class ActivityRow:
    pk: int
    kind: str
    day: date
    text: str
    people: tuple[str, ...]
    author: str


@dataclass(frozen=True, slots=True)
class DealTask:
    pk: int
    text: str
    due: date | None
    owner: str
    done_at: datetime | None
    row: str


@dataclass(frozen=True, slots=True)
class File:
    pk: int
    name: str
    size: int
    author: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class DealCallRow:
    """A call of the deal the person may see."""

    slug: str
    title: str
    held_at: datetime | None
    created_at: datetime
    outcome: str


@dataclass(frozen=True, slots=True)
class RivalOfDeal:
    pk: int
    name: str
    facts: tuple[FactRow, ...]


@dataclass(frozen=True, slots=True)
class DealPage:
    """All of a deal that was entered."""

    stakes: tuple[StakeRow, ...]
    tasks: tuple[DealTask, ...]
    done: tuple[DealTask, ...]
    activities: tuple[ActivityRow, ...]
    files: tuple[File, ...]
    calls: tuple[DealCallRow, ...]
    hidden_calls: int
    products: tuple[Product, ...]
    rivals: tuple[RivalOfDeal, ...]
    noted: Mapping[str, Noted]


def rights_on(user: User, deal: Deal) -> Rights:
    """What this person may do with the deal."""
    roles, own = user.roles_in(deal.team_id), deal.owner_id == user.pk
    return Rights(*(may(roles, act, own=own) for act in (Act.CORRECT, Act.REASSIGN, Act.DELETE)))


def page_of(user: User, deal: Deal, entered: Entered | None = None) -> DealPage:
    """What was entered about a deal, as far as this person may see it: ``entered`` is what they may."""
    entered = entered or Entered(deal, user)
    tasks = [_task_row(task) for task in _tasks(deal)]
    calls, hidden = _calls(entered)
    return DealPage(
        stakes=_stake_rows(entered),
        tasks=tuple(task for task in tasks if task.done_at is None),
        done=tuple(sorted((t for t in tasks if t.done_at), key=lambda t: t.done_at or t.pk, reverse=True)),
        activities=_activities(deal),
        files=_files(deal),
        calls=calls,
        hidden_calls=hidden,
        products=tuple(entered.products),
        rivals=_rivals(entered),
        noted=entered.noted,
    )


def stakes_on(deal: Deal) -> tuple[StakeRow, ...]:
    """Everybody on the deal, those who weigh most first."""
    return _stake_rows(Entered(deal))


def _stake_rows(entered: Entered) -> tuple[StakeRow, ...]:
    ordered = sorted(entered.stakes, key=lambda stake: (-(stake.influence or 0), stake.pk))
    return tuple(
        StakeRow(
            pk=stake.pk,
            contact=contact_row(stake.contact),
            roles=in_order(roles_held(stake)),
            attitude=stake.attitude,
            influence=stake.influence,
            relation=stake.relation,
            shown_by=stake.shown_by,
            last_contact=entered.last_contact(stake),
        )
        for stake in ordered[:MOST]
    )


def in_order(roles: Iterable[str]) -> tuple[str, ...]:
    """Roles in the order of the method."""
    held = set(roles)
    return tuple(role.value for role in Role if role.value in held)


def _calls(entered: Entered) -> tuple[tuple[DealCallRow, ...], int]:
    """The calls of the deal this person may see, the last first, and how many there are besides."""
    rows = sorted(entered.calls, key=_held, reverse=True)[:MOST]
    shown = tuple(_call_row(row) for row in rows if row.seen)
    return shown, len(rows) - len(shown)


def _held(call: Call) -> tuple[float, int]:
    """What has no day stands before all days."""
    return call.held_at.timestamp() if call.held_at else float("-inf"), call.pk


def calls_to_link(user: User, deal: Deal, words: str = "") -> tuple[DealCallRow, ...]:
    """The last calls that belong to no deal yet."""
    free = Call.objects.visible_to(user).filter(team=deal.team, deal_call=None)
    if words:
        free = free.filter(title__icontains=words)
    rows = free.order_by("-created_at", "-pk")[:30]
    return tuple(_call_row(row) for row in rows)


def contacts_to_add(deal: Deal, words: str = "") -> tuple[ContactRow, ...]:
    """Contacts who are not on the deal: those of its company, or whoever is named so."""
    rows = Contact.objects.filter(team=deal.team, merged_into=None).exclude(stakes__deal=deal).select_related("company")
    rows = rows.filter(name__icontains=words) if words else rows.filter(company=deal.company, company__isnull=False)
    return tuple(contact_row(row) for row in rows[:30])


def people_for_tasks(user: User, deal: Deal) -> list[User]:
    """Who may be given a task of the deal: its owner, and whoever writes it down, both of whom see it."""
    people = [deal.owner] if deal.owner else []
    return people if user in people else [*people, user]


def owners_for(user: User, deal: Deal) -> list[User]:
    """Whom this person may give the deal to; nobody where they may not."""
    return people_of([deal.team]) if deal_allows(user, Act.REASSIGN, deal) else []


def stake_of(deal: Deal, pk: int) -> Stake:
    stake: Stake = _one(deal.stakes.select_related("contact__company", "deal").filter(pk=pk))
    return stake


def activity_of(deal: Deal, pk: int) -> Activity:
    activity: Activity = _one(deal.activities.filter(pk=pk))
    return activity


def file_of(deal: Deal, pk: int) -> Attachment:
    attachment: Attachment = _one(deal.attachments.select_related("original").filter(pk=pk))
    return attachment


def what_goes_with(deal: Deal) -> Mapping[str, int]:
    """For the page that asks before a deal is deleted."""
    names = ("tasks", "activities", "attachments", "stakes", "rival_facts", "gifts")
    return {name: getattr(deal, name).count() for name in names}


def _call_row(call: Call) -> DealCallRow:
    return DealCallRow(call.slug, call.title, call.held_at, call.created_at, call.outcome)


def _tasks(deal: Deal) -> list[Task]:
    rows = deal.tasks.select_related("owner").order_by(F("due").asc(nulls_last=True), "pk")
    return list(rows[:MOST])


def _task_row(task: Task) -> DealTask:
    owner = str(task.owner) if task.owner else ""
    return DealTask(task.pk, task.text, task.due, owner, task.done_at, task.row)


def _activities(deal: Deal) -> tuple[ActivityRow, ...]:
    people = rows_of(
        Activity.contacts.through.objects.filter(activity=OuterRef("pk")), "activity", "contact__name", "contact"
    )
    rows = deal.activities.select_related("author").annotate(people=people)[:MOST]
    return tuple(
        ActivityRow(
            pk=row.pk,
            kind=row.kind,
            day=row.day,
            text=row.text,
            people=tuple(name for name, _pk in sorted(row.people or ())),
            author=str(row.author) if row.author else "",
        )
        for row in rows
    )


def _files(deal: Deal) -> tuple[File, ...]:
    rows = deal.attachments.select_related("original", "author")[:MOST]
    return tuple(
        File(row.pk, row.name, row.original.size, str(row.author) if row.author else "", row.created_at) for row in rows
    )


def _rivals(entered: Entered) -> tuple[RivalOfDeal, ...]:
    """Each with what is known of it, the newest first."""
    return tuple(
        RivalOfDeal(rival.pk, rival.name, tuple(sorted(known_of(rival), key=_noted, reverse=True)))
        for rival in entered.rivals
    )


def _noted(fact: FactRow) -> tuple[date, int]:
    """What has no day stands before all days."""
    return fact.day or date.min, fact.pk


def _one(rows: Any) -> Any:
    row = rows.first()
    if row is None:
        raise Http404
    return row
