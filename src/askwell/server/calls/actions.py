"""What can be done to calls: one function an act, used by every entrance. Erasing is in ``erasing``."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.db import transaction
from django.utils.timezone import override

from askwell.coding.coded import CodedConversation
from askwell.coding.coded_json import coded_to_line
from askwell.coding.merge import Anchor, DecisionKind
from askwell.method.terms import SaleSize, Side
from askwell.server.accounts.models import Team, User
from askwell.server.accounts.roles import Act
from askwell.server.calls.indexing import length_of, refresh_call
from askwell.server.calls.models import (
    Call,
    CallDecision,
    CallSeller,
    Coding,
    Comment,
    KnownSpeaker,
    Revision,
    Tag,
    Upload,
)
from askwell.server.calls.originals import remove_original, shown_name, store_original
from askwell.server.calls.sides import sides_by_name, sides_open, speakers_of, with_sides
from askwell.server.calls.state import moment_stated
from askwell.server.jobs.queue import enqueue
from askwell.transcript.conversation import (
    Conversation,
    canonical_json,
    conversation_to_json,
    digest,
    resolved_lang,
)
from askwell.transcript.errors import BadInput
from askwell.understanding.ending import Endings

TITLE_LENGTH = 200
NOTE_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Details:
    """What a person says about a call besides its words; the ``title`` is of a file that holds one call."""

    title: str = ""
    held_on: date | None = None
    sale: str = SaleSize.UNKNOWN.value
    objective: str = ""
    consent_note: str = ""
    keep_until: date | None = None


@dataclass(frozen=True, slots=True)
class Sides:
    """Who is on which side, by speaker, and which of them are people of the team."""

    side_of: Mapping[str, Side]
    user_of: Mapping[str, User] = field(default_factory=dict)


@transaction.atomic
def receive_upload(user: User, team: Team, name: str, data: bytes, details: Details) -> Upload:
    """Keep a file and queue its reading: from here on nothing of it is lost."""
    upload = Upload.objects.create(
        team=team,
        user=user,
        name=shown_name(name),
        original=store_original(data),
        title=details.title,
        held_on=details.held_on,
        sale=details.sale,
        objective=details.objective,
        consent_note=details.consent_note,
        keep_until=details.keep_until,
    )
    queue_reading(upload)
    return upload


def queue_reading(upload: Upload) -> None:
    """Have a file read; while that is queued already, nothing happens."""
    enqueue("read_upload", {"upload": upload.pk}, team=upload.team, user=upload.user)


@transaction.atomic
def refuse_upload(upload: Upload, error: BadInput) -> None:
    """Tell what was wrong and where; the file itself is not kept."""
    original, upload.original = upload.original, None
    upload.state, upload.faults = Upload.State.REFUSED, [fault_of(error)]
    upload.save()
    if original is not None:
        remove_original(original)


@transaction.atomic
def settle_upload(upload: Upload, faults: list[BadInput]) -> None:
    """The file has been read, but for these faults. A file all of whose talk was here before is not kept twice."""
    original = upload.original
    upload.state, upload.faults = Upload.State.READ, [fault_of(error) for error in faults]
    if original is not None and not upload.calls.exists():
        upload.original = None
    upload.save()
    if original is not None and upload.original is None:
        remove_original(original)


def fault_of(error: BadInput) -> dict[str, str]:
    """A fault as it is kept beside an upload."""
    return {"place": _shown(error.place)[:200], "message": _shown(error.message)[:NOTE_LENGTH]}


def _shown(text: str) -> str:
    """Words of a file nobody trusts: no character that cannot be shown, or kept by PostgreSQL."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


