"""What a reader is shown of a call."""

from dataclasses import replace

import pytest

from askwell.coding.coded import CodedConversation
from askwell.coding.notation import read_coded_text
from askwell.method.terms import Code, Outcome, Severity
from askwell.report import call_view
from askwell.report.signs import SIGNS
from askwell.report.tests import calls
from askwell.transcript.conversation import Conversation
from askwell.understanding.understand import understand

BOTTLING = calls.bottling_call()


def test_the_headline_tells_outcome_certainty_and_the_words_it_rests_on() -> None:
    headline = call_view(BOTTLING, "en").headline
    assert (headline.name, headline.p, headline.uncertain, headline.success) == ("Advance", "86%", False, True)
    assert "Thursday the third" in headline.quotes[0].text


def test_what_a_person_decided_has_no_probability() -> None:
    assert BOTTLING.outcome is not None
    decided = replace(BOTTLING, outcome=replace(BOTTLING.outcome, p=1.0))
    headline = call_view(decided, "en").headline
    assert (headline.p, headline.by) == ("", "a person")


def test_sellers_are_named_before_buyers() -> None:
    sides = [side for _who, side in call_view(BOTTLING, "en").people]
    assert sides == sorted(sides, reverse=True), "Seller before Buyer"


def test_a_finding_on_all_certain_units_of_a_code_says_how_many_more_are_uncertain() -> None:
    asked = [unit for unit in BOTTLING.units if unit.code is Code.IMPLICATION_QUESTION]
    doubted = {asked[0].id}
    units = tuple(replace(unit, uncertain=unit.id in doubted) for unit in BOTTLING.units)
    counted = replace(BOTTLING.findings[0], units=tuple(unit.id for unit in asked[1:]))
    view = call_view(replace(BOTTLING, units=units, findings=(counted, *BOTTLING.findings[1:])), "en")
    assert view.worst is not None
    assert view.worst.left_out == "Uncertain, so not counted here: 1 × Implication question."
    some = replace(counted, units=counted.units[1:])
    view = call_view(replace(BOTTLING, units=units, findings=(some, *BOTTLING.findings[1:])), "en")
    assert view.worst is not None
    assert view.worst.left_out == "", "a finding on a part of them counts no whole"


@pytest.mark.method("M27")
@pytest.mark.parametrize(("concern", "shown"), [("price", True), ("timing", False)])
def test_the_margin_names_no_cause_that_the_call_does_not_show(concern: str, shown: bool) -> None:
    coded = read_coded_text(
        "seller: {feature#f: It has two heads.}\n"
        f"buyer: {{objection ->f caused_by concern={concern} cause=feature: Not now.}}\n"
    )
    view = call_view(understand(coded), "en")
    (mark,) = (one.mark for turn in view.turns for one in turn.segments if one.mark and one.mark.quote.turn == 1)
    assert bool(mark.links) is shown
    assert bool(view.objections[0].caused_by) is shown


def test_a_serious_word_on_the_ending_is_not_followed_by_no_grave_fault() -> None:
    ending = replace(BOTTLING.findings[0], row="M07", severity=Severity.HIGH)
    slight = replace(BOTTLING.findings[0], row="M24", severity=Severity.LOW)
    told = [call_view(replace(BOTTLING, findings=found), "en").no_fault for found in ((ending,), (slight,))]
    assert [text.startswith("Apart from how the call ended") for text in told] == [True, False]


@pytest.mark.parametrize(
    ("held_at", "told"),
    [
        ("2026-03-12T10:10:00+01:00", "12 March 2026, 10:10"),
        ("2026-03-12T00:00:00+01:00", "12 March 2026"),
        ("2026-03-12", "12 March 2026"),
    ],
)
def test_a_day_alone_is_told_without_an_hour(held_at: str, told: str) -> None:
    talk = replace(BOTTLING.conversation, held_at=held_at)
    assert call_view(replace(BOTTLING, conversation=talk), "en").held == told


@pytest.mark.method("M07")
def test_a_continuation_is_no_success() -> None:
    headline = call_view(calls.terminal_call(), "zh").headline
    assert headline.outcome is Outcome.CONTINUATION
    assert not headline.success


def test_the_worst_fault_is_shown_and_the_others_folded() -> None:
    view = call_view(BOTTLING, "en")
    assert view.worst is not None
    assert view.worst.rule == "capability_before_explicit_need"
    assert [finding.rule for finding in view.others] == ["problem_not_taken_up", "trial_close_after_advance"]


