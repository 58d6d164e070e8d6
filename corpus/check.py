"""Holds codings of the corpus against the talk they code: ``python corpus/check.py [FILE...]``, all of them without.

Prints each fault as ``FILE: message`` and exits with 1 when there is any. A coding must be notation that can be read,
of the same speakers and words, turn by turn, as the talk of the same name in ``calls`` or, of a fragment, in
``fragments/talks``.
"""

import sys
from pathlib import Path

from askwell.coding.coded import CodedConversation
from askwell.coding.notation import read_coded_text
from askwell.transcript.conversation import Turn
from askwell.transcript.errors import BadInput

HERE = Path(__file__).resolve().parent


def coding_files() -> list[Path]:
    """Every coding of every coder."""
    talks = (HERE / "fragments/talks").glob("*/*.txt")
    return sorted((HERE / "codings").glob("*/*/*.txt")) + sorted(
        HERE / "fragments" / talk.parent.name / talk.name for talk in talks
    )


def faults(path: Path) -> list[str]:
    """What is wrong with one coding; empty when it is right."""
    fragment = "fragments" in path.resolve().parts
    call = HERE / ("fragments/talks" if fragment else "calls") / path.parent.name / path.name
    for file in (call, path):
        if not file.is_file():
            return [f"there is no {file}"]
    try:
        coded = read_coded_text(path.read_text(encoding="utf-8"))
    except (BadInput, ValueError) as error:
        return [str(error)]
    spoken = read_coded_text(call.read_text(encoding="utf-8"))
    return [*_differences(spoken, coded), *(() if fragment else _gaps(coded))]


def _differences(call: CodedConversation, coded: CodedConversation) -> list[str]:
    talk, copy = call.conversation.turns, coded.conversation.turns
    for number, (said, copied) in enumerate(zip(talk, copy, strict=False)):
        if _spoken(said) != _spoken(copied):
            return [f"turn {number} is not as spoken\n  spoken: {_shown(said)}\n  copied: {_shown(copied)}"]
    return [] if len(talk) == len(copy) else [f"{len(copy)} turns, and {len(talk)} were spoken"]


def _gaps(coded: CodedConversation) -> list[str]:
    missing = [] if coded.outcome else ["no '# outcome: label unit...' header"]
    return missing if coded.stages and coded.stages[0].first == 0 else [*missing, "no '== stage' before the first turn"]


def _spoken(turn: Turn) -> tuple[str, str | None, str]:
    return turn.speaker, turn.name, turn.text


def _shown(turn: Turn) -> str:
    return f"{turn.speaker} {turn.name}: {turn.text}"


def main(names: list[str]) -> int:
    found = [f"{path}: {fault}" for path in map(Path, names) for fault in faults(path)]
    found += [] if names else [f"{path}: {fault}" for path in coding_files() for fault in faults(path)]
    print("\n".join(found) or "all right")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
