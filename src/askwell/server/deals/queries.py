"""What pages read of deals: lists, the board, saved views, tasks. Nothing here changes anything."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

from django.db.models import Count, Exists, F, OuterRef, Q, Sum, Window
from django.db.models.functions import RowNumber
from django.http import Http404
from django.utils.dateparse import parse_datetime

from askwell.deal.terms import BuyingStage
from askwell.server.accounts.models import Membership, Team, User
from askwell.server.accounts.queries import teams_where
from askwell.server.accounts.roles import Act, may
from askwell.server.deals.models import Deal, DealQuerySet, SavedView, Task
from askwell.server.deals.names import name_key

PAGE = 50
COUNT_LIMIT = 1000
CARDS = 25
"""Cards a column of the board shows; the rest stands in the list."""
Row = TypeVar("Row")
STAGES = (BuyingStage.UNKNOWN, *(stage for stage in BuyingStage if stage is not BuyingStage.UNKNOWN))


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """``next_key`` opens the following page; ``count`` is at most COUNT_LIMIT + 1, which reads as "more"."""

    rows: tuple[Row, ...]
    next_key: str
    count: int

    @property
    def count_text(self) -> str:
        return f"{COUNT_LIMIT:,}+" if self.count > COUNT_LIMIT else f"{self.count:,}"


@dataclass(frozen=True, slots=True)
class DealFilter:
    """What a list of deals is narrowed to; empty means no matter. Amounts are of ``currency``."""

    words: str = ""
    owner: int | None = None
    stage: str = ""
    state: str = ""
    company: str = ""
    currency: str = ""
    least: Decimal | None = None
    most: Decimal | None = None
    no_task: bool = False


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of the amounts in one currency; sums of several currencies are never added up."""

    currency: str
    amount: Decimal
    count: int


@dataclass(frozen=True, slots=True)
class NextTask:
    """What is to be done next."""

    text: str
    due: date | None


@dataclass(frozen=True, slots=True)
class DealRow:
    """A deal in a list or on the board."""

    slug: str
    name: str
    company: str
    company_slug: str
    owner: str
    stage: str
    state: str
    amount: Decimal | None
    currency: str
    expected_on: date | None
    closed_on: date | None
    lost_reason: str
    next_task: NextTask | None


@dataclass(frozen=True, slots=True)
class Column:
    """One stage of the board: its first cards, how many there are, and what they come to."""

    stage: str
    cards: tuple[DealRow, ...]
    count: int
    totals: tuple[Total, ...]


@dataclass(frozen=True, slots=True)
class View:
    """A way of looking that this person keeps."""

    pk: int
    name: str
    query: str


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task as the list of somebody's tasks shows it."""

    pk: int
    text: str
    due: date | None
    deal: str
    deal_slug: str
    company: str
    row: str


def deal_for(user: User, slug: str) -> Deal:
    """The deal, for those who may see it; to everybody else it does not exist (Http404)."""
    deal = Deal.objects.visible_to(user).select_related("team", "owner", "company", "follows").filter(slug=slug).first()
    if deal is None:
        raise Http404
    return deal


def deal_allows(user: User, act: Act, deal: Deal) -> bool:
    """Whether this person may do ``act`` on this deal."""
    return user.may(act, deal.team_id, own=deal.owner_id == user.pk)


def dealing_teams(user: User) -> list[Team]:
    """The teams in which this person sells, manages or coaches."""
    return teams_where(user, Act.ADD)


def people_of(teams: Iterable[Team]) -> list[User]:
    """The people of these teams a deal may belong to, by name."""
    held: dict[tuple[int, User], list[str]] = {}
    for row in Membership.objects.filter(team__in=list(teams)).select_related("user"):
        held.setdefault((row.team_id, row.user), []).append(row.role)
    found = {user for (_team, user), roles in held.items() if may(roles, Act.ADD, own=True)}
    return sorted(found, key=lambda user: (str(user), user.pk))


def owners_of_deals(user: User) -> list[User]:
    """Whoever has a deal this person may see."""
    theirs = Deal.objects.visible_to(user).filter(owner=OuterRef("pk"))
    return list(User.objects.filter(Exists(theirs)).order_by("name", "pk"))


