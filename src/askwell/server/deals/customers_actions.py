"""What can be done to companies, contacts, products and rivals: one function an act."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from askwell.server.accounts.models import Team, User
from askwell.server.deals.forms import CompanyNameForm
from askwell.server.deals.models import Company, Contact, Deal, Product, ProductPoint, Rival, RivalFact
from askwell.server.deals.names import domain_of, name_key, person_key


def add_company(team: Team, name: str, **facts: Any) -> Company:
    """Make a company; whether it is there already is asked before (``companies_like``)."""
    company = Company(team=team)
    change_company(company, {"name": name, **facts})
    return company


def change_company(company: Company, facts: Mapping[str, Any]) -> None:
    """Save edited facts, and the key by which the company is found again."""
    for field, value in facts.items():
        setattr(company, field, value)
    company.name_key = name_key(company.name)
    company.domain = domain_of(company.domain)
    company.save()


def add_contact(team: Team, name: str, company: Company | None = None, **facts: Any) -> Contact:
    """Make a contact; whether the person is there already is asked before (``contacts_like``)."""
    contact = Contact(team=team)
    change_contact(contact, {"name": name, "company": company, **facts})
    return contact


def change_contact(contact: Contact, facts: Mapping[str, Any]) -> None:
    """Save edited facts, and the key by which the person is found again."""
    for field, value in facts.items():
        setattr(contact, field, value)
    contact.name_key = person_key(contact.name)
    contact.save()


def company_meant(answer: CompanyNameForm, team: Team) -> Company | None:
    """The company a form found, or a new one where that is to be made."""
    return add_company(team, answer.company_to_make) if answer.company_to_make else answer.company_found


@transaction.atomic
def add_product(team: Team, name: str, note: str, points: Mapping[str, list[str]]) -> Product:
    """Put a product into the catalogue."""
    product = Product.objects.create(team=team, name=name, note=note)
    _set_points(product, points)
    return product


@transaction.atomic
def change_product(product: Product, name: str, note: str, points: Mapping[str, list[str]]) -> None:
    product.name, product.note = name, note
    product.save()
    _set_points(product, points)


def delete_product(product: Product) -> None:
    product.delete()


def add_rival(team: Team, name: str) -> Rival:
    return Rival.objects.create(team=team, name=name)


def rename_rival(rival: Rival, name: str) -> None:
    rival.name = name
    rival.save(update_fields=["name"])


def delete_rival(rival: Rival) -> None:
    rival.delete()


def add_rival_fact(rival: Rival, author: User, deal: Deal | None, facts: Mapping[str, Any]) -> RivalFact:
    """Note what is known of a rival; with a deal it holds for that deal, in which the rival then is."""
    if deal:
        deal.rivals.add(rival)
    return RivalFact.objects.create(rival=rival, author=author, deal=deal, **facts)


def remove_rival_fact(fact: RivalFact) -> None:
    fact.delete()


def _set_points(product: Product, points: Mapping[str, list[str]]) -> None:
    """Exactly these points, in their order."""
    for kind, texts in points.items():
        held = product.points.filter(kind=kind)
        wanted = list(dict.fromkeys(texts))
        if list(held.values_list("text", flat=True)) != wanted:
            held.delete()
            ProductPoint.objects.bulk_create(ProductPoint(product=product, kind=kind, text=text) for text in wanted)