@transaction.atomic
def add_call(
    upload: Upload, conversation: Conversation, *, format_name: str = "", missing: tuple[str, ...] = ()
) -> Call:
    """Make a call of a conversation, once: the same talk brought to the team again is the call that is there.

    Where sides were not stated, a speaker with the name of whoever brings it is the seller.
    """
    call, made = Call.objects.get_or_create(
        team=upload.team, fingerprint=fingerprint(conversation), defaults=_first_facts(upload, conversation)
    )
    if made:
        told = sides_by_name(conversation, upload.user.name)
        said = with_sides(conversation, told)
        _match_speakers(call, upload, said, told)
        add_revision(call, said, upload.user, format_name=format_name, missing=missing)
    elif call.upload_id != upload.pk:
        upload.found.add(call)
    return call


def fingerprint(conversation: Conversation) -> str:
    """The same for the same talk, whatever the name of its file."""
    return digest(replace(conversation, id="-"))


@transaction.atomic
def add_revision(
    call: Call, conversation: Conversation, user: User | None, *, format_name: str = "", missing: tuple[str, ...] = ()
) -> Revision:
    """Keep a new state of the transcript and queue its coding."""
    Call.objects.select_for_update().get(pk=call.pk)
    revision = Revision.objects.create(
        call=call,
        number=call.revisions.count() + 1,
        digest=digest(conversation),
        conversation_json=canonical_json(conversation_to_json(conversation)),
        format=format_name,
        missing=list(missing),
        created_by=user,
    )
    call.state, call.sides_known = Call.State.CODING, not sides_open(conversation)
    Call.objects.filter(pk=call.pk).update(state=call.state, sides_known=call.sides_known)
    queue_coding(revision, user)
    return revision


def queue_coding(revision: Revision, user: User | None) -> None:
    """Have a revision coded; while that is queued already, nothing happens."""
    enqueue("code_call", {"revision": revision.pk}, team=revision.call.team, user=user)


@transaction.atomic
def keep_coding(revision: Revision, coded: CodedConversation, endings: Endings | None = None) -> Coding:
    """Keep a coding, as the call's current one unless its transcript has been revised; twice changes nothing."""
    coding, _created = Coding.objects.get_or_create(
        revision=revision,
        codebook=coded.codebook,
        model=coded.model,
        layer=coded.layer.by,
        defaults={"call": revision.call, "coded_json": coded_to_line(coded), "endings": endings, "current": False},
    )
    if revision == revision.call.current_revision:
        Coding.objects.filter(call=revision.call, current=True).exclude(pk=coding.pk).update(current=False)
        Coding.objects.filter(pk=coding.pk).update(current=True)
        refresh_call(revision.call)
    return coding


@transaction.atomic
def set_sides(call: Call, user: User, sides: Sides) -> Revision:
    """Say who is seller and who is buyer; where that is new, a revision of the transcript, coded anew.

    Sellers who are people of the team see the call from now on, and are known by name next time.
    """
    revision = call.current_revision
    before = revision.conversation
    changed = with_sides(before, sides.side_of)
    _remember_speakers(call, changed, sides.user_of)
    _hand_to_seller(call, user, list(sides.user_of.values()))
    if changed == before:
        return revision
    missing = tuple(item for item in revision.missing if not item.startswith("sides_"))
    return add_revision(call, changed, user, format_name=revision.format, missing=missing)


@transaction.atomic
def decide(call: Call, user: User, kind: DecisionKind, anchor: Anchor, value: Mapping[str, object]) -> CallDecision:
    """Lay a person's decision over the machine's coding."""
    row = CallDecision.objects.create(
        call=call,
        kind=kind.value,
        value=dict(value),
        author=user,
        turn=anchor.turn,
        start=anchor.start,
        end=anchor.end,
        text=anchor.text,
    )
    refresh_call(call)
    return row


def undo_decision(decision: CallDecision, user: User) -> CallDecision:
    """Take a decision back by another one; nothing is removed."""
    anchor = Anchor(decision.turn, decision.start, decision.end, decision.text)
    return decide(decision.call, user, DecisionKind.UNDO, anchor, {"decision": str(decision.pk)})


def comment_on(call: Call, user: User, anchor: Anchor, text: str) -> Comment:
    return Comment.objects.create(
        call=call, author=user, text=text, turn=anchor.turn, start=anchor.start, end=anchor.end, quoted=anchor.text
    )


