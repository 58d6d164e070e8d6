"""An objective names an act of the customer, or is refused with help (M06)."""

import pytest

from askwell.counsel.plans.ladder import advance_ladder, ladder_of
from askwell.counsel.plans.objective import check_objective
from askwell.counsel.plans.tests.deals import GROWN, MAJOR, SMALL, TOLD, standing
from askwell.deal.steps import Standing
from askwell.deal.terms import BuyingStage
from askwell.method.loader import load_codebook
from askwell.method.terms import SaleSize

WARM = "# outcome: continuation w\nseller Ana: {feature: It has two heads.}\nbuyer Bo: {other#w: Very interesting.}\n"
DOUBTED = "seller Ana: {problem_question: Where?}\nbuyer Bo: {objection doubt=ability: Can you really do it?}\n"


@pytest.mark.method("M06")
@pytest.mark.parametrize(
    "text",
    [
        "The production head sends three months of downtime records by Friday",
        "The customer agrees to a trial on line two",
        "We show the demo and the director agrees to a visit in May",
        "生产部经理周五前提供近三个月的停机记录",
        "演示之后，李总同意下周试用",
        "客户安排财务来开会",
        "Helen Stroud sends the figures by Friday",
        "李总下周带财务来看现场",
        "老吴30号下午看完数据后，同意在十辆外包车上装机试用",
        "周总30号回来后，安排两台车试装",
    ],
)
def test_an_act_of_the_customer_is_accepted(text: str) -> None:
    checked = check_objective(text)
    assert checked.accepted
    assert checked.help == ()


@pytest.mark.method("M06")
@pytest.mark.parametrize(
    "text",
    [
        "",
        "Build the relationship",
        "Gather information about their process",
        "Present our product",
        "We send the customer a proposal",
        "加深关系",
        "收集信息",
        "给客户提供方案",
        "我们介绍一下产品",
        "给周总介绍产品",
        "拜访周总介绍产品",
        "给周总演示后，介绍产品",
        "保持联系",
    ],
)
def test_a_purpose_that_binds_the_customer_to_nothing_is_refused_with_help(text: str) -> None:
    checked = check_objective(text)
    assert not checked.accepted
    assert checked.why is not None
    assert len(checked.help) == 2


@pytest.mark.method("M06")
def test_whether_a_time_is_named_is_told() -> None:
    assert check_objective("The customer signs on Friday").dated
    assert not check_objective("The customer signs").dated


@pytest.mark.method("M06")
def test_every_act_the_codebook_offers_would_be_accepted() -> None:
    book = load_codebook()
    acts = [item.text for entry in book.of_kind("advance") for item in entry.items]
    acts += [item.text for entry in book.of_kind("proof") for item in entry.items_of("act")]
    refused = [text for act in acts for text in (act.en, act.zh) if not check_objective(text).accepted]
    assert refused == []
    assert len(acts) == 30


@pytest.mark.method("M06")
def test_the_ladder_is_of_the_buyers_stage_and_of_the_size_of_the_sale() -> None:
    assert _ids(standing(sale=MAJOR))[0] == "advance.feels_fine.introduces_decider"
    assert _ids(standing(TOLD, GROWN, sale=MAJOR))[0] == "advance.need_defined.opens_project"
    small = standing(sale=SMALL)
    assert small.state.sale.size is SaleSize.SMALL
    assert _ids(small) == ["advance.small.orders", "advance.small.names_day"]


@pytest.mark.method("M06")
def test_after_a_call_without_an_advance_the_aim_is_one_rung_lower() -> None:
    assert _aim(standing(sale=MAJOR)) == 0
    assert _aim(standing(WARM, sale=MAJOR)) == 1


@pytest.mark.method("M26")
def test_an_open_doubt_is_first_answered_by_proof_from_outside() -> None:
    doubted = standing(DOUBTED, sale=MAJOR)
    rung = ladder_of(doubted.state)[1]
    assert (rung.id, rung.aim, rung.proof) == ("proof.reference_visit", True, True)
    assert [anchor.text for anchor in rung.evidence] == ["Can you really do it?"]
    assert not any(rung.proof for rung in ladder_of(standing(sale=MAJOR).state))


@pytest.mark.method("M26")
def test_what_was_agreed_is_not_asked_for_again_by_whatever_name() -> None:
    acts = [rung.id for rung in advance_ladder(BuyingStage.EVALUATES, SaleSize.MAJOR, (), None)]
    left = [rung.id for rung in advance_ladder(BuyingStage.EVALUATES, SaleSize.MAJOR, (), None, {"proof.trial_run"})]
    assert [act for act in acts if act not in left] == ["advance.evaluates.starts_trial"]


@pytest.mark.method("M26")
def test_a_proof_the_customer_refused_is_no_rung() -> None:
    refused = "seller: {commitment_proposal: Come and see it at Marlow Biscuits on Tuesday.}\n"
    refused += "buyer: {objection: No thanks, we are not going to visit anybody.}"
    doubted = standing(DOUBTED, refused, sale=MAJOR)
    assert [one.proof for one in doubted.state.proofs_refused] == ["proof.reference_visit"]
    assert [rung.id for rung in ladder_of(doubted.state) if rung.proof] == ["proof.company_tour"]


def _ids(given: Standing) -> list[str]:
    return [rung.id for rung in ladder_of(given.state)]


def _aim(given: Standing) -> int:
    return [rung.aim for rung in ladder_of(given.state)].index(True)


@pytest.mark.method("M06")
@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("给周总介绍产品", "这里是您为周总做事，没有写周总要做什么。"),
        ("让周总对我们满意", "“满意”是周总的想法或感受，没法看到做没做。请写一个行动。"),
        ("介绍一下产品", "这句话里没有写明客户那边由谁来做什么。"),
        (
            "The customer understands our value",
            "“understands” is something the customer thinks or feels; nobody can see it done. Name an act.",
        ),
        ("Show Martin the demo", "Here you do something for or with Martin; it does not say what Martin does."),
        ("Keep in touch", "This sentence names nobody on the customer's side who is to do something."),
    ],
)
def test_a_refusal_says_what_this_sentence_lacks(text: str, wrong: str) -> None:
    found = check_objective(text).wrong
    assert found is not None
    assert wrong in {found.en, found.zh}
