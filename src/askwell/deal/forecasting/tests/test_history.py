"""What was known of a deal on a day: the calls held by then, and the people heard in them."""

import json
from datetime import date

import pytest

from askwell.coding.coded import CodedConversation
from askwell.deal.forecasting.history import NOTHING_YET, known_from_json, known_over_time, known_to_json
from askwell.deal.terms import BuyingStage, Role
from askwell.deal.tests.deals import SELLER, call, deal, person

ADVANCE = "# outcome: advance a\n" + SELLER + "buyer Bo: {agreement#a: I will bring the director on Monday.}"
WARM = "# outcome: continuation\n" + SELLER + "buyer Cy: Very interesting."
PEOPLE = (person("Bo", Role.INITIATOR), person("Cy", Role.KEY_USER), person("Di", Role.CORE_DECISION_MAKER))


def two_calls() -> list[CodedConversation]:
    return [call(WARM, "later", "2026-03-20T10:00:00"), call(ADVANCE, "first", "2026-03-02T10:00:00")]


@pytest.mark.method("M07")
def test_each_call_adds_what_it_showed_and_nothing_of_later_ones() -> None:
    before, first, second = known_over_time(deal(people=PEOPLE), two_calls())
    assert before == NOTHING_YET
    assert (first.day, second.day) == (date(2026, 3, 2), date(2026, 3, 20))
    assert (first.progress.advances, first.progress.streak) == (1.0, 0)
    assert (second.progress.advances, second.progress.streak) == (1.0, 1)
    assert first == known_over_time(deal(people=PEOPLE), two_calls()[1:])[1]


def test_people_count_once_they_were_heard() -> None:
    _, first, second = known_over_time(deal(people=PEOPLE), two_calls())
    assert (first.progress.petals, second.progress.petals) == (1, 2)


def test_a_deal_without_calls_is_known_by_nothing() -> None:
    assert known_over_time(deal(people=PEOPLE), ()) == (NOTHING_YET,)
    assert NOTHING_YET.stage is BuyingStage.UNKNOWN
    assert not NOTHING_YET.progress.heard


def test_of_a_call_without_a_day_nobody_knows_when_it_was_known() -> None:
    assert known_over_time(deal(), [call(ADVANCE)])[1].day is None


def test_what_was_known_survives_json() -> None:
    known = known_over_time(deal(people=PEOPLE), two_calls())
    assert known_from_json(json.loads(json.dumps(known_to_json(known)))) == known
