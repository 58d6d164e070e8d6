"""Lines of a catalogue as people write them, made into one sentence that can be said (M24)."""

from dataclasses import replace

import pytest

from askwell.counsel.plans.fabe import NO_EVIDENCE, build_statements, points_of
from askwell.counsel.plans.offer import Offer, best_pair
from askwell.counsel.plans.phrasing import statement_of
from askwell.counsel.plans.shapes import Shape, inside, shape_of
from askwell.counsel.plans.tests.deals import FILLER, GROWN, MAJOR, standing
from askwell.deal.facts import ProofSaid
from askwell.deal.steps import Standing
from askwell.method.loader import load_codebook

SHAPES = {
    "Twenty-two measuring points": Shape.THING,
    "A list every Monday that names the part": Shape.THING,
    "Early warning of a failing bearing": Shape.THING,
    "Fewer stops in the wash-down": Shape.THING,
    "No payment in April and May": Shape.THING,
    "Local stock in Leeds": Shape.THING,
    "Readings every minute": Shape.THING,
    "Takes the Friday report of the stock system": Shape.DOES,
    "Records every shot": Shape.DOES,
    "Alarms by text message": Shape.DOES,
    "warn the shift before the bearing fails": Shape.CAN,
    "to withstand caustic": Shape.CAN,
    "Cleaning one head while the other fills": Shape.DOING,
    "Made of stainless steel": Shape.IS,
    "Waterproof to ten metres": Shape.IS,
    "one head is cleaned while the other fills": Shape.CLAUSE,
    "Cover follows the stock, whoever is on holiday": Shape.CLAUSE,
    "Two more fitters learn what only one man knows": Shape.CLAUSE,
    "it has two filler heads": Shape.CLAUSE,
    "Nothing leaks": Shape.CLAUSE,
    "直接读取压铸机控制器": Shape.DOES,
    "支持 OPC UA 接口": Shape.DOES,
    "不锈钢外壳": Shape.THING,
    "两个灌装头": Shape.THING,
    "机器有两个灌装头": Shape.CLAUSE,
    "复配铜缓蚀剂": Shape.THING,
}


@pytest.mark.method("M24")
@pytest.mark.parametrize(("line", "shape"), SHAPES.items())
def test_what_a_line_is_told_by_its_first_words(line: str, shape: Shape) -> None:
    assert shape_of(line) is shape


@pytest.mark.method("M24")
@pytest.mark.parametrize(
    ("line", "as_feature", "as_function"),
    [
        ("shows trends per shift", Shape.DOES, Shape.DOES),
        ("summarises the night", Shape.DOES, Shape.DOES),
        ("answers the phone within two minutes", Shape.THING, Shape.DOES),
        ("texts the supervisor", Shape.THING, Shape.DOES),
        ("spares within a day", Shape.THING, Shape.THING),
        ("our engineers live nearby", Shape.CLAUSE, Shape.CLAUSE),
        ("installed in a weekend", Shape.IS, Shape.IS),
        ("ISO 9001 certified", Shape.IS, Shape.IS),
        ("can be cleaned with a hose", Shape.DOES, Shape.DOES),
        ("helping managers plan the next day", Shape.THING, Shape.DOING),
        ("patented", Shape.IS, Shape.IS),
        ("reports per shift", Shape.THING, Shape.THING),
        ("monitor temperature in each bay", Shape.THING, Shape.CAN),
        ("display of the last ten alarms", Shape.THING, Shape.THING),
    ],
)
def test_a_word_that_may_be_a_verb_is_one_where_a_function_is_told(
    line: str, as_feature: Shape, as_function: Shape
) -> None:
    assert (shape_of(line), shape_of(line, function=True)) == (as_feature, as_function)


EN = "For you, that answers what you asked for: “I want to know on Monday”."
ZH = "对您而言，这就回应了您提过的“早点喊我一声”"


