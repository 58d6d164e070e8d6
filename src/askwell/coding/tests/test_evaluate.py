"""Agreement of two codings, checked on short calls whose figures can be counted by hand."""

from dataclasses import replace

import pytest

from askwell.coding.coded import CodedConversation, Unit
from askwell.coding.evaluate import evaluate_codings
from askwell.coding.evaluation_text import evaluation_text
from askwell.coding.matching import main_codes, matched_units
from askwell.coding.notation import read_coded_text
from askwell.method.terms import Code, LinkKind
from askwell.transcript.errors import BadInput

GOLD = read_coded_text("""
seller: {situation_question form=open: How many lines do you run?}
buyer: Four. {implied_need: The filler head jams twice a week.}
seller: {implication_question form=open: And what does a stop do to the Saturday orders?}
buyer: {explicit_need: We need it to run through the weekend.}
""")


def recoded(**codes: Code) -> CodedConversation:
    """GOLD with other codes by unit id."""
    return replace(GOLD, units=tuple(replace(unit, code=codes.get(unit.id, unit.code)) for unit in GOLD.units))


def test_a_coding_agrees_fully_with_itself() -> None:
    evaluation = evaluate_codings([GOLD], [GOLD])
    assert evaluation.turns[0].kappa.value == pytest.approx(1)
    assert evaluation.turns[0].alpha.value == pytest.approx(1)
    assert evaluation.codes[0].detection.f1 == 1
    assert evaluation.boundary.detection.f1 == 1
    assert evaluation.unitizing.alpha == pytest.approx(1)
    assert evaluation.attrs[0].kappa.observed == 1


def test_one_wrong_code_in_four_is_counted_as_such() -> None:
    evaluation = evaluate_codings([GOLD], [recoded(u0003=Code.PROBLEM_QUESTION)])
    turns = evaluation.turns[0].kappa
    assert (turns.n, turns.observed) == (4, 0.75)
    assert turns.expected == pytest.approx(3 / 16)
    assert turns.value == pytest.approx((0.75 - 3 / 16) / (1 - 3 / 16))
    scores = {score.code: score.detection for score in evaluation.codes}
    assert scores[Code.IMPLICATION_QUESTION].recall == 0
    assert scores[Code.PROBLEM_QUESTION].precision == 0
    assert (scores[None].hits, scores[None].gold, scores[None].predicted) == (3, 4, 4)


def test_units_match_only_with_half_of_the_shorter() -> None:
    long, near, far = (Unit("u0001", 0, start, end, Code.FEATURE) for start, end in ((0, 10), (6, 14), (6, 15)))
    assert matched_units([long], [near]) == [(long, near)]
    assert matched_units([long], [far]) == []


def test_one_unit_is_matched_once() -> None:
    whole = Unit("u0001", 0, 0, 20, Code.FEATURE)
    halves = [Unit("u0001", 0, 0, 10, Code.FEATURE), Unit("u0002", 0, 10, 20, Code.FEATURE)]
    assert len(matched_units([whole], halves)) == 1


def test_the_main_code_of_a_turn_has_most_characters_and_on_a_tie_comes_first() -> None:
    units = (
        Unit("u0001", 0, 0, 5, Code.FEATURE),
        Unit("u0002", 0, 5, 10, Code.ADVANTAGE),
        Unit("u0003", 2, 0, 3, Code.OTHER_QUESTION),
        Unit("u0004", 2, 3, 10, Code.SITUATION_QUESTION),
    )
    assert main_codes(replace(GOLD, units=units)) == {0: Code.FEATURE, 2: Code.SITUATION_QUESTION}


def test_intervals_resample_conversations() -> None:
    def named(coded: CodedConversation, name: str) -> CodedConversation:
        return replace(coded, conversation=replace(coded.conversation, id=name))

    wrong = recoded(u0003=Code.PROBLEM_QUESTION)
    gold = [named(GOLD, str(i)) for i in range(8)]
    pred = [named(wrong if i % 2 else GOLD, str(i)) for i in range(8)]
    scores = evaluate_codings(gold, pred).codes[0]
    assert scores.f1_interval.low is not None
    assert scores.f1_interval.high is not None
    assert 0.75 <= scores.f1_interval.low < scores.detection.f1 < scores.f1_interval.high <= 1


def test_conversations_on_one_side_only_are_named_and_left_out() -> None:
    other = replace(GOLD, conversation=replace(GOLD.conversation, id="other"))
    evaluation = evaluate_codings([GOLD, other], [GOLD])
    assert (evaluation.conversations, evaluation.only_gold) == (1, ("other",))


def test_sides_with_different_words_are_refused_with_the_turn() -> None:
    turns = (*GOLD.conversation.turns[:2], replace(GOLD.conversation.turns[2], text="Changed."))
    changed = replace(GOLD, conversation=replace(GOLD.conversation, turns=turns), units=())
    with pytest.raises(BadInput, match="turn 2"):
        evaluate_codings([GOLD], [changed])


def test_every_table_names_its_unit_of_analysis() -> None:
    text = evaluation_text(evaluate_codings([GOLD], [recoded(u0003=Code.PROBLEM_QUESTION)]))
    tables = [part for part in text.split("\n\n")[1:] if part]
    assert tables
    assert all("unit of analysis" in part for part in tables)


LINKED = read_coded_text("""
buyer: {implied_need#jam: The filler head jams.} {implied_need#bill: Billing is slow.}
seller: {implication_question ->jam deepens: And what does a stop do to the Saturday orders?}
""")


def test_a_link_counts_when_both_its_ends_are_in_their_places_whatever_their_codes() -> None:
    other_code = replace(
        LINKED, units=tuple(replace(unit, code=Code.EXPLICIT_NEED) if unit.turn == 0 else unit for unit in LINKED.units)
    )
    elsewhere = replace(
        LINKED,
        units=tuple(
            replace(unit, links=tuple(replace(link, to="u0002") for link in unit.links)) for unit in LINKED.units
        ),
    )
    for pred, hits in ((LINKED, 1), (other_code, 1), (elsewhere, 0)):
        every, deepens = evaluate_codings([LINKED], [pred]).links
        assert (every.kind, deepens.kind) == (None, LinkKind.DEEPENS)
        assert (deepens.detection.hits, deepens.detection.gold, deepens.detection.predicted) == (hits, 1, 1)
    assert "deepens" in evaluation_text(evaluate_codings([LINKED], [LINKED]))
