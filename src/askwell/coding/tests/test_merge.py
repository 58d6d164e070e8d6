"""Decisions over a coding: corrected, undone, re-attached, never lost."""

import itertools
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from askwell.coding.coded import Attrs, CodedConversation, Link, Unit
from askwell.coding.merge import Anchor, Decision, DecisionKind, decisions_in_force, locate, merge
from askwell.method.terms import Code, Concern, Form, LinkKind, NeedOf, ObjectionClass, Outcome, Side, Want
from askwell.transcript.conversation import Conversation, Turn, digest

TALK = Conversation(
    id="a",
    turns=(
        Turn(Side.SELLER, "How many lines do you run? And does the filler jam?"),
        Turn(Side.BUYER, "Four. 灌装头一周卡两次。"),
    ),
)
CODING = CodedConversation(
    conversation=TALK,
    lang="en",
    digest=digest(TALK),
    model="machine/1",
    units=(
        Unit("u0001", 0, 0, 26, Code.SITUATION_QUESTION, 0.8),
        Unit("u0002", 0, 27, 51, Code.SITUATION_QUESTION, 0.5),
        Unit("u0003", 1, 6, 15, Code.IMPLIED_NEED, 0.9),
    ),
)


def decide(number: int, kind: DecisionKind, turn: int, start: int, end: int, **value: object) -> Decision:
    text = TALK.turns[turn].text[start:end]
    return Decision(str(number), kind, Anchor(turn, start, end, text), value, author="Ana")


def codes(coded: CodedConversation) -> list[tuple[int, int, int, str]]:
    return [(unit.turn, unit.start, unit.end, unit.code.value) for unit in coded.units]


def test_without_decisions_the_machine_layer_stands() -> None:
    assert merge(CODING, ()).coded is CODING


def test_a_correction_recodes_the_unit_and_names_the_person() -> None:
    merged = merge(CODING, [decide(1, DecisionKind.CODE_SPAN, 0, 27, 51, code="problem_question")]).coded
    assert codes(merged)[1] == (0, 27, 51, "problem_question")
    assert merged.units[1].p == 1.0
    assert (merged.layer.by, merged.layer.coder, merged.layer.over) == ("person", "Ana", "machine/1")


def test_a_benefit_is_linked_to_the_want_a_person_names_and_to_no_other() -> None:
    turns = (
        Turn(Side.BUYER, "I want my Saturdays back. I want it quiet."),
        Turn(Side.SELLER, "You are done by Friday."),
    )
    talk = Conversation(id="b", turns=turns)
    units = (
        Unit("u0001", 0, 0, 25, Code.EXPLICIT_NEED),
        Unit("u0002", 0, 26, 42, Code.EXPLICIT_NEED),
        Unit("u0003", 1, 0, 23, Code.BENEFIT, links=(Link(LinkKind.MEETS, "u0002"),)),
    )
    coding = CodedConversation(talk, "en", digest(talk), "machine/1", units)

    def said(want: str, **more: object) -> Unit:
        value = {"code": "benefit", "attrs": {"want": want}, **more}
        decision = Decision("1", DecisionKind.CODE_SPAN, Anchor(1, 0, 23, turns[1].text), value)
        return merge(coding, [decision]).coded.units[2]

    first = {"turn": 0, "start": 0, "end": 25, "text": "I want my Saturdays back."}
    assert said("met", meets=first).links == (Link(LinkKind.MEETS, "u0001"),)
    assert (said("unmet").links, said("unmet").attrs.want) == ((), Want.UNMET)
    elsewhere = said("met", meets=None)
    assert (elsewhere.links, elsewhere.attrs.want) == ((), Want.MET)
    value = {"code": "benefit", "attrs": {"want": "met"}, "meets": {**first, "text": "I want my Sundays back."}}
    lost = Decision("1", DecisionKind.CODE_SPAN, Anchor(1, 0, 23, turns[1].text), value)
    merged = merge(coding, [lost])
    assert (merged.coded.units[2].links, merged.coded.units[2].attrs.want) == ((), None)
    assert merged.unattached == (lost,)


