"""``askwell.coded/1``: a coded conversation as frozen dataclasses.

A coder fills ``units``; ``understanding`` adds stages, needs, outcome and measures; ``counsel`` adds findings. Each
step returns a new ``CodedConversation``. ``start`` and ``end`` of a unit are half-open code points of its turn's text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from askwell.method.terms import (
    Cause,
    CloseKind,
    Code,
    Concern,
    Doubt,
    Evidence,
    FollowUp,
    Form,
    LinkKind,
    NeedOf,
    NeedState,
    ObjectionClass,
    Outcome,
    QuestionObject,
    Severity,
    Stage,
    Want,
)
from askwell.transcript.conversation import Conversation

SCHEMA = "askwell.coded/1"
CODEBOOK = "askwell-codebook/1"


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another code the coder held possible, with its probability."""

    code: Code
    p: float


@dataclass(frozen=True, slots=True)
class Attrs:
    """What more is known of a unit; None where it does not apply or is not known."""

    form: Form | None = None
    object: QuestionObject | None = None
    close_kind: CloseKind | None = None
    objection_class: ObjectionClass | None = None
    concern: Concern | None = None
    cause: Cause | None = None
    doubt: Doubt | None = None
    follow_up: FollowUp | None = None
    evidence: Evidence | None = None
    want: Want | None = None
    need: NeedOf | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """``to`` is the id of a unit (``u0001``) or of a need (``n01``)."""

    kind: LinkKind
    to: str


CERTAIN = 1.0
"""The probability of what a person decided; no coder is certain."""


@dataclass(frozen=True, slots=True)
class Unit:
    """The smallest stretch of one turn that does one codeable thing."""

    id: str
    turn: int
    start: int
    end: int
    code: Code
    p: float = 1.0
    uncertain: bool = False
    alternatives: tuple[Alternative, ...] = ()
    attrs: Attrs = field(default_factory=Attrs)
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class StageSpan:
    """``first`` and ``last`` are turn numbers, inclusive (``from`` and ``to`` in JSON)."""

    stage: Stage
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Need:
    """One need of the buyer through the conversation (M20); ``units`` in the order of the talk."""

    id: str
    label: str
    state: NeedState
    units: tuple[str, ...]
    seriousness: int | None = None


@dataclass(frozen=True, slots=True)
class OutcomeJudgement:
    """How the call ended (M07) and the units that show it."""

    label: Outcome
    p: float
    uncertain: bool
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages."""

    en: str
    zh: str

    def in_lang(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that fired: ``id`` names the rule, ``row`` the method row, ``units`` the evidence."""

    id: str
    row: str
    severity: Severity
    units: tuple[str, ...]
    text: Text


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure, or None with the reason."""

    value: float | None
    unit: str | None = None
    why_null: str | None = None


@dataclass(frozen=True, slots=True)
class Layer:
    """Who coded: ``by`` is machine, person or language_model; ``over`` names the layer a person corrected."""

    by: str = "machine"
    coder: str | None = None
    over: str | None = None


@dataclass(frozen=True, slots=True)
class CodedConversation:
    conversation: Conversation
    lang: str
    digest: str
    model: str
    units: tuple[Unit, ...]
    codebook: str = CODEBOOK
    layer: Layer = field(default_factory=Layer)
    stages: tuple[StageSpan, ...] = ()
    needs: tuple[Need, ...] = ()
    outcome: OutcomeJudgement | None = None
    findings: tuple[Finding, ...] = ()
    measures: Mapping[str, Measure] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.conversation.id

    def text_of(self, unit: Unit) -> str:
        """The exact words a unit covers."""
        return self.conversation.turns[unit.turn].text[unit.start : unit.end]

    def unit(self, unit_id: str) -> Unit:
        """The unit of this id; raises KeyError where there is none."""
        return {unit.id: unit for unit in self.units}[unit_id]
