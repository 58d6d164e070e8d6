"""The four actions by which a commitment is obtained, looked for in one call (M30)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from askwell.coding.coded import Unit
from askwell.counsel.facts import ASKED, Facts, place
from askwell.counsel.statements import want_met
from askwell.method.terms import CAPABILITY_STATEMENTS, NEEDS, SELLER_QUESTIONS, Code, Side, Want
from askwell.understanding.words import content_words

APART = (*SELLER_QUESTIONS, *ASKED)
"""What asks for something draws nothing together itself."""
WORTH_DRAWING_TOGETHER = 2
SHARED_WORDS = 2
"""Content words a recap shares with each of the things it draws together."""
JUST_BEFORE = 6
"""Turns before a proposal in which what draws the talk together leads up to it."""


@dataclass(frozen=True, slots=True)
class ActionHeard:
    """One of the four, by its id in the codebook, with the moments that show it; ``whole`` when nothing is missing."""

    id: str
    units: tuple[Unit, ...]
    whole: bool


def four_actions(facts: Facts) -> tuple[ActionHeard, ...]:
    """The four actions in their order, each with what shows it; what the coder was uncertain of shows nothing.

    Words that ask for a commitment check no concern at the same time; what takes up things told without being a summary
    by its code or its words is half of one.
    """
    proposed = facts.sure(*ASKED)[-1:]
    checked = [unit for unit in concerns_checked(facts) if unit not in proposed]
    summed_up = drawn_together(facts, proposed[0] if proposed else None)[-1:]
    return (
        _investigated_and_shown(facts),
        _action("check_concerns", checked[-1:]),
        ActionHeard("summarize_benefits", summed_up, whole=any(_is_summary(facts, unit) for unit in summed_up)),
        _action("propose_commitment", proposed),
    )


def _is_summary(facts: Facts, unit: Unit) -> bool:
    said = facts.units_saying("recap", facts.sellers_turns("recap", range(unit.turn, unit.turn + 1)))
    return unit.code is Code.SUMMARY_OF_BENEFITS or unit in said


def concerns_checked(facts: Facts, until: int | None = None) -> tuple[Unit, ...]:
    """The seller's words that ask whether anything still stands in the way, up to and with a turn."""
    turns = facts.sellers_turns("check", range(facts.turns if until is None else until + 1))
    return facts.units_saying("check", turns)


def drawn_together(facts: Facts, proposal: Unit | None) -> tuple[Unit, ...]:
    """What draws the talk together: coded so, else said so, else taking up two things told or more.

    The last is sought just before the proposal; without one, in the last turns.
    """
    end = facts.turns if proposal is None else proposal.turn
    until = min(end + 1, facts.turns)
    said = facts.units_saying("recap", facts.sellers_turns("recap", range(until)))
    return (
        facts.sure(Code.SUMMARY_OF_BENEFITS)
        or tuple(unit for unit in said if unit.code not in APART)
        or tuple(_recaps(facts, range(max(end - JUST_BEFORE, 0), until)))
    )


def _investigated_and_shown(facts: Facts) -> ActionHeard:
    """A want the buyer stated, and a benefit said to it afterwards; one without the other is half of it."""
    wants = facts.sure(Code.EXPLICIT_NEED)
    said = [unit for unit in facts.sure(Code.BENEFIT) if unit.attrs.want is not Want.UNMET]
    benefits = [unit for unit in said if wants and place(unit) > place(wants[0])]
    if not benefits:
        return ActionHeard("investigate_and_demonstrate", wants[-1:], whole=False)
    last = [want for want in wants if place(want) < place(benefits[-1])][-1]
    met = want_met(facts, benefits[-1]) or last
    return ActionHeard("investigate_and_demonstrate", (met, benefits[-1]), whole=True)


def _action(name: str, units: Iterable[Unit]) -> ActionHeard:
    shown = tuple(units)
    return ActionHeard(name, shown, whole=bool(shown))


def _recaps(facts: Facts, turns: range) -> Iterator[Unit]:
    """The fullest unit of each of these turns of the seller's that takes up what was told in two earlier turns."""
    said = [unit for unit in facts.in_turns(turns) if facts.side(unit.turn) is Side.SELLER and unit.code not in APART]
    for _, group in groupby(said, key=lambda unit: unit.turn):
        units = tuple(group)
        words = frozenset[str]().union(*(content_words(facts.text(unit)) for unit in units))
        if _taken_up(facts, units[0].turn, words) >= WORTH_DRAWING_TOGETHER:
            yield max(units, key=lambda unit: (len(content_words(facts.text(unit)) & words), -unit.start))


def _taken_up(facts: Facts, turn: int, words: frozenset[str]) -> int:
    """How many earlier turns that told a need or a capability these words take up, each with words of its own."""
    left, count = set(words), 0
    told = [unit for unit in facts.sure(*NEEDS, *CAPABILITY_STATEMENTS) if unit.turn < turn]
    for _, group in groupby(told, key=lambda unit: unit.turn):
        shared = left & frozenset[str]().union(*(content_words(facts.text(unit)) for unit in group))
        if len(shared) >= SHARED_WORDS:
            count += 1
            left -= shared
    return count
