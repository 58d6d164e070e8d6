"""A call as a file: for those who may read its words."""

from collections.abc import Callable
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from askwell.coding.coded import CodedConversation
from askwell.coding.coded_json import coded_to_line
from askwell.report.csv import csv_report
from askwell.report.docx import docx_report
from askwell.report.pdf import PdfUnavailable, pdf_report
from askwell.server.calls.originals import read_original
from askwell.server.calls.page_views import lang, worded_call

Writer = Callable[[CodedConversation, str], bytes]
KINDS: dict[str, tuple[str, Writer]] = {
    "json": ("application/json", lambda coded, _lang: coded_to_line(coded).encode()),
    "csv": ("text/csv; charset=utf-8", csv_report),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx_report),
    "pdf": ("application/pdf", pdf_report),
}


@require_GET
def download(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The call as it stands, people's decisions included, as JSON (``askwell.coded/1``), CSV, DOCX or PDF."""
    call, coded = worded_call(request, slug)
    if kind not in KINDS:
        raise Http404
    content_type, write = KINDS[kind]
    try:
        content = write(coded, lang())
    except PdfUnavailable:
        return render(request, "calls/page_no_pdf.html", {"call": call}, status=503)
    return _attachment(content, content_type, f"{call.title}.{kind}")


@require_GET
def original(request: HttpRequest, slug: str) -> HttpResponse:
    """The file as it was brought."""
    call, _coded = worded_call(request, slug)
    stored = call.upload.original if call.upload else None
    if call.upload is None or stored is None:
        raise Http404
    return _attachment(read_original(stored), "application/octet-stream", call.upload.name)


def _attachment(content: bytes, content_type: str, name: str) -> HttpResponse:
    """An answer that is saved, never shown; the name holds no character a header or a file system could trip over."""
    safe = "".join(char if char.isprintable() and char not in '\\/:*?"<>|' else "-" for char in name).strip(". ")
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(safe)}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
