"""Sample calls for the demo team, brought and coded by the very steps a person's own go through."""

from collections.abc import Iterator, Mapping
from importlib.resources import files

from askwell.method.terms import Side
from askwell.samples import sample_calls
from askwell.server.accounts.models import Team, User
from askwell.server.accounts.queries import sellers_of
from askwell.server.calls.actions import Details, Sides, receive_upload, set_sides, tag_call
from askwell.server.calls.models import Call, Upload
from askwell.server.calls.sides import speakers_of
from askwell.server.jobs.worker import run_due_jobs
from askwell.transcript.conversation import canonical_json, conversation_to_json, resolved_lang

EXPORT_OWNERS = {".txt": "zh", ".vtt": "en"}
TAGS = {"en": ("sample",), "zh": ("示例",)}


def load_sample_calls(team: Team, users: Mapping[str, User]) -> None:
    """Bring every sample call the team has not been brought yet, and code it before returning.

    English calls go to ``ana``, Chinese ones to ``lin``; to the team's first sellers where they are not there.
    """
    owners = _owners(team, users)
    for name, data, lang in _files():
        if not Upload.objects.filter(team=team, name=name).exists():
            receive_upload(owners[lang], team, name, data, Details())
    run_due_jobs()
    for call in Call.objects.filter(team=team, upload__isnull=False, tags=None, codings__isnull=False).distinct():
        _finish(call, owners[call.lang])
    run_due_jobs()


def _owners(team: Team, users: Mapping[str, User]) -> dict[str, User]:
    sellers = sellers_of(team)
    return {"en": users.get("ana", sellers[0]), "zh": users.get("lin", sellers[-1])}


def _files() -> Iterator[tuple[str, bytes, str]]:
    """Each sample as (file name, bytes, language)."""
    for call in sample_calls():
        yield f"{call.id}.json", canonical_json(conversation_to_json(call)).encode(), resolved_lang(call)
    for item in sorted((files("askwell.samples") / "exports").iterdir(), key=lambda item: item.name):
        suffix = item.name[item.name.rfind(".") :]
        if suffix in EXPORT_OWNERS:
            yield item.name, item.read_bytes(), EXPORT_OWNERS[suffix]


def _finish(call: Call, owner: User) -> None:
    """Make the first seller of the call the owner's own voice, so that their page has figures."""
    tag_call(call, list(TAGS[call.lang]))
    if not call.sides_known:
        return
    speakers = speakers_of(call.current_revision.conversation)
    sellers = [item.id for item in speakers if item.side is Side.SELLER]
    if sellers:
        set_sides(call, owner, Sides({item.id: item.side for item in speakers}, {sellers[0]: owner}))
