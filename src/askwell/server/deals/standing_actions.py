"""What people decide about a deal's map: petals, who spoke in a call, proposals of the calls (M32, M34)."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from askwell.deal.style import all_signs
from askwell.server.accounts.models import User
from askwell.server.calls.models import Call
from askwell.server.deals.actions import add_stake
from askwell.server.deals.models import Contact, Deal, DealDecision, Speaker, Stake, StakeRole
from askwell.server.deals.names import person_key
from askwell.server.deals.recognising import NOT_SPEAKER, recognise_speakers

PROPOSAL = "proposal"


def put_on_petal(stake: Stake, role: str, *, there: bool) -> None:
    """Give a person of the deal a role, or take it from them."""
    if there:
        StakeRole.objects.get_or_create(stake=stake, role=role)
    else:
        stake.roles.filter(role=role).delete()
    stake.deal.save(update_fields=["changed_at"])


@transaction.atomic
def match_speaker(deal: Deal, call: Call, participant: str, name: str, contact: Contact | None) -> Contact:
    """Say which contact spoke in a call, a new one where there is none, and put them on the deal.

    Whoever has that name in the deal's other calls is then known as well.
    """
    person = contact or Contact.objects.create(
        team=deal.team, company=deal.company, name=name, name_key=person_key(name)
    )
    Speaker.objects.update_or_create(call=call, participant=participant, defaults={"contact": person})
    add_stake(deal, person)
    recognise_speakers(deal, Call.objects.filter(deal_call__deal=deal).exclude(pk=call.pk))
    return person


@transaction.atomic
def unmatch_speaker(deal: Deal, user: User, call: Call, contact: Contact) -> None:
    """Say that a contact did not speak in a call, so that no name tells it any more; on the deal they stay."""
    for speaker in Speaker.objects.filter(call=call, contact=contact):
        value = {"call": call.slug, "participant": speaker.participant, "contact": contact.slug}
        DealDecision.objects.create(deal=deal, author=user, kind=NOT_SPEAKER, value=value)
        speaker.delete()


@transaction.atomic
def settle_proposal(deal: Deal, user: User, proposal: Mapping[str, Any], *, accepted: bool) -> None:
    """Accept or refuse what calls suggest; what is accepted is entered, and either way it is not proposed again."""
    anchors = proposal["evidence"]
    DealDecision.objects.create(
        deal=deal,
        author=user,
        kind=PROPOSAL,
        value={name: proposal[name] for name in ("kind", "person", "value")} | {"accepted": accepted},
        anchor=anchors[-1] if anchors else None,
    )
    if not accepted:
        return
    _enter(deal.stakes.select_related("contact").get(contact__slug=proposal["person"]), proposal)


def _enter(stake: Stake, proposal: Mapping[str, Any]) -> None:
    if proposal["kind"] == "role":
        put_on_petal(stake, proposal["value"], there=True)
    elif proposal["kind"] == "sign":
        tick_signs(stake.contact, [*stake.contact.style_signs, proposal["value"]])
    else:
        stake.attitude = proposal["value"]
        stake.save(update_fields=["attitude"])


def tick_signs(contact: Contact, signs: Iterable[str]) -> None:
    """Say which signs of style were observed in a person: exactly these, in the codebook's order (M34)."""
    wanted = set(signs)
    contact.style_signs = [item.id for item in all_signs() if item.id in wanted]
    contact.save(update_fields=["style_signs"])


def settled_proposals(deal: Deal) -> set[tuple[str, str, Any]]:
    """What was accepted or refused already: kind, person and value."""
    rows = deal.decisions.filter(kind=PROPOSAL).values_list("value", flat=True)
    return {(row["kind"], row["person"], row["value"]) for row in rows}
