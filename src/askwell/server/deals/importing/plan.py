"""What is to become of each row: made, changed, left alone or refused. Reads only; ``keep`` writes.

A row is found again by its Askwell ID, else by what the other program calls it, else by its name and company. What was
found by way of a company or contact since merged into another is left alone: somebody decided about its values.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from askwell.server.accounts.models import Team, User
from askwell.server.accounts.roles import Act
from askwell.server.deals.importing.columns import Kind
from askwell.server.deals.importing.reasons import Reason
from askwell.server.deals.importing.records import Record
from askwell.server.deals.models import Company, Contact, Deal, Product, ProductPoint
from askwell.server.deals.models.importing import ExternalId, ImportSource
from askwell.server.deals.names import name_key
from askwell.server.deals.queries import people_of

MADE, CHANGED, SAME, REFUSED = "made", "changed", "same", "refused"
VALUES: Mapping[Kind, tuple[str, ...]] = {
    Kind.COMPANIES: ("name", "domain", "industry", "city", "note"),
    Kind.CONTACTS: ("name", "title", "email", "phone", "note", "company_id"),
    Kind.DEALS: (
        "name",
        "amount",
        "currency",
        "stage",
        "state",
        "lost_reason",
        "expected_on",
        "closed_on",
        "note",
        "company_id",
        "owner_id",
    ),
    Kind.PRODUCTS: ("name", "note"),
}
POINTS = tuple(kind.value for kind in ProductPoint.Kind)
MODELS: Mapping[Kind, type[Any]] = {
    Kind.COMPANIES: Company,
    Kind.CONTACTS: Contact,
    Kind.DEALS: Deal,
    Kind.PRODUCTS: Product,
}


@dataclass(slots=True)
class Known:
    """Something that is there, or that an earlier row makes (``pk`` None): its values, and whether it was merged."""

    pk: int | None
    key: str
    values: dict[str, Any]
    merged: bool = False
    external: str = ""
    made: Any = None
    """The new row itself, once ``keep`` has made it."""


@dataclass(slots=True)
class Decided:
    """What is to become of a row; ``changes`` are new values by field, ``company`` one that is made on the way."""

    record: Record
    does: str
    known: Known | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    company: Known | None = None


class Planner:
    """Decides about rows in their order. One planner for a whole table remembers what its earlier rows would make."""

    def __init__(self, kind: Kind, team: Team, user: User, source: ImportSource, today: date) -> None:
        self.kind, self.team, self.user, self.source, self.today = kind, team, user, source, today
        self.may_assign = user.may(Act.REASSIGN, team)
        people = people_of([team]) if kind is Kind.DEALS else []
        self.people = {word.casefold(): person.pk for person in people for word in (person.name, person.email) if word}
        self.fresh_companies: dict[str, Known] = {}
        self.fresh: dict[tuple[str, str], list[Known]] = defaultdict(list)
        self.fresh_ids: dict[str, Known] = {}

    def plan(self, records: Sequence[Record]) -> list[Decided]:
        """Decide about some rows that follow one another."""
        if self.kind in {Kind.CONTACTS, Kind.DEALS}:
            self.companies = self._companies([r.apart["company"] for r in records if "company" in r.apart])
        self.by_slug = self._by_slug([r.apart["askwell"] for r in records if "askwell" in r.apart])
        self.by_id = self._by_external([r.apart["id"] for r in records if "id" in r.apart])
        self.by_name = self._by_name(records)
        return [self._decide(record) for record in records]

    def _decide(self, record: Record) -> Decided:
        company, where = self._company_of(record)
        owner = self._owner_of(record)
        if record.reasons:
            return Decided(record, REFUSED)
        known = self._find(record, where)
        if record.reasons:
            return Decided(record, REFUSED)
        values = dict(record.values)
        if company is not None:
            values["company_id"] = company
        if owner is not None:
            values["owner_id"] = owner
        if known is None:
            return self._make(record, values, where)
        return self._change(record, known, values)

    # What there is

    def _companies(self, names: Iterable[str]) -> dict[str, list[Known]]:
        keys = {name_key(name) for name in names}
        rows = Company.objects.filter(team=self.team, name_key__in=keys).order_by("pk")
        return _grouped(_final(Kind.COMPANIES, rows))

    def _rows(self) -> Any:
        """The rows of this kind the person may change."""
        if self.kind is Kind.DEALS:
            return Deal.objects.visible_to(self.user).filter(team=self.team)
        rows = MODELS[self.kind].objects.filter(team=self.team)
        return rows.prefetch_related("points") if self.kind is Kind.PRODUCTS else rows

    def _by_slug(self, slugs: list[str]) -> dict[str, Known]:
        if not slugs:
            return {}
        return {row.slug: _known(self.kind, row) for row in self._rows().filter(slug__in=slugs, **self._unmerged())}

    def _unmerged(self) -> dict[str, Any]:
        return {} if self.kind is Kind.DEALS else {"merged_into": None}

    def _by_external(self, values: list[str]) -> dict[str, Known]:
        if not values:
            return {}
        ids = dict(ExternalId.objects.filter(source=self.source, value__in=values).values_list("row_id", "value"))
        rows = self._rows().filter(pk__in=list(ids))
        merging = self.kind in {Kind.COMPANIES, Kind.CONTACTS}
        found = _final(self.kind, rows) if merging else [(row.pk, _known(self.kind, row)) for row in rows]
        for pk, known in found:
            known.external = ids[pk]
        return {known.external: known for _pk, known in found}

    def _by_name(self, records: Sequence[Record]) -> dict[str, list[Known]]:
        """Who is there under these names, by key of the name."""
        keys = {record.key for record in records if record.key}
        if self.kind in {Kind.COMPANIES, Kind.CONTACTS}:
            grouped = _grouped(_final(self.kind, self._rows().filter(name_key__in=keys)))
        elif self.kind is Kind.PRODUCTS:
            rows = self._rows().filter(name__in=[record.name for record in records])
            grouped = _grouped((row.pk, _known(self.kind, row)) for row in rows)
        else:
            grouped = self._deals_by_name(records, keys)
        self._note_ids(grouped)
        return grouped

    def _deals_by_name(self, records: Sequence[Record], keys: set[str]) -> dict[str, list[Known]]:
        pks = {known.pk for found in self.companies.values() for known in found}
        rows = list(self._rows().filter(company__in=pks))
        homeless = [record.name for record in records if "company" not in record.apart]
        if homeless:
            rows += self._rows().filter(company=None, name__in=homeless)
        known = ((row.pk, _known(self.kind, row)) for row in rows)
        return _grouped(pair for pair in known if pair[1].key in keys)

    def _note_ids(self, grouped: dict[str, list[Known]]) -> None:
        """Who of these the source has a name for already: under another ID it is somebody else."""
        known = {each.pk: each for found in grouped.values() for each in found}
        rows = ExternalId.objects.filter(source=self.source, row_id__in=list(known))
        for pk, value in rows.values_list("row_id", "value"):
            known[pk].external = value

    # Which of them is meant

    def _company_of(self, record: Record) -> tuple[Any, str]:
        """The id of the company a row names, or the company to be made; and how its rows are told apart."""
        name = record.apart.get("company", "")
        if not name:
            return None, ""
        key = name_key(name)
        found = self.companies.get(key, [])
        if len(found) > 1:
            found = [known for known in found if known.values["name"].casefold() == name.casefold()]
            if len(found) != 1:
                record.reasons.append(Reason("several_companies", "company", name))
                return None, ""
        if found:
            return found[0].pk, f"#{found[0].pk}"
        made = self.fresh_companies.get(key)
        if made is None:
            made = Known(None, key, {"name": name})
        return made, f"new {key}"

    def _owner_of(self, record: Record) -> int | None:
        said = record.apart.get("owner", "")
        if not said or self.kind is not Kind.DEALS:
            return None
        owner = self.people.get(said.casefold())
        if owner is None or (owner != self.user.pk and not self.may_assign):
            code = "owner" if self.may_assign else "owner_not_you"
            record.reasons.append(Reason(code, "owner", said))
        return owner

    def _find(self, record: Record, where: str) -> Known | None:
        slug, external = record.apart.get("askwell", ""), record.apart.get("id", "")
        if slug:
            if slug not in self.by_slug:
                record.reasons.append(Reason("slug", "askwell", slug))
            return self.by_slug.get(slug)
        if external and (known := self.by_id.get(external) or self.fresh_ids.get(external)):
            if known.pk is None and known.key != record.key:
                record.reasons.append(Reason("id_twice", "id", external))
            return known
        there = [*self.by_name.get(record.key, ()), *self.fresh.get((record.key, where), ())]
        found = [known for known in there if not (external and known.external and known.external != external)]
        return self._one_of(record, self._nearest(record, found, where))

    def _nearest(self, record: Record, found: list[Known], where: str) -> list[Known]:
        """Those of one name that are at the same company, or have the same address."""
        if self.kind is Kind.COMPANIES:
            return _preferring(found, "domain", record.values.get("domain"), "name", record.name)
        if self.kind is Kind.PRODUCTS:
            return found
        same = [known for known in found if known.pk is None or _place(known) == where]
        email = record.values.get("email", "").casefold()
        by_address = [known for known in found if email and str(known.values.get("email", "")).casefold() == email]
        return by_address[:1] or same

    def _one_of(self, record: Record, found: list[Known]) -> Known | None:
        if len(found) > 1:
            record.reasons.append(Reason("several", "name", record.name))
        return found[0] if found else None

    # What becomes of it

    def _make(self, record: Record, values: dict[str, Any], where: str) -> Decided:
        if self.kind is Kind.DEALS:
            values.setdefault("owner_id", self.user.pk)
            if not self._settled(record, values, {}):
                return Decided(record, REFUSED)
        company = values.get("company_id")
        fresh_company = company if isinstance(company, Known) else None
        if fresh_company:
            self.fresh_companies.setdefault(fresh_company.key, fresh_company)
        known = Known(None, record.key, values, external=record.apart.get("id", ""))
        self.fresh[record.key, where].append(known)
        if known.external:
            self.fresh_ids[known.external] = known
        return Decided(record, MADE, known, values, company=fresh_company)

    def _change(self, record: Record, known: Known, values: dict[str, Any]) -> Decided:
        by_id = bool(record.apart.get("askwell") or (known.external and known.external == record.apart.get("id")))
        if known.merged:
            return Decided(record, SAME, known)
        if not by_id:
            del values["name"]
        if self.kind is Kind.DEALS and not self._settled(record, values, known.values):
            return Decided(record, REFUSED)
        changes = {name: value for name, value in values.items() if known.values.get(name) != value}
        if not changes:
            return Decided(record, SAME, known)
        company = changes.get("company_id")
        fresh_company = company if isinstance(company, Known) else None
        if fresh_company:
            self.fresh_companies.setdefault(fresh_company.key, fresh_company)
        before = {name: known.values.get(name) for name in changes}
        known.values = known.values | changes
        return Decided(record, CHANGED, known, changes, before, fresh_company)

    def _settled(self, record: Record, values: dict[str, Any], before: Mapping[str, Any]) -> bool:
        """Whether a deal's values agree with one another, after filling in what follows from them."""
        if "amount" in values:
            values["currency"] = values.get("currency") or before.get("currency", "")
            if not values["currency"]:
                record.reasons.append(Reason("no_currency", "amount", str(values["amount"])))
                return False
        state = values.get("state", before.get("state", Deal.State.OPEN))
        if state == Deal.State.OPEN:
            values.pop("closed_on", None)
        elif not values.get("closed_on") and not before.get("closed_on"):
            ended = values.get("expected_on") or before.get("expected_on") or self.today
            values["closed_on"] = min(ended, self.today)  # a day to come is when it was to be decided
        if state != Deal.State.LOST:
            values.pop("lost_reason", None)
        if values.get("state") == Deal.State.OPEN and before.get("state", Deal.State.OPEN) != Deal.State.OPEN:
            values |= {"closed_on": None, "lost_reason": ""}
        return True


