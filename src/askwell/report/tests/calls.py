"""Coded calls to report on: two written ones, one that means harm, one of great size, one without times."""

from dataclasses import replace
from pathlib import Path

from askwell.coding.coded import (
    CodedConversation,
    Finding,
    Measure,
    Need,
    OutcomeJudgement,
    StageSpan,
    Text,
    Unit,
)
from askwell.coding.notation import read_coded_text
from askwell.method.terms import Code, NeedState, Outcome, Severity, Side, Stage
from askwell.transcript.conversation import Conversation, Participant, Turn

FIXTURES = Path(__file__).parents[4] / "tests" / "fixtures" / "report"
HOSTILE = (
    "<script>alert(1)</script></style></title></svg>\"'><img src=x onerror=alert(2)> \u202ereversed\u202c "
    "\x00\x08\x1b[31m {{ 7*7 }} javascript:alert(3) &amp; " + "Donaudampfschiff" * 12
)


def bottling_call() -> CodedConversation:
    """English, well developed needs, ends in an advance; fifty minutes."""
    coded = _written("bottling_line.en.txt", 3000, ("Ana Castell", "Ruth Okafor"))
    return replace(
        coded,
        stages=_stages(
            coded,
            (Stage.PRELIMINARIES, 5),
            (Stage.INVESTIGATING, 21),
            (Stage.DEMONSTRATING, 24),
            (Stage.INVESTIGATING, 43),
            (Stage.DEMONSTRATING, 53),
        ),
        needs=(
            Need("n01", "Stops on the PET line", NeedState.EXPLICIT, _needs_of(coded, 15, 17, 27, 29, 31, 39, 41), 5),
            Need("n02", "Wrong parts on the shelves", NeedState.EXPLICIT, _needs_of(coded, 19, 21, 35, 41, at=1), 3),
            Need("n03", "Planning that only Derek can read", NeedState.IMPLIED, _needs_of(coded, 25, 37), 2),
        ),
        outcome=_outcome(coded, Outcome.ADVANCE, 0.86, 55, 59, 65),
        findings=(
            _finding(
                coded,
                "capability_before_explicit_need",
                "M02",
                Severity.HIGH,
                (22, 23),
                "Capability was shown before any want was stated; the run of features drew a price question.\n"
                "Hold the product back until the buyer has said what they want.",
                "客户还没有说出任何明确需求，就开始证实能力；一连串特征引来了价格异议。\n先等客户说出想要什么，再谈产品。",
            ),
            _finding(
                coded,
                "problem_not_taken_up",
                "M14",
                Severity.MEDIUM,
                (25, 37),
                "The planning problem was raised and deepened, but never turned into a want.\n"
                "Ask what a plan that anyone can read would be worth.",
                "计划靠一个人的问题提出来了，也加深了，却没有转成明确需求。\n可以问：计划人人都看得懂，会有什么好处？",
            ),
            _finding(
                coded,
                "trial_close_after_advance",
                "M29",
                Severity.LOW,
                (62,),
                "A trial close followed once the advance was already agreed.\nStop when the buyer has agreed to act.",
                "晋级已经谈妥之后，又做了一次试探成交。\n客户答应行动后就收住。",
            ),
        ),
        measures={
            "talk_share_seller": Measure(0.47, "share"),
            "longest_monologue_seller": Measure(104.0, "s"),
            "questions_per_hour": Measure(27.6, "1/h"),
            "patience": Measure(None, "s", "no_end_times"),
        },
    )


def terminal_call() -> CodedConversation:
    """Chinese, pushed too soon, ends in a continuation; half an hour."""
    coded = _written("payment_terminal.zh.txt", 1800, ("林晓", "周建国"))
    return replace(
        coded,
        stages=_stages(coded, (Stage.PRELIMINARIES, 3), (Stage.INVESTIGATING, 17), (Stage.DEMONSTRATING, 33)),
        needs=(
            Need("n01", "加盟商对账与结款", NeedState.EXPLICIT, _needs_of(coded, 17, 29, 31), 4),
            Need("n02", "老店高峰卡顿", NeedState.IMPLIED, _needs_of(coded, 25), 2),
        ),
        outcome=_outcome(coded, Outcome.CONTINUATION, 0.91, 39),
        findings=(
            _finding(
                coded,
                "pressing_for_the_order",
                "M29",
                Severity.HIGH,
                (34, 36, 38),
                "Three closing attempts in a major sale; each was refused.\n"
                "Propose a step the buyer can really give instead.",
                "大订单里连促三次单，次次被挡了回来。\n改为提议一个客户给得起的下一步。",
            ),
            _finding(
                coded,
                "price_concern_after_features",
                "M27",
                Severity.HIGH,
                (18, 21, 23),
                "A run of features came before the price concern.\nDevelop the problem before naming any capability.",
                "先罗列一串特征，价格异议随即而来。\n先把难点问深，再谈能力。",
            ),
        ),
        measures={"talk_share_seller": Measure(0.55, "share"), "patience": Measure(None, "s", "no_end_times")},
    )


