"""Topics (M11), opening (M10), appointment (M09), commitment (M30), preparation (M08)."""

from datetime import date

import pytest

from askwell.counsel.plans.appointment import MOST_TRIES, plan_appointment
from askwell.counsel.plans.commitment import draft_commitment
from askwell.counsel.plans.opening import plan_opening
from askwell.counsel.plans.preparation import TICKED, check_preparation
from askwell.counsel.plans.tests.deals import FILLER, GROWN, MAJOR, SMALL, TOLD, standing
from askwell.counsel.plans.topics import MOST_ASKED, Topic, cover_topics, still_unknown
from askwell.deal.facts import Person
from askwell.deal.steps import Standing
from askwell.deal.terms import Relation, Role
from askwell.deal.tests.deals import FLOWER, person
from askwell.method.entries import Bilingual
from askwell.method.loader import load_codebook

DAYS = (Bilingual("Tuesday at ten", "周二十点"), Bilingual("Thursday at two", "周四十四点"))


def topic(given: Standing, name: str, *met: str) -> Topic:
    people = [one for one in given.deal.people if one.id in met]
    return next(one for one in cover_topics(given, people) if one.id == name)


@pytest.mark.method("M11")
def test_every_topic_has_its_question() -> None:
    topics = cover_topics(standing(sale=MAJOR), ())
    assert len(topics) == 11
    assert {one.id for one in topics} == {item.id for item in load_codebook().entry("topic.stems").items}


@pytest.mark.method("M11")
def test_a_topic_is_known_once_a_question_after_it_was_answered() -> None:
    known = topic(standing(TOLD, sale=MAJOR), "decision_process")
    assert known.known
    assert [anchor.text for anchor in known.evidence] == [
        "Who signs an order of this kind?", "The board does, in March."]  # fmt: skip
    unanswered = "seller Ana: {situation_question: Who signs an order of this kind?}\nseller Ana: Well."
    assert not topic(standing(unanswered, sale=MAJOR), "decision_process").known


@pytest.mark.method("M11")
def test_a_topic_is_known_from_what_was_entered() -> None:
    entered = standing(sale=MAJOR, people=FLOWER)
    assert topic(entered, "decision_process").known
    assert topic(entered, "organisation_people").known
    assert topic(entered, "responsibility_authority", "Ruth").known
    assert not topic(entered, "current_concerns", "Ruth").known


@pytest.mark.method("M11")
def test_what_one_person_answers_of_themselves_tells_nothing_of_another() -> None:
    asked = "seller Ana: {situation_question: What are you responsible for?}\nbuyer Bo: {other: The filling lines.}"
    given = standing(asked, sale=MAJOR, people=(person("Bo"), person("Ruth")))
    assert topic(given, "responsibility_authority").known
    assert topic(given, "responsibility_authority", "Bo").known
    assert not topic(given, "responsibility_authority", "Ruth").known
    assert not topic(given, "responsibility_authority", "Bo", "Ruth").known


@pytest.mark.method("M11")
def test_only_what_is_unknown_is_proposed_the_most_pressing_first() -> None:
    asked = still_unknown(cover_topics(standing(TOLD, sale=MAJOR), ()))
    assert len(asked) == MOST_ASKED
    assert asked[0].id == "key_criteria"
    assert "decision_process" not in {one.id for one in asked}


@pytest.mark.method("M10")
def test_the_opening_fits_rank_number_and_what_was_said_before() -> None:
    ruth, bo = person("Ruth", Role.CORE_DECISION_MAKER), person("Bo", title="Fitter")
    given = standing(TOLD, sale=MAJOR, people=(ruth, bo))
    alone = plan_opening(given, (bo,), "Ana")
    assert (alone.senior, alone.group) == (False, False)
    assert alone.lines[0].en.startswith("Good to see you again")
    assert "The filler head jams twice a week" in alone.lines[1].en
    both = plan_opening(given, (ruth, bo), "Ana")
    assert (both.senior, both.group) == (True, True)
    assert both.lines[0].zh == "各位好，我是Ana，谢谢各位抽时间。"
    assert len(both.lines) == 5
    assert all("您" not in line.zh for line in both.lines)
    assert "worth our working on" not in both.lines[3].en
    assert len(both.mind) == len(alone.mind) + 2


