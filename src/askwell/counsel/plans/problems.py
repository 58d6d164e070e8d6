"""From a problem to the difficulties that follow, and to the questions that develop it (M15, M25)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from askwell.counsel.plans.cues import holds
from askwell.counsel.plans.offer import ALIKE, Match, Offer, likeness, match_of
from askwell.counsel.plans.wants import last_words
from askwell.counsel.plans.wording import put, spoken, text_of
from askwell.deal.facts import Person
from askwell.deal.state import Anchors, DealNeed
from askwell.deal.steps import Standing
from askwell.method.entries import Bilingual
from askwell.method.loader import load_codebook
from askwell.method.terms import Code, NeedState, SaleSize

MOST_TOLD = 3
"""Problems told that a plan takes up, the gravest first; more are too many for a call."""
MOST_LIKELY = 2
"""Problems nobody has told that a plan asks about."""
MOST_CONSEQUENCES = 3
"""Consequences of one problem that are enough for a call."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question to ask; ``id`` names its stem in the codebook."""

    code: Code
    id: str
    text: Bilingual


@dataclass(frozen=True, slots=True)
class Consequence:
    """A difficulty that may follow, and the question about it."""

    difficulty: Bilingual
    question: Question


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem of this customer's, told or likely, and how to develop it.

    ``product`` is what of ours would meet it, empty where nothing is known to; only then there are ``payoffs``.
    """

    words: str
    told: bool
    wanted: bool
    people: tuple[str, ...]
    lead_in: Bilingual
    questions: tuple[Question, ...]
    consequences: tuple[Consequence, ...]
    payoffs: tuple[Question, ...]
    product: str
    evidence: Anchors


def plan_problems(
    standing: Standing, offers: Sequence[Offer], said: Mapping[str, str], met: Sequence[Person]
) -> tuple[Problem, ...]:
    """The problems told that can be worked on, the gravest first; then those our products solve that nobody has told.

    ``said`` is which product a person named for a need; ``met`` are those the call is with.
    """
    matched = [(need, match_of(need, offers, said)) for need in standing.state.needs]
    workable = sorted(matched, key=lambda pair: (_is_done(*pair), -pair[0].seriousness))[:MOST_TOLD]
    directions = _Directions(used=standing.state.sale.size is not SaleSize.SMALL)
    told = [_told(need, match, _lead_in(standing, need, met), directions) for need, match in workable]
    return (*told, *_likely(standing, offers, directions))


@dataclass(slots=True)
class _Directions:
    """Difficulties and gains in turn, so that two problems of a plan are not developed in the same words.

    Difficulties are ``used`` in a major sale only.
    """

    used: bool
    at: int = 0
    gains_asked: bool = False

    def next_for(self, need: DealNeed | None) -> tuple[Consequence, ...]:
        """The next difficulties that nobody has spoken of with this need."""
        heard = [anchor.text for anchor in need.weighing] if need else []
        items = load_codebook().entry("planning.difficulties").items
        in_turn = (*items[self.at :], *items[: self.at])
        chosen = [item for item in in_turn if not any(holds(item.id, text) for text in heard)]
        chosen = chosen[:MOST_CONSEQUENCES] if self.used else []
        if chosen:
            self.at = (items.index(chosen[-1]) + 1) % len(items)
        return tuple(Consequence(item.text, _implication(item.id)) for item in chosen)

    def payoffs(self) -> tuple[Question, ...]:
        """All for the first need, then what it would be worth alone."""
        stems = _stems("planning.payoff_stems", Code.NEED_PAYOFF_QUESTION)
        asked, self.gains_asked = stems[:1] if self.gains_asked else stems, True
        return asked


def _implication(difficulty: str) -> Question:
    return Question(Code.IMPLICATION_QUESTION, difficulty, text_of("planning.implication_stems", difficulty))


def _told(need: DealNeed, match: Match | None, lead_in: Bilingual, directions: _Directions) -> Problem:
    wanted = need.state is NeedState.EXPLICIT
    return Problem(
        words=need.label,
        told=True,
        wanted=wanted,
        people=need.people,
        lead_in=lead_in,
        questions=(),
        consequences=() if wanted else directions.next_for(need),
        payoffs=directions.payoffs() if match else (),
        product=match.offer.name if match else "",
        evidence=need.evidence,
    )


def _is_done(need: DealNeed, match: Match | None) -> bool:
    """A want that nothing of ours meets: neither a consequence nor a gain is worth asking for."""
    return need.state is NeedState.EXPLICIT and match is None


def _lead_in(standing: Standing, need: DealNeed, met: Sequence[Person]) -> Bilingual:
    """As told by somebody who is there; as another's words where only others told it."""
    ids = {person.id for person in met}
    last, teller = last_words(standing, need, ids)
    words = spoken(last.text if last else need.label)
    absent = next((person for person in standing.deal.people if ids and person.id == teller not in ids), None)
    if absent:
        return put(text_of("planning.lead_in", "told_by"), who=absent.name, words=words)
    return put(text_of("planning.lead_in", "told"), words=words)


def _stems(entry_id: str, code: Code, **words: str) -> tuple[Question, ...]:
    items = load_codebook().entry(entry_id).items
    return tuple(Question(code, item.id, put(item.text, **words)) for item in items)


def revealing_questions(problem: str) -> tuple[Question, ...]:
    """The questions that find out whether somebody has a problem a product solves (M25)."""
    return _stems("planning.problem_stems", Code.PROBLEM_QUESTION, words=spoken(problem))


def _likely(standing: Standing, offers: Sequence[Offer], directions: _Directions) -> Iterator[Problem]:
    """Problems of the catalogue that no need told is like."""
    untold = [
        (offer, problem)
        for offer in offers
        for problem in offer.solves
        if not any(likeness(need, problem) >= ALIKE for need in standing.state.needs)
    ]
    for offer, problem in untold[:MOST_LIKELY]:
        words = spoken(problem)
        yield Problem(
            words=problem,
            told=False,
            wanted=False,
            people=(),
            lead_in=put(text_of("planning.lead_in", "likely"), words=words),
            questions=revealing_questions(problem),
            consequences=directions.next_for(None),
            payoffs=(),
            product=offer.name,
            evidence=(),
        )
