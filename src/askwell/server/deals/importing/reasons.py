"""Why a row of a table is not kept, in the language of whoever reads it; kept as a code, the field and the cell."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, Promise] = {
    "lacking": _("This cell is empty, and nothing can be kept without it."),
    "too_long": _("This text is too long."),
    "amount": _(
        "This is not an amount that can be read without guessing. Write it like 120,000, £40k, 120万 or 1.2亿."
    ),
    "negative": _("The amount is below zero."),
    "currency": _("This currency is not known. Use its three letters, as GBP or CNY."),
    "no_currency": _("The amount has no currency. Add a column for it, or choose one for the whole table."),
    "day": _("This is not a date. Write it like 2026-03-05."),
    "day_order": _("It is not clear which number is the day. Choose the order of days for the whole table."),
    "email": _("This is not an e-mail address."),
    "domain": _("This is not a web address."),
    "stage": _("No stage of the buyer is called this. Change the word, or leave the column out."),
    "state": _("This is none of open, won and lost."),
    "lost": _("No reason for losing is called this. Change the word, or leave the column out."),
    "owner": _("Nobody in the team who may hold a deal is called this. Write their e-mail address."),
    "owner_not_you": _("You may bring your own deals only; this one names somebody else."),
    "slug": _("Nothing you may change has this Askwell ID. Leave the cell empty for something new."),
    "several": _("Several of this name are there already. Add their IDs, or merge them first."),
    "several_companies": _(
        "Several companies of this name are there already. Merge them first, or write the full name."
    ),
    "id_twice": _("Another row of this table has the same ID and another name."),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """What is wrong with a row: a key of ``REASONS``, the field it is about, and the cell as it stands."""

    code: str
    field: str
    cell: str = ""

    @property
    def text(self) -> str:
        """For a person."""
        return str(REASONS[self.code])
