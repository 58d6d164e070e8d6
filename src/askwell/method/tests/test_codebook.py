"""The packaged codebook is complete, bilingual and repeats no advice."""

import re
from collections import Counter
from enum import StrEnum
from importlib.resources import files

import pytest
import yaml

from askwell.method.entries import PREFIXES, Entry
from askwell.method.kinds import kind_names
from askwell.method.loader import Bilingual, load_codebook

COUNTS = yaml.safe_load((files("askwell.method") / "counts.yaml").read_text(encoding="utf-8"))
ROWS = [f"M{number:02d}" for number in range(1, 50)]
HALF_WIDTH_BESIDE_HAN = re.compile(r"[\u4e00-\u9fff”’）][,;:?!()]|[,;:?!()][\u4e00-\u9fff“‘（]|[\u4e00-\u9fff]\.")


def counted_entries(row: str) -> Counter[str]:
    return Counter(entry.kind for entry in load_codebook().row(row) if not entry.ours)


def counted_items(entry: Entry, kind: str) -> int:
    return sum(1 for item in entry.items if not item.ours and kind in ("", item.kind))


def texts() -> list[tuple[str, Bilingual]]:
    found = []
    for entry in load_codebook().entries:
        found += [(f"{entry.place} name", entry.name), (f"{entry.place} definition", entry.definition)]
        found += [(f"{entry.place} {item.id}", item.text) for item in entry.items]
        found += [(f"{entry.place} advice", entry.advice)] if entry.advice else []
    return found


def test_every_row_of_the_method_is_there_and_counted():
    assert list(load_codebook().rows) == ROWS
    assert list(COUNTS) == ROWS


@pytest.mark.parametrize("row", ROWS)
def test_a_row_holds_as_many_entries_as_the_sources_list(row: str):
    expected = COUNTS[row].get("entries", {})
    found = counted_entries(row)
    assert {kind: found[kind] for kind in expected} == expected


@pytest.mark.parametrize("row", ROWS)
def test_a_list_holds_as_many_items_as_the_sources_list(row: str):
    expected = COUNTS[row].get("items", {})
    found = {}
    for key in expected:
        entry_id, _, kind = key.partition("/")
        found[key] = counted_items(load_codebook().entry(entry_id), kind)
    assert found == expected


def test_no_list_is_longer_than_two_without_being_counted():
    counted = {key.partition("/")[0] for row in COUNTS.values() for key in row.get("items", {})}
    uncounted = [
        entry.id for entry in load_codebook().entries if counted_items(entry, "") > 2 and entry.id not in counted
    ]
    assert uncounted == []


def test_the_marks_of_doubt_are_those_of_the_sources():
    found = {}
    for row in ROWS:
        entries = load_codebook().row(row)
        marked = [entry.id for entry in entries if entry.uncertain]
        marked += [f"{entry.id}/{item.id}" for entry in entries for item in entry.items if item.uncertain]
        found[row] = sorted(marked)
    assert found == {row: sorted(COUNTS[row].get("uncertain", [])) for row in ROWS}


def test_no_text_of_advice_occurs_twice():
    advice = [entry.advice for entry in load_codebook().entries if entry.advice]
    for side in ([text.en for text in advice], [text.zh for text in advice]):
        assert [text for text, times in Counter(side).items() if times > 1] == []


def test_every_row_says_what_to_do_with_it():
    assert [row for row in ROWS if load_codebook().entry(row.lower()).advice is None] == []


def test_chinese_texts_use_full_width_punctuation():
    assert [(place, text.zh) for place, text in texts() if HALF_WIDTH_BESIDE_HAN.search(text.zh)] == []


def test_english_texts_hold_no_chinese():
    assert [(place, text.en) for place, text in texts() if re.search(r"[\u3000-\u9fff\uff00-\uffef]", text.en)] == []


def test_names_of_one_kind_in_a_row_differ():
    names = Counter((entry.row, entry.kind, name) for entry in load_codebook().entries for name in _names(entry))
    assert [name for name, times in names.items() if times > 1] == []


def _names(entry: Entry) -> set[str]:
    return {entry.name.en, entry.name.zh}


@pytest.mark.parametrize("vocabulary", PREFIXES, ids=lambda vocabulary: vocabulary.__name__)
def test_every_value_of_a_vocabulary_has_its_entry_with_a_name_in_both_languages(vocabulary: type[StrEnum]):
    book = load_codebook()
    names = {lang: [book.name_of(value, lang) for value in vocabulary] for lang in ("en", "zh")}
    assert all(len(set(found)) == len(vocabulary) for found in names.values())


def test_no_entry_of_a_behaviour_lies_outside_the_contract():
    behaviours = {entry.id for entry in load_codebook().of_kind("behaviour")}
    code = next(vocabulary for vocabulary in PREFIXES if PREFIXES[vocabulary] == "code")
    assert behaviours == {f"code.{value}" for value in code}


def test_every_kind_has_a_name_and_every_name_a_kind():
    book = load_codebook()
    kinds = {entry.kind for entry in book.entries} | {item.kind for entry in book.entries for item in entry.items}
    assert kinds - {""} == set(kind_names())


@pytest.mark.method("M13")
def test_the_four_questions_carry_the_fields_names():
    book = load_codebook()
    ids = ("situation", "problem", "implication", "need_payoff")
    names = [book.entry(f"code.{name}_question").name for name in ids]
    assert [name.zh for name in names] == ["背景问题", "难点问题", "暗示问题", "需求-效益问题"]


@pytest.mark.method("M29")
def test_the_slip_on_closing_is_not_followed():
    high_value = next(item for item in load_codebook().entry("closing.findings").items if item.id == "high_value")
    assert "lowers" in high_value.text.en
    assert "降低" in high_value.text.zh


@pytest.mark.method("M14")
def test_the_slip_on_situation_questions_is_not_followed():
    definition = load_codebook().entry("sequence.situation").definition
    assert "fewer" in definition.en
    assert "更少" in definition.zh
