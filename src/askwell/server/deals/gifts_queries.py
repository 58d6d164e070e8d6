"""What pages read of gifts and hospitality and of their limits (M35). Nothing here changes anything."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max, Q, Sum
from django.db.models.functions import ExtractYear
from django.http import Http404

from askwell.method.loader import load_codebook
from askwell.server.accounts.models import Team, User
from askwell.server.accounts.queries import teams_where
from askwell.server.accounts.roles import Act
from askwell.server.deals.customers_queries import with_merged
from askwell.server.deals.models import Contact, Deal, Gift, GiftLimit

RULE = "door.gifts"
MOST = 200
"""Gifts of a deal a page shows; a deal with more is none."""
PAGE = 50
"""Gifts of a team a page shows."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How much may be given without an approval in one currency."""

    currency: str
    each: Decimal
    year: Decimal


@dataclass(frozen=True, slots=True)
class LimitSet:
    """That somebody set or took away a limit."""

    currency: str
    each: Decimal | None
    year: Decimal | None
    author: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Decided:
    """What a manager said to a gift."""

    note: str
    author: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class GiftRow:
    """A gift of the log; ``in_year`` is what the person was given in that year and currency, the refused aside.

    ``deal_slug`` is empty where the deal is deleted.
    """

    pk: int
    deal: str
    deal_slug: str
    text: str
    occasion: str
    amount: Decimal
    currency: str
    day: date
    contact: str
    contact_slug: str
    giver: str
    author: str
    created_at: datetime
    state: str
    state_name: str
    why: str
    decided: Decided | None
    in_year: Decimal
    mine_to_decide: bool
    official: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """What the codebook says of gifts."""

    definition: str
    compliance: tuple[str, ...]
    cautions: tuple[str, ...]
    advice: str


def rule(lang: str) -> Rule:
    """The codebook's rule on gifts."""
    entry = load_codebook().entry(RULE)
    kinds = {
        kind: tuple(item.text.in_lang(lang) for item in entry.items_of(kind)) for kind in ("compliance", "caution")
    }
    advice = entry.advice.in_lang(lang) if entry.advice else ""
    return Rule(entry.definition.in_lang(lang), kinds["compliance"], kinds["caution"], advice)


def limits_of(team: Team) -> dict[str, Limit]:
    """The limits that hold in a team, by currency."""
    last = GiftLimit.objects.filter(team=team).order_by().values("currency").annotate(last=Max("pk")).values("last")
    rows = GiftLimit.objects.filter(pk__in=last).order_by("currency")
    return {
        row.currency: Limit(row.currency, row.each, row.year)
        for row in rows
        if row.each is not None and row.year is not None
    }


def limits_set(team: Team) -> tuple[LimitSet, ...]:
    """What was set before, the last first."""
    rows = GiftLimit.objects.filter(team=team).select_related("author")[:MOST]
    return tuple(LimitSet(row.currency, row.each, row.year, _named(row.author), row.created_at) for row in rows)


def given_in_year(contacts: Iterable[int]) -> dict[tuple[int, int, str], Decimal]:
    """What these people were given in all deals, by person, year and currency; what was refused was not given."""
    rows = Gift.objects.filter(contact__in=list(contacts)).exclude(state=Gift.State.REFUSED).order_by()
    sums = rows.annotate(of_year=ExtractYear("day")).values_list("contact", "of_year", "currency")
    return {(contact, year, code): total for contact, year, code, total in sums.annotate(total=Sum("amount"))}


def is_official(contact: Contact) -> bool:
    """Whether the person was said to be a public official, under this entry or one merged into it."""
    return any(each.official for each in with_merged(contact))


def gifts_of(deal: Deal, user: User) -> tuple[GiftRow, ...]:
    """The log of a deal, the last day first."""
    return _rows(deal.gifts.all()[:MOST], user.may(Act.REASSIGN, deal.team_id), user)


def log_teams(user: User) -> list[Team]:
    """The teams whose whole log this person may read: managers and administrators do."""
    read = [*teams_where(user, Act.REASSIGN), *teams_where(user, Act.MANAGE_PEOPLE)]
    return sorted(dict.fromkeys(read), key=lambda team: (str(team), team.pk))


def log_of(team: Team, user: User, after: str) -> tuple[tuple[GiftRow, ...], str]:
    """A page of the log of a team, gifts of deleted deals among them, and the key of the next page."""
    rows = list(_after(Gift.objects.filter(team=team), after)[: PAGE + 1])
    more = f"{rows[PAGE - 1].day.isoformat()}_{rows[PAGE - 1].pk}" if len(rows) > PAGE else ""
    return _rows(Gift.objects.filter(pk__in=[row.pk for row in rows[:PAGE]]), user.may(Act.REASSIGN, team), user), more


def _after(gifts: Any, key: str) -> Any:
    """Keyset paging; a key that is none begins at the beginning."""
    day, _, number = key.partition("_")
    try:
        last = date.fromisoformat(day)
    except ValueError:
        return gifts
    if not (number.isascii() and number.isdigit() and len(number) <= 18):
        return gifts
    return gifts.filter(Q(day__lt=last) | Q(day=last, pk__lt=int(number)))


def _rows(gifts: Any, manages: bool, user: User) -> tuple[GiftRow, ...]:
    rows = list(gifts.select_related("deal", "contact", "giver", "author", "decision__author"))
    people = {row.contact_id for row in rows if row.contact_id}
    given, officials = given_in_year(people), _officials(people)
    return tuple(
        GiftRow(
            pk=row.pk,
            deal=row.deal.name if row.deal else row.deal_name,
            deal_slug=row.deal.slug if row.deal else "",
            text=row.text,
            occasion=row.occasion,
            amount=row.amount,
            currency=row.currency,
            day=row.day,
            contact=row.contact.name if row.contact else "",
            contact_slug=row.contact.slug if row.contact else "",
            giver=_named(row.giver),
            author=_named(row.author),
            created_at=row.created_at,
            state=row.state,
            state_name=str(Gift.State(row.state).label),
            why=str(Gift.Why(row.why).label) if row.why else "",
            decided=_decided(row),
            in_year=given.get((row.contact_id or 0, row.day.year, row.currency), Decimal(0)),
            mine_to_decide=manages and _another(user, row) and row.state == Gift.State.ASKS,
            official=row.contact_id in officials,
        )
        for row in rows
    )


def _officials(people: Iterable[int]) -> frozenset[int]:
    """Those of these people who are public officials; most teams have entered nobody as one."""
    if not Contact.objects.filter(official=True).exists():
        return frozenset()
    return frozenset(contact.pk for contact in Contact.objects.filter(pk__in=list(people)) if is_official(contact))


def gift_for(user: User, pk: int) -> Gift:
    """A gift on a log this person may read, of a deal they see or of a team whose log is theirs; or Http404."""
    seen = Q(deal__in=Deal.objects.visible_to(user)) | Q(team__in=log_teams(user))
    gift = Gift.objects.filter(seen, pk=pk).select_related("deal", "contact", "team").first()
    if gift is None:
        raise Http404
    return gift


def may_decide(user: User, gift: Gift) -> bool:
    """Whether this person may approve or refuse: managers may, but not who gives it or put it on the log."""
    return user.may(Act.REASSIGN, gift.team_id) and _another(user, gift)


def _another(user: User, gift: Gift) -> bool:
    return user.pk not in {gift.giver_id, gift.author_id}


def _decided(gift: Gift) -> Decided | None:
    said = getattr(gift, "decision", None)
    return Decided(said.note, _named(said.author), said.created_at) if said else None


def _named(user: User | None) -> str:
    return str(user) if user else ""