def hostile_call() -> CodedConversation:
    """Every text of the call tries to break out of where it is shown."""
    coded = bottling_call()
    conversation = replace(
        coded.conversation,
        id="../../etc/<passwd>",
        title=HOSTILE,
        turns=tuple(replace(turn, text=HOSTILE, name=HOSTILE) for turn in coded.conversation.turns),
        participants=(Participant("p", Side.SELLER, HOSTILE),),
    )
    units = tuple(
        Unit(f"u{i:04}", turn, 0, len(HOSTILE), code)
        for i, (turn, code) in enumerate(((u.turn, u.code) for u in _first_of_each_turn(coded)), start=1)
    )
    ids = tuple(unit.id for unit in units)
    return replace(
        coded,
        conversation=conversation,
        units=units,
        needs=(Need("n01", HOSTILE, NeedState.EXPLICIT, ids[:6]),),
        outcome=OutcomeJudgement(Outcome.NO_SALE, 0.4, True, ids[-1:]),
        findings=(Finding("rule", "M02", Severity.HIGH, ids[:2], Text(HOSTILE, HOSTILE)),),
        measures={"talk_share_seller": Measure(None, None, HOSTILE)},
    )


def long_call(units: int = 2000) -> CodedConversation:
    """Many units of every code, two a turn."""
    words = "What happens then?"
    codes = tuple(Code)
    turns = tuple(Turn(Side.UNKNOWN, f"{words} {words}", start=i * 6.0, end=i * 6.0 + 5) for i in range(units // 2))
    coded = tuple(
        Unit(f"u{i + 1:04}", i // 2, (i % 2) * 19, (i % 2) * 19 + 18, codes[i % len(codes)]) for i in range(units)
    )
    return CodedConversation(Conversation("long", turns, lang="en"), "en", "0" * 64, "hand", coded)


def without_times(coded: CodedConversation) -> CodedConversation:
    turns = tuple(replace(turn, start=None, end=None) for turn in coded.conversation.turns)
    return replace(coded, conversation=replace(coded.conversation, turns=turns))


def _written(file: str, seconds: float, names: tuple[str, str]) -> CodedConversation:
    coded = read_coded_text((FIXTURES / file).read_text(encoding="utf-8"))
    who = dict(zip((Side.SELLER, Side.BUYER), names, strict=True))
    people = tuple(Participant(f"p{i}", side, who[side]) for i, side in enumerate(who, start=1))
    turns = _timed(coded.conversation.turns, seconds, who)
    conversation = replace(coded.conversation, turns=turns, participants=people, held_at="2026-03-12T10:10:00+01:00")
    return replace(coded, conversation=conversation)


def _timed(turns: tuple[Turn, ...], seconds: float, who: dict[Side, str]) -> tuple[Turn, ...]:
    """Turns as long as their words, with a short breath between them."""
    weights = [len(turn.text) + 12 for turn in turns]
    scale, at = seconds / sum(weights), 4.0
    timed = []
    for turn, weight in zip(turns, weights, strict=True):
        end = round(at + (weight - 8) * scale, 2)
        timed.append(replace(turn, start=round(at, 2), end=end, name=who[turn.speaker]))
        at += weight * scale
    return tuple(timed)


def _stages(coded: CodedConversation, *until: tuple[Stage, int]) -> tuple[StageSpan, ...]:
    spans, first = [], 0
    for stage, last in (*until, (Stage.COMMITMENT, len(coded.conversation.turns) - 1)):
        spans.append(StageSpan(stage, first, last))
        first = last + 1
    return tuple(spans)


def _first_of_each_turn(coded: CodedConversation) -> list[Unit]:
    return list({unit.turn: unit for unit in reversed(coded.units)}.values())[::-1]


def _needs_of(coded: CodedConversation, *turns: int, at: int = 0) -> tuple[str, ...]:
    """The need units of these turns; of two in a turn the one at this place."""
    wanted = (Code.IMPLIED_NEED, Code.EXPLICIT_NEED)
    found = [[u.id for u in coded.units if u.turn == turn and u.code in wanted] for turn in turns]
    return tuple(ids[min(at, len(ids) - 1)] for ids in found if ids)


def _units_of(coded: CodedConversation, *turns: int) -> tuple[str, ...]:
    return tuple(unit.id for unit in coded.units if unit.turn in turns and unit.code is not Code.SMALL_TALK)


def _outcome(coded: CodedConversation, label: Outcome, p: float, *turns: int) -> OutcomeJudgement:
    shown = tuple(u.id for u in coded.units if u.turn in turns and u.code in (Code.AGREEMENT, Code.OTHER))
    return OutcomeJudgement(label, p, p < 0.7, shown)


def _finding(
    coded: CodedConversation, rule: str, row: str, severity: Severity, turns: tuple[int, ...], en: str, zh: str
) -> Finding:
    return Finding(rule, row, severity, _units_of(coded, *turns), Text(en, zh))


def small_hostile_call() -> CodedConversation:
    """Six turns of the hostile call, for what takes long."""
    coded = hostile_call()
    conversation = replace(coded.conversation, turns=coded.conversation.turns[:6])
    units = tuple(unit for unit in coded.units if unit.turn < 6)
    return replace(coded, conversation=conversation, units=units, stages=(), outcome=None)
