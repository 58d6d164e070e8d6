"""What people say of the buyer's doubts: answered, open again, or entered by mistake; append-only (M04)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from askwell.deal.facts import DoubtSaid
from askwell.deal.terms import AnsweredBy
from askwell.method.terms import Doubt
from askwell.server.accounts.models import User
from askwell.server.deals.models import Deal, DealDecision
from askwell.server.nested import rows_of

DOUBT = "doubt"
FIELDS = ("pk", "value", "author__name", "author__email", "created_at")


def say_of_doubt(deal: Deal, user: User, doubt: Doubt, *, answered: bool, note: str = "") -> DealDecision:
    """Say that a doubt is answered, or that it is open; ``note`` tells how it came up, where no call shows it."""
    value = {"doubt": doubt.value, "answered": answered} | ({"note": note} if note else {})
    return DealDecision.objects.create(deal=deal, author=user, kind=DOUBT, value=value)


def take_back_doubt(deal: Deal, user: User, doubt: Doubt) -> DealDecision:
    """Say that a doubt was entered by mistake: what was entered of it before counts no more."""
    return DealDecision.objects.create(
        deal=deal, author=user, kind=DOUBT, value={"doubt": doubt.value, "withdrawn": True}
    )


def doubt_basis(kept: Mapping[str, Any]) -> str:
    """What closed a doubt of ``askwell.deal_state/1``, or opened it again, in words; empty where nothing did."""
    if said := kept.get("said"):
        told = {"name": said["by"] or _("somebody"), "day": date_format(date.fromisoformat(said["on"]))}
        if said["answered"]:
            return _("Answered, %(name)s entered on %(day)s.") % told
        if kept["evidence"]:
            return _("Open again, %(name)s entered on %(day)s.") % told
        return _("%(name)s entered this on %(day)s.") % told
    if kept["answered_by"] == AnsweredBy.WORDS:
        return _("The last quote answers it.")
    return _("The order settled it.") if kept["answered_by"] == AnsweredBy.ORDER else ""


def doubts_of(deal: Deal) -> tuple[DoubtSaid, ...]:
    """What was said of the doubts of a deal and not taken back, the oldest first."""
    return doubts_from(deal.decisions.filter(kind=DOUBT).values_list(*FIELDS))


def doubt_rows(deal: str) -> Subquery:
    """What was said of the doubts of the deal of a row, read with the row; for ``doubts_from``."""
    return rows_of(DealDecision.objects.filter(kind=DOUBT, deal=OuterRef(deal)), "deal", *FIELDS)


def doubts_from(rows: Iterable[Sequence[Any]]) -> tuple[DoubtSaid, ...]:
    """As ``doubts_of``, of what ``doubt_rows`` read."""
    said: list[DoubtSaid] = []
    for _pk, value, *who_and_when in sorted(rows, key=lambda row: row[0]):
        told = json.loads(value) if isinstance(value, str) else value
        if told.get("withdrawn"):
            said = [one for one in said if one.doubt != told["doubt"]]
        else:
            said.append(_said(told, *who_and_when))
    return tuple(said)


def _said(told: Mapping[str, Any], name: str | None, email: str | None, at: datetime | str) -> DoubtSaid:
    return DoubtSaid(Doubt(told["doubt"]), told["answered"], name or email or None, _day(at), told.get("note"))


def _day(at: datetime | str) -> date:
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    return localdate(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
