"""What can be done to deals and what belongs to them: one function an act, used by every entrance."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from askwell.server.accounts.models import Team, User
from askwell.server.calls.models import Call
from askwell.server.calls.originals import remove_original, shown_name, store_original
from askwell.server.deals.models import (
    Activity,
    Attachment,
    Company,
    Contact,
    Deal,
    DealCall,
    Product,
    Rival,
    SavedView,
    Stake,
    StakeRole,
    Task,
)
from askwell.server.deals.recognising import recognise_speakers


@dataclass(frozen=True, slots=True)
class Change:
    """What is to become of several deals at once; None leaves as it is."""

    stage: str | None = None
    owner: User | None = None
    state: str | None = None
    lost_reason: str = ""


def add_deal(team: Team, owner: User, company: Company | None, facts: Mapping[str, Any]) -> Deal:
    """Begin a deal."""
    return Deal.objects.create(team=team, owner=owner, company=company, **facts)


@transaction.atomic
def change_deal(
    deal: Deal, facts: Mapping[str, Any], *, today: date, products: Iterable[Product], rivals: Iterable[Rival]
) -> None:
    """Save edited facts of a deal, with what is sold and against whom."""
    state, reason = facts["state"], facts["lost_reason"]
    for name, value in facts.items():
        if name not in {"state", "lost_reason"}:
            setattr(deal, name, value)
    _put_in_state(deal, state, reason, today)
    deal.save()
    deal.products.set(products)
    deal.rivals.set(rivals)


@transaction.atomic
def change_deals(deals: Iterable[Deal], change: Change, *, today: date) -> int:
    """Change several deals alike; each is saved by itself, so that its history has it. Says how many."""
    changed = 0
    for deal in deals:
        if change.stage is not None:
            deal.stage = change.stage
        if change.owner is not None:
            deal.owner = change.owner
        if change.state is not None:
            _put_in_state(deal, change.state, change.lost_reason, today)
        deal.save()
        changed += 1
    return changed


def move_to_stage(deal: Deal, stage: str) -> None:
    """Say where the buyer stands."""
    deal.stage = stage
    deal.save(update_fields=["stage", "changed_at"])


@transaction.atomic
def delete_deal(deal: Deal) -> None:
    """Remove a deal with its tasks, activities, stakes and files; calls, contacts and companies stay."""
    for attachment in deal.attachments.select_related("original"):
        delete_attachment(attachment)
    deal.delete()


@transaction.atomic
def add_stake(deal: Deal, contact: Contact) -> Stake:
    """Put a contact on the deal, with the calls they are named in; who is there already stays as they are."""
    stake, made = Stake.objects.get_or_create(deal=deal, contact=contact)
    if made:
        recognise_speakers(deal, deal.calls.all())
    return stake


@transaction.atomic
def change_stake(stake: Stake, facts: Mapping[str, Any], roles: Iterable[str]) -> None:
    """Say what a contact is in a deal; exactly these roles."""
    for name, value in facts.items():
        setattr(stake, name, value)
    stake.save()
    wanted = set(roles)
    stake.roles.exclude(role__in=wanted).delete()
    held = set(stake.roles.values_list("role", flat=True))
    StakeRole.objects.bulk_create(StakeRole(stake=stake, role=role) for role in sorted(wanted - held))
    _touch(stake.deal)


def remove_stake(stake: Stake) -> None:
    """Take a contact off a deal; the contact stays."""
    stake.delete()


@transaction.atomic
def add_activity(deal: Deal, author: User, facts: Mapping[str, Any], contacts: Iterable[int] = ()) -> Activity:
    """Note what happened; whoever of the deal's contacts (by id) took part has been in contact that day."""
    activity = Activity.objects.create(deal=deal, author=author, **facts)
    stakes = list(deal.stakes.filter(contact__in=list(contacts)))
    activity.contacts.set([stake.contact_id for stake in stakes])
    for stake in stakes:
        if stake.last_contact is None or stake.last_contact < activity.day:
            stake.last_contact = activity.day
            stake.save(update_fields=["last_contact"])
    _touch(deal)
    return activity


def remove_activity(activity: Activity) -> None:
    activity.delete()


def add_task(deal: Deal, text: str, due: date | None, owner: User | None, row: str = "") -> Task:
    """Put something to be done on the deal; ``row`` is the row of the method it comes from."""
    task = Task.objects.create(deal=deal, text=text, due=due, owner=owner, row=row)
    _touch(deal)
    return task


def set_task_done(task: Task, done: bool, now: datetime) -> None:
    """Tick a task off, or take that back."""
    task.done_at = now if done else None
    task.save(update_fields=["done_at"])


def change_task(task: Task, text: str, due: date | None, owner: User | None) -> None:
    task.text, task.due, task.owner = text, due, owner
    task.save(update_fields=["text", "due", "owner"])


def remove_task(task: Task) -> None:
    task.delete()


@transaction.atomic
def attach_file(deal: Deal, author: User, name: str, data: bytes) -> Attachment:
    """Keep a file with the deal, outside every served folder and under a random name."""
    kept = Attachment.objects.create(deal=deal, author=author, name=shown_name(name), original=store_original(data))
    _touch(deal)
    return kept


@transaction.atomic
def delete_attachment(attachment: Attachment) -> None:
    """Remove a file of a deal for good."""
    original = attachment.original
    attachment.delete()
    remove_original(original)


@transaction.atomic
def link_call(deal: Deal, call: Call) -> DealCall:
    """Say that a call belongs to this deal, one at most; who is on the deal is recognised in it by name."""
    linked, _made = DealCall.objects.update_or_create(call=call, defaults={"deal": deal})
    recognise_speakers(deal, [call])
    _touch(deal)
    return linked


def unlink_call(deal: Deal, call: Call) -> None:
    """Say that a call does not belong to this deal; the call stays."""
    DealCall.objects.filter(deal=deal, call=call).delete()


class NameTakenError(ValueError):
    """Another view of the page has this name, and stays as it is."""


def save_view(user: User, page: str, name: str, query: str) -> SavedView:
    """Keep a way of looking at a page. Raises NameTakenError where another one has the name."""
    view, made = SavedView.objects.get_or_create(user=user, page=page, name=name, defaults={"query": query})
    if not made and view.query != query:
        raise NameTakenError(name)
    return view


def delete_view(view: SavedView) -> None:
    view.delete()


def _put_in_state(deal: Deal, state: str, reason: str, today: date) -> None:
    """Open, won or lost, with the day it closed and, where lost, why."""
    if state == Deal.State.OPEN:
        deal.closed_on = None
    elif deal.closed_on is None:
        deal.closed_on = today
    deal.state, deal.lost_reason = state, reason if state == Deal.State.LOST else ""


def _touch(deal: Deal) -> None:
    """What was worked on last stands first in lists."""
    deal.save(update_fields=["changed_at"])
