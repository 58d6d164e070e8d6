"""The figures of a call (M18, with M02, M14, M23, M27, M29), each with its definition in both languages."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from statistics import median

import yaml

from askwell.coding.coded import CodedConversation, Measure, Text, Unit
from askwell.method.terms import SELLER_QUESTIONS, SPIN_QUESTIONS, Code, Side, Stage
from askwell.understanding.cues import begins_with, says
from askwell.understanding.sides import sides_problem
from askwell.understanding.timing import duration, ends_problem, times_problem
from askwell.understanding.words import content_words, word_count

SHORTEST = 60.0
"""Seconds below which nothing is reckoned per hour or per minute."""
ACKNOWLEDGEMENT = 3
"""Words up to which a reply is a bare acknowledgement."""
OVERLAP = 0.5


@dataclass(frozen=True, slots=True)
class MeasureEntry:
    """What one measure is called and how it is defined, in both languages."""

    name: str
    unit: str
    title: Text
    definition: Text


class Unknown(Exception):  # noqa: N818 - no fault of anyone: the call does not hold the figure
    """A figure this call cannot give; the message is the reason written as ``why_null``."""


def _table() -> Mapping[str, MeasureEntry]:
    rows = yaml.safe_load(files(__package__).joinpath("measures.yaml").read_text("utf-8"))
    return {
        row["name"]: MeasureEntry(row["name"], row["unit"], Text(row["en"], row["zh"]), Text(**row["definition"]))
        for row in rows
    }


MEASURES: Mapping[str, MeasureEntry] = _table()

WHY_NULL: Mapping[str, Text] = {
    "sides_unknown": Text("who sells and who buys is not known", "不清楚哪方是销售、哪方是客户"),
    "sides_unsure": Text("who sells and who buys is only guessed", "买卖双方只是推测，把握不足"),
    "one_side_only": Text("only one side speaks", "只有一方发言"),
    "no_times": Text("the transcript has no times", "文字记录没有时间"),
    "no_end_times": Text("the transcript does not say when turns end", "文字记录没有发言结束时间"),
    "times_unordered": Text("the times run backwards", "时间前后颠倒"),
    "too_short": Text("the call is shorter than a minute", "通话不足一分钟"),
    "no_questions": Text("the seller asked no such question", "销售方没有提这类问题"),
    "no_benefits": Text("no benefit was stated", "没有陈述任何利益"),
    "no_words": Text("nothing was said", "没有说话内容"),
    "no_exchange": Text("the seller never spoke after the buyer", "销售方没有在客户之后发言"),
}


def measure(coded: CodedConversation) -> dict[str, Measure]:
    """Every measure of the table, in its order; None with the reason where times or sides are missing."""
    return {name: _measured(coded, entry) for name, entry in MEASURES.items()}


def distinct(coded: CodedConversation, codes: Iterable[Code]) -> tuple[Unit, ...]:
    """The units of these codes, the same question or close repeated within a turn taken once."""
    wanted = frozenset(codes)
    kept: dict[tuple[int, Code, object], Unit] = {}
    for unit in coded.units:
        if unit.code in wanted:
            kept.setdefault((unit.turn, unit.code, _sameness(coded, unit)), unit)
    return tuple(kept.values())


def _sameness(coded: CodedConversation, unit: Unit) -> object:
    """What makes two units of one turn and code the same: the kind of a close, the content of anything else."""
    if unit.code is Code.CLOSING_ATTEMPT:
        return unit.attrs.close_kind
    return content_words(coded.text_of(unit)) or coded.text_of(unit).strip().casefold()


def _measured(coded: CodedConversation, entry: MeasureEntry) -> Measure:
    try:
        return Measure(round(float(_FIGURES[entry.name](coded)), 4), entry.unit)
    except Unknown as reason:
        return Measure(None, entry.unit, str(reason))


def _need(reason: str | None) -> None:
    if reason is not None:
        raise Unknown(reason)


def _duration(coded: CodedConversation) -> float:
    _need(times_problem(coded.conversation))
    return duration(coded.conversation)


def _per(seconds: float, count: Callable[[CodedConversation], float]) -> Callable[[CodedConversation], float]:
    """The count per so many seconds of the call."""

    def rate(coded: CodedConversation) -> float:
        value, length = count(coded), _duration(coded)
        _need("too_short" if length < SHORTEST else None)
        return value * seconds / length

    return rate


def _talk_share(coded: CodedConversation) -> float:
    _need(sides_problem(coded.conversation))
    spoken = dict.fromkeys(Side, 0)
    for turn in coded.conversation.turns:
        spoken[turn.speaker] += word_count(turn.text)
    both = spoken[Side.SELLER] + spoken[Side.BUYER]
    _need(None if both else "no_words")
    return spoken[Side.SELLER] / both


def _longest_monologue(side: Side) -> Callable[[CodedConversation], float]:
    def longest(coded: CodedConversation) -> float:
        _need(sides_problem(coded.conversation) or ends_problem(coded.conversation))
        turns = coded.conversation.turns
        return max((turns[b].end or 0.0) - (turns[a].start or 0.0) for a, b in monologues(coded, side))

    return longest


def monologues(coded: CodedConversation, side: Side) -> tuple[tuple[int, int], ...]:
    """First and last turn of each stretch of one side's speech; short replies of the other do not end it."""
    stretches: list[tuple[int, int]] = []
    broken = True
    for number, turn in enumerate(coded.conversation.turns):
        if turn.speaker is side:
            stretches.append((number, number) if broken else (stretches.pop()[0], number))
            broken = False
        elif word_count(turn.text) > ACKNOWLEDGEMENT:
            broken = True
    return tuple(stretches)


