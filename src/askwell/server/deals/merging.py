"""Two companies or two contacts found to be one: what belonged to one moves to the other, and can be moved back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ManyToManyRel, ManyToOneRel, Model, Q
from django.http import Http404

from askwell.deal.style import signs_told
from askwell.server.accounts.models import User
from askwell.server.deals.forms import page_lang
from askwell.server.deals.merging_named import rename, rename_back
from askwell.server.deals.models import Company, Contact, Deal, Stake, StakeRole
from askwell.server.deals.models.importing import Merge
from askwell.server.deals.names import name_key, person_key

FIELDS: Mapping[str, tuple[str, ...]] = {
    "companies": ("name", "domain", "industry", "city", "note"),
    "contacts": ("name", "title", "company_id", "email", "phone", "style_signs", "note"),
}
MODELS: Mapping[str, type[Any]] = {"companies": Company, "contacts": Contact}
OF_A_STAKE = ("attitude", "influence", "relation", "shown_by", "last_contact")
CHOICES = 20


@dataclass(frozen=True, slots=True)
class Pair:
    """A value of both, as the page shows it; ``kept`` and ``gone`` are words, ``differs`` where one must be chosen."""

    name: str
    kept: str
    gone: str

    @property
    def differs(self) -> bool:
        return self.kept != self.gone

    @property
    def proposed(self) -> str:
        """The one kept has the first word, unless it is silent."""
        return "kept" if self.kept or not self.gone else "gone"


@dataclass(frozen=True, slots=True)
class Merged:
    """A merge of the past, to be taken back."""

    pk: int
    name: str
    author: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody or something this may be the same as; ``alike`` where name or address says so."""

    slug: str
    name: str
    about: str
    alike: bool


class NotTheSameTeamError(ValueError):
    """Two of different teams, or one and itself, cannot be one."""


def pairs_of(kept: Any, gone: Any) -> list[Pair]:
    """The values of both, side by side."""
    return [Pair(name, _shown(kept, name), _shown(gone, name)) for name in FIELDS[kind_of(kept)]]


@transaction.atomic
def merge(kept: Any, gone: Any, author: User, values: Iterable[str] = ()) -> Merge:
    """Make one of two: ``values`` names the fields in which the one that goes is right.

    Everything that pointed to the one that goes points to the one kept; where both have a part in one deal, that of the
    one kept is filled up.

    Raises:
        NotTheSameTeamError: they are not two of one team, or one of them has been merged before.
    """
    if kept.pk == gone.pk or kept.team_id != gone.team_id or kept.merged_into_id or gone.merged_into_id:
        raise NotTheSameTeamError
    kind = kind_of(kept)
    chosen = [name for name in FIELDS[kind] if name in set(values)]
    before = {name: getattr(kept, name) for name in chosen}
    set_to = {name: getattr(gone, name) for name in chosen}
    stakes = _join_stakes(kept, gone) if kind == "contacts" else []
    moved = {f"{model._meta.label}.{field}": _move(model, field, gone.pk, kept.pk) for model, field in _links(kept)}  # noqa: SLF001 - Django's documented interface
    named = rename(gone, kept) if kind == "contacts" else {}
    _set(kept, set_to)
    gone.merged_into = kept
    gone.save(update_fields=["merged_into"])
    return Merge.objects.create(
        team=kept.team,
        kind=kind,
        kept_id=kept.pk,
        gone_id=gone.pk,
        before=before,
        set_to=set_to,
        moved={name: pks for name, pks in moved.items() if pks["moved"] or pks["double"]},
        stakes=stakes,
        named=named,
        author=author,
    )


@transaction.atomic
def unmerge(merged: Merge) -> Any:
    """Take a merge back: what was moved and is still there moves back, values nobody has changed since become what
    they were. Says which one is there again."""
    model = MODELS[merged.kind]
    kept, gone = model.objects.get(pk=merged.kept_id), model.objects.get(pk=merged.gone_id)
    _set(kept, {name: old for name, old in merged.before.items() if getattr(kept, name) == merged.set_to[name]})
    links = {f"{linked._meta.label}.{field}": (linked, field) for linked, field in _links(kept)}  # noqa: SLF001 - as above
    for name, pks in merged.moved.items():
        if name in links:
            _move_back(*links[name], pks, gone.pk, kept.pk)
    _part_stakes(merged.stakes, kept, gone)
    if merged.named:
        rename_back(merged.named, gone, kept)
    gone.merged_into = None
    gone.save(update_fields=["merged_into"])
    merged.delete()
    return gone


