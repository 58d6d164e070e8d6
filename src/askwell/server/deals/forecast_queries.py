"""What the closed deals of a team teach about the open ones. A team's history is one: no single deal of it is shown."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONArray

from askwell.deal.forecasting.backtest import BackTest, back_test, scores_from_json, scores_to_json
from askwell.deal.forecasting.history import NOTHING_YET, ClosedDeal, Known, known_from_json
from askwell.deal.forecasting.posterior import Posterior, fit, pack, unpack
from askwell.deal.forecasting.predict import Expected, OpenDeal, Total, chances_of, expect, sum_up
from askwell.server.accounts.models import Team, User
from askwell.server.deals.forecast_snapshots import ask_for_snapshots, changed_among, unread
from askwell.server.deals.models import Deal, DealQuerySet, TeamForecast
from askwell.transcript.conversation import canonical_json

PAGE = 50
VERSION = 3
"""Raised when what is kept of a history changes."""
HISTORY = 1000
"""So many deals count, those closed last."""
HISTORY_OF_CLOSED = 200
"""So many for the forecast of a deal that is closed itself, which is not kept."""
SHORT, FEW = 5, 20
"""Up to so many closed deals nearly nothing can be said, and up to so many little."""
CLOSED = (Deal.State.WON, Deal.State.LOST)


@dataclass(frozen=True, slots=True)
class OpenLine:
    """An open deal: what the customer has done, and what that is worth.

    ``expected`` is None while calls of it were not read yet, ``changed`` says that something has changed since.
    """

    slug: str
    name: str
    company: str
    owner: str
    amount: Decimal | None
    currency: str
    known: Known
    expected: Expected | None
    changed: bool


@dataclass(frozen=True, slots=True)
class CurrencyTotal:
    """What the open deals in one currency come to, and what of that may be won."""

    currency: str
    count: int
    amount: Decimal
    total: Total


@dataclass(frozen=True, slots=True)
class TeamPage:
    """The forecast of a team for one reader; the deal with the greatest chance first. ``unpriced`` have no amount."""

    posterior: Posterior
    lines: tuple[OpenLine, ...]
    next_key: str
    count: int
    totals: tuple[CurrencyTotal, ...]
    unpriced: int
    reading: bool
    test: BackTest | None


@dataclass(frozen=True, slots=True)
class _Open:
    """What is needed of every open deal."""

    pk: int
    amount: Decimal | None
    currency: str
    inputs: str
    known: Known
    deal: OpenDeal
    p: float = 0.0

    @property
    def place(self) -> tuple[float, int]:
        return -round(self.p, 6), self.pk


def forecast_for(deal: Deal, known: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """``p``, ``low``, ``high`` and ``n`` of a deal of which this was known, by the closed deals of its team.

    Of a deal that is closed itself: by those that had closed before it did.
    """
    found = expect(_posterior_for(deal), known_from_json(known[-1:])[0].progress, _seller(deal.owner_id)).forecast
    return {"p": found.p, "low": found.low, "high": found.high, "n": found.n}


def _posterior_for(deal: Deal) -> Posterior:
    if deal.state in CLOSED and deal.closed_on:
        before = _closed(deal.team_id).filter(closed_on__lt=deal.closed_on)
        return fit(history_of(before, HISTORY_OF_CLOSED))
    return _unpacked(_learnt(deal.team_id))


def _learnt(team_id: int) -> TeamForecast:
    """What the closed deals of a team teach, fitted anew where anything about them has changed."""
    rows = TeamForecast.objects.filter(team=team_id).annotate(about=Subquery(_about_closed(OuterRef("team"))))
    kept: Any = rows.first()
    inputs = _digest(kept.about if kept else next(iter(_about_closed(team_id)), None))
    if kept is None or kept.inputs != inputs:
        learnt, draws = pack(fit(history_of(_closed(team_id), HISTORY)))
        defaults = {"inputs": inputs, "learnt": learnt, "draws": draws, "tested": None}
        return TeamForecast.objects.update_or_create(team_id=team_id, defaults=defaults)[0]
    found: TeamForecast = kept
    return found


def _unpacked(kept: TeamForecast) -> Posterior:
    return unpack(kept.learnt, bytes(kept.draws))


def _tested(kept: TeamForecast) -> BackTest | None:
    """How the forecast would have done on the team's closed deals."""
    if kept.tested is None:
        found = back_test(history_of(_closed(kept.team_id), HISTORY))
        kept.tested = scores_to_json(found) if found else {}
        TeamForecast.objects.filter(pk=kept.pk, inputs=kept.inputs).update(tested=kept.tested)
    return scores_from_json(kept.tested) if kept.tested else None


def _closed(team_id: Any) -> DealQuerySet:
    return Deal.objects.filter(team=team_id, state__in=CLOSED, closed_on__isnull=False)