def _patience(coded: CodedConversation) -> float:
    _need(sides_problem(coded.conversation) or ends_problem(coded.conversation))
    pauses = [gap for _, gap in _gaps(coded)]
    _need(None if pauses else "no_exchange")
    return median(max(0.0, gap) for gap in pauses)


def _interruptions(coded: CodedConversation) -> float:
    _need(sides_problem(coded.conversation) or ends_problem(coded.conversation))
    return len(interrupting_turns(coded))


def interrupting_turns(coded: CodedConversation) -> tuple[int, ...]:
    """Seller turns that begin over the buyer's words; empty where times do not show it."""
    if ends_problem(coded.conversation) is not None:
        return ()
    turns = coded.conversation.turns
    return tuple(n for n, gap in _gaps(coded) if gap < -OVERLAP and word_count(turns[n].text) > ACKNOWLEDGEMENT)


def _gaps(coded: CodedConversation) -> list[tuple[int, float]]:
    """Each seller turn right after a buyer's, with the seconds between them (negative where they overlap)."""
    pairs = enumerate(pairwise(coded.conversation.turns), start=1)
    return [
        (number, later.start - earlier.end)
        for number, (earlier, later) in pairs
        if earlier.speaker is Side.BUYER and later.speaker is Side.SELLER and later.start is not None and earlier.end
    ]


def _switches(coded: CodedConversation) -> float:
    _need(sides_problem(coded.conversation))
    sides = [turn.speaker for turn in coded.conversation.turns if turn.speaker is not Side.UNKNOWN]
    return sum(a is not b for a, b in pairwise(sides))


def _count(*codes: Code) -> Callable[[CodedConversation], float]:
    def count(coded: CodedConversation) -> float:
        _need(sides_problem(coded.conversation))
        return len(distinct(coded, codes))

    return count


def _problem_share(coded: CodedConversation) -> float:
    _need(sides_problem(coded.conversation))
    asked = len(distinct(coded, SPIN_QUESTIONS))
    _need(None if asked else "no_questions")
    return len(distinct(coded, (Code.PROBLEM_QUESTION,))) / asked


