"""What became of the files a person brought."""

from dataclasses import dataclass

from django.http import Http404

from askwell.server.accounts.models import User
from askwell.server.calls.faults import Told, told
from askwell.server.calls.models import Call, Upload
from askwell.server.calls.queries import failed_codings
from askwell.server.jobs.models import OPEN_STATES, Job

SHOWN = 100
STUCK = "stuck"


@dataclass(frozen=True, slots=True)
class CameOf:
    """One call of a file; ``state`` is ``coding``, ``ready``, ``sides`` or ``failed``, ``new`` unless it was there."""

    slug: str
    title: str
    state: str
    new: bool


@dataclass(frozen=True, slots=True)
class UploadRow:
    """One file; ``state`` is ``waiting``, ``read``, ``refused`` or ``stuck``; ``hidden`` calls belong to others."""

    pk: int
    name: str
    size: int | None
    state: str
    faults: tuple[Told, ...]
    calls: tuple[CameOf, ...]
    hidden: int

    @property
    def is_open(self) -> bool:
        """Whether anything of it is still to come."""
        return self.state == Upload.State.WAITING or any(call.state == Call.State.CODING for call in self.calls)


def uploads_of(user: User) -> list[UploadRow]:
    """The latest files this person brought, newest first."""
    related = ("calls", "found")
    uploads = list(user.uploads.select_related("original").prefetch_related(*related)[:SHOWN])
    calls = {call.pk: call for upload in uploads for call in (*upload.calls.all(), *upload.found.all())}
    visible = set(Call.objects.visible_to(user).filter(pk__in=calls).values_list("pk", flat=True))
    failed = failed_codings(calls.values())
    working = _in_work([upload.pk for upload in uploads if upload.state == Upload.State.WAITING])
    return [_row(upload, visible, failed, working) for upload in uploads]


def upload_for(user: User, pk: int) -> Upload:
    """A file this person brought; to everybody else it does not exist (Http404)."""
    found = user.uploads.select_related("original", "team").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _in_work(waiting: list[int]) -> set[int]:
    jobs = Job.objects.filter(kind="read_upload", state__in=OPEN_STATES, arguments__upload__in=waiting)
    return {job.arguments["upload"] for job in jobs}


def _row(upload: Upload, visible: set[int], failed: set[int], working: set[int]) -> UploadRow:
    came = [(call, True) for call in upload.calls.all()] + [(call, False) for call in upload.found.all()]
    stuck = upload.state == Upload.State.WAITING and upload.pk not in working
    return UploadRow(
        pk=upload.pk,
        name=upload.name,
        size=upload.original.size if upload.original else None,
        state=STUCK if stuck else upload.state,
        faults=tuple(told(fault) for fault in upload.faults),
        calls=tuple(
            CameOf(call.slug, call.title, Call.State.FAILED if call.pk in failed else call.shown_state, new)
            for call, new in came
            if call.pk in visible
        ),
        hidden=sum(call.pk not in visible for call, _new in came),
    )
