"""What the page of a call reads: the state, what people decided and said, and who may do what. Nothing changes here."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from askwell.coding.coded import CodedConversation, OutcomeJudgement
from askwell.coding.merge import Anchor, DecisionKind, decisions_in_force, locate, standing_at
from askwell.method.terms import Code, Outcome
from askwell.server.accounts.models import User
from askwell.server.accounts.roles import Act, may
from askwell.server.calls.models import Call, CallDecision, Coding, Comment
from askwell.server.calls.state import call_state, sized_by_deal, with_moment
from askwell.server.jobs.models import Job, JobState
from askwell.server.jobs.queue import digest_of
from askwell.understanding.verdict import weighed_outcome


@dataclass(frozen=True, slots=True)
class Rights:
    """What a person may do with one call whose figures they see."""

    words: bool
    correct: bool
    comment: bool


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person decided: ``code`` or ``outcome`` for these words (neither: they carry no code), instead of what
    the machine said. ``place`` is the turn and the code points where the words stand now; None when they are gone."""

    id: int
    author: str
    at: datetime
    quote: str
    place: tuple[int, int, int] | None
    code: Code | None = None
    outcome: Outcome | None = None
    machine: tuple[Code, ...] = ()
    machine_outcome: OutcomeJudgement | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment, with whether this person may remove it."""

    id: int
    author: str
    at: datetime
    text: str
    quote: str
    place: tuple[int, int, int] | None
    own: bool


@dataclass(frozen=True, slots=True)
class TurnNotes:
    """What people left at one turn."""

    corrections: tuple[Correction, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class People:
    """All that people laid over the machine's coding; ``lost`` are decisions whose words are gone."""

    notes: Mapping[int, TurnNotes] = field(default_factory=dict)
    outcome: Correction | None = None
    lost: tuple[Correction, ...] = ()
    lost_remarks: tuple[Remark, ...] = ()


def call_for(user: User, slug: str) -> Call | None:
    """The call, if this person may see at least its figures."""
    return Call.objects.visible_to(user).select_related("team", "owner").filter(slug=slug).first()


def rights_of(user: User, call: Call) -> Rights:
    roles = user.roles_in(call.team_id)
    own = call.owner_id == user.pk or call.sellers.filter(pk=user.pk).exists()

    def can(act: Act) -> bool:
        return may(roles, act, own=own, shared=call.shared)

    words = can(Act.SEE_WORDS)
    return Rights(words=words, correct=words and can(Act.CORRECT), comment=words and can(Act.COMMENT))


def state_of(call: Call) -> CodedConversation | None:
    """The call as it stands, read as its deal's sale; None while nothing has been coded yet."""
    try:
        return sized_by_deal(with_moment(call_state(call), call), call)
    except Coding.DoesNotExist:
        return None


def coding_state(call: Call) -> str:
    """``ready``, ``coding``, or ``failed`` when the worker has given up on the current transcript."""
    if call.state != Call.State.CODING:
        return call.state
    digest = digest_of("code_call", {"revision": call.revisions.latest("number").pk})
    last = Job.objects.filter(input_digest=digest).order_by("-pk").first()
    return Call.State.FAILED if last is not None and last.state == JobState.FAILED else Call.State.CODING


def people_on(call: Call, coded: CodedConversation, user: User) -> People:
    """Corrections in force and comments, by turn; of several of the same words the last."""
    told = corrections_of(call, coded)
    remarks = [_remark(row, coded, user) for row in call.comments.select_related("author")]
    outcomes = [item for item in told if item.outcome is not None and item.place is not None]
    return People(
        notes=_by_turn(_last_of_each([item for item in told if item.outcome is None]), remarks),
        outcome=outcomes[-1] if outcomes else None,
        lost=tuple(item for item in told if item.place is None),
        lost_remarks=tuple(item for item in remarks if item.place is None),
    )


def _last_of_each(told: Sequence[Correction]) -> list[Correction]:
    """Those no later one overrules, word for word."""
    last = {item.place: item.id for item in told}
    return [item for item in told if item.place is None or last[item.place] == item.id]


def corrections_of(call: Call, coded: CodedConversation) -> list[Correction]:
    """The decisions in force, oldest first, each with what the machine said of the same words."""
    rows = {str(row.pk): row for row in call.decisions.select_related("author")}
    in_force = decisions_in_force([row.as_decision for row in rows.values()])
    if not in_force:
        return []
    coding = call.codings.get(current=True)
    machine = replace(coding.coded, outcome=weighed_outcome(coding.coded, coding.likely_endings))
    return [correction(rows[decision.id], coded, machine) for decision in in_force]


def correction(row: CallDecision, coded: CodedConversation, machine: CodedConversation) -> Correction:
    """A decision beside what the machine said; ``machine`` is its coding with the outcome it came to."""
    place = standing_at(row.as_decision, coded.conversation)
    told = Correction(id=row.pk, author=str(row.author or ""), at=row.created_at, quote=row.text, place=place)
    if row.kind == DecisionKind.SET_OUTCOME:
        return replace(told, outcome=Outcome(row.value["label"]), machine_outcome=machine.outcome)
    code = Code(row.value["code"]) if row.kind == DecisionKind.CODE_SPAN else None
    return replace(told, code=code, machine=_codes_at(place, machine))


def comment_of(call: Call, user: User, comment_id: int) -> Comment | None:
    """A comment of this person on this call."""
    return call.comments.filter(pk=comment_id, author=user).first()


def _codes_at(place: tuple[int, int, int] | None, machine: CodedConversation) -> tuple[Code, ...]:
    if place is None:
        return ()
    turn, start, end = place
    found = (unit.code for unit in machine.units if unit.turn == turn and unit.start < end and start < unit.end)
    return tuple(dict.fromkeys(found))


def _remark(row: Comment, coded: CodedConversation, user: User) -> Remark:
    place = locate(Anchor(row.turn, row.start, row.end, row.quoted), coded.conversation)
    author = str(row.author or "")
    return Remark(row.pk, author, row.created_at, row.text, row.quoted, place, own=row.author_id == user.pk)


def _by_turn(told: Sequence[Correction], remarks: Sequence[Remark]) -> dict[int, TurnNotes]:
    corrections: defaultdict[int, list[Correction]] = defaultdict(list)
    for item in told:
        if item.place is not None:
            corrections[item.place[0]].append(item)
    comments: defaultdict[int, list[Remark]] = defaultdict(list)
    for remark in remarks:
        if remark.place is not None:
            comments[remark.place[0]].append(remark)
    turns = sorted({*corrections, *comments})
    return {turn: TurnNotes(tuple(corrections[turn]), tuple(comments[turn])) for turn in turns}
