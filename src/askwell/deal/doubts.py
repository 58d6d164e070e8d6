"""The buyer's doubts, each kept with its words until it is answered (M04)."""

from collections.abc import Mapping

from askwell.deal.calls import Calls, Said, anchors_of, outcome_of
from askwell.deal.state import KeptDoubt
from askwell.method.terms import CAPABILITY_STATEMENTS, Code, Concern, Doubt, LinkKind, ObjectionClass, Outcome

PLAIN = 0.65
"""From this probability on an objection of the class of doubt shows the doubt of its concern."""
DOUBT_OF: Mapping[Concern, Doubt] = {
    Concern.CAPABILITY: Doubt.ABILITY,
    Concern.RISK: Doubt.LATER_TROUBLE,
    Concern.COMPETITOR: Doubt.BETTER_ELSEWHERE,
}
"""Concerns of an objection that are a doubt by another name (ours)."""


def keep_doubts(calls: Calls) -> tuple[KeptDoubt, ...]:
    """The doubts voiced, in the codebook's order, each with every telling and, once answered, with what answered it."""
    told = [(doubt, [said for said in calls.buyers() if doubt_in(said) is doubt]) for doubt in Doubt]
    return tuple(_kept(calls, doubt, tellings) for doubt, tellings in told if tellings)


def doubt_in(said: Said) -> Doubt | None:
    """The doubt a unit voices: as coded, or by the concern of a plain objection that doubts."""
    attrs = said.unit.attrs
    if attrs.doubt is not None:
        return attrs.doubt
    doubting = attrs.objection_class is ObjectionClass.DOUBT and said.unit.p >= PLAIN
    return DOUBT_OF.get(attrs.concern) if doubting and attrs.concern else None


def laid_to_rest(calls: Calls, last_told: Said) -> tuple[Said, ...]:
    """What ended the call in which something was last voiced, if in an order, or else the next call that succeeded."""
    ordered = outcome_of(calls.coded[last_told.call]) is Outcome.ORDER
    call = last_told.call if ordered else calls.succeeded_after(last_told.call)
    return () if call is None else calls.ending(call)


def _kept(calls: Calls, doubt: Doubt, tellings: list[Said]) -> KeptDoubt:
    answer = _answer(calls, doubt, tellings) or laid_to_rest(calls, tellings[-1])
    return KeptDoubt(doubt, not answer, anchors_of([*tellings, *answer]))


def _answer(calls: Calls, doubt: Doubt, tellings: list[Said]) -> tuple[Said, ...]:
    """A want answers whether it is needed; a statement that answers the question, what exactly it is."""
    after = [said for said in calls.said() if said.when > tellings[-1].when]
    if doubt is Doubt.NECESSITY:
        return tuple(said for said in after if said.unit.code is Code.EXPLICIT_NEED)[:1]
    if doubt is Doubt.WHAT_EXACTLY:
        return tuple(said for said in after if _answers(said, tellings[-1]))[:1]
    return ()


def _answers(said: Said, asked: Said) -> bool:
    linked = any(link.kind is LinkKind.ANSWERS and link.to == asked.unit.id for link in said.unit.links)
    return said.call == asked.call and said.unit.code in CAPABILITY_STATEMENTS and linked
