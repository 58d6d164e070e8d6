"""What the conditions of a question mean in the database. Whatever is found may be seen by whoever asks."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import make_aware

from askwell.coding.scoring import ABSTAIN_BELOW
from askwell.deal.questions.periods import days_of, since
from askwell.deal.questions.query import Condition, Query
from askwell.deal.questions.say import ME
from askwell.deal.questions.terms import Subject, Test
from askwell.method.terms import NEEDS, SUCCESSES, Code
from askwell.server.accounts.models import User
from askwell.server.calls.models import CODE_NUMBERS, Call, CallSeller, UnitIndex
from askwell.server.deals.models import (
    Activity,
    Company,
    Contact,
    Deal,
    DealCall,
    DealIndex,
    ObjectionIndex,
    Speaker,
    Stake,
    StakeRole,
    Task,
)
from askwell.server.deals.money import read_amount

INDEXED = frozenset(
    [
        Test.LACKS_WANT,
        Test.HAS_WANT,
        Test.LACKS_NEED,
        Test.HAS_DOUBT,
        Test.LACKS_DOUBT,
        Test.NOT_ADVANCED,
        Test.NEVER_ADVANCED,
        Test.STALLED,
    ]
)
"""What is known of a deal from its calls only, and so from the index."""
_OF_STAKES = frozenset(
    [Test.IN_ROLE, Test.AGAINST_US, Test.HAS_RESERVATIONS, Test.FOR_US, Test.LACKS_ATTITUDE, Test.OF_REP]
)
_AGAINST_US, _HAS_RESERVATIONS = -2, -1
_MARGINS = {Test.ABOVE: "gt", Test.AT_LEAST: "gte", Test.BELOW: "lt", Test.AT_MOST: "lte"}
_IN_A_ROW = 999

_CALL_SUBJECTS = frozenset([Subject.CALLS, Subject.OBJECTIONS, Subject.NEEDS, Subject.MOMENTS])


@dataclass(frozen=True, slots=True)
class Asked:
    """Whoever asks, and on which day."""

    user: User
    today: date

    def days(self, value: str) -> tuple[date, date]:
        return days_of(value, self.today)

    def moments(self, value: str) -> tuple[datetime, datetime]:
        first, after = self.days(value)
        return midnight(first), midnight(after)

    def since(self, span: str) -> date:
        return since(span, self.today)


def midnight(day: date) -> datetime:
    """When a day begins here."""
    return make_aware(datetime.combine(day, time()))


def found_for(query: Query, asked: Asked) -> QuerySet[Any]:
    """The rows a question asks for, of its subject's model, unordered."""
    return {
        Subject.DEALS: _deals,
        Subject.TASKS: _tasks,
        Subject.PEOPLE: _people,
        Subject.COMPANIES: _companies,
        Subject.CALLS: _calls,
        Subject.OBJECTIONS: _moments,
        Subject.NEEDS: _moments,
        Subject.MOMENTS: _moments,
    }[query.subject](query, asked)


def asks_of_calls(subject: Subject) -> bool:
    """Whether a subject is of calls, which also those may count who see no deals."""
    return subject in _CALL_SUBJECTS


def counts_codes(query: Query) -> bool:
    """Whether what the coder found in calls is counted."""
    codes = any(one.test in (Test.HAS_CODE, Test.LACKS_CODE) for one in query.conditions)
    return codes or query.subject in (Subject.OBJECTIONS, Subject.NEEDS, Subject.MOMENTS)


def reads_objections(query: Query) -> bool:
    """Whether objections are counted: all questions take them from their index, as the page of objections does."""
    return query.subject is Subject.OBJECTIONS


def reads_index(query: Query) -> bool:
    """Whether what calls say of deals matters; what is asked of calls is known of each."""
    return not asks_of_calls(query.subject) and any(one.test in INDEXED for one in query.conditions)


def asks_of_open_deals(query: Query) -> bool:
    """Whether people or customers are looked for in open deals."""
    if query.subject is Subject.PEOPLE:
        return any(one.test is not Test.OF_COMPANY for one in query.conditions)
    tests = {one.test for one in query.conditions}
    return query.subject is Subject.COMPANIES and tests != {Test.LACKS_DEAL}


def open_deals(user: User) -> QuerySet[Deal]:
    """The open deals this person may see."""
    return Deal.objects.visible_to(user).filter(state=Deal.State.OPEN)


