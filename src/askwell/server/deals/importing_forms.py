"""The forms of a table: which file of what, and what its columns hold."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from askwell.server.accounts.models import Team
from askwell.server.deals.forms import TeamForm, currency_choices, page_lang
from askwell.server.deals.importing.columns import Kind, fields_of, lacking
from askwell.server.deals.importing.records import Ways
from askwell.server.deals.models.importing import KINDS, Import

DAY_ORDERS = [("day", gettext_lazy("Day first: 31/12/2026")), ("month", gettext_lazy("Month first: 12/31/2026"))]


class BringForm(TeamForm):
    """A table of one kind of thing."""

    kind = forms.ChoiceField(label=gettext_lazy("What the rows are"), choices=KINDS)

    def __init__(self, teams: Sequence[Team], *args: Any, **kwargs: Any) -> None:
        super().__init__(teams, *args, **kwargs)
        self.order_fields(["team", "kind"])


class ColumnsForm(forms.Form):
    """What each column of a table holds, and how its days and amounts are meant."""

    def __init__(self, brought: Import, data: Any = None) -> None:
        super().__init__(data)
        self.brought, self.kind, lang = brought, Kind(brought.kind), page_lang()
        held = [(name, field.label(lang)) for name, field in fields_of(self.kind).items()]
        for place, heading in enumerate(brought.head["headings"]):
            label = heading or _("Column %(number)s") % {"number": place + 1}
            choices = [("", _("Do not import")), *held]
            field = forms.ChoiceField(label=label, choices=choices, required=False, initial=brought.columns[place])
            self.fields[f"column_{place}"] = field
        self._add_ways(Ways(**brought.ways))

    def _add_ways(self, ways: Ways) -> None:
        order = {True: "day", False: "month", None: ""}[ways.day_first]
        has_days = any(field.reads == "day" for field in fields_of(self.kind).values())
        if has_days and any(last for last, _first, _second in self.brought.head["orders"]):
            self.fields["day_order"] = forms.ChoiceField(
                label=_("Days such as 03/04/2026"),
                choices=[("", _("As far as the column tells")), *DAY_ORDERS],
                required=False,
                initial=order,
            )
        if self.kind is Kind.DEALS:
            self.fields["currency"] = forms.ChoiceField(
                label=_("Currency of amounts that name none"),
                choices=currency_choices(),
                required=False,
                initial=ways.currency,
            )

    @property
    def columns(self) -> list[str]:
        """The field of each column, empty where it is left out."""
        places = range(len(self.brought.head["headings"]))
        return [self.cleaned_data.get(f"column_{place}", "") for place in places]

    @property
    def ways(self) -> Ways:
        """How days and amounts are read; the order of days as chosen, else as the columns of days tell."""
        return Ways(self._day_first(), self.cleaned_data.get("currency", ""))

    def rows(self) -> list[tuple[forms.BoundField, list[str]]]:
        """Each column's field with some of its cells."""
        samples = self.brought.head["samples"]
        return [(self[f"column_{place}"], cells) for place, cells in enumerate(samples)]

    def clean(self) -> None:
        columns, lang = self.columns, page_lang()
        fields = fields_of(self.kind)
        for place, name in enumerate(columns):
            if name and name in columns[:place]:
                said = _("Another column holds “%(field)s” already.") % {"field": fields[name].label(lang)}
                self.add_error(f"column_{place}", said)
        for field in lacking(self.kind, columns):
            self.add_error(None, _("Say which column holds “%(field)s”.") % {"field": field.label(lang)})
        if "day_order" in self.fields and self._day_first() is None and self._orders(columns):
            self.add_error("day_order", _("The days could be read either way. Say which number is the day."))

    def _day_first(self) -> bool | None:
        chosen = self.cleaned_data.get("day_order", "")
        if chosen:
            return bool(chosen == "day")
        orders = self._orders(self.columns)
        if any(first for _last, first, _second in orders):
            return True
        return False if any(second for _last, _first, second in orders) else None

    def _orders(self, columns: Sequence[str]) -> list[list[bool]]:
        """How the columns that hold days write them, of those that put the year last."""
        reads = {name: field.reads for name, field in fields_of(self.kind).items()}
        told: list[list[bool]] = self.brought.head["orders"]
        return [order for order, name in zip(told, columns, strict=True) if order[0] and reads.get(name) == "day"]
