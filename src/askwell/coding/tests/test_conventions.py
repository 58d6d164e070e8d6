"""The coding conventions, case by case: short calls of which the last turn is judged, in both languages.

The cases are in no training data. A trained coder misses some, so what is held is the share it gets right.
"""

import pytest

from askwell.coding.baseline import BaselineCoder
from askwell.coding.coder import Coder
from askwell.coding.coders import default_coder
from askwell.coding.tests.gold import Gold, as_speech, conventions

LEAST = 0.8
LEAST_OF_CUES = 0.95


def share_right(coder: Coder, cases: list[Gold]) -> float:
    """Of the units of the last turns, the share that the coder finds with their code."""
    found = [right for case in cases for right in last_turn(coder, case)]
    return sum(found) / len(found)


def last_turn(coder: Coder, case: Gold) -> list[bool]:
    last = len(case.conversation.turns) - 1
    units = [unit for unit in coder.units(case.conversation, case.lang) if unit.turn == last]
    wanted = [span for span in case.spans if span.turn == last]
    return [any(u.code is span.code and u.start < span.end and span.start < u.end for u in units) for span in wanted]


def cases_of(lang: str) -> list[Gold]:
    return [case for _row, case in conventions(lang)]


@pytest.mark.method("M13")
@pytest.mark.method("M20")
@pytest.mark.method("M23")
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_shipped_coder_follows_the_conventions(lang: str) -> None:
    assert share_right(default_coder(), cases_of(lang)) >= LEAST


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_shipped_coder_follows_them_without_punctuation(lang: str) -> None:
    assert share_right(default_coder(), [as_speech(case) for case in cases_of(lang)]) >= LEAST


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_cues_were_written_for_them(lang: str) -> None:
    assert share_right(BaselineCoder(), cases_of(lang)) >= LEAST_OF_CUES
