"""The generated pages against the figures they are generated from; nothing is coded here."""

import pytest
from benchmarks._quality_figures import digest, shipped
from benchmarks._quality_pages import FORMS, LANGUAGES, PAGES, escaped, pages, stored

QUALITY, CURVE = stored()
FOUND = pages(QUALITY, CURVE)
WRITE = "run: python benchmarks/coding_quality.py --pages"


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_a_page_is_what_the_stored_figures_give(path: object) -> None:
    assert {each: each.read_text("utf-8") for each in FOUND if each == path} == {path: FOUND[path]}, WRITE


@pytest.mark.parametrize("folder", ["models", "corpus"])
def test_the_figures_are_of_what_ships(folder: str) -> None:
    assert QUALITY["digests"][folder] == digest(shipped(folder)), "run: ./dev bench coding_quality"


def test_every_error_stands_on_the_page_in_both_languages() -> None:
    for path, text in FOUND.items():
        if path.name.startswith("coding-quality"):
            assert [error for error in QUALITY["errors"] if escaped(error["words"][1]) not in text] == []


def test_errors_are_of_the_development_split_and_the_surest_come_first() -> None:
    assert len(QUALITY["errors"]) == 40
    held = {lang: QUALITY["agreement"]["default"]["development"]["written"][lang]["calls"] for lang in LANGUAGES}
    assert len({error["call"] for error in QUALITY["errors"]}) <= sum(held.values())
    assert [error["p"] for error in QUALITY["errors"]] == sorted((e["p"] for e in QUALITY["errors"]), reverse=True)


def test_a_learning_curve_is_shown_once_it_is_measured() -> None:
    figures = {"turn": {"kappa": 0.5}, "units": {"f1": 0.625}}
    places = {"seller questions": {"kappa": 0.4}, "seller statements": {"kappa": 0.3}, "buyer": {"kappa": 0.6}}
    hard = {lang: {"turn": {"kappa": 0.55}, "places": places} for lang in LANGUAGES}
    point = {
        "calls": {"en": 8, "zh": 9},
        "fragments": {"en": 3, "zh": 4},
        "snippets": {"en": 5, "zh": 6},
        "hard": hard,
        "figures": {form: dict.fromkeys(LANGUAGES, figures) for form in FORMS},
    }
    later = {"turn": {"kappa": 0.512}, "units": {"f1": 0.63}}
    last = {
        "calls": {"en": 16, "zh": 17},
        "fragments": {"en": 6, "zh": 8},
        "snippets": {"en": 10, "zh": 12},
        "hard": hard,
        "figures": {form: dict.fromkeys(LANGUAGES, later) for form in FORMS},
    }
    points = [{"share": "1/2", **point}, {"share": "1", **last}]
    made = pages(QUALITY, {"measured": {"day": "2026-01-02"}, "points": points})
    assert len(made) == len(PAGES) * len(LANGUAGES)
    for path, text in made.items():
        if path.name.startswith("coding-quality"):
            assert "| 1/2 | 8 + 3 + 5 | 9 + 4 + 6 | 0.50 / 0.62 | 0.50 / 0.62 | 0.50 / 0.62 | 0.50 / 0.62 |" in text
            assert "+0.012" in text
            assert "| 0.55 | 0.40 | 0.30 | 0.60 |" in text
            assert "2026-01-02" in text


def test_words_of_a_talk_are_no_marks_of_a_page() -> None:
    assert escaped("a|b *c* [d](e) <f> `g`_h_") == r"a\|b \*c\* \[d\](e) &lt;f> \`g\`\_h\_"
