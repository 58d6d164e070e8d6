"""Quotes of the calls of one deal, as far as a reader may read them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from askwell.server.accounts.models import User
from askwell.server.calls.models import Call
from askwell.server.deals.models import Deal
from askwell.server.deals.standing import Quote

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Words:
    """``calls`` are those the reader may read, by slug; ``speakers`` by ``call:turn``."""

    calls: Mapping[str, Call]
    speakers: Mapping[str, str]

    def quotes(self, anchors: Iterable[Json]) -> tuple[Quote, ...]:
        return tuple(self.quote(anchor) for anchor in anchors if anchor["call"] in self.calls)

    def quote(self, anchor: Json) -> Quote:
        call = self.calls[anchor["call"]]
        who = self.speakers.get(f"{call.slug}:{anchor['turn']}", "")
        return Quote(anchor["text"], who, call.title, f"{reverse('calls:page', args=[call.slug])}#t{anchor['turn']}")


def words_of(deal: Deal, user: User, speakers: Mapping[str, str]) -> Words:
    """What this person may read of the deal's calls."""
    calls = Call.objects.worded_to(user).filter(deal_call__deal=deal)
    return Words({call.slug: call for call in calls}, speakers)
