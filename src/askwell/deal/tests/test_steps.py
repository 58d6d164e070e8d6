"""What to do next: each rule where it speaks and where it is silent, every text the codebook's."""

from datetime import date

import pytest

from askwell.coding.coded import CodedConversation
from askwell.deal.anchor import Anchor
from askwell.deal.facts import ComplaintSaid, Deal, Rival, RivalFact, SaleFacts
from askwell.deal.steps import QUOTED
from askwell.deal.terms import BuyingStage, Leaning, Nearness, Position, Relation, Role
from askwell.deal.tests.deals import FLOWER, SELLER, TODAY, call, calls, deal, person
from askwell.deal.understand import understand_deal
from askwell.deal.value import urgency_is_heavier
from askwell.method.entries import Bilingual, Entry
from askwell.method.loader import load_codebook
from askwell.method.terms import Doubt

MAJOR = SaleFacts(calls_expected=6, people_deciding=4)
SMALL = SaleFacts(calls_expected=1, people_deciding=1, visible_risk=False)
WANT = "buyer Bo: {explicit_need: We want the line to run through the night.}\n"
ORDER = "# outcome: order o\n" + SELLER + "buyer Bo: {agreement#o: We will take it, on Monday.}"
WARM = "# outcome: continuation w\n" + SELLER + "buyer Bo: {other#w: Very interesting.}\n"


def steps(*texts: str, **facts: object) -> dict[str, list[str]]:
    """The Chinese and English texts, as ids of entries, and the evidence of each step."""
    return steps_of(deal(**facts), [call(text, f"c{number}") for number, text in enumerate(texts, 1)])


def steps_of(given: Deal, codings: list[CodedConversation]) -> dict[str, list[str]]:
    texts = {entry.advice: entry.id for entry in load_codebook().entries if entry.advice}
    texts |= {_proposed(proof, one): proof.id for proof in load_codebook().of_kind("proof") for one in Doubt}
    texts |= {item.text: item.id for item in load_codebook().entry("sale_size.questions").items}
    found = understand_deal(given, codings).next
    return {texts.get(step.text, step.text.en): [anchor.text for anchor in step.evidence] for step in found}


@pytest.mark.method("M26")
def test_a_proof_agreed_to_in_the_last_call_comes_with_how_it_is_done_well() -> None:
    agreed = (
        "seller Ana: {commitment_proposal#q: Shall we run a trial on one line for two weeks?}\n"
        "buyer Bo: {agreement ->q accepts: Yes, let us run the trial from Monday.}\n"
    )
    found = understand_deal(deal(), [call(SELLER + agreed, "c1")]).next
    entry = load_codebook().entry("proof.trial_run")
    assert entry.advice is not None
    assert f"{entry.name.en}: {entry.advice.en}" in [step.text.en for step in found if step.row == "M26"]
    later = understand_deal(deal(), [call(SELLER + agreed, "c1"), call(SELLER + WANT, "c2")]).next
    assert not [step for step in later if step.row == "M26"]


def _proposed(proof: Entry, doubt: Doubt) -> Bilingual:
    name, told, about = proof.name, proof.definition, load_codebook().of_value(doubt).name
    return Bilingual(f"{name.en} (“{about.en}”): {told.en}", f"{name.zh}（“{about.zh}”）：{told.zh}")


@pytest.mark.method("M03")
def test_a_seller_ahead_is_called_back_with_what_was_said() -> None:
    shows = SELLER + "seller: {feature: It has forty reports.} {advantage: It saves time.}\nbuyer Bo: I see."
    assert next(iter(steps(shows, sale=MAJOR).items())) == ("m03", ["It has forty reports.", "It saves time."])
    assert "m03" not in steps(SELLER + WANT, sale=MAJOR)


@pytest.mark.method("M07")
@pytest.mark.parametrize("outcome", ["advance", "continuation", "no_sale", "order"])
def test_the_last_call_says_what_its_ending_asks_for(outcome: str) -> None:
    text = f"# outcome: {outcome} a\n{SELLER}buyer Bo: {{agreement#a: On Monday.}}"
    assert steps(WARM, text)[f"outcome.{outcome}"] == ["On Monday."]
    assert f"outcome.{outcome}" not in steps()