def test_undo_brings_the_machine_layer_back_and_undoing_the_undo_the_correction() -> None:
    correction = decide(1, DecisionKind.CODE_SPAN, 0, 27, 51, code="problem_question")
    undo = decide(2, DecisionKind.UNDO, 0, 27, 51, decision="1")
    redo = decide(3, DecisionKind.UNDO, 0, 27, 51, decision="2")
    assert merge(CODING, [correction, undo]).coded is CODING
    assert decisions_in_force([correction, undo, redo]) == (correction,)


def test_a_new_span_is_carved_out_of_the_unit_it_lies_in() -> None:
    merged = merge(CODING, [decide(1, DecisionKind.CODE_SPAN, 0, 31, 51, code="problem_question")]).coded
    assert codes(merged) == [
        (0, 0, 26, "situation_question"),
        (0, 27, 31, "situation_question"),
        (0, 31, 51, "problem_question"),
        (1, 6, 15, "implied_need"),
    ]


def test_a_cleared_turn_carries_one_other_over_its_whole_text() -> None:
    merged = merge(CODING, [decide(1, DecisionKind.CLEAR_SPAN, 1, 6, 15)]).coded
    assert codes(merged)[-1] == (1, 0, len(TALK.turns[1].text), "other")


def test_an_overruled_outcome_cites_the_units_it_quotes() -> None:
    merged = merge(CODING, [decide(1, DecisionKind.SET_OUTCOME, 1, 6, 15, label="continuation")]).coded
    assert merged.outcome is not None
    assert (merged.outcome.label, merged.outcome.units) == (Outcome.CONTINUATION, ("u0003",))


def test_a_decision_follows_its_words_into_another_turn() -> None:
    moved = replace(TALK, turns=(Turn(Side.SELLER, "Morning."), *TALK.turns))
    assert locate(Anchor(1, 6, 15, TALK.turns[1].text[6:15]), moved) == (2, 6, 15)


def test_a_decision_whose_words_are_gone_is_listed_not_lost() -> None:
    gone = Decision("9", DecisionKind.CODE_SPAN, Anchor(0, 0, 5, "never said"), {"code": "other"})
    assert merge(CODING, [gone]).unattached == (gone,)


@given(st.integers(0, 50), st.integers(1, 51), st.sampled_from([Code.FEATURE, Code.PROBLEM_QUESTION]))
def test_units_stay_sorted_and_apart_whatever_span_is_chosen(start: int, end: int, code: Code) -> None:
    if start >= end:
        return
    units = merge(CODING, [decide(1, DecisionKind.CODE_SPAN, 0, start, end, code=code.value)]).coded.units
    assert [unit.id for unit in units] == [f"u{i:04}" for i in range(1, len(units) + 1)]
    for left, right in itertools.pairwise(units):
        assert left.start < left.end
        assert (left.turn, left.end) <= (right.turn, right.start)


def test_what_a_correction_leaves_of_a_unit_without_a_word_goes() -> None:
    merged = merge(CODING, [decide(1, DecisionKind.CODE_SPAN, 0, 27, 50, code="problem_question")]).coded
    assert codes(merged)[:2] == [(0, 0, 26, "situation_question"), (0, 27, 50, "problem_question")]
    assert codes(merged)[2][0] == 1


def test_a_confirmed_unit_keeps_what_was_known_of_it() -> None:
    known = replace(CODING.units[1], attrs=Attrs(form=Form.CLOSED), links=(Link(LinkKind.WORKS_ON, "u0001"),))
    coding = replace(CODING, units=(CODING.units[0], known, CODING.units[2]))
    confirmed = merge(coding, [decide(1, DecisionKind.CODE_SPAN, 0, 27, 51, code="situation_question")]).coded.units[1]
    changed = merge(coding, [decide(1, DecisionKind.CODE_SPAN, 0, 27, 51, code="problem_question")]).coded.units[1]
    assert (confirmed.p, confirmed.attrs, confirmed.links) == (1.0, known.attrs, known.links)
    assert (changed.attrs, changed.links) == (Attrs(), ())