def has_deals(user: User) -> bool:
    """Whether there is any deal this person may see."""
    return Deal.objects.visible_to(user).exists()


def deals_for(user: User, wanted: DealFilter, key: str = "") -> Page[DealRow]:
    """The deals this person may see, the last changed first, one page from ``key`` on."""
    deals = narrowed(Deal.objects.visible_to(user), wanted)
    count = deals.order_by()[: COUNT_LIMIT + 1].count()
    fetched = list(_after(deals, key).select_related("owner", "company")[: PAGE + 1])
    return Page(rows_of(fetched[:PAGE]), _key(fetched[PAGE - 1]) if len(fetched) > PAGE else "", count)


def totals_for(user: User, wanted: DealFilter) -> tuple[Total, ...]:
    """What the deals found come to, one sum a currency, the most used first."""
    priced = narrowed(Deal.objects.visible_to(user), wanted).filter(amount__isnull=False).order_by()
    sums = priced.values("currency").annotate(total=Sum("amount"), count=Count("pk")).order_by("-count", "currency")
    return tuple(Total(row["currency"], row["total"], row["count"]) for row in sums)


def board_for(user: User, wanted: DealFilter) -> tuple[Column, ...]:
    """A column for every stage of the buyer, in the order of the method."""
    deals = narrowed(Deal.objects.visible_to(user), wanted)
    place = Window(RowNumber(), partition_by=F("stage"), order_by=(F("changed_at").desc(), F("pk").desc()))
    shown = deals.annotate(place=place).filter(place__lte=CARDS).values("pk")
    fetched = list(
        Deal.objects.filter(pk__in=list(shown.values_list("pk", flat=True))).select_related("owner", "company")
    )
    cards = dict(zip((deal.pk for deal in fetched), rows_of(fetched), strict=True))
    counts, totals = _of_stages(deals)
    return tuple(
        Column(
            stage.value,
            tuple(card for card in cards.values() if card.stage == stage.value),
            counts.get(stage.value, 0),
            tuple(totals.get(stage.value, ())),
        )
        for stage in STAGES
    )


def narrowed(deals: DealQuerySet, wanted: DealFilter) -> DealQuerySet:
    """These deals, narrowed to what is wanted."""
    same = {"owner": wanted.owner, "stage": wanted.stage, "state": wanted.state, "currency": wanted.currency}
    deals = deals.filter(**{name: value for name, value in same.items() if value})
    if wanted.words:
        words = wanted.words
        deals = deals.filter(Q(name__icontains=words) | Q(note__icontains=words) | Q(company__name__icontains=words))
    if wanted.company:
        deals = deals.filter(company__name_key__contains=name_key(wanted.company))
    if wanted.least is not None:
        deals = deals.filter(amount__gte=wanted.least)
    if wanted.most is not None:
        deals = deals.filter(amount__lte=wanted.most)
    if wanted.no_task:
        deals = deals.filter(~Exists(Task.objects.filter(deal=OuterRef("pk"), done_at=None)), state=Deal.State.OPEN)
    return deals


def rows_of(deals: Sequence[Deal]) -> tuple[DealRow, ...]:
    """These deals as rows, each with what is to be done next."""
    tasks = _next_tasks(deals)
    return tuple(_row(deal, tasks.get(deal.pk)) for deal in deals)


def views_of(user: User, page: str) -> tuple[View, ...]:
    """The views of a page this person keeps."""
    kept = SavedView.objects.filter(user=user, page=page).values_list("pk", "name", "query")
    return tuple(View(*row) for row in kept)


def view_for(user: User, pk: int) -> SavedView:
    """A view this person keeps; Http404 for anybody else."""
    view = SavedView.objects.filter(user=user, pk=pk).first()
    if view is None:
        raise Http404
    return view


def task_for(user: User, pk: int) -> Task:
    """A task of a deal this person may see; Http404 for everybody else."""
    visible = Deal.objects.visible_to(user).values("pk")
    task = Task.objects.filter(pk=pk, deal__in=visible).select_related("deal").first()
    if task is None:
        raise Http404
    return task


