"""Gifts and hospitality are noted and held against the limits of the team; managers decide on what is above (M35)."""

from decimal import Decimal
from typing import Any, TypedDict

from django.db import transaction

from askwell.server.accounts.models import Team, User
from askwell.server.deals.gifts_queries import DECISION, given_in_year, limits_of
from askwell.server.deals.models import Contact, Deal, DealDecision, Gift, GiftLimit


class GiftFacts(TypedDict):
    """What is noted of a gift."""

    text: str
    occasion: str
    amount: Decimal
    currency: str
    day: Any
    giver: User


@transaction.atomic
def note_gift(deal: Deal, author: User, contact: Contact, facts: GiftFacts) -> Gift:
    """Put a gift on the log; above a limit, or where none is set, it asks for an approval."""
    Contact.objects.select_for_update().get(pk=contact.pk)  # two at once would each be within the limit of the year
    why = _why_asked(deal.team, contact, facts)
    state = Gift.State.ASKS if why else Gift.State.WITHIN
    return Gift.objects.create(deal=deal, author=author, contact=contact, state=state, why=why, **facts)


def _why_asked(team: Team, contact: Contact, facts: GiftFacts) -> str:
    """Which limit it is above; empty where it is within all."""
    limit = limits_of(team).get(facts["currency"])
    if limit is None:
        return Gift.Why.NO_LIMIT
    if facts["amount"] > limit.each:
        return Gift.Why.EACH
    given = given_in_year([contact.pk]).get((contact.pk, facts["day"].year, facts["currency"]), Decimal(0))
    return Gift.Why.YEAR if given + facts["amount"] > limit.year else ""


@transaction.atomic
def decide_gift(gift: Gift, author: User, *, approved: bool, note: str) -> bool:
    """Approve or refuse a gift that asks; False where somebody has decided before."""
    state = Gift.State.APPROVED if approved else Gift.State.REFUSED
    if not Gift.objects.filter(pk=gift.pk, state=Gift.State.ASKS).update(state=state):
        return False
    value = {"gift": gift.pk, "is": state.value, "note": note}
    DealDecision.objects.create(deal=gift.deal, author=author, kind=DECISION, value=value)
    return True


def set_limit(team: Team, author: User, currency: str, each: Decimal | None, year: Decimal | None) -> GiftLimit:
    """Say how much may be given without an approval; two times None takes the limit away."""
    return GiftLimit.objects.create(team=team, author=author, currency=currency, each=each, year=year)
