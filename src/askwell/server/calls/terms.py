"""One way to cut text into search terms, for indexing and asking, on both databases.

Han text has no spaces and no database here finds its two-character words, so every run of Han is indexed as its
overlapping pairs, closed by its last character; letters and digits are left to the database's own stemmer.
"""

import re
import unicodedata

from askwell.transcript.conversation import is_han

WORDS = re.compile(r"[^\W_]+")


def index_terms(text: str) -> str:
    """The terms of a text as one string: ``"停线了 stop"`` gives ``"停线 线了 了 stop"``."""
    return " ".join(term for run in _runs(text) for term in _terms_of(run))


def query_phrases(words: str) -> list[tuple[str, ...]]:
    """What must be found, as phrases of neighbouring terms: ``"停线了 stop"`` gives ``[("停线", "线了"), ("stop",)]``.

    A single Han character is asked for as a beginning: its term ends in ``*``.
    """
    return [_phrase(run) for run in _runs(words)]


def holds(text: str, words: str) -> bool:
    """Whether a stretch holds every run of the words, as written but for case, width and English endings."""
    plain = _plain(text)
    return all(stem in plain for stem in stems(words))


def stems(words: str) -> tuple[str, ...]:
    """What ``holds`` looks for, in lower case: runs of Han as they are, English words without their endings."""
    return tuple(_stem(run) for run in _runs(words))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _runs(text: str) -> list[str]:
    runs = []
    for word in WORDS.findall(_plain(text)):
        start = 0
        for i in range(1, len(word) + 1):
            if i == len(word) or is_han(word[i]) != is_han(word[start]):
                runs.append(word[start:i])
                start = i
    return runs


def _terms_of(run: str) -> list[str]:
    if not is_han(run[0]):
        return [run]
    return [run[i : i + 2] for i in range(len(run))]


def _phrase(run: str) -> tuple[str, ...]:
    if not is_han(run[0]):
        return (run,)
    return (f"{run}*",) if len(run) == 1 else tuple(_terms_of(run)[:-1])


def _stem(run: str) -> str:
    """Enough of an English word to be found in its other forms, as the databases' stemmers would."""
    for ending in ("ing", "ed", "es", "s"):
        if run.endswith(ending) and len(run) - len(ending) >= 3:
            return run.removesuffix(ending)
    return run
