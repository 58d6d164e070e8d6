"""What the reviews may say about a row of the method: the rules that rest on it, without the quotes of a call."""

import re
from dataclasses import dataclass

from askwell.coding.coded import Text
from askwell.counsel.rules import RULES, Rule
from askwell.counsel.texts import texts
from askwell.method.terms import Severity

PLACE = re.compile(r"\{(\w+)\}")
UNQUOTED = frozenset(("n", "of", "all", "turn", "showing", "finding", "percent", "objective", "concern", "outcome"))


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule as it reads before it has met a call: ``…`` stands for what the call will fill in."""

    id: str
    row: str
    severity: Severity
    major_only: bool
    means: Text
    advice: Text


def rules_of(row: str) -> tuple[RuleText, ...]:
    """The rules that rest on this row, in the order of the register."""
    return tuple(rule_text(rule) for rule in RULES if rule.row == row)


def rule_text(rule: Rule) -> RuleText:
    entry = texts()["rules"][rule.id]
    means = Text(**{lang: _unfilled(entry[lang]["means"]) for lang in ("en", "zh")})
    advice = Text(**{lang: entry[lang]["do"] for lang in ("en", "zh")})
    return RuleText(rule.id, rule.row, rule.severity, rule.major_only, means, advice)


def _unfilled(text: str) -> str:
    """The text with every place that a call would fill kept open: quotes as quotes, figures and words bare."""
    return PLACE.sub(lambda place: "…" if place[1] in UNQUOTED else "“…”", text)