def _deals(query: Query, asked: Asked) -> QuerySet[Any]:
    deals: QuerySet[Any] = Deal.objects.visible_to(asked.user)
    for condition in query.conditions:
        deals = deals.filter(deal_filter(condition, asked))
    return deals


def _tasks(query: Query, asked: Asked) -> QuerySet[Any]:
    """What is not done, in whatever deal; whoever does it is the rep."""
    deals = Deal.objects.visible_to(asked.user).order_by().values("pk")
    tasks: QuerySet[Any] = Task.objects.filter(done_at=None, deal__in=deals)
    for condition in query.conditions:
        tasks = tasks.filter(_TASK_FILTERS[condition.test](condition, asked))
    return tasks


def deal_filter(condition: Condition, asked: Asked) -> Q:
    """One condition on deals."""
    return _DEAL_FILTERS[condition.test](condition, asked)


def _exists(rows: QuerySet[Any], *, lacking: bool = False) -> Q:
    return ~Q(Exists(rows)) if lacking else Q(Exists(rows))


def _of_deal(model: Any, **facts: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.order_by().filter(deal=OuterRef("pk"), **facts)
    return rows


def _roles(role: str) -> QuerySet[Any]:
    return StakeRole.objects.order_by().filter(stake__deal=OuterRef("pk"), role=role)


def _index(**facts: Any) -> Q:
    return _exists(_of_deal(DealIndex, **facts))


def _doubts(condition: Condition) -> Q:
    rows = _of_deal(DealIndex).exclude(doubts="")
    return _exists(rows.filter(doubts__contains=f" {condition.value} ") if condition.value else rows)


def _not_contacted(condition: Condition, asked: Asked) -> Q:
    day = asked.since(condition.value)
    return (
        _exists(_of_deal(DealCall, call__held_at__gte=midnight(day)), lacking=True)
        & _exists(_of_deal(Activity, day__gte=day), lacking=True)
        & _exists(_of_deal(Stake, last_contact__gte=day), lacking=True)
    )


def _amount(condition: Condition, _asked: Asked) -> Q:
    money = read_amount(condition.value)
    limit: dict[str, Decimal | str] = {f"amount__{_MARGINS[condition.test]}": money.amount}
    return Q(**limit, **({"currency": money.currency} if money.currency else {}))


def reps(condition: Condition, asked: Asked) -> list[int]:
    """The ids of the reps a condition names."""
    return [asked.user.pk] if condition.value == ME else _pks(condition)


def _pks(condition: Condition) -> list[int]:
    return [int(pk) for pk in condition.value.split(",")]


def _between(field: str, first: Any, after: Any) -> Q:
    return Q(**{f"{field}__gte": first, f"{field}__lt": after})


def _state(condition: Condition, _asked: Asked) -> Q:
    return Q() if condition.value == "any" else Q(state=condition.value)


_DEAL_FILTERS: dict[Test, Callable[[Condition, Asked], Q]] = {
    Test.LACKS_ROLE: lambda one, _: _exists(_roles(one.value), lacking=True),
    Test.HAS_ROLE: lambda one, _: _exists(_roles(one.value)),
    Test.LACKS_PEOPLE: lambda _one, _: _exists(_of_deal(Stake), lacking=True),
    Test.LACKS_WANT: lambda _one, _: ~_index(explicit__gt=0),
    Test.HAS_WANT: lambda _one, _: _index(explicit__gt=0),
    Test.LACKS_NEED: lambda _one, _: ~_index(explicit__gt=0) & ~_index(implied__gt=0),
    Test.HAS_DOUBT: lambda one, _: _doubts(one),
    Test.LACKS_DOUBT: lambda one, _: ~_doubts(one),
    Test.NOT_CALLED: lambda one, asked: _exists(
        _of_deal(DealCall, call__held_at__gte=midnight(asked.since(one.value))), lacking=True
    ),
    Test.NEVER_CALLED: lambda _one, _: _exists(_of_deal(DealCall), lacking=True),
    Test.NOT_CONTACTED: _not_contacted,
    Test.NOT_ADVANCED: lambda one, asked: ~_index(last_advance__gte=asked.since(one.value)),
    Test.NEVER_ADVANCED: lambda _one, _: ~_index(advances__gt=0),
    Test.STALLED: lambda one, _: _index(streak__gte=min(int(one.value), _IN_A_ROW)),
    Test.STAGE: lambda one, _: Q(stage=one.value),
    Test.ABOVE: _amount,
    Test.AT_LEAST: _amount,
    Test.BELOW: _amount,
    Test.AT_MOST: _amount,
    Test.LACKS_AMOUNT: lambda _one, _: Q(amount=None),
    Test.OF_REP: lambda one, asked: Q(owner__in=reps(one, asked)),
    Test.OF_COMPANY: lambda one, _: Q(company__in=_pks(one)),
    Test.OF_RIVAL: lambda one, _: _exists(_rivals().filter(rival__in=_pks(one))),
    Test.HAS_RIVAL: lambda _one, _: _exists(_rivals()),
    Test.LACKS_RIVAL: lambda _one, _: _exists(_rivals(), lacking=True),
    Test.OF_PERSON: lambda one, _: _exists(_of_deal(Stake, contact__in=_pks(one))),
    Test.STATE: _state,
    Test.LOST_BECAUSE: lambda one, _: Q(state=Deal.State.LOST, lost_reason=one.value),
    Test.PERIOD: lambda one, asked: _between("closed_on", *asked.days(one.value)),
    Test.EXPECTED: lambda one, asked: _between("expected_on", *asked.days(one.value)),
    Test.OVERDUE: lambda _one, asked: Q(expected_on__lt=asked.today, state=Deal.State.OPEN),
    Test.LACKS_DATE: lambda _one, _: Q(expected_on=None),
    Test.LACKS_TASK: lambda _one, _: _exists(_of_deal(Task, done_at=None), lacking=True),
    Test.LATE_TASK: lambda _one, asked: _exists(_of_deal(Task, done_at=None, due__lt=asked.today)),
    Test.BEGUN: lambda one, asked: _between("created_at", *asked.moments(one.value)),
}


_TASK_FILTERS: dict[Test, Callable[[Condition, Asked], Q]] = {
    Test.OF_REP: lambda one, asked: Q(owner__in=reps(one, asked)),
    Test.OF_COMPANY: lambda one, _: Q(deal__company__in=_pks(one)),
    Test.OVERDUE: lambda _one, asked: Q(due__lt=asked.today),
    Test.DUE: lambda one, asked: _between("due", *asked.days(one.value)),
    Test.PERIOD: lambda one, asked: _between("due", *asked.days(one.value)),
    Test.LACKS_DATE: lambda _one, _: Q(due=None),
}


def _rivals() -> QuerySet[Any]:
    rows: QuerySet[Any] = Deal.rivals.through.objects.filter(deal=OuterRef("pk"))
    return rows


def _companies(query: Query, asked: Asked) -> QuerySet[Any]:
    """A customer lacks what all its open deals lack, and has what one of them has."""
    companies: QuerySet[Any] = Company.objects.visible_to(asked.user)
    deals = open_deals(asked.user).filter(company=OuterRef("pk")).order_by()
    if asks_of_open_deals(query):
        companies = companies.filter(Exists(deals))
    for condition in query.conditions:
        if condition.test is Test.LACKS_DEAL:
            companies = companies.filter(~Exists(deals))
        elif condition.test in (Test.HAS_DOUBT, Test.OF_REP):
            companies = companies.filter(Exists(deals.filter(deal_filter(condition, asked))))
        else:
            companies = companies.filter(~Exists(deals.exclude(deal_filter(condition, asked))))
    return companies


def _people(query: Query, asked: Asked) -> QuerySet[Any]:
    """What is asked of somebody's part in a deal must hold of one and the same part."""
    people: QuerySet[Any] = Contact.objects.visible_to(asked.user)
    if asks_of_open_deals(query):
        stakes = Stake.objects.filter(deal__in=open_deals(asked.user).order_by().values("pk")).order_by()
        for condition in (one for one in query.conditions if one.test in _OF_STAKES):
            stakes = stakes.filter(_stake_filter(condition, asked))
        people = people.filter(pk__in=stakes.values("contact"))
    for condition in (one for one in query.conditions if one.test not in _OF_STAKES):
        people = people.filter(_person_filter(condition, asked))
    return people


def _stake_filter(condition: Condition, asked: Asked) -> Q:
    if condition.test is Test.IN_ROLE:
        return Q(Exists(StakeRole.objects.order_by().filter(stake=OuterRef("pk"), role=condition.value)))
    if condition.test is Test.OF_REP:
        return Q(deal__owner__in=reps(condition, asked))
    return {
        Test.AGAINST_US: Q(attitude=_AGAINST_US),
        Test.HAS_RESERVATIONS: Q(attitude=_HAS_RESERVATIONS),
        Test.FOR_US: Q(attitude__gt=0),
        Test.LACKS_ATTITUDE: Q(attitude=None),
    }[condition.test]


def _person_filter(condition: Condition, asked: Asked) -> Q:
    if condition.test is Test.OF_COMPANY:
        return Q(company__in=_pks(condition))
    calls = Call.objects.visible_to(asked.user).order_by()
    if condition.test is Test.LACKS_VOICE:
        return ~Q(pk__in=Speaker.objects.filter(call__in=calls.values("pk")).values("contact"))
    day = asked.since(condition.value)
    deals = Deal.objects.visible_to(asked.user).order_by().values("pk")
    since_then = calls.filter(held_at__gte=midnight(day)).values("pk")
    spoke = Speaker.objects.filter(call__in=since_then).values("contact")
    noted = Stake.objects.order_by().filter(deal__in=deals, last_contact__gte=day).values("contact")
    met = Activity.contacts.through.objects.filter(activity__deal__in=deals, activity__day__gte=day).values("contact")
    return ~Q(pk__in=spoke) & ~Q(pk__in=noted) & ~Q(pk__in=met)


def _calls(query: Query, asked: Asked) -> QuerySet[Any]:
    calls: QuerySet[Any] = Call.objects.visible_to(asked.user)
    for condition in query.conditions:
        calls = calls.filter(_call_filter(condition, asked))
    return calls


def _call_filter(condition: Condition, asked: Asked) -> Q:
    if condition.test is Test.PERIOD:
        return _between("held_at", *asked.moments(condition.value))
    if condition.test is Test.OF_REP:
        return sold_by(reps(condition, asked))
    if condition.test is Test.OF_COMPANY:
        return _exists(_deal_of_call(asked.user).filter(deal__company__in=_pks(condition)))
    if condition.test is Test.LACKS_DEAL:
        return _exists(_deal_of_call(asked.user), lacking=True)
    if condition.test in (Test.OUTCOME, Test.NEVER_ADVANCED):
        return Q(outcome=condition.value) if condition.value else ~Q(outcome="") & ~Q(outcome__in=SUCCESSES)
    units = certain().filter(call=OuterRef("pk"), code=CODE_NUMBERS[Code(condition.value)])
    # A call that is not coded yet neither holds nor lacks anything.
    return Q(Exists(units)) if condition.test is Test.HAS_CODE else Q(state=Call.State.READY) & ~Q(Exists(units))


def _deal_of_call(user: User) -> QuerySet[Any]:
    return DealCall.objects.filter(call=OuterRef("pk"), deal__in=Deal.objects.visible_to(user).order_by().values("pk"))


def certain() -> QuerySet[UnitIndex]:
    """What was coded without the coder abstaining; nothing else is counted."""
    return UnitIndex.objects.filter(p__gte=ABSTAIN_BELOW)


def sold_by(people: Sequence[int]) -> Q:
    """The calls these people sold in: whoever is known to speak in them, else whose they are."""
    sellers = CallSeller.objects.filter(call=OuterRef("pk"))
    return Q(Exists(sellers.filter(user__in=people))) | (Q(owner__in=people) & ~Q(Exists(sellers)))


def _moments(query: Query, asked: Asked) -> QuerySet[Any]:
    calls: QuerySet[Any] = Call.objects.visible_to(asked.user)
    for condition in query.conditions:
        if condition.test in (Test.PERIOD, Test.OF_REP, Test.OF_COMPANY):
            calls = calls.filter(_call_filter(condition, asked))
    within = calls.order_by().values("pk")
    if reads_objections(query):
        about = query.value_of(Test.ABOUT)
        rows: QuerySet[Any] = ObjectionIndex.objects.filter(call__in=within)
        return rows.filter(concern=about) if about else rows
    codes = [CODE_NUMBERS[code] for code in _codes(query)]
    teams = asked.user.memberships.order_by().values("team")  # so that the index by team and code is used
    return certain().filter(team__in=teams, code__in=codes, call__in=within)


def _codes(query: Query) -> Iterable[Code]:
    tests = {one.test for one in query.conditions}
    if query.subject is Subject.MOMENTS:
        return (Code(query.value_of(Test.CODE) or ""),)
    if Test.EXPLICIT in tests:
        return (Code.EXPLICIT_NEED,)
    return (Code.IMPLIED_NEED,) if Test.IMPLIED in tests else NEEDS
