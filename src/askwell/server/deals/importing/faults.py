"""What was wrong with a table as a whole, in the language of the page; what is wrong with any file, calls know."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from askwell.server.calls.faults import Told, told
from askwell.server.deals.importing.reading import COLUMNS, NO_HEADINGS, ROWS

SHAPES: tuple[tuple[str, Promise], ...] = (
    (NO_HEADINGS, _("No row at the top names the columns. Write their names into the first row.")),
    (
        "holds [0-9,]+ rows; .*",
        _("The table has more than %(most)s rows. Divide it, and bring one part after another."),
    ),
    (
        "holds [0-9,]+ columns; .*",
        _("The table has more than %(columns)s columns. Leave out those that are not needed."),
    ),
    ("holds [0-9,]+ characters; .*", _("The table holds far more text than deals and customers need.")),
    ("this is a Word document, .*", _("This is a Word document. Save the table as CSV or XLSX.")),
    ("a broken table: .*", _("The table is broken here. Save it again and bring it anew.")),
)


def table_fault(fault: dict[str, str]) -> Told:
    """A fault for a person: where, and what to make of it."""
    for shape, text in SHAPES:
        if re.fullmatch(shape, fault["message"]):
            message = str(text) % {"most": f"{ROWS:,}", "columns": COLUMNS}
            return Told(told(fault).place, message)
    return told(fault)
