"""``askwell.deal_state/1``: where a deal stands, as frozen dataclasses; every statement with the words it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass

from askwell.deal.anchor import Anchors
from askwell.deal.facts import DoubtSaid, ProofSaid
from askwell.deal.terms import AnsweredBy, BuyingStage, FlowerFault, Leaning, Role, Tactic
from askwell.method.entries import Bilingual
from askwell.method.terms import Doubt, NeedState, Outcome, SaleSize

SCHEMA = "askwell.deal_state/1"


@dataclass(frozen=True, slots=True)
class SizedSale:
    """M01; ``reasons`` are items of ``sale_size.for_major`` and ``sale_size.for_small``."""

    size: SaleSize
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlacedBuyer:
    """M03; ``ahead`` is what the seller did that belongs to a later stage than the buyer's.

    ``overruled`` is where the calls place the buyer, when a person placed them elsewhere.
    """

    stage: BuyingStage
    p: float
    evidence: Anchors = ()
    ahead: Anchors = ()
    overruled: "PlacedBuyer | None" = None

    @property
    def mismatch(self) -> bool:
        return bool(self.ahead)


@dataclass(frozen=True, slots=True)
class DealNeed:
    """One need through all calls (M20); ``weighing`` are the consequences, figures and wants that make it weigh."""

    id: str
    label: str
    state: NeedState
    seriousness: int
    people: tuple[str, ...]
    evidence: Anchors
    weighing: Anchors


@dataclass(frozen=True, slots=True)
class Weight:
    """Something on one pan of the scale (M21): the id of a need, or a cost."""

    id: str
    weight: int
    evidence: Anchors


@dataclass(frozen=True, slots=True)
class Value:
    leans: Leaning
    urgency: tuple[Weight, ...]
    cost: tuple[Weight, ...]


@dataclass(frozen=True, slots=True)
class FoundFault:
    fault: FlowerFault
    evidence: Anchors = ()


@dataclass(frozen=True, slots=True)
class Flower:
    """Who holds which role (M32), every role named, and what is wrong with the coverage (M33)."""

    petals: Mapping[Role, tuple[str, ...]]
    faults: tuple[FoundFault, ...]


@dataclass(frozen=True, slots=True)
class KeptDoubt:
    """A doubt voiced in some call, kept until it is answered (M04).

    ``people`` are those who voiced it, as far as known; ``said`` is what a person entered of it, where that holds.
    """

    doubt: Doubt
    open: bool
    evidence: Anchors
    people: tuple[str, ...] = ()
    answered_by: AnsweredBy | None = None
    said: DoubtSaid | None = None


@dataclass(frozen=True, slots=True)
class AnsweredProof:
    """A proof from outside the customer agreed to, or refused (M26); ``proof`` is the id of the codebook's entry.

    ``said`` is what a person entered of it, where somebody did. What no words say plainly is ``uncertain``: it waits
    for a person's word and nothing rests on it.
    """

    proof: str
    evidence: Anchors
    said: ProofSaid | None = None
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    id: str
    evidence: Anchors = ()


@dataclass(frozen=True, slots=True)
class ChosenTactic:
    """M38; ``reasons`` are items of ``tactic.axes``."""

    name: Tactic
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class CallOutcome:
    """How one call ended (M07); ``uncertain`` where the coder is not sure of it."""

    call: str
    outcome: Outcome
    evidence: Anchors
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class Forecast:
    """The probability of an order with its 95 % interval; ``n`` closed deals stand behind it."""

    p: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do or to find out: a text of the codebook and the method row it belongs to."""

    row: str
    text: Bilingual
    evidence: Anchors = ()


@dataclass(frozen=True, slots=True)
class DealState:
    id: str
    sale: SizedSale
    buying_stage: PlacedBuyer
    needs: tuple[DealNeed, ...]
    value: Value
    flower: Flower
    doubts: tuple[KeptDoubt, ...]
    tactic: ChosenTactic
    advances: tuple[CallOutcome, ...]
    forecast: Forecast
    next: tuple[NextStep, ...]
    proofs: tuple[AnsweredProof, ...] = ()
    proofs_refused: tuple[AnsweredProof, ...] = ()
    proofs_denied: tuple[ProofSaid, ...] = ()

    @property
    def proofs_settled(self) -> frozenset[str]:
        """The proofs the customer agreed to or refused: none of them is to be proposed again."""
        return frozenset(one.proof for one in (*self.proofs, *self.proofs_refused) if not one.uncertain)

    def proof_agreed_in(self, call: str) -> bool:
        """Whether the customer surely agreed to a proof in this call (M26)."""
        sure = (proof for proof in self.proofs if not proof.uncertain)
        return any(anchor.call == call for proof in sure for anchor in proof.evidence)
