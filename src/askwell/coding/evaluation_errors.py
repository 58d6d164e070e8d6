"""The worst errors: units of which the coder was surest, and which the gold coding tells otherwise."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from askwell.coding.coded import CodedConversation, Unit
from askwell.coding.evaluation_scores import Both, paired
from askwell.coding.matching import matched_units, shared_length
from askwell.method.terms import Code, Side
from askwell.transcript.conversation import Turn


@dataclass(frozen=True, slots=True)
class CodingError:
    """A unit ``told`` with probability ``p`` that is ``gold`` (None: no code at all) in the gold coding.

    ``turn`` counts from 0; ``before`` is the turn before, None at the beginning of the call.
    """

    conversation: str
    lang: str
    turn: int
    speaker: Side
    words: str
    before: Turn | None
    gold: Code | None
    told: Code
    p: float


def worst_errors(
    gold: Sequence[CodedConversation], pred: Sequence[CodedConversation], limit: int
) -> tuple[CodingError, ...]:
    """At most ``limit`` errors, most confident first, over the conversations on both sides.

    Unit of analysis: the predicted unit. It is an error when no gold unit matches it and the gold unit it shares most
    characters with has another code; one that is only cut otherwise is none. Raises BadInput as ``paired`` does.
    """
    found = [error for pair in paired(gold, pred).both for error in _errors(pair)]
    return tuple(sorted(found, key=lambda error: -error.p)[:limit])


def _errors(pair: Both) -> Iterator[CodingError]:
    gold, pred = pair
    right = {two.id for _one, two in matched_units(gold.units, pred.units)}
    for unit in pred.units:
        code = _code_there(gold.units, unit)
        if unit.id not in right and code is not unit.code:
            yield _error(pred, unit, code)


def _code_there(units: Sequence[Unit], unit: Unit) -> Code | None:
    """The code of the unit that shares most characters with another; None where none shares any."""
    shared = [(shared_length(other, unit), other) for other in units if other.turn == unit.turn]
    most, found = max(shared, key=lambda each: each[0], default=(0, unit))
    return found.code if most > 0 else None


def _error(coded: CodedConversation, unit: Unit, gold: Code | None) -> CodingError:
    turns = coded.conversation.turns
    return CodingError(
        conversation=coded.id,
        lang=coded.lang,
        turn=unit.turn,
        speaker=turns[unit.turn].speaker,
        words=coded.text_of(unit),
        before=turns[unit.turn - 1] if unit.turn else None,
        gold=gold,
        told=unit.code,
        p=unit.p,
    )
