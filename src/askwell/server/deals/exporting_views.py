"""Lists as tables to take away: what the reader may see, narrowed as the list is."""

from django.http import FileResponse, Http404, HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from askwell.server.accounts.models import User
from askwell.server.accounts.signed_in import signed_in
from askwell.server.deals.exporting import Wanted, headings_of, rows_for, workbook
from askwell.server.deals.forms import DealFilterForm, page_lang
from askwell.server.deals.importing.columns import Kind
from askwell.server.deals.importing_views import csv_answer
from askwell.server.deals.models.importing import KINDS
from askwell.server.deals.queries import owners_of_deals

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def export(request: HttpRequest, kind: str, form: str) -> StreamingHttpResponse | FileResponse:
    """A list as CSV or XLSX."""
    if kind not in dict(KINDS) or form not in {"csv", "xlsx"}:
        raise Http404
    user, of = signed_in(request), Kind(kind)
    headings, rows = headings_of(of, page_lang()), rows_for(user, of, _wanted(request, user, of))
    name = f"{dict(KINDS)[kind]} {timezone.localdate():%Y-%m-%d}.{form}"
    if form == "csv":
        return csv_answer(name, headings, rows)
    return FileResponse(workbook(headings, rows), as_attachment=True, filename=name, content_type=XLSX)


def _wanted(request: HttpRequest, user: User, kind: Kind) -> Wanted:
    """What the list the person came from is narrowed to."""
    words, company = (request.GET.get(name, "").strip()[:200] for name in ("words", "company"))
    if kind is Kind.DEALS:
        return Wanted(deals=DealFilterForm(owners_of_deals(user), request.GET).wanted)
    return Wanted(words, company)
