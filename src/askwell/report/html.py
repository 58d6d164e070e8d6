"""The report of a call as one HTML file: its style inside, no script, nothing fetched."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files

from markupsafe import Markup

from askwell.coding.coded import CodedConversation
from askwell.report.build import call_view
from askwell.report.page import page_context, templates


def html_report(coded: CodedConversation, lang: str) -> str:
    """A whole HTML document in the interface language."""
    return _document(coded, lang, stylesheet("call.css"), unfold=False)


def paper_html(coded: CodedConversation, lang: str) -> str:
    """The same document for setting pages: everything unfolded, plain blocks in the place of grids."""
    return _document(coded, lang, stylesheet("call.css") + stylesheet("paper.css"), unfold=True)


def _document(coded: CodedConversation, lang: str, style: str, *, unfold: bool) -> str:
    context = page_context(call_view(coded, lang), unfold=unfold) | {
        "style": Markup(style),  # noqa: S704 our own packaged file
        "style_hash": b64encode(sha256(style.encode()).digest()).decode(),
    }
    return templates().get_template("report/call.html").render(context)


@cache
def stylesheet(name: str) -> str:
    """A packaged style sheet."""
    return (files("askwell.report") / name).read_text(encoding="utf-8")
