"""Who changed what on a call: decisions, comments, details and transcripts, newest first."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from auditlog.models import LogEntry
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from askwell.coding.coded import CodedConversation
from askwell.coding.merge import DecisionKind, decisions_in_force
from askwell.method.terms import Code, Outcome
from askwell.report.language import wording
from askwell.server.calls.models import Call, CallDecision

DETAILS = {
    "title": _("title"),
    "held_at": _("held at"),
    "objective": _("objective"),
    "sale": _("sale size"),
    "consent_note": _("consent note"),
    "keep_until": _("keep until"),
    "shared": _("words shared with analysts"),
    "owner": _("seller"),
}
"""The fields whose changes are told, by the names people read."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing somebody did; ``turn`` leads to its moment, ``decision`` can be taken back, or brought back.

    ``replaced`` says that a later decision about the same words, or the outcome, has the last word.
    """

    at: datetime
    author: str
    what: str
    quote: str = ""
    text: str = ""
    turn: int | None = None
    decision: int | None = None
    undone: bool = False
    replaced: bool = False


def history_of(call: Call, coded: CodedConversation, lang: str) -> list[Event]:
    """Everything people did to a call, newest first."""
    events = [*_decisions(call, coded, lang), *_comments(call), *_revisions(call), *_details(call)]
    return sorted(events, key=lambda event: event.at, reverse=True)


def _decisions(call: Call, coded: CodedConversation, lang: str) -> Iterator[Event]:
    rows = list(call.decisions.select_related("author"))
    in_force = {decision.id for decision in decisions_in_force([row.as_decision for row in rows])}
    by_id = {str(row.pk): row for row in rows}
    last = {_about(row): row.pk for row in rows if str(row.pk) in in_force}
    turns = len(coded.conversation.turns)
    for row in rows:
        undo = row.kind == DecisionKind.UNDO
        yield Event(
            at=row.created_at,
            author=str(row.author or ""),
            what=_undone(row, by_id, lang) if undo else decided(row, lang),
            quote=row.text,
            turn=row.turn if row.turn < turns else None,
            decision=None if undo else row.pk,
            undone=not undo and str(row.pk) not in in_force,
            replaced=str(row.pk) in in_force and last[_about(row)] != row.pk,
        )


def _about(row: CallDecision) -> tuple[object, ...]:
    """What a decision is about: the outcome, or words in their place."""
    if row.kind == DecisionKind.SET_OUTCOME:
        return (DecisionKind.SET_OUTCOME,)
    return row.turn, row.start, row.text


def decided(row: CallDecision, lang: str) -> str:
    """What a decision says, in words."""
    words = wording(lang)
    if row.kind == DecisionKind.SET_OUTCOME:
        return gettext("Outcome set to “%(outcome)s”") % {"outcome": words.name(Outcome(row.value["label"]))}
    if row.kind == DecisionKind.CODE_SPAN:
        return gettext("Coded as “%(code)s”") % {"code": words.name(Code(row.value["code"]))}
    return gettext("Code removed")


def _undone(row: CallDecision, by_id: dict[str, CallDecision], lang: str) -> str:
    target = by_id[str(row.value["decision"])]
    words = wording(lang)
    if target.kind == DecisionKind.UNDO:
        return words.titled(gettext("Brought back"), decided(by_id[str(target.value["decision"])], lang))
    return words.titled(gettext("Taken back"), decided(target, lang))


def _comments(call: Call) -> Iterator[Event]:
    for row in call.comments.select_related("author"):
        yield Event(row.created_at, str(row.author or ""), gettext("Commented"), row.quoted, row.text, row.turn)


def _revisions(call: Call) -> Iterator[Event]:
    for row in call.revisions.filter(number__gt=1).select_related("created_by").defer("conversation_json"):
        yield Event(row.created_at, str(row.created_by or ""), gettext("Who sells and who buys was changed"))


def _details(call: Call) -> Iterator[Event]:
    """Changes of details from the audit log, which holds their names and never a word that was said."""
    for entry in LogEntry.objects.get_for_object(call).filter(action=LogEntry.Action.UPDATE).select_related("actor"):
        changes = entry.changes if isinstance(entry.changes, dict) else json.loads(entry.changes or "{}")
        names = [str(title) for name, title in DETAILS.items() if name in changes]
        if names:
            yield Event(entry.timestamp, str(entry.actor or ""), gettext("Details changed"), text=" · ".join(names))
