"""Agreement between two codings of the same conversations; every table names its unit of analysis."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from askwell.agreement.calibration import expected_calibration_error
from askwell.agreement.detection import Detection
from askwell.agreement.nominal import Agreement, cohen_kappa, confusion, nominal_alpha
from askwell.agreement.resampling import Interval, bootstrap_interval
from askwell.agreement.unitizing import Disagreement, unitizing_disagreement
from askwell.coding.coded import Attrs, CodedConversation, Unit
from askwell.coding.matching import boundaries, main_codes, matched_units
from askwell.method.terms import BUYER_CODES, SELLER_CODES, SELLER_QUESTIONS, SUCCESSES, Code, LinkKind, Outcome
from askwell.transcript.errors import BadInput

Both = tuple[CodedConversation, CodedConversation]
Labels = tuple[Hashable, Hashable]
PlacedLink = tuple[str, LinkKind, str]
FAMILIES: dict[str, frozenset[Code]] = {
    "seller questions": frozenset(SELLER_QUESTIONS),
    "seller statements": SELLER_CODES - frozenset(SELLER_QUESTIONS),
    "buyer statements": BUYER_CODES,
}


@dataclass(frozen=True, slots=True)
class Coefficients:
    """Kappa and alpha of one set of labelled pairs, with intervals over conversations."""

    name: str
    kappa: Agreement
    kappa_interval: Interval
    alpha: Agreement
    alpha_interval: Interval


@dataclass(frozen=True, slots=True)
class CodeScores:
    """How one code was found (``code`` None: all codes together), with an interval of F1 over conversations."""

    code: Code | None
    detection: Detection
    f1_interval: Interval


@dataclass(frozen=True, slots=True)
class AttrScores:
    """Agreement of one attribute, over matched units in which both sides give it."""

    key: str
    kappa: Agreement


@dataclass(frozen=True, slots=True)
class LinkScores:
    """How the links of one kind were found (``kind`` None: all kinds together)."""

    kind: LinkKind | None
    detection: Detection


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What ``askwell evaluate`` prints. Conversations on one side only are named and left out of every figure."""

    conversations: int
    only_gold: tuple[str, ...]
    only_pred: tuple[str, ...]
    turns: tuple[Coefficients, ...]
    places: tuple[Coefficients, ...]
    codes: tuple[CodeScores, ...]
    boundary: CodeScores
    unitizing: Disagreement
    attrs: tuple[AttrScores, ...]
    links: tuple[LinkScores, ...]
    calibration_error: float | None
    outcomes: tuple[tuple[Outcome, Outcome, int], ...]

    @property
    def outcomes_right(self) -> int:
        """Conversations whose outcome is the same on both sides."""
        return sum(count for gold, pred, count in self.outcomes if gold is pred)

    @property
    def continuations_passed(self) -> int:
        """Continuations taken for a success, which is the costly error."""
        continued = [(pred, count) for gold, pred, count in self.outcomes if gold is Outcome.CONTINUATION]
        return sum(count for pred, count in continued if pred in SUCCESSES)


def evaluate_codings(gold: Sequence[CodedConversation], pred: Sequence[CodedConversation]) -> Evaluation:
    """Compare two codings, matched by conversation id.

    Raises BadInput when an id occurs twice on a side, when no conversation is on both, or when the two sides of one
    do not have the same turns.
    """
    one, two = _by_id(gold, "gold"), _by_id(pred, "predicted")
    shared = sorted(one.keys() & two.keys())
    if not shared:
        raise BadInput("the two sides have no conversation in common")
    pairs = [(one[key], two[key]) for key in shared]
    for pair in pairs:
        _check_same_turns(*pair)
    return Evaluation(
        conversations=len(pairs),
        only_gold=tuple(sorted(one.keys() - two.keys())),
        only_pred=tuple(sorted(two.keys() - one.keys())),
        turns=_turn_coefficients(pairs),
        places=_place_coefficients(pairs),
        codes=_code_scores(pairs),
        boundary=_boundary_scores(pairs),
        unitizing=_unitizing(pairs),
        attrs=_attr_scores(pairs),
        links=_link_scores(pairs),
        calibration_error=_calibration(pairs),
        outcomes=_outcomes(pairs),
    )


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


def _turn_coefficients(pairs: Sequence[Both]) -> tuple[Coefficients, ...]:
    """Unit of analysis: the turn, labelled by its main code; turns coded on neither side are left out."""
    everything = _coefficients("all turns", [_turn_labels(pair) for pair in pairs])
    langs = sorted({gold.lang for gold, _pred in pairs})
    if len(langs) < 2:
        return (everything,)
    by_lang = [_coefficients(lang, [_turn_labels(pair) for pair in pairs if pair[0].lang == lang]) for lang in langs]
    return (everything, *by_lang)


def _turn_labels(pair: Both) -> list[Labels]:
    one, two = main_codes(pair[0]), main_codes(pair[1])
    return [(one.get(turn, "uncoded"), two.get(turn, "uncoded")) for turn in sorted(one.keys() | two.keys())]


def _place_coefficients(pairs: Sequence[Both]) -> tuple[Coefficients, ...]:
    """Unit of analysis: a gold unit and the unit that stands in its place; other kinds of code count as one label."""
    return tuple(
        _coefficients(name, [_place_labels(pair, codes) for pair in pairs]) for name, codes in FAMILIES.items()
    )


