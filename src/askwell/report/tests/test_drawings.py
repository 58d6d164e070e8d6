"""The drawings: well-formed, linked, readable without colour."""

import re
from xml.etree import ElementTree as ET

import pytest

from askwell.coding.coded import CodedConversation
from askwell.method.terms import Code
from askwell.report import call_view, ladder_svg, mix_svg, ribbon_svg
from askwell.report.ribbon import ROWS, WIDTHS
from askwell.report.tests import calls

SVG = "{http://www.w3.org/2000/svg}"
CALLS = {
    "bottling": calls.bottling_call(),
    "terminal": calls.terminal_call(),
    "hostile": calls.hostile_call(),
    "long": calls.long_call(),
    "untimed": calls.without_times(calls.bottling_call()),
}
ON_RIBBON = {code for codes in ROWS for code in codes}


def _drawings(coded: CodedConversation, lang: str) -> list[str]:
    view = call_view(coded, lang)
    ribbons = [ribbon_svg(view, width) for width in WIDTHS]
    return [*ribbons, mix_svg(view), *(ladder_svg(need, lang) for need in view.needs)]


def _links(svg: str) -> set[str]:
    return {link.attrib["href"].removeprefix("#") for link in ET.fromstring(svg).iter(f"{SVG}a")}  # noqa: S314 our own


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_drawing_is_well_formed_and_tells_what_it_is(name: str, lang: str) -> None:
    for svg in _drawings(CALLS[name], lang):
        root = ET.fromstring(svg)  # noqa: S314 our own
        assert root.findtext(f"{SVG}title")
        assert root.findtext(f"{SVG}desc") is not None
        assert {root.find(f"{SVG}title").attrib["id"], root.find(f"{SVG}desc").attrib["id"]} == set(
            root.attrib["aria-labelledby"].split()
        )


@pytest.mark.parametrize("name", CALLS)
def test_no_drawing_holds_a_script_or_a_style_attribute(name: str) -> None:
    for svg in _drawings(CALLS[name], "en"):
        tree = list(ET.fromstring(svg).iter())  # noqa: S314 our own
        assert not {node.tag for node in tree} & {f"{SVG}script", f"{SVG}foreignObject", f"{SVG}image"}
        assert not [key for node in tree for key in node.attrib if key == "style" or key.startswith("on")]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_ribbon_leads_to_every_question_need_claim_request_and_objection(width: str) -> None:
    coded = CALLS["bottling"]
    wanted = {unit.id for unit in coded.units if unit.code in ON_RIBBON}
    assert wanted <= _links(ribbon_svg(call_view(coded, "en"), width))
    assert Code.OTHER_QUESTION in ON_RIBBON


def test_marks_of_a_row_do_not_hide_one_another() -> None:
    svg = ribbon_svg(call_view(CALLS["bottling"], "en"), "narrow")
    for line in svg.split('transform="translate(')[1:]:
        boxes = [(float(x), float(y)) for x, y in re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="13"', line)]
        assert all(abs(x - other) >= 13.9 for i, (x, y) in enumerate(boxes) for other, row in boxes[:i] if row == y)


def test_every_mark_stays_inside_the_drawing() -> None:
    for width, form in WIDTHS.items():
        svg = ribbon_svg(call_view(CALLS["long"], "en"), width)
        assert all(float(x) <= form.width for x in re.findall(r'cx="([\d.]+)"', svg))


@pytest.mark.parametrize("width", WIDTHS)
def test_the_outcome_stands_clear_of_the_last_mark(width: str) -> None:
    svg = ribbon_svg(call_view(CALLS["terminal"], "en"), width)
    pole = WIDTHS[width].width - 2
    assert all(float(x) + 13 < pole for x in re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="13"', svg))


def test_a_mark_tells_when_what_who_and_the_words() -> None:
    svg = ribbon_svg(call_view(CALLS["bottling"], "en"))
    assert "<title>24:08 Implication question" not in svg
    assert re.search(r"<title>\d+:\d\d Implication question \(uncertain\) Ana Castell: “And if Derek were ill", svg)


def test_an_uncertain_mark_is_dashed() -> None:
    svg = ribbon_svg(call_view(CALLS["terminal"], "en"))
    assert svg.count("stroke-dasharray") == sum(
        unit.uncertain and unit.code in ON_RIBBON for unit in CALLS["terminal"].units
    )


@pytest.mark.method("M20")
def test_the_ladder_leads_to_the_quotes_of_each_rung() -> None:
    need = call_view(CALLS["bottling"], "en").needs[0]
    assert _links(ladder_svg(need, "en")) == {quote.unit for step in need.steps for quote in step.quotes}


def test_the_mix_tells_its_figures_without_the_picture() -> None:
    desc = ET.fromstring(mix_svg(call_view(CALLS["terminal"], "zh"))).findtext(f"{SVG}desc")  # noqa: S314 our own
    assert "背景问题：6（60%）" in str(desc)
