"""Agreement between two codings of the same conversations; every table names its unit of analysis."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from askwell.agreement.detection import Detection
from askwell.agreement.unitizing import Disagreement, unitizing_disagreement
from askwell.coding.coded import CodedConversation, Unit
from askwell.coding.evaluation_attrs import AttrScores, attr_scores
from askwell.coding.evaluation_codes import CodeScores, Confusion, code_scores, confusions
from askwell.coding.evaluation_groups import Group, groups
from askwell.coding.evaluation_scores import (
    Both,
    Coefficients,
    Found,
    Labels,
    coefficients,
    found_scores,
    paired,
    turn_labels,
)
from askwell.coding.matching import boundaries, matched_units
from askwell.method.terms import BUYER_CODES, SELLER_CODES, SELLER_QUESTIONS, SUCCESSES, Code, LinkKind, Outcome

PlacedLink = tuple[str, LinkKind, str]
FAMILIES: dict[str, frozenset[Code]] = {
    "seller questions": frozenset(SELLER_QUESTIONS),
    "seller statements": SELLER_CODES - frozenset(SELLER_QUESTIONS),
    "buyer statements": BUYER_CODES,
}


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
    confusions: tuple[Confusion, ...]
    boundary: Found
    unitizing: Disagreement
    attrs: tuple[AttrScores, ...]
    links: tuple[LinkScores, ...]
    groups: tuple[Group, ...]
    outcomes: tuple[tuple[Outcome, Outcome, int], ...]

    @property
    def calibration_error(self) -> float | None:
        """Of all codes together; None where nothing is predicted."""
        return self.codes[0].calibration.error if self.codes else None

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
    found = paired(gold, pred)
    pairs = found.both
    return Evaluation(
        conversations=len(pairs),
        only_gold=found.only_gold,
        only_pred=found.only_pred,
        turns=_turn_coefficients(pairs),
        places=_place_coefficients(pairs),
        codes=code_scores(pairs),
        confusions=confusions(pairs),
        boundary=_boundary_scores(pairs),
        unitizing=_unitizing(pairs),
        attrs=attr_scores(pairs),
        links=_link_scores(pairs),
        groups=groups(pairs),
        outcomes=_outcomes(pairs),
    )


def _turn_coefficients(pairs: Sequence[Both]) -> tuple[Coefficients, ...]:
    """Unit of analysis: the turn, labelled by its main code; turns coded on neither side are left out."""
    everything = coefficients("all turns", [turn_labels(pair) for pair in pairs])
    langs = sorted({gold.lang for gold, _pred in pairs})
    if len(langs) < 2:
        return (everything,)
    by_lang = [coefficients(lang, [turn_labels(pair) for pair in pairs if pair[0].lang == lang]) for lang in langs]
    return (everything, *by_lang)


def _place_coefficients(pairs: Sequence[Both]) -> tuple[Coefficients, ...]:
    """Unit of analysis: a gold unit and the unit that stands in its place; other kinds of code count as one label."""
    return tuple(coefficients(name, [_place_labels(pair, codes) for pair in pairs]) for name, codes in FAMILIES.items())


def _place_labels(pair: Both, codes: frozenset[Code]) -> list[Labels]:
    def label(unit: Unit) -> Hashable:
        return unit.code if unit.code in codes else "elsewhere"

    matches = matched_units(pair[0].units, pair[1].units, same_code=False)
    return [(label(one), label(two)) for one, two in matches if one.code in codes or two.code in codes]


def _boundary_scores(pairs: Sequence[Both]) -> Found:
    """Unit of analysis: the place where a unit begins or ends."""
    found = [(boundaries(gold), boundaries(pred)) for gold, pred in pairs]
    return found_scores([Detection(len(one & two), len(two), len(one)) for one, two in found])


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


def _outcomes(pairs: Iterable[Both]) -> tuple[tuple[Outcome, Outcome, int], ...]:
    """Unit of analysis: the conversation; counts of (gold, predicted) where both sides name an outcome."""
    named = [(gold.outcome.label, pred.outcome.label) for gold, pred in pairs if gold.outcome and pred.outcome]
    return tuple((one, two, named.count((one, two))) for one in Outcome for two in Outcome if (one, two) in named)
