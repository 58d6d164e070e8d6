"""Lists of deals, the board, saved views and tasks: load or 404, authorise, act, answer."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from askwell.server.accounts.models import Team, User
from askwell.server.accounts.queries import team_ids_where, teams_of
from askwell.server.accounts.roles import Act, Reach
from askwell.server.accounts.signed_in import signed_in
from askwell.server.deals import actions, queries
from askwell.server.deals.customers_actions import company_meant
from askwell.server.deals.forms import BulkForm, DealFilterForm, NewDealForm, StageForm, ViewForm, page_lang
from askwell.server.deals.models import Company, Deal
from askwell.server.deals.money import shown_amount
from askwell.server.deals.terms import STAGE_CHOICES

MOST_AT_ONCE = queries.PAGE
VIEW_PAGES = ("list", "board", "companies", "contacts")


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The deals this person may see, narrowed; what is chosen can be changed at once."""
    return _list(request, BulkForm(_bulk_owners(signed_in(request))), ())


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Change the deals that were chosen in the list."""
    user = signed_in(request)
    slugs = request.POST.getlist("deal")[:MOST_AT_ONCE]
    deals = list(Deal.objects.visible_to(user).filter(slug__in=slugs))
    if len(deals) < len(set(slugs)):
        raise Http404
    form = BulkForm(_bulk_owners(user), request.POST)
    if not deals:
        form.add_error(None, _("Tick the deals first."))
    if not form.is_valid():
        return _list(request, form, slugs, status=422)
    change = _change_of(form)
    _authorise_all(user, deals, change)
    count = actions.change_deals(deals, change, today=timezone.localdate())
    messages.success(request, ngettext("%(num)s deal changed.", "%(num)s deals changed.", count) % {"num": count})
    return redirect(_back(request, "deals:list"))


@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """The open deals by where the buyer stands; narrowed as the list is."""
    return _board(request)


@require_POST
def move(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a deal into another column; a browser with script asks for the board alone."""
    user = signed_in(request)
    deal = queries.deal_for(user, slug)
    if not queries.deal_allows(user, Act.CORRECT, deal):
        raise PermissionDenied
    form = StageForm(request.POST)
    if form.is_valid():
        actions.move_to_stage(deal, form.cleaned_data["stage"])
    if request.headers.get("HX-Request"):
        return _board(request, status=200 if form.is_valid() else 422)
    return redirect(_back(request, "deals:board") + f"#deal-{deal.slug}")


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Begin a deal; a company that may be there already is shown before another is made."""
    user = signed_in(request)
    form = NewDealForm(teams_to_add_to(user), request.POST or None, initial=_company_asked(request, user))
    if form.is_valid() and form.team_meant:
        team = form.team_meant
        deal = actions.add_deal(team, user, company_meant(form, team), form.facts)
        messages.success(request, _("The deal is there. Put the people on it next."))
        return redirect("deals:page", slug=deal.slug)
    return render(request, "deals/add.html", {"form": form}, status=status_of(request))


@require_GET
def tasks(request: HttpRequest) -> HttpResponse:
    """What this person has to do, by the day it is due."""
    user = signed_in(request)
    context = {
        "page": queries.tasks_of(user, request.GET.get("after", "")),
        "done": queries.tasks_done_by(user),
        "today": timezone.localdate(),
    }
    return render(request, "deals/tasks.html", context | standing_of(user))


@require_POST
def task_done(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick a task off, or take that back."""
    user = signed_in(request)
    task = queries.task_for(user, pk)
    if not queries.deal_allows(user, Act.CORRECT, task.deal):
        raise PermissionDenied
    actions.set_task_done(task, request.POST.get("done") == "yes", timezone.now())
    return redirect(_back(request, "deals:tasks"))


@require_POST
def keep_view(request: HttpRequest, page: str) -> HttpResponse:
    """Keep what a list is narrowed to, under a name."""
    if page not in VIEW_PAGES:
        raise Http404
    form = ViewForm(request.POST)
    address = reverse(f"deals:{page}")
    if not form.is_valid():
        messages.error(request, _("Give the view a name. Nothing was kept."))
        return redirect(address)
    name, query = form.cleaned_data["name"], form.cleaned_data["query"]
    try:
        view = actions.save_view(signed_in(request), page, name, query)
    except actions.NameTakenError:
        said = _("You keep another view as “%(name)s”. Nothing was kept: choose another name, or remove that one.")
        messages.error(request, said % {"name": name})
        return redirect(f"{address}?{query}")
    messages.success(request, _("Kept as “%(name)s”.") % {"name": view.name})
    return redirect(f"{address}?{view.query}")


