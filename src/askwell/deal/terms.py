"""The closed vocabularies of a deal, and their entries in the codebook.

Each member's value is the word written in ``askwell.deal/1`` and ``askwell.deal_state/1``. Sources: method rows M01,
M03, M21, M32, M33, M35, M36, M38.
"""

from collections.abc import Mapping
from enum import StrEnum

from askwell.method.entries import Entry
from askwell.method.loader import load_codebook


class Commitment(StrEnum):
    """How much a yes commits the buyer to (M01)."""

    LOW = "low"
    HIGH = "high"


class BuyingStage(StrEnum):
    """Where the buyer stands on the way to a purchase (M03)."""

    FEELS_FINE = "feels_fine"
    NEED_DEFINED = "need_defined"
    EVALUATES = "evaluates"
    DECIDES = "decides"
    USES = "uses"
    UNKNOWN = "unknown"


class Leaning(StrEnum):
    """Which way the scale of value leans (M21)."""

    BUY = "buy"
    WAIT = "wait"
    UNKNOWN = "unknown"


class Cost(StrEnum):
    """What solving a problem costs the buyer (M21)."""

    MONEY = "money"
    EFFORT = "effort"
    RISK = "risk"
    HASSLE = "hassle"


class AnsweredBy(StrEnum):
    """What closed a doubt (M04): words of the buyer who had it, an order, or a person who entered it."""

    WORDS = "words"
    ORDER = "order"
    ENTERED = "entered"


class ProofAnswer(StrEnum):
    """What a person says a customer answered to a proof, or did not, whatever calls seem to show (M26)."""

    AGREED = "agreed"
    REFUSED = "refused"
    NOT_AGREED = "not_agreed"
    NOT_REFUSED = "not_refused"


class Role(StrEnum):
    """The heart and the five petals of the flower (M32)."""

    CORE_DECISION_MAKER = "core_decision_maker"
    INITIATOR = "initiator"
    INSIDE_SUPPORTER = "inside_supporter"
    TECHNICAL_GATEKEEPER = "technical_gatekeeper"
    KEY_USER = "key_user"
    AUXILIARY_DECISION_MAKER = "auxiliary_decision_maker"


class FlowerFault(StrEnum):
    """M33."""

    NO_FLOWER_IN_MIND = "no_flower_in_mind"
    SINGLE_PETAL = "single_petal"
    WEAK_INITIATOR = "weak_initiator"
    NO_INSIDE_SUPPORTER = "no_inside_supporter"
    FEELINGS_NEGLECTED = "feelings_neglected"


class Relation(StrEnum):
    """How near we are to a person, the nearest last (M35)."""

    STRANGER = "stranger"
    ACQUAINTED = "acquainted"
    TALKING = "talking"
    SOCIAL = "social"
    COOPERATING = "cooperating"
    ALLIED = "allied"


class Place(StrEnum):
    """What a seller is to a person at a customer, in the codebook's order (M36)."""

    BUDDY = "buddy"
    ADVISER = "adviser"
    DRIFTER = "drifter"
    SCHOLAR = "scholar"


class Position(StrEnum):
    """Where we stand against the rival (M38)."""

    AHEAD = "ahead"
    EVEN = "even"
    BEHIND = "behind"


class Nearness(StrEnum):
    """How near the decision is (M38)."""

    NOW = "now"
    BREWING = "brewing"


class Tactic(StrEnum):
    """M38."""

    BLITZ = "blitz"
    DEFENCE = "defence"
    POSITIONAL_WAR = "positional_war"
    GUERRILLA = "guerrilla"
    ASSAULT = "assault"
    UNKNOWN = "unknown"


PREFIXES: Mapping[type[StrEnum], str] = {
    BuyingStage: "buying_stage",
    Role: "role",
    FlowerFault: "flower_fault",
    Relation: "relation",
    Place: "seller_place",
    Tactic: "tactic",
}
_NAMED_OTHERWISE: Mapping[StrEnum, str] = {BuyingStage.USES: "experience"}


def entry_of(value: StrEnum) -> Entry:
    """The codebook's entry of a word of these vocabularies; raises KeyError where it has none, as ``unknown``."""
    return load_codebook().entry(f"{PREFIXES[type(value)]}.{_NAMED_OTHERWISE.get(value, value.value)}")
