"""What the trained coder sees of a segment: names of features, each hashed to a number.

Words and character n-grams of the segment, its beginning and its end; the words of the turn before and of the answer
after it; the cues and the state of the talk (``Moment.features``), also paired with what they bear on. Traditional
characters are folded one to one before. Punctuation is left out, so that recognised speech looks like written speech.
"""

import re
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from askwell.coding.folding import folded
from askwell.coding.sequence import Moment

NEAR_BY = 60
"""Code points of the turn before (its end) and of the answer (its beginning) that are looked at."""
LONGEST = 300
"""Code points of a segment that are looked at."""
_EN_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)*|\d+")
_ZH_RUN = re.compile(r"[\u4e00-\u9fff]+|[a-z]+|\d+")
_PAIRED = frozenset(
    (
        "problem_open", "about_problem", "want_stated", "meets_want", "meets_want_closely", "just.implied_need",
        "just.explicit_need", "after_buyer_question", "after_objection", "proposal_open", "closing_open",
        "after_capability", "capability_shown", "question", "early", "late", "after_sale",
    )
)  # fmt: skip
"""Features that change what a word means."""


def feature_numbers(moment: Moment, lang: str) -> list[int]:
    """The features of a moment as 32-bit numbers, each once, in ascending order."""
    numbers = set(text_numbers(moment.part.text, lang))
    numbers.update(_turn_numbers("b", moment.before[-NEAR_BY:], lang), _turn_numbers("a", moment.after[:NEAR_BY], lang))
    numbers.update(_numbers(_state_features(moment)))
    return sorted(numbers)


@lru_cache(maxsize=4096)
def text_numbers(text: str, lang: str) -> tuple[int, ...]:
    """The features of a segment's own words as 32-bit numbers."""
    return _numbers(_grams(words(folded(text[:LONGEST]), lang), lang))


@lru_cache(maxsize=4096)
def _turn_numbers(kind: str, text: str, lang: str) -> tuple[int, ...]:
    """The features of the turn before (``b``) or of the answer (``a``)."""
    tokens = words(folded(text), lang)
    opening = [f"a1:{' '.join(tokens[:2])}"] if kind == "a" else []
    return _numbers([*(f"{kind}:{gram}" for gram in _pairs(tokens)), *opening])


def _numbers(names: Iterable[str]) -> tuple[int, ...]:
    return tuple(zlib.crc32(name.encode()) for name in names)


def _state_features(moment: Moment) -> Iterator[str]:
    """The cues and the state of the talk, alone and paired; the letter before the colon tells the kind."""
    held = sorted(moment.features)
    state = [name for name in held if name in _PAIRED]
    earlier = moment.earlier or "none"
    yield "bias"
    yield f"e:{earlier}"
    yield from (f"h:{name}" for name in held)
    yield from (f"p:{one}&{other}" for one in state for other in held if one != other)
    yield from (f"q:{earlier}&{name}" for name in held)


def words(text: str, lang: str) -> list[str]:
    """The words of a folded English text; of a Chinese one the characters, with Latin words and numbers whole."""
    if lang == "en":
        return ["0" if word.isdigit() else word.replace("’", "'") for word in _EN_WORD.findall(text)]
    found = list[str]()
    for run in _ZH_RUN.findall(text):
        found += ["0"] if run[0].isdigit() else [run] if run.isascii() else run
    return found


def _grams(tokens: list[str], lang: str) -> Iterator[str]:
    longest = 3 if lang == "en" else 4
    marked = ["^", *tokens, "$"]
    for size in range(1, longest + 1):
        for i in range(len(marked) - size + 1):
            yield f"w:{' '.join(marked[i : i + size])}"
    yield from (f"^:{' '.join(tokens[:size])}" for size in (1, 2, 3))
    yield from (f"$:{' '.join(tokens[-size:])}" for size in (1, 2))
    if lang == "en":
        yield from (f"s:{word[:5]}" for word in tokens if len(word) > 5)


def _pairs(tokens: list[str]) -> Iterable[str]:
    yield from tokens
    yield from (f"{one} {other}" for one, other in pairwise(tokens))
