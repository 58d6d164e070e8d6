"""Makes the agreed coding of a call: ``python corpus/settle.py NAME CHOICES``, from what ``differences.py`` shows.

``CHOICES`` is a file with a line for each difference: ``outcome a``, ``stages b``, ``12 b`` (turn 12 as b has it).
A link is kept when the turn it leads to still has a unit of that place. What neither has right is mended in the file
that this writes, ``codings/agreed/<lang>/<name>.txt``.
"""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path

from differences import HERE, both, shapes

from askwell.coding.coded import CodedConversation, Unit
from askwell.method.terms import Code
from askwell.transcript.conversation import Turn


def settled(name: str, choices: Mapping[str, str]) -> str:
    """The notation of the agreed coding; raises KeyError with the difference that has no choice."""
    coders = dict(zip("ab", both(name), strict=True))
    a, b = coders.values()
    alike = [one == other for one, other in zip(shapes(a), shapes(b), strict=True)]
    chosen = ["a" if same else choices[str(turn)] for turn, same in enumerate(alike)]
    units = [unit for turn, coder in enumerate(chosen) for unit in coders[coder].units if unit.turn == turn]
    staged, judged = coders[choices["stages"]], coders[choices["outcome"]]
    begins = {stage.first: stage.stage for stage in staged.stages}
    shown = () if judged.outcome is None else judged.outcome.units
    ends = [label(there, units) for one in judged.units if one.id in shown for there in at(one, units)]
    lines = [line for line in headers(name) if not line.startswith("# outcome")]
    lines.append(" ".join([f"# outcome: {judged.outcome.label if judged.outcome else ''}", *ends]))
    for turn, said in enumerate(a.conversation.turns):
        lines += [f"== {begins[turn]}"] if turn in begins else []
        own = [unit for unit in units if unit.turn == turn]
        heads = [head(unit, coders[chosen[turn]], units) for unit in own]
        lines.append(f"{said.speaker}{f' {said.name}' if said.name else ''}: {marked(said, own, heads)}")
    return "\n".join(lines) + "\n"


def headers(name: str) -> list[str]:
    """The headers as coder a copied them."""
    text = (HERE / "codings/a" / name[:2] / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.startswith("#") and not line.startswith("##")]


def at(unit: Unit, units: Iterable[Unit]) -> list[Unit]:
    """The agreed unit that stands most where this one stood, if any."""
    there = [one for one in units if one.turn == unit.turn and one.code is not Code.OTHER]
    overlap = {one.id: min(one.end, unit.end) - max(one.start, unit.start) for one in there}
    return sorted((one for one in there if overlap[one.id] > 0), key=lambda one: -overlap[one.id])[:1]


def label(unit: Unit, units: Iterable[Unit]) -> str:
    """``t12``, or ``t12.2`` for the second unit of turn 12."""
    place = [one.start for one in units if one.turn == unit.turn].index(unit.start)
    return f"t{unit.turn}.{place + 1}" if place else f"t{unit.turn}"


def head(unit: Unit, coder: CodedConversation, units: list[Unit]) -> str:
    """What stands before the words of a unit."""
    by_id = {one.id: one for one in coder.units}
    given = [(item.name, getattr(unit.attrs, item.name)) for item in fields(unit.attrs)]
    attributes = [f"{key}={value}" for key, value in given if value is not None]
    links = [f"->{label(to, units)} {link.kind}" for link in unit.links for to in at(by_id[link.to], units)]
    return " ".join([f"{unit.code}#{label(unit, units)}", *attributes, *dict.fromkeys(links)])


def marked(said: Turn, units: list[Unit], heads: list[str]) -> str:
    """The words of a turn with its units in braces; a turn of which nothing is coded stays bare."""
    text, place = "", 0
    for unit, opening in zip(units, heads, strict=True):
        if unit.code is Code.OTHER and len(units) == 1 and opening.count(" ") == 0:
            return said.text
        text += f"{said.text[place : unit.start]}{{{opening}: {said.text[unit.start : unit.end]}}}"
        place = unit.end
    return text + said.text[place:]


def main(name: str, file: str) -> None:
    choices = dict(line.split()[:2] for line in Path(file).read_text(encoding="utf-8").splitlines() if line.strip())
    path = HERE / "codings/agreed" / name[:2] / f"{name}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(settled(name, choices), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
