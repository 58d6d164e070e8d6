"""Packs the splits of the corpus into the package: ``python corpus/build.py``. Same codings, same bytes.

``splits.yaml`` names the calls of each split; no industry is in two. A call with an agreed coding is packed with that
alone, any other with each coder's.
"""

import gzip
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import yaml

from askwell.coding.coded import CodedConversation, Layer
from askwell.coding.coded_json import coded_to_line
from askwell.coding.corpus import SPLITS
from askwell.coding.notation import read_coded_text

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parent / "src/askwell/coding/corpus"


def split_names() -> dict[str, list[str]]:
    """The calls of each split, test included."""
    names: dict[str, list[str]] = yaml.safe_load((HERE / "splits.yaml").read_text(encoding="utf-8"))
    return names


def codings_of(name: str) -> Iterator[CodedConversation]:
    """The agreed coding of a call, else those of both coders."""
    lang = name[:2]
    agreed = HERE / "codings/agreed" / lang / f"{name}.txt"
    paths = [agreed] if agreed.is_file() else sorted((HERE / "codings").glob(f"[ab]/{lang}/{name}.txt"))
    for path in paths:
        yield read_coding(path)


def read_coding(path: Path) -> CodedConversation:
    """One coding, with the call's name as id and its coder's letter."""
    coded = read_coded_text(path.read_text(encoding="utf-8"))
    named = replace(coded, conversation=replace(coded.conversation, id=path.stem))
    return replace(named, layer=Layer(by="language_model", coder=path.parent.parent.name))


def packed(names: list[str]) -> bytes:
    """The codings of these calls, one a line, compressed."""
    lines = "".join(coded_to_line(coded) + "\n" for name in sorted(names) for coded in codings_of(name))
    return gzip.compress(lines.encode(), mtime=0)


def main() -> None:
    names = split_names()
    for split in SPLITS:
        data = packed(names[split])
        (PACKAGE / f"{split}.jsonl.gz").write_bytes(data)
        print(f"{split}: {len(names[split])} calls, {len(data):,} bytes")


if __name__ == "__main__":
    main()
