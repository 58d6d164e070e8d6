"""Packs the splits of the corpus into the package: ``python corpus/build.py``. Same codings, same bytes.

``splits.yaml`` names the calls of each split; no industry is in two. A call with an agreed coding is packed with that
alone, any other with each coder's. Fragments, for training only, are the short coded talks in ``fragments`` and the
examples and near misses of the coding manual, a turn each. ``snippets``, for training only, are talks whose codes are
told, many to a file, and in ``objections`` what their objections are; the exchanges and the calls in ``coded_after``
are packed with them, whole calls with how they ended. Of ``endings``, for training only, nothing is told but how they
ended. ``told`` are the lessons of what is told by example.
"""

import lzma
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import yaml
from told_lessons import agreed_in, found_in, marks_of_whole_calls, whole_calls, written

from askwell.coding.coded import Attrs, CodedConversation, Layer, OutcomeJudgement, Unit
from askwell.coding.coded_json import coded_to_line
from askwell.coding.corpus import CODED_AFTER, ENDINGS, FRAGMENTS, SNIPPETS, SPLITS
from askwell.coding.notation import read_coded_text
from askwell.method.terms import Code, Concern, Doubt, ObjectionClass, Outcome, Side, codes_for
from askwell.transcript.conversation import Conversation, Turn, digest
from askwell.understanding.lessons import FILE as TOLD
from askwell.understanding.lessons import Lesson, packed_lessons

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
    coded = read_coded_text(path.read_text(encoding="utf-8"), path.stem)
    return replace(coded, layer=Layer(by="language_model", coder=path.parent.parent.name))


def fragments() -> Iterator[CodedConversation]:
    """Short coded talks, and the manual's examples."""
    yield from short_talks()
    for lang, file in (("en", "coding-manual.md"), ("zh", "coding-manual.zh.md")):
        text = (HERE.parent / "docs/reference" / file).read_text(encoding="utf-8")
        for number, (code, words) in enumerate(manual_examples(text)):
            side = Side.SELLER if code in codes_for(Side.SELLER) else Side.BUYER
            talk = Conversation(f"{lang}-manual-{number:04d}", (Turn(side, words),), lang=lang)
            units = (Unit("u0001", 0, 0, len(words), code),)
            yield CodedConversation(talk, lang, digest(talk), "manual", units, layer=Layer(by="language_model"))


def short_talks() -> Iterator[CodedConversation]:
    """Short coded talks, a file each."""
    for path in sorted((HERE / "fragments").glob("*/*.txt")):
        yield read_coding(path)


def snippets() -> Iterator[CodedConversation]:
    """Talks of which the codes are told and what their objections are: snippets, exchanges, calls coded after writing.

    Of whole calls it is told how they ended.
    """
    ended = {name: marks["outcome"] for name, marks in marks_of_whole_calls().items()}
    told = {
        lang: yaml.safe_load((HERE / f"objections/{lang}.yaml").read_text(encoding="utf-8")) for lang in ("en", "zh")
    }
    for folder in ("snippets", "exchanges", CODED_AFTER):
        for path in sorted((HERE / folder).glob("*/*.txt")):
            for coded in talks_in(path):
                units = tuple(_objecting(unit, told[coded.lang].get(coded.id, {})) for unit in coded.units)
                outcome = _ended(ended[coded.id]) if coded.id in ended else None
                yield replace(coded, units=units, outcome=outcome, layer=Layer(by="language_model", coder=folder))


def _ended(outcome: str) -> OutcomeJudgement:
    """An outcome that is known, without the units that show it."""
    return OutcomeJudgement(Outcome(outcome), 1.0, uncertain=False, units=())


def _objecting(unit: Unit, told: Mapping[str, Sequence[str]]) -> Unit:
    """An objection with its class, its concern and its doubt, if any."""
    said = told.get(f"{unit.turn}:{unit.start}")
    if said is None:
        return unit
    objection_class, concern, *doubt = said
    attrs = Attrs(
        objection_class=ObjectionClass(objection_class),
        concern=Concern(concern),
        doubt=Doubt(doubt[0]) if doubt else None,
    )
    return replace(unit, attrs=attrs)


def talks_in(path: Path) -> Iterator[CodedConversation]:
    """The coded talks of a file; a line ``### name`` begins each."""
    for part in path.read_text(encoding="utf-8").split("### ")[1:]:
        name, _, text = part.partition("\n")
        yield read_coded_text(text, name)


def endings() -> Iterator[CodedConversation]:
    """Ends of calls, each with its outcome and no units."""
    told = yaml.safe_load((HERE / "endings/outcomes.yaml").read_text(encoding="utf-8"))
    for name, outcome in sorted(told.items()):
        coded = read_coded_text((HERE / "endings" / name[:2] / f"{name}.txt").read_text(encoding="utf-8"), name)
        yield replace(coded, units=(), outcome=_ended(outcome), layer=Layer(by="language_model"))


def lessons(calls: Iterable[CodedConversation]) -> list[Lesson]:
    """What is told by example: as written for it, in calls that train, and in short talks and ends of calls."""
    short = found_in([*short_talks(), *endings()], "in_fragments")
    talks = list(snippets())
    passing = [*agreed_in(talks, "in_exchanges"), *whole_calls(talks)]
    return [*written(), *found_in(calls, "in_calls"), *short, *passing]


def manual_examples(text: str) -> Iterator[tuple[Code, str]]:
    """Each quoted example of a code and each near miss; those that need the talk before them are left out."""
    heading = None
    for line in text.splitlines():
        if line.startswith("#"):
            heading = line.strip("# ").split()[0]
        example, near_miss = _EXAMPLE.match(line), _NEAR_MISS.match(line)
        code = near_miss[2] if near_miss else heading
        words = near_miss or example
        if words and code in _ALONE:
            yield Code(code), words[1]


_EXAMPLE = re.compile(r'- ["“]([^"”]+)["”]')
_NEAR_MISS = re.compile(r'\| ["“]([^"”]+)["”][^|]*\| `?([a-z_]+)`? \|')
_ALONE = frozenset(Code) - {Code.BENEFIT, Code.SUMMARY_OF_BENEFITS, Code.OTHER}


def packed(codings: Iterable[CodedConversation]) -> bytes:
    """The codings, one a line, compressed."""
    lines = "".join(coded_to_line(coded) + "\n" for coded in codings)
    return lzma.compress(lines.encode())


def main() -> None:
    names = split_names()
    contents = {split: [each for name in sorted(names[split]) for each in codings_of(name)] for split in SPLITS}
    for split, codings in {
        **contents,
        FRAGMENTS: list(fragments()),
        SNIPPETS: list(snippets()),
        ENDINGS: list(endings()),
    }.items():
        data = packed(codings)
        (PACKAGE / f"{split}.jsonl.xz").write_bytes(data)
        print(f"{split}: {len(codings)} codings, {len(data):,} bytes")
    told = lessons([*contents["train"], *contents["guard"]])
    data = packed_lessons(told)
    (PACKAGE / TOLD).write_bytes(data)
    print(f"told: {len(told)} lessons, {len(data):,} bytes")


if __name__ == "__main__":
    main()
