"""The examples from which ``by_example`` learns, packaged from our own corpus: stretches of talk and what they tell."""

import json
import lzma
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

from askwell.method.terms import Side
from askwell.understanding.by_example import PROOFS, SIGNS, Talk, Told

PACKAGE, FILE = "askwell.coding.corpus", "told.jsonl.xz"


@dataclass(frozen=True)
class Lesson:
    """A stretch of talk, what it ``told`` of all that it is ``about``, and how much it counts."""

    talk: Talk
    about: tuple[Told, ...]
    told: frozenset[Told]
    weight: float = 1.0


def of_evidence(words: str, *, brought: bool, weight: float = 1.0) -> Lesson:
    """What a seller says, and whether it brings evidence."""
    told = frozenset({Told.EVIDENCE} if brought else ())
    return Lesson(((Side.SELLER, words),), (Told.EVIDENCE,), told, weight)


def of_proofs(talk: Talk, agreed: Iterable[str], refused: Iterable[str] = ()) -> Lesson:
    """A stretch of talk, and which proofs it agrees to or refuses; of one that does neither no kind is learned."""
    yes, no = frozenset(map(Told, agreed)), frozenset(map(Told, refused))
    answers = {answer for answer, proofs in ((Told.AGREED, yes), (Told.REFUSED, no)) if proofs}
    about = (Told.AGREED, Told.REFUSED, *(PROOFS if answers else ()))
    return Lesson(talk, about, yes | no | answers)


def of_signs(words: str, signs: Iterable[str], weight: float = 1.0) -> Lesson:
    """What a buyer says, and of what it is a sign."""
    return Lesson(((Side.BUYER, words),), SIGNS, frozenset(map(Told, signs)), weight)


def packaged_lessons() -> tuple[Lesson, ...]:
    """All that come with the package."""
    data = files(PACKAGE).joinpath(FILE).read_bytes()
    return tuple(map(_read, lzma.decompress(data).decode("utf-8").splitlines()))


def packed_lessons(lessons: Iterable[Lesson]) -> bytes:
    """The file that holds lessons, one a line; same lessons, same bytes."""
    return lzma.compress("".join(map(_line, lessons)).encode())


def _line(lesson: Lesson) -> str:
    told = {
        "talk": [[side.value, words] for side, words in lesson.talk],
        "about": [told.value for told in lesson.about],
        "told": sorted(told.value for told in lesson.told),
        "weight": lesson.weight,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n"


def _read(line: str) -> Lesson:
    held = json.loads(line)
    talk = tuple((Side(side), words) for side, words in held["talk"])
    about, told = (tuple(map(Told, held[key])) for key in ("about", "told"))
    return Lesson(talk, about, frozenset(told), held["weight"])