def kind_of(row: Any) -> str:
    return "companies" if isinstance(row, Company) else "contacts"


def merges_of(row: Any) -> list[Merged]:
    """What was merged into this one, the last first."""
    rows = list(Merge.objects.filter(kind=kind_of(row), kept_id=row.pk).select_related("author"))
    names = dict(MODELS[kind_of(row)].objects.filter(pk__in=[each.gone_id for each in rows]).values_list("pk", "name"))
    return [
        Merged(each.pk, names.get(each.gone_id, ""), str(each.author) if each.author else "", each.created_at)
        for each in rows
    ]


def merge_for(user: User, pk: int) -> tuple[Merge, Any]:
    """A merge with the one kept, for those who deal in its team; Http404 for everybody else."""
    found = Merge.objects.filter(pk=pk).first()
    kept = found and MODELS[found.kind].objects.visible_to(user).filter(pk=found.kept_id).first()
    if found is None or kept is None:
        raise Http404
    return found, kept


def candidates_for(user: User, row: Any, words: str = "") -> list[Candidate]:
    """Who may be the same: those alike first, or whoever is named so."""
    rows = MODELS[kind_of(row)].objects.visible_to(user).filter(team=row.team_id).exclude(pk=row.pk)
    alike = Q(name_key=row.name_key) | (_same_address(row))
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(name_key__contains=name_key(words)))
    else:
        rows = rows.filter(alike)
    if kind_of(row) == "contacts":
        rows = rows.select_related("company")
    return [Candidate(each.slug, each.name, _about(each), _is_alike(row, each)) for each in rows[:CHOICES]]


def _same_address(row: Any) -> Q:
    if isinstance(row, Company):
        return Q(domain=row.domain) if row.domain else Q(pk=None)
    return Q(email__iexact=row.email) if row.email else Q(pk=None)


def _is_alike(row: Any, other: Any) -> bool:
    address = "domain" if isinstance(row, Company) else "email"
    one, two = getattr(row, address).lower(), getattr(other, address).lower()
    return bool(row.name_key == other.name_key or (one and one == two))


def _about(row: Any) -> str:
    told = (
        (row.city, row.domain)
        if isinstance(row, Company)
        else (row.title, row.company.name if row.company else "", row.email)
    )
    return " · ".join(part for part in told if part)


def _shown(row: Any, name: str) -> str:
    if name == "company_id":
        return row.company.name if row.company else ""
    if name == "style_signs":
        return signs_told(row.style_signs, page_lang())
    return str(getattr(row, name))


