"""The forms of calls."""

import re
from datetime import date, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from askwell.method.terms import Code, Outcome, Side
from askwell.server.accounts.models import Team, User
from askwell.server.calls.models import SALE_CHOICES, Call
from askwell.server.calls.queries import CallFilter, Choices
from askwell.server.calls.sides import Speaker
from askwell.server.calls.state import KEPT_YEARS

LANGS = (("en", gettext_lazy("English")), ("zh", gettext_lazy("Chinese")))
SIDES: tuple[tuple[str, Promise], ...] = (
    (Side.SELLER.value, gettext_lazy("Seller")),
    (Side.BUYER.value, gettext_lazy("Buyer")),
    (Side.UNKNOWN.value, gettext_lazy("Neither, or not known")),
)


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PastDayField(forms.DateField):
    """A day of something that has happened."""

    widget = DayInput

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is not None and value > localdate():
            raise ValidationError(_("This day is still to come. Enter the day on which it happened."))


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class DetailsForm(forms.Form):
    """What is known of a call besides its words, as it is brought."""

    held_on = PastDayField(
        label=gettext_lazy("Held on"),
        help_text=gettext_lazy("Used where the transcript does not say."),
        required=False,
    )
    sale = forms.ChoiceField(label=gettext_lazy("Sale size"), choices=SALE_CHOICES, required=False)
    objective = forms.CharField(
        label=gettext_lazy("Objective of the call"),
        help_text=gettext_lazy("What the buyer should do by the end of it."),
        max_length=500,
        required=False,
    )
    consent_note = forms.CharField(
        label=gettext_lazy("Consent"),
        help_text=gettext_lazy("Who agreed to the recording, and when."),
        max_length=500,
        required=False,
    )
    keep_until = forms.DateField(
        label=gettext_lazy("Keep until"),
        help_text=gettext_lazy("The day after, the call is erased with all that belongs to it."),
        required=False,
        widget=DayInput(),
    )


class AddForm(DetailsForm):
    """Pasted or typed talk, and the details of everything brought in one go; files are taken from the request."""

    team = forms.TypedChoiceField(label=gettext_lazy("Team"), coerce=int)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200, required=False)
    text = forms.CharField(
        label=gettext_lazy("What was said"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )

    def __init__(self, teams: list[Team], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = [(team.pk, str(team)) for team in teams]  # type: ignore[attr-defined] # a choice field
        self.fields["team"].initial = teams[0].pk
        if len(teams) == 1:
            self.fields["team"].widget = forms.HiddenInput()

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        most = settings.ASKWELL.limits.characters
        if len(text) > most:
            raise ValidationError(_("At most %(most)s characters.") % {"most": f"{most:,}"})
        return text


class CallForm(forms.ModelForm):  # type: ignore[type-arg] # generic for mypy only
    """The details of a call that is there."""

    tags = forms.CharField(
        label=gettext_lazy("Tags"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("Separated by commas."),
    )

    class Meta:
        model = Call
        fields = ("title", "held_at", "sale", "objective", "tags", "consent_note", "keep_until", "shared")
        widgets = {"held_at": MomentInput(), "keep_until": DayInput()}  # noqa: RUF012 - Django's way
        help_texts = {  # noqa: RUF012 - as above
            "objective": gettext_lazy("What the buyer should do by the end of it."),
            "consent_note": gettext_lazy("Who agreed to the recording, and when."),
            "keep_until": gettext_lazy("The day after, the call is erased with all that belongs to it."),
            "shared": gettext_lazy("Without this, analysts of the team see codes and figures only."),
        }

    def __init__(self, *args: Any, may_share: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_share:
            del self.fields["shared"]

    def clean_held_at(self) -> datetime | None:
        moment: datetime | None = self.cleaned_data["held_at"]
        if moment is not None and not (moment.year >= KEPT_YEARS[0] and moment <= now()):
            raise ValidationError(_("Enter a moment that has been, since %(year)s.") % {"year": KEPT_YEARS[0]})
        return moment

    def clean_tags(self) -> list[str]:
        return split_tags(self.cleaned_data["tags"])


def split_tags(text: str) -> list[str]:
    """``"pricing, 二期，试点"`` as its parts."""
    return [part.strip() for part in re.split("[,，、;；\n]", text) if part.strip()]


class FilterForm(forms.Form):
    """What the list is narrowed to. What is not understood is left out: an old link still opens a list."""

    words = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=200)
    code = forms.ChoiceField(label=gettext_lazy("Code"), required=False)
    outcome = forms.ChoiceField(label=gettext_lazy("Outcome"), required=False)
    owner = forms.TypedChoiceField(label=gettext_lazy("Seller"), required=False, coerce=int, empty_value=None)
    tag = forms.ChoiceField(label=gettext_lazy("Tag"), required=False)
    sale = forms.ChoiceField(label=gettext_lazy("Sale size"), required=False)
    lang = forms.ChoiceField(label=gettext_lazy("Language"), required=False)

    def __init__(self, choices: Choices, names: dict[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of_field: dict[str, list[tuple[Any, Any]]] = {
            "code": [(code.value, names[code]) for code in Code],
            "outcome": [(outcome.value, names[outcome]) for outcome in Outcome],
            "owner": list(choices.owners),
            "tag": [(tag, tag) for tag in choices.tags],
            "sale": list(SALE_CHOICES),
            "lang": list(LANGS),
        }
        for name, pairs in of_field.items():
            self.fields[name].choices = [("", _("Any")), *pairs]  # type: ignore[attr-defined] # choice fields all

    @property
    def wanted(self) -> CallFilter:
        """The filter, of what is understood."""
        self.is_valid()
        return CallFilter(**{name: value for name, value in self.cleaned_data.items() if value})


class SidesForm(forms.Form):
    """A side for each speaker, and for each seller perhaps a person of the team."""

    def __init__(self, speakers: list[Speaker], people: list[User], known: dict[str, int], *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.speakers = speakers
        users = [("", _("Nobody of the team")), *((user.pk, str(user)) for user in people)]
        for i, speaker in enumerate(speakers):
            self.fields[f"side_{i}"] = forms.ChoiceField(
                label=_("Side"), choices=SIDES, initial=speaker.side.value, widget=forms.RadioSelect
            )
            self.fields[f"user_{i}"] = forms.TypedChoiceField(
                label=_("Is"),
                choices=users,
                coerce=int,
                empty_value=None,
                required=False,
                initial=known.get(speaker.id),
            )

    def rows(self) -> list[tuple[Speaker, Any, Any]]:
        """Each speaker with their two fields."""
        return [(speaker, self[f"side_{i}"], self[f"user_{i}"]) for i, speaker in enumerate(self.speakers)]

    @property
    def side_of(self) -> dict[str, Side]:
        return {item.id: Side(self.cleaned_data[f"side_{i}"]) for i, item in enumerate(self.speakers)}

    @property
    def user_of(self) -> dict[str, int]:
        """The user's id of each seller who is a person of the team."""
        sides = self.side_of
        chosen = {item.id: self.cleaned_data[f"user_{i}"] for i, item in enumerate(self.speakers)}
        return {item: user for item, user in chosen.items() if user and sides[item] is Side.SELLER}


class OwnerForm(forms.Form):
    """Who a call belongs to."""

    owner = forms.TypedChoiceField(label=gettext_lazy("Belongs to"), coerce=int)

    def __init__(self, people: list[User], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [(user.pk, str(user)) for user in people]  # type: ignore[attr-defined] # a choice field
