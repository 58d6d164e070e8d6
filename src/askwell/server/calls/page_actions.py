"""What people do on the page of a call: correct, overrule, take back, comment, have it coded again."""

from collections.abc import Mapping
from dataclasses import asdict
from enum import StrEnum
from typing import Any

from django.db import transaction

from askwell.coding.coded import CodedConversation
from askwell.coding.merge import Anchor, DecisionKind, allowed_codes, decisions_in_force
from askwell.counsel.statements import CLAIMS
from askwell.method.terms import NEEDS, Cause, Code, Concern, Doubt, Evidence, NeedOf, ObjectionClass, Outcome, Want
from askwell.server.accounts.models import User
from askwell.server.calls.actions import decide, undo_decision
from askwell.server.calls.models import Call, CallDecision, Comment
from askwell.server.jobs.queue import enqueue
from askwell.transcript.conversation import Conversation
from askwell.understanding.verdict import unit_showing


class WrongPlaceError(ValueError):
    """The words meant are not in that turn."""


class WrongCodeError(ValueError):
    """That side's turns do not take this code."""


class NoBenefitError(ValueError):
    """What meets a want the buyer has stated is a benefit."""


def anchor_at(conversation: Conversation, turn: int, place: str, words: str = "") -> Anchor:
    """The anchor meant by ``place``: ``12-40`` (code points), ``turn`` (all of it) or ``words`` (where they stand).

    Raises:
        WrongPlaceError: there is no such turn, or the words are not in it.
    """
    if not 0 <= turn < len(conversation.turns):
        raise WrongPlaceError
    text = conversation.turns[turn].text
    start, end = _span(text, place, words.strip())
    if not 0 <= start < end <= len(text):
        raise WrongPlaceError
    return Anchor(turn, start, end, text[start:end])


def anchor_showing(coded: CodedConversation, label: Outcome) -> Anchor:
    """The words near the end that show an outcome; where none do, no words: the anchor is the empty end of the call."""
    unit = unit_showing(coded, label)
    turns = coded.conversation.turns
    if unit is None:
        end = len(turns[-1].text)
        return Anchor(len(turns) - 1, end, end, "")
    return Anchor(unit.turn, unit.start, unit.end, coded.text_of(unit))


def _span(text: str, place: str, words: str) -> tuple[int, int]:
    if place == "turn":
        return 0, len(text)
    if place == "words":
        start = text.find(words) if words else -1
        return start, start + len(words)
    start_text, _dash, end_text = place.partition("-")
    if not (start_text.isdecimal() and end_text.isdecimal()):
        raise WrongPlaceError
    return int(start_text), int(end_text)


OBJECTION_PARTS: Mapping[str, type[StrEnum]] = {
    "objection_class": ObjectionClass,
    "concern": Concern,
    "doubt": Doubt,
    "cause": Cause,
}
"""What a person may say of an objection besides its code (M28, M04, M27)."""
CLAIM_PARTS: Mapping[str, type[StrEnum]] = {"evidence": Evidence}
"""And of a statement of use or benefit (M24)."""
WANT, NO_WANT, OTHER_CALL = "want", "none", "other_call"
"""The field in which a person names the want a benefit meets, by its place (``turn:start-end``), or says that there is
none, or that it was stated in another call."""
NEED = "need"
"""The field in which a person says which need words tell: by the place of others that tell it, or that it is new."""


def parts_of(code: Code) -> Mapping[str, type[StrEnum]]:
    """What a person may say of a unit of this code besides."""
    return OBJECTION_PARTS if code is Code.OBJECTION else CLAIM_PARTS if code in CLAIMS else {}


