"""What a reader is shown of a coded call: all texts in the language of the interface, all quotes with their place.

Built by ``build.call_view``; the drawings, the pages, the text and the office files all read it and nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from askwell.method.terms import SUCCESSES, Code, NeedState, Outcome, Severity, Side, Stage
from askwell.report.language import Wording
from askwell.report.signs import Family
from askwell.report.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of one unit. ``at`` is its moment (``12:05``), or its turn where the call has no times."""

    unit: str
    turn: int
    text: str
    lang: str
    at: str
    share: float
    speaker: str
    side: Side
    code: Code
    name: str
    mark: str
    family: Family
    uncertain: bool


@dataclass(frozen=True, slots=True)
class Headline:
    """``p`` is empty where nothing was estimated: no outcome, or one that a person set; ``by`` then says who."""

    outcome: Outcome | None
    name: str
    p: str
    uncertain: bool
    why: str
    quotes: tuple[Quote, ...]
    by: str = ""

    def note(self, words: Wording) -> str:
        """How sure it is, or who says so; empty where nobody says."""
        sure = words("%(p)s sure", p=self.p) if self.p else ""
        by = words("set by %(who)s", who=self.by) if self.by else ""
        doubt = words("uncertain, check it") if self.uncertain else ""
        return words.listed([part for part in (sure, by, doubt) if part])

    @property
    def success(self) -> bool:
        """Orders and advances are successes; a continuation is not (M07)."""
        return self.outcome in SUCCESSES


@dataclass(frozen=True, slots=True)
class FindingView:
    """``left_out`` says what a finding that counts all of one code did not count; else it is empty."""

    rule: str
    row: str
    severity: Severity
    severity_name: str
    text: str
    advice: tuple[str, ...]
    quotes: tuple[Quote, ...]
    left_out: str


@dataclass(frozen=True, slots=True)
class MixPart:
    """One kind of question; ``share`` of all the questions, 0 to 1."""

    code: Code
    mark: str
    name: str
    count: int
    share: float
    percent: str


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of a need's growth; without quotes it was not reached."""

    kind: str
    name: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class NeedView:
    """``wanted`` is the plainest statement of the want, of the biggest need alone."""

    id: str
    label: str
    lang: str
    state: NeedState
    state_name: str
    steps: tuple[Step, ...]
    biggest: bool
    wanted: Quote | None


@dataclass(frozen=True, slots=True)
class Moment:
    what: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class StageView:
    """``begin`` and ``end`` are shares of the call; ``length`` is minutes, or a share of the talk without times."""

    stage: Stage
    name: str
    first: int
    last: int
    turns: str
    length: str
    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class ObjectionView:
    quote: Quote
    facts: tuple[tuple[str, str], ...]
    caused_by: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class MeasureView:
    """``value`` is empty where the figure is not known; ``why_null`` then says why."""

    id: str
    name: str
    value: str
    definition: str
    why_null: str


@dataclass(frozen=True, slots=True)
class UnitMark:
    """A coded stretch in the transcript; ``note`` tells what more is known of it."""

    quote: Quote
    p: str
    note: str
    alternatives: str
    links: tuple[tuple[str, Quote], ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a turn's text: one unit, or the uncoded text between units."""

    text: str
    mark: UnitMark | None = None


@dataclass(frozen=True, slots=True)
class TurnView:
    number: int
    side: Side
    speaker: str
    at: str
    stage: str
    segments: tuple[Segment, ...]
    share: tuple[float, float]

    @property
    def marks(self) -> tuple[UnitMark, ...]:
        return tuple(segment.mark for segment in self.segments if segment.mark)


@dataclass(frozen=True, slots=True)
class CallView:
    id: str
    title: str
    lang: str
    call_lang: str
    held: str
    length: str
    people: tuple[tuple[str, str], ...]
    objective: str
    sale: str
    headline: Headline
    no_fault: str
    worst: FindingView | None
    others: tuple[FindingView, ...]
    strengths: tuple[FindingView, ...]
    next_step: str
    questions: int
    mix: tuple[MixPart, ...]
    needs: tuple[NeedView, ...]
    moments: tuple[Moment, ...]
    stages: tuple[StageView, ...]
    objections: tuple[ObjectionView, ...]
    measures: tuple[MeasureView, ...]
    turns: tuple[TurnView, ...]
    placing: str
    timeline: Timeline
    made_by: str

    @property
    def quotes(self) -> Iterator[Quote]:
        """Every coded stretch, in the order of the talk."""
        return (mark.quote for turn in self.turns for mark in turn.marks)
