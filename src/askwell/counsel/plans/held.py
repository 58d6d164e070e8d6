"""A plan against the call that was held: what was asked, whether the objective was reached, which objections came."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from askwell.coding.coded import CodedConversation, Unit
from askwell.counsel.plans.cues import holds
from askwell.counsel.plans.plan import Plan
from askwell.counsel.plans.topics import ASKING
from askwell.deal.anchor import Anchors
from askwell.deal.calls import Said, anchors_of, calls_in_order
from askwell.method.entries import Bilingual
from askwell.method.loader import load_codebook
from askwell.method.terms import SPIN_QUESTIONS, SUCCESSES, Code, Concern, LinkKind, Side
from askwell.understanding.cues import says
from askwell.understanding.words import content_words, overlap

ALIKE = 0.3
"""The share of content an objective and what the customer agreed to hold in common when they are the same act."""


class Reached(StrEnum):
    """What became of the objective."""

    REACHED = "reached"
    FALL_BACK = "fall_back"
    OTHER = "other"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Asking:
    """A question of the plan without any word of the buyer's, so that it can be kept.

    ``about`` is the problem of the catalogue it asks about, where it does.
    """

    code: Code
    id: str
    text: Bilingual
    about: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whether what a question was after was asked, and by which words."""

    text: Bilingual
    code: Code
    asked: bool
    evidence: Anchors


@dataclass(frozen=True, slots=True)
class Came:
    """An objection that came; ``expected`` by the plan or not."""

    concern: Concern
    name: Bilingual
    expected: bool
    evidence: Anchors


@dataclass(frozen=True, slots=True)
class Held:
    reached: Reached
    outcome: Bilingual
    ending: Anchors
    asked: tuple[Asked, ...]
    came: tuple[Came, ...]
    stayed_away: tuple[Bilingual, ...]
    actions: tuple[tuple[Bilingual, bool], ...]


def questions_of(plan: Plan) -> tuple[Asking, ...]:
    """The questions of a plan, each once."""
    found = {(one.code, one.id, one.about): one for one in _questions(plan)}
    return tuple(found.values())


def _questions(plan: Plan) -> Iterator[Asking]:
    for topic in plan.ask:
        yield Asking(Code.SITUATION_QUESTION, topic.id, topic.question)
    for problem in plan.problems:
        for question in problem.questions[:1]:
            yield Asking(question.code, question.id, question.text, problem.words)
        for consequence in problem.consequences:
            yield Asking(Code.IMPLICATION_QUESTION, consequence.question.id, consequence.question.text)
        for payoff in problem.payoffs:
            yield Asking(Code.NEED_PAYOFF_QUESTION, payoff.id, payoff.text)


def hold_against(
    objective: str,
    questions: Sequence[Asking],
    expected: Sequence[Concern],
    coded: CodedConversation,
    fall_backs: Sequence[str] = (),
) -> Held:
    """What the plan says beside what the call shows."""
    calls = calls_in_order([coded])
    call = calls.coded[0]
    ending = calls.ending(0)
    objections = calls.said(Code.OBJECTION)
    came = tuple(_came(objections, expected))
    outcome = call.outcome
    return Held(
        reached=_reached(objective, fall_backs, call, ending),
        outcome=load_codebook().of_value(outcome.label).name if outcome else Bilingual("–", "–"),
        ending=anchors_of(ending),
        asked=tuple(_asked(one, calls.said(*SPIN_QUESTIONS)) for one in questions),
        came=came,
        stayed_away=tuple(
            load_codebook().of_value(one).name for one in expected if one not in {each.concern for each in came}
        ),
        actions=tuple(_actions(call)),
    )


def _reached(objective: str, fall_backs: Sequence[str], call: CodedConversation, ending: Sequence[Said]) -> Reached:
    """Reached where the call advanced by an act that says what the objective says, else a fall-back where by one of
    these; another advance is another.
    """
    if call.outcome is None or call.outcome.label not in SUCCESSES:
        return Reached.NOT
    told = content_words(" ".join(_with_what_it_accepts(call, ending)))
    if overlap(content_words(objective), told) >= ALIKE:
        return Reached.REACHED
    fallen_back = any(overlap(content_words(one), told) >= ALIKE for one in fall_backs)
    return Reached.FALL_BACK if fallen_back else Reached.OTHER


def _with_what_it_accepts(call: CodedConversation, ending: Sequence[Said]) -> Iterator[str]:
    """The turns that show how the call ended, and the proposals they accept."""
    by_id = {unit.id: unit for unit in call.units}
    for said in ending:
        yield said.turn.text
        for link in said.unit.links:
            if link.kind is LinkKind.ACCEPTS and link.to in by_id:
                yield call.text_of(by_id[link.to])


def _asked(question: Asking, asked: Sequence[Said]) -> Asked:
    """By the code, and by the problem it is about or by what it is after."""
    alike = [said for said in asked if _same_kind(question, said.unit) and _same_matter(question, said.text)]
    return Asked(question.text, question.code, bool(alike), anchors_of(alike[-1:]))


def _same_kind(question: Asking, unit: Unit) -> bool:
    return unit.code in ASKING if question.code is Code.SITUATION_QUESTION else unit.code is question.code


def _same_matter(question: Asking, text: str) -> bool:
    if question.about:
        return overlap(content_words(question.about), content_words(text)) >= ALIKE
    return holds(question.id, text)


def _came(objections: Sequence[Said], expected: Sequence[Concern]) -> Iterator[Came]:
    by_concern: dict[Concern, list[Said]] = {}
    for said in objections:
        by_concern.setdefault(said.unit.attrs.concern or Concern.OTHER, []).append(said)
    for concern, tellings in by_concern.items():
        name = load_codebook().of_value(concern).name
        yield Came(concern, name, concern in expected, anchors_of(tellings))


def _actions(call: CodedConversation) -> Iterator[tuple[Bilingual, bool]]:
    """The four actions of M30, done or not."""
    codes = {unit.code for unit in call.units if not unit.uncertain}
    done = {
        "investigate_and_demonstrate": Code.EXPLICIT_NEED in codes,
        "check_concerns": _checked(call),
        "summarize_benefits": Code.SUMMARY_OF_BENEFITS in codes,
        "propose_commitment": bool(codes & {Code.COMMITMENT_PROPOSAL, Code.CLOSING_ATTEMPT}),
    }
    for name, is_done in done.items():
        yield load_codebook().entry(f"commitment.{name}").name, is_done


def _checked(call: CodedConversation) -> bool:
    """Whether the seller asked if anything is still open."""
    return any(turn.speaker is Side.SELLER and says("check", turn.text) for turn in call.conversation.turns)
