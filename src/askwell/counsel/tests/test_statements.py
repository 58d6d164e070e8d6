"""What statements of use or benefit hold and lack (M24)."""

import pytest

from askwell.coding.notation import read_coded_text
from askwell.counsel.facts import Facts
from askwell.counsel.four_actions import four_actions
from askwell.counsel.rules.needs import benefit_unfounded
from askwell.counsel.statements import Statement, perhaps_statements, statements
from askwell.understanding.understand import understand

pytestmark = pytest.mark.method("M24")
WANTS = """
buyer: {explicit_need: We want losses below half a per cent.}
buyer: {explicit_need: It has to run overnight without anybody.}
"""


def found(text: str) -> list[Statement]:
    return list(statements(Facts(understand(read_coded_text(text)))))


def test_a_benefit_is_held_against_the_want_it_takes_up() -> None:
    (one,) = found(WANTS + "seller: {benefit: So losses stay below half a per cent.}\n")
    assert (one.tied, one.want.turn if one.want else None, one.proof) == (True, 0, ())
    assert one.half_built


@pytest.mark.parametrize(
    ("before", "tied"),
    [
        ("", False),
        ("buyer: {explicit_need: We don't want a shift on Sundays.}\n", None),
        ("buyer: {explicit_need: We want fewer filters.}\n", None),
    ],
)
def test_without_a_want_in_its_words_nobody_knows_what_a_benefit_meets(before: str, tied: bool | None) -> None:
    (one,) = found(before + "seller: {benefit: You save a shift.}\n")
    assert (one.tied, one.want) == (tied, None)


def test_a_want_may_be_told_in_negative_words() -> None:
    (one,) = found(
        "buyer: {explicit_need: 中午不换电瓶也能干满一个班。}\nseller: {benefit: 所以中午不换电瓶，照样干满一个班。}\n"
    )
    assert one.tied is True


def test_the_want_a_benefit_is_linked_to_is_the_one_it_meets() -> None:
    (one,) = found(
        "buyer: {explicit_need#a: We want the losses of the night below one.}\n"
        "buyer: {explicit_need: We want losses below half a per cent.}\n"
        "seller: {benefit ->a meets: So losses stay below half a per cent.}\n"
    )
    assert one.want is not None
    assert one.want.turn == 0


def test_the_want_a_person_names_is_met_whatever_the_words() -> None:
    want, benefit = "buyer: {explicit_need#a: We want our Saturdays back.}\n", "->a meets: By Friday you are through."
    told = [found(f"{want}seller: {{benefit {said}{benefit}}}")[0] for said in ("", "want=met ", "want=unmet ")]
    assert [one.tied for one in told] == [None, True, False]
    (elsewhere,) = found("seller: {benefit want=met: By Friday you are through.}")
    assert (elsewhere.tied, elsewhere.want) == (True, None)


def test_a_benefit_said_to_meet_no_want_founds_nothing() -> None:
    said = WANTS + "seller: {benefit want=unmet: You save a shift.}\n"
    facts = Facts(understand(read_coded_text(said)))
    assert benefit_unfounded(facts) is not None
    (shown,) = (one for one in four_actions(facts) if one.id == "investigate_and_demonstrate")
    assert not shown.whole


def test_what_may_be_a_statement_is_told_apart_from_what_plainly_is() -> None:
    talk = "seller: {benefit: So losses stay low.} {advantage p=0.5: You save a shift.} {feature: It has two heads.}\n"
    facts = Facts(understand(read_coded_text(WANTS + talk)))
    assert [facts.text(one.claim) for one in statements(facts)] == ["So losses stay low."]
    assert [facts.text(one) for one in perhaps_statements(facts, statements(facts))] == ["You save a shift."]


def test_the_evidence_for_a_statement_is_no_possible_statement() -> None:
    proof = "{advantage p=0.5: The measured report of the bakery in Leeds is here.}"
    talk = f"seller: {{benefit: So losses stay low.}} {proof} {{advantage p=0.5: You save a shift.}}\n"
    facts = Facts(understand(read_coded_text(WANTS + talk)))
    assert [facts.text(one) for one in perhaps_statements(facts, statements(facts))] == ["You save a shift."]


@pytest.mark.parametrize(("said", "proved"), [("", False), ("evidence=brought", True), ("evidence=lacking", False)])
def test_what_a_person_says_of_the_evidence_holds(said: str, proved: bool) -> None:
    (one,) = found(WANTS + f"seller: {{benefit {said}: So losses stay below half a per cent.}} Our bakers like it.\n")
    assert bool(one.proof) is proved
    (other,) = found(WANTS + f"seller: {{benefit {said}: So losses stay below half a per cent.}} It was measured.\n")
    assert bool(other.proof) is (said != "evidence=lacking")


def test_an_advantage_is_tied_to_nothing_before_a_want_is_stated_and_afterwards_nobody_can_tell() -> None:
    said = "seller: {advantage: The screen lights up in the dark.}\n"
    assert [one.tied for talk in (said, WANTS + said) for one in found(talk)] == [False, None]


@pytest.mark.parametrize(
    ("after", "proved"),
    [
        ("{other: Another customer of ours measured it in March.}", True),
        ("{commitment_proposal: Would you come and see it at another customer?}", False),
        ("{other_question: Have you talked to another customer?}", False),
        ("{other: At Alder Ridge it gave fourteen days on average, and here is their log.}", True),
        ("{other: Alder Ridge has kept its filters for three seasons.}", True),
        ("{other: Here are the before-and-after photos from Lerwick.}", True),
        ("{other: You saw it yourself in May.}", True),
        ("{other: 他们从四十分钟缩短到九分钟，使用报告我发给您。}", True),
        ("{other: 检验中心抽了两百卷。}", True),
        ("{other: We have not tested it at night ourselves.}", False),
        ("{other: The certificate is still to come.}", False),
        ("{other: You can see the advantage.}", False),
        ("{other: 同行都在抢人。}", False),
        ("{other: 能帮您省下一半电费。}", False),
    ],
)
def test_what_is_asked_or_proposed_proves_nothing_yet(after: str, proved: bool) -> None:
    (one,) = found(WANTS + f"seller: {{benefit: So losses stay below half a per cent.}} {after}\n")
    assert bool(one.proof) is proved


def test_proof_counts_for_the_claim_it_follows_and_not_for_an_earlier_turns() -> None:
    one, other = found(
        WANTS
        + "seller: {benefit: So losses stay below half a per cent.}\nbuyer: I see.\n"
        + "seller: {benefit: And it runs overnight without anybody.}\nbuyer: Does it?\n"
        + "seller: {other: You can see it at Alder Ridge.}\n"
    )
    assert (bool(one.proof), bool(other.proof)) == (False, True)
    assert (one.half_built, other.half_built) == (True, False)
