"""Content words for telling whether two stretches of talk are about the same thing."""

import re
from functools import cache, lru_cache

from askwell.coding.folding import folded
from askwell.coding.lexicon import lexicon

_EN_WORD = re.compile(r"[a-z][a-z'’-]+|\d[\d.,]*")
_ZH_RUN = re.compile(r"[\u4e00-\u9fff]+|[a-z][a-z0-9-]+|\d[\d.]*")
_ENDINGS = ("ings", "ing", "ies", "ied", "edly", "ed", "es", "ly", "s", "e", "y")


def stem(word: str) -> str:
    """An English word without its commonest ending; never shorter than three letters."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            root = word[: -len(ending)]
            return root[:-1] if len(root) > 3 and root[-1] == root[-2] else root
    return word


@lru_cache(maxsize=512)
def content(text: str, lang: str) -> frozenset[str]:
    """Stems of an English text's content words; character bigrams of a Chinese one's."""
    low = folded(text)
    return _content_zh(low) if lang == "zh" else _content_en(low)


def _content_en(low: str) -> frozenset[str]:
    common = _common("en")
    words = (word.replace("’", "'").split("'")[0] for word in _EN_WORD.findall(low))
    return frozenset(stem(word) for word in words if len(word) > 2 and word not in common)


def _content_zh(low: str) -> frozenset[str]:
    common = _common("zh")
    for word in lexicon("zh").lists["common_phrases"]:
        low = low.replace(word, "，")
    found = set[str]()
    for run in _ZH_RUN.findall(low):
        if run[0].isascii():
            found.add(run)
        else:
            pairs = (run[i : i + 2] for i in range(len(run) - 1))
            found.update(pair for pair in pairs if pair[0] not in common and pair[1] not in common)
    return frozenset(found)


@cache
def _common(lang: str) -> frozenset[str]:
    return frozenset(lexicon(lang).lists["common"])


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Shared content as a share of the smaller set, damped for very small ones; 0 to 1."""
    shared = len(one & other)
    return shared / max(4, min(len(one), len(other))) if shared else 0.0
