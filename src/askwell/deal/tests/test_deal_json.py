"""``askwell.deal/1`` and files of it: read whole, refused with the place."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from askwell.coding.coded import CodedConversation
from askwell.coding.coded_json import coded_to_json
from askwell.deal.deal_json import DealFile, deal_from_json
from askwell.deal.facts import Deal, Person, Product, ProofSaid, Rival, RivalFact, SaleFacts
from askwell.deal.read import read_deals
from askwell.deal.state_json import state_to_json
from askwell.deal.terms import Commitment, Nearness, Position, ProofAnswer, Relation, Role
from askwell.deal.tests.deals import SELLER, call
from askwell.deal.understand import understand_deal
from askwell.transcript.conversation import Conversation
from askwell.transcript.errors import BadInput
from askwell.transcript.limits import Limits

LEAST = {"id": "d", "today": "2026-06-10"}
TALK = {"id": "a", "turns": [{"speaker": "buyer", "text": "Hm."}]}
WHOLE = {
    "schema": "askwell.deal/1",
    "id": "d",
    "lang": "zh",
    "today": "2026-06-10",
    "sale_facts": {
        "calls_expected": 6,
        "people_deciding": 4,
        "decided_in_absence": False,
        "commitment": "high",
        "ongoing_relationship": True,
        "visible_risk": None,
        "judged_as_one": None,
        "amount": 2600000,
        "currency": "CNY",
    },
    "position": "even",
    "decision": "now",
    "people": [
        {
            "id": "wang",
            "name": "王立业",
            "title": "生产副总",
            "roles": ["initiator", "initiator"],
            "attitude": -2,
            "influence": 5,
            "relation": "talking",
            "style_signs": ["warm"],
            "last_contact": "2026-03-18T14:00:00+08:00",
        }
    ],
    "rivals": [{"name": "锐通", "facts": [{"text": "报价更低。", "source": "media", "date": "2026-03-01"}]}],
    "products": [{"name": "追溯", "features": ["读码"], "solves": ["翻本子"], "evidence": ["常州"]}],
    "conversations": [TALK],
}


def test_a_whole_deal_is_read() -> None:
    found = deal_from_json(WHOLE)
    wang = Person(
        "wang", "王立业", "生产副总", (Role.INITIATOR,), -2, 5, Relation.TALKING, ("warm",), date(2026, 3, 18)
    )
    assert found.deal == Deal(
        id="d",
        today=date(2026, 6, 10),
        lang="zh",
        sale=SaleFacts(6, 4, False, Commitment.HIGH, True, None, 2600000, "CNY"),
        position=Position.EVEN,
        decision=Nearness.NOW,
        people=(wang,),
        rivals=(Rival("锐通", (RivalFact("报价更低。", "media", date(2026, 3, 1)),)),),
        products=(Product("追溯", ("读码",), ("翻本子",), ("常州",)),),
    )
    assert [type(item) for item in found.conversations] == [Conversation]


def test_a_coded_conversation_stays_coded() -> None:
    coded = coded_to_json(call(SELLER))
    assert [type(item) for item in deal_from_json(LEAST | {"conversations": [coded]}).conversations] == [
        CodedConversation
    ]


@pytest.mark.parametrize("key", [key for key in WHOLE if key not in LEAST])
def test_all_but_id_and_day_may_be_absent_or_null(key: str) -> None:
    without = {name: value for name, value in WHOLE.items() if name != key}
    assert deal_from_json(without) == deal_from_json(WHOLE | {key: None})
    assert deal_from_json(LEAST) == DealFile(Deal("d", date(2026, 6, 10)), ())


PERSON = {"id": "p", "name": "P"}
REFUSED = [
    ({"schema": "askwell.coded/1"}, "schema", "expected 'askwell.deal/1'"),
    ({"id": None}, "id", "id is missing"),
    ({"id": "  "}, "id", "id is empty"),
    ({"today": None}, "today", "today is missing"),
    ({"today": "tomorrow"}, "today", "must be a day such as 2026-03-05, not 'tomorrow'"),
    ({"today": "2026-02-31"}, "today", "must be a day"),
    ({"today": "20260210"}, "today", "must be a day"),
    ({"lang": "fr"}, "lang", "must be one of en, zh"),
    ({"sale_facts": {"calls_expected": -1}}, "sale_facts.calls_expected", "0 or more"),
    ({"sale_facts": {"commitment": "some"}}, "sale_facts.commitment", "must be one of low, high"),
    ({"sale_facts": {"visible_risk": "yes"}}, "sale_facts.visible_risk", "true or false"),
    ({"position": "first"}, "position", "must be one of ahead, even, behind"),
    ({"decision": "soon"}, "decision", "must be one of now, brewing"),
    ({"people": {}}, "people", "must be a list"),
    ({"people": [{"id": "p"}]}, "people[0].name", "name is missing"),
    ({"people": [PERSON, PERSON]}, "people[1].id", "id 'p' occurs twice"),
    ({"people": [PERSON | {"roles": ["boss"]}]}, "people[0].roles[0]", "must be one of core_decision_maker"),
    ({"people": [PERSON | {"attitude": 3}]}, "people[0].attitude", "from -2 to 2"),
    ({"people": [PERSON | {"influence": 1.5}]}, "people[0].influence", "from 1 to 5"),
    ({"people": [PERSON | {"relation": "friend"}]}, "people[0].relation", "must be one of stranger"),
    ({"people": [PERSON | {"style_signs": ["tall"]}]}, "people[0].style_signs[0]", "not 'tall'"),
    ({"people": [PERSON | {"last_contact": "x"}]}, "people[0].last_contact", "must be a day"),
    ({"rivals": [{"name": "R", "facts": [{}]}]}, "rivals[0].facts[0].text", "text is missing"),
    ({"products": [{"name": "P", "solves": "all"}]}, "products[0].solves", "must be a list of strings"),
    ({"conversations": [TALK, TALK]}, "conversations[1].id", "id 'a' occurs twice"),
    ({"conversations": [{"id": "a", "turns": [{}]}]}, "conversations[0].turns[0].speaker", "must be one of"),
    ({"conversations": [{"schema": "askwell.coded/1"}]}, "conversations[0].conversation", "is missing"),
]


@pytest.mark.parametrize(("change", "place", "message"), REFUSED, ids=[place for _, place, _ in REFUSED])
def test_what_cannot_be_used_is_refused_with_its_place(change: dict[str, Any], place: str, message: str) -> None:
    with pytest.raises(BadInput) as refused:
        deal_from_json(LEAST | change)
    assert refused.value.place == place
    assert message in refused.value.message


@pytest.mark.method("M37")
@pytest.mark.parametrize("source", ["posing_as_customer", "planted_mole"])
def test_a_deceptive_source_is_refused_with_the_reason(source: str) -> None:
    with pytest.raises(BadInput, match="Not allowed: ") as refused:
        deal_from_json(LEAST | {"rivals": [{"name": "R", "facts": [{"text": "Dear.", "source": source}]}]})
    assert refused.value.place == "rivals[0].facts[0].source"


@pytest.mark.method("M37")
@pytest.mark.parametrize("source", ["recruiting", "insiders", "the customer's buyer", None])
def test_other_sources_are_kept(source: str | None) -> None:
    found = deal_from_json(LEAST | {"rivals": [{"name": "R", "facts": [{"text": "Dear.", "source": source}]}]})
    assert found.deal.rivals[0].facts[0].source == source


def read(text: str | bytes, name: str = "deal.json", **limits: int) -> list[str]:
    """The ids of the deals read, and the faults as they are told."""
    data = text.encode() if isinstance(text, str) else text
    found = read_deals(data, name, limits=Limits(**limits))
    return [str(item) if isinstance(item, BadInput) else item.deal.id for item in found]


def test_a_file_holds_one_deal_or_one_a_line() -> None:
    assert read(json.dumps(LEAST)) == read(json.dumps(LEAST, indent=2)) == read("\ufeff" + json.dumps(LEAST)) == ["d"]
    lines = json.dumps(LEAST) + "\n\n" + json.dumps(LEAST | {"id": "e"}) + "\n"
    assert read(lines) == read(lines, "deals.jsonl") == ["d", "e"]
    assert read(json.dumps(LEAST), "deals.jsonl") == ["d"]


def test_a_bad_line_is_named_and_the_others_are_read() -> None:
    bad = json.dumps(LEAST | {"today": "x"})
    told = read(f'{json.dumps(LEAST)}\n{bad}\n{{"id": \n{json.dumps(LEAST | {"id": "e"})}', "deals.jsonl")
    assert told[0] == "d"
    assert told[1].startswith("line 2, today: must be a day")
    assert told[2].startswith("line 3, column ")
    assert told[3] == "e"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "byte 0: the file is empty"),
        (b" \n\t", "byte 0: the file is empty"),
        (b"\xff\xfe", "byte 0: cannot be read as UTF-8 text"),
        (b"[1]", "a deal must be a JSON object"),
        (b'{"id": ', "line 1, column 8: not valid JSON"),
        (b'{"id": NaN}', "NaN is not a JSON number"),
        (b"[" * 100_000, "line 1, column 66: nested deeper than 64 levels"),
    ],
)
def test_what_is_no_deal_is_said_in_one_line(data: bytes, message: str) -> None:
    (told,) = read(data)
    assert told.startswith(message)


def test_a_call_that_is_too_large_is_refused() -> None:
    text = json.dumps(LEAST | {"conversations": [TALK, TALK | {"id": "b", "turns": TALK["turns"] * 3}]})
    assert read(text, turns=2) == ["conversations[1]: holds 3 turns; at most 2 are read"]
    assert read(text, characters=8) == ["conversations[1]: holds 9 characters; at most 8 are read"]


@pytest.mark.method("M04")
def test_what_was_said_of_doubts_is_read_and_has_to_say_of_which_and_how() -> None:
    data = {"id": "d", "today": "2026-03-05"}
    said = {"doubt": "ability", "answered": True, "by": "Ana", "on": "2026-03-04"}
    (read_one,) = deal_from_json({**data, "doubts": [said]}).deal.doubts
    assert (read_one.doubt.value, read_one.answered, read_one.by) == ("ability", True, "Ana")
    assert read_one.day is not None
    for missing in ("doubt", "answered"):
        told = {key: value for key, value in said.items() if key != missing}
        with pytest.raises(BadInput, match=f"{missing} is missing"):
            deal_from_json({**data, "doubts": [told]})


def test_a_proof_entered_as_agreed_is_read_told_and_has_to_be_one_of_the_method() -> None:
    data = {"schema": "askwell.deal/1", "id": "d", "today": "2026-03-05"}
    said = {"proof": "proof.trial_run", "by": "Ana", "on": "2026-03-04", "note": "two weeks on line 3"}
    deal = deal_from_json({**data, "proofs": [said]}).deal
    assert deal.proofs == (
        ProofSaid("proof.trial_run", ProofAnswer.AGREED, "Ana", date(2026, 3, 4), "two weeks on line 3"),
    )
    (denied,) = deal_from_json({**data, "proofs": [{**said, "agreed": False}]}).deal.proofs
    assert denied.answer is ProofAnswer.NOT_AGREED
    told = state_to_json(understand_deal(replace(deal, proofs=(denied,)), []))
    assert (told["proofs"], told["proofs_denied"]) == ([], [said | {"answer": "not_agreed"}])
    (told,) = state_to_json(understand_deal(deal, []))["proofs"]
    assert told == {"proof": said.pop("proof"), "evidence": [], "said": said}
    for given, answers in (
        ({"refused": True}, [ProofAnswer.REFUSED]),
        ({"refused": True, "agreed": False}, [ProofAnswer.REFUSED]),
        ({"refused": False}, [ProofAnswer.NOT_REFUSED]),
        ({"refused": False, "agreed": False}, [ProofAnswer.NOT_AGREED, ProofAnswer.NOT_REFUSED]),
    ):
        read = deal_from_json({**data, "proofs": [{"proof": "proof.trial_run", **given}]}).deal.proofs
        assert [one.answer for one in read] == answers
    for wrong in ({}, {"proof": "proof.oath"}, {"proof": "proof.trial_run", "agreed": True, "refused": True}):
        with pytest.raises(BadInput, match="proof"):
            deal_from_json({**data, "proofs": [wrong]})


@pytest.mark.method("M20")
def test_what_people_say_of_needs_is_read_and_has_to_name_words() -> None:
    data = {"schema": "askwell.deal/1", "id": "d", "today": "2026-03-05"}
    words = {"call": "c1", "turn": 3, "start": 0, "end": 9, "text": "It jams."}
    said = {"words": words, "same_as": words | {"turn": 1}, "by": "Ana", "on": "2026-03-04"}
    joined, parted = deal_from_json({**data, "needs": [said, {"words": words, "same_as": None}]}).deal.needs
    assert (joined.words.turn, joined.same_as and joined.same_as.turn, joined.by) == (3, 1, "Ana")
    assert parted.same_as is None
    with pytest.raises(BadInput, match="words is missing"):
        deal_from_json({**data, "needs": [{"by": "Ana"}]})
