"""The words in which calls showed the signs of style that somebody accepted (M34)."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from askwell.deal.style import all_signs
from askwell.server.accounts.models import User
from askwell.server.calls.models import Call
from askwell.server.deals.models import Contact, DealDecision
from askwell.server.deals.objections_words import Words
from askwell.server.deals.standing import Quote
from askwell.server.deals.standing_actions import PROPOSAL


@dataclass(frozen=True, slots=True)
class ShownSign:
    """A sign that is ticked, in words, and the quotes it was accepted on."""

    text: str
    quotes: tuple[Quote, ...]


def shown_signs(contact: Contact, user: User, lang: str) -> tuple[ShownSign, ...]:
    """The ticked signs that were accepted from calls this reader may read, in the codebook's order."""
    rows = DealDecision.objects.filter(
        kind=PROPOSAL, value__kind="sign", value__person=contact.slug, value__accepted=True
    )
    anchors = defaultdict[str, list[dict[str, Any]]](list)
    for row in rows:
        if row.anchor:
            anchors[row.value["value"]].append(row.anchor)
    calls = Call.objects.worded_to(user).filter(slug__in={one["call"] for found in anchors.values() for one in found})
    words = Words({call.slug: call for call in calls}, {})
    ticked = [item for item in all_signs() if item.id in contact.style_signs and item.id in anchors]
    shown = (ShownSign(item.text.in_lang(lang), words.quotes(anchors[item.id])) for item in ticked)
    return tuple(one for one in shown if one.quotes)
