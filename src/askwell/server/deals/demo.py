"""Sample deals for the demo team, made by the very acts of the product."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

import yaml
from auditlog.context import set_actor

from askwell.coding.coded import CodedConversation
from askwell.deal.deal_json import DealFile, deal_from_json
from askwell.deal.facts import Person, SaleFacts
from askwell.method.loader import load_codebook
from askwell.server.accounts.models import Team, User
from askwell.server.accounts.queries import sellers_of
from askwell.server.calls.actions import Details, fingerprint, receive_upload
from askwell.server.calls.models import Call, Upload
from askwell.server.deals import actions
from askwell.server.deals.customers_actions import add_company, add_contact, add_product, add_rival, add_rival_fact
from askwell.server.deals.models import Contact, Deal, Product, Rival, Speaker
from askwell.server.deals.sellers_place import enter_knowledge
from askwell.transcript.conversation import Conversation, canonical_json, conversation_to_json

SaidOfDeal = Mapping[str, Any]


def bring_calls_of_sample_deals(team: Team, users: Mapping[str, User]) -> None:
    """Bring the calls of the sample deals; the same talk brought otherwise is kept once."""
    for said in _sample_deals():
        for call in _conversations(_facts_of(said)):
            name = f"{call.id}.json"
            if not Upload.objects.filter(team=team, name=name).exists():
                data = canonical_json(conversation_to_json(call)).encode()
                receive_upload(_owner(said, team, users), team, name, data, Details())


def load_sample_deals(team: Team, users: Mapping[str, User], today: date) -> None:
    """Make every sample deal the team has not got yet, with its people, tasks, rivals and calls."""
    for said in _sample_deals():
        if not Deal.objects.filter(team=team, name=said["name"]).exists():
            _make_deal(said, team, _owner(said, team, users), today)


def _sample_deals() -> list[SaidOfDeal]:
    source = files("askwell.server.deals") / "sample_deals.yaml"
    found: list[SaidOfDeal] = yaml.safe_load(source.read_text("utf-8"))
    return found


def _owner(said: SaidOfDeal, team: Team, users: Mapping[str, User]) -> User:
    return users.get(said["owner"]) or sellers_of(team)[0]


def _facts_of(said: SaidOfDeal) -> DealFile:
    if "file" in said:
        source = files("askwell.samples") / "deals" / f"{said['file']}.json"
        return deal_from_json(json.loads(source.read_text("utf-8")))
    return deal_from_json(json.loads(json.dumps(said["facts"], default=str)))


def _conversations(known: DealFile) -> Iterator[Conversation]:
    for item in known.conversations:
        yield item.conversation if isinstance(item, CodedConversation) else item


def _make_deal(said: SaidOfDeal, team: Team, owner: User, today: date) -> None:
    known = _facts_of(said)
    facts = known.deal
    company = add_company(team, **said["company"])
    own: dict[str, Any] = {name: said[name] for name in ("name", "stage", "note")}
    own |= {"state": said.get("state", "open"), "closed_on": said.get("closed_on"), "lang": facts.lang or ""}
    own |= {"position": facts.position or "", "decision": facts.decision or "", **_size_of(facts.sale)}
    if "expected_in" in said:
        own["expected_on"] = today + timedelta(days=said["expected_in"])
    with set_actor(owner):
        deal = actions.add_deal(team, owner, company, own)
    if "seller_knows" in said:
        enter_knowledge(team, owner, owner, said["seller_knows"])
    people = {person.id: add_contact(team, person.name, company, **_of_person(person)) for person in facts.people}
    for person in facts.people:
        _put_on(deal, people[person.id], person)
    _sell(deal, known, owner, said["catalogue"])
    for task in said["tasks"]:
        actions.add_task(deal, task["text"], today + timedelta(days=task["due"]), owner)
    for item in said.get("activities", ()):
        met = [people[name].pk for name in item["people"]]
        actions.add_activity(deal, owner, {name: item[name] for name in ("kind", "day", "text")}, met)
    for call in _calls_of(said, known, team):
        _link(deal, call, people)


def _size_of(sale: SaleFacts) -> dict[str, Any]:
    names = (
        "calls_expected",
        "people_deciding",
        "decided_in_absence",
        "ongoing_relationship",
        "visible_risk",
        "judged_as_one",
        "amount",
    )
    found = {name: getattr(sale, name) for name in names}
    return found | {"commitment": sale.commitment or "", "currency": sale.currency or ""}


def _of_person(person: Person) -> dict[str, Any]:
    return {"title": person.title or "", "style_signs": list(person.style_signs)}


def _put_on(deal: Deal, contact: Contact, person: Person) -> None:
    stake = actions.add_stake(deal, contact)
    facts = {
        "attitude": person.attitude,
        "influence": person.influence,
        "relation": person.relation or "",
        "shown_by": person.shown_by or "",
        "last_contact": person.last_contact,
    }
    actions.change_stake(stake, facts, [role.value for role in person.roles])


def _sell(deal: Deal, known: DealFile, owner: User, catalogue: Mapping[str, Mapping[str, list[str]]]) -> None:
    """What is sold, and against whom."""
    for product in known.deal.products:
        row = Product.objects.filter(team=deal.team, name=product.name).first()
        deal.products.add(row or add_product(deal.team, product.name, "", catalogue[product.name]))
    for rival in known.deal.rivals:
        row_of = Rival.objects.filter(team=deal.team, name=rival.name).first() or add_rival(deal.team, rival.name)
        deal.rivals.add(row_of)
        for fact in rival.facts:
            add_rival_fact(row_of, owner, deal, {"text": fact.text, "day": fact.day} | _known_from(fact.source or ""))


def _known_from(source: str) -> dict[str, str]:
    """How a fact is known, where the codebook has a word for it; else from whom."""
    way = f"rival_source.{source}"
    return {"way": way} if way in load_codebook().by_id else {"source": source}


def _calls_of(said: SaidOfDeal, known: DealFile, team: Team) -> list[Call]:
    prints = [fingerprint(call) for call in _conversations(known)]
    titled = Call.objects.filter(team=team, title__in=said.get("calls", ()), deal_call=None)
    return [*titled, *Call.objects.filter(team=team, fingerprint__in=prints, deal_call=None)]


def _link(deal: Deal, call: Call, people: Mapping[str, Contact]) -> None:
    """The call belongs to the deal, and those who speak in it are its people."""
    actions.link_call(deal, call)
    for participant in call.current_revision.conversation.participants or ():
        if participant.id in people:
            Speaker.objects.get_or_create(
                call=call, participant=participant.id, defaults={"contact": people[participant.id]}
            )
