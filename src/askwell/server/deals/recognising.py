"""Who of the people on a deal spoke in its calls, found by their full names (M32)."""

from collections import Counter
from collections.abc import Iterable

from askwell.method.terms import Side
from askwell.server.calls.models import Call
from askwell.server.calls.sides import Speaker as Heard
from askwell.server.calls.sides import speakers_of
from askwell.server.deals.models import Deal, Speaker, Stake
from askwell.server.deals.names import person_key


def recognise_speakers(deal: Deal, calls: Iterable[Call]) -> None:
    """Match whoever has the full name of exactly one person on the deal, and of nobody else in the call.

    What a person has matched stays, and whoever sells is nobody of the customer's.
    """
    on_deal = Stake.objects.filter(deal=deal).values_list("contact__name_key", "contact")
    held = Counter(key for key, _contact in on_deal)
    people = {key: contact for key, contact in on_deal if key and held[key] == 1}
    if not people:
        return
    for call in calls:
        known = set(Speaker.objects.filter(call=call).values_list("participant", flat=True))
        unknown = [heard for heard in _heard_in(call) if heard.id not in known and heard.side is not Side.SELLER]
        named = Counter(person_key(heard.name) for heard in unknown)
        Speaker.objects.bulk_create(
            Speaker(call=call, participant=heard.id, contact_id=people[key])
            for heard in unknown
            if (key := person_key(heard.name)) in people and named[key] == 1
        )


def _heard_in(call: Call) -> list[Heard]:
    """Everybody in the call, also while it waits to be coded."""
    return speakers_of(call.current_revision.conversation)