@pytest.mark.method("M24")
@pytest.mark.parametrize(
    ("feature", "function", "begins"),
    [
        ("Two heads.", "Fewer stops", "Because of its two heads, you have fewer stops."),
        (
            "A list every Monday",
            "Says which part is next",
            "Because of its list every Monday, it says which part is next.",
        ),
        ("No moving parts", "to run without a stop", "Because it has no moving parts, it can run without a stop."),
        ("OPC UA interface", "reading all PLCs", "Because of its OPC UA interface, it allows reading all PLCs."),
        ("Waterproof to ten metres", "Nothing rusts", "Because it is waterproof to ten metres, nothing rusts."),
        ("the pump has no seals", "Teaches the shift", "Because the pump has no seals, it teaches the shift."),
        ("直接读控制器", "Reads it all", "Because it has what we call “直接读控制器”, it reads it all."),
    ],
)
def test_lines_of_any_shape_make_a_sentence(feature: str, function: str, begins: str) -> None:
    assert statement_of(feature, function, "I want to know on Monday.", "") == (f"{begins} {EN}", "en")


@pytest.mark.method("M24")
@pytest.mark.parametrize(
    ("feature", "function", "begins"),
    [
        ("直接读取压铸机控制器。", "能在四分钟内追到单件", "因为它直接读取压铸机控制器，所以能在四分钟内追到单件"),
        ("机器打码、机器读码", "四分钟的追溯速度", "因为它的特点是机器打码、机器读码，所以可以做到四分钟的追溯速度"),
        ("两个灌装头", "一个清洗时另一个照常灌装", "因为它有两个灌装头，所以一个清洗时另一个照常灌装"),
        ("不锈钢外壳", "防水", "因为它的特点是不锈钢外壳，所以可以做到防水"),
        ("五分钟传一次温度", "超温马上报警", "因为它五分钟传一次温度，所以超温马上报警"),
        ("24小时不间断监测", "随时能查", "因为它24小时不间断监测，所以随时能查"),
        ("三年质保", "随时能查", "因为它有三年质保，所以随时能查"),
        ("按围栏判断到货的平台", "随时能查", "因为它采用按围栏判断到货的平台，所以随时能查"),
        ("自动记录每一车的温度", "随时能查", "因为它自动记录每一车的温度，所以随时能查"),
        ("内置国密认证的芯片", "随时能查", "因为它内置国密认证的芯片，所以随时能查"),
        ("按月自动出的对账单", "随时能查", "因为它有按月自动出的对账单，所以随时能查"),
        ("Stainless body", "不停机清洗", "因为它有“Stainless body”这一特点，所以不停机清洗"),
    ],
)
def test_lines_of_any_shape_make_a_sentence_in_chinese(feature: str, function: str, begins: str) -> None:
    assert statement_of(feature, function, "早点喊我一声。", "") == (f"{begins}；{ZH}。", "zh")


@pytest.mark.method("M24")
@pytest.mark.parametrize(
    ("evidence", "ends"),
    [
        ("Cawood: nine of eleven faults found.", "You can check this: Cawood – nine of eleven faults found."),
        ("A letter signed by the works", "You can see it for yourself: a letter signed by the works."),
        ("See the report of 12 March", "You can see it for yourself: the report of 12 March."),
        ("certified by TÜV", "This bears it out: it is certified by TÜV."),
        ("Already runs at three plants", "Others already have it: it runs at three plants."),
        ("already in use at three plants", "Others already have it: in use at three plants."),
        ("第三方检测报告", "You can see it for yourself: 第三方检测报告."),
    ],
)
def test_the_proof_closes_the_sentence(evidence: str, ends: str) -> None:
    assert statement_of("Two heads", "Fewer stops", "x", evidence)[0].endswith(ends)


@pytest.mark.method("M24")
@pytest.mark.parametrize(
    ("evidence", "ends"),
    [
        ("已在三家同行用了两年。", "；已经在三家同行用了两年。"),
        ("第三方检测报告", "；可以给您看：第三方检测报告。"),
        ("宁波恒达，一年没换过", "；目前可以查到的是：宁波恒达，一年没换过。"),
    ],
)
def test_the_proof_closes_the_sentence_in_chinese(evidence: str, ends: str) -> None:
    assert statement_of("两个灌装头", "不停机清洗", "x", evidence)[0].endswith(ends)


