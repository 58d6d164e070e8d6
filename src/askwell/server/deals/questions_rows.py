"""The rows of an answer: each with what shows that it belongs there, and where that is seen."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone

from askwell.deal.questions.query import Query
from askwell.deal.questions.terms import Subject, Test
from askwell.method.terms import Code, NeedState
from askwell.server.accounts.models import User
from askwell.server.calls.models import CODE_NUMBERS, Call, Turn, UnitIndex
from askwell.server.deals.models import Contact, Deal, DealIndex, Reckoned, Speaker, Stake, Task
from askwell.server.deals.questions_filters import Asked, certain, open_deals

QUOTES = 2
"""Quotes a row shows; the rest stands where it leads to."""
_ABOUT_ROLES = frozenset([Test.LACKS_ROLE, Test.HAS_ROLE, Test.OF_PERSON])
_CODES = {number: code for code, number in CODE_NUMBERS.items()}


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a call, and where they stand."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class CallLink:
    """A call as a source; ``address`` is empty where its words may not be read."""

    title: str
    held_at: datetime | None
    address: str


@dataclass(frozen=True, slots=True)
class Held:
    """A role in a deal and who has it; ``address`` leads to the person."""

    role: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class DealFound:
    """A deal that answers a question, with what shows that it does."""

    name: str
    address: str
    company: str
    owner: str
    stage: str
    state: str
    amount: Decimal | None
    currency: str
    expected_on: date | None
    closed_on: date | None
    lost_reason: str
    created_at: datetime
    last_call: CallLink | None
    last_advance: date | None
    streak: int
    roles: tuple[Held, ...]
    late: tuple[str, ...]
    quotes: tuple[Quote, ...]
    stale: bool


@dataclass(frozen=True, slots=True)
class TaskFound:
    """Something to be done; ``address`` leads to its deal."""

    text: str
    due: date | None
    late: bool
    owner: str
    deal: str
    address: str
    company: str


@dataclass(frozen=True, slots=True)
class PartInDeal:
    """What somebody is in one deal."""

    deal: str
    address: str
    roles: tuple[str, ...]
    attitude: int | None
    last_contact: date | None


@dataclass(frozen=True, slots=True)
class PersonFound:
    name: str
    address: str
    title: str
    company: str
    parts: tuple[PartInDeal, ...]


@dataclass(frozen=True, slots=True)
class CompanyFound:
    """A customer, and its open deals as (name, address, owner)."""

    name: str
    address: str
    deals: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class CallFound:
    title: str
    address: str
    held_at: datetime | None
    outcome: str
    sellers: str
    deal: str
    deal_address: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class MomentFound:
    """One moment of a call; ``quote`` is None where its words may not be read."""

    code: str
    concern: str
    call: CallLink
    sellers: str
    quote: Quote | None


Found = DealFound | TaskFound | PersonFound | CompanyFound | CallFound | MomentFound


def with_related(query: Query, found: QuerySet[Any]) -> QuerySet[Any]:
    """What was found, with what its rows need of it."""
    if query.subject is Subject.DEALS:
        return found.select_related("company", "owner", "index")
    if query.subject is Subject.TASKS:
        return found.select_related("owner", "deal__company")
    if query.subject is Subject.PEOPLE:
        return found.select_related("company")
    if query.subject is Subject.CALLS:
        return found.select_related("owner").prefetch_related("sellers")
    return found if query.subject is Subject.COMPANIES else found.select_related("call__owner")


def rows_of(query: Query, found: Sequence[Any], asked: Asked, stale: frozenset[int]) -> tuple[Found, ...]:
    """What was found, as rows, in the same order; ``stale`` are deals out of date."""
    if query.subject is Subject.DEALS:
        return _deal_rows(query, found, asked, stale)
    if query.subject in _ROWS:
        return _ROWS[query.subject](query, found, asked)
    return _moment_rows(found, asked)


def _deal_rows(query: Query, deals: Sequence[Deal], asked: Asked, stale: frozenset[int]) -> tuple[Found, ...]:
    pks = [deal.pk for deal in deals]
    tests = {one.test for one in query.conditions}
    calls = _last_calls(pks, asked.user)
    roles = _roles_in(pks) if tests & _ABOUT_ROLES else {}
    late = _late_tasks(pks, asked.today) if Test.LATE_TASK in tests else {}
    quotes = _quotes_of_deals(query, [pk for pk in pks if pk not in stale], asked.user)
    return tuple(
        _deal(deal, calls.get(deal.pk), roles.get(deal.pk, ()), late.get(deal.pk, ()), quotes.get(deal.pk, ()), stale)
        for deal in deals
    )


def _deal(
    deal: Deal,
    last_call: CallLink | None,
    roles: Sequence[Held],
    late: Sequence[str],
    quotes: Sequence[Quote],
    stale: frozenset[int],
) -> DealFound:
    index: DealIndex | None = getattr(deal, "index", None)
    return DealFound(
        name=deal.name,
        address=reverse("deals:page", args=[deal.slug]),
        company=deal.company.name if deal.company else "",
        owner=str(deal.owner) if deal.owner else "",
        stage=deal.stage,
        state=deal.state,
        amount=deal.amount,
        currency=deal.currency,
        expected_on=deal.expected_on,
        closed_on=deal.closed_on,
        lost_reason=deal.lost_reason,
        created_at=deal.created_at,
        last_call=last_call,
        last_advance=index.last_advance if index else None,
        streak=index.streak if index else 0,
        roles=tuple(roles),
        late=tuple(late),
        quotes=tuple(quotes),
        stale=deal.pk in stale,
    )


def _last_calls(deals: Sequence[int], user: User) -> dict[int, CallLink]:
    """The last call of each deal whose day is known."""
    readable = Call.objects.filter(pk=OuterRef("pk")).worded_to(user)
    calls = Call.objects.filter(deal_call__deal__in=deals, held_at__isnull=False).order_by("held_at", "pk")
    rows = calls.annotate(worded=Exists(readable)).values_list("deal_call__deal", "title", "held_at", "slug", "worded")
    return {
        deal: CallLink(title, held_at, _call_address(slug) if worded else "")
        for deal, title, held_at, slug, worded in rows
    }


def _call_address(slug: str, turn: int | None = None) -> str:
    return reverse("calls:page", args=[slug]) + ("" if turn is None else f"#t{turn}")


def _roles_in(deals: Sequence[int]) -> dict[int, list[Held]]:
    stakes = Stake.objects.filter(deal__in=deals).select_related("contact").prefetch_related("roles")
    held: dict[int, list[Held]] = defaultdict(list)
    for stake in stakes:
        for row in stake.roles.all():
            held[stake.deal_id].append(Held(row.role, stake.contact.name, _contact_address(stake.contact)))
    return held


def _contact_address(contact: Contact) -> str:
    return reverse("deals:contact", args=[contact.slug])


def _late_tasks(deals: Sequence[int], today: date) -> dict[int, list[str]]:
    late: dict[int, list[str]] = defaultdict(list)
    for task in Task.objects.filter(deal__in=deals, done_at=None, due__lt=today).order_by("due", "pk"):
        late[task.deal_id].append(task.text)
    return {deal: texts[:QUOTES] for deal, texts in late.items()}


def _quotes_of_deals(query: Query, deals: Sequence[int], user: User) -> dict[int, tuple[Quote, ...]]:
    """The words an explicit need or an open doubt rests on, from what was last reckoned."""
    tests = {one.test for one in query.conditions}
    if not tests & {Test.HAS_WANT, Test.HAS_DOUBT} or not deals:
        return {}
    doubts = {one.value for one in query.conditions if one.test is Test.HAS_DOUBT}
    told = {
        row.deal_id: [(want, one) for want, part in _told(row.told["state"], tests, doubts) for one in part["evidence"]]
        for row in Reckoned.objects.filter(deal__in=deals)
    }
    calls = Call.objects.filter(slug__in={one["call"] for all_told in told.values() for _want, one in all_told})
    readable = set(calls.worded_to(user).values_list("slug", "deal_call__deal"))
    wants = _wants_in(calls) if Test.HAS_WANT in tests else set()
    return {
        deal: tuple(
            Quote(one["text"], _call_address(one["call"], one["turn"]))
            for want, one in all_told
            if (one["call"], deal) in readable and (not want or (one["call"], one["turn"], one["start"]) in wants)
        )[:QUOTES]
        for deal, all_told in told.items()
    }


def _wants_in(calls: QuerySet[Call]) -> set[tuple[str, int, int]]:
    """Where wants were stated: a need rests on its problems too."""
    units = certain().filter(call__in=calls.order_by().values("pk"), code=CODE_NUMBERS[Code.EXPLICIT_NEED])
    return set(units.values_list("call__slug", "turn", "start"))


def _told(state: Mapping[str, Any], tests: set[Test], doubts: set[str]) -> Iterable[tuple[bool, Mapping[str, Any]]]:
    """The open doubts and the explicit needs that are asked for, and which are needs."""
    if Test.HAS_DOUBT in tests:
        yield from ((False, one) for one in state["doubts"] if one["open"] and (one["doubt"] in doubts or "" in doubts))
    if Test.HAS_WANT in tests:
        yield from ((True, one) for one in state["needs"] if one["state"] == NeedState.EXPLICIT.value)


def _task_rows(_query: Query, tasks: Sequence[Task], asked: Asked) -> tuple[Found, ...]:
    return tuple(
        TaskFound(
            text=task.text,
            due=task.due,
            late=task.due is not None and task.due < asked.today,
            owner=str(task.owner) if task.owner else "",
            deal=task.deal.name,
            address=reverse("deals:page", args=[task.deal.slug]),
            company=task.deal.company.name if task.deal.company else "",
        )
        for task in tasks
    )


def _person_rows(_query: Query, people: Sequence[Contact], asked: Asked) -> tuple[Found, ...]:
    pks = [person.pk for person in people]
    stakes = Stake.objects.filter(contact__in=pks, deal__in=open_deals(asked.user).values("pk"))
    parts: dict[int, list[PartInDeal]] = defaultdict(list)
    heard = _last_heard(pks)
    for stake in stakes.select_related("deal").prefetch_related("roles"):
        roles = tuple(row.role for row in stake.roles.all())
        address = reverse("deals:page", args=[stake.deal.slug])
        days = filter(None, (stake.last_contact, heard.get((stake.contact_id, stake.deal_id))))
        last = max(days, default=None)
        parts[stake.contact_id].append(PartInDeal(stake.deal.name, address, roles, stake.attitude, last))
    return tuple(_person(person, parts[person.pk]) for person in people)


def _last_heard(people: Sequence[int]) -> dict[tuple[int, int], date]:
    """By person and deal, the day of the last call of the deal in which they spoke."""
    spoke = Speaker.objects.filter(contact__in=people, call__deal_call__isnull=False, call__held_at__isnull=False)
    rows = spoke.order_by("call__held_at").values_list("contact", "call__deal_call__deal", "call__held_at")
    return {(person, deal): timezone.localdate(held_at) for person, deal, held_at in rows}


def _person(contact: Contact, parts: Sequence[PartInDeal]) -> PersonFound:
    company = contact.company.name if contact.company else ""
    return PersonFound(contact.name, _contact_address(contact), contact.title, company, tuple(parts))


def _company_rows(_query: Query, companies: Sequence[Any], asked: Asked) -> tuple[Found, ...]:
    deals: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    of_them = open_deals(asked.user).filter(company__in=[company.pk for company in companies]).select_related("owner")
    for deal in of_them.order_by("-changed_at", "-pk"):
        owner = str(deal.owner) if deal.owner else ""
        deals[deal.company_id or 0].append((deal.name, reverse("deals:page", args=[deal.slug]), owner))
    return tuple(
        CompanyFound(company.name, reverse("deals:company", args=[company.slug]), tuple(deals[company.pk]))
        for company in companies
    )


def _call_rows(query: Query, calls: Sequence[Call], asked: Asked) -> tuple[Found, ...]:
    pks = [call.pk for call in calls]
    deals = _deals_of_calls(pks, asked.user)
    numbers = [CODE_NUMBERS[Code(one.value)] for one in query.conditions if one.test is Test.HAS_CODE]
    quotes = _quotes_in(pks, numbers, asked.user)
    return tuple(_call(call, deals.get(call.pk, ("", "")), quotes.get(call.pk, ())) for call in calls)


def _call(call: Call, deal: tuple[str, str], quotes: Sequence[Quote]) -> CallFound:
    return CallFound(
        title=call.title,
        address=_call_address(call.slug),
        held_at=call.held_at,
        outcome=call.outcome,
        sellers=sellers_of(call),
        deal=deal[0],
        deal_address=deal[1],
        quotes=tuple(quotes),
    )


def sellers_of(call: Call) -> str:
    """Who sold in a call, as a row says it."""
    names = [str(user) for user in call.sellers.all()] or ([str(call.owner)] if call.owner else [])
    return ", ".join(dict.fromkeys(names))


def _deals_of_calls(calls: Sequence[int], user: User) -> dict[int, tuple[str, str]]:
    deals = Deal.objects.visible_to(user).order_by().filter(deal_calls__call__in=calls)
    rows = deals.values_list("deal_calls__call", "name", "slug")
    return {call: (name, reverse("deals:page", args=[slug])) for call, name, slug in rows}


def _quotes_in(calls: Sequence[int], numbers: Sequence[int], user: User) -> dict[int, list[Quote]]:
    """The first words of these codes in each call that may be read."""
    if not numbers:
        return {}
    worded = list(Call.objects.filter(pk__in=calls).worded_to(user).values_list("pk", flat=True))
    first: dict[int, list[UnitIndex]] = defaultdict(list)
    for unit in (
        UnitIndex.objects.filter(call__in=worded, code__in=numbers).select_related("call").order_by("turn", "start")
    ):
        if len(first[unit.call_id]) < QUOTES:
            first[unit.call_id].append(unit)
    texts = _texts([unit for units in first.values() for unit in units])
    return {call: [_quote(unit, texts) for unit in units] for call, units in first.items()}


def _moment_rows(moments: Sequence[Any], asked: Asked) -> tuple[Found, ...]:
    calls = {one.call_id: one.call for one in moments}
    prefetch_related_objects(list(calls.values()), "sellers")
    worded = set(Call.objects.filter(pk__in=list(calls)).worded_to(asked.user).values_list("pk", flat=True))
    texts = _texts([one for one in moments if one.call_id in worded])
    return tuple(
        MomentFound(
            code=_CODES[one.code].value if isinstance(one, UnitIndex) else Code.OBJECTION.value,
            concern="" if isinstance(one, UnitIndex) else one.concern,
            call=CallLink(one.call.title, one.call.held_at, _call_address(one.call.slug)),
            sellers=sellers_of(calls[one.call_id]),
            quote=_quote(one, texts) if one.call_id in worded else None,
        )
        for one in moments
    )


def _texts(places: Sequence[Any]) -> dict[tuple[int, int], str]:
    wanted = {(one.call_id, one.turn) for one in places}
    if not wanted:
        return {}
    turns = Turn.objects.filter(call__in={call for call, _ in wanted}, number__in={turn for _, turn in wanted})
    rows = turns.values_list("call", "number", "text")
    return {(call, number): text for call, number, text in rows if (call, number) in wanted}


def _quote(place: Any, texts: Mapping[tuple[int, int], str]) -> Quote:
    text = texts.get((place.call_id, place.turn), "")[place.start : place.end]
    return Quote(text, _call_address(place.call.slug, place.turn))


_ROWS: dict[Subject, Callable[[Query, Any, Asked], tuple[Found, ...]]] = {
    Subject.TASKS: _task_rows,
    Subject.PEOPLE: _person_rows,
    Subject.COMPANIES: _company_rows,
    Subject.CALLS: _call_rows,
}
