"""Bringing calls: files and pasted text come in, and what became of them. Reading is the worker's."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from askwell.server.accounts.models import Team, User
from askwell.server.accounts.queries import teams_of, teams_where
from askwell.server.accounts.roles import Act
from askwell.server.accounts.signed_in import signed_in
from askwell.server.calls.actions import Details, queue_reading, receive_upload
from askwell.server.calls.erasing import dismiss_upload
from askwell.server.calls.forms import AddForm
from askwell.server.calls.models import Upload
from askwell.server.calls.upload_limit import refused_names
from askwell.server.calls.uploads import upload_for, uploads_of

Files = list["UploadedFile[bytes]"]
DETAILS = ("held_on", "sale", "objective", "consent_note", "keep_until")
PASTED = "text"


def teams_to_add_to(user: User) -> list[Team]:
    """The teams this person may bring calls to."""
    return teams_where(user, Act.ADD)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Bring files, or paste what was said. A script sends the files one by one and asks for JSON."""
    user = signed_in(request)
    teams = teams_to_add_to(user)
    if not teams:
        raise PermissionDenied if teams_of(user) else Http404
    form = AddForm(teams, request.POST or None)
    files = request.FILES.getlist("files")
    if request.method == "GET" or not _complete(form, files, request):
        return _refused(request, form)
    team = next(team for team in teams if team.pk == form.cleaned_data["team"])
    _receive(user, team, files, form.cleaned_data)
    return _received(request, files)


def _complete(form: AddForm, files: Files, request: HttpRequest) -> bool:
    """Whether there is something to keep; what was dropped for its size is told in any case."""
    if form.is_valid():
        for name in refused_names(request):
            messages.error(request, _("“%(name)s” was not kept: it is too large or one too many.") % {"name": name})
        if not files and not form.cleaned_data[PASTED].strip() and not refused_names(request):
            form.add_error(None, _("Choose a file, or paste what was said."))
        return bool(form.is_valid() and (files or form.cleaned_data[PASTED].strip()))
    return False


def _receive(user: User, team: Team, files: Files, data: dict[str, Any]) -> None:
    details = Details(**{name: data[name] for name in DETAILS if data[name]})
    pasted = data[PASTED].strip()
    named = replace(details, title=data["title"]) if len(files) == 1 and not pasted else details
    for file in files:
        receive_upload(user, team, file.name or "", file.read(), named)
    if pasted:
        name = (data["title"].replace("/", "／") or _("Pasted call")) + ".txt"
        receive_upload(user, team, name, data[PASTED].encode(errors="replace"), details)


def _received(request: HttpRequest, files: Files) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"received": len(files)}, status=201)
    return redirect("calls:uploads")


def _refused(request: HttpRequest, form: AddForm) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    if _wants_json(request):
        told = [str(message) for message in messages.get_messages(request)]
        wrong = [str(error) for errors in form.errors.values() for error in errors]
        return JsonResponse({"message": " ".join(told + wrong)}, status=status)
    return render(request, "calls/add.html", {"form": form, "limits": settings.ASKWELL.limits}, status=status)


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


@require_GET
def uploads(request: HttpRequest) -> HttpResponse:
    """What became of the files; asked again every two seconds while something is open."""
    rows = uploads_of(signed_in(request))
    context = {"uploads": rows, "any_open": any(row.is_open for row in rows)}
    partial = request.headers.get("HX-Request") and request.GET.get("part")
    return render(request, "calls/_uploads.html" if partial else "calls/uploads.html", context)


@require_POST
def read_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a file read once more after its reading was given up."""
    user = signed_in(request)
    upload = upload_for(user, pk)
    if upload.state == Upload.State.WAITING:
        queue_reading(upload)
    return redirect("calls:uploads")


@require_POST
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file off the list that could not be read."""
    upload = upload_for(signed_in(request), pk)
    if not upload.calls.exists():
        dismiss_upload(upload)
    return redirect("calls:uploads")
