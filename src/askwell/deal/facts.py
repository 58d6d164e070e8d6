"""``askwell.deal/1``: what people entered about a deal, as frozen dataclasses; None and empty mean not known."""

from dataclasses import dataclass, field
from datetime import date

from askwell.deal.anchor import Anchor
from askwell.deal.terms import BuyingStage, Commitment, Nearness, Position, ProofAnswer, Relation, Role
from askwell.method.terms import Doubt

SCHEMA = "askwell.deal/1"


@dataclass(frozen=True, slots=True)
class SaleFacts:
    """The answers to the questions on the size of the sale (M01)."""

    calls_expected: int | None = None
    people_deciding: int | None = None
    decided_in_absence: bool | None = None
    commitment: Commitment | None = None
    ongoing_relationship: bool | None = None
    visible_risk: bool | None = None
    amount: float | None = None
    currency: str | None = None
    judged_as_one: bool | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Someone on the buyer's side (M32): ``attitude`` from -2 to 2, ``influence`` from 1 to 5.

    ``shown_by`` is what shows how near the seller is (M35).
    """

    id: str
    name: str
    title: str | None = None
    roles: tuple[Role, ...] = ()
    attitude: int | None = None
    influence: int | None = None
    relation: Relation | None = None
    style_signs: tuple[str, ...] = ()
    last_contact: date | None = None
    shown_by: str | None = None


@dataclass(frozen=True, slots=True)
class RivalFact:
    """What is known of a rival, from whom and since when (M37)."""

    text: str
    source: str | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Rival:
    name: str
    facts: tuple[RivalFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Product:
    """What could be sold here: features, the problems it solves, and what proves it (M24)."""

    name: str
    features: tuple[str, ...] = ()
    solves: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DoubtSaid:
    """What a person entered about a doubt of the buyer's (M04): answered, or open; who said so, and when.

    ``note`` tells how the doubt came up where no call shows it.
    """

    doubt: Doubt
    answered: bool
    by: str | None = None
    day: date | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ProofSaid:
    """What a person entered about a proof from outside, by the id of the codebook's entry (M26)."""

    proof: str
    answer: ProofAnswer = ProofAnswer.AGREED
    by: str | None = None
    day: date | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class NeedSaid:
    """What a person entered about ``words`` that tell a need (M20): that of ``same_as``, or with None a new one."""

    words: Anchor
    same_as: Anchor | None = None
    by: str | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class ComplaintSaid:
    """What a person entered about a complaint after the order (M40): open, or closed because it is settled or was none.

    ``words`` are where it was heard; ``note`` tells a complaint that no call shows.
    """

    open: bool
    words: Anchor | None = None
    note: str | None = None
    by: str | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Deal:
    """The facts of a deal as they were known on the day ``today``.

    ``stage`` is where a person placed the buyer, which overrules what calls show (M03); ``ordered_on`` the day of the
    order, which need not have been given in a call; ``doubts`` is what people said of the buyer's doubts, the oldest
    first, ``proofs`` what they said of proofs from outside, ``needs`` which words they said tell one need,
    ``complaints`` what became of complaints.
    """

    id: str
    today: date
    lang: str | None = None
    sale: SaleFacts = field(default_factory=SaleFacts)
    position: Position | None = None
    decision: Nearness | None = None
    stage: BuyingStage | None = None
    ordered_on: date | None = None
    people: tuple[Person, ...] = ()
    rivals: tuple[Rival, ...] = ()
    products: tuple[Product, ...] = ()
    doubts: tuple[DoubtSaid, ...] = ()
    proofs: tuple[ProofSaid, ...] = ()
    needs: tuple[NeedSaid, ...] = ()
    complaints: tuple[ComplaintSaid, ...] = ()

    def in_role(self, role: Role) -> tuple[Person, ...]:
        return tuple(person for person in self.people if role in person.roles)
