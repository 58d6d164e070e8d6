"""What can be asked of the list of objections, and an answer of the team's own."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from askwell.method.terms import Concern, ObjectionClass
from askwell.server.deals.objections_queries import Wanted


class AnswerForm(forms.Form):
    """An answer to objections of a class and a concern; hidden fields say which."""

    kind = forms.ChoiceField(required=False, choices=[("", ""), *((one.value, one.value) for one in ObjectionClass)])
    concern = forms.ChoiceField(required=False, choices=[("", ""), *((one.value, one.value) for one in Concern)])
    text = forms.CharField(
        label=_("our own answer"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "control", "maxlength": 1000}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].widget = forms.HiddenInput()
        self.fields["concern"].widget = forms.HiddenInput()


def wanted_of(asked: QueryDict) -> Wanted:
    """What an address asks for; words that are none of ours ask for nothing."""
    kind, concern, seller = (asked.get(name, "") for name in ("kind", "concern", "seller"))
    return Wanted(
        kind=kind if kind in tuple(ObjectionClass) else "",
        concern=concern if concern in tuple(Concern) else "",
        month=_month(asked.get("month", "")),
        seller=int(seller) if seller.isascii() and seller.isdigit() and len(seller) < 18 else None,
    )


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01") if len(text) == len("2026-03") else None
    except ValueError:
        return None
