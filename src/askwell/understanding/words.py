"""What a stretch of talk is about, how long it is, and how to quote it."""

import re
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from askwell.transcript.conversation import is_han

_LATIN = re.compile(r"[A-Za-z0-9]+(?:'[A-Za-z]+)?")
_STOP_WORDS = frozenset(files(__package__).joinpath("stop_words.txt").read_text("utf-8").split())
_STOP_HAN = frozenset(
    "的了是我你您他她它们这那有在就都也和很不会要吗呢吧啊哦嗯个一上下来去说到给把被让跟对能可以没还又再多少几么什怎"
)
_SUFFIXES = ("ations", "ation", "ments", "ment", "ings", "ing", "ied", "ies", "ers", "ed", "es", "er", "ly", "s")
_FILLERS = re.compile(
    r"^(?:(?:well(?! (?:over|under|above|below|within|before|after|past|beyond|into|done|made))|yeah|yes"
    r"|so(?! (?:far|much|many|long|few|little))|um+|uh+|er+|oh|ok(?:ay)?"
    r"|right(?! (?:now|away|after|before|at|across|through))|honestly|actually"
    r"|look(?! (?:at|after|for|into|like))|and|but|you know(?! (?:how|what|why|where|who|that))|i mean)\b"
    r"[\s,.…-]*"
    r"|(?:嗯+|呃+|哦+|啊|那个|这个嘛|其实吧?|说实话|老实说|怎么说呢|是的|对(?!您|你|我|咱|于|方|这|那|面|比|手|接|账|着|得|不|公|每)|不过|但是|所以说?|然后|就是说)[，,、。\s…]*)+",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?:(?![.!?;]\s|[。！？；\n]).)+(?:[.!?;]+|[。！？；]+)?")
_CLAUSES = re.compile(r"(?<=[.!?;,。！？；，])\s*")


def sentences(text: str) -> list[tuple[int, str]]:
    """The sentences of a text, each with where it begins; a point within a number ends none."""
    found = ((match.end() - len(match[0].lstrip()), match[0].strip()) for match in _SENTENCE.finditer(text))
    return [(start, sentence) for start, sentence in found if sentence]


@lru_cache(maxsize=4096)
def content_words(text: str) -> frozenset[str]:
    """English content words, lightly stemmed, and Chinese character pairs free of function characters."""
    latin = (word.lower() for word in _LATIN.findall(text.replace("\u2019", "'")))
    words = {_stem(word) for word in latin if word not in _STOP_WORDS and len(word) > 1}
    return frozenset(words | _han_pairs(text))


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """0 to 1: how much of the smaller set the other holds; a single shared word counts only between short sets."""
    if one.isdisjoint(other):
        return 0.0
    shared = len(one & other)
    shorter, longer = sorted((len(one), len(other)))
    if shared == 1 and (shorter > 2 or longer > 4):
        return 0.0
    return shared / shorter


def word_count(text: str) -> int:
    """Words spoken: each Latin word or number and each Han character counts one."""
    return len(_LATIN.findall(text)) + sum(map(is_han, text))


def quote(text: str, *, words: int = 16) -> str:
    """The text cut to about so many words (Han characters count half) without fillers at its head, ``…`` where cut."""
    clean = " ".join(text.split())
    told = _FILLERS.sub("", clean) or clean
    if _weight(told) <= words:
        return told
    kept = ""
    for clause in _CLAUSES.split(told):
        longer = f"{kept} {clause}" if kept and kept[-1].isascii() else kept + clause
        if _weight(longer) > words:
            break
        kept = longer
    enough = _weight(kept) * 2 >= words
    return (kept if enough else _cut(told, words)).rstrip(" ,;.，；、。") + "…"


def _cut(text: str, words: int) -> str:
    """The longest head of the text within the weight, ending at the end of a word."""
    kept = ""
    for piece in re.findall(r"[^\s\u3400-\u9fff]+\s*|[\u3400-\u9fff]|\s+", text):
        if _weight(kept + piece) > words:
            break
        kept += piece
    return kept.rstrip()


def _weight(text: str) -> float:
    return len(_LATIN.findall(text)) + sum(map(is_han, text)) / 2


def _stem(word: str) -> str:
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)].rstrip("e")
    return word.rstrip("e")


def _han_pairs(text: str) -> set[str]:
    return {a + b for a, b in pairwise(text) if is_han(a) and is_han(b) and a not in _STOP_HAN and b not in _STOP_HAN}
