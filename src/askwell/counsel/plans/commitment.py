"""The four actions that lead to a commitment, each with its words (M30)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from askwell.counsel.plans.shapes import trimmed
from askwell.counsel.plans.wants import explicit_needs, want_before
from askwell.counsel.plans.wording import advice_of, put, quoted, text_of
from askwell.deal.facts import Person
from askwell.deal.steps import Standing
from askwell.deal.terms import Role
from askwell.method.entries import Bilingual
from askwell.method.loader import load_codebook

MOST_POINTS = 3
"""Points a summary holds at most."""


@dataclass(frozen=True, slots=True)
class Action:
    id: str
    name: Bilingual
    mind: Bilingual
    words: tuple[Bilingual, ...]


def draft_commitment(
    standing: Standing, met: Sequence[Person], objective: str, fall_backs: Sequence[str], meets: Mapping[str, str]
) -> tuple[Action, ...]:
    """The four actions in their order; the first is done by the questions and statements of the plan.

    A want of which a person said that nothing of ours ``meets`` it (empty, by the label of the need) is in no summary,
    nor is one that only people stated who are not ``met``.
    """
    words = {
        "investigate_and_demonstrate": (),
        "check_concerns": tuple(_checks(standing, met)),
        "summarize_benefits": (_summary(standing, met, meets),),
        "propose_commitment": tuple(_proposals(objective, fall_backs)),
    }
    entries = [load_codebook().entry(f"commitment.{name}") for name in words]
    return tuple(
        Action(name, entry.name, advice_of(entry.id), said)
        for entry, (name, said) in zip(entries, words.items(), strict=True)
    )


def _checks(standing: Standing, met: Sequence[Person]) -> Iterator[Bilingual]:
    """For somebody who decides and is not there, then for those who are."""
    present = {person.id for person in met}
    deciders = (*standing.deal.in_role(Role.CORE_DECISION_MAKER), *standing.deal.in_role(Role.AUXILIARY_DECISION_MAKER))
    for absent in [person for person in deciders if person.id not in present][:1]:
        yield put(text_of("commitment.draft", "check_person"), who=absent.name)
    yield text_of("commitment.draft", "check_open")


def _summary(standing: Standing, met: Sequence[Person], meets: Mapping[str, str]) -> Bilingual:
    present = {person.id for person in met}
    wants = [need for need in explicit_needs(standing) if meets.get(need.label) != ""]
    told = [words for need in wants if (words := want_before(standing, need, present)) is not None]
    if not told:
        return text_of("commitment.draft", "summary_none")
    return put(text_of("commitment.draft", "summary"), words=quoted(told[:MOST_POINTS]))


def _proposals(objective: str, fall_backs: Sequence[str]) -> Iterator[Bilingual]:
    if objective:
        yield put(text_of("commitment.draft", "proposal"), words=addressed(trimmed(objective)))
    for one in fall_backs:
        yield put(text_of("commitment.draft", "fall_back"), words=addressed(trimmed(one)))


def addressed(act: str) -> str:
    """A Chinese act of the customer's as it is said to them; an English one stands as it is written down."""
    return f"您{act.removeprefix('客户')}" if act.startswith("客户") else act
