"""The forms of companies, contacts, products and rivals."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from askwell.server.accounts.models import Team
from askwell.server.calls.forms import PastDayField
from askwell.server.deals.customers_queries import Known, companies_like, contacts_like
from askwell.server.deals.forms import ANOTHER, NOT_KNOWN, CompanyNameForm, TeamForm, page_lang
from askwell.server.deals.models import Company, Contact, Product, ProductPoint, Rival
from askwell.server.deals.rival_ways import Way, refusal, ways

POINT_LENGTH = 500
COMPANY_FIELDS = ("name", "domain", "industry", "city", "note")
CONTACT_FIELDS = ("name", "title", "email", "phone", "official", "note")
NOTE = forms.Textarea(attrs={"rows": 3})


class CompanyForm(forms.ModelForm):  # type: ignore[type-arg] # generic for mypy only
    """The facts of a company."""

    name = forms.CharField(label=gettext_lazy("Name of the company"), max_length=200)

    class Meta:
        model = Company
        fields = COMPANY_FIELDS
        widgets = {"note": NOTE}  # noqa: RUF012 - Django's way


class NewCompanyForm(TeamForm, CompanyForm):
    """A company that may be there already: then it is shown, and made only if that is another."""

    choice = forms.CharField(required=False, widget=forms.HiddenInput())
    similar: tuple[Known, ...] = ()
    field_order = ("team", *COMPANY_FIELDS)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if self.team_meant and data.get("name"):
            self.similar = companies_like(self.team_meant, data["name"], data.get("domain", ""))
            if self.similar and data.get("choice") != ANOTHER:
                self.add_error("name", _("There is already a company like this."))
        return data


class ContactForm(CompanyNameForm, forms.ModelForm):  # type: ignore[type-arg] # generic for mypy only
    """The facts of a person, and where they work."""

    official = forms.TypedChoiceField(
        label=gettext_lazy("Public official"),
        choices=[*NOT_KNOWN, ("True", gettext_lazy("Yes")), ("False", gettext_lazy("No"))],
        coerce=lambda said: said == "True",
        empty_value=None,
        required=False,
        help_text=gettext_lazy(
            "Somebody who serves the state, or a body or a company that belongs to it. Nothing is given to them."
        ),
    )

    class Meta:
        model = Contact
        fields = CONTACT_FIELDS
        widgets = {"note": NOTE}  # noqa: RUF012 - Django's way

    field_order = ("team", "name", "title", "company", "company_choice", "email", "phone", "official", "note")

    def team_of(self) -> Team | None:
        """Whose contact it is."""
        return self.instance.team if self.instance.pk else None

    def clean(self) -> dict[str, Any]:
        team = self.team_of()
        if team:
            self.settle_company(team, self.instance.company)
        return self.cleaned_data

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in CONTACT_FIELDS}


class NewContactForm(TeamForm, ContactForm):
    """A person who may be there already: then they are shown, and made only if it is another."""

    choice = forms.CharField(required=False, widget=forms.HiddenInput())
    similar: tuple[Known, ...] = ()

    def __init__(self, teams: Sequence[Team], *args: Any, **kwargs: Any) -> None:
        super().__init__(teams, *args, **kwargs)

    def team_of(self) -> Team | None:
        return self.team_meant

    def clean(self) -> dict[str, Any]:
        data, team = super().clean(), self.team_meant
        if team and data.get("name"):
            self.similar = contacts_like(team, data["name"], data.get("email") or "")
            if self.similar and data.get("choice") != ANOTHER:
                self.add_error("name", _("There is already somebody like this."))
        return data


class ProductForm(TeamForm):
    """A product, with what can be said of it, one a line: first of all the problems it solves (M25)."""

    name = forms.CharField(label=gettext_lazy("Name of the product"), max_length=200)
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=4000, widget=NOTE)

    def __init__(self, teams: Sequence[Team], product: Product | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(teams, *args, **kwargs)
        self.product = product
        labels = {
            "solves": (_("Problems it solves"), _("As customers would say them. One a line.")),
            "feature": (_("Features"), _("What it has or is. One a line.")),
            "function": (_("Functions"), _("What each feature does, in the order of the features. One a line.")),
            "evidence": (_("Evidence"), _("Who or what proves it: references, figures, certificates. One a line.")),
        }
        for kind, (label, hint) in labels.items():
            area = forms.Textarea(attrs={"rows": 5})
            self.fields[kind] = forms.CharField(label=label, help_text=hint, required=False, widget=area)
        self.order_fields(["team", "name", *labels, "note"])

    def clean(self) -> None:
        for kind in ProductPoint.Kind:
            lines = [line.strip() for line in self.cleaned_data.get(kind.value, "").splitlines() if line.strip()]
            if any(len(line) > POINT_LENGTH for line in lines):
                self.add_error(kind.value, _("At most %(most)s characters a line.") % {"most": POINT_LENGTH})
            self.cleaned_data[kind.value] = lines
        same = Product.objects.filter(team=self.team_meant, name=self.cleaned_data.get("name", ""))
        if same.exclude(pk=self.product.pk if self.product else None).exists():
            self.add_error("name", _("There is already a product of this name."))

    @property
    def points(self) -> dict[str, list[str]]:
        return {kind.value: self.cleaned_data[kind.value] for kind in ProductPoint.Kind}


class RivalForm(TeamForm):
    """The name of a rival."""

    name = forms.CharField(label=gettext_lazy("Name of the rival"), max_length=200)

    def __init__(self, teams: Sequence[Team], rival: Rival | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(teams, *args, **kwargs)
        self.rival = rival

    def clean(self) -> None:
        same = Rival.objects.filter(team=self.team_meant, name=self.cleaned_data.get("name", ""))
        if same.exclude(pk=self.rival.pk if self.rival else None).exists():
            self.add_error("name", _("There is already a rival of this name."))


class RivalFactForm(forms.Form):
    """What is known of a rival, how, from whom and since when. What was got by deceit is refused (M37)."""

    text = forms.CharField(
        label=gettext_lazy("What is known"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    way = forms.ChoiceField(label=gettext_lazy("How we know"))
    source = forms.CharField(
        label=gettext_lazy("From whom"), max_length=100, help_text=gettext_lazy("The person, paper or page.")
    )
    day = PastDayField(
        label=gettext_lazy("As of"),
        help_text=gettext_lazy("The day for which it holds, not the day on which you write it down."),
    )
    deal = forms.ChoiceField(label=gettext_lazy("Holds for"), required=False)
    refused: Way | None = None

    def __init__(self, deals: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ways = {way.id: way for way in ways(page_lang())}
        named = [(way.id, way.name) for way in self.ways.values()]
        self.fields["way"].choices = [("", _("Choose")), *named]  # type: ignore[attr-defined] # a choice field
        self.fields["deal"].choices = [("", _("All deals")), *deals]  # type: ignore[attr-defined] # as above

    def clean(self) -> None:
        data = self.cleaned_data
        words = f"{data.get('text', '')}\n{data.get('source', '')}"
        self.refused = refusal(data.get("way", ""), words, page_lang())
        if self.refused:
            raise ValidationError(self.refused.reason)

    @property
    def needing_care(self) -> list[Way]:
        """The ways that are allowed with care only."""
        return [way for way in self.ways.values() if way.needs_care]

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("text", "way", "source", "day")}
