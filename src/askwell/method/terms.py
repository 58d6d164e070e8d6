"""The closed vocabularies of the contracts.

Each member's value is the word written in ``askwell.conversation/1`` and ``askwell.coded/1``; names for people, in both
languages, are in the codebook (``loader``). Sources: method rows M02, M04, M07, M13, M16, M17, M20, M23, M28, M29, M40.
"""

from enum import StrEnum


class Side(StrEnum):
    SELLER = "seller"
    BUYER = "buyer"
    UNKNOWN = "unknown"


class SaleSize(StrEnum):
    """M01."""

    MAJOR = "major"
    SMALL = "small"
    UNKNOWN = "unknown"


class Code(StrEnum):
    """What one unit of talk does (M13, M20, M23, M28, M29, M30)."""

    SITUATION_QUESTION = "situation_question"
    PROBLEM_QUESTION = "problem_question"
    IMPLICATION_QUESTION = "implication_question"
    NEED_PAYOFF_QUESTION = "need_payoff_question"
    OTHER_QUESTION = "other_question"
    FEATURE = "feature"
    ADVANTAGE = "advantage"
    BENEFIT = "benefit"
    CLOSING_ATTEMPT = "closing_attempt"
    COMMITMENT_PROPOSAL = "commitment_proposal"
    SUMMARY_OF_BENEFITS = "summary_of_benefits"
    OPENING_BENEFIT_STATEMENT = "opening_benefit_statement"
    IMPLIED_NEED = "implied_need"
    EXPLICIT_NEED = "explicit_need"
    OBJECTION = "objection"
    AGREEMENT = "agreement"
    BUYER_QUESTION = "buyer_question"
    SMALL_TALK = "small_talk"
    OTHER = "other"


SPIN_QUESTIONS = (
    Code.SITUATION_QUESTION,
    Code.PROBLEM_QUESTION,
    Code.IMPLICATION_QUESTION,
    Code.NEED_PAYOFF_QUESTION,
)
SELLER_QUESTIONS = (*SPIN_QUESTIONS, Code.OTHER_QUESTION)
CAPABILITY_STATEMENTS = (Code.FEATURE, Code.ADVANTAGE, Code.BENEFIT)
NEEDS = (Code.IMPLIED_NEED, Code.EXPLICIT_NEED)
EITHER_SIDE = (Code.SMALL_TALK, Code.OTHER)
SELLER_CODES = frozenset(
    (
        *SELLER_QUESTIONS,
        *CAPABILITY_STATEMENTS,
        Code.CLOSING_ATTEMPT,
        Code.COMMITMENT_PROPOSAL,
        Code.SUMMARY_OF_BENEFITS,
        Code.OPENING_BENEFIT_STATEMENT,
        *EITHER_SIDE,
    )
)
BUYER_CODES = frozenset((*NEEDS, Code.OBJECTION, Code.AGREEMENT, Code.BUYER_QUESTION, *EITHER_SIDE))


def codes_for(side: Side) -> frozenset[Code]:
    """The codes a turn of this side may carry; an unknown side may carry any."""
    if side is Side.SELLER:
        return SELLER_CODES
    if side is Side.BUYER:
        return BUYER_CODES
    return SELLER_CODES | BUYER_CODES


class Form(StrEnum):
    """How a question is put (M17)."""

    OPEN = "open"
    CLOSED = "closed"
    CHOICE = "choice"
    LEAD_IN = "lead_in"


class QuestionObject(StrEnum):
    """What a question is aimed at (M17)."""

    FACT = "fact"
    FEELING = "feeling"


class CloseKind(StrEnum):
    """M29."""

    TRIAL = "trial"
    DIRECT_ASK = "direct_ask"
    ASSUMPTIVE = "assumptive"
    ALTERNATIVE = "alternative"
    STANDING_ROOM_ONLY = "standing_room_only"
    LAST_CHANCE = "last_chance"
    ORDER_BLANK = "order_blank"


class ObjectionClass(StrEnum):
    """The eight classes of M28."""

    MISUNDERSTANDING = "misunderstanding"
    DOUBT = "doubt"
    ANGER = "anger"
    HELPLESSNESS = "helplessness"
    THREAT = "threat"
    SHYNESS = "shyness"
    INDIFFERENCE = "indifference"
    HESITATION = "hesitation"


class Concern(StrEnum):
    """What an objection is about."""

    PRICE = "price"
    VALUE = "value"
    CAPABILITY = "capability"
    RISK = "risk"
    TIMING = "timing"
    COMPETITOR = "competitor"
    AUTHORITY = "authority"
    OTHER = "other"


class Cause(StrEnum):
    """What brought an objection on (M27)."""

    FEATURE = "feature"
    ADVANTAGE = "advantage"
    EARLY_SOLUTION = "early_solution"
    REAL = "real"


class Doubt(StrEnum):
    """The five doubts of M04."""

    NECESSITY = "necessity"
    ABILITY = "ability"
    WHAT_EXACTLY = "what_exactly"
    LATER_TROUBLE = "later_trouble"
    BETTER_ELSEWHERE = "better_elsewhere"


class FollowUp(StrEnum):
    """The four signs of M40."""

    COOPERATES = "cooperates"
    COMPLAINS = "complains"
    ASKS_NEW_BUSINESS = "asks_new_business"
    RAISES_NEW_PROBLEMS = "raises_new_problems"


class Evidence(StrEnum):
    """What a person says of the evidence for a statement (M24); a machine leaves it to the words."""

    BROUGHT = "brought"
    LACKING = "lacking"


class Want(StrEnum):
    """What a person says of the want a benefit meets (M24); a machine leaves it to links and words."""

    MET = "met"
    UNMET = "unmet"


class NeedOf(StrEnum):
    """What a person says of the need that words of the buyer tell (M20); a machine leaves it to links and words."""

    OWN = "own"
    """One that was not told before."""
    TOLD = "told"
    """The one that the words they are linked to tell."""


class LinkKind(StrEnum):
    """From a unit to the unit or need it bears on."""

    WORKS_ON = "works_on"
    DEEPENS = "deepens"
    MEETS = "meets"
    CAUSED_BY = "caused_by"
    ACCEPTS = "accepts"
    ANSWERS = "answers"


class Stage(StrEnum):
    """The four stages of a call (M02)."""

    PRELIMINARIES = "preliminaries"
    INVESTIGATING = "investigating"
    DEMONSTRATING = "demonstrating"
    COMMITMENT = "commitment"


class Outcome(StrEnum):
    """The four outcomes of a call (M07)."""

    ORDER = "order"
    ADVANCE = "advance"
    CONTINUATION = "continuation"
    NO_SALE = "no_sale"


SUCCESSES = (Outcome.ORDER, Outcome.ADVANCE)
"""What moves a sale; a continuation does not (M07)."""


class NeedState(StrEnum):
    """M20."""

    IMPLIED = "implied"
    EXPLICIT = "explicit"


class Severity(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
