"""The plan of one call, put together from its parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from askwell.counsel.plans.appointment import Appointment, plan_appointment
from askwell.counsel.plans.commitment import Action, draft_commitment
from askwell.counsel.plans.fabe import Statements, build_statements
from askwell.counsel.plans.ladder import Rung, ladder_of
from askwell.counsel.plans.objections import Expected, count_settled, expect_objections
from askwell.counsel.plans.objective import check_objective
from askwell.counsel.plans.offer import Offer
from askwell.counsel.plans.opening import Opening, plan_opening
from askwell.counsel.plans.preparation import Preparation, check_preparation
from askwell.counsel.plans.problems import Problem, plan_problems
from askwell.counsel.plans.topics import Topic, cover_topics, still_unknown
from askwell.counsel.plans.wording import advice_of
from askwell.deal.steps import Standing
from askwell.method.entries import Bilingual
from askwell.method.loader import load_codebook

FLOW = "visit.flow"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person decided about the call.

    ``people`` are ids; ``ticks`` what is ready or done; ``tries`` the methods of failed tries on the telephone;
    ``meets`` which product meets a need and ``chosen`` which points of it to state, both by the need's label; ``days``
    the times to offer, as people say them.
    """

    seller: str
    people: tuple[str, ...] = ()
    objective: str = ""
    fall_backs: tuple[str, ...] = ()
    ticks: frozenset[str] = frozenset()
    tries: tuple[str, ...] = ()
    meets: Mapping[str, str] = field(default_factory=dict)
    chosen: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    days: tuple[Bilingual, ...] = ()


@dataclass(frozen=True, slots=True)
class VisitStep:
    """One of the eight steps of a visit (M12)."""

    id: str
    text: Bilingual


@dataclass(frozen=True, slots=True)
class Plan:
    """``settled`` counts the objections heard up to an order, which are not expected again."""

    ladder: tuple[Rung, ...]
    problems: tuple[Problem, ...]
    topics: tuple[Topic, ...]
    ask: tuple[Topic, ...]
    statements: Statements
    new_products: Bilingual | None
    opening: Opening
    appointment: Appointment
    objections: tuple[Expected, ...]
    settled: int
    commitment: tuple[Action, ...]
    preparation: Preparation
    flow: tuple[VisitStep, ...]


def plan_call(standing: Standing, offers: Sequence[Offer], wanted: Wanted) -> Plan:
    """All that a plan holds, from the deal as it stands and what a person decided; the same gives the same."""
    met = tuple(person for person in standing.deal.people if person.id in wanted.people)
    problems = plan_problems(standing, offers, wanted.meets, met)
    topics = cover_topics(standing, met)
    theirs, ours = [person.name for person in standing.deal.people], [wanted.seller]
    accepted = check_objective(wanted.objective, theirs, ours).accepted
    return Plan(
        ladder=ladder_of(standing.state),
        problems=problems,
        topics=topics,
        ask=still_unknown(topics),
        statements=build_statements(standing, offers, wanted.meets, wanted.chosen, met),
        new_products=_new_products(problems),
        opening=plan_opening(standing, met, wanted.seller),
        appointment=plan_appointment(standing, offers, met, wanted.seller, wanted.days, wanted.tries),
        objections=expect_objections(standing),
        settled=count_settled(standing),
        commitment=draft_commitment(standing, met, wanted.objective, wanted.fall_backs, wanted.meets),
        preparation=check_preparation(offers, topics, met, wanted.ticks, has_objective=accepted),
        flow=tuple(VisitStep(f"flow.{item.id}", item.text) for item in load_codebook().entry(FLOW).items),
    )


def _new_products(problems: Sequence[Problem]) -> Bilingual | None:
    """Where a product is still to find its problem at this customer: from the problem, not the data sheet (M25)."""
    return advice_of("m25") if any(not problem.told for problem in problems) else None