def _set(row: Any, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.name_key = name_key(row.name) if isinstance(row, Company) else person_key(row.name)
    row.save()


def _links(row: Any) -> list[tuple[type[Model], str]]:
    """Every model that points to rows like this, and by which field; parts in deals are joined, not moved."""
    found: list[tuple[type[Model], str]] = []
    for relation in row._meta.related_objects:  # noqa: SLF001 - Django's documented interface
        if relation.related_model in {type(row), Stake}:
            continue
        if isinstance(relation, ManyToManyRel):
            through: Any = relation.through
            if through is not Stake:
                found.append((through, type(row).__name__.lower()))
        elif isinstance(relation, ManyToOneRel):
            found.append((relation.related_model, relation.field.name))
    return found


def _others(model: type[Model], field: str) -> tuple[str, ...]:
    """What else must be unique together with the field: of a table between two, the other one."""
    if not model._meta.auto_created:  # noqa: SLF001 - as above
        return ()
    return tuple(each.attname for each in model._meta.fields if each.is_relation and each.name != field)  # noqa: SLF001


def _move(model: type[Model], field: str, gone: int, kept: int) -> dict[str, list[Any]]:
    """Let rows point to the one kept; where it is there already, the row of the one that goes is doubled and goes."""
    rows = model._default_manager.filter(**{field: gone})  # noqa: SLF001 - as above
    double: list[Any] = []
    for other in _others(model, field):
        there = model._default_manager.filter(**{field: kept}).values(other)  # noqa: SLF001 - as above
        both = rows.filter(**{f"{other}__in": there})
        double += [{other: value} for value in both.values_list(other, flat=True)]
        both.delete()
    pks = list(rows.values_list("pk", flat=True))
    model._default_manager.filter(pk__in=pks).update(**{field: kept})  # noqa: SLF001 - as above
    return {"moved": pks, "double": double}


def _move_back(model: type[Model], field: str, pks: Mapping[str, list[Any]], gone: int, kept: int) -> None:
    rows = model._default_manager.filter(pk__in=pks["moved"], **{field: kept})  # noqa: SLF001 - as above
    rows.update(**{field: gone})
    for other in pks["double"]:
        (name, value), = other.items()  # fmt: skip
        still = model._default_manager.filter(**{field: kept, name: value}).exists()  # noqa: SLF001 - as above
        if still:
            model._default_manager.get_or_create(**{f"{field}_id": gone, name: value})  # noqa: SLF001 - as above


def _join_stakes(kept: Contact, gone: Contact) -> list[Any]:
    """Give the one kept the parts in deals of the one that goes; says what was moved and what was filled up."""
    told: list[Any] = []
    there = {stake.deal_id: stake for stake in kept.stakes.all()}
    for stake in gone.stakes.prefetch_related("roles"):
        held = there.get(stake.deal_id)
        if held is None:
            stake.contact = kept
            stake.save(update_fields=["contact"])
            told.append({"moved": stake.pk})
        else:
            told.append(_fill_up(held, stake))
    return told


def _fill_up(held: Stake, stake: Stake) -> dict[str, Any]:
    """Fill the gaps of one part by another, which goes; says enough to undo both."""
    was = {name: getattr(held, name) for name in OF_A_STAKE}
    lost = {name: getattr(stake, name) for name in OF_A_STAKE}
    roles = [row.role for row in stake.roles.all()]
    added = [role for role in roles if role not in set(held.roles.values_list("role", flat=True))]
    for name, value in lost.items():
        if was[name] in {None, ""} and (name != "shown_by" or held.relation == lost["relation"]):
            setattr(held, name, value)
    if was["last_contact"] and lost["last_contact"]:
        held.last_contact = max(was["last_contact"], lost["last_contact"])
    held.save()
    StakeRole.objects.bulk_create(StakeRole(stake=held, role=role) for role in added)
    filled = {name: _plain(getattr(held, name)) for name in OF_A_STAKE}
    stake.delete()
    return {
        "deal": held.deal_id,
        "was": {name: _plain(value) for name, value in was.items()},
        "filled": filled,
        "lost": {name: _plain(value) for name, value in lost.items()},
        "roles": roles,
        "added": added,
    }


def _part_stakes(told: Iterable[Mapping[str, Any]], kept: Contact, gone: Contact) -> None:
    for each in told:
        if "moved" in each:
            Stake.objects.filter(pk=each["moved"], contact=kept).update(contact=gone)
        elif Deal.objects.filter(pk=each["deal"]).exists():
            _restore_stake(each, kept, gone)


def _restore_stake(told: Mapping[str, Any], kept: Contact, gone: Contact) -> None:
    held = Stake.objects.filter(deal=told["deal"], contact=kept).first()
    if held is not None:
        for name, value in told["was"].items():
            if _plain(getattr(held, name)) == told["filled"][name]:
                setattr(held, name, value)
        held.save()
        held.roles.filter(role__in=told["added"]).delete()
    again, made = Stake.objects.get_or_create(deal_id=told["deal"], contact=gone, defaults=dict(told["lost"]))
    if made:
        StakeRole.objects.bulk_create(StakeRole(stake=again, role=role) for role in told["roles"])


def _plain(value: Any) -> Any:
    """As JSON holds it."""
    return value.isoformat() if hasattr(value, "isoformat") else value