@pytest.mark.method("M10")
@pytest.mark.parametrize("title", ["Managing Director", "CFO", "总经理", "设备总监"])
def test_a_title_tells_rank(title: str) -> None:
    assert plan_opening(standing(sale=MAJOR), (person("X", title=title),), "Ana").senior


@pytest.mark.method("M10")
def test_a_small_sale_may_open_in_the_ways_of_the_course() -> None:
    small, major = (plan_opening(standing(sale=sale), (), "Ana").mind for sale in (SMALL, MAJOR))
    assert load_codebook().entry("opening.techniques").advice in small
    assert load_codebook().entry("opening.techniques").advice not in major


@pytest.mark.method("M09")
def test_the_words_for_the_telephone_rest_on_the_deal() -> None:
    open_door = person("Marek", Role.KEY_USER, relation=Relation.TALKING)
    given = standing(sale=MAJOR, people=(person("Ruth"), open_door))
    steps = plan_appointment(given, [FILLER], given.deal.people[:1], "Ana", DAYS, ()).steps
    assert [step.id for step in steps] == ["reference", "praise", "value", "invite", "confirm"]
    assert "We are in touch with Marek" in steps[0].words.en
    assert "Brackwell has run it for two years" in steps[2].words.en
    assert "周二十点和周四十四点" in steps[3].words.zh


@pytest.mark.method("M32")
def test_an_inside_supporter_is_never_named_as_reference() -> None:
    inside = person("Marek", Role.INSIDE_SUPPORTER, relation=Relation.ALLIED)
    given = standing(sale=MAJOR, people=(person("Ruth"), inside))
    words = plan_appointment(given, [], given.deal.people[:1], "Ana", DAYS, ()).steps[0].words
    assert "Marek" not in words.en + words.zh


@pytest.mark.method("M09")
def test_the_last_talk_with_the_person_is_the_reference_where_nobody_else_is() -> None:
    ruth = person("Ruth", last_contact=date(2026, 5, 4))
    given = standing(sale=MAJOR, people=(ruth,))
    words = plan_appointment(given, [], (ruth,), "Ana", DAYS, ()).steps[0].words
    assert words == Bilingual(
        "Good morning, this is Ana. We last spoke on 4 May.", "您好，我是Ana，5月4日我们谈过一次。"
    )


@pytest.mark.method("M09")
def test_after_five_tries_the_channel_changes_and_no_method_comes_twice() -> None:
    tries = ["value_again", "offer_choice", "little_time", "call_again"]
    planned = plan_appointment(standing(), [], (), "Ana", DAYS, tries)
    assert planned.change_channel == ()
    assert [one.id for one in planned.methods if one.used] == tries
    assert len(planned.methods) == 9
    after = plan_appointment(standing(), [], (), "Ana", DAYS, [*tries, "friends"])
    assert (after.steps, after.methods, after.cautions) == ((), (), ())
    once, never = after.change_channel
    assert "once, and announced" in once.en
    assert "again and again is harassment" in never.en
    assert MOST_TRIES == 5


@pytest.mark.method("M30")
def test_the_four_actions_have_their_words() -> None:
    given = standing(TOLD, GROWN, sale=MAJOR, people=FLOWER)
    actions = draft_commitment(given, (), "The customer signs on Friday.", ("The customer names a day.",), {})
    assert len(actions) == 4
    assert actions[1].words[0].en == "Before we end: what would Ruth still want to know?"
    assert "“We want a filler head that never jams”" in actions[2].words[0].en
    assert [len(action.words) for action in actions] == [0, 2, 1, 2]


