"""A deal for tests: Ana's, with everything a deal can have."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from askwell.server.accounts.models import User
from askwell.server.calls.testing import bring_call, conversation_of
from askwell.server.deals import actions
from askwell.server.deals.customers_actions import add_company, add_contact, add_product, add_rival, add_rival_fact
from askwell.server.deals.gifts_actions import GiftFacts, note_gift
from askwell.server.deals.importing_testing import importing_objects
from askwell.server.deals.models import (
    Activity,
    Attachment,
    Company,
    Contact,
    Deal,
    Gift,
    Product,
    Rival,
    RivalFact,
    SavedView,
    Stake,
    Task,
)
from askwell.server.deals.objections_actions import note_answer
from askwell.server.deals.planning_actions import make_plan
from askwell.server.testing import Cast

DAY = date(2026, 3, 2)


@dataclass(frozen=True)
class FullDeal:
    """A deal and what belongs to it."""

    deal: Deal
    company: Company
    contact: Contact
    stake: Stake
    task: Task
    activity: Activity
    attachment: Attachment
    product: Product
    rival: Rival
    fact: RivalFact
    view: SavedView
    call: str
    """The slug of a call of the deal."""


def make_deal(cast: Cast, name: str = "Line service", owner: User | None = None, **facts: object) -> Deal:
    """An open deal of the team, Ana's unless said otherwise."""
    team = cast.other_team if owner == cast.chen else cast.team
    return Deal.objects.create(team=team, owner=owner or cast.ana, name=name, **facts)


def make_full_deal(cast: Cast) -> FullDeal:
    """Ana's deal with a customer, a person, a task, an activity, a file, a product, a rival and a call."""
    company = add_company(cast.team, "Brackwell Springs Ltd", domain="brackwell.example", city="Leeds")
    contact = add_contact(cast.team, "Helen Stroud", company, title="Site manager", email="helen@brackwell.example")
    deal = make_deal(cast, company=company, amount=184000, currency="GBP", stage="evaluates")
    stake = actions.add_stake(deal, contact)
    actions.change_stake(stake, {"attitude": 2, "influence": 4}, ["initiator", "inside_supporter"])
    product = add_product(cast.team, "Line care", "", {"feature": ["Two heads"], "solves": ["The filler jams"]})
    rival = add_rival(cast.team, "Northline")
    deal.products.add(product)
    facts = {"text": "Has no engineer in the north", "source": "Trade fairs · Hall 4", "day": DAY}
    fact = add_rival_fact(rival, cast.ana, deal, facts)
    call = bring_call(cast.ana, cast.team, conversation_of(title="First site visit"))
    actions.link_call(deal, call)
    return FullDeal(
        deal=deal,
        company=company,
        contact=contact,
        stake=stake,
        task=actions.add_task(deal, "Send the figures of the downtime", DAY, cast.ana),
        activity=actions.add_activity(
            deal, cast.ana, {"kind": "mail", "day": DAY, "text": "Sent the agenda"}, [contact.pk]
        ),
        attachment=actions.attach_file(deal, cast.ana, "offer.pdf", b"%PDF-1.7"),
        product=product,
        rival=rival,
        fact=fact,
        view=actions.save_view(cast.ana, "list", "Mine", "state=open"),
        call=call.slug,
    )


def _gift(cast: Cast, made: FullDeal) -> Gift:
    """A lunch of Ana's for somebody she knows that asks for approval, no limit being set."""
    actions.change_stake(made.stake, {"relation": "talking"}, ["initiator", "inside_supporter"])
    facts = GiftFacts(
        text="Lunch",
        occasion="Site visit",
        amount=Decimal(40),
        currency="GBP",
        day=DAY,
        giver=cast.ana,
        official=False,
        award_pending=False,
    )
    return note_gift(made.deal, cast.ana, made.contact, facts)


def matrix_objects(cast: Cast) -> dict[str, object]:
    """What the addresses of the role matrix are made of: Ana's deal and what belongs to it."""
    made = make_full_deal(cast)
    free = bring_call(cast.ana, cast.team, conversation_of(title="Second site visit", seconds=9))
    return {
        "deal": made.deal.slug,
        "company": made.company.slug,
        "contact": made.contact.slug,
        "stake": made.stake.pk,
        "task": made.task.pk,
        "activity": made.activity.pk,
        "attachment": made.attachment.pk,
        "product": made.product.pk,
        "rival": made.rival.pk,
        "fact": made.fact.pk,
        "view": made.view.pk,
        "view_page": made.view.page,
        "deal_call": made.call,
        "free_call": free.slug,
        "plan": make_plan(made.deal, cast.ana, {"objective": "Helen sends the figures of the downtime by Friday"}).pk,
        "kit_kind": "docx",
        "petal": "key_user",
        "answer": note_answer(cast.team, cast.ana, "doubt", "risk", "We let them ring a customer").pk,
        "gift": _gift(cast, made).pk,
        **importing_objects(cast),
    }
