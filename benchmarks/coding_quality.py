"""How well the shipped coders code: ``./dev bench coding_quality``.

Codes the calls of the development and test splits, the hard, the contrast, the fresh and the blind items, the blind and
the acceptance calls, as written and as recognised, with both coders; stores the figures in
``results/coding_quality.json``, and writes the pages of the documentation that show them, in both languages. ``python
benchmarks/coding_quality.py --pages`` writes the pages anew from what is stored. The test split and the sets of items
are read for reporting only, and for figures only: the errors shown are of the development split.
"""

import sys
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from _quality_figures import Figures, digest, error_figures, figures, shipped, store
from _quality_pages import LANGUAGES, QUALITY, write_pages
from _splits import FORMS, calls_of, raw_codings
from _tables import measured

from askwell.coding.coded import CodedConversation
from askwell.coding.coder import Coder
from askwell.coding.coders import default_coder, thorough_coder
from askwell.coding.corpus import FRAGMENTS, SNIPPETS, SPLITS, packaged
from askwell.coding.evaluate import evaluate_codings
from askwell.coding.evaluation_errors import worst_errors
from askwell.coding.notation import read_coded_text
from askwell.coding.talks import both_forms
from askwell.counsel.advise import code_call

ITEMS = {name: Path(__file__).with_name(f"{name}_items") / "gold" for name in ("hard", "contrast", "fresh", "blind")}
ITEMS |= {name: Path(__file__).with_name(name) / "gold" for name in ("blind_calls", "acceptance_calls")}
"""Pieces written afresh and hard, set by set."""
CALLS = ("development", "test")
PARTS = (*CALLS, *ITEMS)
CODERS: Mapping[str, Callable[[], Coder]] = {"default": default_coder, "thorough": thorough_coder}
"""The coders measured; the errors listed are the first one's."""
ERRORS = 40


def main() -> None:
    if "--pages" not in sys.argv[1:]:
        store(QUALITY, measurement())
    for path in write_pages():
        print(path)


def measurement() -> Figures:
    """Everything the pages show of the coders, which code beside each other."""
    with ProcessPoolExecutor(len(CODERS)) as aside:
        agreement = dict(zip(CODERS, aside.map(of_coder, CODERS), strict=True))
    return {
        "measured": measured(),
        "coders": {name: coder().name for name, coder in CODERS.items()},
        "digests": {folder: digest(shipped(folder)) for folder in ("models", "corpus")},
        "models": {name: len(data) for name, data in shipped("models").items()},
        "corpus": corpus(),
        "raw_codings": {part: {lang: between_codings(part, lang) for lang in LANGUAGES} for part in CALLS},
        "agreement": agreement,
        "errors": errors(next(iter(CODERS.values()))()),
    }


def of_coder(name: str) -> Figures:
    """A coder's figures: part of the gold codings, form and language."""
    coder = CODERS[name]()
    return {
        part: {form: {lang: evaluated(coder, part, form, lang) for lang in LANGUAGES} for form in FORMS}
        for part in PARTS
    }


def evaluated(coder: Coder, part: str, form: str, lang: str) -> Figures:
    """A coder's codings held against the gold ones."""
    gold = gold_of(part, form, lang)
    return figures(evaluate_codings(gold, told_by(coder, gold)))


def gold_of(part: str, form: str, lang: str) -> list[CodedConversation]:
    """The gold codings of one part, form and language."""
    if part in CALLS:
        return list(calls_of(part, lang, form))
    paths = sorted((ITEMS[part] / lang).glob("*.txt"))
    items = [read_coded_text(path.read_text("utf-8"), path.stem) for path in paths]
    return [both_forms([item])[FORMS.index(form)] for item in items]


def told_by(coder: Coder, gold: Iterable[CodedConversation]) -> list[CodedConversation]:
    """The same conversations as the whole chain codes them."""
    return [code_call(coded.conversation, coder) for coded in gold]


def between_codings(split: str, lang: str) -> Figures:
    """Agreement of the two raw codings of a split, by which the coders' figures can be judged."""
    return figures(evaluate_codings(raw_codings(split, lang, "a"), raw_codings(split, lang, "b")))


def errors(coder: Coder) -> list[Figures]:
    """The worst errors on the development split as written, in both languages."""
    gold = [coded for lang in LANGUAGES for coded in gold_of("development", "written", lang)]
    return [error_figures(error) for error in worst_errors(gold, told_by(coder, gold), ERRORS)]


def corpus() -> Figures:
    """Split to language to its calls and units; a call coded twice counts once, its units by each coding."""
    splits = {split: packaged(split) for split in (*SPLITS, FRAGMENTS, SNIPPETS)}
    splits["test"] = tuple(coded for lang in LANGUAGES for coded in calls_of("test", lang, "written"))
    return {
        split: {lang: _size([coded for coded in codings if coded.lang == lang]) for lang in LANGUAGES}
        for split, codings in splits.items()
    }


def _size(codings: list[CodedConversation]) -> Figures:
    return {"calls": len({coded.id for coded in codings}), "units": sum(len(coded.units) for coded in codings)}


if __name__ == "__main__":
    main()
