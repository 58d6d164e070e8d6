"""The forms of gifts and hospitality and of their limits (M35)."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from askwell.server.accounts.models import User
from askwell.server.calls.forms import DayInput
from askwell.server.deals.forms import AmountField, MoneyForm, currency_choices
from askwell.server.deals.gifts_actions import GiftFacts
from askwell.server.deals.models import Contact

YES_OR_NO = (("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")))


class GiftForm(MoneyForm):
    """One gift or hospitality for somebody on the deal."""

    contact = forms.TypedChoiceField(label=gettext_lazy("For whom"), coerce=int)
    text = forms.CharField(label=gettext_lazy("What it is"), max_length=500)
    occasion = forms.CharField(label=gettext_lazy("Occasion"), max_length=300)
    day = forms.DateField(label=gettext_lazy("Day"), widget=DayInput())
    giver = forms.TypedChoiceField(label=gettext_lazy("Given by"), coerce=int)
    official = forms.ChoiceField(
        label=gettext_lazy("Is this person a public official?"),
        choices=YES_OR_NO,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Somebody who serves the state, or a body or a company that belongs to it."),
    )
    award_pending = forms.ChoiceField(
        label=gettext_lazy("Is a tender or an award of theirs pending?"), choices=YES_OR_NO, widget=forms.RadioSelect
    )
    field_order = (
        "contact", "official", "award_pending", "text", "amount", "currency", "day", "occasion", "giver",
    )  # fmt: skip

    def __init__(self, contacts: Sequence[Contact], givers: Sequence[User], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contacts = {contact.pk: contact for contact in contacts}
        self.givers = {user.pk: user for user in givers}
        self.fields["amount"].label = gettext_lazy("What it is worth")
        self.fields["amount"].help_text = gettext_lazy("With its currency, as you write it: £40, ¥300.")
        self.fields["amount"].required = True
        of_field: dict[str, list[tuple[Any, Any]]] = {
            "contact": [("", _("Choose")), *((contact.pk, contact.name) for contact in contacts)],
            "giver": [(user.pk, str(user)) for user in givers],
            "currency": list(currency_choices(self.initial.get("currency", ""))),
        }
        for name, pairs in of_field.items():
            self.fields[name].choices = pairs  # type: ignore[attr-defined] # choice fields all

    def clean(self) -> None:
        self.settle_money()

    @property
    def person(self) -> Contact:
        return self.contacts[self.cleaned_data["contact"]]

    @property
    def facts(self) -> GiftFacts:
        data = self.cleaned_data
        return GiftFacts(
            text=data["text"],
            occasion=data["occasion"],
            amount=data["amount"],
            currency=data["currency"],
            day=data["day"],
            giver=self.givers[data["giver"]],
            official=data["official"] == "yes",
            award_pending=data["award_pending"] == "yes",
        )


class GiftDecisionForm(forms.Form):
    """A yes or no of a manager, with why."""

    note = forms.CharField(max_length=500)
    approved = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])


class GiftLimitForm(forms.Form):
    """How much may be given without an approval in one currency; both left empty takes the limit away."""

    currency = forms.ChoiceField(label=gettext_lazy("Currency"))
    each = AmountField(label=gettext_lazy("Limit for one gift"))
    year = AmountField(label=gettext_lazy("Limit for a person and year"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"].choices = currency_choices()  # type: ignore[attr-defined] # a choice field

    def clean(self) -> None:
        data = self.cleaned_data
        for name in ("each", "year"):
            money = data.get(name)
            yen = data.get("currency") == "JPY" and money and money.currency == "CNY"  # both write ¥
            if money and money.currency and money.currency != data.get("currency") and not yen:
                self.add_error(name, _("Write it in the currency chosen."))
            data[name] = money.amount if money else None
        if not self.errors and (data["each"] is None) != (data["year"] is None):
            self.add_error("each" if data["each"] is None else "year", _("Set both limits, or leave both empty."))
