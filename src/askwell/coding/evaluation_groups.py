"""Agreement by kinds of calls: in which language, with punctuation or without, in which industry."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from askwell.agreement.detection import Detection
from askwell.coding.coded import CodedConversation
from askwell.coding.evaluation_scores import Both, Coefficients, Found, coefficients, found_scores, turn_labels
from askwell.coding.matching import matched_units

PUNCTUATED = 0.25
"""The share of turns with a mark of punctuation from which on a call is read as punctuated."""
_MARK = re.compile(r"[.,!?;:…，。！？；：、]")


@dataclass(frozen=True, slots=True)
class Group:
    """Calls alike in ``kind`` (language, form or industry): agreement of turns, and how units were found."""

    kind: str
    name: str
    conversations: int
    turns: Coefficients
    units: Found


def form_of(coded: CodedConversation) -> str:
    """Whether a call is ``punctuated`` or, as from a speech recogniser without marks, ``unpunctuated``."""
    spoken = [turn.text for turn in coded.conversation.turns if turn.text]
    marked = sum(_MARK.search(text) is not None for text in spoken)
    return "punctuated" if marked >= PUNCTUATED * len(spoken) else "unpunctuated"


def industry_of(coded: CodedConversation) -> str:
    """The industry that the conversation names under the key ``industry``; ``not named`` where it does not."""
    return str(coded.conversation.extra.get("industry") or "not named")


KINDS: Mapping[str, Callable[[CodedConversation], str]] = {
    "language": lambda coded: coded.lang,
    "form": form_of,
    "industry": industry_of,
}


def groups(pairs: Sequence[Both]) -> tuple[Group, ...]:
    """The groups of each kind of which there are several; industries with the least agreement first."""
    found = list[Group]()
    for kind, name_of in KINDS.items():
        names = sorted({name_of(gold) for gold, _pred in pairs})
        if len(names) > 1:
            of_kind = [_group(kind, name, [pair for pair in pairs if name_of(pair[0]) == name]) for name in names]
            found += sorted(of_kind, key=_agreement) if kind == "industry" else of_kind
    return tuple(found)


def _group(kind: str, name: str, pairs: Sequence[Both]) -> Group:
    units = found_scores(
        [Detection(len(matched_units(one.units, two.units)), len(two.units), len(one.units)) for one, two in pairs]
    )
    return Group(kind, name, len(pairs), coefficients(name, [turn_labels(pair) for pair in pairs]), units)


def _agreement(group: Group) -> float:
    kappa = group.turns.kappa.value
    return 2.0 if kappa is None else kappa
