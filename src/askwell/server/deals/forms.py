"""The forms of deals, their people, tasks and what happened."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from askwell.deal.terms import Role
from askwell.server.accounts.models import Team, User
from askwell.server.calls.forms import LANGS, DayInput, PastDayField
from askwell.server.deals.customers_queries import Known, companies_like, company_named
from askwell.server.deals.models import Activity, Company, Deal, Product, Rival
from askwell.server.deals.money import CURRENCIES, Money, NotAnAmountError, in_myriads, plain_amount, read_amount
from askwell.server.deals.queries import DealFilter
from askwell.server.deals.terms import (
    COMMITMENT_CHOICES,
    NEARNESS_CHOICES,
    NOT_NEAR,
    POSITION_CHOICES,
    RELATION_CHOICES,
    ROLE_CHOICES,
    STAGE_CHOICES,
    Choices,
)

ANOTHER = "another"
NOT_KNOWN: Choices = [("", gettext_lazy("Not known"))]
AGAINST_US = -2
ATTITUDES: tuple[tuple[int, Promise], ...] = (
    (2, gettext_lazy("Speaks for us")),
    (1, gettext_lazy("Well disposed")),
    (0, gettext_lazy("Neutral")),
    (-1, gettext_lazy("Has reservations")),
    (AGAINST_US, gettext_lazy("Against us")),
)
INFLUENCES: tuple[tuple[int, Promise], ...] = (
    (5, gettext_lazy("5, decides")),
    (4, gettext_lazy("4, weighs much")),
    (3, gettext_lazy("3, is listened to")),
    (2, gettext_lazy("2, weighs little")),
    (1, gettext_lazy("1, hardly any")),
)
FACTS_OF_SIZE = (
    "calls_expected",
    "people_deciding",
    "decided_in_absence",
    "commitment",
    "ongoing_relationship",
    "visible_risk",
    "judged_as_one",
)
STANDING = ("position", "decision")


def page_lang() -> str:
    """The language of the page as contracts write it."""
    return "zh" if (get_language() or "").startswith("zh") else "en"


class AmountField(forms.CharField):
    """An amount as people type it; cleaned it is ``Money``, or None where nothing was typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, required=False, **kwargs)
        self.widget.attrs |= {"inputmode": "text", "autocomplete": "off"}

    def clean(self, value: Any) -> Money | None:
        text = super().clean(value)
        try:
            return read_amount(text) if text else None
        except NotAnAmountError:
            raise ValidationError(_("Write an amount like 120,000, £40k, 1.5m, 120万 or 1.2亿.")) from None


def currency_choices(current: str = "") -> Choices:
    """The usual currencies, and the one a deal has that is none of them."""
    others = [current] if current and current not in CURRENCIES else []
    return [("", "–"), *((code, code) for code in (*CURRENCIES, *others))]


def currency_understood(written: forms.BoundField) -> str:
    """The currency nobody names because it goes without saying: on a Chinese page 万 and 亿 are of yuan."""
    return "CNY" if page_lang() == "zh" and in_myriads(str(written.data or "")) else ""


class MoneyForm(forms.Form):
    """An amount and its currency; a currency written with the amount wins over the one chosen."""

    amount = AmountField(
        label=gettext_lazy("Amount"), help_text=gettext_lazy("As you write it: £40k, 1.5m, ¥120万, 1.2亿.")
    )
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), required=False)

    def settle_money(self) -> None:
        """Make ``amount`` a number and ``currency`` its currency; an amount without one is refused."""
        money, chosen = self.cleaned_data.get("amount"), self.cleaned_data.get("currency", "")
        if money is None:
            return
        yen = chosen == "JPY" and money.currency == "CNY"  # both write ¥
        currency = chosen if yen else money.currency or chosen or currency_understood(self["amount"])
        if not currency:
            self.add_error("currency", _("Choose the currency: amounts are only added up within one."))
        self.cleaned_data |= {"amount": money.amount, "currency": currency}


class CompanyNameForm(forms.Form):
    """A company by its name. One that is there under a like name is shown before another is made.

    After cleaning, ``company_found`` is the company that is meant, and ``company_to_make`` the name of a new one.
    """

    company = forms.CharField(label=gettext_lazy("Company"), required=False, max_length=200)
    company_choice = forms.CharField(required=False, widget=forms.HiddenInput())
    company_found: Company | None = None
    company_to_make = ""
    similar_companies: tuple[Known, ...] = ()

    def settle_company(self, team: Team, current: Company | None = None) -> None:
        """Find out which company is meant, or ask."""
        name, choice = self.cleaned_data.get("company", ""), self.cleaned_data.get("company_choice", "")
        if not name:
            return
        if current and current.name == name:
            self.company_found = current
            return
        self.company_found = _chosen(team, choice) or company_named(team, name)
        if self.company_found:
            return
        self.similar_companies = companies_like(team, name)
        if self.similar_companies and choice != ANOTHER:
            self.add_error("company", _("There is already a company of this name."))
        self.company_to_make = name


