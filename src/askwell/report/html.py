"""The report of a call as one HTML file: its style inside, no script, nothing fetched."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files

from markupsafe import Markup

from askwell.coding.coded import CodedConversation
from askwell.report.build import call_view
from askwell.report.page import page_context, templates


def html_report(coded: CodedConversation, lang: str, *, unfold: bool = False) -> str:
    """A whole HTML document in the interface language; ``unfold`` opens everything that is folded, for paper."""
    view = call_view(coded, lang)
    style = stylesheet()
    context = page_context(view, unfold=unfold) | {
        "style": Markup(style),  # noqa: S704 our own packaged file
        "style_hash": b64encode(sha256(style.encode()).digest()).decode(),
    }
    return templates().get_template("report/call.html").render(context)


@cache
def stylesheet() -> str:
    """``call.css`` as packaged."""
    return (files("askwell.report") / "call.css").read_text(encoding="utf-8")
