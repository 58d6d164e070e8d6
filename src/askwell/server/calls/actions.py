"""What can be done to calls: one function an act, used by every entrance."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db import transaction
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import get_current_timezone, is_naive, make_aware

from askwell.coding.coded import CodedConversation
from askwell.coding.coded_json import coded_to_line
from askwell.coding.merge import Anchor, DecisionKind
from askwell.method.terms import SaleSize, Side
from askwell.server.accounts.models import Team, User
from askwell.server.calls import search_table
from askwell.server.calls.indexing import drop_mirror, refresh_call
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
from askwell.server.calls.originals import remove_original, store_original
from askwell.server.jobs.queue import enqueue
from askwell.transcript.conversation import (
    Conversation,
    Participant,
    canonical_json,
    conversation_to_json,
    digest,
    resolved_lang,
)
from askwell.transcript.errors import BadInput


@dataclass(frozen=True, slots=True)
class Details:
    """What a person says about a call besides its words."""

    sale: str = SaleSize.UNKNOWN.value
    objective: str = ""
    consent_note: str = ""
    keep_until: date | None = None


@dataclass(frozen=True, slots=True)
class Sides:
    """Who is on which side, by participant id, and which of them are people of the team."""

    side_of: Mapping[str, Side]
    user_of: Mapping[str, User] = field(default_factory=dict)


@transaction.atomic
def receive_upload(user: User, team: Team, name: str, data: bytes, details: Details) -> Upload:
    """Keep a file and queue its reading: from here on nothing of it is lost."""
    upload = Upload.objects.create(
        team=team,
        user=user,
        original=store_original(name, data),
        sale=details.sale,
        objective=details.objective,
        consent_note=details.consent_note,
        keep_until=details.keep_until,
    )
    enqueue("read_upload", {"upload": upload.pk}, team=team, user=user)
    return upload


@transaction.atomic
def refuse_upload(upload: Upload, error: BadInput) -> None:
    """Tell what was wrong and where; the file itself is not kept."""
    original, upload.original = upload.original, None
    upload.state, upload.place, upload.message = Upload.State.REFUSED, error.place[:200], error.message[:500]
    upload.save()
    if original is not None:
        remove_original(original)


def add_call(
    upload: Upload, conversation: Conversation, *, format_name: str = "", missing: tuple[str, ...] = ()
) -> Call:
    """Make a call of a conversation, once: the same conversation brought again is the call that is there."""
    there = Call.objects.filter(team=upload.team, revisions__number=1, revisions__digest=digest(conversation)).first()
    if there is not None:
        return there
    with transaction.atomic():
        call = Call.objects.create(
            team=upload.team,
            owner=upload.user,
            upload=upload,
            title=(conversation.title or conversation.id)[:200],
            lang=resolved_lang(conversation),
            held_at=_moment(conversation.held_at),
            objective=upload.objective or (conversation.objective or "")[:500],
            sale=conversation.sale.value if upload.sale == SaleSize.UNKNOWN else upload.sale,
            consent_note=upload.consent_note,
            keep_until=upload.keep_until,
            created_by=upload.user,
        )
        _match_known_speakers(call, conversation)
        add_revision(call, conversation, upload.user, format_name=format_name, missing=missing)
    return call


def add_revision(
    call: Call, conversation: Conversation, user: User | None, *, format_name: str = "", missing: tuple[str, ...] = ()
) -> Revision:
    """Keep a new state of the transcript and queue its coding."""
    revision = Revision.objects.create(
        call=call,
        number=call.revisions.count() + 1,
        digest=digest(conversation),
        conversation_json=canonical_json(conversation_to_json(conversation)),
        format=format_name,
        missing=list(missing),
        created_by=user,
    )
    Call.objects.filter(pk=call.pk).update(state=Call.State.CODING)
    enqueue("code_call", {"revision": revision.pk}, team=call.team, user=user)
    return revision


@transaction.atomic
def keep_coding(revision: Revision, coded: CodedConversation) -> Coding:
    """Keep a coding as the call's current one and refresh its mirror; doing it twice changes nothing."""
    coding, _created = Coding.objects.get_or_create(
        revision=revision,
        codebook=coded.codebook,
        model=coded.model,
        layer=coded.layer.by,
        defaults={"call": revision.call, "coded_json": coded_to_line(coded), "current": False},
    )
    Coding.objects.filter(call=revision.call, current=True).exclude(pk=coding.pk).update(current=False)
    Coding.objects.filter(pk=coding.pk).update(current=True)
    refresh_call(revision.call)
    return coding


