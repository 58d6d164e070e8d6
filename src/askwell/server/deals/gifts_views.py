"""The log of gifts and hospitality of a deal, and the limits of a team: load or 404, authorise, act, answer (M35)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from askwell.server.accounts.models import Team, User
from askwell.server.accounts.roles import Act
from askwell.server.accounts.signed_in import signed_in
from askwell.server.deals import gifts_queries as found
from askwell.server.deals import queries
from askwell.server.deals.forms import page_lang
from askwell.server.deals.gifts_actions import decide_gift, note_gift, set_limit
from askwell.server.deals.gifts_forms import GiftDecisionForm, GiftForm, GiftLimitForm
from askwell.server.deals.models import Deal, Gift
from askwell.server.deals.money import shown_amount
from askwell.server.deals.page_queries import people_for_tasks, rights_on
from askwell.server.deals.views import status_of


@require_http_methods(["GET", "POST"])
def gifts(request: HttpRequest, slug: str) -> HttpResponse:
    """What was given to whom in a deal; put one more on the log."""
    user = signed_in(request)
    deal = queries.deal_for(user, slug)
    if request.method == "POST" and not rights_on(user, deal).change:
        raise PermissionDenied
    form = _gift_form(user, deal, request.POST or None)
    if form.is_valid():
        gift = note_gift(deal, user, form.person, form.facts)
        asks = gift.state == Gift.State.ASKS
        messages.success(
            request, _("On the log. It asks for approval: nothing is given before.") if asks else _("Saved.")
        )
        return redirect("deals:gifts", slug=slug)
    return _page(request, user, deal, {"form": form}, status_of(request))


@require_POST
def decide(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Approve or refuse a gift that asks: managers may, for gifts of others."""
    user = signed_in(request)
    deal = queries.deal_for(user, slug)
    gift = found.gift_of(deal, pk)
    if not found.may_decide(user, gift):
        raise PermissionDenied
    form = GiftDecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, user, deal, {"form": _gift_form(user, deal, None), "unsaid": pk}, 422)
    said = form.cleaned_data
    if not decide_gift(gift, user, approved=said["approved"] == "yes", note=said["note"]):
        messages.error(request, _("It was decided before."))
    return redirect("deals:gifts", slug=slug)


@require_http_methods(["GET", "POST"])
def limits(request: HttpRequest) -> HttpResponse:
    """How much may be given without an approval; for managers."""
    user = signed_in(request)
    teams = _managed(user)
    team = _team(teams, request.GET.get("team", ""))
    form = GiftLimitForm(request.POST or None)
    if form.is_valid():
        set_limit(team, user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(f"{reverse('deals:gift_limits')}?team={team.pk}")
    lang = page_lang()
    context = {
        "team": team,
        "teams": teams,
        "form": form,
        "limits": tuple(found.limits_of(team).values()),
        "before": found.limits_set(team),
        "rule": found.rule(lang),
        "shown": lambda amount, currency: shown_amount(amount, currency, lang),
    }
    return render(request, "deals/gift_limits.html", context, status=status_of(request))


def _page(request: HttpRequest, user: User, deal: Deal, more: dict[str, Any], status: int) -> HttpResponse:
    lang = page_lang()
    context = {
        "deal": deal,
        "gifts": found.gifts_of(deal, user),
        "limits": tuple(found.limits_of(deal.team).values()),
        "rule": found.rule(lang),
        "change": rights_on(user, deal).change,
        "stop": "。" if lang == "zh" else ".",
        "manages": user.may(Act.REASSIGN, deal.team_id),
        "shown": lambda amount, currency: shown_amount(amount, currency, lang),
        **more,
    }
    return render(request, "deals/gifts.html", context, status=status)


def _gift_form(user: User, deal: Deal, data: Any) -> GiftForm:
    contacts = [stake.contact for stake in deal.stakes.select_related("contact")]
    givers = people_for_tasks(user, deal)
    initial = {"day": timezone.localdate(), "currency": deal.currency, "giver": user.pk}
    return GiftForm(contacts, givers, data, initial=initial)


def _managed(user: User) -> list[Team]:
    """The teams this person manages: 404 for those who deal in none, 403 for those who manage none."""
    teams = queries.dealing_teams(user)
    if not teams:
        raise Http404
    managed = [team for team in teams if user.may(Act.REASSIGN, team)]
    if not managed:
        raise PermissionDenied
    return managed


def _team(teams: list[Team], asked: str) -> Team:
    """The team meant, the first where none is named; Http404 for one that is not theirs."""
    team = next((team for team in teams if str(team.pk) == asked), None) if asked else teams[0]
    if team is None:
        raise Http404
    return team
