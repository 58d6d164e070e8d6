"""What goes with a call that leaves a deal or is erased, and what stays of a deal that is deleted.

With a call go its words: what was reckoned, the cache of plans, the quotes of decisions. Of a deal its log of gifts
stays.
"""

from typing import Any

from django.db.models import Q
from django.db.models.signals import pre_delete

from askwell.server.deals.models import CallPlan, Deal, DealCall, DealDecision, Gift, Reckoned
from askwell.server.deals.standing_said import NEED


def forget_words(instance: DealCall, **_: Any) -> None:
    """Drop what holds words of the call; decisions stay without the quote they rested on, but those on needs go."""
    Reckoned.objects.filter(deal=instance.deal_id).delete()
    CallPlan.objects.filter(deal=instance.deal_id).update(inputs="", told={})
    decisions = DealDecision.objects.filter(deal=instance.deal_id)
    decisions.filter(anchor__call=instance.call.slug).update(anchor=None)
    told = Q(value__words__call=instance.call.slug) | Q(value__same_as__call=instance.call.slug)
    decisions.filter(told, kind=NEED).delete()


def keep_gifts(instance: Deal, **_: Any) -> None:
    """Write the name of the deal into its log of gifts, which outlives it (M35)."""
    Gift.objects.filter(deal=instance.pk).update(deal_name=instance.name)


def forget_and_keep() -> None:
    """Have it done wherever a call is taken off a deal, erasing included, and wherever a deal goes."""
    pre_delete.connect(forget_words, sender=DealCall, dispatch_uid="forget_words")
    pre_delete.connect(keep_gifts, sender=Deal, dispatch_uid="keep_gifts")
