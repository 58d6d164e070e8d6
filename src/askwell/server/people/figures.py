"""What a number of calls amount to: counts, shares and their intervals. Pure; nothing here knows the database."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from askwell.agreement.proportion import ratio_interval, wilson_interval
from askwell.agreement.resampling import Interval
from askwell.method.terms import CAPABILITY_STATEMENTS, SELLER_QUESTIONS, SPIN_QUESTIONS, SUCCESSES, Code

LEAST_CALLS = 5
"""Fewer calls give no interval: resampling three calls would only pretend to know how much calls differ."""
NOT_CODED = "not_coded"
SIDES_KNOWN = "questions"
"""A measure known exactly when the sides are, without which no statement is the seller's."""
SIDES_OPEN = ("sides_unknown", "sides_unsure")
QUESTION_MEASURES = {code: f"{code.value}s" for code in SELLER_QUESTIONS}


@dataclass(frozen=True, slots=True)
class CallFigures:
    """The figures of one call. A measure is (value, reason why it has none); ``counts`` is of capability statements."""

    slug: str
    title: str
    day: date
    outcome: str = ""
    measures: Mapping[str, tuple[float | None, str]] | None = None
    counts: Mapping[Code, int] | None = None

    def measure(self, name: str) -> float | None:
        return (self.measures or {}).get(name, (None, NOT_CODED))[0]

    def why_null(self, name: str) -> str:
        """Why a measure has no value; empty where it has one."""
        value, why = (self.measures or {}).get(name, (None, NOT_CODED))
        return "" if value is not None else why or NOT_CODED

    @property
    def outcome_guessed(self) -> bool:
        """Whether it is not certain who sold: then the outcome is a guess too, and called one."""
        return bool(self.outcome) and self.why_null(SIDES_KNOWN) in SIDES_OPEN


@dataclass(frozen=True, slots=True)
class Figure:
    """A share or a mean with what it rests on. ``value`` is None where nothing counts; ``out`` says what was left out.

    ``calls``: how many calls count; ``units``: of how many questions, statements or calls the share is; ``part``: how
    many of them; ``out``: reason to number of calls.
    """

    value: float | None
    part: float
    units: float
    calls: int
    interval: Interval
    out: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Sum:
    """Everything shown about one stretch of time."""

    calls: tuple[CallFigures, ...]
    mix: Mapping[Code, Figure]
    outcomes: Mapping[str, int]
    success: Figure
    talk: Figure
    problems: Figure
    statements: Mapping[Code, int]
    benefits: Figure


def summed(calls: Sequence[CallFigures]) -> Sum:
    """The figures of these calls together."""
    statements = Counter[Code]()
    for call in calls:
        if call.measure(SIDES_KNOWN) is not None:
            statements.update(call.counts or {})
    return Sum(
        calls=tuple(calls),
        mix={code: question_share(calls, (code,), SELLER_QUESTIONS) for code in SELLER_QUESTIONS},
        outcomes=Counter(call.outcome for call in calls if call.outcome),
        success=success_share(calls),
        talk=mean_talk_share(calls),
        problems=question_share(calls, (Code.PROBLEM_QUESTION,), SPIN_QUESTIONS),
        statements={code: statements[code] for code in CAPABILITY_STATEMENTS},
        benefits=benefit_share(calls),
    )


def question_share(calls: Sequence[CallFigures], part: Iterable[Code], whole: Iterable[Code]) -> Figure:
    """Questions of some codes out of those of ``whole`` (M13, M14), over all calls taken together."""
    part, whole = tuple(part), tuple(whole)
    return _ratio(calls, SIDES_KNOWN, lambda call: _questions(call, part), lambda call: _questions(call, whole))


def mean_talk_share(calls: Sequence[CallFigures]) -> Figure:
    """The mean over calls of the seller's share of the words (M18): each call counts once, however long."""
    name = "talk_share_seller"
    return _ratio(calls, name, lambda call: call.measure(name) or 0.0, lambda _call: 1.0)


def success_share(calls: Sequence[CallFigures]) -> Figure:
    """Calls that ended with an order or an advance, out of those with an outcome that is no guess (M07)."""
    judged = [call for call in calls if call.outcome and not call.outcome_guessed]
    good = sum(call.outcome in SUCCESSES for call in judged)
    interval = wilson_interval(good, len(judged)) if len(judged) >= LEAST_CALLS else Interval(None, None)
    out = Counter(
        call.why_null(SIDES_KNOWN) if call.outcome_guessed else NOT_CODED
        for call in calls
        if call.outcome_guessed or not call.outcome
    )
    share = good / len(judged) if judged else None
    return Figure(share, good, len(judged), len(judged), interval, dict(sorted(out.items())))


def benefit_share(calls: Sequence[CallFigures]) -> Figure:
    """Benefits out of features, advantages and benefits (M23), over all calls taken together."""
    return _ratio(
        calls,
        SIDES_KNOWN,
        lambda call: float((call.counts or {}).get(Code.BENEFIT, 0)),
        lambda call: float(sum((call.counts or {}).values())),
    )


def _questions(call: CallFigures, codes: Iterable[Code]) -> float:
    return sum(call.measure(QUESTION_MEASURES[code]) or 0.0 for code in codes)


def _ratio(
    calls: Sequence[CallFigures],
    needed: str,
    top: Callable[[CallFigures], float],
    bottom: Callable[[CallFigures], float],
) -> Figure:
    """A ratio of sums over the calls where the measure ``needed`` is known."""
    known = [call for call in calls if call.measure(needed) is not None]
    out = Counter(why for call in calls if (why := call.why_null(needed)))
    tops, bottoms = (np.array([figure(call) for call in known], dtype=float) for figure in (top, bottom))
    part, units = float(tops.sum()), float(bottoms.sum())
    interval = ratio_interval(tops, bottoms) if len(known) >= LEAST_CALLS and units else Interval(None, None)
    return Figure(part / units if units else None, part, units, len(known), interval, dict(sorted(out.items())))
