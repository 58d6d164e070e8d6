"""What every table of an evaluation is made from: pairs of codings, coefficients of labels, scores of things found."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from askwell.agreement.detection import Detection
from askwell.agreement.nominal import Agreement, cohen_kappa, confusion, nominal_alpha
from askwell.agreement.resampling import Interval, bootstrap_interval
from askwell.coding.coded import CodedConversation
from askwell.coding.matching import main_codes
from askwell.transcript.errors import BadInput

Both = tuple[CodedConversation, CodedConversation]
"""A conversation as coded on the gold side and on the predicted side."""
Labels = tuple[Hashable, Hashable]


@dataclass(frozen=True, slots=True)
class Coefficients:
    """Kappa and alpha of one set of labelled pairs, with intervals over conversations."""

    name: str
    kappa: Agreement
    kappa_interval: Interval
    alpha: Agreement
    alpha_interval: Interval


@dataclass(frozen=True, slots=True)
class Found:
    """How things of one kind were found, with an interval of F1 over conversations."""

    detection: Detection
    f1_interval: Interval


@dataclass(frozen=True, slots=True)
class Paired:
    """The conversations that are on both sides, in the order of their ids, and the ids that are on one only."""

    both: tuple[Both, ...]
    only_gold: tuple[str, ...]
    only_pred: tuple[str, ...]


def paired(gold: Sequence[CodedConversation], pred: Sequence[CodedConversation]) -> Paired:
    """Two codings matched by conversation id.

    Raises BadInput when an id occurs twice on a side, when no conversation is on both, or when the two sides of one
    do not have the same turns.
    """
    one, two = _by_id(gold, "gold"), _by_id(pred, "predicted")
    shared = sorted(one.keys() & two.keys())
    if not shared:
        raise BadInput("the two sides have no conversation in common")
    both = tuple((one[key], two[key]) for key in shared)
    for pair in both:
        _check_same_turns(*pair)
    return Paired(both, tuple(sorted(one.keys() - two.keys())), tuple(sorted(two.keys() - one.keys())))


def _by_id(codings: Sequence[CodedConversation], side: str) -> dict[str, CodedConversation]:
    found: dict[str, CodedConversation] = {}
    for coded in codings:
        if coded.id in found:
            raise BadInput(f"conversation {coded.id!r} occurs twice on the {side} side")
        found[coded.id] = coded
    return found


def _check_same_turns(gold: CodedConversation, pred: CodedConversation) -> None:
    one, two = ([turn.text for turn in coded.conversation.turns] for coded in (gold, pred))
    if one != two:
        place = next((i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
        raise BadInput(f"the two sides of conversation {gold.id!r} differ in their words", place=f"turn {place}")


def turn_labels(pair: Both) -> list[Labels]:
    """The main codes of each turn; turns coded on neither side are left out."""
    one, two = main_codes(pair[0]), main_codes(pair[1])
    return [(one.get(turn, "uncoded"), two.get(turn, "uncoded")) for turn in sorted(one.keys() | two.keys())]


def coefficients(name: str, labels: Sequence[Sequence[Labels]]) -> Coefficients:
    """Kappa and alpha of the labels of each conversation."""
    names = sorted({label for part in labels for pair in part for label in pair}, key=str)
    number = {label: i for i, label in enumerate(names)}
    tables = np.zeros((len(labels), len(names), len(names)))
    for i, part in enumerate(labels):
        one, two = (np.array([number[pair[side]] for pair in part], int) for side in (0, 1))
        tables[i] = confusion(one, two, len(names))
    total = tables.sum(axis=0)
    return Coefficients(
        name,
        cohen_kappa(total),
        bootstrap_interval(tables, lambda table: cohen_kappa(table).value),
        nominal_alpha(total),
        bootstrap_interval(tables, lambda table: nominal_alpha(table).value),
    )


def found_scores(parts: Sequence[Detection]) -> Found:
    """The scores of things counted in each conversation."""
    counts = np.array([(part.hits, part.predicted, part.gold) for part in parts], float)
    return Found(sum(parts, Detection(0, 0, 0)), bootstrap_interval(counts, _f1))


def _f1(counts: npt.NDArray[np.float64]) -> float | None:
    hits, predicted, gold = counts
    return float(2 * hits / (predicted + gold)) if predicted + gold else None
