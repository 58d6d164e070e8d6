"""Who of the people on a deal spoke in its calls, found by their names (M32)."""

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models.signals import post_save

from askwell.method.terms import Side
from askwell.server.accounts.queries import sellers_of
from askwell.server.calls.actions import Sides, set_sides
from askwell.server.calls.models import Call, CallSeller, Revision
from askwell.server.calls.sides import Speaker as Heard
from askwell.server.calls.sides import speakers_of
from askwell.server.deals.models import Contact, Deal, DealCall, Speaker, Stake
from askwell.server.deals.names import person_key
from askwell.transcript.labels import is_generic

NOT_SPEAKER = "not_speaker"
"""The kind of decision by which somebody says that a contact did not speak in a call."""


def recognise_speakers(deal: Deal, calls: Iterable[Call]) -> None:
    """Match whoever has the name of exactly one person on the deal, and of nobody else in the call.

    A name is the full one, or one under which somebody of the deal was matched in another call. What a person has
    matched stays, and whoever sells is nobody of the customer's.
    """
    people = _people_by_name(deal)
    if not people:
        return
    refused = _refused(deal)
    for call in calls:
        _settle_sides(call, people)
        known = set(Speaker.objects.filter(call=call).values_list("participant", flat=True))
        unknown = [heard for heard in _heard_in(call) if heard.id not in known and heard.side is not Side.SELLER]
        named = Counter(person_key(heard.name) for heard in unknown)
        Speaker.objects.bulk_create(
            Speaker(call=call, participant=heard.id, contact_id=people[key])
            for heard in unknown
            if (key := person_key(heard.name)) in people
            and named[key] == 1
            and (call.slug, heard.id, people[key]) not in refused
        )


def _people_by_name(deal: Deal) -> dict[str, int]:
    """The contacts on a deal by the names that tell them, each of one contact alone."""
    on_deal = set(Stake.objects.filter(deal=deal).values_list("contact__name_key", "contact"))
    for call in (
        Call.objects.filter(deal_call__deal=deal, speakers__isnull=False).distinct().prefetch_related("speakers")
    ):
        names = {heard.id: heard.name for heard in _heard_in(call)}
        matched = ((names.get(speaker.participant, ""), speaker.contact_id) for speaker in call.speakers.all())
        on_deal |= {(person_key(name), contact) for name, contact in matched if name and not is_generic(name)}
    held = Counter(key for key, _contact in on_deal)
    return {key: contact for key, contact in on_deal if key and held[key] == 1}


def _refused(deal: Deal) -> set[tuple[str, str, int]]:
    """Who, by call and participant, somebody said they are not, by the contact's number."""
    rows = list(deal.decisions.filter(kind=NOT_SPEAKER).values_list("value", flat=True))
    numbers = dict(Contact.objects.filter(slug__in={row["contact"] for row in rows}).values_list("slug", "pk"))
    return {(row["call"], row["participant"], numbers[row["contact"]]) for row in rows if row["contact"] in numbers}


def _settle_sides(call: Call, on_deal: Collection[str]) -> None:
    """Where sides were only guessed and the call names somebody of the team and somebody on the deal, names tell."""
    heard = _heard_in(call)
    guessed = {one.id for one in heard if one.side is Side.UNKNOWN or one.side_p is not None}
    if not guessed:
        return
    team = {person_key(user.name): user for user in sellers_of(call.team) if user.name}
    sellers = {one.id: team[key] for one in heard if (key := person_key(one.name)) in team and key not in on_deal}
    buyers = {one.id for one in heard if (key := person_key(one.name)) in on_deal and key not in team}
    if call.owner is None or not (sellers and buyers):
        return
    told = dict.fromkeys(sellers, Side.SELLER) | dict.fromkeys(buyers, Side.BUYER)
    known = {row.participant: row.user for row in CallSeller.objects.filter(call=call).select_related("user")}
    side_of = {person: side for person, side in told.items() if person in guessed}
    set_sides(call, call.owner, Sides(side_of, known | sellers))


def recognise_again(instance: Revision, *, created: bool, **_: Any) -> None:
    """Recognise anew who speaks in a call of a deal whose transcript or sides have changed."""
    linked = DealCall.objects.filter(call=instance.call_id).select_related("deal").first()
    if created and linked is not None:
        recognise_speakers(linked.deal, [instance.call])


def recognise_in_new_revisions() -> None:
    """Have it done wherever a transcript is revised."""
    post_save.connect(recognise_again, sender=Revision, dispatch_uid="recognise_again")


def _heard_in(call: Call) -> list[Heard]:
    """Everybody in the call, also while it waits to be coded."""
    return speakers_of(call.current_revision.conversation)
