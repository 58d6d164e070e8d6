"""What is done after the order: complaints are noted and settled, new problems become the next deal (M40)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from askwell.server.accounts.models import User
from askwell.server.deals import actions
from askwell.server.deals.follow_up_queries import NEXT_DEAL, Seed
from askwell.server.deals.models import Contact, Deal, DealDecision
from askwell.server.deals.standing_said import COMPLAINT, ENTERED

NOTE = 4000
NAME = 200


def note_complaint(deal: Deal, author: User, text: str, day: date) -> DealDecision:
    """Note a complaint that was heard outside recorded calls."""
    value = {"is": ENTERED, "text": text, "day": day.isoformat()}
    return DealDecision.objects.create(deal=deal, author=author, kind=COMPLAINT, value=value)


def decide_complaint(
    deal: Deal,
    author: User,
    state: str,
    *,
    how: str = "",
    anchor: Mapping[str, Any] | None = None,
    noted: DealDecision | None = None,
) -> DealDecision:
    """Say that a complaint is settled, with what the customer said to it; open again; or none."""
    value: dict[str, Any] = {"is": state}
    if how:
        value["how"] = how
    if noted is not None:
        value["of"] = noted.pk
    return DealDecision.objects.create(
        deal=deal, author=author, kind=COMPLAINT, value=value, anchor=dict(anchor) if anchor else None
    )


@transaction.atomic
def make_next_deal(deal: Deal, author: User, seeds: Sequence[Seed], name: str, heading: str) -> Deal:
    """Begin a deal with the same company; its note holds the words it begins from, and its people are those we know.

    How near we are to them is carried over; what they think of a deal and are in it is to be found out anew.
    """
    owner = deal.owner or author
    taken = _that_fit(heading, seeds)
    note = "\n".join([heading, *map(_line, taken)])
    facts = {"name": name[:NAME], "lang": deal.lang, "note": note, "follows": deal}
    made = actions.add_deal(deal.team, owner, deal.company, facts)
    near = dict(deal.stakes.values_list("contact", "relation"))
    slugs = {seed.person for seed in seeds if seed.person}
    known = Contact.objects.filter(Q(pk__in=near) | Q(slug__in=slugs), team=deal.team, merged_into=None)
    for contact in known.order_by("pk"):
        stake = actions.add_stake(made, contact)
        stake.relation = near.get(contact.pk, "")
        stake.save(update_fields=["relation"])
    value = {"deal": made.slug, "seeds": [seed.key for seed in taken]}
    DealDecision.objects.create(deal=deal, author=author, kind=NEXT_DEAL, value=value)
    return made


def _that_fit(heading: str, seeds: Iterable[Seed]) -> list[Seed]:
    """As many as a note takes with their whole quotes; the others stay seeds."""
    taken, length = list[Seed](), len(heading)
    for seed in seeds:
        length += 1 + len(_line(seed))
        if length > NOTE:
            break
        taken.append(seed)
    return taken


def _line(seed: Seed) -> str:
    source = " · ".join(filter(None, (seed.quote.who, seed.quote.call)))
    return f"“{seed.quote.text}” ({source})"
