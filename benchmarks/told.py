"""What is told by example in talk that nothing was fitted to (M03, M24, M26, M32, M34): ``./dev bench told``.

Signs are told by a buyer's words alone and evidence by a seller's, a proof agreed to or refused from the bare talk by
the whole coder. Items on which the two readers of them differ are left out of the scores; of refused proofs there was
one reader. In whole calls of the test split one reader marked what is told, and nearly all of the talk tells nothing of
the kind. The development items chose the penalties and the probabilities from which on something is told; the test
items are for reporting only.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from _splits import calls_of
from _tables import print_table
from hard_items import GOLD
from hard_items import read as read_codings

from askwell.coding.coded import CodedConversation
from askwell.coding.coder import Coder, code_conversation
from askwell.coding.coders import default_coder, thorough_coder
from askwell.counsel.statements import CLAIMS, brings_evidence
from askwell.deal.calls import calls_in_order
from askwell.deal.proofs import answered_proofs
from askwell.deal.signs import is_sign
from askwell.method.terms import Side
from askwell.transcript.conversation import Turn
from askwell.transcript.read import read_conversation
from askwell.understanding.by_example import SIGNS

ITEMS = Path(__file__).with_suffix("")
BLIND = Path(__file__).with_name("blind_calls")
MARKS = Path(__file__).parents[1] / "corpus/told/in_calls.yaml"
AFTER_CLAIM = 4
"""Turns after a claim in which its evidence is looked for."""
SETS = tuple((lang, name) for lang in ("en", "zh") for name in ("development", "test"))
SIDES = {"S": "Seller", "B": "Buyer"}
ANSWERS = ("agreed", "refused")
HEADS = ("language", "set", "items", "readers agree", "found", "missed", "wrong", "precision", "recall", "items right")
SIGN_HEADS = ("sign", "found", "missed", "wrong")
CALL_HEADS = ("language", "what", "calls", "found", "missed", "wrong", "precision", "recall")
Told = frozenset[str]


@dataclass(frozen=True)
class Item:
    """What the writer says is to be found, what another reader found if there was one, and what we find."""

    right: Told
    second: Told | None
    found: Told


def main() -> None:
    print_table("Evidence brought", HEADS, rows("evidence", _evidence))
    for coder in (default_coder(), thorough_coder()):
        for answer in ANSWERS:
            title = f"Proofs {'agreed to' if answer == 'agreed' else 'refused'}, coded by {coder.name}"
            print_table(
                title, HEADS, rows("proofs" if answer == "agreed" else "refusals", partial(_proofs, coder, answer))
            )
    print_table("Signs of the buyer's", HEADS, rows("signs", _signs))
    test = [_signs(one) for lang, name in SETS if name == "test" for one in read("signs", lang, name)]
    print_table(
        "Each sign, test items of both languages", SIGN_HEADS, [(sign.value, *counts(test, {sign})) for sign in SIGNS]
    )
    print_table("In eight calls a language, written to another description", CALL_HEADS, [*plain("en"), *plain("zh")])
    print_table("In whole calls of the test split", CALL_HEADS, [*in_calls("en"), *in_calls("zh")])
    print_table("In the blind calls", CALL_HEADS, [*in_blind("en"), *in_blind("zh")])


def plain(lang: str) -> list[tuple[object, ...]]:
    """Everyday calls, the seller's statements in them marked by whether evidence is brought."""
    calls = yaml.safe_load((ITEMS / f"calls.{lang}.yaml").read_text(encoding="utf-8"))
    agreed, refused = (
        [_proofs(default_coder(), answer, call | {"second": []}) for call in calls] for answer in ANSWERS
    )
    marked = [
        (call["talk"][turn][3:], key) for call in calls for key in ("evidence", "no_evidence") for turn in call[key]
    ]
    evidence = [Item(_flag(key == "evidence"), frozenset(), _flag(brings_evidence(text))) for text, key in marked]
    looks = {"evidence": evidence, "proofs agreed to": agreed, "proofs refused": refused}
    return [(lang, what, len(calls), *_score(items)) for what, items in looks.items()]


def in_calls(lang: str) -> list[tuple[object, ...]]:
    """What is told in calls: evidence by the seller's turns at claims and after, proofs by call, signs by unit."""
    calls, marks = list(calls_of("test", lang, "written")), yaml.safe_load(MARKS.read_text(encoding="utf-8"))
    units = yaml.safe_load((ITEMS / f"signs_in_calls.{lang}.yaml").read_text(encoding="utf-8"))
    looks = {
        "evidence": [item for call in calls for item in _evidence_in(call, marks.get(call.id, {}))],
        "proofs": [_proofs_in(call, marks.get(call.id, {}), "agreed") for call in calls],
        "signs": [_signs(unit | {"second": []}) for unit in units],
    }
    held = {"signs": len({unit["call"] for unit in units})}
    return [(lang, what, held.get(what, len(calls)), *_score(items)) for what, items in looks.items()]