def correct_code(
    call: Call,
    user: User,
    conversation: Conversation,
    anchor: Anchor,
    code: Code | None,
    parts: Mapping[str, str] | None = None,
) -> CallDecision:
    """Say what these words do, or with None that they do nothing codeable; ``parts`` tells more of it.

    A part that is empty says that it is not so, whatever was told before; one that is left out says nothing.

    Raises:
        WrongCodeError: the side that speaks does not take this code, or more is told of it than there are words for.
        NoBenefitError: a want is named that something else than a benefit meets.
        WrongPlaceError: the want or the need named is not in the conversation before these words.
    """
    if code is None:
        return decide(call, user, DecisionKind.CLEAR_SPAN, anchor, {})
    if code not in allowed_codes(conversation, anchor.turn):
        raise WrongCodeError
    given, kinds = parts or {}, parts_of(code)
    told = {name: given[name] or None for name in kinds if name in given}
    if any(value is not None and value not in tuple(kinds[name]) for name, value in told.items()):
        raise WrongCodeError
    want, meets = _want_said(conversation, code, given)
    need, tells = _need_said(conversation, code, anchor, given)
    attrs, bearing = told | want | need, meets | tells
    return decide(
        call, user, DecisionKind.CODE_SPAN, anchor, {"code": code.value} | ({"attrs": attrs} if attrs else {}) | bearing
    )


def _want_said(
    conversation: Conversation, code: Code, given: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is said of the want a benefit meets, as an attribute, and its words where one is named."""
    named = given.get(WANT) if code in CLAIMS else None
    if named is None:
        return {}, {}
    if code is Code.ADVANTAGE and named not in {"", NO_WANT}:
        raise NoBenefitError
    if named in {"", NO_WANT}:
        return {WANT: Want.UNMET.value if named else None}, {}
    if named == OTHER_CALL:
        return {WANT: Want.MET.value}, {"meets": None}
    return {WANT: Want.MET.value}, {"meets": asdict(_anchor_named(conversation, named))}


def _need_said(
    conversation: Conversation, code: Code, anchor: Anchor, given: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is said of the need that words tell, as an attribute, and the earlier words named that tell it."""
    named = given.get(NEED) if code in NEEDS else None
    if named is None:
        return {}, {}
    if named in {"", NeedOf.OWN}:
        return {NEED: named or None}, {}
    told = _anchor_named(conversation, named)
    if (told.turn, told.start) >= (anchor.turn, anchor.start):
        raise WrongPlaceError
    return {NEED: NeedOf.TOLD.value}, {"tells": asdict(told)}


def _anchor_named(conversation: Conversation, named: str) -> Anchor:
    """The words at a place named ``turn:start-end``."""
    turn, _colon, place = named.partition(":")
    if not turn.isdecimal():
        raise WrongPlaceError
    return anchor_at(conversation, int(turn), place)


def overrule_outcome(call: Call, user: User, anchor: Anchor, label: Outcome) -> CallDecision:
    """Say how the call ended; the anchor is what shows it."""
    return decide(call, user, DecisionKind.SET_OUTCOME, anchor, {"label": label.value})


def take_back(decision: CallDecision, user: User) -> None:
    """Undo a decision; one that is undone already stays so."""
    if _in_force(decision):
        undo_decision(decision, user)


def restore(decision: CallDecision, user: User) -> None:
    """Bring an undone decision back by undoing what undid it."""
    if _in_force(decision):
        return
    undos = decision.call.decisions.filter(kind=DecisionKind.UNDO.value)
    undoing = [row for row in undos if str(row.value["decision"]) == str(decision.pk)]
    if undoing:
        undo_decision(undoing[-1], user)


def remove_comment(comment: Comment) -> None:
    comment.delete()


@transaction.atomic
def code_again(call: Call, user: User) -> None:
    """Queue the coding of the current transcript once more."""
    Call.objects.filter(pk=call.pk).update(state=Call.State.CODING)
    enqueue("code_call", {"revision": call.current_revision.pk}, team=call.team, user=user)


def _in_force(decision: CallDecision) -> bool:
    rows = decision.call.decisions.select_related("author")
    return str(decision.pk) in {item.id for item in decisions_in_force([row.as_decision for row in rows])}
