"""How calls ended, as judged and as it is: ``./dev bench outcomes``.

Tables: ten fresh endings, whole test calls, the blind calls (all for reporting only), and the model of endings alone,
cross-validated on the coded calls it is trained on.
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import yaml
from _splits import calls_of
from _tables import print_table
from hard_items import GOLD, read

from askwell.coding.coded import CodedConversation
from askwell.coding.coders import default_coder
from askwell.coding.encoder import encoder
from askwell.counsel.advise import code_call
from askwell.method.terms import Outcome
from askwell.transcript.conversation import conversation_from_json
from askwell.understanding.ending import LEAST_TURNS, ending_of
from askwell.understanding.train_ending import fit_ending

ENDINGS = Path(__file__).with_name("outcome_endings")
BLIND = Path(__file__).with_name("blind_calls")
FOLDS = 5
HEADS = ("is", *(f"judged {outcome}" for outcome in Outcome), "right")
Pair = tuple[Outcome, Outcome]


def main() -> None:
    print_table("Fresh endings", HEADS, rows(fresh()))
    for lang in ("en", "zh"):
        print_table(f"Test calls, {lang}", HEADS, rows(judged(calls_of("test", lang, "written"))))
        print_table(f"Blind calls, {lang}", HEADS, rows(blind(lang)))
    print_table(f"The model of endings alone, {FOLDS} folds by call", HEADS, rows(cross_validated()))


def fresh() -> list[Pair]:
    """The endings written for this, which are in no training."""
    gold = yaml.safe_load((ENDINGS / "gold.yaml").read_text(encoding="utf-8"))
    found = list[Pair]()
    for path in sorted((ENDINGS / "calls").glob("*.json")):
        call = code_call(conversation_from_json(json.loads(path.read_text(encoding="utf-8"))), default_coder())
        if call.outcome:
            found.append((Outcome(gold[path.stem]["outcome"]), call.outcome.label))
    return found


def blind(lang: str) -> list[Pair]:
    """The blind calls, which two readers judged alike."""
    marks = yaml.safe_load((BLIND / "marks.yaml").read_text(encoding="utf-8"))
    calls = {gold.id: code_call(gold.conversation, default_coder()) for gold in read(BLIND / GOLD, lang)}
    return [(Outcome(marks[name]["outcome"]), call.outcome.label) for name, call in calls.items() if call.outcome]


def judged(calls: Iterable[CodedConversation]) -> list[Pair]:
    """The outcome of each call and the coder's."""
    pairs = ((call.outcome, code_call(call.conversation, default_coder()).outcome) for call in calls)
    return [(gold.label, found.label) for gold, found in pairs if gold and found]


def cross_validated() -> list[Pair]:
    """Each call judged by a model of endings that has not seen it."""
    splits = ("train", "guard", "development")
    calls = [call for split in splits for lang in ("en", "zh") for call in calls_of(split, lang, "written")]
    calls = [call for call in calls if call.outcome and len(call.conversation.turns) >= LEAST_TURNS]
    encode = encoder().encode  # type: ignore[union-attr]
    found = list[Pair]()
    for fold in range(FOLDS):
        model = fit_ending([call for i, call in enumerate(calls) if i % FOLDS != fold], encode)
        for call in calls[fold::FOLDS]:
            p = model.probabilities(ending_of(call.conversation, encode))
            found.append((call.outcome.label, max(p, key=lambda outcome: p[outcome])))  # type: ignore[union-attr]
    return found


def rows(pairs: Sequence[Pair]) -> list[tuple[object, ...]]:
    """A line for each outcome that is there, and the whole."""
    table = np.array([[pairs.count((gold, found)) for found in Outcome] for gold in Outcome])
    lines = [
        (gold.value, *map(int, line), f"{line[i]} of {line.sum()}")
        for i, (gold, line) in enumerate(zip(Outcome, table, strict=True))
        if line.sum()
    ]
    return [*lines, ("all", *map(int, table.sum(axis=0)), f"{np.trace(table)} of {table.sum()}")]


if __name__ == "__main__":
    main()
