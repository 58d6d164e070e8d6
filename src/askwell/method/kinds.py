"""Headings: what people call the kinds of entries and of list items."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from askwell.method.entries import Bilingual
from askwell.method.nodes import read_list


@cache
def kind_names() -> Mapping[str, Bilingual]:
    """The name of every kind; raises CodebookError, with file and line, when the packaged file is at fault."""
    names: dict[str, Bilingual] = {}
    for fields in read_list(
        "kinds.yaml", (files("askwell.method") / "kinds.yaml").read_text(encoding="utf-8"), "a kind"
    ):
        kind = fields.text("id")
        if kind in names:
            raise fields.fault(f"{kind} is already named")
        names[kind] = fields.bilingual("name")
        fields.finish()
    return names


def kind_name(kind: str, lang: str) -> str:
    """Raises KeyError for a kind that has no name."""
    return kind_names()[kind].in_lang(lang)
