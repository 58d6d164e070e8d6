"""What the worker does for calls: read what was brought, code it, purge what was erased.

The slow part runs outside the transaction.
"""

from django.conf import settings
from django.utils import timezone

from askwell.coding.coded import CodedConversation
from askwell.coding.coder import Coder, code_conversation
from askwell.coding.coders import default_coder
from askwell.server.calls import search_table
from askwell.server.calls.actions import add_call, keep_coding, refuse_upload, settle_upload
from askwell.server.calls.child import Found, read_apart
from askwell.server.calls.erasing import sweep
from askwell.server.calls.indexing import refresh_call
from askwell.server.calls.models import Call, Revision, Upload
from askwell.server.calls.originals import read_original
from askwell.server.calls.state import VERSION, call_state
from askwell.server.jobs.models import Job
from askwell.server.jobs.registry import FINISHED, GiveUp, Step, job_kind, nothing
from askwell.transcript.errors import BadInput
from askwell.understanding.ending import Endings, likely_endings


def read_file(job: Job) -> Found | BadInput:
    """The conversations of the uploaded file, or why there are none."""
    upload = _upload_of(job)
    if upload.original is None:
        raise GiveUp("The file is not there any more.")
    try:
        return read_apart(read_original(upload.original), upload.name, settings.ASKWELL.limits)
    except BadInput as error:
        return error


@job_kind("read_upload", prepare=read_file)
def keep_reading(job: Job, reading: Found | BadInput) -> Step:
    """Make calls of what was read, or tell on the upload what was wrong."""
    upload = _upload_of(job)
    if isinstance(reading, BadInput):
        refuse_upload(upload, reading)
        return FINISHED
    if len(reading.files) > 1:
        upload.title = ""  # it names one call
    for item in reading.files:
        add_call(upload, item.conversation, format_name=item.format, missing=item.missing)
    settle_upload(upload, reading.faults)
    return FINISHED


def code_words(job: Job, coder: Coder | None = None) -> tuple[CodedConversation, Endings | None]:
    """The coding of a revision, and what its ending makes likely, made outside any transaction."""
    conversation = _revision_of(job).conversation
    return code_conversation(conversation, coder or default_coder()), likely_endings(conversation)


@job_kind("code_call", prepare=code_words)
def keep_code(job: Job, found: tuple[CodedConversation, Endings | None]) -> Step:
    """Keep the coding of a revision and refresh its call."""
    keep_coding(_revision_of(job), *found)
    return FINISHED


def purge(_job: Job) -> None:
    search_table.purge()


@job_kind("purge_search", prepare=purge, attempts=10)
def purged(_job: Job, _nothing: None) -> Step:
    """What was erased has left SQLite's pages and log as well."""
    return FINISHED


@job_kind("sweep_calls", prepare=nothing, daily=True)
def keep_sweeping(_job: Job, _nothing: None) -> Step:
    """Erase what is due, once a day."""
    sweep(timezone.now())
    return FINISHED


def understand_anew(job: Job) -> Call | None:
    """The next call mirrored by an older version, with its state worked out; None where none is left."""
    older = Call.objects.filter(merged__version__lt=VERSION, pk__gt=job.cursor or 0, state=Call.State.READY)
    call = older.order_by("pk").first()
    if call is not None:
        call_state(call)
    return call


@job_kind("understand_calls_anew", prepare=understand_anew, daily=True)
def keep_understanding(_job: Job, call: Call | None) -> Step:
    """Refresh the calls understood by an older version, one a step; the cursor is the last one."""
    if call is None:
        return FINISHED
    refresh_call(call)
    return Step(call.pk, 0)


def _upload_of(job: Job) -> Upload:
    found = Upload.objects.select_related("original", "team", "user").filter(pk=job.arguments["upload"]).first()
    if found is None:
        raise GiveUp("The file has been erased.")
    return found


def _revision_of(job: Job) -> Revision:
    found = Revision.objects.select_related("call").filter(pk=job.arguments["revision"]).first()
    if found is None:
        raise GiveUp("The call has been erased.")
    return found
