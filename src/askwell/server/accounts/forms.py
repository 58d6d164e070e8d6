"""The forms of people and teams."""

import zoneinfo
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from askwell.server.accounts.models import ROLE_CHOICES, User
from askwell.server.accounts.roles import Role

ROLE_HINTS = {
    Role.SELLER: _("Own calls"),
    Role.MANAGER: _("All calls of the team"),
    Role.COACH: _("All calls of the team; passes none on and deletes only their own"),
    Role.ANALYST: _("Codes and figures; words only where shared"),
    Role.ADMIN: _("People and settings; no calls"),
}


def time_zones() -> list[tuple[str, str]]:
    """The server's own zone, then every zone this machine knows, to choose from."""
    default = _("As the server: %(zone)s") % {"zone": settings.TIME_ZONE}
    return [("", default), *((name, name.replace("_", " ")) for name in sorted(zoneinfo.available_timezones()))]


class NewcomerForm(forms.Form):
    """Who accepts an invitation."""

    name = forms.CharField(label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least ten characters. A sentence of your own is easy to keep in mind."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip().lower()
        if User.objects.filter(email=email).exists():
            raise forms.ValidationError(_("This address has an account already. Sign in, then open the link again."))
        return email

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("password"):
            try:
                validate_password(data["password"], User(email=data.get("email", ""), name=data.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data


class FounderForm(NewcomerForm):
    """The first user names the first team."""

    team_name = forms.CharField(label=_("Team name"), max_length=150)
    field_order = ("team_name", "name", "email", "password")


class ProfileForm(forms.Form):
    """A person's own facts."""

    name = forms.CharField(label=_("Name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("As the browser asks")), ("en", "English"), ("zh-hans", "简体中文")],
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False, choices=time_zones)


class InvitationForm(forms.Form):
    """Whom to invite."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLE_CHOICES, initial=Role.SELLER.value)
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("Filled in for them on the page of the link. Nothing is sent."),
    )


class RolesForm(forms.Form):
    """The roles of one member."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), required=False, choices=ROLE_CHOICES, widget=forms.CheckboxSelectMultiple
    )
