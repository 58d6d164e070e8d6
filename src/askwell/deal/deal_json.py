"""``askwell.deal/1`` from JSON."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from askwell.coding.coded import SCHEMA as CODED
from askwell.coding.coded import CodedConversation
from askwell.coding.coded_json import coded_from_json
from askwell.deal.anchor import Anchor
from askwell.deal.facts import (
    SCHEMA,
    ComplaintSaid,
    Deal,
    DoubtSaid,
    NeedSaid,
    Person,
    Product,
    ProofSaid,
    Rival,
    RivalFact,
    SaleFacts,
)
from askwell.deal.style import style_signs
from askwell.deal.terms import BuyingStage, Commitment, Nearness, Position, ProofAnswer, Relation, Role
from askwell.method.loader import load_codebook
from askwell.method.terms import Doubt
from askwell.transcript.conversation import LANGUAGES, Conversation, conversation_from_json
from askwell.transcript.errors import BadInput
from askwell.transcript.json_reader import JsonReader

Word = TypeVar("Word", bound=StrEnum)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?=$|T)")


@dataclass(frozen=True, slots=True)
class DealFile:
    """What ``askwell.deal/1`` holds: the facts, and the calls as they stand, coded or still to be coded."""

    deal: Deal
    conversations: tuple[Conversation | CodedConversation, ...]


def deal_from_json(data: object) -> DealFile:
    """Read a decoded ``askwell.deal/1`` object; raises BadInput naming the place of the first fault.

    Only ``id`` and ``today`` are required; what is absent is not known.
    """
    if not isinstance(data, Mapping):
        raise BadInput("a deal must be a JSON object")
    obj = JsonReader(data, "")
    if (schema := obj.text("schema", default=SCHEMA)) != SCHEMA:
        raise BadInput(f"schema is {schema!r}, expected {SCHEMA!r}", place="schema")
    return DealFile(_deal(obj), _conversations(obj))


def _deal(obj: JsonReader) -> Deal:
    deal_id, today = obj.required_text("id"), _day(obj, "today")
    if not deal_id.strip():
        raise BadInput("id is empty", place="id")
    if today is None:
        raise BadInput("today is missing", place="today")
    return Deal(
        id=deal_id,
        today=today,
        lang=obj.optional_choice("lang", LANGUAGES),
        sale=_sale_facts(obj.object("sale_facts")),
        position=_word(obj, "position", Position),
        decision=_word(obj, "decision", Nearness),
        stage=_stage(obj),
        ordered_on=_day(obj, "ordered_on"),
        people=_people(obj),
        rivals=tuple(_rival(item) for item in obj.objects("rivals")),
        products=tuple(_product(item) for item in obj.objects("products")),
        doubts=tuple(_doubt_said(item) for item in obj.objects("doubts")),
        proofs=tuple(said for item in obj.objects("proofs") for said in _proofs_said(item)),
        needs=tuple(_need_said(item) for item in obj.objects("needs")),
        complaints=tuple(_complaint_said(item) for item in obj.objects("complaints")),
    )


def _sale_facts(obj: JsonReader | None) -> SaleFacts:
    if obj is None:
        return SaleFacts()
    return SaleFacts(
        calls_expected=_count(obj, "calls_expected"),
        people_deciding=_count(obj, "people_deciding"),
        decided_in_absence=_yes_or_no(obj, "decided_in_absence"),
        commitment=_word(obj, "commitment", Commitment),
        ongoing_relationship=_yes_or_no(obj, "ongoing_relationship"),
        visible_risk=_yes_or_no(obj, "visible_risk"),
        judged_as_one=_yes_or_no(obj, "judged_as_one"),
        amount=obj.number("amount"),
        currency=obj.text("currency"),
    )


def _people(obj: JsonReader) -> tuple[Person, ...]:
    people = tuple(_person(item) for item in obj.objects("people"))
    _refuse_twins("people", [person.id for person in people])
    return people


def _person(obj: JsonReader) -> Person:
    return Person(
        id=obj.required_text("id"),
        name=obj.required_text("name"),
        title=obj.text("title"),
        roles=tuple(Role(role) for role in _words(obj, "roles", tuple(Role))),
        attitude=_step_of(obj, "attitude", -2, 2),
        influence=_step_of(obj, "influence", 1, 5),
        relation=_word(obj, "relation", Relation),
        shown_by=obj.text("shown_by"),
        style_signs=_words(obj, "style_signs", tuple(sorted(style_signs()))),
        last_contact=_day(obj, "last_contact"),
    )


def _rival(obj: JsonReader) -> Rival:
    return Rival(obj.required_text("name"), tuple(_rival_fact(item) for item in obj.objects("facts")))


def _rival_fact(obj: JsonReader) -> RivalFact:
    source = obj.text("source")
    if refused := refused_sources().get(source or ""):
        raise BadInput(refused, place=f"{obj.place}.source")
    return RivalFact(obj.required_text("text"), source, _day(obj, "date"))


def refused_sources() -> dict[str, str]:
    """The sources of the codebook that are not allowed at all, with the reason (M37)."""
    verdicts = {
        entry.id.removeprefix("rival_source."): entry.items[0]
        for entry in load_codebook().of_kind("source")
        if entry.items and entry.items[0].kind == "not_allowed"
    }
    return {source: verdict.text.en for source, verdict in verdicts.items()}


def _product(obj: JsonReader) -> Product:
    return Product(obj.required_text("name"), _texts(obj, "features"), _texts(obj, "solves"), _texts(obj, "evidence"))


def _doubt_said(obj: JsonReader) -> DoubtSaid:
    doubt, answered = _word(obj, "doubt", Doubt), _yes_or_no(obj, "answered")
    if doubt is None or answered is None:
        missing = "doubt" if doubt is None else "answered"
        raise BadInput(f"{missing} is missing", place=f"{obj.place}.{missing}")
    return DoubtSaid(doubt, answered, obj.text("by"), _day(obj, "on"), obj.text("note"))


def _proofs_said(obj: JsonReader) -> list[ProofSaid]:
    known = tuple(entry.id for entry in load_codebook().of_kind("proof"))
    proof = obj.optional_choice("proof", known)
    if proof is None:
        raise BadInput("proof is missing", place=f"{obj.place}.proof")
    said = obj.text("by"), _day(obj, "on"), obj.text("note")
    return [ProofSaid(proof, answer, *said) for answer in _answers(obj)]


def _need_said(obj: JsonReader) -> NeedSaid:
    words = obj.object("words")
    if words is None:
        raise BadInput("words is missing", place=f"{obj.place}.words")
    same_as = obj.object("same_as")
    return NeedSaid(_anchor(words), _anchor(same_as) if same_as else None, obj.text("by"), _day(obj, "on"))


def _complaint_said(obj: JsonReader) -> ComplaintSaid:
    still, words, note = _yes_or_no(obj, "open"), obj.object("words"), obj.text("note")
    if still is None:
        raise BadInput("open is missing", place=f"{obj.place}.open")
    if words is None and not note:
        raise BadInput("words or note is missing", place=f"{obj.place}.words")
    return ComplaintSaid(still, _anchor(words) if words else None, note, obj.text("by"), _day(obj, "on"))


def _anchor(obj: JsonReader) -> Anchor:
    turn, start, end = (obj.whole_number(key) for key in ("turn", "start", "end"))
    return Anchor(obj.required_text("call"), turn, start, end, obj.required_text("text"))


def _answers(obj: JsonReader) -> list[ProofAnswer]:
    """What is said of a proof's answer: that it was given, or of both that they were not; agreed where nothing is."""
    agreed, refused = _yes_or_no(obj, "agreed"), _yes_or_no(obj, "refused")
    if agreed and refused:
        raise BadInput("a proof is agreed to or refused, not both", place=f"{obj.place}.refused")
    if agreed or refused:
        return [ProofAnswer.AGREED if agreed else ProofAnswer.REFUSED]
    denied = ((agreed, ProofAnswer.NOT_AGREED), (refused, ProofAnswer.NOT_REFUSED))
    return [answer for given, answer in denied if given is False] or [ProofAnswer.AGREED]


