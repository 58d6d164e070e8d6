"""What the worker does for calls: read what was brought, and code it. The slow part runs outside the transaction."""

from askwell.coding.coded import CodedConversation
from askwell.coding.coder import Coder, code_conversation
from askwell.coding.coders import default_coder
from askwell.server.calls.actions import add_call, keep_coding, refuse_upload
from askwell.server.calls.child import ReadFile, read_apart
from askwell.server.calls.models import Revision, Upload
from askwell.server.calls.originals import read_original
from askwell.server.jobs.models import Job
from askwell.server.jobs.registry import FINISHED, GiveUp, Step, job_kind
from askwell.transcript.errors import BadInput

Reading = list[ReadFile] | BadInput


def read_file(job: Job) -> Reading:
    """The conversations of the uploaded file, or why there are none."""
    upload = Upload.objects.select_related("original").get(pk=job.arguments["upload"])
    if upload.original is None:
        raise GiveUp("The file is not there any more.")
    try:
        found, _faults = read_apart(read_original(upload.original), upload.original.name)
    except BadInput as error:
        return error
    return found


@job_kind("read_upload", prepare=read_file, lease_seconds=120)
def keep_reading(job: Job, reading: Reading) -> Step:
    """Make calls of what was read, or tell on the upload what was wrong."""
    upload = Upload.objects.select_related("original", "team", "user").get(pk=job.arguments["upload"])
    if isinstance(reading, BadInput):
        refuse_upload(upload, reading)
        return FINISHED
    for item in reading:
        add_call(upload, item.conversation, format_name=item.format, missing=item.missing)
    upload.state = Upload.State.READ
    upload.save(update_fields=["state"])
    return FINISHED


def code_words(job: Job, coder: Coder | None = None) -> CodedConversation:
    revision = Revision.objects.get(pk=job.arguments["revision"])
    return code_conversation(revision.conversation, coder or default_coder())


@job_kind("code_call", prepare=code_words, lease_seconds=300)
def keep_code(job: Job, coded: CodedConversation) -> Step:
    """Keep the coding of a revision and refresh its call."""
    keep_coding(Revision.objects.select_related("call").get(pk=job.arguments["revision"]), coded)
    return FINISHED
