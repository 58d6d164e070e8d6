"""One page to print or to carry: a document of its own from a template of the report, its style inside."""

from base64 import b64encode
from hashlib import sha256
from typing import Any

from markupsafe import Markup

from askwell.report.html import stylesheet
from askwell.report.language import printable, wording
from askwell.report.page import templates
from askwell.report.pdf import set_one_page

FITS = ("roomy", "close", "tight")
"""How closely a sheet is set, the roomiest first (classes of ``sheet.css``)."""


def sheet_markup(template: str, sheet: Any, lang: str) -> Markup:
    """The sheet alone, to stand in a page."""
    words = wording(lang)
    context = {"sheet": sheet, "words": words, "_": words}
    return Markup(printable(templates().get_template(f"report/{template}").render(context)))  # noqa: S704 escaped


def sheet_html(template: str, sheet: Any, title: str, lang: str, fit: str = FITS[0]) -> str:
    """The sheet as a whole HTML document; ``fit`` is how closely it is set, one of FITS."""
    style = stylesheet("sheet.css")
    context = {
        "body": sheet_markup(template, sheet, lang),
        "title": printable(title),
        "words": wording(lang),
        "fit": fit,
        "style": Markup(style),  # noqa: S704 our own packaged file
        "style_hash": b64encode(sha256(style.encode()).digest()).decode(),
    }
    return templates().get_template("report/sheet.html").render(context)


def sheet_pdf(template: str, sheet: Any, title: str, lang: str) -> bytes:
    """The sheet as PDF, on one page as long as it can be read; the same sheet gives the same bytes.

    Raises PdfUnavailable where Pango is missing.
    """
    variants = [sheet_html(template, sheet, title, lang, fit) for fit in FITS]
    return set_one_page(variants, sha256(variants[0].encode()).hexdigest())