def _place_labels(pair: Both, codes: frozenset[Code]) -> list[Labels]:
    def label(unit: Unit) -> Hashable:
        return unit.code if unit.code in codes else "elsewhere"

    matches = matched_units(pair[0].units, pair[1].units, same_code=False)
    return [(label(one), label(two)) for one, two in matches if one.code in codes or two.code in codes]


def _coefficients(name: str, labels: Sequence[Sequence[Labels]]) -> Coefficients:
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


def _code_scores(pairs: Sequence[Both]) -> tuple[CodeScores, ...]:
    """Unit of analysis: the unit, matched one to one."""
    scores = [_scores(code, [_detection(pair, code) for pair in pairs]) for code in (None, *Code)]
    return tuple(score for score in scores if score.detection.gold or score.detection.predicted)


def _detection(pair: Both, code: Code | None) -> Detection:
    gold, pred = ([unit for unit in side.units if code in (None, unit.code)] for side in pair)
    return Detection(len(matched_units(gold, pred)), len(pred), len(gold))


def _boundary_scores(pairs: Sequence[Both]) -> CodeScores:
    """Unit of analysis: the place where a unit begins or ends."""
    found = [(boundaries(gold), boundaries(pred)) for gold, pred in pairs]
    return _scores(None, [Detection(len(one & two), len(two), len(one)) for one, two in found])


def _scores(code: Code | None, parts: Sequence[Detection]) -> CodeScores:
    counts = np.array([(part.hits, part.predicted, part.gold) for part in parts], float)
    return CodeScores(code, sum(parts, Detection(0, 0, 0)), bootstrap_interval(counts, _f1))


def _f1(counts: npt.NDArray[np.float64]) -> float | None:
    hits, predicted, gold = counts
    return float(2 * hits / (predicted + gold)) if predicted + gold else None


def _unitizing(pairs: Sequence[Both]) -> Disagreement:
    """Unit of analysis: the character; a continuum a conversation, disagreements summed over codes."""
    return sum((_conversation_disagreement(*pair) for pair in pairs), Disagreement(0.0, 0.0))


def _conversation_disagreement(gold: CodedConversation, pred: CodedConversation) -> Disagreement:
    lengths = [len(turn.text) for turn in gold.conversation.turns]
    begins = np.concatenate([[0], np.cumsum(lengths)])
    length = int(begins[-1])

    def spans(coded: CodedConversation, code: Code) -> list[tuple[int, int]]:
        """The units of one code as half-open stretches of the whole conversation, in characters."""
        return [
            (int(begins[unit.turn]) + unit.start, int(begins[unit.turn]) + unit.end)
            for unit in coded.units
            if unit.code is code
        ]

    by_code = (unitizing_disagreement(spans(gold, code), spans(pred, code), length) for code in Code)
    return sum(by_code, Disagreement(0.0, 0.0))


def _attr_scores(pairs: Sequence[Both]) -> tuple[AttrScores, ...]:
    """Unit of analysis: a matched unit in which both sides give the attribute."""
    matches = [match for gold, pred in pairs for match in matched_units(gold.units, pred.units)]
    scores = []
    for item in fields(Attrs):
        given = [(getattr(one.attrs, item.name), getattr(two.attrs, item.name)) for one, two in matches]
        labels = [pair for pair in given if None not in pair]
        if labels:
            scores.append(AttrScores(item.name, _coefficients(item.name, [labels]).kappa))
    return tuple(scores)


def _link_scores(pairs: Sequence[Both]) -> tuple[LinkScores, ...]:
    """Unit of analysis: the link, right when both its ends stand in the gold ends' places, whatever their codes."""
    both = [_placed_links(pair) for pair in pairs]
    scores = []
    for kind in (None, *LinkKind):
        parts = [[{link for link in side if kind in (None, link[1])} for side in links] for links in both]
        found = sum((Detection(len(one & two), len(two), len(one)) for one, two in parts), Detection(0, 0, 0))
        scores.append(LinkScores(kind, found))
    return tuple(score for score in scores if score.detection.gold or score.detection.predicted)


def _placed_links(pair: Both) -> tuple[set[PlacedLink], set[PlacedLink]]:
    """The links from unit to unit of both sides, those of the predicted side between gold ids where units match."""
    gold, pred = pair
    place = {two.id: one.id for one, two in matched_units(gold.units, pred.units, same_code=False)}
    apart = {unit.id: f"pred {unit.id}" for unit in pred.units}
    return _links({unit.id: unit.id for unit in gold.units}, gold), _links(apart | place, pred)


def _links(place: Mapping[str, str], coded: CodedConversation) -> set[PlacedLink]:
    every = ((unit.id, link) for unit in coded.units for link in unit.links)
    return {(place[unit], link.kind, place[link.to]) for unit, link in every if link.to in place}


def _calibration(pairs: Sequence[Both]) -> float | None:
    """Unit of analysis: a predicted unit; right when a gold unit matches it."""
    right, p = [], []
    for gold, pred in pairs:
        hit = {unit.id for _gold, unit in matched_units(gold.units, pred.units)}
        right += [unit.id in hit for unit in pred.units]
        p += [unit.p for unit in pred.units]
    return expected_calibration_error(np.array(p, float), np.array(right, bool))


def _outcomes(pairs: Iterable[Both]) -> tuple[tuple[Outcome, Outcome, int], ...]:
    """Unit of analysis: the conversation; counts of (gold, predicted) where both sides name an outcome."""
    named = [(gold.outcome.label, pred.outcome.label) for gold, pred in pairs if gold.outcome and pred.outcome]
    return tuple((one, two, named.count((one, two))) for one in Outcome for two in Outcome if (one, two) in named)