def test_a_finding_is_split_into_what_it_means_and_what_to_do() -> None:
    finding = call_view(BOTTLING, "zh").worst
    assert finding is not None
    assert finding.text.endswith("引来了价格异议。")
    assert finding.advice == ("先等客户说出想要什么，再谈产品。",)


def test_strengths_are_kept_apart_from_faults() -> None:
    praised = replace(BOTTLING.findings[0], id="strength.need_grown")
    view = call_view(replace(BOTTLING, findings=(praised, *BOTTLING.findings[1:])), "en")
    assert [finding.rule for finding in view.strengths] == ["strength.need_grown"]
    assert view.worst is not None
    assert view.worst.rule == "problem_not_taken_up"


@pytest.mark.method("M13")
def test_the_mix_counts_each_kind_of_question() -> None:
    mix = {part.mark: (part.count, part.percent) for part in call_view(BOTTLING, "en").mix}
    assert mix == {"S": (4, "17%"), "P": (4, "17%"), "I": (5, "22%"), "N": (3, "13%"), "Q": (7, "30%")}


@pytest.mark.method("M20")
def test_a_need_climbs_from_implied_to_met_by_a_benefit() -> None:
    need = call_view(BOTTLING, "en").needs[0]
    assert need.label == "Stops on the PET line"
    assert need.biggest
    assert [step.name for step in need.steps if step.quotes] == ["Problem", "Consequence", "Explicit", "Benefit met"]
    assert need.steps[-1].quotes[0].code is Code.BENEFIT


def test_a_need_nobody_met_leaves_its_last_rung_empty() -> None:
    needs = {need.label: need for need in call_view(BOTTLING, "en").needs}
    assert not needs["Planning that only Derek can read"].steps[-1].quotes


def test_turns_hold_their_whole_text_cut_at_the_units() -> None:
    for turn, shown in zip(BOTTLING.conversation.turns, call_view(BOTTLING, "en").turns, strict=True):
        assert "".join(segment.text for segment in shown.segments) == turn.text


def test_every_unit_is_a_quote_with_its_exact_words() -> None:
    quotes = {quote.unit: quote.text for quote in call_view(BOTTLING, "zh").quotes}
    assert quotes == {unit.id: BOTTLING.text_of(unit) for unit in BOTTLING.units}


def test_an_objection_names_its_cause_and_quotes_it() -> None:
    objection = call_view(BOTTLING, "en").objections[0]
    assert ("Likely cause", "Features raise price concern") in objection.facts
    assert "two thousand times a second" in objection.caused_by[0].text


def test_a_missing_figure_says_why() -> None:
    measures = {measure.id: measure for measure in call_view(BOTTLING, "en").measures}
    assert measures["talk_share_seller"].value == "47%"
    assert measures["longest_monologue_seller"].value == "1:44"
    assert (measures["patience"].value, measures["patience"].why_null) == (
        "",
        "the transcript does not say when turns end",
    )


def test_without_times_places_follow_the_amount_of_talk_and_it_says_so() -> None:
    view = call_view(calls.without_times(BOTTLING), "en")
    assert "no times" in view.placing
    assert view.turns[3].at == "turn 4"
    shares = [turn.share[0] for turn in view.turns]
    assert shares == sorted(shares)
    assert (shares[0], view.turns[-1].share[1]) == (0.0, 1.0)


def test_times_that_run_backwards_still_give_a_line_from_beginning_to_end() -> None:
    turns = list(BOTTLING.conversation.turns)
    turns[5] = replace(turns[5], start=0.0, end=1.0)
    view = call_view(replace(BOTTLING, conversation=replace(BOTTLING.conversation, turns=tuple(turns))), "en")
    assert all(0 <= turn.share[0] <= turn.share[1] <= 1 for turn in view.turns)


def test_a_call_of_no_turns_can_be_shown() -> None:
    empty = CodedConversation(Conversation("empty", (), lang="en"), "en", "0" * 64, "hand", ())
    assert call_view(empty, "en").turns == ()


def test_every_code_has_a_sign_of_its_own() -> None:
    assert set(SIGNS) == set(Code)
    assert len({sign.mark for sign in SIGNS.values()}) == len(SIGNS)


def test_an_unknown_interface_language_is_refused() -> None:
    with pytest.raises(ValueError, match="'fr'"):
        call_view(BOTTLING, "fr")
