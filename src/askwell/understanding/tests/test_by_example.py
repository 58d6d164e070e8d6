"""What is told by example (M03, M24, M26, M32, M34)."""

from dataclasses import replace

import numpy as np
import pytest

from askwell.method.loader import load_codebook
from askwell.method.terms import Side
from askwell.understanding.by_example import (
    PROOFS,
    SIGNS,
    Told,
    chances,
    example_arrays,
    example_model,
    example_of,
    said_by,
    shipped_model,
)
from askwell.understanding.lessons import of_evidence, of_proofs, of_signs, packaged_lessons, packed_lessons


@pytest.mark.method("M26")
def test_the_proofs_are_those_of_the_codebook() -> None:
    assert [f"proof.{told}" for told in PROOFS] == [entry.id for entry in load_codebook().of_kind("proof")]


@pytest.mark.method("M24")
@pytest.mark.parametrize(
    ("brought", "claimed"),
    [
        ("Here is the report of the institute that tested it.", "It will cut your waste in half, believe me."),
        ("这是检测中心出的报告，您可以看。", "用了它，您的浪费一定能少一半。"),
    ],
)
def test_evidence_is_likelier_where_some_is_brought(brought: str, claimed: str) -> None:
    there, missing = (said_by(Side.SELLER, text)[Told.EVIDENCE] for text in (brought, claimed))
    assert missing < 0.4 < there


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("I have to talk it over with my team first.", Told.INSIDE),
        ("我得先跟我们团队商量一下。", Told.INSIDE),
        ("I sign the orders here, nobody else.", Told.CORE_DECISION_MAKER),
        ("这个事情我签字就行。", Told.CORE_DECISION_MAKER),
    ],
)
def test_the_likeliest_sign_is_the_one_shown(text: str, sign: Told) -> None:
    found = said_by(Side.BUYER, text)
    assert max(SIGNS, key=lambda each: found[each]) is sign


def test_without_the_encoder_words_alone_tell() -> None:
    example = example_of([(Side.SELLER, "Here is the report of the institute that tested it.")], None)
    assert example.meaning is None
    assert 0 < shipped_model().chances(example)[Told.EVIDENCE] < 1


def test_same_talk_same_chances_and_each_is_a_probability() -> None:
    talk = ((Side.SELLER, "Could you run one for a month?"), (Side.BUYER, "Yes, bring it on Monday."))
    first = dict(chances(talk))
    chances.cache_clear()
    assert chances(talk) == first
    assert set(first) == set(Told)
    assert all(0 <= chance <= 1 for chance in first.values())


def test_talk_without_words_is_told_too() -> None:
    assert chances(((Side.BUYER, ""),)).keys() == set(Told)


def test_a_model_is_the_same_after_it_was_stored() -> None:
    model, example = shipped_model(), example_of([(Side.BUYER, "We are down to two.")], None)
    again = example_model(example_arrays(model))
    assert again.chances(example) == model.chances(example)
    assert np.array_equal(again.weights, model.weights)


def test_lessons_say_what_they_are_about() -> None:
    assert of_evidence("It is fast.", brought=False).told == frozenset()
    yes = of_proofs(((Side.BUYER, "Yes."),), ["trial_run"])
    assert yes.told == {Told.AGREED, Told.TRIAL_RUN}
    assert of_proofs(yes.talk, []).about == (Told.AGREED, Told.REFUSED)
    assert of_proofs(yes.talk, [], ["seminar"]).told == {Told.REFUSED, Told.SEMINAR}
    assert of_signs("We sign.", ["approval"]).told == {Told.APPROVAL}


def test_packaged_lessons_are_read_as_they_were_packed() -> None:
    lessons = packaged_lessons()
    assert {told for lesson in lessons for told in lesson.told} == set(Told)
    some = [*lessons[:5], replace(lessons[5], weight=0.25)]
    assert packed_lessons(some) == packed_lessons(list(some))
