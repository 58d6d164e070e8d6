"""When a call leaves a deal or is erased, its words leave with it: what was reckoned, and the quotes of decisions."""

from typing import Any

from django.db.models.signals import pre_delete

from askwell.server.deals.models import DealCall, DealDecision, Reckoned


def forget_words(instance: DealCall, **_: Any) -> None:
    """Drop what holds words of the call; the decisions stay, without the quote they rested on."""
    Reckoned.objects.filter(deal=instance.deal_id).delete()
    DealDecision.objects.filter(deal=instance.deal_id, anchor__call=instance.call.slug).update(anchor=None)


def forget_with_calls() -> None:
    """Have it done wherever a call is taken off a deal, erasing included."""
    pre_delete.connect(forget_words, sender=DealCall, dispatch_uid="forget_words")
