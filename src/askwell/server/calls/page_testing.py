"""Calls that are there and coded, for tests and benchmarks of their page."""

from askwell.coding.coder import code_conversation
from askwell.coding.coders import default_coder
from askwell.server.accounts.models import Team, User
from askwell.server.calls.actions import Details, add_call, keep_coding, receive_upload
from askwell.server.calls.models import Call, Revision
from askwell.transcript.conversation import Conversation, canonical_json, conversation_to_json


def bring_call(owner: User, team: Team, conversation: Conversation) -> Call:
    """A call of this conversation, brought by ``owner`` as a file, not yet coded."""
    data = canonical_json(conversation_to_json(conversation)).encode()
    upload = receive_upload(owner, team, f"{conversation.id}.json", data, Details())
    return add_call(upload, conversation, format_name="askwell")


def coded_call(owner: User, team: Team, conversation: Conversation) -> Call:
    """The same, coded."""
    call = bring_call(owner, team, conversation)
    code_revision(call.current_revision)
    call.refresh_from_db()
    return call


def code_revision(revision: Revision) -> None:
    """What the worker would do with a transcript."""
    keep_coding(revision, code_conversation(revision.conversation, default_coder()))
