"""Proofs from outside that were agreed to (M26)."""

import pytest

from askwell.deal.cues import tells
from askwell.deal.proofs import agreed_proofs
from askwell.deal.tests.deals import SELLER, calls
from askwell.method.loader import load_codebook


def agreed(text: str) -> dict[str, list[str]]:
    return {one.proof: [anchor.text for anchor in one.evidence] for one in agreed_proofs(calls(SELLER + text))}


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


def test_every_proof_of_the_codebook_has_its_cues() -> None:
    assert not any(tells(proof.id, "") for proof in load_codebook().of_kind("proof"))
