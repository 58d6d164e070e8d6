"""Gifts and hospitality are noted and held against the rule and the limits; managers decide on what is above (M35)."""

from decimal import Decimal
from typing import Any, TypedDict

from django.db import transaction

from askwell.server.accounts.models import Team, User
from askwell.server.deals.gifts_queries import given_in_year, is_official, limits_of
from askwell.server.deals.models import Contact, Deal, Gift, GiftDecision, GiftLimit
from askwell.server.deals.terms import NOT_NEAR

BY_RULE = frozenset((Gift.Why.OFFICIAL, Gift.Why.AWARD, Gift.Why.STRANGER))
"""What no manager can approve."""


class GiftFacts(TypedDict):
    """What is noted of a gift; ``official`` and ``award_pending`` of the person as of that day."""

    text: str
    occasion: str
    amount: Decimal
    currency: str
    day: Any
    giver: User
    official: bool
    award_pending: bool


class NotForOfficialsError(ValueError):
    """A gift for a public official cannot be approved."""


@transaction.atomic
def note_gift(deal: Deal, author: User, contact: Contact, facts: GiftFacts) -> Gift:
    """Put a gift on the log: what the rule forbids is turned down at once, what is above a limit asks for approval.

    Who was once said to be a public official stays one, whatever a later entry says.
    """
    contact = Contact.objects.select_for_update().get(pk=contact.pk)  # two at once would each be within the year
    if facts["official"] or contact.official is None:
        contact.official = facts["official"]
        contact.save(update_fields=["official"])
    why = _why(deal, contact, facts)
    state = Gift.State.REFUSED if why in BY_RULE else Gift.State.ASKS if why else Gift.State.WITHIN
    kept = {name: facts[name] for name in ("text", "occasion", "amount", "currency", "day", "giver")}
    return Gift.objects.create(
        team=deal.team, deal=deal, deal_name=deal.name, author=author, contact=contact, state=state, why=why, **kept
    )


def _why(deal: Deal, contact: Contact, facts: GiftFacts) -> str:
    """What of the rule or which limit it is against; empty where it is within all."""
    if is_official(contact):
        return Gift.Why.OFFICIAL
    if facts["award_pending"]:
        return Gift.Why.AWARD
    if not deal.stakes.filter(contact=contact).exclude(relation__in=NOT_NEAR).exists():
        return Gift.Why.STRANGER
    limit = limits_of(deal.team).get(facts["currency"])
    if limit is None:
        return Gift.Why.NO_LIMIT
    if facts["amount"] > limit.each:
        return Gift.Why.EACH
    given = given_in_year([contact.pk]).get((contact.pk, facts["day"].year, facts["currency"]), Decimal(0))
    return Gift.Why.YEAR if given + facts["amount"] > limit.year else ""


@transaction.atomic
def decide_gift(gift: Gift, author: User, *, approved: bool, note: str) -> bool:
    """Approve or refuse a gift that asks; False where somebody has decided before.

    Raises:
        NotForOfficialsError: the person has been found to be a public official since, so that nothing can be approved.
    """
    if approved and gift.contact and is_official(gift.contact):
        raise NotForOfficialsError
    state = Gift.State.APPROVED if approved else Gift.State.REFUSED
    if not Gift.objects.filter(pk=gift.pk, state=Gift.State.ASKS).update(state=state):
        return False
    GiftDecision.objects.create(gift=gift, author=author, note=note)
    return True


def set_limit(team: Team, author: User, currency: str, each: Decimal | None, year: Decimal | None) -> GiftLimit:
    """Say how much may be given without an approval; two times None takes the limit away."""
    return GiftLimit.objects.create(team=team, author=author, currency=currency, each=each, year=year)
