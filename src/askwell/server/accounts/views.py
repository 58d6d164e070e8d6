"""The pages of people and teams. Each loads or answers 404, authorises, acts, answers."""

from collections.abc import Mapping
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from askwell.server.accounts import actions, queries
from askwell.server.accounts.forms import (
    ROLE_HINTS,
    FounderForm,
    InvitationForm,
    NewcomerForm,
    ProfileForm,
    RolesForm,
)
from askwell.server.accounts.models import ROLE_CHOICES, Invitation, Team, User
from askwell.server.accounts.roles import Act, Role
from askwell.server.accounts.signed_in import signed_in
from askwell.server.shell import THEMES

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NEW_LINK = "new_link"
YEAR = 365 * 24 * 3600


def home(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the signature is Django's
    """The calls, or the team while there are no calls to list."""
    try:
        return redirect("calls:list")
    except NoReverseMatch:
        return redirect("accounts:team")


@login_not_required
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Language or theme: for this browser, and the language for the person when signed in."""
    response = redirect(_safe_next(request))
    language, theme = request.POST.get("language"), request.POST.get("theme")
    if language in dict(settings.LANGUAGES):
        _set_cookie(response, settings.LANGUAGE_COOKIE_NAME, str(language))
        if request.user.is_authenticated:
            User.objects.filter(pk=request.user.pk).update(language=language)
    if theme in THEMES:
        _set_cookie(response, "theme", str(theme))
    return response


def _set_cookie(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=settings.ASKWELL.https, httponly=True)


def _safe_next(request: HttpRequest) -> str:
    address = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure())
    return address if safe else reverse("home")


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation: as somebody new, or as the person who is signed in."""
    now = timezone.now()
    found = queries.open_invitation(token, now)
    if found is None:
        return render(request, "accounts/invitation_closed.html", status=404)
    if request.user.is_authenticated and found.team:
        return _join(request, token, found)
    form = _newcomer_form(found, request.POST or None)
    if not form.is_valid():
        return render(request, "accounts/invitation.html", {"form": form, "invitation": found}, status=_status(request))
    team_name = form.cleaned_data.pop("team_name", "")
    newcomer = actions.Newcomer(**form.cleaned_data, language=request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))
    try:
        user = actions.accept_invitation(token, newcomer, now, team_name)
    except actions.InvitationClosedError:
        return render(request, "accounts/invitation_closed.html", status=404)
    login(request, user, backend=BACKEND)
    return redirect("home")


def _newcomer_form(invitation: Invitation, data: Mapping[str, Any] | None) -> NewcomerForm:
    kind = NewcomerForm if invitation.team else FounderForm
    return kind(data, initial={"email": invitation.email})


def _join(request: HttpRequest, token: str, found: Invitation) -> HttpResponse:
    if request.method == "POST":
        try:
            actions.accept_invitation(token, signed_in(request), timezone.now())
        except actions.InvitationClosedError:
            return render(request, "accounts/invitation_closed.html", status=404)
        return redirect("home")
    return render(request, "accounts/join.html", {"invitation": found})


@login_not_required
def forgotten_password(request: HttpRequest) -> HttpResponse:
    """Without a mail server only the admin can help."""
    return render(request, "accounts/forgotten_password.html")


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """A person's own name, language and time zone."""
    user = signed_in(request)
    now = {"name": user.name, "language": user.language, "time_zone": user.time_zone}
    form = ProfileForm(request.POST or None, initial=now)
    if form.is_valid():
        actions.change_profile(user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("accounts:profile")
    return render(request, "accounts/profile.html", {"form": form}, status=_status(request))


def team(request: HttpRequest) -> HttpResponse:
    """The teams of the person: who is in them, and for an admin what can be changed."""
    user = signed_in(request)
    new_link = request.session.pop(NEW_LINK, None)
    teams = [_team_section(user, each, new_link) for each in queries.teams_of(user)]
    return render(request, "accounts/team.html", {"sections": teams, "role_hints": ROLE_HINTS, "roles": ROLE_CHOICES})


def _team_section(user: User, team: Team, new_link: dict[str, Any] | None) -> dict[str, Any]:
    manages = user.may(Act.MANAGE_PEOPLE, team)
    return {
        "team": team,
        "manages": manages,
        "members": [(member, queries.role_labels(member.roles)) for member in queries.members_of(team)],
        "invitations": queries.open_invitations_of(team, timezone.now()) if manages else [],
        "form": InvitationForm(auto_id=f"id_{team.pk}_%s") if manages else None,
        "new_link": new_link if manages and new_link and new_link["team"] == team.pk else None,
    }


@require_POST
def invite(request: HttpRequest, team_id: int) -> HttpResponse:
    """Make an invitation; its link is shown once, on the page that follows."""
    team = _managed_team(request, team_id)
    form = InvitationForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The invitation was not made: check the e-mail address."))
        return redirect("accounts:team")
    data = form.cleaned_data
    _made, token = actions.invite(
        team,
        Role(data["role"]),
        now=timezone.now(),
        days=settings.ASKWELL.invitation_days,
        by=signed_in(request),
        email=data["email"],
    )
    _show_link(request, team, "invitation", reverse("accounts:invitation", kwargs={"token": token}))
    return redirect("accounts:team")


@require_POST
def revoke_invitation(request: HttpRequest, team_id: int, invitation_id: int) -> HttpResponse:
    """The link stops working."""
    team = _managed_team(request, team_id)
    actions.revoke_invitation(get_object_or_404(Invitation, pk=invitation_id, team=team), timezone.now())
    messages.success(request, _("The link no longer works."))
    return redirect("accounts:team")


@require_POST
def set_roles(request: HttpRequest, team_id: int, user_id: int) -> HttpResponse:
    """Give a member exactly the ticked roles; none removes them from the team."""
    team = _managed_team(request, team_id)
    member = _member(team, user_id)
    form = RolesForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("One of the roles is not known. Nothing was changed."))
        return redirect("accounts:team")
    try:
        actions.set_roles(team, member, [Role(role) for role in form.cleaned_data["roles"]])
    except actions.LastAdminError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("The roles of %(name)s are saved.") % {"name": member})
    return redirect("accounts:team")


@require_POST
def password_link(request: HttpRequest, team_id: int, user_id: int) -> HttpResponse:
    """A link by which a member sets a new password, for the admin to pass on."""
    team = _managed_team(request, team_id)
    member = _member(team, user_id)
    key = f"{user_pk_to_url_str(member)}-{default_token_generator.make_token(member)}"
    uid, _dash, token = key.partition("-")
    address = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
    _show_link(request, team, "password", address)
    return redirect("accounts:team")


def _show_link(request: HttpRequest, team: Team, kind: str, address: str) -> None:
    request.session[NEW_LINK] = {"team": team.pk, "kind": kind, "address": request.build_absolute_uri(address)}


def _managed_team(request: HttpRequest, team_id: int) -> Team:
    user = signed_in(request)
    team = queries.team_for(user, team_id)
    if team is None:
        raise Http404
    if not user.may(Act.MANAGE_PEOPLE, team):
        raise PermissionDenied
    return team


def _member(team: Team, user_id: int) -> User:
    return get_object_or_404(User.objects.filter(memberships__team=team).distinct(), pk=user_id)


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200
