"""How the attributes of units were told, by key and language."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from askwell.agreement.detection import Detection, macro_f1
from askwell.agreement.nominal import Agreement
from askwell.coding.coded import Attrs
from askwell.coding.evaluation_scores import Both, Labels, coefficients
from askwell.coding.matching import matched_units


@dataclass(frozen=True, slots=True)
class AttrScores:
    """Agreement of one attribute (``lang`` None: in all languages). Unit of analysis: a matched unit.

    ``kappa`` is over the units in which both sides give it. ``macro_f1`` is the mean over its values of the F1 over the
    ``given`` units in which either side gives it: a value that the other side leaves out counts against it. What the
    gold side never gives has no scores.
    """

    key: str
    lang: str | None
    kappa: Agreement
    given: int
    macro_f1: float | None


def attr_scores(pairs: Sequence[Both]) -> tuple[AttrScores, ...]:
    """The scores of each attribute, in all languages and, where there are several, in each."""
    langs = sorted({gold.lang for gold, _pred in pairs})
    wanted = [None] if len(langs) < 2 else [None, *langs]
    parts = [(lang, [pair for pair in pairs if lang in (None, pair[0].lang)]) for lang in wanted]
    every = ((item.name, lang, _labels(part, item.name)) for item in fields(Attrs) for lang, part in parts)
    return tuple(_scores(key, lang, labels) for key, lang, labels in every if _in_gold(labels))


def _labels(pairs: Sequence[Both], key: str) -> list[Labels]:
    """What both sides give in each matched unit in which one does; None where a side gives nothing."""
    matches = (match for gold, pred in pairs for match in matched_units(gold.units, pred.units))
    every = [(getattr(one.attrs, key), getattr(two.attrs, key)) for one, two in matches]
    return [pair for pair in every if pair != (None, None)]


def _in_gold(labels: Sequence[Labels]) -> bool:
    return any(one is not None for one, _two in labels)


def _scores(key: str, lang: str | None, labels: Sequence[Labels]) -> AttrScores:
    both = [pair for pair in labels if None not in pair]
    values = {value for pair in labels for value in pair if value is not None}
    found = [
        Detection(
            labels.count((value, value)),
            sum(two == value for _one, two in labels),
            sum(one == value for one, _two in labels),
        )
        for value in sorted(values, key=str)
    ]
    return AttrScores(key, lang, coefficients(key, [both]).kappa, len(labels), macro_f1(found))