def _about_closed(team: Any) -> "QuerySet[Any, Any]":
    """What changes whenever a deal of a team is closed or changed, or its progress was read again."""
    figures = {
        "deals": Count("pk"),
        "changed": Max("changed_at"),
        "read": Count("progress"),
        "reckoned": Max("progress__reckoned_at"),
    }
    rows = _closed(team).order_by().values("team").annotate(**figures)
    return rows.annotate(about=JSONArray(*figures)).values_list("about", flat=True)


def _digest(about: Any) -> str:
    return hashlib.sha256(canonical_json([VERSION, about]).encode()).hexdigest()


def history_of(closed: DealQuerySet, most: int) -> list[ClosedDeal]:
    """The deals closed last; of one without coded calls it is known how it ended."""
    rows = unread_left_out(closed).order_by("-closed_on", "-pk")
    found = rows.values_list("pk", "owner_id", "state", "closed_on", "progress__known")[:most]
    return [
        ClosedDeal(f"{pk:012}", _seller(owner), state == Deal.State.WON, closed_on, _known(known))
        for pk, owner, state, closed_on, known in found
        if closed_on
    ]


def unread_left_out(deals: DealQuerySet) -> DealQuerySet:
    """Of these deals, those whose calls have all been read: the others would look as if nobody had called."""
    return deals.exclude(pk__in=unread(deals).values("pk"))


def _known(data: Iterable[Mapping[str, Any]] | None) -> tuple[Known, ...]:
    return known_from_json(data or ()) or (NOTHING_YET,)


def _seller(owner: int | None) -> str:
    return str(owner or "")


def forecast_page(user: User, team: Team, key: str = "") -> TeamPage:
    """The open deals of a team this person may see, by their chances, with what the history teaches and how well."""
    learnt = _learnt(team.pk)
    posterior = _unpacked(learnt)
    visible = Deal.objects.visible_to(user).filter(team=team)
    to_read = set(unread(Deal.objects.filter(team=team)).values_list("pk", flat=True))
    found = _open_deals(posterior, visible.filter(state=Deal.State.OPEN))
    read = [one for one in found if one.pk not in to_read]
    later = _after(found, key)
    shown = later[:PAGE]
    lines = _lines(posterior, shown, to_read)
    reading = bool(to_read) or any(line.changed for line in lines)
    if reading:
        ask_for_snapshots(team)
    return TeamPage(
        posterior=posterior,
        lines=lines,
        next_key=_key(shown[-1]) if len(later) > PAGE else "",
        count=len(found),
        totals=tuple(_totals(posterior, read)),
        unpriced=sum(one.amount is None for one in found),
        reading=reading,
        test=_tested(learnt),
    )


def _open_deals(posterior: Posterior, deals: DealQuerySet) -> list[_Open]:
    """Every open deal, the one with the greatest chance first."""
    rows = deals.order_by("pk").values_list(
        "pk", "owner_id", "amount", "currency", "progress__inputs", "progress__known"
    )
    found = []
    for pk, owner, amount, currency, inputs, data in rows:
        known = _known((data or ())[-1:])[0]
        deal = OpenDeal(_seller(owner), known.progress, float(amount or 0))
        found.append(_Open(pk, amount, currency, inputs or "", known, deal))
    chances = chances_of(posterior, [one.deal for one in found])
    placed = (replace(one, p=p) for one, p in zip(found, chances, strict=True))
    return sorted(placed, key=lambda one: one.place)


def _after(found: Sequence[_Open], key: str) -> Sequence[_Open]:
    """What comes after a place in the order of chances."""
    p, _, number = key.partition("_")
    try:
        place = (-float(p), int(number))
    except ValueError:
        return found
    return [one for one in found if one.place > place]


def _key(one: _Open) -> str:
    return f"{one.p:.6f}_{one.pk}"


def _lines(posterior: Posterior, shown: Sequence[_Open], to_read: set[int]) -> tuple[OpenLine, ...]:
    deals = Deal.objects.select_related("owner", "company").in_bulk([one.pk for one in shown])
    there = [(one, deals[one.pk]) for one in shown if one.pk in deals]
    changed = changed_among((deal, one.inputs) for one, deal in there)
    return tuple(
        OpenLine(
            slug=deal.slug,
            name=deal.name,
            company=deal.company.name if deal.company else "",
            owner=str(deal.owner) if deal.owner else "",
            amount=deal.amount,
            currency=deal.currency,
            known=one.known,
            expected=None if one.pk in to_read else expect(posterior, one.known.progress, one.deal.seller),
            changed=one.pk in changed,
        )
        for one, deal in there
    )


def _totals(posterior: Posterior, found: Sequence[_Open]) -> Iterable[CurrencyTotal]:
    """One sum a currency, the most used first."""
    priced: dict[str, list[_Open]] = {}
    for one in found:
        if one.amount is not None:
            priced.setdefault(one.currency, []).append(one)
    for currency, some in sorted(priced.items(), key=lambda item: (-len(item[1]), item[0])):
        amount = sum((one.amount for one in some if one.amount is not None), Decimal(0))
        yield CurrencyTotal(currency, len(some), amount, sum_up(posterior, [one.deal for one in some]))
