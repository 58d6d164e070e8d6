"""Makes the lessons of what is told by example: those written for it, and those found in calls and short talks.

In ``told``, ``in_calls.yaml`` and ``in_fragments.yaml`` name the turns in which evidence is brought or a proof agreed
to; whatever they leave out holds neither. ``in_exchanges.yaml`` names the exchanges of which the agreements were read,
and in which turns a proof is agreed to; ``in_whole_calls.yaml`` the whole calls among them, with how each ended, the
proofs agreed to and refused, and the evidence brought. From calls of the splits that train, and from short talks, every
agreement is a lesson, and what the seller says at a claim or soon after it; from whole calls an objection to a proposal
too. ``signs_in_talk`` are words of buyers out of the same calls and talks, with the signs they are; most are none.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from askwell.coding.coded import CodedConversation
from askwell.method.terms import CAPABILITY_STATEMENTS, Code, Side
from askwell.understanding.by_example import Talk
from askwell.understanding.lessons import Lesson, of_evidence, of_proofs, of_signs

HERE = Path(__file__).resolve().parent / "told"
SIDES = {"S": Side.SELLER, "B": Side.BUYER}
AGREES_WITHIN = 6
"""Turns before a yes that may tell what it says yes to."""
AFTER_CLAIM = 4
"""Turns after a claim in which its evidence may be."""
AFTER_YES = 3
"""Turns after a yes in which it is still what the talk is about."""
IN_PASSING = 0.5
"""How much what a seller says in a call counts beside what was written to be told apart."""
Marks = Mapping[str, Mapping[str, Any]]


def written() -> Iterator[Lesson]:
    """Those written for it."""
    for lang in ("en", "zh"):
        for item in _items("evidence", lang):
            yield of_evidence(item["said"], brought=item["brought"])
        for item in _items("proofs", lang):
            talk = tuple((SIDES[line[0]], line[3:]) for line in item["talk"])
            yield of_proofs(talk, item["agreed"], item.get("refused", ()))
        for item in _items("signs", lang):
            yield of_signs(item["said"], item["signs"])
        for item in _read(f"signs_in_talk/{lang}"):
            yield of_signs(item["said"], item["signs"], IN_PASSING)


def found_in(codings: Iterable[CodedConversation], name: str) -> Iterator[Lesson]:
    """Those that a file of marks finds in coded talk."""
    marks: Marks = _read(name)
    for coded in codings:
        held = marks.get(coded.id, {})
        yield from _agreements(coded, _kinds(held, "agreed"))
        yield from _evidence(coded, set(held.get("evidence", [])))


def agreed_in(codings: Iterable[CodedConversation], name: str) -> Iterator[Lesson]:
    """The agreements of those talks that a file of marks names."""
    marks: Marks = _read(name)
    for coded in codings:
        if coded.id in marks:
            yield from _agreements(coded, _kinds(marks[coded.id], "agreed"))


def whole_calls(codings: Iterable[CodedConversation]) -> Iterator[Lesson]:
    """Those of the exchanges that are whole calls."""
    marks = marks_of_whole_calls()
    for coded in codings:
        if coded.id in marks:
            held = marks[coded.id]
            yield from _agreements(coded, _kinds(held, "agreed"))
            yield from _refusals(coded, _kinds(held, "refused"))
            yield from _evidence(coded, set(held["evidence"]))


def marks_of_whole_calls() -> Marks:
    """How each ended, what was agreed to, refused and brought, by the name of the call."""
    marks: Marks = _read("in_whole_calls")
    return marks


def _kinds(held: Mapping[str, Any], answer: str) -> dict[int, list[str]]:
    """The proofs of an answer, ``agreed`` or ``refused``, by turn."""
    return {one["turn"]: one["kinds"] for one in held.get(answer, [])}


def _talk_up_to(coded: CodedConversation, turn: int) -> Talk:
    """What an answer in a turn may be to, and the answer."""
    heard = coded.conversation.turns[max(0, turn - AGREES_WITHIN) : turn + 1]
    return tuple((each.speaker, each.text) for each in heard)


def _agreements(coded: CodedConversation, agreed: Mapping[int, list[str]]) -> Iterator[Lesson]:
    for turn in sorted({unit.turn for unit in coded.units if unit.code is Code.AGREEMENT} | set(agreed)):
        kinds = {kind for at in range(turn - AFTER_YES, turn + 1) for kind in agreed.get(at, [])}
        yield of_proofs(_talk_up_to(coded, turn), kinds)


def _refusals(coded: CodedConversation, refused: Mapping[int, list[str]]) -> Iterator[Lesson]:
    """The turns in which a proof is refused, and those in which something else is objected to a proposal."""
    asked = {unit.turn for unit in coded.units if unit.code is Code.COMMITMENT_PROPOSAL}
    objected = {unit.turn for unit in coded.units if unit.code is Code.OBJECTION}
    near = {turn for turn in objected if any(0 < turn - one <= AFTER_YES for one in asked)}
    for turn in sorted(near | set(refused)):
        yield of_proofs(_talk_up_to(coded, turn), (), refused.get(turn, ()))


def _evidence(coded: CodedConversation, brought: set[int]) -> Iterator[Lesson]:
    claims = {unit.turn for unit in coded.units if unit.code in CAPABILITY_STATEMENTS}
    near = {claim + after for claim in claims for after in range(AFTER_CLAIM + 1)} | brought
    for number, turn in enumerate(coded.conversation.turns):
        if number in near and turn.speaker is Side.SELLER:
            yield of_evidence(turn.text, brought=number in brought, weight=IN_PASSING)


def _items(what: str, lang: str) -> Iterator[Mapping[str, Any]]:
    for path in sorted((HERE / what / lang).glob("*.yaml")):
        yield from _read(f"{what}/{lang}/{path.stem}")


def _read(name: str) -> Any:
    return yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
