"""The worst errors, on a short call in which each is known."""

from dataclasses import replace

import pytest

from askwell.coding.coded import CodedConversation, Unit
from askwell.coding.evaluation_errors import worst_errors
from askwell.coding.evaluation_text import LONGEST, errors_text
from askwell.coding.notation import read_coded_text
from askwell.method.terms import Code
from askwell.transcript.errors import BadInput

GOLD = read_coded_text("""
# lang: en
seller: {situation_question: How many lines do you run?} {problem_question: And do they jam?}
buyer: Four. {implied_need: They jam twice a week.}
seller: {feature: Ours has two heads.}
""")
LONG = GOLD.units[0]


def told(*units: Unit) -> CodedConversation:
    return replace(GOLD, units=units)


def changed(unit_id: str, code: Code, p: float) -> Unit:
    return replace(GOLD.unit(unit_id), code=code, p=p)


def test_the_surest_come_first_with_the_turn_before() -> None:
    pred = told(
        changed("u0001", Code.SITUATION_QUESTION, 0.99),
        changed("u0002", Code.IMPLICATION_QUESTION, 0.7),
        changed("u0003", Code.OBJECTION, 0.9),
        changed("u0004", Code.BENEFIT, 0.4),
    )
    one, two = worst_errors([GOLD], [pred], 2)
    assert (one.turn, one.gold, one.told, one.p) == (1, Code.IMPLIED_NEED, Code.OBJECTION, 0.9)
    assert (one.words, one.before) == ("They jam twice a week.", GOLD.conversation.turns[0])
    assert (two.turn, two.gold, two.told, two.before) == (0, Code.PROBLEM_QUESTION, Code.IMPLICATION_QUESTION, None)


def test_a_unit_that_is_only_cut_otherwise_is_no_error() -> None:
    halves = [replace(LONG, start=0, end=13), replace(LONG, id="u0009", start=13)]
    assert worst_errors([GOLD], [told(*halves, *GOLD.units[1:])], 9) == ()


def test_words_that_gold_leaves_uncoded_are_an_error_without_a_gold_code() -> None:
    yes = Unit("u0009", 1, 0, 5, Code.AGREEMENT, p=0.8)
    (error,) = worst_errors([GOLD], [told(*GOLD.units[:2], yes, *GOLD.units[2:])], 9)
    assert (error.words, error.gold, error.told) == ("Four.", None, Code.AGREEMENT)


def test_the_text_shows_both_codes_and_cuts_long_turns() -> None:
    turns = (replace(GOLD.conversation.turns[0], text=GOLD.conversation.turns[0].text + " Well?" * 60),)
    gold = replace(GOLD, conversation=replace(GOLD.conversation, turns=(*turns, *GOLD.conversation.turns[1:])))
    pred = replace(gold, units=(*gold.units[:2], changed("u0003", Code.OBJECTION, 0.9), *gold.units[3:]))
    text = errors_text(worst_errors([gold], [pred], 5))
    assert "call, turn 1: gold implied_need, predicted objection at p 0.9000" in text
    assert "words   buyer: They jam twice a week." in text
    assert max(map(len, text.splitlines())) < LONGEST + 40
    assert "before  seller: …" in text
    assert "unit of analysis" in text
    assert "unit of analysis" in errors_text(())


def test_sides_that_do_not_fit_are_refused() -> None:
    with pytest.raises(BadInput, match="no conversation in common"):
        worst_errors([GOLD], [replace(GOLD, conversation=replace(GOLD.conversation, id="b"))], 5)
