"""What pages read of gifts and hospitality and of their limits (M35). Nothing here changes anything."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max, Sum
from django.db.models.functions import ExtractYear
from django.http import Http404

from askwell.method.loader import load_codebook
from askwell.server.accounts.models import Team, User
from askwell.server.accounts.roles import Act
from askwell.server.deals.models import Deal, Gift, GiftLimit

DECISION = "gift"
"""The kind of a decision on a gift."""
RULE = "door.gifts"
MOST = 200
"""Gifts a page shows; a deal with more is none."""


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
    """A gift of the log; ``in_year`` is what the person was given in that year and currency, the refused aside."""

    pk: int
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


def gifts_of(deal: Deal, user: User) -> tuple[GiftRow, ...]:
    """The log of a deal, the last day first."""
    rows = list(deal.gifts.select_related("contact", "giver", "author")[:MOST])
    decided = _decisions(deal)
    given = given_in_year({row.contact_id for row in rows if row.contact_id})
    manages = user.may(Act.REASSIGN, deal.team_id)
    return tuple(
        GiftRow(
            pk=row.pk,
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
            decided=decided.get(row.pk),
            in_year=given.get((row.contact_id or 0, row.day.year, row.currency), Decimal(0)),
            mine_to_decide=manages and _another(user, row) and row.state == Gift.State.ASKS,
        )
        for row in rows
    )


def gift_of(deal: Deal, pk: int) -> Gift:
    """A gift of this deal, or Http404."""
    gift: Gift | None = deal.gifts.filter(pk=pk).first()
    if gift is None:
        raise Http404
    return gift


def may_decide(user: User, gift: Gift) -> bool:
    """Whether this person may approve or refuse: managers may, but not who gives it or put it on the log."""
    return user.may(Act.REASSIGN, gift.deal.team_id) and _another(user, gift)


def _another(user: User, gift: Gift) -> bool:
    return user.pk not in {gift.giver_id, gift.author_id}


def _decisions(deal: Deal) -> dict[int, Decided]:
    rows: Any = deal.decisions.filter(kind=DECISION).select_related("author")
    return {row.value["gift"]: Decided(row.value["note"], _named(row.author), row.created_at) for row in rows}


def _named(user: User | None) -> str:
    return str(user) if user else ""
