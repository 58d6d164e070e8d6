"""The method as plain text, for reading in a terminal."""

from itertools import groupby

from askwell.method.entries import Bilingual, Codebook, Entry, Item
from askwell.method.kinds import kind_name

ADVICE = Bilingual("Advice: ", "建议：")
SOURCE = Bilingual("Source: ", "来源：")
SEE_ALSO = Bilingual("See also: ", "另见：")
COMMA = Bilingual(", ", "，")
SEEDS = {
    "map": Bilingual("mind map", "思维导图"),
    "course": Bilingual("course", "课程"),
    "both": Bilingual("mind map and course", "思维导图和课程"),
    "ours": Bilingual("ours", "本产品补充"),
}
UNCERTAIN = Bilingual("uncertain reading", "解读存疑")
OURS = SEEDS["ours"]


def list_rows(codebook: Codebook, lang: str) -> str:
    """One line a row: its id and its name."""
    return "\n".join(f"{row}  {codebook.entry(row.lower()).name.in_lang(lang)}" for row in codebook.rows)


def describe_row(codebook: Codebook, row_id: str, lang: str) -> str:
    """A whole row (``M02``), or a single entry (``outcome.advance``); raises KeyError when there is no such id."""
    row = codebook.row(row_id.upper())
    blocks = ["\n".join(_entry_lines(entry, lang)) for entry in row or (codebook.entry(row_id.lower()),)]
    if elsewhere := codebook.elsewhere(row_id.upper()):
        blocks.append(SEE_ALSO.in_lang(lang) + COMMA.in_lang(lang).join(entry.id for entry in elsewhere))
    return "\n\n".join(blocks)


def _entry_lines(entry: Entry, lang: str) -> list[str]:
    lines = [f"{entry.row if entry.kind == 'row' else entry.id}  {entry.name.in_lang(lang)}"]
    lines.append(f"  {entry.definition.in_lang(lang)}")
    for kind, items in groupby(entry.items, key=lambda item: item.kind):
        lines += _item_lines(kind, tuple(items), lang)
    if entry.advice:
        lines.append(f"  {ADVICE.in_lang(lang)}{entry.advice.in_lang(lang)}")
    lines.append(f"  {SOURCE.in_lang(lang)}{_source(entry, lang)}")
    return lines


def _item_lines(kind: str, items: tuple[Item, ...], lang: str) -> list[str]:
    heading = [f"  {kind_name(kind, lang)}"] if kind else []
    return heading + [f"    - {item.text.in_lang(lang)}{_marks(item, lang)}" for item in items]


def _marks(item: Item, lang: str) -> str:
    marks = [text.in_lang(lang) for text, holds in ((UNCERTAIN, item.uncertain), (OURS, item.ours)) if holds]
    inner = COMMA.in_lang(lang).join(marks)
    if not marks:
        return ""
    return f"（{inner}）" if lang == "zh" else f" ({inner})"


def _source(entry: Entry, lang: str) -> str:
    parts = [SEEDS[entry.source.seed].in_lang(lang), entry.source.row]
    if entry.uncertain:
        parts.append(UNCERTAIN.in_lang(lang))
    if entry.ours and entry.source.seed != "ours":
        parts.append(OURS.in_lang(lang))
    return COMMA.in_lang(lang).join(parts)
