"""The one catalogue of interface strings: ``python scripts/messages.py [update|check|compile]``.

``update`` extracts every string of the product and merges it into ``src/askwell/locale/zh_Hans/LC_MESSAGES/django.po``,
keeping what is translated and guessing nothing; ``check`` lists what is missing; ``compile`` writes the ``.mo``.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src/askwell"
PO = SOURCE / "locale/zh_Hans/LC_MESSAGES/django.po"
BEGUN = datetime(2026, 11, 22, tzinfo=UTC)  # a header that changed with every run would only make noise
# Django's lazy and context functions beside Babel's own.
KEYWORDS = {
    "_": None,
    "words": None,  # the wording of a report, called by its own name
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def extract() -> Catalog:
    """Every string of the product, without the places it stands in beyond the file (lines move too often)."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        method_map, options_map = parse_mapping_cfg(file)
    catalog = Catalog(
        locale="zh_Hans",
        domain="django",
        header_comment="# The interface of Askwell in Simplified Chinese.",
        project="Askwell",
        version="1",
        creation_date=BEGUN,
        revision_date=BEGUN,
        last_translator="The Askwell authors",
        language_team="Simplified Chinese",
        fuzzy=False,
    )
    found = extract_from_dir(SOURCE, method_map, options_map, keywords=KEYWORDS, comment_tags=("Translators:",))
    for name, _line, message, comments, context in sorted(found, key=lambda one: (one[0], one[1])):
        catalog.add(message, None, [(name, None)], auto_comments=comments, context=context)
    return catalog


def stored() -> Catalog:
    """The catalogue as it is in the repository."""
    with PO.open("rb") as file:
        return read_po(file, locale="zh_Hans", domain="django")


def update() -> None:
    """Merge what is extracted into the catalogue; strings no longer used go."""
    PO.parent.mkdir(parents=True, exist_ok=True)
    catalog = extract()
    if PO.exists():
        known = stored()
        for message in catalog:
            old = known.get(message.id, message.context) if message.id else None
            if old:
                message.string = old.string
    with PO.open("wb") as file:
        write_po(file, catalog, width=120, sort_by_file=True, omit_header=False, ignore_obsolete=True)


def faults() -> list[str]:
    """What is wrong with the catalogue: strings missing from it, untranslated, or fuzzy."""
    known = stored()
    found = []
    for message in extract():
        entry = known.get(message.id, message.context) if message.id else message
        if entry is None:
            found.append(f"not in the catalogue: {message.id!r} ({message.locations[0][0]})")
        elif message.id and not all(entry.string if isinstance(entry.string, tuple) else (entry.string,)):
            found.append(f"untranslated: {message.id!r} ({message.locations[0][0]})")
        elif message.id and entry.fuzzy:
            found.append(f"fuzzy: {message.id!r}")
    return found


def main() -> None:
    """Run one of the three."""
    match sys.argv[1:]:
        case [] | ["update"]:
            update()
        case ["check"]:
            wrong = faults()
            print("\n".join(wrong))
            raise SystemExit(bool(wrong))
        case ["compile"]:
            from assets import compile_translations  # noqa: PLC0415 - a sibling script

            compile_translations()
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    main()
