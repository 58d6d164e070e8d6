"""The report of a call as PDF, set from the same HTML."""

from typing import Any, NoReturn

from askwell.coding.coded import CodedConversation
from askwell.report.html import paper_html


class PdfUnavailable(Exception):  # noqa: N818 - nobody's fault: the machine lacks what sets pages
    """The machine lacks the libraries that set pages (Pango); the message says what to install."""


def pdf_report(coded: CodedConversation, lang: str) -> bytes:
    """The PDF of a call, everything unfolded; same call, same bytes. Raises PdfUnavailable where Pango is missing."""
    weasyprint = _weasyprint()
    document = weasyprint.HTML(string=paper_html(coded, lang), url_fetcher=refuse)
    pdf: bytes = document.write_pdf(pdf_identifier=coded.digest[:32].encode())
    return pdf


def refuse(url: str, *_: object, **__: object) -> NoReturn:
    """The fetcher of the report: everything it needs is in it, so nothing is ever fetched."""
    raise ValueError(f"a report fetches nothing, and refused {url[:100]!r}")


def _weasyprint() -> Any:
    """The library, imported late: without Pango it fails on import, and all other reports must still work."""
    try:
        import weasyprint  # noqa: PLC0415
    except OSError as error:
        raise PdfUnavailable(
            "PDF needs the Pango library, which is not installed (on Debian: apt install libpango-1.0-0 "
            f"libpangoft2-1.0-0 libharfbuzz-subset0). The HTML report prints as well. [{error}]"
        ) from error
    return weasyprint
