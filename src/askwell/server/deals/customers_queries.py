"""What pages read of companies, contacts, products and rivals, and who is there already before another is made."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.http import Http404

from askwell.server.accounts.models import Team, User
from askwell.server.deals.models import Company, Contact, Deal, Product, ProductPoint, Rival, RivalFact, Stake, TeamRows
from askwell.server.deals.names import company_domain, domain_of, name_key, person_key
from askwell.server.deals.queries import COUNT_LIMIT, PAGE, Page

SIMILAR = 10


def with_merged(contact: Contact) -> list[Contact]:
    """The person under every entry that was merged into this one, this one first."""
    found, last = [contact], [contact.pk]
    while more := list(Contact.objects.filter(merged_into__in=last)):
        found += more
        last = [each.pk for each in more]
    return found


@dataclass(frozen=True, slots=True)
class CompanyRow:
    slug: str
    name: str
    industry: str
    city: str
    domain: str
    people: int
    open_deals: int


@dataclass(frozen=True, slots=True)
class ContactRow:
    pk: int
    slug: str
    name: str
    title: str
    company: str
    company_slug: str
    email: str
    phone: str
    deals: int
    signs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody or something that is there already, and what tells it apart."""

    slug: str
    name: str
    about: str
    why: str
    """``name``, ``email`` or ``domain``: what is the same."""


@dataclass(frozen=True, slots=True)
class StakeOf:
    """What a contact is in one deal the person may see."""

    deal: str
    deal_slug: str
    state: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProductRow:
    pk: int
    name: str
    solves: int
    features: int
    functions: int
    evidence: int


@dataclass(frozen=True, slots=True)
class RivalRow:
    pk: int
    name: str
    facts: int
    latest: date | None


@dataclass(frozen=True, slots=True)
class FactRow:
    """What is known of a rival; ``way`` is the codebook's id, ``deal`` set where it holds for one deal only."""

    pk: int
    text: str
    way: str
    source: str
    day: date | None
    author: str
    deal: str
    deal_slug: str


def company_for(user: User, slug: str) -> Company:
    """The company, for those who deal in its team; Http404 for everybody else."""
    company: Company = _found(Company.objects.visible_to(user).select_related("team").filter(slug=slug))
    return company


def contact_for(user: User, slug: str) -> Contact:
    contact: Contact = _found(Contact.objects.visible_to(user).select_related("team", "company").filter(slug=slug))
    return contact


def product_for(user: User, pk: int) -> Product:
    product: Product = _found(Product.objects.visible_to(user).select_related("team").filter(pk=pk))
    return product


def rival_for(user: User, pk: int) -> Rival:
    rival: Rival = _found(Rival.objects.visible_to(user).select_related("team").filter(pk=pk))
    return rival


def companies_for(user: User, words: str = "", key: str = "") -> Page[CompanyRow]:
    """The companies of this person's teams by name, one page from ``key`` on."""
    rows = Company.objects.visible_to(user)
    if words:
        same = Q(name__icontains=words) | Q(city__icontains=words) | Q(industry__icontains=words)
        rows = rows.filter(same | Q(domain__icontains=words) | Q(name_key__contains=name_key(words)))
    fetched, next_key, count = _paged(rows, key)
    ids = [row.pk for row in fetched]
    people = _counts(Contact.objects.filter(company__in=ids, merged_into=None), "company")
    deals = _counts(Deal.objects.visible_to(user).filter(company__in=ids, state=Deal.State.OPEN), "company")
    made = (
        CompanyRow(row.slug, row.name, row.industry, row.city, row.domain, people.get(row.pk, 0), deals.get(row.pk, 0))
        for row in fetched
    )
    return Page(tuple(made), next_key, count)


