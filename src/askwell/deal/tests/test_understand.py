"""The whole step: any valid deal gets a state that obeys its schema, the same one each time."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from askwell.coding.baseline import BaselineCoder
from askwell.coding.coded import CodedConversation, Need, OutcomeJudgement
from askwell.coding.coded_json import coded_to_json
from askwell.coding.coder import code_conversation
from askwell.coding.notation import read_coded_text
from askwell.deal.deal_json import DealFile, deal_from_json
from askwell.deal.forecast import Progress, forecast
from askwell.deal.read import read_deals
from askwell.deal.state import DealState
from askwell.deal.state_json import state_to_json, state_to_line
from askwell.deal.style import style_signs
from askwell.deal.terms import (
    BuyingStage,
    Commitment,
    Cost,
    FlowerFault,
    Leaning,
    Nearness,
    Position,
    Relation,
    Role,
    Tactic,
)
from askwell.deal.tests.deals import SELLER, call, deal
from askwell.deal.understand import understand_deal
from askwell.method.loader import load_codebook
from askwell.method.terms import BUYER_CODES, SELLER_CODES, Doubt, NeedState, Outcome, SaleSize, Side
from askwell.samples import sample_calls
from askwell.schemas import schema_text
from askwell.transcript.conversation import Conversation

DEAL_SCHEMA, STATE_SCHEMA = (
    Draft202012Validator(json.loads(schema_text(name))) for name in ("askwell.deal/1", "deal_state")
)
SAMPLES = {path.name: path.read_bytes() for path in (files("askwell.samples") / "deals").iterdir()}
EACH_SAMPLE = pytest.mark.parametrize("name", SAMPLES)


def state_of(found: DealFile) -> DealState:
    return understand_deal(found.deal, map(coded, found.conversations))


def coded(item: Conversation | CodedConversation) -> CodedConversation:
    return item if isinstance(item, CodedConversation) else code_conversation(item, BaselineCoder())


def sample(name: str) -> DealFile:
    (found,) = read_deals(SAMPLES[name], name)
    assert isinstance(found, DealFile)
    return found


def anchors_in(value: Any) -> Iterator[Mapping[str, Any]]:
    """Every anchor of a state, wherever it stands."""
    if isinstance(value, dict) and "turn" in value:
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from anchors_in(inner)


def check(found: DealFile) -> dict[str, Any]:
    """The state as JSON, after what holds for every state has been tried."""
    state = state_to_json(state_of(found))
    STATE_SCHEMA.validate(state)
    calls = {
        item.id: item.conversation if isinstance(item, CodedConversation) else item for item in found.conversations
    }
    for anchor in anchors_in(state):
        assert calls[anchor["call"]].turns[anchor["turn"]].text[anchor["start"] : anchor["end"]] == anchor["text"]
    assert 0 <= state["forecast"]["low"] <= state["forecast"]["p"] <= state["forecast"]["high"] <= 1
    assert state["next"]
    return state


def test_a_deal_with_no_calls_and_no_facts_is_unknown_everywhere_and_says_what_to_find_out() -> None:
    state = check(deal_from_json({"id": "d", "today": "2026-06-10"}))
    assert state["sale"] == {"size": "unknown", "reasons": []}
    assert state["buying_stage"] == {"stage": "unknown", "p": 0.0, "evidence": [], "mismatch": False}
    assert state["value"] == {"leans": "unknown", "for": [], "against": []}
    assert state["flower"] == {"petals": {role.value: [] for role in Role}, "faults": []}
    assert state["tactic"] == {"name": "unknown", "reasons": []}
    assert (state["needs"], state["doubts"], state["advances"]) == ([], [], [])
    assert state["forecast"]["n"] == 0
    assert {"M01", "M03", "M11", "M32", "M38"} <= {step["row"] for step in state["next"]}


@EACH_SAMPLE
def test_a_sample_obeys_the_schema_and_its_state_too(name: str) -> None:
    DEAL_SCHEMA.validate(json.loads(SAMPLES[name]))
    check(sample(name))


@EACH_SAMPLE
def test_a_sample_holds_a_sample_call_word_by_word_and_everybody_in_it_is_on_the_map(name: str) -> None:
    found = sample(name)
    shipped = {item.id: item for item in sample_calls()}
    calls = [item for item in found.conversations if isinstance(item, Conversation)]
    assert [item for item in calls if shipped.get(item.id) == item]
    buyers = {person.id for item in calls for person in item.participants if person.side is Side.BUYER}
    assert buyers <= {person.id for person in found.deal.people}
    assert {item.deal.id for item in calls if item.deal} == {found.deal.id}


@EACH_SAMPLE
def test_the_samples_are_in_their_language_and_complete(name: str) -> None:
    data = json.loads(SAMPLES[name])
    assert name.startswith(data["lang"])
    assert set(data) == set(DEAL_SCHEMA.schema["properties"]) - {
        "buying_stage",
        "ordered_on",
        "doubts",
        "proofs",
        "needs",
        "complaints",
    }
    assert set(data["sale_facts"]) == set(DEAL_SCHEMA.schema["properties"]["sale_facts"]["properties"])


@EACH_SAMPLE
def test_the_same_deal_gives_the_same_bytes(name: str) -> None:
    assert state_to_line(state_of(sample(name))) == state_to_line(state_of(sample(name)))


@EACH_SAMPLE
def test_calls_given_coded_or_plain_give_the_same_state(name: str) -> None:
    found = sample(name)
    again = json.loads(SAMPLES[name]) | {"conversations": [coded_to_json(coded(item)) for item in found.conversations]}
    DEAL_SCHEMA.validate(again)
    assert state_of(deal_from_json(again)) == state_of(found)


def test_the_forecast_stands_behind_one_function() -> None:
    assert understand_deal(deal(), []).forecast == forecast(Progress())


def test_a_coding_that_names_units_it_does_not_hold_is_read_all_the_same() -> None:
    lost = replace(
        call(SELLER + "buyer Bo: {implied_need: It jams.}"),
        outcome=OutcomeJudgement(Outcome.ADVANCE, 0.9, uncertain=False, units=("u9999",)),
        needs=(Need("n01", "lost", NeedState.EXPLICIT, ("u9999",)),),
    )
    state = understand_deal(deal(), [lost])
    assert (state.needs, state.advances[0].evidence) == ((), ())


@st.composite
def any_call(draw: st.DrawFn, call_id: str) -> dict[str, Any]:
    """A coded call of any order of codes, with attributes, doubtful units, and people with and without ids."""
    words = st.sampled_from(["filler jams, 4,000 a week", "灌装头卡住，合同怎么付款", "yes, the board on Monday", "?"])
    attrs = st.sampled_from(["", "concern=price", "concern=competitor objection_class=doubt", "doubt=necessity"])
    more = st.sampled_from(["", "follow_up=complains", "object=feeling", "p=0.3"])
    lines = []
    for _ in range(draw(st.integers(0, 8))):
        side = draw(st.sampled_from([Side.SELLER, Side.BUYER, Side.BUYER, Side.UNKNOWN]))
        name = draw(st.sampled_from(["", " Bo", " Cy"]))
        code = draw(st.sampled_from(sorted(SELLER_CODES if side is Side.SELLER else BUYER_CODES)))
        lines.append(f"{side.value}{name}: {{{code} {draw(attrs)} {draw(more)}: {draw(words)}}}")
    whole = coded_to_json(read_coded_text(f"# id: {call_id}\n# lang: en\n" + "\n".join(lines)))
    turns = whole["conversation"]["turns"]
    whole["conversation"]["turns"] = [
        turn | ({"participant": turn["name"]} if "name" in turn else {}) for turn in turns
    ]
    whole["conversation"]["held_at"] = draw(st.sampled_from([None, "2026-06-01", "2026-05-01T10:00+08:00", "x"]))
    label = draw(st.sampled_from([None, *Outcome]))
    whole["outcome"] = label and {"label": label, "p": 0.8, "uncertain": False, "units": ["u0001"]}
    return whole


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


def any_of(vocabulary: Any) -> st.SearchStrategy[str]:
    return st.sampled_from([str(value) for value in vocabulary])


DAYS = st.dates().map(str)
FACTS = st.fixed_dictionaries(
    {
        "calls_expected": maybe(st.integers(0, 9)),
        "people_deciding": maybe(st.integers(0, 9)),
        "decided_in_absence": maybe(st.booleans()),
        "commitment": maybe(any_of(Commitment)),
        "ongoing_relationship": maybe(st.booleans()),
        "visible_risk": maybe(st.booleans()),
        "judged_as_one": maybe(st.booleans()),
        "amount": maybe(st.floats(allow_nan=False, allow_infinity=False)),
    }
)
PEOPLE = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.sampled_from(["Bo", "Cy", "Di", ""]),
            "name": st.text(max_size=3),
            "roles": st.lists(any_of(Role), max_size=3),
            "attitude": maybe(st.integers(-2, 2)),
            "influence": maybe(st.integers(1, 5)),
            "relation": maybe(any_of(Relation)),
            "style_signs": maybe(st.lists(any_of(sorted(style_signs())), max_size=6)),
            "last_contact": maybe(DAYS),
        }
    ),
    max_size=4,
    unique_by=lambda person: str(person["id"]),
)
RIVALS = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.just("R"),
            "facts": st.lists(st.fixed_dictionaries({"text": st.just("Dear."), "date": maybe(DAYS)}), max_size=2),
        }
    ),
    max_size=2,
)


@st.composite
def any_deal(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "id": "d",
        "today": draw(DAYS),
        "sale_facts": draw(maybe(FACTS)),
        "position": draw(maybe(any_of(Position))),
        "decision": draw(maybe(any_of(Nearness))),
        "people": draw(maybe(PEOPLE)),
        "rivals": draw(maybe(RIVALS)),
        "conversations": [draw(any_call(f"c{number}")) for number in range(draw(st.integers(0, 4)))],
    }


@given(any_deal())
def test_any_valid_deal_gets_a_state_and_the_same_one_again(data: dict[str, Any]) -> None:
    DEAL_SCHEMA.validate(data)
    check(deal_from_json(data))
    assert state_to_line(state_of(deal_from_json(data))) == state_to_line(state_of(deal_from_json(data)))


@given(any_deal())
def test_every_text_of_what_to_do_next_is_in_the_codebook(data: dict[str, Any]) -> None:
    texts = {
        text
        for entry in load_codebook().entries
        for text in (entry.advice, entry.definition, *(item.text for item in entry.items))
    }
    found = deal_from_json(data)
    for step in state_of(found).next:
        proofs = load_codebook().of_kind("proof")
        names = [f"{name}: " for name in (*(one.name for one in found.deal.people), *(one.name.en for one in proofs))]
        plain = re.sub(r" \(“[^”]+”\): ", ": ", step.text.en)  # a proof says which doubt it answers
        said = {plain, *(plain.removeprefix(name) for name in names)}
        silent = step.text.en.endswith("silent for three weeks.")
        assert silent or said & {text.en for text in texts if text}


def enum_at(validator: Draft202012Validator, *path: str) -> set[str]:
    schema: Any = validator.schema
    for key in path:
        schema = schema[key] if key in schema else schema["properties"][key]
    return set(schema["enum"]) - {None}


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (("sale_facts", "commitment"), Commitment),
        (("position",), Position),
        (("decision",), Nearness),
        (("people", "items", "roles", "items"), Role),
        (("people", "items", "relation"), Relation),
        (("people", "items", "style_signs", "items"), style_signs()),
    ],
)
def test_the_schema_of_a_deal_holds_the_vocabularies(path: tuple[str, ...], words: Any) -> None:
    assert enum_at(DEAL_SCHEMA, *path) == set(words)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (("sale", "size"), SaleSize),
        (("buying_stage", "stage"), BuyingStage),
        (("needs", "items", "state"), NeedState),
        (("value", "leans"), Leaning),
        (("flower", "faults", "items"), FlowerFault),
        (("doubts", "items", "doubt"), Doubt),
        (("tactic", "name"), Tactic),
        (("advances", "items", "outcome"), Outcome),
    ],
)
def test_the_schema_of_a_state_holds_the_vocabularies(path: tuple[str, ...], words: Any) -> None:
    assert enum_at(STATE_SCHEMA, *path) == set(words)


def test_costs_and_petals_are_named_in_the_schema_or_the_codebook() -> None:
    assert set(STATE_SCHEMA.schema["properties"]["flower"]["properties"]["petals"]["properties"]) == set(Role)
    assert {item.id for item in load_codebook().entry("value.cost").items} == set(Cost)