def _chosen(team: Team, slug: str) -> Company | None:
    return Company.objects.filter(team=team, merged_into=None, slug=slug).first() if slug else None


class TeamForm(forms.Form):
    """Which team something belongs to; asked only of those who are in several."""

    team = forms.TypedChoiceField(label=gettext_lazy("Team"), coerce=int)

    def __init__(self, teams: Sequence[Team], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.teams = {team.pk: team for team in teams}
        field = self.fields["team"]
        field.choices = [(team.pk, str(team)) for team in teams]  # type: ignore[attr-defined] # a choice field
        field.initial = teams[0].pk
        if len(teams) == 1:
            field.widget = forms.HiddenInput()

    @property
    def team_meant(self) -> Team | None:
        return self.teams.get(self.cleaned_data.get("team", 0))


class NewDealForm(TeamForm, MoneyForm, CompanyNameForm):
    """What a deal begins with; everything else is for its edit page."""

    name = forms.CharField(
        label=gettext_lazy("What the deal is about"),
        max_length=200,
        help_text=gettext_lazy("As you would call it among yourselves."),
    )
    expected_on = forms.DateField(label=gettext_lazy("Decision expected on"), required=False, widget=DayInput())
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    field_order = ("team", "name", "company", "company_choice", "amount", "currency", "expected_on", "note")

    def __init__(self, teams: Sequence[Team], *args: Any, **kwargs: Any) -> None:
        super().__init__(teams, *args, **kwargs)
        self.fields["currency"].choices = currency_choices()  # type: ignore[attr-defined] # a choice field

    def clean(self) -> None:
        self.settle_money()
        if self.team_meant:
            self.settle_company(self.team_meant)

    @property
    def facts(self) -> dict[str, Any]:
        """The deal's own fields."""
        names = ("name", "amount", "currency", "expected_on", "note")
        return {name: self.cleaned_data[name] for name in names} | {"lang": page_lang()}


class DealForm(MoneyForm, CompanyNameForm, forms.ModelForm):  # type: ignore[type-arg] # generic for mypy only
    """Everything people enter about a deal."""

    name = forms.CharField(label=gettext_lazy("Name of the deal"), max_length=200)
    stage = forms.ChoiceField(label=gettext_lazy("Stage of the buyer"), choices=STAGE_CHOICES)
    commitment = forms.ChoiceField(
        label=gettext_lazy("What a yes commits them to"), choices=[*NOT_KNOWN, *COMMITMENT_CHOICES], required=False
    )
    position = forms.ChoiceField(
        label=gettext_lazy("Standing against the rival"), choices=[*NOT_KNOWN, *POSITION_CHOICES], required=False
    )
    decision = forms.ChoiceField(
        label=gettext_lazy("How near the decision is"), choices=[*NOT_KNOWN, *NEARNESS_CHOICES], required=False
    )
    owner = forms.TypedChoiceField(label=gettext_lazy("Belongs to"), coerce=int)
    closed_on = PastDayField(
        label=gettext_lazy("Closed on"),
        required=False,
        help_text=gettext_lazy("The day of the order or of the refusal; today, if you leave it empty."),
    )

    class Meta:
        model = Deal
        fields = (
            "name",
            "company",
            "amount",
            "currency",
            "stage",
            "state",
            "lost_reason",
            "closed_on",
            "expected_on",
            "lang",
            "note",
            *FACTS_OF_SIZE,
            *STANDING,
            "products",
            "rivals",
        )
        widgets = {  # noqa: RUF012 - Django's way
            "expected_on": DayInput(),
            "note": forms.Textarea(attrs={"rows": 4}),
            "products": forms.CheckboxSelectMultiple(),
            "rivals": forms.CheckboxSelectMultiple(),
        }
        labels = {"products": gettext_lazy("Products"), "rivals": gettext_lazy("Rivals")}  # noqa: RUF012 - as above

    def __init__(self, deal: Deal, owners: list[User], data: Any = None) -> None:
        initial = {
            "company": deal.company.name if deal.company else "",
            "amount": plain_amount(deal.amount, deal.currency, page_lang()) if deal.amount is not None else "",
            "owner": deal.owner_id,
        }
        super().__init__(data, instance=deal, initial=initial)
        self.company_before = deal.company
        self.fields["currency"].choices = currency_choices(deal.currency)  # type: ignore[attr-defined] # a choice field
        self.fields["lang"].choices = [*NOT_KNOWN, *LANGS]  # type: ignore[attr-defined] # a choice field
        self.fields["lost_reason"].choices = [*NOT_KNOWN, *Deal.Lost.choices]  # type: ignore[attr-defined] # a choice field
        for name, model in (("products", Product), ("rivals", Rival)):
            self.fields[name].queryset = model.objects.filter(team=deal.team, merged_into=None)  # type: ignore[attr-defined] # a model choice field
        self._set_owners(owners)

    def _set_owners(self, owners: list[User]) -> None:
        if owners:
            self.owners = {user.pk: user for user in owners}
            self.fields["owner"].choices = [(user.pk, str(user)) for user in owners]  # type: ignore[attr-defined] # a choice field
        else:
            del self.fields["owner"]

    def clean(self) -> dict[str, Any]:
        self.settle_money()
        self.settle_company(self.instance.team, self.company_before)
        if self.cleaned_data.get("state") == Deal.State.LOST and not self.cleaned_data.get("lost_reason"):
            self.add_error("lost_reason", _("Say why it was lost: what is not written down is not learnt from."))
        return self.cleaned_data

    def _post_clean(self) -> None:
        """The deal itself is changed by the act alone, not by reading a form."""

    @property
    def facts(self) -> dict[str, Any]:
        """The deal's own fields; a day it was closed on stays until there is another."""
        apart = {"company", "company_choice", "owner", "products", "rivals"}
        if not self.cleaned_data["closed_on"]:
            apart.add("closed_on")
        found = {name: value for name, value in self.cleaned_data.items() if name not in apart}
        return found | ({"owner": self.owners[self.cleaned_data["owner"]]} if "owner" in self.fields else {})


class DealFilterForm(forms.Form):
    """What deals are narrowed to. What is not understood is left out, and said: an old link still opens a list."""

    words = forms.CharField(label=gettext_lazy("Name or note"), required=False, max_length=200)
    company = forms.CharField(label=gettext_lazy("Company"), required=False, max_length=200)
    owner = forms.TypedChoiceField(label=gettext_lazy("Owner"), required=False, coerce=int, empty_value=None)
    stage = forms.ChoiceField(label=gettext_lazy("Stage of the buyer"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), required=False)
    least = AmountField(label=gettext_lazy("Amount from"))
    most = AmountField(label=gettext_lazy("Amount to"))
    no_task = forms.BooleanField(label=gettext_lazy("Open, with nothing to be done next"), required=False)

    def __init__(self, owners: Iterable[User], data: Any) -> None:
        super().__init__(data)
        any_choice = ("", _("Any"))
        of_field: dict[str, list[tuple[Any, Any]]] = {
            "owner": [(user.pk, str(user)) for user in owners],
            "stage": list(STAGE_CHOICES),
            "state": list(Deal.State.choices),
            "currency": currency_choices()[1:],
        }
        for name, pairs in of_field.items():
            self.fields[name].choices = [any_choice, *pairs]  # type: ignore[attr-defined] # choice fields all

    narrowing = ("owner", "stage", "state", "currency", "least", "most")

    @property
    def wanted(self) -> DealFilter:
        """The filter, of what is understood; an amount alone does not narrow, one of a currency does."""
        self.is_valid()
        found = {name: value for name, value in self.cleaned_data.items() if value}
        least, most = found.pop("least", None), found.pop("most", None)
        written = next((money.currency for money in (least, most) if money and money.currency), "")
        written = written or currency_understood(self["least"]) or currency_understood(self["most"])
        currency = found.pop("currency", "") or written
        if not currency:
            return DealFilter(**found)
        return DealFilter(
            **found, currency=currency, least=least.amount if least else None, most=most.amount if most else None
        )

    @property
    def lacks_currency(self) -> bool:
        """Whether an amount was asked for without saying of which currency."""
        wanted = self.wanted
        return bool(not wanted.currency and (self.cleaned_data.get("least") or self.cleaned_data.get("most")))

    @property
    def not_understood(self) -> list[forms.BoundField]:
        """The fields that do not narrow the list, since nobody knows what they say."""
        return [self[name] for name in self.errors if name in self.fields]


class BulkForm(forms.Form):
    """What is to become of the deals chosen; what is left empty stays."""

    stage = forms.ChoiceField(label=gettext_lazy("Stage of the buyer"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    lost_reason = forms.ChoiceField(label=gettext_lazy("Why lost"), required=False)
    owner = forms.TypedChoiceField(label=gettext_lazy("Owner"), required=False, coerce=int, empty_value=None)

    def __init__(self, owners: list[User], data: Any = None) -> None:
        super().__init__(data, prefix="to")
        unchanged = ("", _("As it is"))
        self.owners = {user.pk: user for user in owners}
        of_field: dict[str, list[tuple[Any, Any]]] = {
            "stage": list(STAGE_CHOICES),
            "state": list(Deal.State.choices),
            "lost_reason": list(Deal.Lost.choices),
            "owner": [(user.pk, str(user)) for user in owners],
        }
        for name, pairs in of_field.items():
            first = ("", _("Choose")) if name == "lost_reason" else unchanged
            self.fields[name].choices = [first, *pairs]  # type: ignore[attr-defined] # choice fields all
        if not owners:
            del self.fields["owner"]

    def clean(self) -> None:
        data = self.cleaned_data
        if data.get("state") == Deal.State.LOST and not data.get("lost_reason"):
            self.add_error("lost_reason", _("Say why they were lost."))
        if not any(data.get(name) for name in ("stage", "state", "owner")):
            raise ValidationError(_("Choose what is to be changed."))


class StageForm(forms.Form):
    """Where the buyer stands now: the form of a card of the board."""

    stage = forms.ChoiceField(choices=STAGE_CHOICES)


class ViewForm(forms.Form):
    """A name for what a list shows just now."""

    name = forms.CharField(label=gettext_lazy("Keep this view as"), max_length=100)
    query = forms.CharField(max_length=1000, widget=forms.HiddenInput())


class StakeForm(forms.Form):
    """What a person is in a deal: several roles, if need be."""

    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles in this deal"),
        choices=ROLE_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple(),
    )
    attitude = forms.TypedChoiceField(
        label=gettext_lazy("Attitude"), choices=[*NOT_KNOWN, *ATTITUDES], coerce=int, empty_value=None, required=False
    )
    influence = forms.TypedChoiceField(
        label=gettext_lazy("Influence"), choices=[*NOT_KNOWN, *INFLUENCES], coerce=int, empty_value=None, required=False
    )
    relation = forms.ChoiceField(
        label=gettext_lazy("How near we are"), choices=[*NOT_KNOWN, *RELATION_CHOICES], required=False
    )
    shown_by = forms.CharField(
        label=gettext_lazy("What shows it"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("What happened, and when; a feeling of closeness is no evidence."),
    )
    last_contact = PastDayField(
        label=gettext_lazy("Last contact"),
        required=False,
        help_text=gettext_lazy("A call in which they spoke counts by itself."),
    )

    @property
    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "roles"}


def doubts_about_part(roles: Collection[str], facts: Mapping[str, Any]) -> tuple[str, ...]:
    """What does not fit together in somebody's part in a deal, or is shown by nothing; empty where all fits."""
    told = []
    if Role.INSIDE_SUPPORTER.value in roles and facts["attitude"] == AGAINST_US:
        told.append(_("An inside supporter who is against us is none. Check the role or the attitude."))
    if facts["relation"] not in NOT_NEAR and not facts["shown_by"]:
        told.append(_("Say what shows this level: a feeling of closeness is no evidence."))
    return tuple(told)


class TaskForm(forms.Form):
    """Something to be done."""

    text = forms.CharField(label=gettext_lazy("What is to be done"), max_length=500)
    due = forms.DateField(label=gettext_lazy("Due on"), required=False, widget=DayInput())
    owner = forms.TypedChoiceField(label=gettext_lazy("By whom"), coerce=int)

    def __init__(self, people: list[User], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {user.pk: user for user in people}
        self.fields["owner"].choices = [(user.pk, str(user)) for user in people]  # type: ignore[attr-defined] # a choice field
        if len(people) == 1:
            self.fields["owner"].widget = forms.HiddenInput()
            self.fields["owner"].initial = people[0].pk

    @property
    def person(self) -> User:
        return self.people[self.cleaned_data["owner"]]


class ActivityForm(forms.Form):
    """What happened besides calls that were recorded."""

    kind = forms.ChoiceField(label=gettext_lazy("What it was"), choices=Activity.Kind.choices)
    day = PastDayField(label=gettext_lazy("Day"))
    text = forms.CharField(
        label=gettext_lazy("What happened"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    contacts = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Who took part"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple()
    )

    def __init__(self, people: Iterable[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contacts"].choices = list(people)  # type: ignore[attr-defined] # a choice field

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("kind", "day", "text")}
