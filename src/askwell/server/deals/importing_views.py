"""Tables come in: load or 404, authorise, act, answer. Reading, trying out and keeping are the worker's."""

import csv
from collections.abc import Iterable, Iterator

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from askwell.server.accounts.queries import teams_of
from askwell.server.accounts.signed_in import signed_in
from askwell.server.calls.upload_limit import refused_names
from askwell.server.deals.forms import page_lang
from askwell.server.deals.importing import actions, queries
from askwell.server.deals.importing.columns import Kind, fields_of
from askwell.server.deals.importing.plan import CHANGED, MADE, REFUSED, SAME
from askwell.server.deals.importing.spreadsheet import as_text
from askwell.server.deals.importing_forms import BringForm, ColumnsForm
from askwell.server.deals.models.importing import KINDS, Import
from askwell.server.deals.queries import dealing_teams
from askwell.server.deals.views import status_of, teams_to_add_to

State = Import.State


@require_GET
def imports(request: HttpRequest) -> HttpResponse:
    """The tables this person brought, and what became of them."""
    user = signed_in(request)
    context = {"imports": queries.imports_of(user), "kinds": dict(KINDS), "states": dict(State.choices)}
    more = {"deals_in": bool(dealing_teams(user)), "in_team": bool(teams_of(user))}
    return render(request, "deals/import_list.html", context | more)


@require_http_methods(["GET", "POST"])
def add_import(request: HttpRequest) -> HttpResponse:
    """Bring a table."""
    user = signed_in(request)
    form = BringForm(teams_to_add_to(user), request.POST or None, initial={"kind": request.GET.get("kind", "")})
    file = request.FILES.get("table")
    if form.is_valid() and form.team_meant:
        if file is not None:
            kind = Kind(form.cleaned_data["kind"])
            brought = actions.bring_table(user, form.team_meant, kind, file.name or "", file.read())
            return redirect("deals:import", pk=brought.pk)
        too_large = refused_names(request)
        form.add_error(None, _("The file is too large.") if too_large else _("Choose a file first."))
    return render(
        request, "deals/import_add.html", {"form": form, "fields": _named_fields()}, status=status_of(request)
    )


@require_GET
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a table stands: what its columns hold, what would become of its rows, what became of them."""
    brought = queries.import_for(signed_in(request), pk)
    return _page(request, brought, ColumnsForm(brought) if brought.state == State.COLUMNS else None)


@require_POST
def set_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what the columns hold, and have the table tried out."""
    brought = _in_state(request, pk, State.COLUMNS)
    if brought is None:
        return redirect("deals:import", pk=pk)
    form = ColumnsForm(brought, request.POST)
    if not form.is_valid():
        return _page(request, brought, form, status=422)
    actions.set_columns(brought, form.columns, form.ways)
    return redirect("deals:import", pk=pk)


@require_POST
def change_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Go back to what the columns hold."""
    if (brought := _in_state(request, pk, State.CHECKED)) is not None:
        actions.change_columns(brought)
    return redirect("deals:import", pk=pk)


@require_POST
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Import what was tried out."""
    if (brought := _in_state(request, pk, State.CHECKED)) is not None:
        actions.run_import(brought)
    return redirect("deals:import", pk=pk)


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Take work up again that was given up."""
    brought = queries.import_for(signed_in(request), pk)
    if brought.state in actions.JOB_IN_STATE:
        actions.queue_work(brought)
    return redirect("deals:import", pk=pk)


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a table off the list, with its refused rows; what was imported stays."""
    brought = queries.import_for(signed_in(request), pk)
    if brought.state == State.IMPORTING:
        messages.error(request, _("The table is being imported. Wait until that is done."))
        return redirect("deals:import", pk=pk)
    actions.drop_import(brought)
    messages.success(request, _("The table is dropped. What was imported stays."))
    return redirect("deals:imports")


@require_GET
def refused(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The rows refused, with the reasons beside them, to be mended and brought again."""
    brought = queries.import_for(signed_in(request), pk)
    if brought.refused is None:
        raise Http404
    headings = [_("Row"), _("Why it was not kept"), *brought.head["headings"]]
    name = _("refused rows") + f" {brought.name.rsplit('.', 1)[0]}.csv"
    return csv_answer(name, headings, queries.refused_rows(brought, page_lang()))


def csv_answer(name: str, headings: list[str], rows: Iterable[list[str]]) -> StreamingHttpResponse:
    """Rows as CSV, sent as they come; UTF-8 with a mark, for spreadsheets take it for something else without."""
    answer = StreamingHttpResponse(_csv_lines(headings, rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


class _Echo:
    """A file whose ``write`` gives back what it is given."""

    def write(self, line: str) -> str:
        return line


def _csv_lines(headings: list[str], rows: Iterable[list[str]]) -> Iterator[bytes]:
    writer = csv.writer(_Echo())
    yield b"\xef\xbb\xbf" + writer.writerow([as_text(cell) for cell in headings]).encode()
    for row in rows:
        yield writer.writerow([as_text(cell) for cell in row]).encode()


def _in_state(request: HttpRequest, pk: int, state: str) -> Import | None:
    """The table, if it stands where this act is done: a button pressed twice, or in another window, does nothing."""
    brought = queries.import_for(signed_in(request), pk)
    return brought if brought.state == state else None


def _page(request: HttpRequest, brought: Import, form: ColumnsForm | None, status: int = 200) -> HttpResponse:
    does = request.GET.get("does", "")
    does = does if does in {MADE, CHANGED, SAME, REFUSED} else ""
    context = {
        "table": brought,
        "kinds": dict(KINDS),
        "working": queries.work_on(brought),
        "form": form,
        "does": does,
        "why": queries.reasons_counted(brought) if brought.state == State.CHECKED else (),
        "plan": queries.plan_page(brought, page_lang(), does, request.GET.get("after", "")),
        "fault": queries.fault_told(brought) if brought.state == State.UNREADABLE else None,
        "lang": page_lang(),
        "names": {name: field.label(page_lang()) for name, field in fields_of(Kind(brought.kind)).items()},
        "known_before": brought.state == State.COLUMNS and brought.source is not None,
    }
    partial = request.headers.get("HX-Request") and request.GET.get("part")
    return render(request, "deals/import_state.html" if partial else "deals/import.html", context, status=status)


def _named_fields() -> list[tuple[str, list[str]]]:
    """What a table of each kind may hold."""
    lang = page_lang()
    return [(str(label), [field.label(lang) for field in fields_of(Kind(kind)).values()]) for kind, label in KINDS]