def contacts_for(user: User, words: str = "", company: str = "", key: str = "") -> Page[ContactRow]:
    """The contacts of this person's teams by name, one page from ``key`` on."""
    rows = Contact.objects.visible_to(user)
    if words:
        same = Q(name__icontains=words) | Q(title__icontains=words) | Q(email__icontains=words)
        rows = rows.filter(same | Q(name_key__contains=person_key(words)))
    if company:
        rows = rows.filter(company__name_key__contains=name_key(company))
    fetched, next_key, count = _paged(rows.select_related("company"), key)
    visible = Deal.objects.visible_to(user).values("pk")
    stakes = Stake.objects.filter(contact__in=[row.pk for row in fetched], deal__in=visible)
    deals = _counts(stakes, "contact")
    made = (contact_row(row, deals.get(row.pk, 0)) for row in fetched)
    return Page(tuple(made), next_key, count)


def contact_row(contact: Contact, deals: int = 0) -> ContactRow:
    company = contact.company
    return ContactRow(
        pk=contact.pk,
        slug=contact.slug,
        name=contact.name,
        title=contact.title,
        company=company.name if company else "",
        company_slug=company.slug if company else "",
        email=contact.email,
        phone=contact.phone,
        deals=deals,
        signs=tuple(contact.style_signs),
    )


def contacts_of(company: Company) -> tuple[ContactRow, ...]:
    """The first contacts of a company; the list of contacts has them all."""
    rows = company.contacts.filter(merged_into=None).select_related("company")[:PAGE]
    return tuple(contact_row(row) for row in rows)


def stakes_of(user: User, contact: Contact) -> tuple[StakeOf, ...]:
    """The deals in which this contact has a part, of those this person may see."""
    visible = Deal.objects.visible_to(user).values("pk")
    stakes = contact.stakes.filter(deal__in=visible).select_related("deal").prefetch_related("roles")
    return tuple(
        StakeOf(stake.deal.name, stake.deal.slug, stake.deal.state, tuple(held.role for held in stake.roles.all()))
        for stake in stakes[:PAGE]
    )


def company_names(user: User, words: str) -> list[str]:
    """Names to suggest while one is typed."""
    rows = Company.objects.visible_to(user)
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(name_key__contains=name_key(words)))
    return list(rows.values_list("name", flat=True)[:20])


def companies_like(team: Team, name: str, domain: str = "") -> tuple[Known, ...]:
    """The companies of the team that may well be this one: the same name but for its form, or the same address."""
    key, host = name_key(name), domain_of(domain)
    same = Q(name_key=key) if key else Q()
    if host:
        same |= Q(domain=host)
    if not same:
        return ()
    rows = Company.objects.filter(same, team=team, merged_into=None)[:SIMILAR]
    return tuple(
        Known(row.slug, row.name, _joined(row.city, row.domain), "name" if row.name_key == key else "domain")
        for row in rows
    )


def company_named(team: Team, name: str) -> Company | None:
    """The one company of exactly this name, if there is one alone."""
    rows = list(Company.objects.filter(team=team, merged_into=None, name_key=name_key(name), name=name.strip())[:2])
    return rows[0] if len(rows) == 1 else None


def contacts_like(team: Team, name: str, email: str = "") -> tuple[Known, ...]:
    """The contacts of the team that may well be this one: the same name, or the same e-mail address."""
    key, address = person_key(name), email.strip()
    same = Q(name_key=key) if key else Q()
    if address:
        same |= Q(email__iexact=address)
    if not same:
        return ()
    rows = Contact.objects.filter(same, team=team, merged_into=None).select_related("company")[:SIMILAR]
    return tuple(
        Known(
            row.slug,
            row.name,
            _joined(row.title, row.company.name if row.company else "", row.email),
            "email" if address and row.email.lower() == address.lower() else "name",
        )
        for row in rows
    )


def company_of_address(team: Team, email: str) -> Company | None:
    """The company whose web address the e-mail address names."""
    domain = company_domain(email)
    return Company.objects.filter(team=team, merged_into=None, domain=domain).first() if domain else None


