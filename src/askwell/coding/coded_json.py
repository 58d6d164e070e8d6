"""``askwell.coded/1`` to and from JSON."""

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from askwell.coding.coded import (
    CODEBOOK,
    SCHEMA,
    Alternative,
    Attrs,
    CodedConversation,
    Finding,
    Layer,
    Link,
    Measure,
    Need,
    OutcomeJudgement,
    StageSpan,
    Text,
    Unit,
)
from askwell.method.terms import (
    Cause,
    CloseKind,
    Code,
    Concern,
    Doubt,
    Evidence,
    FollowUp,
    Form,
    LinkKind,
    NeedOf,
    NeedState,
    ObjectionClass,
    Outcome,
    QuestionObject,
    Severity,
    Side,
    Stage,
    Want,
    codes_for,
)
from askwell.transcript.conversation import (
    LANGUAGES,
    Conversation,
    conversation_from_json,
    conversation_to_json,
    digest,
)
from askwell.transcript.errors import BadInput
from askwell.transcript.json_reader import JsonReader, present

ATTR_TYPES = {
    "form": Form,
    "object": QuestionObject,
    "close_kind": CloseKind,
    "objection_class": ObjectionClass,
    "concern": Concern,
    "cause": Cause,
    "doubt": Doubt,
    "follow_up": FollowUp,
    "evidence": Evidence,
    "want": Want,
    "need": NeedOf,
}


def coded_to_json(coded: CodedConversation) -> dict[str, Any]:
    """The JSON object of a coded conversation; floats rounded to 4 places."""
    return {
        "schema": SCHEMA,
        "id": coded.id,
        "lang": coded.lang,
        "conversation": conversation_to_json(coded.conversation),
        "digest": coded.digest,
        "codebook": coded.codebook,
        "model": coded.model,
        "layer": present({"by": coded.layer.by, "coder": coded.layer.coder, "over": coded.layer.over}),
        "units": [_unit_to_json(unit) for unit in coded.units],
        "stages": [{"stage": span.stage.value, "from": span.first, "to": span.last} for span in coded.stages],
        "needs": [_need_to_json(need) for need in coded.needs],
        "outcome": _outcome_to_json(coded.outcome),
        "findings": [_finding_to_json(finding) for finding in coded.findings],
        "measures": {name: _measure_to_json(measure) for name, measure in sorted(coded.measures.items())},
    }