@transaction.atomic
def tag_call(call: Call, names: list[str]) -> None:
    """Give the call exactly these tags; a tag no call carries any more goes."""
    wanted = list(dict.fromkeys(name.strip()[:60] for name in names if name.strip()))
    call.tags.set([Tag.objects.get_or_create(team=call.team, name=name)[0] for name in wanted])
    Tag.objects.filter(team=call.team, calls=None).delete()


@transaction.atomic
def change_details(call: Call, tags: list[str] | None = None) -> None:
    """Save edited details, the tags too where given, and find anew what rests on them."""
    call.save(update_fields=["title", "held_at", "objective", "sale", "consent_note", "keep_until", "shared"])
    if tags is not None:
        tag_call(call, tags)
    if call.codings.filter(current=True).exists() and call.state == Call.State.READY:
        refresh_call(call)


def reassign_call(call: Call, owner: User) -> None:
    call.owner = owner
    call.save(update_fields=["owner"])


def _first_facts(upload: Upload, conversation: Conversation) -> dict[str, object]:
    """What a new call starts with: the person's details win over what the file states, but for the day.

    A day alone is one of the person's who brought the call, whoever's worker reads it.
    """
    held_on = upload.held_on.isoformat() if upload.held_on else None
    with override(upload.user.zone if upload.user else None):
        held_at = moment_stated(conversation.held_at) or moment_stated(held_on)
    return {
        "owner": upload.user,
        "upload": upload,
        "title": (upload.title or conversation.title or conversation.id)[:TITLE_LENGTH],
        "lang": resolved_lang(conversation),
        "held_at": held_at,
        "objective": upload.objective or (conversation.objective or "")[:NOTE_LENGTH],
        "sale": conversation.sale.value if upload.sale == SaleSize.UNKNOWN else upload.sale,
        "consent_note": upload.consent_note,
        "keep_until": upload.keep_until,
        "turns_count": len(conversation.turns),
        "seconds": length_of(conversation),
        "created_by": upload.user,
    }


def _match_speakers(call: Call, upload: Upload, conversation: Conversation, told: Mapping[str, Side]) -> None:
    """Note who of the team speaks: those known by name, and whoever brings the call where their name told the sides."""
    known = {row.name: row.user for row in KnownSpeaker.objects.filter(team=call.team).select_related("user")}
    user_of: dict[str, User] = {}
    for item in speakers_of(conversation):
        user = known.get(item.name, upload.user if told.get(item.id) is Side.SELLER else None)
        if user is None or item.side is Side.BUYER:
            continue
        user_of[item.id] = user
        CallSeller.objects.create(call=call, user=user, participant=item.id, name=item.name[:TITLE_LENGTH])
    _hand_to_seller(call, upload.user, list(user_of.values()))


def _remember_speakers(call: Call, conversation: Conversation, user_of: Mapping[str, User]) -> None:
    CallSeller.objects.filter(call=call).delete()
    for item in speakers_of(conversation):
        user = user_of.get(item.id)
        if user is None or item.side is not Side.SELLER:
            continue
        name = item.name[:TITLE_LENGTH]
        CallSeller.objects.create(call=call, user=user, participant=item.id, name=name)
        KnownSpeaker.objects.update_or_create(team=call.team, name=name, defaults={"user": user})
    forget_speakers(call.team)


def forget_speakers(team: Team) -> None:
    """Forget the names no call of the team has a match for any more."""
    held = CallSeller.objects.filter(call__team=team).values("name")
    KnownSpeaker.objects.filter(team=team).exclude(name__in=held).delete()


def _hand_to_seller(call: Call, user: User, sellers: list[User]) -> None:
    """A call brought by somebody who sees the whole team's belongs to the seller in it; a seller keeps their own."""
    if sellers and call.owner not in sellers and user.may(Act.SEE_WORDS, call.team):
        reassign_call(call, sellers[0])
