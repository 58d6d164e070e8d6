"""The page on questions against the data: every kind, grouping and reason for a refusal, in both languages."""

from pathlib import Path

import pytest

from askwell.deal.questions.data import groupings, kinds, says
from askwell.deal.questions.parse import LONGEST, parse
from askwell.deal.questions.query import Name, Query, Refusal
from askwell.deal.questions.terms import NameKind, Reason, Subject

DOCS = Path(__file__).parents[2] / "docs" / "reference"
PAGES = {"en": "questions.md", "zh": "questions.zh.md"}
ANA = Name(NameKind.REP, "Ana", "1", "Ana")
WHOLE = {
    "en": "deals above £1m of rep Ana with no inside supporter by stage",
    "zh": "销售Ana超过100万、没有内线支持者的商机按阶段",
}
TWO_WAYS = {"en": "deals with no supporter and gatekeeper", "zh": "没有内线支持者和把关者的商机"}


def page(lang: str) -> str:
    return (DOCS / PAGES[lang]).read_text("utf-8")


@pytest.mark.parametrize("lang", PAGES)
def test_every_kind_stands_there_with_its_examples(lang: str) -> None:
    rows = [f"| `{kind.id}` | {kind.name.in_lang(lang)} | {' · '.join(kind.examples[lang])} |" for kind in kinds()]
    lines = page(lang).splitlines()
    assert [line for line in lines if line.startswith("| `") and line.count(" · ") >= 2] == rows


@pytest.mark.parametrize("lang", PAGES)
@pytest.mark.parametrize("subject", Subject)
def test_every_grouping_stands_there(lang: str, subject: Subject) -> None:
    joint, end = (", ", ".") if lang == "en" else ("、", "。")
    offered = joint.join(f"*{says(by).in_lang(lang)}*" for by in groupings()[subject])
    assert f"{offered}{end}" in page(lang)


@pytest.mark.parametrize("lang", PAGES)
def test_every_reason_and_the_limit_stand_there(lang: str) -> None:
    assert all(f"`{reason.value}`" in page(lang) for reason in Reason)
    assert str(LONGEST) in page(lang)


@pytest.mark.parametrize("lang", PAGES)
def test_what_the_text_says_of_questions_is_so(lang: str) -> None:
    assert WHOLE[lang] in " ".join(page(lang).split())
    assert isinstance(parse(WHOLE[lang], [ANA]), Query)
    assert isinstance(parse(TWO_WAYS[lang]), Refusal)