@pytest.mark.method("M26")
def test_an_open_doubt_brings_its_advice_and_a_proof_that_answers_it() -> None:
    doubt = "buyer Bo: {objection doubt=better_elsewhere: Others do it.}"
    doubted = steps(SELLER + doubt)
    assert doubted["doubt.better_elsewhere"] == ["Others do it."]
    assert "proof.comparison_test" in doubted
    assert "doubt.better_elsewhere" not in steps(SELLER + doubt, ORDER)


@pytest.mark.method("M26")
def test_a_proof_that_was_agreed_is_not_proposed_again() -> None:
    doubt = "buyer Bo: {objection doubt=ability: Can you?}\n"
    assert "proof.reference_visit" in steps(SELLER + doubt)
    asked = "seller Ana: {commitment_proposal: Shall we visit one of our customers on Monday?}\n"
    agreed = asked + "buyer Bo: {agreement: Yes.}"
    found = steps(SELLER + doubt + agreed)
    assert "proof.reference_visit" not in found
    assert "proof.company_tour" in found


@pytest.mark.method("M04")
def test_the_one_who_has_a_doubt_is_named_and_the_last_voiced_comes_first() -> None:
    older = SELLER + "buyer Bo: {objection doubt=ability: Can you?}\n"
    newer = SELLER + "buyer Bo: {objection doubt=better_elsewhere: Others do it.}\n"
    state = understand_deal(deal(people=(person("Bo"),)), [call(older, "c1"), call(newer, "c2")])
    texts = [step.text.en for step in state.next if step.row == "M04"]
    assert [text.startswith("Bo: Ask ") for text in texts] == [True, True]
    assert "compare" in texts[0]


@pytest.mark.method("M33")
def test_a_fault_of_the_flower_brings_its_advice() -> None:
    assert "flower_fault.no_inside_supporter" in steps(sale=MAJOR, people=FLOWER[:1])
    assert "flower_fault.no_inside_supporter" not in steps(sale=MAJOR, people=FLOWER)


@pytest.mark.method("M21")
def test_a_scale_that_leans_to_waiting_says_what_would_tip_it() -> None:
    price = "buyer Bo: {objection concern=price: That is a lot of money.}"
    waiting = steps(SELLER + WANT + price, sale=MAJOR)
    assert waiting["value.cost"] == ["That is a lot of money."]
    assert waiting["value.urgency"] == ["We want the line to run through the night."]
    assert "value.cost" not in steps(SELLER + WANT, sale=MAJOR)
    assert "value.urgency" not in steps(SELLER, sale=MAJOR)


@pytest.mark.method("M21")
def test_where_urgency_is_heavier_already_only_a_stated_want_is_said_to_tip_the_scale() -> None:
    grave = SELLER + (
        "buyer Bo: {implied_need#a: The filler stops three times a week.}\n"
        "seller Ana: {implication_question ->a deepens: What does a stop do to the Saturday orders?}\n"
        "buyer Bo: {implied_need: We lost the Hartley contract over late deliveries.}\n"
    )
    state = understand_deal(deal(sale=MAJOR), [call(grave)])
    assert (state.value.leans, urgency_is_heavier(state.value.urgency, state.value.cost)) == (Leaning.WAIT, True)
    found = steps(grave, sale=MAJOR)
    assert "need_state.implied" in found
    assert not {"value.cost", "value.urgency"} & set(found)


@pytest.mark.method("M20")
def test_a_grave_implied_need_is_to_be_grown_and_a_lonely_want_to_be_spread() -> None:
    grave = SELLER + "buyer Bo: {implied_need: We lose 4,000 each time the filler jams.}\n"
    assert "need_state.implied" in steps(grave, sale=MAJOR)
    assert "need_state.implied" not in steps(grave, sale=SMALL)
    assert "need_state.implied" not in steps(SELLER + "buyer Bo: {implied_need: It jams.}", sale=MAJOR)
    assert "need_state.explicit" in steps(SELLER + WANT, sale=MAJOR)
    both = WANT + WANT.replace("Bo", "Cy")
    assert "need_state.explicit" not in steps(SELLER + both, sale=MAJOR)