def products_for(user: User) -> tuple[ProductRow, ...]:
    """The catalogue of this person's teams, by name."""
    kinds = ProductPoint.Kind
    counted = {
        kind.value: Count("points", filter=Q(points__kind=kind.value))
        for kind in (kinds.SOLVES, kinds.FEATURE, kinds.FUNCTION, kinds.EVIDENCE)
    }
    rows = Product.objects.visible_to(user).annotate(**{f"n_{name}": count for name, count in counted.items()})
    return tuple(
        ProductRow(row.pk, row.name, row.n_solves, row.n_feature, row.n_function, row.n_evidence) for row in rows[:500]
    )


def points_of(product: Product) -> dict[str, list[str]]:
    """What can be said of a product, by kind."""
    points: dict[str, list[str]] = {kind.value: [] for kind in ProductPoint.Kind}
    for point in product.points.all():
        points[point.kind].append(point.text)
    return points


def rivals_for(user: User) -> tuple[RivalRow, ...]:
    """The rivals of this person's teams, with how many facts this person may see."""
    facts = RivalFact.objects.filter(_facts_seen_by(user))
    rows = Rival.objects.visible_to(user).prefetch_related(Prefetch("facts", facts, to_attr="seen"))[:500]
    return tuple(
        RivalRow(row.pk, row.name, len(row.seen), max((fact.day for fact in row.seen if fact.day), default=None))
        for row in rows
    )


def facts_of(user: User, rivals: Iterable[Rival], deal: Deal | None = None) -> dict[int, list[FactRow]]:
    """What is known of these rivals, the newest first; with a deal, what holds for it or for all."""
    rows = RivalFact.objects.filter(_facts_seen_by(user), rival__in=list(rivals))
    if deal:
        rows = rows.filter(Q(deal=None) | Q(deal=deal))
    found: dict[int, list[FactRow]] = {}
    for fact in rows.select_related("author", "deal").order_by("-day", "-pk")[:500]:
        found.setdefault(fact.rival_id, []).append(fact_row(fact))
    return found


def fact_for(user: User, pk: int) -> RivalFact:
    """A fact this person may see; Http404 for everybody else."""
    rivals = Rival.objects.visible_to(user).values("pk")
    rows = RivalFact.objects.filter(_facts_seen_by(user), pk=pk, rival__in=rivals)
    fact: RivalFact = _found(rows.select_related("rival"))
    return fact


def deals_with(user: User, rival: Rival) -> list[tuple[str, str]]:
    """The open deals this rival is in, of those this person may see, as (slug, name)."""
    rows = Deal.objects.visible_to(user).filter(rivals=rival, state=Deal.State.OPEN)
    return list(rows.values_list("slug", "name")[:PAGE])


def _facts_seen_by(user: User) -> Q:
    return Q(deal=None) | Q(deal__in=Deal.objects.visible_to(user).values("pk"))


def fact_row(fact: RivalFact) -> FactRow:
    return FactRow(
        pk=fact.pk,
        text=fact.text,
        way=fact.way,
        source=fact.source,
        day=fact.day,
        author=str(fact.author) if fact.author else "",
        deal=fact.deal.name if fact.deal else "",
        deal_slug=fact.deal.slug if fact.deal else "",
    )


def _found(rows: Any) -> Any:
    row = rows.first()
    if row is None:
        raise Http404
    return row


def _paged(rows: TeamRows, key: str) -> tuple[list[Any], str, int]:
    """One page by name, from the row ``key`` on; offsets read everything they skip."""
    count = rows.order_by()[: COUNT_LIMIT + 1].count()
    last = rows.filter(pk=int(key)).first() if key.isascii() and key.isdigit() and len(key) < 19 else None
    if last:
        rows = rows.filter(Q(name__gt=last.name) | Q(name=last.name, pk__gt=last.pk))
    # First the place of each alone: what is joined to a row is not looked up for all that are put in order.
    places = list(rows.select_related(None).values_list("pk", flat=True)[: PAGE + 1])
    fetched = list(rows.filter(pk__in=places[:PAGE]))
    return fetched, str(fetched[-1].pk) if len(places) > PAGE else "", count


def _counts(rows: Any, name: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(name).annotate(Count("pk")))


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