def in_blind(lang: str) -> list[tuple[object, ...]]:
    """The blind calls: what one reader marked; a second one marked nearly the same."""
    marks = yaml.safe_load((BLIND / "marks.yaml").read_text(encoding="utf-8"))
    calls = read_codings(BLIND / GOLD, lang)
    looks = {
        "evidence": [item for call in calls for item in _evidence_in(call, marks[call.id])],
        "proofs": [_proofs_in(call, marks[call.id], "agreed") for call in calls],
        "proofs refused": [_proofs_in(call, marks[call.id], "refused") for call in calls],
    }
    return [(lang, what, len(calls), *_score(items)) for what, items in looks.items()]


def _score(items: list[Item]) -> tuple[object, ...]:
    found, missed, wrong = counts(items)
    return found, missed, wrong, found / max(1, found + wrong), found / max(1, found + missed)


def _evidence_in(call: CodedConversation, marks: dict[str, Any]) -> list[Item]:
    coded, brought = code_conversation(call.conversation, default_coder()), set(marks.get("evidence", []))
    near = {unit.turn + after for unit in coded.units if unit.code in CLAIMS for after in range(AFTER_CLAIM + 1)}
    turns = enumerate(call.conversation.turns)
    told = [(number in brought, brings_evidence(turn.text)) for number, turn in turns if _sells(turn, number, near)]
    return [Item(_flag(there), _flag(there), _flag(found)) for there, found in told]


def _sells(turn: Turn, number: int, near: set[int]) -> bool:
    return number in near and turn.speaker is Side.SELLER


def _proofs_in(call: CodedConversation, marks: dict[str, Any], answer: str) -> Item:
    right = frozenset(kind for one in marks.get(answer, []) for kind in one["kinds"])
    return Item(right, right, _answered(code_conversation(call.conversation, default_coder()))[answer])


def rows(what: str, look: Callable[[dict[str, Any]], Item]) -> list[tuple[object, ...]]:
    return [row(lang, name, [look(one) for one in read(what, lang, name)]) for lang, name in SETS]


def row(lang: str, name: str, items: list[Item]) -> tuple[object, ...]:
    """One set's figures; precision and recall over all that was to be found in it."""
    agreed = [item for item in items if item.second in (None, item.right)]
    found, missed, wrong = counts(agreed)
    exact = sum(item.found == item.right for item in agreed) / len(agreed)
    precision, recall = found / max(1, found + wrong), found / max(1, found + missed)
    readers = None if any(item.second is None for item in items) else len(agreed) / len(items)
    return lang, name, len(items), readers, found, missed, wrong, precision, recall, exact


def counts(items: Iterable[Item], of: Iterable[str] | None = None) -> tuple[int, int, int]:
    """How many things were found, missed and found wrongly, of some kinds or of all."""
    found = missed = wrong = 0
    for item in items:
        right, told = (side if of is None else side & frozenset(of) for side in (item.right, item.found))
        found, missed, wrong = found + len(right & told), missed + len(right - told), wrong + len(told - right)
    return found, missed, wrong


def read(what: str, lang: str, name: str) -> list[dict[str, Any]]:
    """The items of one set."""
    items: list[dict[str, Any]] = yaml.safe_load((ITEMS / f"{what}.{lang}.{name}.yaml").read_text(encoding="utf-8"))
    return items


def _evidence(item: dict[str, Any]) -> Item:
    return Item(*map(_flag, (item["brought"], item["second"], brings_evidence(item["said"]))))


def _flag(told: bool) -> Told:
    return frozenset({"evidence"} if told else ())


def _proofs(coder: Coder, answer: str, item: dict[str, Any]) -> Item:
    """Of refusals there is one reader."""
    lines = (f"{SIDES[line[0]]}: {line[3:]}" for line in item["talk"])
    talk, _notes = read_conversation("\n".join(lines).encode(), "talk.txt", sellers=("Seller",))
    right = frozenset(item.get(answer, ()))
    second = frozenset(item["second"]) if answer == "agreed" else None
    return Item(right, second, _answered(code_conversation(talk, coder))[answer])


def _answered(coded: CodedConversation) -> dict[str, Told]:
    """The proofs agreed to, and those refused."""
    agreed, refused = answered_proofs(calls_in_order([coded]))
    told = {"agreed": agreed, "refused": refused}
    return {answer: frozenset(one.proof.removeprefix("proof.") for one in found) for answer, found in told.items()}


def _signs(item: dict[str, Any]) -> Item:
    found = frozenset(sign.value for sign in SIGNS if is_sign(item["said"], sign))
    return Item(frozenset(item["signs"]), frozenset(item["second"]), found)


if __name__ == "__main__":
    main()
