"""Calls of an hour, made of the sample calls: stretches of them in seeded order, with other figures in them."""

import random
import re
from dataclasses import dataclass

from askwell.method.terms import Side
from askwell.samples import sample_calls
from askwell.transcript.conversation import Conversation, Participant, Turn, is_han

SECONDS = 3_600.0
PAUSE = 0.4
NUMBER = re.compile(r"[0-9]+")
NAMES = {"en": ("Nora Blake", "Tomás Rey"), "zh": ("贺岚", "罗工")}


@dataclass(frozen=True)
class Size:
    """How much is said in an hour: words, or Chinese characters."""

    lang: str
    count: int
    unit: str


ENGLISH, CHINESE = Size("en", 9_000, "words"), Size("zh", 15_000, "characters")


def long_call(size: Size, seed: int = 7) -> Conversation:
    """A call of an hour between two people; the same seed gives the same call."""
    chance = random.Random(seed)
    said: list[tuple[Side, str]] = []
    while said_in(text for _, text in said) < size.count:
        said += [(turn.speaker, _varied(turn.text, chance)) for turn in _stretch(size.lang, chance)]
    seller, buyer = NAMES[size.lang]
    people = (Participant("p1", Side.SELLER, seller), Participant("p2", Side.BUYER, buyer))
    title = "An hour on the telephone" if size.lang == "en" else "一小时的电话"
    return Conversation(f"hour-{size.lang}", _timed(said, people), lang=size.lang, title=title, participants=people)


def said_in(texts: object) -> int:
    """Words, a Chinese character being one."""
    return sum(sum(map(is_han, text)) + len(re.findall(r"[A-Za-z0-9'’-]+", text)) for text in texts)  # type: ignore[attr-defined]


def _stretch(lang: str, chance: random.Random) -> tuple[Turn, ...]:
    call = chance.choice([call for call in sample_calls() if call.lang == lang])
    length = chance.randint(12, 40)
    start = chance.randrange(max(len(call.turns) - length, 1))
    return call.turns[start : start + length]


def _varied(text: str, chance: random.Random) -> str:
    return NUMBER.sub(lambda found: str(chance.randint(1, 10 ** len(found[0]) - 1)), text)


def _timed(said: list[tuple[Side, str]], people: tuple[Participant, Participant]) -> tuple[Turn, ...]:
    """Each turn takes the hour's share of its length."""
    person = {one.side: one for one in people}
    a_character = (SECONDS - PAUSE * len(said)) / sum(len(text) for _, text in said)
    turns, now = [], 0.0
    for side, text in said:
        end = now + len(text) * a_character
        speaker = person[side]
        turns.append(Turn(side, text, speaker.id, speaker.name, round(now, 2), round(end, 2)))
        now = end + PAUSE
    return tuple(turns)
