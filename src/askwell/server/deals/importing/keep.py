"""Writing what the plan says: new rows at once, changes one by one, and in the history what they changed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from askwell.server.audit import NEVER_LOGGED, WITHOUT_VALUES, hidden
from askwell.server.deals.importing.columns import Kind
from askwell.server.deals.importing.plan import CHANGED, MADE, MODELS, POINTS, Decided, Known, Planner
from askwell.server.deals.models import Company, ProductPoint
from askwell.server.deals.models.importing import ExternalId
from askwell.server.deals.names import name_key, person_key

KEYED = frozenset((Kind.COMPANIES, Kind.CONTACTS))
MOST_SHOWN = 200


def keep_rows(decided: Sequence[Decided], planner: Planner, now: datetime) -> None:
    """Make and change what was decided about some rows. Call it in a transaction."""
    _make_companies(decided, planner)
    made = [each for each in decided if each.does == MADE and each.known]
    for each in made:
        _known(each).made = _new(planner, each.changes)
    changed = [each for each in decided if each.does == CHANGED]
    for each in changed:
        if (row := _known(each).made) is not None:
            _set(row, planner.kind, each.changes)
    MODELS[planner.kind].objects.bulk_create([_known(each).made for each in made])
    kept = [each for each in changed if _known(each).made is None]
    _log(planner, kept, now)
    for each in kept:
        _save(planner.kind, each, now)
    if planner.kind is Kind.PRODUCTS:
        _keep_points([*made, *changed])
    _keep_ids(decided, planner)


def _make_companies(decided: Sequence[Decided], planner: Planner) -> None:
    fresh = {id(each.company): each.company for each in decided if each.company and each.company.made is None}
    for known in fresh.values():
        name = known.values["name"]
        known.made = Company(team=planner.team, name=name, name_key=name_key(name))
    Company.objects.bulk_create([known.made for known in fresh.values()])


def _new(planner: Planner, values: Mapping[str, Any]) -> Any:
    row = MODELS[planner.kind](team=planner.team)
    _set(row, planner.kind, values)
    return row


def _set(row: Any, kind: Kind, values: Mapping[str, Any]) -> None:
    for name, value in _columns(kind, values).items():
        setattr(row, name, value)


def _columns(kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as columns of our tables: points lie elsewhere, a company made on the way has an id by now."""
    found = {name: value for name, value in values.items() if name not in POINTS}
    if isinstance(found.get("company_id"), Known):
        found["company_id"] = found["company_id"].made.pk
    if kind in KEYED and "name" in found:
        found["name_key"] = (person_key if kind is Kind.CONTACTS else name_key)(found["name"])
    return found


def _save(kind: Kind, decided: Decided, now: datetime) -> None:
    columns = _columns(kind, decided.changes)
    if kind is Kind.DEALS:
        columns["changed_at"] = now
    if columns:
        MODELS[kind].objects.filter(pk=_known(decided).pk).update(**columns)


def _keep_points(decided: Iterable[Decided]) -> None:
    """Exactly these points, of each kind a table names."""
    for each in decided:
        pk = _known(each).pk or _known(each).made.pk
        for kind in POINTS:
            if kind in each.changes:
                ProductPoint.objects.filter(product=pk, kind=kind).delete()
                texts = each.changes[kind]
                ProductPoint.objects.bulk_create(ProductPoint(product_id=pk, kind=kind, text=text) for text in texts)


def _keep_ids(decided: Sequence[Decided], planner: Planner) -> None:
    named = [(each.record.apart.get("id", ""), each.known) for each in decided if each.known]
    rows = [
        ExternalId(source=planner.source, value=value, row_id=known.pk or known.made.pk)
        for value, known in named
        if value and (known.pk or known.made) and (known.pk is None or known.external != value)
    ]
    ExternalId.objects.bulk_create(rows, ignore_conflicts=True)


def _log(planner: Planner, kept: Sequence[Decided], now: datetime) -> None:
    """What a page would have logged, were the rows changed there one by one."""
    if planner.kind is Kind.PRODUCTS:
        return
    model = MODELS[planner.kind]
    kind = ContentType.objects.get_for_model(model)
    slugs = dict(model.objects.filter(pk__in=[_known(each).pk for each in kept]).values_list("pk", "slug"))
    LogEntry.objects.bulk_create(
        LogEntry(
            content_type=kind,
            object_pk=str(pk),
            object_id=pk,
            object_repr=slugs[pk],
            action=LogEntry.Action.UPDATE,
            changes=_said(each),
            actor=planner.user,
            timestamp=now,
        )
        for each in kept
        if (pk := _known(each).pk) is not None
    )


def _said(decided: Decided) -> dict[str, list[str]]:
    """Old and new values as the history holds them; words that may not stand there are left out."""
    return {
        name.removesuffix("_id"): [_plain(name, decided.before.get(name)), _plain(name, value)]
        for name, value in decided.changes.items()
        if name not in NEVER_LOGGED
    }


def _plain(name: str, value: Any) -> str:
    plain = value.values["name"] if isinstance(value, Known) else str(value)
    return hidden(plain) if name in WITHOUT_VALUES else plain[:MOST_SHOWN]


def _known(decided: Decided) -> Known:
    assert decided.known is not None  # noqa: S101 - whoever calls has seen to that
    return decided.known
