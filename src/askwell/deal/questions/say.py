"""How a question was understood, in words that are understood again as the same question."""

from askwell.deal.questions.data import phrase, says, value_name
from askwell.deal.questions.periods import UNTIL
from askwell.deal.questions.query import Condition, Query
from askwell.deal.questions.terms import Grouping, Subject, Test
from askwell.deal.terms import BuyingStage, Role
from askwell.method.terms import Code, Concern, Doubt, Outcome

_VOCABULARIES = {
    Test.LACKS_ROLE: Role,
    Test.HAS_ROLE: Role,
    Test.IN_ROLE: Role,
    Test.STAGE: BuyingStage,
    Test.HAS_DOUBT: Doubt,
    Test.OUTCOME: Outcome,
    Test.HAS_CODE: Code,
    Test.LACKS_CODE: Code,
    Test.CODE: Code,
    Test.ABOUT: Concern,
}
ME = "me"
"""The value of the condition that asks for one's own."""
_LISTED = {Test.STATE: "state", Test.LOST_BECAUSE: "reason"}
_TIMES = (Test.PERIOD, Test.EXPECTED, Test.DUE, Test.BEGUN)
_SPANS = (Test.NOT_CALLED, Test.NOT_CONTACTED, Test.NOT_ADVANCED)
_NAMED = (Test.OF_REP, Test.OF_COMPANY, Test.OF_RIVAL, Test.OF_PERSON)
_COUNTED = (Test.HAS_ROLE, Test.HAS_CODE)
"""Tests whose value takes an article in English."""
_UNITS = {
    "d": ("day", "天"),
    "w": ("week", "周"),
    "m": ("month", "个月"),
    "q": ("quarter", "个季度"),
    "y": ("year", "年"),
}


def say(query: Query, lang: str) -> str:
    """The whole question in one line."""
    parts = [say_subject(query.subject, lang), *(say_condition(one, lang) for one in query.conditions)]
    parts += [say_grouping(query.grouping, lang)] if query.grouping else []
    return ("，" if lang == "zh" else ", ").join(filter(None, parts))


def say_subject(subject: Subject, lang: str) -> str:
    """What is asked about; empty where a condition says it."""
    return says(subject).in_lang(lang)


def say_grouping(grouping: Grouping, lang: str) -> str:
    """By what it is counted apart."""
    return says(grouping).in_lang(lang)


def say_condition(condition: Condition, lang: str) -> str:
    """One condition, its value as people call it."""
    if condition.test is Test.OF_REP and condition.value == ME:
        return phrase("mine:me", lang)
    return says(condition.test).in_lang(lang).replace("{value}", _value(condition, lang)).strip()


def _value(condition: Condition, lang: str) -> str:
    test, value = condition.test, condition.value
    if test in _NAMED:
        return f"“{condition.shown}”"
    if test in _TIMES:
        return _time(value, lang)
    if test in _SPANS:
        return _span(value, lang)
    if test in _LISTED:
        return phrase(f"{_LISTED[test]}:{value}", lang)
    if test in _VOCABULARIES and value:
        return _term(test, value, lang)
    return value


def _term(test: Test, value: str, lang: str) -> str:
    name = value_name(_VOCABULARIES[test], value).in_lang(lang)
    if test is Test.HAS_DOUBT:
        return f"：{name}" if lang == "zh" else f": {name}"
    said = name[:1].lower() + name[1:]
    return f"{'an' if said[0] in 'aeiou' else 'a'} {said}" if lang == "en" and test in _COUNTED else said


def _time(value: str, lang: str) -> str:
    if value.startswith("last "):
        span = _span(value.removeprefix("last "), lang)
        return f"最近{span}" if lang == "zh" else f"in the last {span}"
    return phrase(f"{'deadline' if value.startswith(UNTIL) else 'period'}:{value}", lang)


def _span(value: str, lang: str) -> str:
    number, unit = int(value[:-1]), _UNITS[value[-1]]
    return f"{number}{unit[1]}" if lang == "zh" else f"{number} {unit[0]}{'' if number == 1 else 's'}"
