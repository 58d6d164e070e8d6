"""Proofs from outside that were agreed to or refused (M26)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from askwell.deal import proofs_heard
from askwell.deal.calls import Calls, calls_in_order
from askwell.deal.cues import tells
from askwell.deal.deal_json import deal_from_json
from askwell.deal.facts import Deal, ProofSaid
from askwell.deal.proofs import answered_proofs, denied_proofs, proof_answering
from askwell.deal.state import AnsweredProof
from askwell.deal.terms import ProofAnswer
from askwell.deal.tests.deals import SELLER, call, calls
from askwell.deal.understand import understand_deal
from askwell.method.loader import load_codebook
from askwell.method.terms import Doubt
from askwell.understanding.by_example import Told

Answered = tuple[AnsweredProof, ...]


def agreed_in(held: Calls, entered: Sequence[ProofSaid] = ()) -> Answered:
    return answered_proofs(held, entered)[0]


def refused_in(held: Calls, entered: Sequence[ProofSaid] = ()) -> Answered:
    return answered_proofs(held, entered)[1]


def agreed(text: str) -> dict[str, list[str]]:
    return {one.proof: [anchor.text for anchor in one.evidence] for one in agreed_in(calls(SELLER + text))}


@pytest.mark.method("M26")
@pytest.mark.parametrize(
    ("words", "proof"),
    [
        ("If you fit two, I'll run them on the Dunmore route for a fortnight.", "proof.trial_run"),
        ("可以，你们先装五台，我让车管配合。", "proof.trial_run"),
        ("Fine, a demonstration on the third.", "proof.demonstration"),
        ("我们去你们公司考察一下。", "proof.company_tour"),
        ("Then test it against theirs, side by side.", "proof.comparison_test"),
        ("I'll visit Marlow Biscuits with you.", "proof.reference_visit"),
        ("I will go to Coldbrook Mills with Jess on 12 December.", "proof.reference_visit"),
        ("我们去宁波宏达参观。", "proof.reference_visit"),
        ("我带小孙去宁波宏达看一看。", "proof.reference_visit"),
        ("我去看看你们的客户宏达。", "proof.reference_visit"),
        ("Tom and I want to see it running at Marlow.", "proof.reference_visit"),
        ("行，我跟您一起去宏达看看。", "proof.reference_visit"),
        ("行，去味鲜厨房看看他们的车队。", "proof.reference_visit"),
        ("可以，下周四我带老陆去嘉兴恒丰看现场。", "proof.reference_visit"),
        ("行，去一趟恒丰。", "proof.reference_visit"),
        ("好，我们去看你们的样板工程。", "proof.reference_visit"),
        ("I will call in on Alder Ridge on Tuesday.", "proof.reference_visit"),
        ("先试一台再说。", "proof.trial_run"),
        ("行，你们先拿一台过来试试。", "proof.trial_run"),
        ("挂一台跑一个月。", "proof.trial_run"),
        ("You can leave one head here for a fortnight.", "proof.trial_run"),
    ],
)
def test_an_agreement_that_names_a_proof_shows_it(words: str, proof: str) -> None:
    assert agreed(f"buyer Bo: {{agreement: {words}}}") == {proof: [words]}


@pytest.mark.method("M26")
def test_a_proof_that_was_proposed_counts_once_the_next_turn_agrees() -> None:
    asked = "seller Ana: {commitment_proposal: Shall we run a trial in March?}\n"
    assert agreed(asked + "buyer Bo: {agreement: Yes, the third.}") == {
        "proof.trial_run": ["Shall we run a trial in March?", "Yes, the third."]
    }
    assert agreed(asked + "buyer Bo: {objection: Not now.}") == {}
    assert agreed("buyer Bo: {agreement: I'll walk you round on Monday.}") == {}


@pytest.mark.method("M26")
@pytest.mark.parametrize(
    ("words", "agreed"),
    [
        ("I will go to Coldbrook Mills with Jess on 12 December.", True),
        ("I’ll go to Coldbrook Mills with Jess on 12 December.", True),
        ("行，我跟您一起去宏达看看。", True),
        ("Would I have to go to Coldbrook Mills on 12 December?", False),
        ("I will go to Coldbrook Mills with Jess once the budget stands.", False),
        ("Some go to Coldbrook Mills on Mondays.", False),
    ],
)
def test_what_a_buyer_says_they_will_do_agrees_although_the_coder_is_not_sure(words: str, agreed: bool) -> None:
    sure = call(SELLER + f"buyer Bo: {{agreement: {words}}}")
    unsure = replace(sure, units=tuple(replace(unit, uncertain=True, p=0.4) for unit in sure.units))
    assert bool(agreed_in(calls_in_order([unsure]))) is agreed


@pytest.mark.method("M26")
def test_what_only_the_talk_as_a_whole_tells_is_uncertain_and_nothing_rests_on_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = {each: 0.9 if each in (Told.AGREED, Told.COMPARISON_TEST) else 0.0 for each in Told}
    monkeypatch.setattr(proofs_heard, "chances", lambda _talk: told)
    talk = call(SELLER + "buyer Bo: {agreement: Let the numbers decide, on Thursday.}")
    state = understand_deal(Deal("d", date(2026, 6, 10)), [talk])
    assert [(one.proof, one.uncertain) for one in state.proofs] == [("proof.comparison_test", True)]
    assert (state.proofs_settled, state.proof_agreed_in("c1")) == (frozenset(), False)
    assert not [step for step in state.next if step.row == "M26"]
    confirmed = ProofSaid("proof.comparison_test", by="Ana", day=date(2026, 6, 9))
    (sure,) = understand_deal(Deal("d", date(2026, 6, 10), proofs=(confirmed,)), [talk]).proofs
    assert not sure.uncertain


@pytest.mark.method("M26")
def test_a_guess_overrules_neither_plain_words_nor_an_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = {each: 0.9 if each in (Told.REFUSED, Told.DEMONSTRATION) else 0.0 for each in Told}
    monkeypatch.setattr(proofs_heard, "chances", lambda _talk: refused)
    plain = call(SELLER + "buyer Bo: {agreement: Fine, a demonstration on the third.}", "c1", "2026-03-01T10:00")
    asked = "seller Ana: {commitment_proposal: Shall we meet again?}\n"
    guessed = call(SELLER + asked + "buyer Bo: {objection: The weather, you know.}", "c2", "2026-03-05T10:00")
    agreed, said_no = answered_proofs(calls_in_order([plain, guessed]))
    assert ([(one.proof, one.uncertain) for one in agreed], said_no) == ([("proof.demonstration", False)], ())
    entry = ProofSaid("proof.demonstration", by="Ana", day=date(2026, 3, 2))
    assert answered_proofs(calls_in_order([guessed]), [entry])[0][0].said == entry
    (doubtful,) = answered_proofs(calls_in_order([guessed]))[1]
    assert doubtful.uncertain


@pytest.mark.method("M26")
@pytest.mark.parametrize("words", ["Fine, a demonstration on the third.", "可以，你们先装五台，我让车管配合。"])
def test_what_plain_words_tell_is_certain(words: str) -> None:
    (found,) = agreed_in(calls(SELLER + f"buyer Bo: {{agreement: {words}}}"))
    assert not found.uncertain


@pytest.mark.method("M26")
def test_a_proof_somebody_entered_stands_beside_what_calls_show() -> None:
    talk = calls(SELLER + "buyer Bo: {agreement: Fine, a demonstration on the third.}")
    visit = ProofSaid("proof.reference_visit", by="Ana", day=date(2026, 3, 5), note="Bo goes to Marlow")
    shown, later = ProofSaid("proof.demonstration", note="at nine"), ProofSaid("proof.demonstration", note="at ten")
    found = {one.proof: (len(one.evidence), one.said) for one in agreed_in(talk, [visit, shown, later])}
    assert found == {"proof.demonstration": (1, later), "proof.reference_visit": (0, visit)}


@pytest.mark.method("M26")
@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("Shall we run a trial on ten barrels?", "{agreement: No trial, thank you. I will ring you on Friday.}"),
        ("Shall we run a trial on ten barrels?", "No trial, thank you. {agreement: I will ring you on Friday.}"),
        ("Shall we run a trial on ten barrels?", "{objection: Not on our barrels.} {agreement: I ring you on Friday.}"),
        ("Could you read section four before the trial ends?", "{agreement: I will read section four.}"),
        ("试用期间每周五发数据，可以吗？", "{agreement: 可以，每周五下午三点。}"),
        ("先装两台试用一个月，行不行？", "{agreement: 试用就不用了，您周五来个电话。}"),
    ],
)
def test_a_proof_declined_or_named_in_passing_is_not_agreed(asked: str, answer: str) -> None:
    assert agreed(f"seller Ana: {{commitment_proposal: {asked}}}\nbuyer Bo: {answer}\n") == {}


@pytest.mark.method("M26")
@pytest.mark.parametrize("asked", ["Wouldn't it help to see it run at Marlow?", "要不要去恒丰看看他们的线？"])
def test_a_proposal_in_the_words_of_a_negative_is_one(asked: str) -> None:
    talk = f"seller Ana: {{commitment_proposal: {asked}}}\nbuyer Bo: {{agreement: Yes, on Monday.}}\n"
    assert list(agreed(talk)) == ["proof.reference_visit"]


@pytest.mark.method("M26")
def test_what_somebody_says_was_not_agreed_is_not_until_a_later_day() -> None:
    text = SELLER + "buyer Bo: {agreement: Fine, a demonstration on the third.}"
    held = [call(text, "c1", "2026-03-05")]
    refused = [ProofSaid("proof.demonstration", ProofAnswer.NOT_AGREED, day=date(2026, 3, 6))]
    assert agreed_in(calls_in_order(held), refused) == ()
    assert agreed_in(calls_in_order([*held, call(text, "c2", "2026-03-09")]), refused)


ASKED = "seller Ana: {commitment_proposal: Shall we run a trial on ten of your barrels in March?}\n"
NO = "buyer Bo: {objection: No, no trials. I am not turning my cellar into your test bench.}\n"
YES = "buyer Bo: {agreement: Fine, run the trial, on the third.}\n"


@pytest.mark.method("M26")
@pytest.mark.parametrize(
    ("asked", "answer", "proof"),
    [
        ("Shall we run a trial on ten barrels?", "No, no trials. My cellar is not your test bench.", "trial_run"),
        (
            "Come and see it run at Marlow on Tuesday.",
            "No thanks, we are not going to visit anybody.",
            "reference_visit",
        ),
        ("要不先装两台试用一个月？", "试用就不用了，我们这儿不搞试用。", "trial_run"),
        ("下周我陪您去宁波宏达看看他们的线？", "不去了，人家的线跟我们不一样，看了也没用。", "reference_visit"),
    ],
)
def test_a_proof_the_buyer_turns_down_is_refused(asked: str, answer: str, proof: str) -> None:
    held = calls(SELLER + f"seller Ana: {{commitment_proposal: {asked}}}\nbuyer Bo: {{objection: {answer}}}\n")
    (found,) = refused_in(held)
    assert (found.proof, len(found.evidence)) == (f"proof.{proof}", 2)
    assert agreed_in(held) == ()


@pytest.mark.method("M26")
def test_the_last_answer_to_a_proof_holds() -> None:
    first, second = call(SELLER + ASKED + NO, "c1", "2026-03-05"), call(SELLER + ASKED + YES, "c2", "2026-03-09")
    now, turned = calls_in_order([first, second]), calls_in_order([first])
    assert ([one.proof for one in agreed_in(now)], refused_in(now)) == (["proof.trial_run"], ())
    assert (agreed_in(turned), len(refused_in(turned))) == ((), 1)
    both = calls(SELLER + ASKED + YES + "seller Ana: Good.\n" + ASKED + NO)
    assert (agreed_in(both), len(refused_in(both))) == ((), 1)


@pytest.mark.method("M26")
def test_what_somebody_entered_of_a_refusal_overrules_calls_until_its_day() -> None:
    held = [call(SELLER + ASKED + NO, "c1", "2026-03-05")]
    denied = [ProofSaid("proof.trial_run", ProofAnswer.NOT_REFUSED, day=date(2026, 3, 6))]
    assert refused_in(calls_in_order(held), denied) == ()
    later = call(SELLER + ASKED + NO, "c2", "2026-03-09")
    assert refused_in(calls_in_order([*held, later]), denied)
    by_hand = [ProofSaid("proof.seminar", ProofAnswer.REFUSED)]
    assert [one.said for one in refused_in(calls_in_order([]), by_hand)] == by_hand


@pytest.mark.method("M26")
def test_what_was_not_refused_leaves_an_earlier_agreement_and_what_was_not_agreed_a_refusal() -> None:
    yes, no = call(SELLER + ASKED + YES, "c1", "2026-03-02"), call(SELLER + ASKED + NO, "c2", "2026-03-05")
    day = date(2026, 3, 6)
    not_refused = [ProofSaid("proof.trial_run", ProofAnswer.NOT_REFUSED, day=day)]
    assert ([one.proof for one in agreed_in(calls_in_order([yes, no]), not_refused)]) == ["proof.trial_run"]
    by_hand = ProofSaid("proof.trial_run", day=date(2026, 3, 1), by="Ana")
    assert [one.said for one in agreed_in(calls_in_order([no]), [by_hand, *not_refused])] == [by_hand]
    not_agreed = [ProofSaid("proof.trial_run", ProofAnswer.NOT_AGREED, day=day)]
    assert refused_in(calls_in_order([yes, no]), not_agreed)
    both = calls_in_order([call(SELLER + ASKED + YES + "seller Ana: Good.\n" + ASKED + NO, "c1", "2026-03-02")])
    assert (len(refused_in(both)), agreed_in(both, not_refused), refused_in(both, not_refused)) == (1, (), ())


@pytest.mark.method("M26")
def test_an_entered_answer_overrules_earlier_calls_and_a_later_call_overrules_it() -> None:
    yes, no = call(SELLER + ASKED + YES, "c1", "2026-03-02"), call(SELLER + ASKED + NO, "c2", "2026-03-05")
    refused = [ProofSaid("proof.trial_run", ProofAnswer.REFUSED, day=date(2026, 3, 3))]
    assert [one.said for one in refused_in(calls_in_order([yes]), refused)] == refused
    assert agreed_in(calls_in_order([yes]), refused) == ()
    later = call(SELLER + ASKED + YES, "c3", "2026-03-09")
    assert ([one.said for one in agreed_in(calls_in_order([later]), refused)]) == [None]
    agreed_by_hand = [ProofSaid("proof.trial_run", day=date(2026, 3, 3))]
    assert (agreed_in(calls_in_order([no]), agreed_by_hand), len(refused_in(calls_in_order([no]), agreed_by_hand))) == (
        (),
        1,
    )


@pytest.mark.method("M26")
@pytest.mark.parametrize(
    ("asked", "answer", "refused"),
    [
        (
            "Shall we run a trial?",
            "No trial, thanks, but we would like to visit one of your customers instead.",
            "trial_run",
        ),
        ("Shall we run a trial?", "No, no trial. Show us the machine in a demonstration first.", "trial_run"),
        ("Shall we run a trial?", "No trial, we would rather come and see your factory.", "trial_run"),
        ("试用报告出来就签合同，行吗？", "不行，合同现在签不了。", None),
        ("参观回来以后就把合同签了吧？", "不用急，合同先不签。", None),
        ("During the trial we had two stops.", "No thanks, that is too many stops for us.", None),
        ("The trial report shows a two per cent saving.", "No, I don't believe that.", None),
    ],
)
def test_what_is_asked_for_instead_or_named_in_passing_is_not_refused(
    asked: str, answer: str, refused: str | None
) -> None:
    held = calls(SELLER + f"seller Ana: {{commitment_proposal: {asked}}}\nbuyer Bo: {{objection: {answer}}}\n")
    assert {one.proof for one in refused_in(held)} <= ({f"proof.{refused}"} if refused else set())


@pytest.mark.method("M26")
def test_a_proof_is_denied_only_while_it_has_no_answer() -> None:
    denied = [ProofSaid("proof.trial_run", ProofAnswer.NOT_REFUSED)]
    assert denied_proofs(denied, ()) == tuple(denied)
    assert denied_proofs(denied, {"proof.trial_run"}) == ()
    assert denied_proofs([*denied, ProofSaid("proof.trial_run")], ()) == ()


@pytest.mark.method("M26")
@pytest.mark.parametrize("answer", [{}, {"refused": True}])
def test_a_proof_agreed_to_or_refused_is_not_asked_for_again(answer: dict[str, bool]) -> None:
    doubting = {"doubts": [{"doubt": "ability", "answered": False, "on": "2026-03-01"}]}
    data = {"schema": "askwell.deal/1", "id": "d", "today": "2026-03-05", **doubting}
    first = next(entry.id for entry in load_codebook().of_kind("proof") if proof_answering(Doubt.ABILITY) == entry)

    def asked(**more: object) -> list[str]:
        state = understand_deal(deal_from_json({**data, **more}).deal, [])
        return [step.text.en for step in state.next if step.row == "M26"]

    before, after = asked(), asked(proofs=[{"proof": first, "by": "Ana", "on": "2026-03-02", **answer}])
    assert before
    assert not set(before) & set(after)


def test_every_proof_of_the_codebook_has_its_cues() -> None:
    assert not any(tells(proof.id, "") for proof in load_codebook().of_kind("proof"))
