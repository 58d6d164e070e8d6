"""Who speaks in a conversation, for asking who sells and who buys, and the conversation with the answer."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from askwell.method.terms import Side
from askwell.transcript.conversation import Conversation, Participant, Turn
from askwell.understanding.sides import sides_uncertain

QUOTES = 3
QUOTE_LENGTH = 160


@dataclass(frozen=True, slots=True)
class Speaker:
    """One person of a conversation; ``side_p`` is how sure a guessed side is, ``share`` their part of the talk."""

    id: str
    name: str
    side: Side
    side_p: float | None
    turns: int
    share: float
    quotes: tuple[str, ...]


def speakers_of(conversation: Conversation) -> list[Speaker]:
    """Everybody who speaks and can be told apart, in the order they first speak."""
    people = {item.id: item for item in conversation.participants}
    said: dict[str, list[Turn]] = defaultdict(list)
    for turn in conversation.turns:
        if key := speaker_key(turn):
            said[key].append(turn)
    total = sum(len(turn.text) for turn in conversation.turns) or 1
    return [_speaker(key, people.get(key), turns, total) for key, turns in said.items()]


def speaker_key(turn: Turn) -> str:
    """What tells the speaker of a turn from others: the participant, or the name; empty where there is neither."""
    return turn.participant or turn.name or ""


def sides_open(conversation: Conversation) -> bool:
    """Whether somebody has to say who sells, and can: the speakers are told apart."""
    return sides_uncertain(conversation) and any(map(speaker_key, conversation.turns))


def sides_by_name(conversation: Conversation, seller: str) -> dict[str, Side]:
    """What the full name of the seller tells of sides that were only guessed or not known, by speaker.

    It tells nothing unless exactly one speaker has it; of two speakers the other one buys.
    """
    speakers = speakers_of(conversation)
    key = _name_key(seller)
    named = [item for item in speakers if key and _name_key(item.name) == key]
    stated = {speaker_key(turn) for turn in conversation.turns if turn.speaker is not Side.UNKNOWN}
    unsure = {
        item.id for item in speakers if item.side_p is not None or (item.side is Side.UNKNOWN and item.id not in stated)
    }
    if len(named) != 1 or (named[0].id not in unsure and named[0].side is not Side.SELLER):
        return {}
    told = {named[0].id: Side.SELLER}
    if len(speakers) == 2:
        told = {item.id: told.get(item.id, Side.BUYER) for item in speakers}
    return {speaker: side for speaker, side in told.items() if speaker in unsure}


def with_sides(conversation: Conversation, side_of: Mapping[str, Side]) -> Conversation:
    """The conversation with stated sides, by speaker; a stated side is sure, whatever was guessed before."""
    known = {item.id for item in conversation.participants}
    people = [
        replace(item, side=side_of[item.id], side_p=None) if item.id in side_of else item
        for item in conversation.participants
    ]
    names = dict.fromkeys(key for turn in conversation.turns if (key := speaker_key(turn)) in side_of)
    people += [Participant(key, side_of[key], name=key) for key in names if key not in known]
    turns = tuple(
        replace(turn, speaker=side_of.get(speaker_key(turn), turn.speaker), participant=speaker_key(turn) or None)
        for turn in conversation.turns
    )
    return replace(conversation, participants=tuple(people), turns=turns)


def _name_key(name: str) -> str:
    return " ".join(name.split()).casefold()


def _speaker(key: str, person: Participant | None, turns: list[Turn], total: int) -> Speaker:
    name = (person and person.name) or turns[0].name or key
    side = person.side if person else turns[0].speaker
    longest = sorted(turns, key=lambda turn: -len(turn.text))[:QUOTES]
    quotes = tuple(_shortened(turn.text) for turn in turns if turn in longest)[:QUOTES]
    share = sum(len(turn.text) for turn in turns) / total
    return Speaker(key, name, side, person.side_p if person else None, len(turns), share, quotes)


def _shortened(text: str) -> str:
    joined = " ".join(text[: 4 * QUOTE_LENGTH].split())
    return joined if len(joined) <= QUOTE_LENGTH else joined[:QUOTE_LENGTH].rstrip() + "…"
