"""``askwell.conversation/1``: a conversation as frozen dataclasses, read from and written to JSON without loss.

Unknown keys are kept in ``extra`` and written back. Turns given in this format are never merged, split, trimmed or
normalised; times are seconds; positions in text count Unicode code points.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from askwell.method.terms import SaleSize, Side
from askwell.transcript.errors import BadInput
from askwell.transcript.json_reader import JsonReader, present

SCHEMA = "askwell.conversation/1"
LANGUAGES = ("en", "zh")
JsonObject = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Word:
    """A timed piece of a turn: a recognised word, or the cue the turn was joined from."""

    text: str
    start: float | None = None
    end: float | None = None
    extra: JsonObject = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Turn:
    speaker: Side
    text: str
    participant: str | None = None
    name: str | None = None
    start: float | None = None
    end: float | None = None
    words: tuple[Word, ...] = ()
    extra: JsonObject = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Participant:
    """``side_p`` is how sure a guessed side is; None where a person stated it."""

    id: str
    side: Side
    name: str | None = None
    side_p: float | None = None
    extra: JsonObject = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DealFacts:
    id: str | None = None
    sale: SaleSize | None = None
    amount: float | None = None
    currency: str | None = None
    extra: JsonObject = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Conversation:
    id: str
    turns: tuple[Turn, ...]
    lang: str | None = None
    held_at: str | None = None
    title: str | None = None
    objective: str | None = None
    deal: DealFacts | None = None
    participants: tuple[Participant, ...] = ()
    extra: JsonObject = field(default_factory=dict)

    @property
    def sale(self) -> SaleSize:
        """The stated sale size; ``unknown`` where nobody stated one."""
        return (self.deal and self.deal.sale) or SaleSize.UNKNOWN


def conversation_from_json(data: object) -> Conversation:
    """Read a decoded ``askwell.conversation/1`` object; raises BadInput naming the place of the first fault."""
    if not isinstance(data, Mapping):
        raise BadInput("a conversation must be a JSON object")
    obj = JsonReader(data, "")
    schema = obj.text("schema", default=SCHEMA)
    if schema != SCHEMA:
        raise BadInput(f"schema is {schema!r}, expected {SCHEMA!r}", place="schema")
    conversation = Conversation(
        id=obj.required_text("id"),
        turns=tuple(_turn(item) for item in obj.objects("turns", required=True)),
        lang=obj.optional_choice("lang", (*LANGUAGES, "auto")),
        held_at=obj.text("held_at"),
        title=obj.text("title"),
        objective=obj.text("objective"),
        deal=_deal(obj.object("deal")),
        participants=tuple(_participant(item) for item in obj.objects("participants")),
        extra=obj.rest(),
    )
    if not conversation.id.strip():
        raise BadInput("id is empty", place="id")
    return conversation


def conversation_to_json(conversation: Conversation) -> dict[str, Any]:
    """The JSON object of a conversation; keys whose value is absent are left out."""
    deal = conversation.deal
    return present(
        {
            "schema": SCHEMA,
            "id": conversation.id,
            "lang": conversation.lang,
            "held_at": conversation.held_at,
            "title": conversation.title,
            "objective": conversation.objective,
            "deal": None
            if deal is None
            else present({"id": deal.id, "sale": deal.sale, "amount": deal.amount, "currency": deal.currency})
            | dict(deal.extra),
            "participants": [_participant_to_json(item) for item in conversation.participants] or None,
            "turns": [_turn_to_json(turn) for turn in conversation.turns],
        }
    ) | dict(conversation.extra)


def canonical_json(data: object) -> str:
    """JSON with sorted keys and no spaces: the form digests are taken of."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(conversation: Conversation) -> str:
    """SHA-256 (hexadecimal) of the canonical conversation."""
    return hashlib.sha256(canonical_json(conversation_to_json(conversation)).encode()).hexdigest()


def resolved_lang(conversation: Conversation) -> str:
    """``en`` or ``zh``; ``auto`` is settled by the share of Han characters among letters (zh from one third)."""
    if conversation.lang in LANGUAGES:
        return conversation.lang
    letters = [char for turn in conversation.turns for char in turn.text if char.isalpha()]
    han = sum(is_han(char) for char in letters)
    return "zh" if letters and han * 3 >= len(letters) else "en"


def is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf" or "\U00020000" <= char <= "\U0003ffff"


def _turn(obj: JsonReader) -> Turn:
    return Turn(
        speaker=Side(obj.choice("speaker", tuple(Side))),
        text=obj.required_text("text"),
        participant=obj.text("participant"),
        name=obj.text("name"),
        start=obj.number("start"),
        end=obj.number("end"),
        words=tuple(_word(item) for item in obj.objects("words")),
        extra=obj.rest(),
    )


def _word(obj: JsonReader) -> Word:
    return Word(obj.required_text("text"), obj.number("start"), obj.number("end"), extra=obj.rest())


def _participant(obj: JsonReader) -> Participant:
    return Participant(
        id=obj.required_text("id"),
        side=Side(obj.choice("side", tuple(Side), default=Side.UNKNOWN)),
        name=obj.text("name"),
        side_p=obj.number("side_p"),
        extra=obj.rest(),
    )


def _deal(obj: JsonReader | None) -> DealFacts | None:
    if obj is None:
        return None
    return DealFacts(
        id=obj.text("id"),
        sale=SaleSize(sale) if (sale := obj.optional_choice("sale", tuple(SaleSize))) else None,
        amount=obj.number("amount"),
        currency=obj.text("currency"),
        extra=obj.rest(),
    )


def _turn_to_json(turn: Turn) -> dict[str, Any]:
    return present(
        {
            "speaker": turn.speaker.value,
            "participant": turn.participant,
            "name": turn.name,
            "start": turn.start,
            "end": turn.end,
            "text": turn.text,
            "words": [
                present({"text": word.text, "start": word.start, "end": word.end}) | dict(word.extra)
                for word in turn.words
            ]
            or None,
        }
    ) | dict(turn.extra)


def _participant_to_json(item: Participant) -> dict[str, Any]:
    return present({"id": item.id, "name": item.name, "side": item.side.value, "side_p": item.side_p}) | dict(
        item.extra
    )
