"""Every rule against a call that triggers it and a near miss that must not (cases in ``cases/<rule id>.txt``)."""

import string
from dataclasses import replace
from pathlib import Path

import pytest

from askwell.coding.coded import CodedConversation, Finding
from askwell.coding.notation import read_coded_text
from askwell.counsel.advise import advise
from askwell.counsel.facts import Facts
from askwell.counsel.rules import RULES, Rule
from askwell.counsel.texts import texts
from askwell.transcript.conversation import is_han
from askwell.understanding.understand import understand

CASES = Path(__file__).parent / "cases"
SECTIONS = ("trigger", "near miss")


def calls_of(rule: Rule) -> dict[str, str]:
    parts = (CASES / f"{rule.id}.txt").read_text("utf-8").split("=== ")[1:]
    return {name.strip(): call for name, _, call in (part.partition("\n") for part in parts)}


def advised(text: str) -> CodedConversation:
    return advise(understand(read_coded_text(text)))


def finding_of(rule: Rule, text: str) -> Finding | None:
    return next((finding for finding in advised(text).findings if finding.id == rule.id), None)


EACH_RULE = [pytest.param(rule, id=rule.id, marks=pytest.mark.method(rule.row)) for rule in RULES]


@pytest.mark.parametrize("rule", EACH_RULE)
def test_a_rule_speaks_where_its_fault_is(rule: Rule) -> None:
    finding = finding_of(rule, calls_of(rule)["trigger"])
    assert finding is not None
    assert finding.units


@pytest.mark.parametrize("rule", EACH_RULE)
def test_a_rule_is_silent_in_a_near_miss(rule: Rule) -> None:
    assert finding_of(rule, calls_of(rule)["near miss"]) is None


@pytest.mark.parametrize("rule", EACH_RULE)
def test_a_finding_reads_well_in_both_languages(rule: Rule) -> None:
    finding = finding_of(rule, calls_of(rule)["trigger"])
    assert finding is not None
    for text in (finding.text.en, finding.text.zh):
        means, do, *_ = text.split("\n")
        assert means
        assert do
        assert not set("{}") & set(text)
        assert "“”" not in text
    assert sum(map(is_han, finding.text.zh)) > 20


@pytest.mark.parametrize("rule", EACH_RULE)
def test_the_texts_of_a_rule_use_only_what_its_evidence_gives(rule: Rule) -> None:
    entry = texts()["rules"][rule.id]
    found = rule.find(Facts(understand(read_coded_text(calls_of(rule)["trigger"]))))
    assert found is not None
    used = {
        lang: {name for _, name, _, _ in string.Formatter().parse(entry[lang]["means"]) if name}
        for lang in ("en", "zh")
    }
    assert used["en"] == used["zh"]
    assert used["en"] <= set(found.values)


def test_every_rule_has_texts_and_a_pair_of_cases_and_nothing_is_left_over() -> None:
    ids = [rule.id for rule in RULES]
    assert len(set(ids)) == len(ids) >= 28
    assert sorted(texts()["rules"]) == sorted(ids) == sorted(path.name.removesuffix(".txt") for path in CASES.iterdir())
    for rule in RULES:
        assert tuple(calls_of(rule)) == SECTIONS
        assert {lang: set(texts()["rules"][rule.id][lang]) >= {"means", "do"} for lang in ("en", "zh")} == {
            "en": True,
            "zh": True,
        }


def test_a_third_of_the_cases_are_in_chinese() -> None:
    chinese = [rule for rule in RULES if any(map(is_han, "".join(calls_of(rule).values())))]
    assert len(chinese) * 3 >= len(RULES)


def test_no_text_is_said_twice() -> None:
    for lang in ("en", "zh"):
        said = [text for entry in texts()["rules"].values() for text in entry[lang].values()]
        assert len(set(said)) == len(said)


def test_the_rules_cover_the_rows_they_are_asked_for() -> None:
    asked = {
        "M02",
        "M06",
        "M07",
        "M10",
        "M13",
        "M14",
        "M18",
        "M19",
        "M20",
        "M22",
        "M23",
        "M24",
        "M27",
        "M28",
        "M29",
        "M30",
    }
    assert {rule.row for rule in RULES} >= asked


@pytest.mark.method("M07")
def test_an_uncertain_ending_with_an_agreement_is_not_faulted_for_having_none() -> None:
    said = "seller Ana: Shall we meet?\nbuyer Bo: {agreement: Yes, Thursday.} {objection: Let me think about it.}"
    known = understand(read_coded_text(f"# outcome: continuation\n{said}"))
    assert known.outcome is not None
    unsure = replace(known, outcome=replace(known.outcome, p=0.56, uncertain=True))
    rule = next(rule for rule in RULES if rule.id == "commitment.continuation_as_advance")
    assert rule.find(Facts(known)) is not None
    assert rule.find(Facts(unsure)) is None