def tasks_of(user: User, key: str = "") -> Page[TaskRow]:
    """What this person has to do, by the day it is due, what has no day last."""
    tasks = Task.objects.filter(owner=user, done_at=None, deal__in=Deal.objects.visible_to(user).values("pk"))
    count = tasks.order_by()[: COUNT_LIMIT + 1].count()
    ordered = tasks.order_by(F("due").asc(nulls_last=True), "pk").select_related("deal__company")
    last = tasks.filter(pk=int(key)).first() if key.isascii() and key.isdigit() and len(key) < 19 else None
    fetched = list((ordered.filter(_later_than(last)) if last else ordered)[: PAGE + 1])
    return Page(_task_rows(fetched[:PAGE]), str(fetched[PAGE - 1].pk) if len(fetched) > PAGE else "", count)


def tasks_done_by(user: User) -> tuple[TaskRow, ...]:
    """The last things this person has done, to be taken back if that was too early."""
    visible = Deal.objects.visible_to(user).values("pk")
    done = Task.objects.filter(owner=user, done_at__isnull=False, deal__in=visible).order_by("-done_at", "-pk")
    return _task_rows(done.select_related("deal__company")[:10])


def _task_rows(tasks: Iterable[Task]) -> tuple[TaskRow, ...]:
    return tuple(
        TaskRow(
            pk=task.pk,
            text=task.text,
            due=task.due,
            deal=task.deal.name,
            deal_slug=task.deal.slug,
            company=task.deal.company.name if task.deal.company else "",
            row=task.row,
        )
        for task in tasks
    )


def _later_than(task: Task) -> Q:
    """What comes after this task in the order of days."""
    if task.due is None:
        return Q(due=None, pk__gt=task.pk)
    return Q(due__gt=task.due) | Q(due=task.due, pk__gt=task.pk) | Q(due=None)


def _of_stages(deals: DealQuerySet) -> tuple[dict[str, int], dict[str, list[Total]]]:
    counts: dict[str, int] = {}
    totals: dict[str, list[Total]] = {}
    grouped = (
        deals.order_by()
        .values("stage", "currency")
        .annotate(total=Sum("amount"), priced=Count("amount"), count=Count("pk"))
    )
    for row in grouped.order_by("-count", "currency"):
        counts[row["stage"]] = counts.get(row["stage"], 0) + row["count"]
        if row["priced"]:
            totals.setdefault(row["stage"], []).append(Total(row["currency"], row["total"], row["priced"]))
    return counts, totals


def _next_tasks(deals: Sequence[Deal]) -> dict[int, NextTask]:
    found: dict[int, NextTask] = {}
    tasks = Task.objects.filter(deal__in=[deal.pk for deal in deals], done_at=None)
    for task in tasks.order_by(F("due").asc(nulls_last=True), "pk"):
        found.setdefault(task.deal_id, NextTask(task.text, task.due))
    return found


def _row(deal: Deal, next_task: NextTask | None) -> DealRow:
    return DealRow(
        slug=deal.slug,
        name=deal.name,
        company=deal.company.name if deal.company else "",
        company_slug=deal.company.slug if deal.company else "",
        owner=str(deal.owner) if deal.owner else "",
        stage=deal.stage,
        state=deal.state,
        amount=deal.amount,
        currency=deal.currency,
        expected_on=deal.expected_on,
        closed_on=deal.closed_on,
        lost_reason=deal.lost_reason,
        next_task=next_task,
    )


def _after(deals: DealQuerySet, key: str) -> DealQuerySet:
    """Keyset paging: offsets read everything they skip."""
    moment, _, number = key.partition("_")
    try:
        changed = parse_datetime(moment)
    except ValueError:
        changed = None
    if changed is None or changed.tzinfo is None or not number.isascii() or not number.isdigit() or len(number) > 18:
        return deals
    return deals.filter(Q(changed_at__lt=changed) | Q(changed_at=changed, pk__lt=int(number)))


def _key(deal: Deal) -> str:
    return f"{deal.changed_at.isoformat()}_{deal.pk}"