@require_POST
def drop_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a view no longer."""
    view = queries.view_for(signed_in(request), pk)
    address = f"{reverse(f'deals:{view.page}')}?{view.query}"
    actions.delete_view(view)
    return redirect(address)


def teams_to_add_to(user: User) -> list[Team]:
    """The teams in which this person deals; whoever is in another role only is refused, outsiders find nothing."""
    teams = queries.dealing_teams(user)
    if not teams:
        raise PermissionDenied if teams_of(user) else Http404
    return teams


def shared() -> dict[str, Any]:
    """The words and the way of writing amounts that pages of this app share."""
    return {
        # Put into words once, not in every row.
        "stages": {str(value): str(label) for value, label in STAGE_CHOICES},
        "states": {str(value): str(label) for value, label in Deal.State.choices},
        "lost_reasons": {str(value): str(label) for value, label in Deal.Lost.choices},
        "shown": lambda amount, currency: shown_amount(amount, currency, page_lang()),
    }


def standing_of(user: User) -> dict[str, bool]:
    """Whether this person deals anywhere, or is in a team at least: for lists that may be empty."""
    deals_in = bool(queries.dealing_teams(user))
    return {"deals_in": deals_in, "in_team": deals_in or bool(teams_of(user))}


def query_of(asked: QueryDict, names: Iterable[str]) -> str:
    """What an address asks of these fields, without the place in the list."""
    kept, names = asked.copy(), set(names)
    for name in list(kept):
        if name not in names or not kept[name]:
            del kept[name]
    return kept.urlencode()


def status_of(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200


def _narrows(request: HttpRequest, form: DealFilterForm) -> bool:
    """Whether more is asked than words and a company."""
    return any(request.GET.get(name) for name in (*form.narrowing, "no_task"))


def _list(request: HttpRequest, bulk_form: BulkForm, chosen: Any, status: int = 200) -> HttpResponse:
    user = signed_in(request)
    form = DealFilterForm(queries.owners_of_deals(user), request.GET)
    wanted = form.wanted
    context = {
        "form": form,
        "wanted": wanted,
        "page": queries.deals_for(user, wanted, request.GET.get("after", "")),
        "totals": queries.totals_for(user, wanted),
        "query": query_of(request.GET, form.fields),
        "narrows": _narrows(request, form),
        "first": not queries.has_deals(user),
        "today": timezone.localdate(),
        "views": queries.views_of(user, "list"),
        "bulk": bulk_form,
        "chosen": set(chosen),
    }
    partial = request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request")
    name = "deals/_found.html" if partial and request.method == "GET" else "deals/list.html"
    return render(request, name, context | shared() | standing_of(user), status=status)


def _board(request: HttpRequest, status: int = 200) -> HttpResponse:
    user = signed_in(request)
    asked = request.GET.copy()
    asked.setdefault("state", Deal.State.OPEN.value)
    form = DealFilterForm(queries.owners_of_deals(user), asked)
    context = {
        "form": form,
        "columns": queries.board_for(user, form.wanted),
        "query": query_of(request.GET, form.fields),
        "list_query": query_of(asked, [name for name in form.fields if name != "stage"]),
        "narrows": _narrows(request, form),
        "first": not queries.has_deals(user),
        "today": timezone.localdate(),
        "views": queries.views_of(user, "board"),
        "address": request.get_full_path() if request.method == "GET" else _back(request, "deals:board"),
    }
    partial = request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request")
    name = "deals/_board.html" if partial else "deals/board.html"
    return render(request, name, context | shared() | standing_of(user), status=status)


def _bulk_owners(user: User) -> list[User]:
    """Whom deals may be given to: by those who may reassign, to the people of the teams where they may."""
    teams = Team.objects.filter(pk__in=team_ids_where(user, Act.REASSIGN, Reach.TEAM))
    return queries.people_of(teams)


def _change_of(form: BulkForm) -> actions.Change:
    data = form.cleaned_data
    owner = form.owners[data["owner"]] if data.get("owner") else None
    return actions.Change(data["stage"] or None, owner, data["state"] or None, data["lost_reason"])


def _authorise_all(user: User, deals: list[Deal], change: actions.Change) -> None:
    """Every one of the deals must allow it; a deal goes only to somebody of its own team."""
    teams = {
        deal.team_id: deal.team for deal in Deal.objects.filter(pk__in=[d.pk for d in deals]).select_related("team")
    }
    acts = [Act.CORRECT, *([Act.REASSIGN] if change.owner else [])]
    for team in teams.values():
        own = all(deal.owner_id == user.pk for deal in deals if deal.team_id == team.pk)
        if not all(user.may(act, team, own=own) for act in acts):
            raise PermissionDenied
        if change.owner and change.owner not in queries.people_of([team]):
            raise PermissionDenied


def _company_asked(request: HttpRequest, user: User) -> dict[str, str]:
    """The company a page of it was left by."""
    slug = request.GET.get("company", "")
    company = Company.objects.visible_to(user).filter(slug=slug).first() if slug else None
    return {"company": company.name} if company else {}


def _back(request: HttpRequest, name: str) -> str:
    """Where the act was done from, if that is a page of ours."""
    address = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if address and ours else reverse(name)
