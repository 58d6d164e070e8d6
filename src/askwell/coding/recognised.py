"""A call as a speech recogniser might have written it down, made from a written one: same seed, same call.

Punctuation and capitals go, numbers change their spelling, fillers come in, words are taken for others that sound
alike, turns are cut, and the last words of a turn are sometimes given to the next speaker. Units are carried over; one
whose words are all lost goes.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from askwell.coding.coded import CodedConversation, Link, Unit
from askwell.transcript.conversation import Turn, digest

FILLER, MISHEARD, RESPELLED, CUT, STRAYED = 0.02, 0.15, 0.7, 0.08, 0.05
"""How often a filler follows a word, a word becomes one that sounds like it, a number is spelled the other way, a turn
is cut, and a turn loses its last words to the next."""
FILLERS = {"en": ("um", "uh", "you know", "like"), "zh": ("嗯", "呃", "那个", "就是")}
SOUND_ALIKE: Mapping[str, Mapping[str, str]] = {
    "en": {
        "there": "their", "their": "there", "they're": "there", "your": "you're", "you're": "your", "its": "it's",
        "it's": "its", "to": "too", "too": "to", "two": "to", "for": "four", "know": "no", "hear": "here", "buy": "by",
        "by": "buy", "we're": "were", "where": "were", "then": "than", "than": "then", "whole": "hole",
        "right": "write", "week": "weak", "weeks": "weaks", "our": "are", "we'll": "will", "who's": "whose",
        "sale": "sail", "site": "sight", "costs": "cost", "isn't": "is in", "wouldn't": "would in", "line": "lion",
    },
    "zh": {
        "的": "得", "得": "的", "在": "再", "再": "在", "做": "作", "他": "她", "它": "他", "那": "哪", "哪": "那",
        "像": "象", "账": "帐", "以": "已", "是": "事", "有": "又", "带": "代", "型": "形", "单": "丹", "备": "被",
    },
}  # fmt: skip
_DIGIT_WORDS = {
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    "zh": ("零", "一", "二", "三", "四", "五", "六", "七", "八", "九"),
}
_TOKEN = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*|\d|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some characters of the new turn, and where in the old one they come from (both ends; alike for a filler)."""

    text: str
    start: int
    end: int


def recognised(coded: CodedConversation, seed: int) -> CodedConversation:
    """The same call as recognised speech, with its units, stages and outcome."""
    chance = np.random.default_rng(seed)
    lang = coded.lang
    turns = list[tuple[Turn, int, list[_Piece]]]()
    for number, turn in enumerate(coded.conversation.turns):
        pieces = _heard(turn.text, lang, chance)
        for part in _cut(pieces, chance):
            turns.append((turn, number, part))
    _stray(turns, chance)
    spoken = [(turn, number, pieces) for turn, number, pieces in turns if _text(pieces)]
    conversation = replace(
        coded.conversation,
        id=f"{coded.id}.recognised",
        turns=tuple(replace(turn, text=_text(pieces), words=()) for turn, _number, pieces in spoken),
    )
    units = _carried(coded.units, [(number, pieces) for _turn, number, pieces in spoken])
    return replace(coded, conversation=conversation, digest=digest(conversation), units=units, stages=(), outcome=None)


def _heard(text: str, lang: str, chance: np.random.Generator) -> list[_Piece]:
    found = list[_Piece]()
    for match in _TOKEN.finditer(text):
        word, start, end = match.group(), match.start(), match.end()
        if word.isspace():
            found.append(_Piece(" ", start, end))
        elif word.isalnum() or "'" in word or "’" in word:
            found.append(_Piece(_misheard(word.lower().replace("’", "'"), lang, chance), start, end))
            if chance.random() < FILLER:
                filler = str(chance.choice(FILLERS[lang]))
                found.append(_Piece(f" {filler}" if lang == "en" else filler, end, end))
        elif lang == "en" and word in "-—–/":
            found.append(_Piece(" ", start, end))
    return found


def _misheard(word: str, lang: str, chance: np.random.Generator) -> str:
    if word.isdigit() and chance.random() < RESPELLED:
        spelled = _DIGIT_WORDS[lang][int(word)]
        return f" {spelled} " if lang == "en" else spelled
    if word in SOUND_ALIKE[lang] and chance.random() < MISHEARD:
        return SOUND_ALIKE[lang][word]
    return word


def _cut(pieces: list[_Piece], chance: np.random.Generator) -> list[list[_Piece]]:
    if len(pieces) < 12 or chance.random() >= CUT:
        return [pieces]
    at = int(chance.integers(4, len(pieces) - 4))
    return [pieces[:at], pieces[at:]]


def _stray(turns: list[tuple[Turn, int, list[_Piece]]], chance: np.random.Generator) -> None:
    """Give the last words of some turns to the next speaker; they carry no unit there."""
    for (_turn, _number, pieces), (_next, _after, following) in pairwise(turns):
        if len(pieces) > 14 and chance.random() < STRAYED:
            lost = [pieces.pop() for _ in range(3)][::-1]
            following[:0] = [_Piece(_text(lost) + " ", -1, -1)]


def _text(pieces: Sequence[_Piece]) -> str:
    return re.sub(r"\s+", " ", "".join(piece.text for piece in pieces)).strip()


def _carried(units: Sequence[Unit], spoken: Sequence[tuple[int, Sequence[_Piece]]]) -> tuple[Unit, ...]:
    found = list[tuple[str, Unit]]()
    for at, (number, pieces) in enumerate(spoken):
        for unit in units:
            if unit.turn == number and (span := _span(unit, pieces)):
                found.append((unit.id, replace(unit, turn=at, start=span[0], end=span[1])))
    found.sort(key=lambda pair: (pair[1].turn, pair[1].start))
    ids = {old: f"u{i + 1:04d}" for i, (old, _unit) in enumerate(found)}
    return tuple(
        replace(
            unit,
            id=f"u{i + 1:04d}",
            links=tuple(Link(link.kind, ids[link.to]) for link in unit.links if link.to in ids),
        )
        for i, (_old, unit) in enumerate(found)
    )


def _span(unit: Unit, pieces: Sequence[_Piece]) -> tuple[int, int] | None:
    """Where the words of a unit stand in the new text of a turn."""
    inside = [
        i
        for i, piece in enumerate(pieces)
        if piece.start >= unit.start and piece.end <= unit.end and piece.text.strip()
    ]
    if not inside:
        return None
    whole = _text(pieces)
    before, words = _text(pieces[: inside[0]]), _text(pieces[inside[0] : inside[-1] + 1])
    start = whole.find(words, max(len(before) - 1, 0))
    return (start, start + len(words)) if start >= 0 and words else None
