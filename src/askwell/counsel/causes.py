"""What brought an objection on, with the words that show it; nothing is said that these do not show (M27)."""

from collections.abc import Mapping
from dataclasses import dataclass

from askwell.coding.coded import CodedConversation, Unit
from askwell.coding.merge import decided_by_person
from askwell.method.terms import CAPABILITY_STATEMENTS, Cause, Code, Concern, LinkKind
from askwell.understanding.cues import says

LOOK_BACK = 6
"""Turns before an objection in which its cause is sought."""
CODES: Mapping[Cause, tuple[Code, ...]] = {
    Cause.FEATURE: (Code.FEATURE,),
    Cause.ADVANTAGE: (Code.ADVANTAGE,),
    Cause.EARLY_SOLUTION: CAPABILITY_STATEMENTS,
}
"""What of the seller's stands before an objection of this cause."""
CONCERNS: Mapping[Cause, Concern] = {Cause.FEATURE: Concern.PRICE, Cause.ADVANTAGE: Concern.VALUE}
"""What an objection of this cause is about; one of a solution offered too early may be about anything."""
FOUND: Mapping[str, Cause] = {
    "objections.price_after_features": Cause.FEATURE,
    "objections.value_after_advantages": Cause.ADVANTAGE,
    "objections.early": Cause.EARLY_SOLUTION,
}
"""The cause that each of these findings names."""


@dataclass(frozen=True, slots=True)
class BroughtOn:
    """A cause as far as it shows, None where it does not, and the seller's words that show it."""

    cause: Cause | None = None
    units: tuple[Unit, ...] = ()


def brought_on(coded: CodedConversation, objection: Unit) -> BroughtOn:
    """The cause the objection is coded with, if it fits what the objection is about and stands before it in the call;
    else the one a finding of the call names for it.

    What a person says of it holds as they say it; a real objection needs no words of the seller's.
    """
    told = coded_cause(coded, objection)
    return told if told.cause else _found_cause(coded, objection)


def _found_cause(coded: CodedConversation, objection: Unit) -> BroughtOn:
    for finding in coded.findings:
        if finding.id in FOUND and objection.id in finding.units:
            shown = tuple(unit for unit in coded.units if unit.id in finding.units and unit.id != objection.id)
            return BroughtOn(FOUND[finding.id], shown)
    return BroughtOn()


def coded_cause(coded: CodedConversation, objection: Unit) -> BroughtOn:
    """The cause the objection is coded with, as far as it shows."""
    cause = objection.attrs.cause
    if cause is None or cause is Cause.REAL:
        return BroughtOn(cause)
    linked = {link.to for link in objection.links if link.kind is LinkKind.CAUSED_BY}
    shown = tuple(
        unit
        for unit in coded.units
        if unit.code in CODES[cause]
        and not unit.uncertain
        and (unit.turn, unit.start) < (objection.turn, objection.start)
        and (unit.id in linked or objection.turn - unit.turn <= LOOK_BACK)
    )
    shows = decided_by_person(coded, objection) or (shown and fits(cause, objection, coded.text_of(objection)))
    return BroughtOn(cause, shown) if shows else BroughtOn()


def fits(cause: Cause, objection: Unit, text: str) -> bool:
    """Whether an objection is about what this cause brings on; where its concern is not coded, its words may tell."""
    about, concern = CONCERNS.get(cause), objection.attrs.concern
    if about is None or concern is about:
        return True
    return concern is None and about is Concern.PRICE and says("price", text)
