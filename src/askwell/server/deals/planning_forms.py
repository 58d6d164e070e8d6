"""The form of a plan: an objective that names an act of the customer, fall-backs, who, when (M06)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from askwell.counsel.plans.objective import check_objective
from askwell.server.calls.forms import DayInput
from askwell.server.deals.forms import page_lang

MOST_FALL_BACKS = 3


@dataclass(frozen=True, slots=True)
class Names:
    """What the people on either side are called."""

    theirs: tuple[str, ...]
    ours: tuple[str, ...]


class PlanForm(forms.Form):
    """``people`` are chosen from those on the deal, by the slugs of their contacts; ``names`` of either side tell who
    acts in an objective.
    """

    objective = forms.CharField(
        label=gettext_lazy("Objective"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("By the end of this call the customer will have agreed to …: who, what, by when."),
    )
    fall_backs = forms.CharField(
        label=gettext_lazy("Fall-backs"),
        max_length=1500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "One a line, three at most, from high to low: smaller acts of the customer that still move the sale."
        ),
    )
    people = forms.MultipleChoiceField(
        label=gettext_lazy("Who the call is with"), required=False, widget=forms.CheckboxSelectMultiple
    )
    day = forms.DateField(label=gettext_lazy("Day of the call"), required=False, widget=DayInput())
    other_day = forms.DateField(
        label=gettext_lazy("Another day to offer"),
        required=False,
        widget=DayInput(),
        help_text=gettext_lazy("For the telephone: of two days the other side chooses one."),
    )
    note = forms.CharField(
        label=gettext_lazy("What you least want to be asked, and your answer"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, people: Sequence[tuple[str, str]], names: Names, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.names = names
        self.fields["people"].choices = list(people)  # type: ignore[attr-defined]
        self.fields["objective"].error_messages["required"] = " ".join(_why_refused("", names))

    def clean_objective(self) -> str:
        """Refuse a purpose that binds the customer to nothing, and say what would be an objective."""
        text = " ".join(self.cleaned_data["objective"].split())
        if not self._accepted(text):
            raise ValidationError(_why_refused(text, self.names))
        return text

    def clean_fall_backs(self) -> list[str]:
        """Each line by itself; each must be an act of the customer's too."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["fall_backs"].splitlines() if line.strip()]
        refused = [line for line in lines if not self._accepted(line)]
        if refused:
            raise ValidationError([f"“{refused[0]}”", *_why_refused(refused[0], self.names)])
        if len(lines) > MOST_FALL_BACKS:
            told = _("These are %(n)s fall-backs, and a plan holds three: keep the three you would ask for.")
            raise ValidationError(told % {"n": len(lines)})
        return lines

    def clean_day(self) -> date | None:
        """The day of a coming call; one that was entered before and has passed since may stay."""
        return self._coming("day")

    def clean_other_day(self) -> date | None:
        return self._coming("other_day")

    def _coming(self, name: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day and day < timezone.localdate() and day != self.initial.get(name):
            raise ValidationError(_("This day is past. A plan is for a coming call: give a day from today on."))
        return day

    def _accepted(self, text: str) -> bool:
        return check_objective(text, self.names.theirs, self.names.ours).accepted

    @property
    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


def _why_refused(objective: str, names: Names) -> list[str]:
    """What is wrong with this very objective, and how to find one, in the language of the page."""
    checked = check_objective(objective, names.theirs, names.ours)
    return [text.in_lang(page_lang()) for text in (checked.wrong, checked.why, *checked.help) if text]