def _turns_in(stage: Stage) -> Callable[[CodedConversation], float]:
    return lambda coded: sum(span.last - span.first + 1 for span in coded.stages if span.stage is stage)


def _seconds_in(stage: Stage) -> Callable[[CodedConversation], float]:
    def seconds(coded: CodedConversation) -> float:
        _need(times_problem(coded.conversation))
        turns = coded.conversation.turns
        end = (turns[0].start or 0.0) + duration(coded.conversation)
        starts = [turns[span.first].start or 0.0 for span in coded.stages] + [end]
        return sum(
            max(0.0, after - start)
            for span, (start, after) in zip(coded.stages, pairwise(starts), strict=True)
            if span.stage is stage
        )

    return seconds


def takes_up(coded: CodedConversation, question: Unit) -> bool | None:
    """Whether a question shares a content word with the buyer's turn right before; None where there is none."""
    if question.turn == 0 or coded.conversation.turns[question.turn - 1].speaker is not Side.BUYER:
        return None
    before = content_words(coded.conversation.turns[question.turn - 1].text)
    return bool(before & content_words(coded.text_of(question)))


def _takes_up_share(coded: CodedConversation) -> float:
    _need(sides_problem(coded.conversation))
    known = [taken for unit in distinct(coded, SELLER_QUESTIONS) if (taken := takes_up(coded, unit)) is not None]
    _need(None if known else "no_questions")
    return sum(known) / len(known)


def _acknowledgements(coded: CodedConversation) -> float:
    _need(sides_problem(coded.conversation))
    return sum(
        earlier.speaker is Side.BUYER and later.speaker is Side.SELLER and begins_with("acknowledge", later.text)
        for earlier, later in pairwise(coded.conversation.turns)
    )


def _playbacks(coded: CodedConversation) -> float:
    _need(sides_problem(coded.conversation))
    summed = {unit.turn for unit in coded.units if unit.code is Code.SUMMARY_OF_BENEFITS}
    said = {
        number
        for number, turn in enumerate(coded.conversation.turns)
        if turn.speaker is Side.SELLER and says("playback", turn.text)
    }
    return len(summed | said)


def _features_per_benefit(coded: CodedConversation) -> float:
    _need(sides_problem(coded.conversation))
    benefits = len(distinct(coded, (Code.BENEFIT,)))
    _need(None if benefits else "no_benefits")
    return len(distinct(coded, (Code.FEATURE,))) / benefits


_FIGURES: Mapping[str, Callable[[CodedConversation], float]] = {
    "duration": _duration,
    "talk_share_seller": _talk_share,
    "longest_monologue_seller": _longest_monologue(Side.SELLER),
    "longest_monologue_buyer": _longest_monologue(Side.BUYER),
    "patience": _patience,
    "interactivity": _per(60.0, _switches),
    "interruptions_seller": _interruptions,
    "questions": _count(*SELLER_QUESTIONS),
    "questions_per_hour": _per(3600.0, _count(*SELLER_QUESTIONS)),
    "situation_questions": _count(Code.SITUATION_QUESTION),
    "problem_questions": _count(Code.PROBLEM_QUESTION),
    "implication_questions": _count(Code.IMPLICATION_QUESTION),
    "need_payoff_questions": _count(Code.NEED_PAYOFF_QUESTION),
    "other_questions": _count(Code.OTHER_QUESTION),
    "problem_question_share": _problem_share,
    **{f"turns_in_{stage}": _turns_in(stage) for stage in Stage},
    **{f"seconds_in_{stage}": _seconds_in(stage) for stage in Stage},
    "takes_up_share": _takes_up_share,
    "acknowledgements": _acknowledgements,
    "playbacks": _playbacks,
    "features_per_benefit": _features_per_benefit,
    "closes": _count(Code.CLOSING_ATTEMPT),
    "objections": _count(Code.OBJECTION),
    "objections_per_hour": _per(3600.0, _count(Code.OBJECTION)),
}
