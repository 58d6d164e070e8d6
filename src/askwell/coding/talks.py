"""Coded conversations as training takes them: in their forms, cut into segments, embedded."""

import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from importlib.util import find_spec
from multiprocessing import get_context
from typing import Any, TypeVar

import numpy as np

from askwell.coding.coded import CodedConversation, Unit
from askwell.coding.corpus import CODED_AFTER
from askwell.coding.cutting import CutModels
from askwell.coding.encoder import Surroundings, Vectors, encoder, surroundings, texts_of
from askwell.coding.recognised import recognised
from askwell.coding.scoring import Judgement
from askwell.coding.segments import Segment
from askwell.coding.sequence import Judge, Parts, segmented
from askwell.method.terms import Code

PIECES = ".from"
"""In the name of each piece, before its first turn."""
PIECE = 3
"""Turns of a piece."""
SHORT = 18
"""Turns of the longest talk that is a short one."""
CORES, MANY = 2, 20_000
"""Cores that training has, and texts from which on embedding them is worth a process for each."""
AS_MET = 2.0
"""How much a whole call counts that was not written to be coded; talk met in use is not either."""
Form = TypeVar("Form")
Encode = Callable[[list[str]], Vectors]


class TrainingUnavailable(Exception):  # noqa: N818 - nobody's fault: an extra is not installed
    """What training needs is not installed; the message says what to install."""


def training_encoder() -> Any:
    """The encoder, where all that training needs is installed.

    Raises:
        TrainingUnavailable: something is not.
    """
    found = encoder()
    if found is None or find_spec("sklearn") is None:
        raise TrainingUnavailable("training needs the encoder and scikit-learn: pip install 'askwell[train]'")
    return found


@dataclass(frozen=True)
class Talk:
    """One coding of one conversation, cut into segments, with the code of each; ``weight`` is how much it counts."""

    coded: CodedConversation
    parts: Parts
    codes: tuple[Code, ...]
    around: Surroundings
    weight: float


def both_forms(codings: Iterable[CodedConversation]) -> list[CodedConversation]:
    """Each coding as written, and as a recogniser would have written it (seeded by the call's name)."""
    return [form for coded in codings for form in (coded, recognised(coded, zlib.crc32(coded.id.encode())))]


def by_turns(forms: Sequence[Form], first: int = 0) -> list[Form]:
    """Of what stands in ``both_forms`` one form each, written and recognised by turns; ``first`` says which begins."""
    pairs = zip(forms[::2], forms[1::2], strict=True)
    return [pair[(first + number) % 2] for number, pair in enumerate(pairs)]


def is_long(coded: CodedConversation) -> bool:
    """Whether a talk is long enough to learn from in both forms and in pieces; of the others there are enough."""
    return len(coded.conversation.turns) > SHORT


def forms_by_length(codings: Sequence[CodedConversation]) -> tuple[list[CodedConversation], list[CodedConversation]]:
    """Long talks as written and as recognised, and the short ones in one of the two by turns.

    Which talk is long the written form tells: the recognised one may have other turns.
    """
    long, short = ([coded for coded in codings if is_long(coded) is wanted] for wanted in (True, False))
    return both_forms(long), by_turns(both_forms(short))


def pieces(coded: CodedConversation) -> Iterator[CodedConversation]:
    """A long talk cut into conversations of a few turns each; none of a short one."""
    turns = coded.conversation.turns
    for first in range(0, len(turns) if is_long(coded) else 0, PIECE):
        talk = replace(coded.conversation, id=f"{coded.id}{PIECES}{first}", turns=turns[first : first + PIECE])
        inside = [unit for unit in coded.units if first <= unit.turn < first + PIECE]
        units = tuple(replace(unit, turn=unit.turn - first, links=()) for unit in inside)
        yield replace(coded, conversation=talk, units=units, stages=(), outcome=None)


def prepared(
    codings: Sequence[CodedConversation], encode: Encode | None = None, cuts: CutModels | None = None
) -> list[Talk]:
    """The codings as training needs them; ``encode`` embeds their texts in place of the encoder.

    ``cuts`` cuts speech without punctuation, in place of the shipped models.

    Raises:
        TrainingUnavailable: the encoder is not installed.
    """
    found = training_encoder()
    count = Counter(coded.id for coded in codings)
    cut = [segmented(coded.conversation, coded.lang, cuts) for coded in codings]
    texts = {text for parts in cut for text in texts_of(parts)}
    known = embedded(encode or (encoded_apart if len(texts) >= MANY else found.encode), texts)
    return [
        Talk(
            coded, parts, segment_codes(parts, coded.units), surroundings(parts, known), _weight(coded, count[coded.id])
        )
        for coded, parts in zip(codings, cut, strict=True)
    ]


def _weight(coded: CodedConversation, codings: int) -> float:
    """How much one of several codings of a talk counts."""
    return (AS_MET if coded.layer.coder == CODED_AFTER else 1.0) / codings


def embedded(encode: Encode, texts: AbstractSet[str]) -> Encode:
    """Embeds these texts, all at once, those of a length together: twice as fast as talk by talk."""
    ordered = sorted(texts, key=lambda text: (len(text), text))
    vectors = np.asarray(encode(ordered), np.float32)
    place = {text: number for number, text in enumerate(ordered)}
    return lambda wanted: vectors[[place[text] for text in wanted]]


def encoded_apart(texts: list[str]) -> Vectors:
    """The encoder's embeddings of many texts, from several processes."""
    with ProcessPoolExecutor(CORES, mp_context=get_context("spawn")) as aside:
        parts = list(aside.map(_encoded, [texts[part::CORES] for part in range(CORES)]))
    found = np.zeros((len(texts), parts[0].shape[1]), np.float32)
    for part, vectors in enumerate(parts):
        found[part::CORES] = vectors
    return found


def _encoded(texts: list[str]) -> Vectors:
    return np.asarray(training_encoder().encode(texts), np.float32)


def segment_codes(parts: Parts, units: Sequence[Unit]) -> tuple[Code, ...]:
    """The code of each segment: that of the unit which covers most of it, ``other`` where none covers a third."""
    by_turn = defaultdict[int, list[Unit]](list)
    for unit in units:
        by_turn[unit.turn].append(unit)
    return tuple(_code_of(part, by_turn[turn]) for turn, found in enumerate(parts) for part in found)


def covering(part: Segment, units: Sequence[Unit]) -> tuple[int, Unit | None]:
    """The unit of a turn that covers most of a segment, and how many characters of it; it may be none."""
    shared = [(min(part.end, unit.end) - max(part.start, unit.start), unit) for unit in units]
    return max(shared, key=lambda pair: pair[0], default=(0, None))


def _code_of(part: Segment, units: Sequence[Unit]) -> Code:
    most, unit = covering(part, units)
    if unit is None or most * 3 < part.end - part.start:
        return Code.OTHER
    return unit.code


def told(talk: Talk) -> Judge:
    """Judging each segment as the talk's coding does."""
    return lambda moment: Judgement(talk.codes[moment.number], 1.0, ())


def call_of(talk: Talk) -> str:
    """The name of the call, whatever its form."""
    return talk.coded.id.partition(".")[0]