@pytest.mark.method("M30")
def test_nothing_is_summarised_that_we_do_not_meet() -> None:
    given = standing(TOLD, GROWN, sale=MAJOR)
    unmet = {given.state.needs[0].label: ""}
    assert draft_commitment(given, (), "", (), unmet)[2].words[0].en.startswith("Nothing to summarise yet")


@pytest.mark.method("M30")
def test_a_want_of_somebody_who_will_be_absent_is_not_told_to_those_who_are_met() -> None:
    bo, ruth = person("Bo", Role.KEY_USER), person("Ruth", Role.CORE_DECISION_MAKER)
    given = standing(TOLD + GROWN, sale=MAJOR, people=(bo, ruth))

    def summary(*met: Person) -> str:
        return draft_commitment(given, met, "", (), {})[2].words[0].en

    assert "We want a filler head that never jams" in summary(bo, ruth)
    assert "We want a filler head that never jams" in summary()
    assert summary(ruth).startswith("Nothing to summarise yet")


@pytest.mark.method("M30")
def test_nothing_is_summarised_that_nobody_wanted() -> None:
    summary = draft_commitment(standing(TOLD, sale=MAJOR), (), "", (), {})[2].words
    assert summary[0].en.startswith("Nothing to summarise yet")


@pytest.mark.method("M08")
def test_a_plan_is_complete_or_says_what_is_missing() -> None:
    empty = check_preparation([], cover_topics(standing(), ()), (), frozenset(), has_objective=False)
    assert sum(len(area.items) for area in empty.areas) == 12
    assert empty.missing == 12
    assert len(empty.costs) == 4
    given = standing(TOLD, sale=MAJOR, people=FLOWER)
    ready = check_preparation(
        [FILLER], cover_topics(given, ()), FLOWER[:1], frozenset(TICKED), has_objective=True)  # fmt: skip
    assert (ready.missing, ready.costs) == (0, ())


@pytest.mark.method("M09")
@pytest.mark.parametrize(
    ("days", "asked"),
    [
        (DAYS[:1], "周二十点您方便吗？不方便的话，哪天合适？"),
        ((), "这周前几天和后几天，哪个时候您方便？"),
    ],
)
def test_one_day_or_none_reads_well(days: tuple[Bilingual, ...], asked: str) -> None:
    assert plan_appointment(standing(), [], (), "Ana", days, ()).steps[3].words.zh.endswith(asked)


@pytest.mark.method("M30")
def test_a_chinese_act_of_the_customers_is_said_to_them() -> None:
    said = draft_commitment(standing(TOLD, sale=MAJOR), (), "客户同意试用，并定下结束日期。", ("周总签字。",), {})[
        3
    ].words
    assert ["您同意试用" in said[0].zh, "客户" in said[0].zh, "周总签字" in said[1].zh] == [True, False, True]


@pytest.mark.method("M30")
def test_an_objective_is_read_as_a_line_to_write_down() -> None:
    said = draft_commitment(standing(TOLD, sale=MAJOR), (), "周总30号同意试用。", ("Martin signs.",), {})[3].words
    assert said[0].zh == "咱们把下一步写成这样，可以吗：“周总30号同意试用”。"
    assert said[1].en == "If that is too much now, shall we write down this: “Martin signs”?"


@pytest.mark.method("M10")
def test_words_too_long_to_be_said_back_are_not_quoted() -> None:
    long = "The filler head jams twice a week, and then the whole crew stands about until somebody comes."
    given = standing(f"seller Ana: Well?\nbuyer Bo: {{implied_need: {long}}}\n", sale=MAJOR, people=(person("Bo"),))
    purpose = plan_opening(given, given.deal.people, "Ana").lines[1]
    assert purpose.en == "Last time you told me what gets in the way. Where does that stand today?"


@pytest.mark.method("M11")
def test_concerns_told_are_shown_in_their_words_and_not_as_entered() -> None:
    told = topic(standing(TOLD, sale=MAJOR), "current_concerns")
    assert told.known
    assert [anchor.text for anchor in told.evidence] == ["The filler head jams twice a week."]
