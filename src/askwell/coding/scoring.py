"""From evidence to probabilities: weighted evidence per code, then a softmax.

Weights are data (``cues/weights.yaml``): for each code, conditions and what they add. A condition is one or more
feature names that must all hold; a name after ``-`` must not. They are set by hand, so the temperature is a stated
choice, not fitted.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from askwell.coding.coded import Alternative
from askwell.method.terms import Code

TEMPERATURE = 1.2
"""Divides the scores before the softmax; higher is less sure. Set by hand, not fitted."""
UNKNOWN_SIDE_TEMPERATURE = 1.8
"""How much less sure a code is where nobody knows who spoke."""
ABSTAIN_BELOW = 0.5
"""A best code less probable than this is marked uncertain."""
ALTERNATIVES = 3


@dataclass(frozen=True, slots=True)
class Condition:
    """Adds ``weight`` to a code when all of ``has`` and none of ``lacks`` is present."""

    code: Code
    has: frozenset[str]
    lacks: frozenset[str]
    weight: float


@dataclass(frozen=True)
class Table:
    """The conditions of one table, filed under one of the names each needs (empty where it needs none)."""

    codes: tuple[Code, ...]
    conditions: Mapping[str, tuple[Condition, ...]]

    def scores(self, features: Collection[str]) -> dict[Code, float]:
        """The evidence for each code."""
        held = frozenset(features)
        found = dict.fromkeys(self.codes, 0.0)
        for name in ("", *sorted(held & self.conditions.keys())):
            for condition in self.conditions.get(name, ()):
                if condition.has <= held and condition.lacks.isdisjoint(held):
                    found[condition.code] += condition.weight
        return found


@dataclass(frozen=True, slots=True)
class Judgement:
    """The best code of a segment with its probability, and the codes next to it."""

    code: Code
    p: float
    alternatives: tuple[Alternative, ...]

    @property
    def uncertain(self) -> bool:
        return self.p < ABSTAIN_BELOW


@cache
def tables() -> Mapping[str, Table]:
    """The packaged weights: ``seller_question``, ``seller_statement`` and ``buyer``."""
    data = yaml.safe_load(files("askwell.coding").joinpath("cues/weights.yaml").read_text(encoding="utf-8"))
    return {name: read_table(codes) for name, codes in data.items()}


def read_table(data: Mapping[str, Mapping[str, float]]) -> Table:
    """One table of weights from its data; raises ValueError for a code that is not in the contract."""
    conditions: dict[str, tuple[Condition, ...]] = {}
    for code, weights in data.items():
        for names, weight in weights.items():
            condition = _condition(Code(code), names, weight)
            filed = min(condition.has, default="")
            conditions[filed] = (*conditions.get(filed, ()), condition)
    return Table(tuple(Code(code) for code in data), conditions)


def _condition(code: Code, names: str, weight: float) -> Condition:
    parts = [] if names == "always" else names.split()
    return Condition(
        code=code,
        has=frozenset(part for part in parts if not part.startswith("-")),
        lacks=frozenset(part[1:] for part in parts if part.startswith("-")),
        weight=weight,
    )


SUREST = 0.9999
"""No coder is certain; 1 is kept for what a person decides."""


def judge_either(seller: Mapping[Code, float], buyer: Mapping[Code, float]) -> Judgement:
    """A segment of which nobody knows who spoke: a code both sides have counts by the side that speaks more for it."""
    shared = {code: max(seller.get(code, score), score) for code, score in buyer.items()}
    return judge({**seller, **shared}, UNKNOWN_SIDE_TEMPERATURE)


def judge(evidence: Mapping[Code, float], temperature: float = TEMPERATURE) -> Judgement:
    """Probabilities from evidence; equal ones are ordered by the contract's order of codes."""
    order = {code: i for i, code in enumerate(Code)}
    peak = max(evidence.values())
    powers = {code: math.exp((score - peak) / temperature) for code, score in evidence.items()}
    total = math.fsum(powers.values())
    ranked = sorted(powers, key=lambda code: (-powers[code], order[code]))
    p = {code: min(round(powers[code] / total, 4), SUREST) for code in ranked}
    best, *others = ranked
    alternatives = tuple(Alternative(code, p[code]) for code in others[:ALTERNATIVES] if p[code] >= 0.01)
    return Judgement(best, p[best], alternatives)
