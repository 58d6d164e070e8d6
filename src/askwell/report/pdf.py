"""The report of a call as PDF, set from the same HTML."""

from collections.abc import Iterable
from typing import Any, NoReturn

from askwell.coding.coded import CodedConversation
from askwell.report.html import paper_html


class PdfUnavailable(Exception):  # noqa: N818 - nobody's fault: the machine lacks what sets pages
    """The machine lacks the libraries that set pages (Pango); the message says what to install."""


def pdf_report(coded: CodedConversation, lang: str) -> bytes:
    """The PDF of a call, everything unfolded; same call, same bytes. Raises PdfUnavailable where Pango is missing."""
    return set_pages(paper_html(coded, lang), coded.digest)


def set_pages(html: str, digest: str) -> bytes:
    """An HTML document as PDF; ``digest`` is of its content. Raises PdfUnavailable where Pango is missing."""
    return _written(_rendered(html), digest)


def set_one_page(variants: Iterable[str], digest: str) -> bytes:
    """The first of these documents, the roomiest first, that fits one page, else the last; as ``set_pages``."""
    document = None
    for html in variants:
        document = _rendered(html)
        if len(document.pages) == 1:
            break
    return _written(document, digest)


def _rendered(html: str) -> Any:
    return _weasyprint().HTML(string=html, url_fetcher=refuse).render()


def _written(document: Any, digest: str) -> bytes:
    pdf: bytes = document.write_pdf(pdf_identifier=digest[:32].encode())
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
