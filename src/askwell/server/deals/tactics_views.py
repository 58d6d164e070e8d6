"""The tactic of a deal, and a team's own matrix of tactics: load or 404, authorise, act, answer (M38)."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from askwell.deal.tactic import Cell, codebook_cells
from askwell.deal.terms import Nearness, Position, Tactic, entry_of
from askwell.method.loader import load_codebook
from askwell.server.accounts.models import Team, User
from askwell.server.accounts.roles import Act
from askwell.server.accounts.signed_in import signed_in
from askwell.server.deals import queries
from askwell.server.deals.forms import page_lang
from askwell.server.deals.page_queries import rights_on
from askwell.server.deals.tactics_cells import change_cells, forget_cells, own_cells
from askwell.server.deals.tactics_steps import tactic_of

TACTICS = tuple(tactic for tactic in Tactic if tactic is not Tactic.UNKNOWN)


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One cell of the matrix as a page shows it; ``by_codebook`` is what stands there in the codebook."""

    field: str
    tactic: str
    name: str
    by_codebook: str
    own: bool


@require_GET
def tactic(request: HttpRequest, slug: str) -> HttpResponse:
    """The tactic of a deal, with its steps on the people of the map."""
    user = signed_in(request)
    deal = queries.deal_for(user, slug)
    lang = page_lang()
    context = {
        "deal": deal,
        "tactic": tactic_of(deal, timezone.localdate(), lang),
        "change": rights_on(user, deal).change,
        "comma": "、" if lang == "zh" else ", ",
        "stop": "。" if lang == "zh" else ".",
    }
    return render(request, "deals/tactics_deal.html", context)


@require_http_methods(["GET", "POST"])
def tactics(request: HttpRequest) -> HttpResponse:
    """Which tactic stands in which cell, as a team reads it; its managers may change that."""
    user = signed_in(request)
    teams = queries.dealing_teams(user)
    team = _team(teams, request.GET.get("team", ""))
    change = user.may(Act.REASSIGN, team)
    if request.method == "POST":
        if not change:
            raise PermissionDenied
        _change(user, team, request.POST)
        messages.success(request, _("Saved."))
        return redirect(f"{reverse('deals:tactics')}?team={team.pk}")
    lang = page_lang()
    axes = {item.id: item.text.in_lang(lang).rstrip(".。") for item in load_codebook().entry("tactic.axes").items}
    own = own_cells(team.pk)
    context = {
        "team": team,
        "teams": teams,
        "change": change,
        "columns": [axes[near.value] for near in Nearness],
        "rows": [(axes[place.value], [_cell((place, near), own, lang) for near in Nearness]) for place in Position],
        "tactics": [(one.value, *_named(one, lang)) for one in TACTICS],
        "any_own": bool(own),
        "definition": load_codebook().entry("m38").definition.in_lang(lang),
    }
    return render(request, "deals/tactics.html", context)


def _team(teams: list[Team], asked: str) -> Team:
    """The team meant, the first where none is named; Http404 outside one's own."""
    if not teams:
        raise Http404
    if not asked:
        return teams[0]
    found = next((team for team in teams if str(team.pk) == asked), None)
    if found is None:
        raise Http404
    return found


def _change(user: User, team: Team, said: QueryDict) -> None:
    if "reset" in said:
        forget_cells(team)
        return
    cells = [(place, near) for place in Position for near in Nearness]
    wanted = {cell: said.get(_field(cell), "") for cell in cells}
    change_cells(team, user, {cell: Tactic(value) for cell, value in wanted.items() if value in TACTICS})


def _field(cell: Cell) -> str:
    return f"{cell[0].value}_{cell[1].value}"


def _cell(cell: Cell, own: dict[Cell, Tactic], lang: str) -> ShownCell:
    by_codebook = codebook_cells()[cell]
    here = own.get(cell, by_codebook)
    names = [entry_of(one).name.in_lang(lang) for one in (here, by_codebook)]
    return ShownCell(_field(cell), here.value, names[0], names[1], cell in own)


def _named(tactic: Tactic, lang: str) -> tuple[str, str]:
    entry = entry_of(tactic)
    return entry.name.in_lang(lang), entry.definition.in_lang(lang)