@pytest.mark.method("M24")
def test_a_want_is_credited_to_who_stated_it() -> None:
    said = statement_of("Two heads", "Fewer stops", "fewer stops", "", "Gareth")[0]
    assert said.endswith("that answers what Gareth asked for: “fewer stops”.")
    assert "这就回应了孙敏提过的“少停机”" in statement_of("两个灌装头", "少停机", "少停机", "", "孙敏")[0]
    assert "what was asked for: “fewer stops”" in statement_of("Two heads", "Fewer stops", "fewer stops", "", "")[0]


@pytest.mark.parametrize(
    ("line", "written"),
    [("Two heads", "two heads"), ("PLC reader", "PLC reader"), ("German steel", "German steel"), ("A list", "a list"),
     ("Tarn Lyle service", "Tarn Lyle service")],
)  # fmt: skip
def test_only_what_is_no_name_is_written_small_inside(line: str, written: str) -> None:
    assert inside(line) == written


@pytest.mark.method("M24")
def test_a_function_is_what_the_feature_in_its_place_does() -> None:
    offer = Offer(
        "Cover", ("Takes the Friday report", "Ten instalments"), ("Cover follows the stock", "Nothing up front")
    )
    assert best_pair(offer, "the stock is under-declared") == ("Takes the Friday report", "Cover follows the stock")
    assert best_pair(offer, "ten instalments, nothing up front") == ("Ten instalments", "Nothing up front")
    lone = Offer("Cover", ("Takes the Friday report",), ("Nothing up front", "Cover follows the stock"))
    assert best_pair(lone, "cover for the stock")[1] == "Cover follows the stock"


@pytest.mark.method("M26")
def test_where_nothing_proves_it_a_proof_not_yet_agreed_is_proposed() -> None:
    bare = [replace(FILLER, evidence=())]
    visit = ProofSaid("proof.reference_visit")
    before, after = (
        build_statements(standing(GROWN, sale=MAJOR, proofs=proofs), bare, {}, {}).built[0].proof
        for proofs in ((), (visit,))
    )
    name = load_codebook().entry("proof.reference_visit").name.en
    assert before is not None
    assert before.en.startswith(name)
    assert after is not None
    assert not after.en.startswith(name)


@pytest.mark.method("M24")
@pytest.mark.parametrize(
    ("feature", "function", "begins"),
    [
        ("永磁变频电机", "低负荷时少用电", "因为它采用永磁变频电机，"),
        ("四分钟的追溯速度", "当班就能查清", "因为它的特点是四分钟的追溯速度，"),
        ("hollow-fibre membranes", "filters without any earth", "Because of its hollow-fibre membranes, it filters"),
        ("a crawler on tracks", "one man washes every net in turn", "Because of its crawler on tracks, one man washes"),
    ],
)
def test_a_part_is_built_in_and_a_verb_has_its_subject(feature: str, function: str, begins: str) -> None:
    assert statement_of(feature, function, "安静", "")[0].startswith(begins)


@pytest.mark.method("M24")
def test_of_evidence_that_proves_something_else_none_is_taken() -> None:
    given = standing(GROWN, sale=MAJOR)
    label = given.state.needs[0].label
    built = build_statements(given, [FILLER], {}, {label: {"evidence": NO_EVIDENCE}}).built[0]
    assert built.proven_by == ""
    assert FILLER.evidence[0] not in built.text
    assert built.proof is not None


STOPS = GROWN + "buyer Bo: {explicit_need: The crew has to see each stop at once.}\n"


def as_one_need(apart: Standing) -> Standing:
    """The same with everything told of one need, the first."""
    first, *_ = needs = apart.state.needs
    merged = replace(first, evidence=tuple(anchor for need in needs for anchor in need.evidence))
    return replace(apart, state=replace(apart.state, needs=(merged,)))