@pytest.mark.method("M22")
def test_where_it_is_decided_in_absence_somebody_must_carry_the_wants() -> None:
    absent = SaleFacts(calls_expected=6, people_deciding=4, decided_in_absence=True)
    assert steps(SELLER + WANT, sale=absent)["m22"] == ["We want the line to run through the night."]
    assert "m22" not in steps(SELLER + WANT, sale=MAJOR)
    assert "m22" not in steps(SELLER, sale=absent)


@pytest.mark.method("M05")
def test_who_evaluates_looks_for_the_fault_in_each_strength() -> None:
    compares = "buyer Bo: {objection concern=competitor: Others do it.}\nbuyer Bo: {objection concern=price: Dear.}"
    found = steps(SELLER + WANT.replace("explicit_need", "explicit_need p=0.5") + compares, sale=MAJOR)
    assert {"buying_stage.evaluates", "mind.change"} <= set(found)
    assert "mind.change" not in steps(SELLER + WANT, sale=MAJOR)


@pytest.mark.method("M05")
@pytest.mark.parametrize(
    ("stage", "told"),
    [
        (BuyingStage.NEED_DEFINED, set()),
        (BuyingStage.EVALUATES, {"mind.change"}),
        (BuyingStage.DECIDES, {"mind.change", "m05"}),
    ],
)
def test_the_nearer_the_decision_the_more_is_said_of_fault_finding(stage: BuyingStage, told: set[str]) -> None:
    shown = "seller Ana: {advantage: It would save you a shift.}\n"
    found = steps(SELLER + WANT + shown, sale=MAJOR, stage=stage)
    assert set(found) & {"mind.change", "m05"} == told
    assert found.get("mind.change", ["It would save you a shift."]) == ["It would save you a shift."]
    assert "mind.change" not in steps(SELLER + WANT + shown, sale=SMALL, stage=stage)


@pytest.mark.method("M39")
def test_who_decides_or_has_ordered_is_about_to_sign() -> None:
    decides = "buyer Bo: We are down to two.\nbuyer Bo: {buyer_question: What is the notice period?}"
    assert {"signing.checklist", "buying_stage.decides"} <= set(steps(SELLER + WANT + decides, sale=MAJOR))
    assert list(steps(ORDER)) == ["signing.checklist", "outcome.order"]
    assert "signing.checklist" not in steps(SELLER + WANT, sale=MAJOR)


@pytest.mark.method("M40")
def test_after_the_order_the_signs_of_use_bring_their_advice() -> None:
    later = SELLER + "buyer Bo: {implied_need follow_up=complains: It stopped twice.}"
    found = steps(ORDER, later)
    assert found["follow_up.complains"] == ["It stopped twice."]
    assert "buying_stage.experience" in found
    assert "follow_up.complains" not in steps(later)


@pytest.mark.method("M40")
def test_a_complaint_that_is_settled_leads_no_more_and_one_that_was_noted_does() -> None:
    later = SELLER + "buyer Bo: {implied_need follow_up=complains: It stopped twice.}"
    words = Anchor("c2", 1, 3, 17, "stopped twice.")
    closed, opened = ComplaintSaid(False, words), ComplaintSaid(True, words)
    assert "follow_up.complains" not in steps(ORDER, later, complaints=(closed,))
    assert "follow_up.complains" in steps(ORDER, later, complaints=(closed, opened))
    noted = ComplaintSaid(True, note="The invoice is wrong")
    assert steps(ORDER, SELLER, complaints=(noted,))["follow_up.complains"] == []


@pytest.mark.method("M38")
def test_the_tactic_or_what_it_needs_to_be_known() -> None:
    assert "tactic.blitz" in steps(sale=MAJOR, position=Position.AHEAD, decision=Nearness.NOW)
    assert {"m38", "topic.company"} <= set(steps(sale=MAJOR))
    assert "topic.company" not in steps(sale=MAJOR, decision=Nearness.NOW)
    assert "m38" not in steps(sale=SMALL)


