"""Reads the packaged codebook and refuses anything incomplete, with file and line."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from askwell.method.entries import Bilingual, Codebook, Entry, Item, Source
from askwell.method.nodes import ROW_ID, CodebookError, Fields, read_list

__all__ = [
    "Bilingual",
    "Codebook",
    "CodebookError",
    "Entry",
    "Item",
    "Source",
    "load_codebook",
    "read_codebook",
]

WORD = r"[a-z0-9_]+"
DOTTED = r"[a-z0-9_]+(\.[a-z0-9_]+)*"


@cache
def load_codebook() -> Codebook:
    """The method as shipped with the package; raises CodebookError when a file is at fault."""
    folder = files("askwell.method") / "codebook"
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".yaml"))
    return read_codebook((name, (folder / name).read_text(encoding="utf-8")) for name in names)


def read_codebook(sources: Iterable[tuple[str, str]]) -> Codebook:
    """A codebook from (file name, YAML text) pairs; ids must be unique over all of them."""
    entries: list[Entry] = []
    seen: dict[str, str] = {}
    for file, text in sources:
        for entry, fields in _read_file(file, text):
            if entry.id in seen:
                raise fields.fault(f"id {entry.id} is already used at {seen[entry.id]}")
            seen[entry.id] = entry.place
            entries.append(entry)
    return Codebook(tuple(entries))


def _read_file(file: str, text: str) -> list[tuple[Entry, Fields]]:
    read = [(_entry(fields), fields) for fields in read_list(file, text, "an entry")]
    first, fields = read[0]
    if first.kind != "row" or first.id != first.row.lower():
        raise fields.fault(f"the first entry must be the row's own: id {first.row.lower()}, kind row")
    return read


def _entry(fields: Fields) -> Entry:
    entry_id = fields.text("id", DOTTED)
    fields.what = entry_id
    entry = Entry(
        id=entry_id,
        row=_row(fields),
        kind=fields.text("kind", WORD),
        name=fields.bilingual("name"),
        definition=fields.bilingual("definition"),
        source=_source(fields.mapping("source")),
        items=fields.optional("items", lambda key: _items(fields.sequence(key, f"{entry_id}: an item")), ()),
        advice=fields.optional("advice", fields.bilingual, None),
        uncertain=fields.flag("uncertain"),
        ours=fields.flag("ours"),
        place=fields.place,
    )
    fields.finish()
    return entry


def _row(fields: Fields) -> str:
    row = fields.text("row", ROW_ID.pattern)
    if not fields.file.startswith(f"{row.lower()}_"):
        raise fields.fault(f"row {row} does not belong into this file")
    return row


def _source(fields: Fields) -> Source:
    source = Source(fields.text("seed", "map|course|both|ours"), fields.text("row", ROW_ID.pattern))
    fields.finish()
    return source


def _items(members: tuple[Fields, ...]) -> tuple[Item, ...]:
    items: dict[str, Item] = {}
    for fields in members:
        item = _item(fields)
        if item.id in items:
            raise fields.fault(f"id {item.id} is already used in this list")
        items[item.id] = item
    return tuple(items.values())


def _item(fields: Fields) -> Item:
    item = Item(
        id=fields.text("id", WORD),
        kind=fields.optional("kind", lambda key: fields.text(key, WORD), ""),
        text=fields.both(),
        uncertain=fields.flag("uncertain"),
        ours=fields.flag("ours"),
    )
    fields.finish()
    return item
