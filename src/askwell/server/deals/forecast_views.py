"""The forecast of a team: load or 404, authorise, act, answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from askwell.deal.forecast import EFFECTS
from askwell.deal.forecasting.backtest import BASE_RATE, MODEL, STAGES
from askwell.deal.forecasting.history import Known
from askwell.deal.forecasting.posterior import fit
from askwell.deal.forecasting.predict import SELLER, Expected, Step, steps
from askwell.report.chances import calibration_svg, chance_line_svg
from askwell.server.accounts.models import Team, User
from askwell.server.accounts.queries import teams_of
from askwell.server.accounts.signed_in import signed_in
from askwell.server.deals import queries
from askwell.server.deals.forecast_queries import FEW, SHORT, CurrencyTotal, TeamPage, forecast_page
from askwell.server.deals.forms import page_lang
from askwell.server.deals.money import shown_amount


@dataclass(frozen=True, slots=True)
class Belief:
    """One effect in words: what was guessed of it, and what is believed after the closed deals."""

    what: str
    guess: Step
    now: Step


@dataclass(frozen=True, slots=True)
class Sum:
    """What the open deals of one currency come to, as people write it."""

    count: int
    amount: str
    expected: str
    low: str
    high: str


@require_GET
def forecast(request: HttpRequest) -> HttpResponse:
    """The open deals by what the customer has done, each with its chance; how the forecast did, what it rests on."""
    user = signed_in(request)
    teams = queries.dealing_teams(user)
    if not teams:
        return render(request, "deals/forecast.html", {"deals_in": False, "in_team": bool(teams_of(user))})
    team = _team_asked(teams, request.GET.get("team", ""))
    return render(request, "deals/forecast.html", _context(user, teams, team, request.GET.get("after", "")))


def _team_asked(teams: Iterable[Team], asked: str) -> Team:
    """The team of this number among those of the person, the first where none is asked for."""
    found = next((team for team in teams if asked in {"", str(team.pk)}), None)
    if found is None:
        raise Http404
    return found


def _context(user: User, teams: list[Team], team: Team, key: str) -> dict[str, Any]:
    page = forecast_page(user, team, key)
    return {
        "deals_in": True,
        "teams": teams,
        "team": team,
        "page": page,
        "n": page.posterior.n,
        "history_note": _history_note(page.posterior.n),
        "sums": [_sum(total) for total in page.totals],
        "done": _done,
        "reasons": _reasons,
        "shown": lambda amount, currency: shown_amount(amount, currency, page_lang()),
        "line": lambda key, found: chance_line_svg(key, found.p, found.low, found.high, page_lang()),
        "calibration_svg": lambda bins: calibration_svg(bins, page_lang()),
        "beliefs": _beliefs(page),
        "ways": {
            MODEL: _("This forecast"),
            BASE_RATE: _("The share won so far, for every deal"),
            STAGES: _("A fixed guess by stage"),
        },
        "best": min((score.brier for score in page.test.scores), default=None) if page.test else None,
        "few": FEW,
        "points": _points,
        "signed": _signed,
    }


def _history_note(n: int) -> str:
    """What may be expected of so many closed deals."""
    if n == 0:
        return _(
            "No deal of the team is closed yet. What stands here are guesses, and the intervals say nearly nothing."
        )
    if n <= SHORT:
        return _("So few closed deals hardly move the guesses: the intervals say nearly nothing yet.")
    if n <= FEW:
        return _("The history begins to count, but it is short: the intervals are wide, and rightly so.")
    return ""


def _done(known: Known) -> list[str]:
    """What the customer has done so far, in words."""
    progress = known.progress
    if not progress.heard:
        return [_("No call was heard yet")]
    # A call that advanced by 60 % is one that advanced, to whoever reads; the forecast counts the 60 %.
    advances = ceil(progress.advances - 0.5) if progress.advances > 1 else ceil(progress.advances)
    said = [
        _("Ordered") if progress.ordered else "",
        _("Refused last") if progress.refused else "",
        ngettext("%(num)s advance", "%(num)s advances", advances) % {"num": advances}
        if advances
        else _("no advance yet"),
        ngettext("%(num)s need", "%(num)s needs", progress.needs) % {"num": progress.needs} if progress.needs else "",
        ngettext("%(num)s role heard", "%(num)s roles heard", progress.petals) % {"num": progress.petals}
        if progress.petals
        else "",
        ngettext("standing still for %(num)s call", "standing still for %(num)s calls", progress.streak)
        % {"num": progress.streak}
        if progress.streak
        else "",
    ]
    return [text for text in said if text]


def _reasons(expected: Expected) -> list[tuple[str, str]]:
    """What moves the chance by a point at least, and by how many."""
    return [(_name_of(mover.name), _points(mover.by)) for mover in expected.movers if round(100 * mover.by)]


def _points(by: float) -> str:
    """A difference of chances in percentage points, with its sign."""
    return _("%(number)s points") % {"number": _signed(by)}


def _signed(by: float) -> str:
    number = round(100 * by)
    return f"+{number}" if number > 0 else f"−{-number}" if number < 0 else "0"


def _name_of(mover: str) -> str:
    names = {
        "advances": _("Advances"),
        "needs": _("Needs that foretell success"),
        "petals": _("Roles heard"),
        "streak": _("Calls without an advance since the last"),
        "refused": _("A refusal, the last thing heard"),
        "ordered": _("An order, spoken or written"),
        SELLER: _("The seller’s own closed deals"),
    }
    return names[mover]


def _beliefs(page: TeamPage) -> list[Belief]:
    guesses, now = steps(fit(())), steps(page.posterior)
    names = [_name_of(name) for name in EFFECTS]
    return [Belief(*row) for row in zip(names, guesses, now, strict=True)]


def _sum(total: CurrencyTotal) -> Sum:
    """Rounded to three figures: more would pretend to know."""

    def said(value: float) -> str:
        return shown_amount(Decimal(f"{value:.3g}").quantize(Decimal(1)), total.currency, page_lang())

    amount = shown_amount(total.amount, total.currency, page_lang())
    found = total.total
    return Sum(total.count, amount, said(found.expected), said(found.low), said(found.high))