@transaction.atomic
def set_sides(call: Call, user: User, sides: Sides) -> Revision:
    """Say who is seller and who is buyer: a new revision of the transcript, coded anew, the names remembered."""
    conversation = call.current_revision.conversation
    participants = tuple(
        replace(item, side=sides.side_of.get(item.id, item.side), side_p=None) for item in conversation.participants
    )
    side_of = {item.id: item.side for item in participants}
    turns = tuple(
        replace(turn, speaker=side_of.get(turn.participant or "", turn.speaker)) for turn in conversation.turns
    )
    _remember_speakers(call, participants, sides.user_of)
    missing = tuple(item for item in call.current_revision.missing if item != "sides")
    changed = replace(conversation, participants=participants, turns=turns)
    return add_revision(call, changed, user, format_name=call.current_revision.format, missing=missing)


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


def tag_call(call: Call, names: list[str]) -> None:
    """Give the call exactly these tags; a tag no call carries any more goes."""
    wanted = list(dict.fromkeys(name.strip()[:60] for name in names if name.strip()))
    call.tags.set([Tag.objects.get_or_create(team=call.team, name=name)[0] for name in wanted])
    Tag.objects.filter(team=call.team, calls=None).delete()


@transaction.atomic
def change_details(call: Call) -> None:
    """Save edited details and find anew what rests on them."""
    call.save(update_fields=["title", "held_at", "objective", "sale", "consent_note", "keep_until", "shared"])
    if call.codings.filter(current=True).exists():
        refresh_call(call)


def reassign_call(call: Call, owner: User) -> None:
    call.owner = owner
    call.save(update_fields=["owner"])


def delete_call(call: Call) -> None:
    """Erase a call: transcript, codings, decisions, comments, search rows, figures, and the original file."""
    with transaction.atomic():
        upload = call.upload
        drop_mirror(call)
        call.delete()
        if upload is not None and not upload.calls.exists():
            original = upload.original
            upload.delete()
            if original is not None:
                remove_original(original)
        Tag.objects.filter(team=call.team, calls=None).delete()
        search_table.purge()


def _moment(text: str | None) -> datetime | None:
    """``held_at`` as a moment; a date alone is its midnight here, words that are no date are left out."""
    try:
        moment = parse_datetime(text or "")
        day = parse_date((text or "")[:10]) if moment is None else None
    except ValueError:
        return None
    if day is not None:
        moment = datetime(day.year, day.month, day.day, tzinfo=get_current_timezone())
    return make_aware(moment) if moment is not None and is_naive(moment) else moment


def _match_known_speakers(call: Call, conversation: Conversation) -> None:
    known = {row.name: row.user for row in KnownSpeaker.objects.filter(team=call.team).select_related("user")}
    sellers = [item for item in conversation.participants if item.side is not Side.BUYER and item.name in known]
    for item in sellers:
        CallSeller.objects.create(call=call, user=known[item.name or ""], participant=item.id)
    if sellers:
        reassign_call(call, known[sellers[0].name or ""])


def _remember_speakers(call: Call, participants: tuple[Participant, ...], user_of: Mapping[str, User]) -> None:
    CallSeller.objects.filter(call=call).delete()
    for item in participants:
        user = user_of.get(item.id)
        if user is None or item.side is not Side.SELLER:
            continue
        CallSeller.objects.create(call=call, user=user, participant=item.id)
        if item.name:
            KnownSpeaker.objects.update_or_create(team=call.team, name=item.name, defaults={"user": user})
