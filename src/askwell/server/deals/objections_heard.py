"""Objections and questions of the calls of a deal: what brought them on, and how they were met (M19, M27, M28).

Pure: from calls to plain data, kept with the rest of what is reckoned of a deal.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from askwell.counsel.rules.objections import LONG_REPLY, LOOK_BACK
from askwell.deal.calls import Calls, Said, anchors_of
from askwell.deal.doubts import laid_to_rest
from askwell.deal.state_json import anchors_to_json
from askwell.method.terms import CAPABILITY_STATEMENTS, SELLER_QUESTIONS, Cause, Code, Concern, LinkKind, Side
from askwell.understanding.words import word_count

Json = dict[str, Any]
LOOK_AHEAD = 8
"""Turns after an objection in which its answer is sought, up to the next objection."""
STATEMENTS = (*CAPABILITY_STATEMENTS, Code.SUMMARY_OF_BENEFITS)
BROUGHT_ON: Mapping[Cause, tuple[Code, ...]] = {
    Cause.FEATURE: (Code.FEATURE,),
    Cause.ADVANTAGE: (Code.ADVANTAGE,),
    Cause.EARLY_SOLUTION: CAPABILITY_STATEMENTS,
}
"""What of the seller's stands before an objection of this cause."""
SHOWN = 3
"""Moments quoted as what brought an objection on, the last ones."""


def heard_objections(calls: Calls) -> list[Json]:
    """Every objection the coder was sure of, in the order of the talk."""
    objections = calls.said(Code.OBJECTION)
    by_call = _by_call(calls)
    return [_objection(calls, by_call[said.call], said, objections) for said in objections]


def heard_questions(calls: Calls) -> list[Json]:
    """Every question of the buyer's, with which of the five steps its answer shows; the second cannot be heard."""
    by_call = _by_call(calls)
    return [_question(by_call[said.call], said) for said in calls.said(Code.BUYER_QUESTION)]


def _by_call(calls: Calls) -> Mapping[int, Sequence[Said]]:
    found: dict[int, list[Said]] = {call: [] for call in calls.heard}
    for said in calls.said():
        found[said.call].append(said)
    return found


def _objection(calls: Calls, talk: Sequence[Said], said: Said, objections: Sequence[Said]) -> Json:
    attrs = said.unit.attrs
    met = tuple(_reply(talk, said, (Code.OBJECTION,)))
    asked, told = _first(met, SELLER_QUESTIONS), _answer(met, said)
    pushed = None if asked or told else _first(met, (Code.CLOSING_ATTEMPT,))
    again = [other for other in objections if _same_matter(said, other)]
    settled = () if again else laid_to_rest(calls, said)
    answered = [one for one in (asked, told, pushed) if one]
    return {
        "kind": attrs.objection_class.value if attrs.objection_class else "",
        "concern": attrs.concern.value if attrs.concern else "",
        "cause": attrs.cause.value if attrs.cause else "",
        "anchor": anchors_to_json([said.anchor])[0],
        "brought_on": anchors_to_json(anchors_of(_brought_on(talk, said)[-SHOWN:])),
        "met": _how(asked, told, pushed),
        "answer": anchors_to_json(anchors_of(answered)),
        "again": anchors_to_json(anchors_of(again[:1])),
        "settled": anchors_to_json(anchors_of(settled)),
    }


def _how(asked: Said | None, told: Said | None, pushed: Said | None) -> str:
    """In which way an objection was met: ``asked_first``, ``answered``, ``asked``, ``pushed`` or ``passed``."""
    if told:
        return "asked_first" if asked and asked.when < told.when else "answered"
    return "asked" if asked else "pushed" if pushed else "passed"


def _brought_on(talk: Sequence[Said], said: Said) -> list[Said]:
    """What the objection is linked to, and what of its cause stands shortly before it; nothing where it is real."""
    cause = said.unit.attrs.cause
    if cause is Cause.REAL:
        return []
    linked = {link.to for link in said.unit.links if link.kind is LinkKind.CAUSED_BY}
    codes = BROUGHT_ON.get(cause, ()) if cause else ()
    return [
        one
        for one in talk
        if one.when < said.when
        and (one.unit.id in linked or (one.unit.code in codes and said.unit.turn - one.unit.turn <= LOOK_BACK))
    ]


def _reply(talk: Sequence[Said], said: Said, until: Sequence[Code]) -> Iterator[Said]:
    """What the seller says next, until the buyer comes with the like again or something else is long under way."""
    for one in talk:
        if one.when <= said.when or one.unit.turn - said.unit.turn > LOOK_AHEAD:
            continue
        if one.unit.code in until and one.unit.turn > said.unit.turn:
            return
        if one.turn.speaker is Side.SELLER:
            yield one


def _answer(met: Sequence[Said], said: Said) -> Said | None:
    """The first statement, or a long reply of no code of its own in the seller's next turn."""
    first = met[0].unit.turn if met else -1
    for one in met:
        linked = any(link.kind is LinkKind.ANSWERS and link.to == said.unit.id for link in one.unit.links)
        in_words = one.unit.code is Code.OTHER and one.unit.turn == first and word_count(one.text) >= LONG_REPLY
        if linked or in_words or one.unit.code in STATEMENTS:
            return one
    return None


def _first(met: Sequence[Said], codes: Sequence[Code]) -> Said | None:
    return next((one for one in met if one.unit.code in codes), None)


def _same_matter(said: Said, other: Said) -> bool:
    concern = said.unit.attrs.concern
    known = concern is not None and concern is not Concern.OTHER
    return known and other.when > said.when and other.unit.attrs.concern is concern


def _question(talk: Sequence[Said], said: Said) -> Json:
    met = tuple(_reply(talk, said, (Code.OBJECTION, Code.BUYER_QUESTION)))
    told = _answer(met, said)
    asked = _first([one for one in met if told is None or one.when < told.when], SELLER_QUESTIONS)
    after = [one for one in met if told and one.when > told.when]
    checked = _first(after, (Code.OTHER_QUESTION,))
    summed = _first(after, (Code.SUMMARY_OF_BENEFITS,))
    steps = {"get_information": asked, "give_opinion": told, "check_understanding": checked, "summarise": summed}
    return {
        "anchor": anchors_to_json([said.anchor])[0],
        "steps": {name: anchors_to_json(anchors_of([one] if one else [])) for name, one in steps.items()},
    }
