"""Agreement of two codings, checked on short calls whose figures can be counted by hand."""

from dataclasses import replace

import pytest

from askwell.coding.coded import CodedConversation, Unit
from askwell.coding.evaluate import Evaluation, evaluate_codings
from askwell.coding.evaluation_codes import Confusion
from askwell.coding.evaluation_groups import form_of
from askwell.coding.evaluation_text import evaluation_text
from askwell.coding.matching import main_codes, matched_units
from askwell.coding.notation import read_coded_text
from askwell.method.terms import Code, Form, LinkKind
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


def named(coded: CodedConversation, name: str, **more: str) -> CodedConversation:
    """A coding under another id, and what else its conversation says of itself."""
    return replace(coded, conversation=replace(coded.conversation, id=name, extra=more))


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


def test_each_code_is_held_against_all_others_where_both_coded() -> None:
    evaluation = evaluate_codings([GOLD], [recoded(u0003=Code.PROBLEM_QUESTION)])
    scores = {score.code: score.coefficients.kappa for score in evaluation.codes}
    assert (scores[None].n, scores[None].observed) == (4, 0.75)
    assert (scores[Code.IMPLICATION_QUESTION].observed, scores[Code.IMPLICATION_QUESTION].value) == (0.75, 0)
    assert scores[Code.IMPLIED_NEED].value == pytest.approx(1)


def test_what_was_taken_for_what_comes_most_frequent_first() -> None:
    told = recoded(u0001=Code.OTHER_QUESTION, u0003=Code.PROBLEM_QUESTION)
    once = recoded(u0003=Code.PROBLEM_QUESTION)
    evaluation = evaluate_codings([named(GOLD, "a"), named(GOLD, "b")], [named(told, "a"), named(once, "b")])
    assert evaluation.confusions == (
        Confusion(Code.IMPLICATION_QUESTION, Code.PROBLEM_QUESTION, 2, 2),
        Confusion(Code.SITUATION_QUESTION, Code.OTHER_QUESTION, 1, 2),
    )
    assert "2 of 2" in evaluation_text(evaluation)


def test_calibration_is_told_by_code() -> None:
    told = replace(GOLD, units=tuple(replace(unit, p=0.8) for unit in GOLD.units))
    wrong = replace(told, units=(*told.units[:3], replace(told.units[3], code=Code.IMPLIED_NEED)))
    evaluation = evaluate_codings([GOLD], [wrong])
    found = {score.code: score.calibration for score in evaluation.codes}
    assert (found[Code.IMPLIED_NEED].n, found[Code.IMPLIED_NEED].right) == (2, 0.5)
    assert found[Code.IMPLIED_NEED].error == pytest.approx(0.3)
    assert evaluation.calibration_error == found[None].error == pytest.approx(0.05)


ASKED = read_coded_text("""
# lang: en
seller: {situation_question form=open: How many lines do you run?}
buyer: Four.
seller: {problem_question form=closed: Do they jam?}
buyer: At times.
seller: {problem_question form=open: Where do they jam?}
""")


def with_forms(*forms: Form | None) -> CodedConversation:
    """ASKED with other forms of its three questions."""
    found = iter(forms)
    asked = (unit.code in (Code.SITUATION_QUESTION, Code.PROBLEM_QUESTION) for unit in ASKED.units)
    units = [
        replace(unit, attrs=replace(unit.attrs, form=next(found))) if question else unit
        for unit, question in zip(ASKED.units, asked, strict=True)
    ]
    return replace(ASKED, units=tuple(units))


def test_an_attribute_that_is_left_out_counts_in_macro_f1_but_not_in_kappa() -> None:
    (form,) = evaluate_codings([ASKED], [with_forms(Form.OPEN, Form.CLOSED, None)]).attrs
    assert (form.key, form.lang, form.kappa.n, form.given) == ("form", None, 2, 3)
    assert form.kappa.value == pytest.approx(1)
    assert form.macro_f1 == pytest.approx((2 / 3 + 1) / 2)


def test_an_attribute_never_predicted_scores_nothing_and_one_never_in_gold_has_no_scores() -> None:
    (form,) = evaluate_codings([ASKED], [with_forms(None, None, None)]).attrs
    assert (form.kappa.value, form.given, form.macro_f1) == (None, 3, 0)
    assert evaluate_codings([with_forms(None, None, None)], [ASKED]).attrs == ()


def by_kind(evaluation: Evaluation, kind: str) -> list[tuple[str, int]]:
    return [(group.name, group.conversations) for group in evaluation.groups if group.kind == kind]


def test_calls_are_grouped_by_language_form_and_industry() -> None:
    wrong = recoded(u0001=Code.PROBLEM_QUESTION, u0003=Code.PROBLEM_QUESTION)
    bare = tuple(replace(turn, text=turn.text.replace(".", " ").replace("?", " ")) for turn in GOLD.conversation.turns)
    spoken = replace(wrong, lang="zh", conversation=replace(GOLD.conversation, turns=bare))
    gold = [named(GOLD, "a", industry="pumps"), named(GOLD, "b"), named(replace(spoken, units=GOLD.units), "c")]
    evaluation = evaluate_codings(gold, [named(GOLD, "a"), named(GOLD, "b"), named(spoken, "c")])
    assert by_kind(evaluation, "language") == [("en", 2), ("zh", 1)]
    assert by_kind(evaluation, "form") == [("punctuated", 2), ("unpunctuated", 1)]
    assert by_kind(evaluation, "industry") == [("not named", 2), ("pumps", 1)]
    zh = next(group for group in evaluation.groups if group.name == "zh")
    assert (zh.turns.kappa.observed, zh.units.detection.f1) == (0.5, 0.5)


def test_one_group_of_a_kind_is_no_group() -> None:
    assert evaluate_codings([GOLD], [GOLD]).groups == ()


@pytest.mark.parametrize(
    ("turns", "form"),
    [
        (["what does it cost", "one point 2 million", "说不好 看情况"], "unpunctuated"),
        (["What does it cost?", "Dear"], "punctuated"),
        (["一天几车？", "八车"], "punctuated"),
    ],
)
def test_a_call_without_marks_is_unpunctuated(turns: list[str], form: str) -> None:
    talk = read_coded_text("\n".join(f"buyer: {text}" for text in turns))
    assert form_of(talk) == form


def test_columns_stand_under_each_other_in_chinese_too() -> None:
    gold = [named(GOLD, "a", industry="水泵"), named(GOLD, "b", industry="pumps and pipes")]
    lines = evaluation_text(evaluate_codings(gold, gold)).splitlines()
    one, two = (next(line for line in lines if name in line) for name in ("水泵", "pumps and pipes"))
    assert len(one) + len("水泵") == len(two)