def test_what_a_person_says_of_a_unit_overrules_what_was_known_of_it_and_nothing_else() -> None:
    known = Attrs(objection_class=ObjectionClass.DOUBT, concern=Concern.PRICE)
    objection = replace(CODING.units[2], code=Code.OBJECTION, attrs=known, links=(Link(LinkKind.CAUSED_BY, "u0001"),))
    coding = replace(CODING, units=(*CODING.units[:2], objection))
    told = {"objection_class": "hesitation"}
    found = merge(coding, [decide(1, DecisionKind.CODE_SPAN, 1, 6, 15, code="objection", attrs=told)]).coded.units[2]
    assert found.attrs == replace(known, objection_class=ObjectionClass.HESITATION)
    assert found.links == objection.links


def test_what_a_person_says_is_not_so_is_cleared() -> None:
    known = Attrs(objection_class=ObjectionClass.DOUBT, concern=Concern.VALUE)
    objection = replace(CODING.units[2], code=Code.OBJECTION, attrs=known)
    coding = replace(CODING, units=(*CODING.units[:2], objection, *CODING.units[3:]))
    told = {"objection_class": "doubt", "concern": None}
    found = merge(coding, [decide(1, DecisionKind.CODE_SPAN, 1, 6, 15, code="objection", attrs=told)]).coded.units[2]
    assert found.attrs == Attrs(objection_class=ObjectionClass.DOUBT)


def test_words_of_the_buyer_are_linked_to_those_a_person_says_tell_the_same_need() -> None:
    turns = (Turn(Side.BUYER, "The filler jams. Billing is slow."), Turn(Side.BUYER, "Shops send pallets back."))
    talk = Conversation(id="b", turns=turns)
    units = (
        Unit("u0001", 0, 0, 16, Code.IMPLIED_NEED),
        Unit("u0002", 0, 17, 33, Code.IMPLIED_NEED),
        Unit("u0003", 1, 0, 24, Code.IMPLIED_NEED),
    )
    coding = CodedConversation(talk, "en", digest(talk), "machine/1", units)

    def said(**more: object) -> tuple[Unit, bool]:
        value = {"code": "implied_need", **more}
        merged = merge(coding, [Decision("1", DecisionKind.CODE_SPAN, Anchor(1, 0, 24, turns[1].text), value)])
        return merged.coded.units[2], bool(merged.unattached)

    first = {"turn": 0, "start": 0, "end": 16, "text": "The filler jams."}
    told, lost = said(attrs={"need": "told"}, tells=first)
    assert (told.links, told.attrs.need, lost) == ((Link(LinkKind.WORKS_ON, "u0001"),), NeedOf.TOLD, False)
    own, lost = said(attrs={"need": "own"})
    assert (own.links, own.attrs.need, lost) == ((), NeedOf.OWN, False)
    told, lost = said(attrs={"need": "told"}, tells={**first, "text": "The filler leaks."})
    assert (told.links, told.attrs.need, lost) == ((), None, True)


def test_what_was_decided_of_words_that_are_the_other_sides_now_is_kept_and_not_laid_over() -> None:
    asked = decide(1, DecisionKind.CODE_SPAN, 0, 27, 51, code="problem_question")
    swapped = replace(TALK, turns=(replace(TALK.turns[0], speaker=Side.BUYER), TALK.turns[1]))
    machine = replace(CODING, conversation=swapped, units=())
    merged = merge(machine, (asked,))
    assert merged.unattached == (asked,)
    assert [unit.code for unit in merged.coded.units] == [Code.OTHER, Code.OTHER]