@pytest.mark.method("M24")
def test_another_want_told_with_a_need_has_a_statement_where_other_points_answer_it() -> None:
    given = as_one_need(standing(STOPS, sale=MAJOR))
    first, second = build_statements(given, [FILLER], {}, {}).built
    want = "The crew has to see each stop at once."
    assert (first.points_of, second.points_of) == (first.need, points_of(first.need, want))
    assert second.function == "the crew sees each stop at once"
    assert "see each stop at once" in second.text
    chosen = {second.points_of: {"feature": FILLER.features[0], "function": FILLER.functions[0]}}
    again = build_statements(given, [FILLER], {}, chosen).built
    assert [one.function for one in again] == [FILLER.functions[0]] * 2


CRAWLER = Offer(
    name="Net crawler",
    features=("a crawler on tracks that stays on the site", "nozzles at sixty bar with soft strips"),
    functions=("one man washes every net in turn", "it washes without hurting the gills"),
    solves=("The nets foul",),
)
WANTS = """
seller Ana: {problem_question: What troubles you?}
buyer Bo: {implied_need: The nets foul and the gills suffer.}
seller Ana: {need_payoff_question: What would help?}
buyer Bo: {explicit_need: I want a wash of the nets that leaves the gills alone.}
"""


@pytest.mark.method("M24")
def test_words_that_every_point_holds_tie_none_of_them_to_a_want() -> None:
    (built,) = build_statements(standing(WANTS, sale=MAJOR), [CRAWLER], {}, {}).built
    assert built.function == "it washes without hurting the gills"
    one = replace(CRAWLER, functions=("one man washes every net in turn", "it washes without any fuss"))
    (loose,) = build_statements(standing(WANTS, sale=MAJOR), [one], {}, {}).built
    assert loose.text == ""


@pytest.mark.method("M24")
def test_what_is_said_of_one_want_says_nothing_of_another_told_with_it() -> None:
    given = as_one_need(standing(STOPS, sale=MAJOR))
    (merged,) = given.state.needs
    own = points_of(merged.label, "The crew has to see each stop at once.")
    found = build_statements(given, [FILLER], {merged.label: ""}, {})
    assert [one.reason for one in found.refused] == ["none_of_ours"]
    assert own in [one.points_of for one in found.built]
    found = build_statements(given, [FILLER], {own: ""}, {})
    assert [(one.reason, one.points_of) for one in found.refused] == [("none_of_ours", own)]
    assert [one.points_of for one in found.built] == [merged.label]


@pytest.mark.method("M24")
def test_evidence_of_the_problem_is_none_of_another_want_told_with_it() -> None:
    lines = ("Alder Mill lost two jams of the filler head in a year", "Marlow measured a quarter less gas")
    wants = GROWN + "buyer Bo: {explicit_need: And we want the gas bill down.}\n"
    given = as_one_need(standing(wants, sale=MAJOR))
    offer = replace(FILLER, evidence=lines, functions=(FILLER.functions[0], "the burner saves a quarter of the gas"))
    proofs = {one.function: one.proven_by for one in build_statements(given, [offer], {}, {}).built}
    assert proofs == {FILLER.functions[0]: lines[0], "the burner saves a quarter of the gas": lines[1]}


@pytest.mark.method("M24")
@pytest.mark.parametrize("apart", [True, False], ids=["needs", "wants of one need"])
def test_wants_beyond_what_a_plan_has_room_for_are_told(apart: bool) -> None:
    things = ("gas bill", "paint", "floor", "roof", "lorry", "canteen", "gate", "noise", "glue", "pallets")
    things += ("scales", "forks", "doors", "lamps", "ovens", "belts", "hoses", "labels", "masks", "tanks", "valves")
    wants = [f"We want better {thing}." for thing in things]
    given = standing(GROWN + "".join(f"buyer Bo: {{explicit_need: {want}}}\n" for want in wants), sale=MAJOR)
    if not apart:
        given = as_one_need(given)
    found = build_statements(given, [FILLER], {}, {})
    shown = [one.want for one in found.built] + [one.need for one in found.refused]
    left = [anchor.text for anchor in found.left_out]
    assert left
    assert set(wants) <= {*shown, *left}
    assert not set(left) & set(shown)
