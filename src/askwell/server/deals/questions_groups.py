"""What a question found, counted apart: by rep, customer, stage …; and one such part by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncMonth
from django.utils.dateparse import parse_datetime

from askwell.deal.questions.query import Query
from askwell.deal.questions.terms import Grouping, Subject
from askwell.server.deals.models import Deal, DealCall
from askwell.server.deals.questions_filters import Asked, open_deals

MOST = 100
NONE = "-"
"""The part of what belongs to no part."""
_CALL = {Subject.CALLS: "", Subject.OBJECTIONS: "call__", Subject.NEEDS: "call__", Subject.MOMENTS: "call__"}


@dataclass(frozen=True, slots=True)
class Group:
    """One part: what it is known by, its name where it has one of its own, and how many were found in it."""

    value: str
    name: str
    count: int


def groups_of(query: Query, found: QuerySet[Any], asked: Asked) -> tuple[Group, ...]:
    """The parts, the largest first, months in their order; at most MOST. What is in two parts counts in both."""
    if query.grouping is None:
        return ()
    rows, value, name = _cut(query, found, asked)
    named = rows.order_by().values(value, *([name] if name else []))
    # Only over reps can one thing be met twice in a part: an owner of several deals, a seller under two names.
    counted = named.annotate(
        found=Count("company" if query.subject is Subject.COMPANIES else "pk", distinct=query.grouping is Grouping.REP)
    )
    order = (F(value).desc(nulls_last=True),) if query.grouping is Grouping.MONTH else ("-found", value)
    return tuple(
        Group(_text(row[value]), str(row[name] or "") if name else "", row["found"])
        for row in counted.order_by(*order)[:MOST]
    )


def part_of(query: Query, found: QuerySet[Any], part: str, asked: Asked) -> QuerySet[Any]:
    """What was found, in one part alone; nothing for a part there cannot be."""
    rows, value, _name = _cut(query, found, asked)
    wanted = _wanted(query.grouping, value, part)
    if wanted is None:
        return found.none()
    key = "company" if query.subject is Subject.COMPANIES else "pk"
    return found.filter(pk__in=rows.filter(wanted).order_by().values(key))


def _cut(query: Query, found: QuerySet[Any], asked: Asked) -> tuple[QuerySet[Any], str, str]:
    """The rows to count, the field they are cut by, and the field of the part's name."""
    if query.subject is Subject.COMPANIES:
        return open_deals(asked.user).filter(company__in=found.order_by().values("pk")), "owner", "owner__name"
    if query.subject is Subject.DEALS:
        fields: Mapping[Any, tuple[str, str]] = {
            Grouping.REP: ("owner", "owner__name"),
            Grouping.COMPANY: ("company", "company__name"),
            Grouping.STAGE: ("stage", ""),
            Grouping.REASON: ("lost_reason", ""),
        }
        return found, *fields[query.grouping]
    if query.subject is Subject.PEOPLE:
        return found, "company", "company__name"
    if query.subject is Subject.TASKS:
        by_rep = query.grouping is Grouping.REP
        return (found, "owner", "owner__name") if by_rep else (found, "deal__company", "deal__company__name")
    return _cut_by_call(query, found, asked)


def _cut_by_call(query: Query, found: QuerySet[Any], asked: Asked) -> tuple[QuerySet[Any], str, str]:
    call = _CALL[query.subject]
    if query.grouping is Grouping.REP:
        rep = found.annotate(
            rep=Coalesce(f"{call}sellers", f"{call}owner"),
            rep_name=Coalesce(f"{call}sellers__name", f"{call}owner__name"),
        )
        return rep, "rep", "rep_name"
    if query.grouping is Grouping.MONTH:
        return found.annotate(month=TruncMonth(f"{call}held_at")), "month", ""
    if query.grouping is Grouping.COMPANY:
        deals = Deal.objects.visible_to(asked.user).values("pk")
        seen = DealCall.objects.filter(call=OuterRef(f"{call}pk"), deal__in=deals)
        of, name = (Subquery(seen.values(field)[:1]) for field in ("deal__company", "deal__company__name"))
        return found.annotate(of=of, of_name=name), "of", "of_name"
    return found, "outcome" if query.grouping is Grouping.OUTCOME else "concern", ""


def _wanted(grouping: Grouping | None, field: str, part: str) -> Q | None:
    if part == NONE:
        blank = Q(**{field: None})
        return blank | Q(**{field: ""}) if grouping in _OF_WORDS else blank
    if grouping in _OF_WORDS:
        return Q(**{field: part})
    if grouping is Grouping.MONTH:
        try:
            month = parse_datetime(part)
        except ValueError:
            month = None
        return None if month is None or month.tzinfo is None else Q(**{field: month})
    return Q(**{field: int(part)}) if part.isascii() and part.isdigit() and len(part) < 19 else None


_OF_WORDS = (Grouping.STAGE, Grouping.REASON, Grouping.OUTCOME, Grouping.CONCERN)


def _text(value: Any) -> str:
    if value is None or value == "":
        return NONE
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
