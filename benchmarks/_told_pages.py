"""Writes the tables of the pages on what is told by example, from ``results/told.md``.

``python benchmarks/_told_pages.py``. A page marks the place of a table with a comment ``figures: NAME`` before it and
``end`` after it.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from _tables import table

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results" / "told.md"
PAGES = {lang: HERE.parent / f"docs/reference/told-by-example{end}.md" for lang, end in (("en", ""), ("zh", ".zh"))}
SOURCES = {
    "items": {
        "evidence": "Evidence brought",
        "agreed": "Proofs agreed to, coded by askwell-trained/",
        "refused": "Proofs refused, coded by askwell-trained/",
        "signs": "Signs of the buyer's",
    },
    "everyday": {"": "In eight calls a language, written to another description"},
    "calls": {"": "In whole calls of the test split"},
    "blind": {"": "In the blind calls"},
}
"""The tables of a page, each with the titles of those it is made of and what their rows are about."""
COLUMNS = ("what", "language", "set", "items", "calls", "found", "missed", "wrong", "precision", "recall")
LEFT_OUT = {
    "items": {"calls", "found", "missed", "wrong"},
    **{name: {"set", "items"} for name in ("everyday", "calls", "blind")},
}
CHINESE = {
    "what": "内容",
    "language": "语言",
    "set": "部分",
    "items": "题数",
    "calls": "会谈",
    "found": "找到",
    "missed": "漏掉",
    "wrong": "找错",
    "precision": "精确率",
    "recall": "召回率",
    "en": "英文",
    "zh": "中文",
    "development": "开发",
    "test": "测试",
    "evidence": "举出证据",
    "agreed": "同意外围印证",
    "refused": "拒绝外围印证",
    "signs": "客户的迹象",
    "proofs": "同意外围印证",
    "proofs agreed to": "同意外围印证",
    "proofs refused": "拒绝外围印证",
}
ENGLISH = {
    "en": "English",
    "zh": "Chinese",
    "evidence": "evidence brought",
    "agreed": "proofs agreed to",
    "refused": "proofs refused",
    "signs": "signs of the buyer's",
    "proofs": "proofs agreed to",
}
WORDS = {"en": ENGLISH, "zh": CHINESE}
Row = dict[str, str]


def main() -> None:
    found = tables(RESULTS.read_text(encoding="utf-8"))
    for lang, path in PAGES.items():
        text = path.read_text(encoding="utf-8")
        for name, sources in SOURCES.items():
            rows = [
                row | ({"what": what} if what else {})
                for what, title in sources.items()
                for row in found_at(found, title)
            ]
            text = placed(text, name, told(rows, name, WORDS[lang]))
        path.write_text(text, encoding="utf-8")
        print(path)


def tables(text: str) -> dict[str, list[Row]]:
    """The rows of each table by its title."""
    found = dict[str, list[Row]]()
    for part in text.split("## ")[1:]:
        lines = [line.strip("| ").split(" | ") for line in part.splitlines() if line.startswith("|")]
        found[part.partition("\n")[0]] = [dict(zip(lines[0], line, strict=True)) for line in lines[2:]]
    return found


def found_at(found: dict[str, list[Row]], title: str) -> list[Row]:
    """The rows under the first title that begins so."""
    return next(rows for each, rows in found.items() if each.startswith(title))


def told(rows: Sequence[Row], name: str, words: dict[str, str]) -> str:
    """A table in the words of a language."""
    columns = [column for column in COLUMNS if column in rows[0] and column not in LEFT_OUT[name]]
    return table(
        [words.get(column, column) for column in columns],
        [[words.get(row[column], row[column]) for column in columns] for row in rows],
    )


def placed(text: str, name: str, content: str) -> str:
    """A page with the table in its place."""
    return re.sub(
        rf"(<!-- figures: {name} -->\n).*?(\n<!-- end -->)",
        lambda m: f"{m[1]}\n{content}\n{m[2]}",
        text,
        flags=re.DOTALL,
    )


if __name__ == "__main__":
    main()
