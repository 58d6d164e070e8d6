"""The notation: short coded calls as plain text."""

import pytest

from askwell.coding.notation import read_coded_text
from askwell.method.terms import Code, Form, LinkKind, Outcome, SaleSize, Side, Stage
from askwell.transcript.errors import BadInput

CALL = """
# lang: en
# sale: major
# objective: The plant manager agrees to a trial
## a comment
seller: Thanks. {situation_question form=open: How many lines do you run?}
buyer [00:12-00:15.5]: Four. {implied_need#a p=0.8: The filler head jams twice a week.} Sadly.
seller: {implication_question ->a deepens: What does a stop do to Saturday?}
buyer: Well.
"""


def test_a_written_call_becomes_turns_and_units() -> None:
    coded = read_coded_text(CALL)
    assert [turn.speaker for turn in coded.conversation.turns] == [Side.SELLER, Side.BUYER, Side.SELLER, Side.BUYER]
    assert coded.conversation.turns[1].text == "Four. The filler head jams twice a week. Sadly."
    assert coded.conversation.sale is SaleSize.MAJOR
    assert coded.conversation.objective == "The plant manager agrees to a trial"
    assert [unit.code for unit in coded.units][:3] == [
        Code.SITUATION_QUESTION,
        Code.IMPLIED_NEED,
        Code.IMPLICATION_QUESTION,
    ]


def test_a_unit_covers_exactly_its_words_and_keeps_attributes_and_links() -> None:
    coded = read_coded_text(CALL)
    question, need, implication, _ = coded.units
    assert coded.text_of(need) == "The filler head jams twice a week."
    assert need.p == 0.8
    assert question.attrs.form is Form.OPEN
    assert [(link.kind, link.to) for link in implication.links] == [(LinkKind.DEEPENS, need.id)]


def test_times_are_read_as_seconds() -> None:
    turns = read_coded_text(CALL + "buyer [1:00:02]: Late.\n").conversation.turns
    assert (turns[1].start, turns[1].end) == (12.0, 15.5)
    assert (turns[-1].start, turns[-1].end) == (3602.0, None)


def test_a_turn_without_units_carries_one_other_over_all_of_it() -> None:
    coded = read_coded_text(CALL)
    last = coded.units[-1]
    assert (last.code, coded.text_of(last)) == (Code.OTHER, "Well.")


def test_chinese_colons_serve_as_well() -> None:
    coded = read_coded_text("buyer：{implied_need：灌装头一周卡两次。}")
    assert coded.lang == "zh"
    assert coded.text_of(coded.units[0]) == "灌装头一周卡两次。"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("seller: {nonsense: Hello}", "line 1: 'nonsense' is not a code of a seller turn"),
        ("seller: Hello\nbuyer: {feature: It is blue}", "line 2: 'feature' is not a code"),
        ("# colour: red", "line 1: a header is"),
        ("# sale: huge", "line 1: sale must be one of"),
        ("# lang: fr", "line 1: lang must be"),
        ("someone: Hello", "line 1: a turn begins with"),
        ("seller: {feature It is blue}", "line 1: a unit is written"),
        ("seller: {: It is blue}", "line 1: a unit has no code"),
        ("seller: {feature ->a meets: It is blue}", "line 1: no unit is labelled 'a'"),
        ("seller: {feature#a: Blue} {feature#a: Red}", "line 1: label 'a' is used twice"),
        ("seller: {feature colour=red: Blue}", "line 1: 'colour' is no attribute"),
        ("seller: {feature p=much: Blue}", "line 1: p must be a number"),
        ("seller: {feature form=round: Blue}", "line 1: 'round' is not one of open"),
        ("seller: {feature ->a likes: Blue}", "line 1: 'likes' is not one of works_on"),
    ],
)
def test_a_fault_is_named_with_its_line(text: str, says: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_coded_text(text)
    assert says in str(caught.value)


def test_names_stages_outcome_and_industry_are_read() -> None:
    coded = read_coded_text(
        "# lang: en\n# industry: bottling\n# outcome: advance yes\n== preliminaries\nseller Nora Blake: Hello.\n"
        "== commitment\nseller Nora Blake: Friday?\nbuyer 贾主任: {agreement#yes: Friday.}\n"
    )
    assert [turn.name for turn in coded.conversation.turns] == ["Nora Blake", "Nora Blake", "贾主任"]
    assert [(span.stage, span.first, span.last) for span in coded.stages] == [
        (Stage.PRELIMINARIES, 0, 0),
        (Stage.COMMITMENT, 1, 2),
    ]
    assert coded.outcome is not None
    assert (coded.outcome.label, coded.outcome.units) == (Outcome.ADVANCE, ("u0003",))
    assert coded.conversation.extra["industry"] == "bottling"


@pytest.mark.parametrize("line", ["== closing", "# outcome: triumph", "# outcome: advance nowhere"])
def test_an_unknown_stage_or_outcome_is_bad_input(line: str) -> None:
    with pytest.raises(BadInput):
        read_coded_text(f"{line}\nseller: Hello.\n")
