"""Erasing calls so that nothing of them is left: no row, no search term, no file, no word in a log."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from askwell.server.calls.actions import forget_speakers
from askwell.server.calls.indexing import drop_mirror
from askwell.server.calls.models import Call, Original, Tag, Upload
from askwell.server.calls.originals import remove_original, remove_orphans
from askwell.server.jobs.models import Job
from askwell.server.jobs.queue import enqueue


@transaction.atomic
def delete_call(call: Call) -> None:
    """Erase a call: transcript, codings, decisions, comments, search rows, figures, jobs, and the original file.

    A file that several calls came from is erased with the first of them: it holds the words of all. What SQLite keeps
    in freed pages and in its write-ahead log goes with the job ``purge_search``, seconds later.
    """
    team, uploads = call.team, list(Upload.objects.filter(Q(calls=call) | Q(found=call)).distinct())
    _drop_jobs(call, uploads)
    drop_mirror(call)
    call.delete()
    for upload in uploads:
        _erase_upload(upload)
    Tag.objects.filter(team=team, calls=None).delete()
    forget_speakers(team)
    enqueue("purge_search", {})


@transaction.atomic
def dismiss_upload(upload: Upload) -> None:
    """Take a file that could not be read off the list."""
    original = upload.original
    Job.objects.filter(kind="read_upload", arguments__upload=upload.pk).delete()
    upload.delete()
    if original is not None:
        remove_original(original)


def erase_due_calls(today: date) -> int:
    """Erase the calls whose last day has passed; says how many."""
    due = list(Call.objects.filter(keep_until__lt=today))
    for call in due:
        delete_call(call)
    return len(due)


def sweep(now: datetime) -> None:
    """What is done once a day: calls past their last day go, and files a killed process left behind."""
    erase_due_calls(timezone.localdate(now))
    remove_orphans(now)


def _drop_jobs(call: Call, uploads: list[Upload]) -> None:
    revisions = list(call.revisions.values_list("pk", flat=True))
    Job.objects.filter(kind="code_call", arguments__revision__in=revisions).delete()
    Job.objects.filter(kind="read_upload", arguments__upload__in=[upload.pk for upload in uploads]).delete()


def _erase_upload(upload: Upload) -> None:
    """The file goes; the row too, unless other calls came of it."""
    original: Original | None = upload.original
    if upload.calls.exists() or upload.found.exists():
        Upload.objects.filter(pk=upload.pk).update(original=None, faults=[])
    else:
        upload.delete()
    if original is not None:
        remove_original(original)
