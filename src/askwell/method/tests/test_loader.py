"""A faulty codebook is refused with the file and the line of the fault."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askwell.method.loader import CodebookError, read_codebook
from askwell.method.terms import Cause, Code

FILE = "m02_call_stages.yaml"
GOOD = """\
- id: m02
  row: M02
  kind: row
  name: {en: Stages, zh: 阶段}
  definition: {en: What a call runs through., zh: 会谈经过的阶段。}
  source: {seed: map, row: M02}
- id: stage.first
  row: M02
  kind: stage
  name: {en: First, zh: 第一阶段}
  definition: {en: The start., zh: 开头。}
  items:
    - {id: warm_up, kind: sign, en: Warm-up, zh: 预热, uncertain: true}
    - {id: greeting, en: Greeting, zh: 问候, ours: true}
  advice: {en: Be brief., zh: 简短。}
  source: {seed: both, row: M03}
  uncertain: true
"""

FAULTS = {
    "id missing": ("- id: stage.first\n  row: M02", "- row: M02", 7, "id is missing"),
    "row missing": ("  row: M02\n  kind: stage", "  kind: stage", 7, "row is missing"),
    "kind missing": ("  kind: stage\n", "", 7, "kind is missing"),
    "name missing": ("  name: {en: First, zh: 第一阶段}\n", "", 7, "name is missing"),
    "English name missing": ("{en: First, zh: 第一阶段}", "{zh: 第一阶段}", 10, "name: en is missing"),
    "Chinese name missing": ("{en: First, zh: 第一阶段}", "{en: First}", 10, "name: zh is missing"),
    "definition missing": ("  definition: {en: The start., zh: 开头。}\n", "", 7, "definition is missing"),
    "source missing": ("  source: {seed: both, row: M03}\n", "", 7, "source is missing"),
    "empty translation": ("zh: 问候", "zh: ''", 14, "zh is empty"),
    "blank translation": ("en: Greeting", "en: '  '", 14, "en is empty"),
    "empty advice": ("{en: Be brief., zh: 简短。}", "", 15, "advice must be a mapping"),
    "translation left in English": ("zh: 简短。", "zh: Be brief.", 15, "zh holds no Chinese character"),
    "unknown key": ("  uncertain: true\n", "  unsure: true\n", 17, "unknown key unsure"),
    "unknown key of an item": ("ours: true}", "our: true}", 14, "unknown key our"),
    "unknown key of a text": ("{en: First, zh", "{en: First, de: Erste, zh", 10, "unknown key de"),
    "key given twice": ("  kind: stage\n", "  kind: stage\n  kind: phase\n", 10, "kind is given twice"),
    "duplicate id": ("id: stage.first", "id: m02", 7, f"already used at {FILE}:1"),
    "duplicate item": ("id: greeting", "id: warm_up", 14, "warm_up is already used"),
    "row outside the method": ("row: M02\n  kind: stage", "row: M50\n  kind: stage", 8, "row 'M50' is not of the form"),
    "row of another file": (
        "row: M02\n  kind: stage",
        "row: M03\n  kind: stage",
        7,
        "M03 does not belong into this file",
    ),
    "unknown seed": ("seed: both", "seed: book", 16, "seed 'book' is not of the form"),
    "mark that does not hold": ("uncertain: true}", "uncertain: false}", 13, "uncertain 'false'"),
    "id with spaces": ("id: stage.first", "id: first stage", 7, "id 'first stage' is not of the form"),
    "items not a list": ("- {id: warm_up", "  a: {id: warm_up", 14, "not readable as YAML"),
    "entry not a mapping": ("- id: stage.first\n", "- stage\n- id: stage.first\n", 7, "must be a mapping"),
    "row's own entry not first": ("- id: m02\n", "- id: m03\n", 1, "first entry must be the row's own"),
}


@pytest.mark.parametrize(("old", "new", "line", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named_with_its_file_and_line(old: str, new: str, line: int, message: str):
    assert old in GOOD
    with pytest.raises(CodebookError) as caught:
        read_codebook([(FILE, GOOD.replace(old, new, 1))])
    assert str(caught.value).startswith(f"{FILE}:{line}: ")
    assert message in str(caught.value)


@pytest.mark.parametrize(("text", "message"), [("", "empty"), ("a: b", "expected a list"), ("[]", "expected a list")])
def test_a_file_without_a_list_of_entries_is_refused(text: str, message: str):
    with pytest.raises(CodebookError, match=f"{FILE}:1: .*{message}"):
        read_codebook([(FILE, text)])


def test_an_id_may_not_occur_in_two_files():
    other = GOOD.replace("M02", "M03").replace("id: m02", "id: m03")
    with pytest.raises(CodebookError, match=rf"m03_other\.yaml:7: stage\.first: .*{FILE}:7"):
        read_codebook([(FILE, GOOD), ("m03_other.yaml", other)])


@given(st.integers(0, len(GOOD)), st.integers(0, 12), st.text(max_size=6))
def test_whatever_is_changed_in_a_file_no_other_error_escapes(place: int, cut: int, put: str):
    changed = GOOD[:place] + put + GOOD[place + cut :]
    with contextlib.suppress(CodebookError):
        assert read_codebook([(FILE, changed)]).row("M02")


def test_tags_that_would_build_objects_stay_plain_text():
    book = read_codebook([(FILE, GOOD.replace("en: Greeting", "en: !!python/name:os.system Greeting"))])
    assert book.entry("stage.first").items[1].text.en == "Greeting"


def test_a_good_file_gives_what_it_says():
    book = read_codebook([(FILE, GOOD)])
    entry = book.entry("stage.first")
    assert (entry.name.in_lang("en"), entry.name.in_lang("zh")) == ("First", "第一阶段")
    assert [(item.id, item.kind, item.uncertain, item.ours) for item in entry.items] == [
        ("warm_up", "sign", True, False),
        ("greeting", "", False, True),
    ]
    assert (entry.source.seed, entry.source.row, entry.uncertain, entry.ours) == ("both", "M03", True, False)
    assert entry.place == f"{FILE}:7"
    assert [item.id for item in entry.items_of("sign")] == ["warm_up"]


def test_look_ups_find_rows_kinds_and_entries():
    book = read_codebook([(FILE, GOOD)])
    assert book.rows == ("M02",)
    assert [entry.id for entry in book.row("M02")] == ["m02", "stage.first"]
    assert [entry.id for entry in book.of_kind("stage")] == ["stage.first"]
    assert book.row("M03") == ()
    with pytest.raises(KeyError, match="no_such"):
        book.entry("no_such")


def test_a_word_of_two_vocabularies_keeps_its_two_entries():
    code = GOOD.replace("stage.first", "code.feature").replace("en: First", "en: Feature")
    cause = GOOD.replace("M02", "M27").replace("m02", "m27").replace("stage.first", "cause.feature")
    book = read_codebook([(FILE, code), ("m27_objections.yaml", cause)])
    assert book.name_of(Code.FEATURE, "en") == "Feature"
    assert book.name_of(Cause.FEATURE, "en") == "First"
