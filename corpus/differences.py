"""Shows where the two codings of a call differ: ``python corpus/differences.py NAME...``, to be settled by the manual.

A turn differs when its units, their attributes or their links do; labels may differ. What is agreed is kept as a third
coding, ``codings/agreed/<lang>/<name>.txt``: a copy of coder a's, mended where b was right or both were wrong.
"""

import sys
from pathlib import Path

from askwell.coding.coded import CodedConversation, Unit
from askwell.coding.notation import read_coded_text

HERE = Path(__file__).resolve().parent


def paths(name: str) -> list[Path]:
    """The codings of a call, coder a's and coder b's."""
    return [HERE / "codings" / coder / name[:2] / f"{name}.txt" for coder in "ab"]


def both(name: str) -> list[CodedConversation]:
    """The call as each coder has it."""
    return [read_coded_text(path.read_text(encoding="utf-8"), path.stem) for path in paths(name)]


def turn_lines(text: str) -> list[tuple[int, str]]:
    """The line number and the line of each turn."""
    numbered = enumerate(text.splitlines(), start=1)
    return [(n, line) for n, line in numbered if line.strip() and not line.startswith(("#", "=="))]


def shapes(coded: CodedConversation) -> list[set[object]]:
    """What each turn's units say, whatever their ids: span, code, attributes, and where each link leads."""
    by_id = {unit.id: unit for unit in coded.units}
    found: list[set[object]] = [set() for _ in coded.conversation.turns]
    for unit in coded.units:
        links = frozenset((link.kind, place(by_id[link.to])) for link in unit.links if link.to in by_id)
        found[unit.turn].add((unit.start, unit.end, unit.code, unit.attrs, links))
    return found


def place(unit: Unit) -> tuple[int, str]:
    """Where a linked unit stands."""
    return unit.turn, unit.code


def differences(name: str) -> list[str]:
    """Each header, stage and turn in which the coders differ, with the turn before it."""
    texts = [path.read_text(encoding="utf-8") for path in paths(name)]
    (a, b), (lines_a, lines_b) = both(name), [turn_lines(text) for text in texts]
    heads = [[line for line in text.splitlines() if line.startswith("# outcome")] for text in texts]
    stages = [[(str(stage.stage), stage.first) for stage in coded.stages] for coded in (a, b)]
    out = [f"== {name}"]
    out += [f"outcome\n a {heads[0]}\n b {heads[1]}", f"stages\n a {stages[0]}\n b {stages[1]}"]
    for turn, (one, other) in enumerate(zip(shapes(a), shapes(b), strict=True)):
        if one != other:
            before = f"   ({lines_a[turn - 1][1]})" if turn else ""
            out += [f"turn {turn}, line {lines_a[turn][0]}", before, f" a {lines_a[turn][1]}", f" b {lines_b[turn][1]}"]
    return out


if __name__ == "__main__":
    for each in sys.argv[1:]:
        print("\n".join(differences(each)))