def _conversations(obj: JsonReader) -> tuple[Conversation | CodedConversation, ...]:
    conversations = tuple(_conversation(item) for item in obj.objects("conversations"))
    _refuse_twins("conversations", [item.id for item in conversations])
    return conversations


def _conversation(obj: JsonReader) -> Conversation | CodedConversation:
    read: Callable[[object], Conversation | CodedConversation]
    read = coded_from_json if obj.data.get("schema") == CODED else conversation_from_json
    try:
        return read(obj.data)
    except BadInput as error:
        raise BadInput(error.message, place=f"{obj.place}.{error.place}".rstrip(".")) from error


def _refuse_twins(what: str, ids: list[str]) -> None:
    for i, item in enumerate(ids):
        if item in ids[:i]:
            raise BadInput(f"id {item!r} occurs twice", place=f"{what}[{i}].id")


def _day(obj: JsonReader, key: str) -> date | None:
    """A day, or the day of a moment, as ISO 8601 writes it."""
    text = obj.text(key)
    if text is None:
        return None
    day = _DAY.match(text)
    try:
        return date.fromisoformat(day[0] if day else "")
    except ValueError:
        place = f"{obj.place}.{key}" if obj.place else key
        raise BadInput(f"must be a day such as 2026-03-05, not {text!r}", place=place) from None


def _stage(obj: JsonReader) -> BuyingStage | None:
    """The stage somebody entered; ``unknown`` is none."""
    stage = _word(obj, "buying_stage", BuyingStage)
    return None if stage is BuyingStage.UNKNOWN else stage


def _word(obj: JsonReader, key: str, kind: type[Word]) -> Word | None:
    word = obj.optional_choice(key, tuple(kind))
    return None if word is None else kind(word)


def _words(obj: JsonReader, key: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    words = _texts(obj, key)
    for i, word in enumerate(words):
        if word not in allowed:
            raise BadInput(f"must be one of {', '.join(allowed)}, not {word!r}", place=f"{obj.place}.{key}[{i}]")
    return tuple(dict.fromkeys(words))


def _texts(obj: JsonReader, key: str) -> tuple[str, ...]:
    return () if obj.data.get(key) is None else obj.texts(key)


def _count(obj: JsonReader, key: str) -> int | None:
    return None if obj.data.get(key) is None else obj.whole_number(key)


def _yes_or_no(obj: JsonReader, key: str) -> bool | None:
    return None if obj.data.get(key) is None else obj.flag(key)


def _step_of(obj: JsonReader, key: str, lowest: int, highest: int) -> int | None:
    """A whole number of a scale."""
    value = obj.number(key)
    if value is None:
        return None
    if value != int(value) or not lowest <= value <= highest:
        raise BadInput(f"must be a whole number from {lowest} to {highest}", place=f"{obj.place}.{key}")
    return int(value)
