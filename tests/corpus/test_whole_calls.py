"""What was read in whole calls: every mark is where it says, and lessons are made of it (M07, M24, M26)."""

import sys
from pathlib import Path

import pytest

from askwell.coding.notation import read_coded_text
from askwell.method.terms import Outcome, Side
from askwell.understanding.by_example import PROOFS, Told

sys.path.insert(0, str(Path(__file__).parents[2] / "corpus"))

import told_lessons
from build import snippets

TALK = """
# lang: en
seller Ana: {commitment_proposal: Shall we hang two panels on your screen for a month?}
buyer Ben: {objection: Not on my screen, no.}
seller Ana: {advantage: They last twice as long.} At Dunmore they have run since May.
buyer Ben: {agreement: Then I will drive over to Dunmore on Friday and ask them.}
"""


@pytest.mark.method("M07")
def test_marks_are_in_turns_of_the_right_side() -> None:
    marks, talks = told_lessons.marks_of_whole_calls(), {coded.id: coded for coded in snippets()}
    assert marks.keys() <= talks.keys()
    kinds = {proof.value for proof in PROOFS}
    for name, held in marks.items():
        sides = [turn.speaker for turn in talks[name].conversation.turns]
        assert talks[name].outcome.label is Outcome(held["outcome"])
        answers = [*held["agreed"], *held["refused"]]
        assert all(set(one["kinds"]) <= kinds for one in answers), name
        assert all(sides[one["turn"]] is Side.BUYER for one in held["refused"]), name
        assert all(sides[turn] is Side.SELLER for turn in held["evidence"]), name


@pytest.mark.method("M26")
def test_lessons_of_a_whole_call(monkeypatch: pytest.MonkeyPatch) -> None:
    held = {
        "outcome": "advance",
        "agreed": [{"turn": 3, "kinds": ["reference_visit"]}],
        "refused": [{"turn": 1, "kinds": ["trial_run"]}],
        "evidence": [2],
    }
    monkeypatch.setattr(told_lessons, "marks_of_whole_calls", lambda: {"talk": held})
    lessons = list(told_lessons.whole_calls([read_coded_text(TALK, "talk"), read_coded_text(TALK, "another")]))
    told = [(len(lesson.talk), lesson.told) for lesson in lessons]
    assert told == [
        (4, {Told.AGREED, Told.REFERENCE_VISIT}),
        (2, {Told.REFUSED, Told.TRIAL_RUN}),
        (1, {Told.EVIDENCE}),
    ]
