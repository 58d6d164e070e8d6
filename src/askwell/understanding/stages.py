"""The four stages of a call, found from what its turns do (M02)."""

from collections.abc import Mapping

from askwell.coding.coded import CodedConversation, StageSpan
from askwell.method.terms import Code, Stage

ORDER = tuple(Stage)

# How badly a unit of each code fits each stage, in the order above; what is not listed fits everywhere alike.
MISFIT: Mapping[Code, tuple[float, float, float, float]] = {
    Code.SMALL_TALK: (0.0, 0.8, 1.0, 0.6),
    Code.OPENING_BENEFIT_STATEMENT: (0.0, 1.5, 1.0, 2.0),
    Code.OTHER_QUESTION: (0.0, 0.1, 0.3, 0.2),
    Code.SITUATION_QUESTION: (0.8, 0.0, 1.2, 1.2),
    Code.PROBLEM_QUESTION: (1.5, 0.0, 1.2, 1.2),
    Code.IMPLICATION_QUESTION: (2.0, 0.0, 1.2, 1.2),
    Code.NEED_PAYOFF_QUESTION: (2.0, 0.0, 0.9, 1.0),
    Code.IMPLIED_NEED: (1.5, 0.0, 0.8, 1.0),
    Code.EXPLICIT_NEED: (1.5, 0.0, 0.5, 0.8),
    Code.FEATURE: (1.0, 1.5, 0.0, 1.0),
    Code.ADVANTAGE: (1.2, 1.5, 0.0, 1.0),
    Code.BENEFIT: (2.0, 1.5, 0.0, 0.8),
    Code.BUYER_QUESTION: (0.8, 0.6, 0.0, 0.3),
    Code.OBJECTION: (1.0, 0.8, 0.0, 0.1),
    Code.SUMMARY_OF_BENEFITS: (2.0, 1.2, 0.6, 0.0),
    Code.COMMITMENT_PROPOSAL: (2.0, 1.8, 1.5, 0.0),
    Code.CLOSING_ATTEMPT: (2.0, 1.8, 1.5, 0.0),
    Code.AGREEMENT: (1.5, 1.2, 1.0, 0.0),
}
STAY, NEXT, SKIP, BACK = 0.0, 1.0, 1.5, 2.5


def find_stages(coded: CodedConversation) -> tuple[StageSpan, ...]:
    """Contiguous stages over all turns: the cheapest path, where a misfit costs and so does every change of stage.

    A change costs 1 to the next stage, 1.5 over one, 2.5 back, so that one turn alone rarely makes a stage. A code
    counts once a turn. A call begins in preliminaries at no cost.
    """
    if not coded.conversation.turns:
        return ()
    return _spans(_cheapest(_turn_costs(coded)))


def _turn_costs(coded: CodedConversation) -> list[tuple[float, ...]]:
    codes: list[dict[Code, float]] = [{} for _ in coded.conversation.turns]
    for unit in coded.units:
        codes[unit.turn][unit.code] = max(unit.p, codes[unit.turn].get(unit.code, 0.0))
    return [
        tuple(sum(p * MISFIT[code][stage] for code, p in turn.items() if code in MISFIT) for stage in range(len(ORDER)))
        for turn in codes
    ]


def _cheapest(costs: list[tuple[float, ...]]) -> list[int]:
    """The stage of each turn on the cheapest path; the earlier stage on a tie."""
    totals = [costs[0][stage] + _change(0, stage) for stage in range(len(ORDER))]
    came_from: list[list[int]] = []
    for turn in costs[1:]:
        best = [_best_before(totals, stage) for stage in range(len(ORDER))]
        totals = [totals[old] + _change(old, stage) + turn[stage] for stage, old in enumerate(best)]
        came_from.append(best)
    path = [min(range(len(ORDER)), key=lambda stage: (round(totals[stage], 6), stage))]
    for best in reversed(came_from):
        path.append(best[path[-1]])
    return path[::-1]


def _best_before(totals: list[float], stage: int) -> int:
    """The stage a path best comes from when it goes on in this one."""
    return min(range(len(ORDER)), key=lambda old: (round(totals[old] + _change(old, stage), 6), old))


def _change(old: int, new: int) -> float:
    if new <= old:
        return STAY if new == old else BACK
    return NEXT if new == old + 1 else SKIP


def _spans(path: list[int]) -> tuple[StageSpan, ...]:
    starts = [i for i in range(len(path)) if i == 0 or path[i] != path[i - 1]]
    ends = [i - 1 for i in starts[1:]] + [len(path) - 1]
    return tuple(StageSpan(ORDER[path[a]], a, b) for a, b in zip(starts, ends, strict=True))
