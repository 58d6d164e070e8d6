"""The log of gifts and hospitality of a deal, and the limits of a team: load or 404, authorise, act, answer (M35)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from askwell.server.accounts.models import Team, User
from askwell.server.accounts.roles import Act
from askwell.server.accounts.signed_in import signed_in
from askwell.server.deals import gifts_queries as found
from askwell.server.deals import queries
from askwell.server.deals.forms import page_lang
from askwell.server.deals.gifts_actions import NotForOfficialsError, decide_gift, note_gift, set_limit
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
        _say_what_came(request, note_gift(deal, user, form.person, form.facts))
        return redirect("deals:gifts", slug=slug)
    return _page(request, user, deal, {"form": form}, status_of(request))


def _say_what_came(request: HttpRequest, gift: Gift) -> None:
    if gift.state == Gift.State.REFUSED:
        text = _("On the log, and turned down by the rule. %(why)s. If it has been given, tell your manager today.")
        messages.error(request, text % {"why": Gift.Why(gift.why).label})
    elif gift.state == Gift.State.ASKS:
        messages.success(request, _("On the log. It asks for approval: nothing is given before."))
    else:
        messages.success(request, _("Saved."))


@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """What was given to whom in a team, deals that were deleted included; for managers and administrators."""
    user = signed_in(request)
    team = _team(_logged(user), request.GET.get("team", ""))
    return _log_page(request, user, team, {}, 200)


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve or refuse a gift that asks: managers may, for gifts of others."""
    user = signed_in(request)
    gift = found.gift_for(user, pk)
    if not found.may_decide(user, gift):
        raise PermissionDenied
    form = GiftDecisionForm(request.POST)
    if not form.is_valid():
        return _unsaid(request, user, gift)
    said = form.cleaned_data
    try:
        if not decide_gift(gift, user, approved=said["approved"] == "yes", note=said["note"]):
            messages.error(request, _("It was decided before."))
    except NotForOfficialsError:
        messages.error(request, _("Nothing is given to a public official: this can only be turned down."))
    return _back(gift)


def _unsaid(request: HttpRequest, user: User, gift: Gift) -> HttpResponse:
    """The page again, for a decision without why."""
    if gift.deal is None:
        return _log_page(request, user, gift.team, {"unsaid": gift.pk}, 422)
    return _page(request, user, gift.deal, {"form": _gift_form(user, gift.deal, None), "unsaid": gift.pk}, 422)


def _back(gift: Gift) -> HttpResponse:
    if gift.deal is None:
        return redirect(f"{reverse('deals:gift_log')}?team={gift.team_id}")
    return redirect("deals:gifts", slug=gift.deal.slug)


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


def _log_page(request: HttpRequest, user: User, team: Team, more: dict[str, Any], status: int) -> HttpResponse:
    lang = page_lang()
    rows, next_key = found.log_of(team, user, request.GET.get("after", ""))
    context = {
        "team": team,
        "teams": found.log_teams(user),
        "gifts": rows,
        "next_key": next_key,
        "rule": found.rule(lang),
        "stop": "。" if lang == "zh" else ".",
        "manages": user.may(Act.REASSIGN, team),
        "shown": lambda amount, currency: shown_amount(amount, currency, lang),
        **more,
    }
    return render(request, "deals/gift_log.html", context, status=status)


def _gift_form(user: User, deal: Deal, data: Any) -> GiftForm:
    contacts = [stake.contact for stake in deal.stakes.select_related("contact")]
    givers = people_for_tasks(user, deal)
    initial = {"day": timezone.localdate(), "currency": deal.currency, "giver": user.pk}
    return GiftForm(contacts, givers, data, initial=initial)


def _logged(user: User) -> list[Team]:
    """The teams whose log this person may read: 403 for those who deal in a team, 404 for everybody else."""
    teams = found.log_teams(user)
    if not teams and queries.dealing_teams(user):
        raise PermissionDenied
    if not teams:
        raise Http404
    return teams


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
