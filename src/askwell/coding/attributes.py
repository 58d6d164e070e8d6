"""What more is known of a unit than its code: form, object, kind of close, class of objection and the rest.

Each answer comes from cues or from what went before; where nothing speaks for an answer it stays None.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from askwell.coding.coded import Attrs, Unit
from askwell.coding.folding import folded
from askwell.coding.lexicon import lexicon
from askwell.coding.segments import is_open
from askwell.coding.state import ConversationState
from askwell.method.terms import (
    CAPABILITY_STATEMENTS,
    SELLER_QUESTIONS,
    Cause,
    CloseKind,
    Code,
    Concern,
    Doubt,
    Form,
    ObjectionClass,
    QuestionObject,
)

Answer = TypeVar("Answer", bound=StrEnum)

CLOSE_KINDS: Mapping[str, CloseKind] = {
    "deal_if": CloseKind.TRIAL,
    "standing_room": CloseKind.STANDING_ROOM_ONLY,
    "last_chance": CloseKind.LAST_CHANCE,
    "alternative_close": CloseKind.ALTERNATIVE,
    "order_blank": CloseKind.ORDER_BLANK,
    "assumptive_close": CloseKind.ASSUMPTIVE,
}
"""Kinds of close by their cue, the more telling first; a close with none of them asks directly (M29)."""
FEATURE_RUN = 2
"""Features just before an objection from which on they count as its cause (M27)."""


def attributes(unit: Unit, text: str, *, lead_in: bool, state: ConversationState) -> Attrs:
    """The attributes of a unit whose code is settled; ``text`` is what it covers, ``state`` what went before it."""
    if unit.code not in (*SELLER_QUESTIONS, Code.CLOSING_ATTEMPT, Code.OBJECTION, Code.BUYER_QUESTION):
        return Attrs()
    low = folded(text)
    found = Counter(hit.cue for kind in ("cues", "attribute_cues") for hit in lexicon(state.lang, kind).hits(low))
    if unit.code in SELLER_QUESTIONS:
        return Attrs(form=_form(low, found, state.lang, lead_in=lead_in), object=_object(unit.code, found))
    if unit.code is Code.CLOSING_ATTEMPT:
        return Attrs(close_kind=_close_kind(found))
    if unit.code is Code.OBJECTION:
        concern = _concern(found)
        return Attrs(
            objection_class=_objection_class(found),
            concern=concern,
            cause=_cause(found, concern, state),
            doubt=_best(Doubt, "doubt", found),
        )
    return Attrs(doubt=_best(Doubt, "doubt", found))


def _form(low: str, found: Counter[str], lang: str, *, lead_in: bool) -> Form:
    if lead_in:
        return Form.LEAD_IN
    if found["choice"] and not low.rstrip(" ?.").endswith(("or not", " or")):
        return Form.CHOICE
    return Form.OPEN if is_open(low, lang) else Form.CLOSED


def _object(code: Code, found: Counter[str]) -> QuestionObject:
    aimed = found["feeling"] and not (code is Code.SITUATION_QUESTION and found["quantity"])
    return QuestionObject.FEELING if aimed else QuestionObject.FACT


def _close_kind(found: Counter[str]) -> CloseKind:
    return next((kind for cue, kind in CLOSE_KINDS.items() if found[cue]), CloseKind.DIRECT_ASK)


def _best(answers: type[Answer], prefix: str, found: Counter[str]) -> Answer | None:
    """The answer with most cues, the first in the contract's order on a tie; None without any."""
    best = max(answers, key=lambda answer: found[f"{prefix}.{answer.value}"])
    return best if found[f"{prefix}.{best.value}"] else None


def _objection_class(found: Counter[str]) -> ObjectionClass | None:
    if found["stall"] and not found["class.indifference"] and not found["class.anger"]:
        return ObjectionClass.HESITATION
    return _best(ObjectionClass, "class", found)


def _concern(found: Counter[str]) -> Concern:
    return _best(Concern, "concern", found) or Concern.OTHER


def _cause(found: Counter[str], concern: Concern, state: ConversationState) -> Cause | None:
    """What most likely brought the objection on (M27), None where nothing before it explains it."""
    recent = [unit.code for unit in state.last_seller]
    if found["real_lack"]:
        return Cause.REAL
    if recent.count(Code.FEATURE) >= FEATURE_RUN or (concern is Concern.PRICE and Code.FEATURE in recent):
        return Cause.FEATURE
    if Code.ADVANTAGE in recent:
        return Cause.ADVANTAGE
    if _solution_came_first(recent, state):
        return Cause.EARLY_SOLUTION
    return None


def _solution_came_first(recent: Sequence[Code], state: ConversationState) -> bool:
    shown = any(state.heard.get(code) for code in CAPABILITY_STATEMENTS)
    pushed = any(code in (*CAPABILITY_STATEMENTS, Code.CLOSING_ATTEMPT, Code.COMMITMENT_PROPOSAL) for code in recent)
    return shown and pushed and not state.heard.get(Code.EXPLICIT_NEED)
