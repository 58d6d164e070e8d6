"""The texts of findings, in both languages, filled with what was found (data in ``texts.yaml``)."""

from collections.abc import Iterable, Mapping
from enum import Enum
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from askwell.coding.coded import Text, Unit
from askwell.counsel.facts import Evidence, Facts
from askwell.counsel.rules import Rule
from askwell.method.terms import SaleSize
from askwell.understanding.words import quote

LANGS = ("en", "zh")


@cache
def texts() -> Mapping[str, Any]:
    """The texts as data: ``rules`` by rule id, ``words``, and the few that stand alone."""
    data: Mapping[str, Any] = yaml.safe_load(files(__package__).joinpath("texts.yaml").read_text("utf-8"))
    return data


def finding_text(rule: Rule, found: Evidence, facts: Facts) -> Text:
    """A line on what it means, one on what to do in a sale of this size, and one more where the size is unknown."""
    return Text(**{lang: _filled(rule, found, facts, lang) for lang in LANGS})


def sides_text() -> Text:
    """What is said instead of findings where the sides are not known."""
    return Text(**{lang: "\n".join(texts()["sides"][lang].values()) for lang in LANGS})


def joined_quotes(parts: Iterable[str], lang: str) -> str:
    """Quotes in quotation marks, joined as the language does; without full stops, as a sentence goes on around them."""
    return ("；" if lang == "zh" else "; ").join(f"“{part.rstrip('.。')}”" for part in parts)


def _filled(rule: Rule, found: Evidence, facts: Facts, lang: str) -> str:
    entry = texts()["rules"][rule.id][lang]
    values = {name: _shown(value, facts, lang) for name, value in found.values.items()}
    small = not facts.major and "small" in entry
    parts = [entry["means"].format(**values), entry["small" if small else "do"]]
    if facts.coded.conversation.sale is SaleSize.UNKNOWN and (rule.major_only or "small" in entry):
        parts.append(texts()["size_unknown"][lang])
    return "\n".join(parts)


def _shown(value: object, facts: Facts, lang: str) -> str:
    if isinstance(value, Enum):
        return str(texts()["words"][value.value][lang])
    if isinstance(value, tuple | list):
        return joined_quotes((quote(facts.text(unit)) for unit in value if isinstance(unit, Unit)), lang)
    return str(value)