def _final(kind: Kind, rows: Iterable[Any]) -> list[tuple[int, Known]]:
    """These rows as what they were merged into, if they were, each with the id it was found by; unmerged ones first."""
    found, model = list(rows), MODELS[kind]
    there: dict[int, Any] = {}
    while ahead := {row.merged_into_id for row in (*found, *there.values()) if row.merged_into_id} - set(there):
        there |= {row.pk: row for row in model.objects.filter(pk__in=ahead)}
    pairs = []
    for row in sorted(found, key=lambda each: (each.merged_into_id is not None, each.pk)):
        last = row
        while last.merged_into_id:
            last = there[last.merged_into_id]
        known = _known(kind, last)
        known.key, known.merged = row.name_key, last is not row
        pairs.append((row.pk, known))
    return pairs


def _known(kind: Kind, row: Any) -> Known:
    values = {name: getattr(row, name) for name in VALUES[kind]}
    if kind is Kind.PRODUCTS:
        texts: dict[str, list[str]] = {point: [] for point in POINTS}
        for point in row.points.all():
            texts[point.kind].append(point.text)
        values |= texts
    key = row.name_key if hasattr(row, "name_key") else name_key(row.name)
    return Known(row.pk, key, values)


def _grouped(pairs: Iterable[tuple[int, Known]]) -> dict[str, list[Known]]:
    """By key of the name, each row once, however many were merged into it."""
    grouped: dict[str, list[Known]] = defaultdict(list)
    for _pk, known in pairs:
        if known.pk not in [other.pk for other in grouped[known.key]]:
            grouped[known.key].append(known)
    return grouped


def _place(known: Known) -> str:
    company = known.values.get("company_id")
    return f"#{company}" if company else ""


def _preferring(found: list[Known], *told: Any) -> list[Known]:
    """One of several where a value tells which; all of them where none does."""
    if len(found) > 1:
        for name, value in zip(told[::2], told[1::2], strict=True):
            same = [
                known for known in found if value and str(known.values.get(name, "")).casefold() == value.casefold()
            ]
            if len(same) == 1:
                return same
    return found