def coded_to_line(coded: CodedConversation) -> str:
    """One line of JSONL, without the line end."""
    return json.dumps(coded_to_json(coded), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def coded_from_json(data: object) -> CodedConversation:
    """Read a decoded ``askwell.coded/1`` object; raises BadInput naming the place of the first fault."""
    if not isinstance(data, Mapping):
        raise BadInput("a coded conversation must be a JSON object")
    obj = JsonReader(data, "")
    if (schema := obj.required_text("schema")) != SCHEMA:
        raise BadInput(f"schema is {schema!r}, expected {SCHEMA!r}", place="schema")
    conversation = _conversation(obj)
    return CodedConversation(
        conversation=conversation,
        lang=obj.choice("lang", LANGUAGES),
        digest=obj.text("digest") or digest(conversation),
        codebook=obj.text("codebook") or CODEBOOK,
        model=obj.text("model") or "",
        layer=_layer(obj.object("layer")),
        units=_units(obj, conversation),
        stages=tuple(_stage(item) for item in obj.objects("stages")),
        needs=tuple(_need(item) for item in obj.objects("needs")),
        outcome=_outcome(obj.object("outcome")),
        findings=tuple(_finding(item) for item in obj.objects("findings")),
        measures=_measures(obj.object("measures")),
    )


def attrs_from_json(data: Mapping[str, Any]) -> Attrs:
    """Read the ``attrs`` object of a unit; raises BadInput for a value outside its vocabulary."""
    return _attrs(JsonReader(data, "attrs"))


def _unit_to_json(unit: Unit) -> dict[str, Any]:
    return {
        "id": unit.id,
        "turn": unit.turn,
        "start": unit.start,
        "end": unit.end,
        "code": unit.code.value,
        "p": round(unit.p, 4),
        "uncertain": unit.uncertain,
        "alternatives": [{"code": item.code.value, "p": round(item.p, 4)} for item in unit.alternatives],
        "attrs": present({item.name: getattr(unit.attrs, item.name) for item in fields(Attrs)}),
        "links": [{"kind": link.kind.value, "to": link.to} for link in unit.links],
    }


def _need_to_json(need: Need) -> dict[str, Any]:
    return present(
        {
            "id": need.id,
            "label": need.label,
            "state": need.state.value,
            "units": list(need.units),
            "seriousness": need.seriousness,
        }
    )


def _outcome_to_json(outcome: OutcomeJudgement | None) -> dict[str, Any] | None:
    if outcome is None:
        return None
    return {
        "label": outcome.label.value,
        "p": round(outcome.p, 4),
        "uncertain": outcome.uncertain,
        "units": list(outcome.units),
    }


def _finding_to_json(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.id,
        "row": finding.row,
        "severity": finding.severity.value,
        "units": list(finding.units),
        "text": {"en": finding.text.en, "zh": finding.text.zh},
    }


def _measure_to_json(measure: Measure) -> dict[str, Any]:
    value = None if measure.value is None else round(measure.value, 4)
    return {"value": value} | present({"unit": measure.unit, "why_null": measure.why_null})


def _conversation(obj: JsonReader) -> Conversation:
    inner = obj.object("conversation")
    if inner is None:
        raise BadInput("conversation is missing", place="conversation")
    try:
        return conversation_from_json(inner.data)
    except BadInput as error:
        raise BadInput(error.message, place=f"conversation.{error.place}") from error


def _units(obj: JsonReader, conversation: Conversation) -> tuple[Unit, ...]:
    units = tuple(_unit(item, conversation) for item in obj.objects("units"))
    _check_order(units)
    return units


def _unit(obj: JsonReader, conversation: Conversation) -> Unit:
    turn, start, end = (obj.whole_number(key) for key in ("turn", "start", "end"))
    if turn >= len(conversation.turns):
        raise BadInput(f"turn {turn} is beyond the last turn {len(conversation.turns) - 1}", place=f"{obj.place}.turn")
    if not start < end <= len(conversation.turns[turn].text):
        raise BadInput(f"{start} to {end} is no stretch of turn {turn}", place=f"{obj.place}.start")
    side = conversation.turns[turn].speaker
    p = obj.number("p")
    return Unit(
        id=obj.required_text("id"),
        turn=turn,
        start=start,
        end=end,
        code=Code(obj.choice("code", _codes_of(side))),
        p=1.0 if p is None else p,
        uncertain=obj.flag("uncertain"),
        alternatives=tuple(_alternative(item) for item in obj.objects("alternatives")),
        attrs=_attrs(obj.object("attrs")),
        links=tuple(_link(item) for item in obj.objects("links")),
    )


def _codes_of(side: Side) -> tuple[str, ...]:
    return tuple(code.value for code in Code if code in codes_for(side))


def _check_order(units: tuple[Unit, ...]) -> None:
    seen = set()
    for i, unit in enumerate(units):
        if unit.id in seen:
            raise BadInput(f"id {unit.id!r} occurs twice", place=f"units[{i}].id")
        seen.add(unit.id)
        if i and (units[i - 1].turn, units[i - 1].end) > (unit.turn, unit.start):
            raise BadInput("units must be sorted and must not overlap", place=f"units[{i}]")


def _alternative(obj: JsonReader) -> Alternative:
    return Alternative(Code(obj.choice("code", tuple(Code))), obj.number("p") or 0.0)


def _attrs(obj: JsonReader | None) -> Attrs:
    if obj is None:
        return Attrs()
    given = {key: obj.optional_choice(key, tuple(kind)) for key, kind in ATTR_TYPES.items()}
    values: dict[str, Any] = {key: ATTR_TYPES[key](value) for key, value in given.items() if value is not None}
    return Attrs(**values)


def _link(obj: JsonReader) -> Link:
    return Link(LinkKind(obj.choice("kind", tuple(LinkKind))), obj.required_text("to"))


def _layer(obj: JsonReader | None) -> Layer:
    if obj is None:
        return Layer()
    by = obj.choice("by", ("machine", "person", "language_model"), default="machine")
    return Layer(by, obj.text("coder"), obj.text("over"))


def _stage(obj: JsonReader) -> StageSpan:
    return StageSpan(Stage(obj.choice("stage", tuple(Stage))), obj.whole_number("from"), obj.whole_number("to"))


def _need(obj: JsonReader) -> Need:
    return Need(
        id=obj.required_text("id"),
        label=obj.required_text("label"),
        state=NeedState(obj.choice("state", tuple(NeedState))),
        units=obj.texts("units"),
        seriousness=None if obj.number("seriousness") is None else obj.whole_number("seriousness"),
    )


def _outcome(obj: JsonReader | None) -> OutcomeJudgement | None:
    if obj is None:
        return None
    label = Outcome(obj.choice("label", tuple(Outcome)))
    p = obj.number("p")
    return OutcomeJudgement(label, 1.0 if p is None else p, obj.flag("uncertain"), obj.texts("units"))


def _finding(obj: JsonReader) -> Finding:
    text = obj.object("text")
    return Finding(
        id=obj.required_text("id"),
        row=obj.required_text("row"),
        severity=Severity(obj.choice("severity", tuple(Severity))),
        units=obj.texts("units"),
        text=Text(text.text("en") or "", text.text("zh") or "") if text else Text("", ""),
    )


def _measures(obj: JsonReader | None) -> dict[str, Measure]:
    if obj is None:
        return {}
    items = {name: obj.object(name) for name in obj.data}
    return {
        name: Measure(item.number("value"), item.text("unit"), item.text("why_null"))
        for name, item in items.items()
        if item is not None
    }
