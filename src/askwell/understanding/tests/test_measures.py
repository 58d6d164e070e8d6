"""The figures of a call (M18)."""

from dataclasses import replace

import pytest

from askwell.coding.coded import CodedConversation
from askwell.coding.notation import read_coded_text
from askwell.method.terms import Side
from askwell.transcript.conversation import Participant
from askwell.understanding.cues import says
from askwell.understanding.measures import MEASURES, WHY_NULL
from askwell.understanding.understand import understand

TIMED = """
seller [00:00-00:10]: {situation_question: How many filling lines do you run?}
buyer [00:11-00:20]: Four lines in two halls. {implied_need: One line stops.}
seller [00:22-00:30]: I see. {problem_question: Why does the line stop?} {problem_question: Why does the line stop?}
buyer [00:30-00:50]: The filler head jams.
seller [00:45-01:00]: So what you're saying is that it jams. {feature: Ours has two nozzles.}
buyer [01:00-01:01]: Right.
seller [01:01-01:40]: {feature: It runs at 60 Hz.} {closing_attempt: Shall we book it?}
buyer [01:44-02:00]: {objection: That is a lot of money.}
"""


def figures(text: str) -> dict[str, float | None]:
    return {name: measure.value for name, measure in understand(read_coded_text(text)).measures.items()}


def reasons(coded: CodedConversation) -> dict[str, str | None]:
    return {name: measure.why_null for name, measure in understand(coded).measures.items()}


@pytest.mark.method("M18")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("duration", 120.0),
        ("talk_share_seller", 40 / 59),
        ("longest_monologue_seller", 55.0),
        ("longest_monologue_buyer", 20.0),
        ("patience", 0.0),
        ("interactivity", 3.5),
        ("interruptions_seller", 1.0),
        ("questions", 2.0),
        ("questions_per_hour", 60.0),
        ("situation_questions", 1.0),
        ("problem_questions", 1.0),
        ("problem_question_share", 0.5),
        ("takes_up_share", 1.0),
        ("acknowledgements", 1.0),
        ("playbacks", 1.0),
        ("closes", 1.0),
        ("objections_per_hour", 30.0),
    ],
)
def test_figures_agree_with_reckoning_by_hand(name: str, value: float) -> None:
    assert figures(TIMED)[name] == pytest.approx(value, abs=1e-4)


@pytest.mark.method("M02")
def test_time_and_turns_of_the_stages_add_up_to_the_call() -> None:
    found = figures(TIMED)
    assert sum(found[name] or 0 for name in found if name.startswith("turns_in_")) == 8
    assert sum(found[name] or 0 for name in found if name.startswith("seconds_in_")) == 120


@pytest.mark.method("M23")
def test_features_are_reckoned_against_benefits() -> None:
    text = "buyer: {explicit_need: 想要快}\nseller: {feature: 双头} {feature: 快换} {benefit: 所以换型快}"
    assert figures(text)["features_per_benefit"] == 2


@pytest.mark.method("M18")
def test_without_times_the_timed_figures_are_null_and_say_why() -> None:
    why = reasons(read_coded_text("seller: {problem_question: 哪里最难？}\nbuyer: {implied_need: 老停机。}"))
    assert {name for name, reason in why.items() if reason == "no_times"} >= {"patience", "interactivity", "duration"}
    assert why["talk_share_seller"] is None


@pytest.mark.method("M18")
def test_starts_alone_give_length_but_no_pauses() -> None:
    why = reasons(read_coded_text("seller [00:00]: Hello there\nbuyer [02:00]: Hello"))
    assert (why["duration"], why["patience"]) == (None, "no_end_times")


@pytest.mark.method("M18")
def test_times_that_run_backwards_are_not_used() -> None:
    why = reasons(read_coded_text("seller [02:00-02:05]: Hello there\nbuyer [00:10-00:20]: Hello"))
    assert why["duration"] == "times_unordered"


@pytest.mark.method("M18")
def test_unknown_sides_make_figures_of_sides_null() -> None:
    why = reasons(read_coded_text("unknown: Hello there\nunknown: Hello"))
    assert why["talk_share_seller"] == "sides_unknown"


@pytest.mark.method("M18")
@pytest.mark.parametrize(("side_p", "reason"), [(0.69, "sides_unsure"), (0.7, None), (None, None)])
def test_a_weakly_guessed_side_counts_as_unknown(side_p: float | None, reason: str | None) -> None:
    coded = read_coded_text(TIMED)
    turns = (replace(coded.conversation.turns[0], participant="a"), *coded.conversation.turns[1:])
    guessed = Participant("a", Side.SELLER, side_p=side_p)
    conversation = replace(coded.conversation, turns=turns, participants=(guessed,))
    assert reasons(replace(coded, conversation=conversation))["talk_share_seller"] == reason


def test_every_measure_is_named_and_defined_in_both_languages() -> None:
    for name, entry in MEASURES.items():
        assert entry.name == name
        assert entry.title.en
        assert entry.title.zh
        assert entry.definition.en.endswith(".")
        assert entry.definition.zh.endswith("。")


@pytest.mark.parametrize(
    "text", [TIMED, "unknown: x", "seller: x", "buyer: ...", "seller [00:00-00:01]: Hi\nbuyer: Hi"]
)
def test_a_figure_is_a_number_or_has_a_reason_with_a_text(text: str) -> None:
    for measure in understand(read_coded_text(text)).measures.values():
        assert (measure.value is None) == (measure.why_null in WHY_NULL)


def test_an_empty_call_can_be_understood() -> None:
    coded = understand(read_coded_text("# lang: en"))
    assert (coded.stages, coded.needs) == ((), ())


@pytest.mark.parametrize(
    ("cue", "text", "there"),
    [
        ("time", "on Monday", True),
        ("time", "a mondayish mood", False),
        ("time", "周三见", True),
        ("mild", "有点慢", True),
    ],
)
def test_english_cues_stop_at_words_and_chinese_ones_do_not(cue: str, text: str, there: bool) -> None:
    assert says(cue, text) is there
