"""Objections and questions of the calls of a deal: what brought them on, and how they were met (M19, M27, M28).

Pure: from calls to plain data, kept with the rest of what is reckoned of a deal.
"""

from collections.abc import Sequence
from typing import Any

from askwell.coding.coded import Unit
from askwell.counsel.causes import brought_on
from askwell.counsel.replies import answer_in, bears_on, may_answer, reply_to, steps_of_answer
from askwell.deal.calls import Calls, Said, anchors_of
from askwell.deal.doubts import laid_to_rest
from askwell.deal.state_json import anchors_to_json
from askwell.method.terms import SELLER_QUESTIONS, Code, Concern

Json = dict[str, Any]
SHOWN = 3
"""Moments quoted as what brought an objection on, the last ones."""


def heard_objections(calls: Calls) -> list[Json]:
    """Every objection the coder was sure of, in the order of the talk."""
    objections = calls.said(Code.OBJECTION)
    return [_objection(calls, said, objections) for said in objections]


def heard_questions(calls: Calls) -> list[Json]:
    """Every question of the buyer's, with which of the five steps its answer shows; the second cannot be heard."""
    return [_question(said) for said in calls.said(Code.BUYER_QUESTION)]


def _objection(calls: Calls, said: Said, objections: Sequence[Said]) -> Json:
    attrs = said.unit.attrs
    reply = reply_to(said.coded, said.unit, (Code.OBJECTION,))
    met, answer = [_in_call(said, unit) for unit in reply], answer_in(said.coded, reply, said.unit)
    asked, told = _first(met, SELLER_QUESTIONS), _in_call(said, answer) if answer else None
    pushed = None if asked or told else _first(met, (Code.CLOSING_ATTEMPT,))
    again = [other for other in objections if _same_matter(said, other)]
    settled = () if again else laid_to_rest(calls, said)
    answered = [one for one in (asked, told, pushed) if one]
    found = brought_on(said.coded, said.unit)
    return {
        "kind": attrs.objection_class.value if attrs.objection_class else "",
        "concern": attrs.concern.value if attrs.concern else "",
        "cause": found.cause.value if found.cause else "",
        "anchor": anchors_to_json([said.anchor])[0],
        "person": said.person or "",
        "brought_on": anchors_to_json([_in_call(said, unit).anchor for unit in found.units[-SHOWN:]]),
        "met": _how(said, asked, told, pushed),
        "answer": anchors_to_json(anchors_of(answered)),
        "again": anchors_to_json(anchors_of(again[:1])),
        "settled": anchors_to_json(anchors_of(settled)),
    }


def _how(said: Said, asked: Said | None, told: Said | None, pushed: Said | None) -> str:
    """In which way an objection was met: ``asked_first``, ``answered``, ``stated``, ``asked``, ``pushed``, ``passed``.

    ``stated`` is a statement about the product that takes up no word of it; ``unclear`` stands where the coder was
    uncertain of what the seller said next.
    """
    if told and asked and asked.when < told.when:
        return "asked_first"
    if told:
        return "answered" if bears_on(said.coded, told.unit, said.unit) else "stated"
    if asked or pushed:
        return "asked" if asked else "pushed"
    return "unclear" if may_answer(said.coded, said.unit) else "passed"


def _first(met: Sequence[Said], codes: Sequence[Code]) -> Said | None:
    return next((one for one in met if one.unit.code in codes), None)


def _same_matter(said: Said, other: Said) -> bool:
    concern = said.unit.attrs.concern
    known = concern is not None and concern is not Concern.OTHER
    same_person = other.person is None or said.person is None or other.person == said.person
    return known and same_person and other.when > said.when and other.unit.attrs.concern is concern


def _question(said: Said) -> Json:
    steps = steps_of_answer(said.coded, said.unit)
    return {
        "anchor": anchors_to_json([said.anchor])[0],
        "steps": {name: anchors_to_json([_in_call(said, unit).anchor] if unit else []) for name, unit in steps.items()},
    }


def _in_call(said: Said, unit: Unit) -> Said:
    return Said(said.coded, said.call, unit)
