"""What is known of the customer, and what is still to be asked (M11)."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from askwell.counsel.plans.cues import holds
from askwell.counsel.plans.wording import text_of
from askwell.deal.anchor import Anchors
from askwell.deal.calls import Said, anchors_of
from askwell.deal.facts import Deal, Person
from askwell.deal.flower import FEW_ROLES
from askwell.deal.steps import Standing
from askwell.deal.style import style_of
from askwell.deal.terms import Role
from askwell.method.entries import Bilingual
from askwell.method.loader import load_codebook
from askwell.method.terms import Code, Side

MOST_ASKED = 5
"""Questions of this kind a call bears."""
MOST_QUOTED = 3
"""Needs quoted for a topic that is known from them."""
PRESSING = ("decision_process", "key_criteria", "current_concerns", "responsibility_authority", "organisation_people")
"""What to find out first (ours); the rest in the order of the codebook."""
ABOUT_A_PERSON = "topic.person"
"""The topics that one person's answer tells of that person only."""
ASKING = (Code.SITUATION_QUESTION, Code.PROBLEM_QUESTION)


@dataclass(frozen=True, slots=True)
class Topic:
    """``evidence`` is the question and its answer, or needs as they were told; known without any means entered."""

    id: str
    group: str
    name: Bilingual
    question: Bilingual
    known: bool
    evidence: Anchors = ()


def cover_topics(standing: Standing, met: Sequence[Person]) -> tuple[Topic, ...]:
    """Every topic and whether it is known, from calls and from what was entered; ``met`` are the people of the plan."""
    entries = load_codebook().of_kind("topic")
    return tuple(_topic(standing, met, entry.id, item.id, item.text) for entry in entries for item in entry.items)


def still_unknown(topics: Sequence[Topic]) -> tuple[Topic, ...]:
    """What is worth asking in one call, the most pressing first."""
    order = {topic: number for number, topic in enumerate(PRESSING)}
    unknown = [topic for topic in topics if not topic.known]
    return tuple(sorted(unknown, key=lambda topic: order.get(topic.id, len(order)))[:MOST_ASKED])


def _topic(standing: Standing, met: Sequence[Person], group: str, topic: str, name: Bilingual) -> Topic:
    by = {person.id for person in met} if group == ABOUT_A_PERSON else set[str]()
    answered = _answered(standing, topic, by)
    entered = topic in _ENTERED and _ENTERED[topic](standing, met)
    return Topic(
        id=topic,
        group=group,
        name=name,
        question=text_of("topic.stems", topic),
        known=bool(answered) or entered,
        evidence=anchors_of(answered) or (_needs_told(standing) if entered and topic in _TOLD else ()),
    )


def _needs_told(standing: Standing) -> Anchors:
    """The last words of each need, of the gravest few."""
    gravest = sorted(standing.state.needs, key=lambda need: -need.seriousness)[:MOST_QUOTED]
    return tuple(need.evidence[-1] for need in gravest if need.evidence)


def _answered(standing: Standing, topic: str, by: AbstractSet[str]) -> tuple[Said, ...]:
    """The last question after this topic that was answered, with the answer; where it is about people, ``by`` each of
    them.
    """
    found = dict[str | None, tuple[Said, Said]]()
    for said in standing.calls.said(*ASKING):
        if holds(topic, said.text) and (answer := _answer(said)):
            found[answer.person] = said, answer
    told = [found[person] for person in by if person in found] if by else list(found.values())
    if not told or len(told) < len(by):
        return ()
    return max(told, key=lambda pair: pair[0].when)


def _answer(asked: Said) -> Said | None:
    """The first thing the buyer says in the turn after a question."""
    turns = asked.coded.conversation.turns
    turn = asked.unit.turn + 1
    if turn >= len(turns) or turns[turn].speaker is not Side.BUYER:
        return None
    units = (unit for unit in asked.coded.units if unit.turn == turn)
    return next((Said(asked.coded, asked.call, unit) for unit in units), None)


def _organisation(standing: Standing, met: Sequence[Person]) -> bool:  # noqa: ARG001 - one signature for all topics
    return sum(bool(people) for people in standing.state.flower.petals.values()) >= FEW_ROLES


def _decision(standing: Standing, met: Sequence[Person]) -> bool:  # noqa: ARG001 - as above
    deal: Deal = standing.deal
    return deal.sale.people_deciding is not None and bool(deal.in_role(Role.CORE_DECISION_MAKER))


def _opportunity(standing: Standing, met: Sequence[Person]) -> bool:  # noqa: ARG001 - as above
    return bool(standing.state.needs)


def _responsibility(standing: Standing, met: Sequence[Person]) -> bool:  # noqa: ARG001 - as above
    return bool(met) and all(person.roles for person in met)


def _concerns(standing: Standing, met: Sequence[Person]) -> bool:
    """Somebody has told what troubles them; where it is known whom the call is with, each of them."""
    told = {person for need in standing.state.needs for person in need.people}
    return all(person.id in told for person in met) if met else bool(standing.state.needs)


def _interests(standing: Standing, met: Sequence[Person]) -> bool:  # noqa: ARG001 - as above
    return bool(met) and all(style_of(person) for person in met)


_ENTERED: Mapping[str, Callable[[Standing, Sequence[Person]], bool]] = {
    "organisation_people": _organisation,
    "decision_process": _decision,
    "sales_opportunity": _opportunity,
    "responsibility_authority": _responsibility,
    "current_concerns": _concerns,
    "interests_background": _interests,
}
_TOLD = frozenset({"sales_opportunity", "current_concerns"})
"""Of these the topics known from needs, which people told and nobody entered."""
