"""The calls of a split of the corpus, in both forms; the test split is for reporting only."""

import sys
from collections.abc import Iterator
from pathlib import Path

from askwell.coding.coded import CodedConversation
from askwell.coding.talks import both_forms

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "corpus"))

from build import HERE, codings_of, read_coding, split_names

FORMS = ("written", "recognised")


def calls_of(split: str, lang: str, form: str) -> Iterator[CodedConversation]:
    """The codings of one split and language, one a call: as agreed, else coder a's."""
    for name in split_names()[split]:
        if name.startswith(lang):
            yield both_forms([next(codings_of(name))])[FORMS.index(form)]


def raw_codings(split: str, lang: str, coder: str) -> list[CodedConversation]:
    """What coder ``a`` or ``b`` made of the calls of one split and language, before anything was settled."""
    paths = (HERE / "codings" / coder / lang / f"{name}.txt" for name in split_names()[split] if name.startswith(lang))
    return [read_coding(path) for path in paths if path.is_file()]
