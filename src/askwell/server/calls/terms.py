"""One way to cut text into search terms, for indexing and asking, on both databases.

Han text has no spaces and no database here finds its two-character words, so every run of Han is indexed as its
overlapping pairs, closed by its last character; letters and digits are left to the database's own stemmer.
"""

import re
import unicodedata

from askwell.transcript.conversation import is_han

WORDS = re.compile(r"[^\W_]+")
ENDINGS = ("ies", "ied", "ing", "ed", "es", "s", "e", "y")
NOT_HAN = re.compile(r"[^\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]+")


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


def marked_spans(text: str, words: str) -> list[tuple[int, int]]:
    """Where in a text the words stand, as half-open code points, in order: English ones in any form, Han as written."""
    asked = _runs(words)
    han = [run for run in asked if is_han(run[0])]
    wanted = tuple({_stem(run) for run in asked if not is_han(run[0])})
    spans = [found.span() for found in re.finditer("|".join(map(re.escape, han)), text)] if han else []
    for word in WORDS.finditer(text) if wanted else ():
        spans += [(start, end) for start, end in _latin_runs(word) if _is_form(text[start:end], wanted)]
    return sorted(spans)


def _is_form(word: str, wanted: tuple[str, ...]) -> bool:
    """Whether a word is a form of one of these stems, with which every form of theirs begins."""
    plain = _plain(word)
    return plain.startswith(wanted) and _stem(plain) in wanted


def _latin_runs(word: re.Match[str]) -> list[tuple[int, int]]:
    """The stretches of a word that are not Han: ``RTO小于4小时`` holds two."""
    return [(word.start() + part.start(), word.start() + part.end()) for part in NOT_HAN.finditer(word[0])]


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
    for ending in ENDINGS:
        if run.endswith(ending) and len(run) - len(ending) >= 3:
            root = run.removesuffix(ending)
            doubled = ending in ("ing", "ed") and root[-1] == root[-2] and root[-1] not in "lsz"
            return root[:-1] if doubled else root
    return run