@pytest.mark.method("M38")
def test_in_defence_the_silent_are_named() -> None:
    silent = person("Joanne", Role.KEY_USER, last_contact=date(2026, 5, 1))
    near = person("Marek", Role.KEY_USER, last_contact=date(2026, 6, 1))
    facts = {"sale": MAJOR, "position": Position.AHEAD, "decision": Nearness.BREWING}
    found = [text for text in steps(people=(silent, near, *FLOWER), **facts) if text.startswith("Joanne: ")]
    assert len(found) == 1
    assert not any("Joanne" in text for text in steps(people=(near, *FLOWER), **facts))


@pytest.mark.method("M37")
def test_rivals_are_asked_about_and_reviewed_once_a_quarter() -> None:
    def rivals(day: date | None) -> set[str]:
        return set(steps(sale=MAJOR, rivals=(Rival("Rondel", (RivalFact("Dearer.", "media", day),)),)))

    assert "rival_source.asking_customers" in steps(sale=MAJOR)
    assert "rival_source.asking_customers" not in steps(sale=SMALL)
    assert "rival_source.regular_review" in rivals(None) & rivals(date(2026, 1, 1))
    assert "rival_source.regular_review" not in rivals(TODAY)


@pytest.mark.method("M35")
def test_the_heart_is_to_be_met_and_talked_to_in_its_style() -> None:
    signs = ("direct", "decides_fast", "task_first", "serious")
    ruth = person("Ruth", Role.CORE_DECISION_MAKER, relation=Relation.STRANGER, style_signs=signs)
    named = [text for text in steps(sale=MAJOR, people=(ruth,)) if text.startswith("Ruth: ")]
    assert len(named) == 2
    ally = person("Ruth", Role.CORE_DECISION_MAKER, relation=Relation.ALLIED)
    assert not any(text.startswith("Ruth: ") for text in steps(sale=MAJOR, people=(ally,)))
    user = person("Ruth", Role.KEY_USER, relation=Relation.STRANGER, style_signs=signs)
    assert not any(text.startswith("Ruth: ") for text in steps(sale=MAJOR, people=(user,)))


@pytest.mark.method("M01")
def test_while_the_size_is_unknown_its_questions_are_asked() -> None:
    asked = steps(sale=SaleFacts(calls_expected=6))
    assert {"several_people", "visible_mistake"} <= set(asked)
    assert "several_calls" not in asked
    assert "several_people" not in steps(sale=MAJOR)


@pytest.mark.method("M11")
def test_what_is_unknown_is_to_be_found_out() -> None:
    assert {"topic.person", "m32", "seller_stage.learn_background"} <= set(steps())
    known = steps(SELLER + WANT, sale=MAJOR, people=FLOWER)
    assert not {"topic.person", "m32", "seller_stage.learn_background"} & set(known)


def test_a_step_quotes_a_few_words_only_and_no_text_comes_twice() -> None:
    doubts = "\n".join(f"buyer Bo: {{objection doubt=ability: Can you, {word}?}}" for word in ("a", "b", "c", "d"))
    found = understand_deal(deal(), [call(SELLER + doubts)]).next
    assert max(len(step.evidence) for step in found) == QUOTED
    assert len({step.text for step in found}) == len(found)


@pytest.mark.method("M26")
@pytest.mark.parametrize(("outcome", "told"), [("continuation", False), ("no_sale", True)])
def test_a_call_in_which_a_proof_was_agreed_is_not_said_to_stand_still(outcome: str, *, told: bool) -> None:
    text = (
        f"# outcome: {outcome}\nseller Ana: {{commitment_proposal: Shall we run a trial on line two?}}\n"
        "buyer Bo: {agreement: Yes, the trial can begin on Monday.}\n"
    )
    heard = calls(text)
    state = understand_deal(deal(), list(heard.coded))
    assert [proof.proof for proof in state.proofs] == ["proof.trial_run"]
    advice = load_codebook().entry(f"outcome.{outcome}").advice
    assert (advice in [step.text for step in state.next]) is told
