"""The published kinds of question, the words and the grammar, read from the data beside this file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from askwell.deal.questions.atoms import Atom, atoms_of
from askwell.deal.questions.terms import Grouping, Subject, Test
from askwell.deal.terms import BuyingStage, Role, entry_of
from askwell.method.entries import Bilingual
from askwell.method.loader import load_codebook
from askwell.method.terms import NEEDS, Code, Concern, Doubt, Outcome

FILLER = "filler"
SUBJECT_CODES = (*NEEDS, Code.OBJECTION)
"""What these code is asked about by a subject of its own."""
_PLURAL = frozenset(
    [
        "deal",
        "company",
        "call",
        "objection",
        "need",
        "task",
        "doubt",
        "role",
        "code",
        "said",
        "rival",
        "rep",
        "date",
        "concern",
        "outcome",
        "reason_word",
        "outcome_word",
        "concern_word",
        "role_word",
    ]
)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of question: what it is about, and which tests make it; ``open``: open deals are meant.

    ``plain``: it is also what is asked by the subject alone.
    """

    id: str
    subject: Subject
    tests: tuple[Test, ...]
    open: bool
    plain: bool
    name: Bilingual
    examples: Mapping[str, tuple[str, ...]] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Word:
    """A phrase and what it stands for; ``value`` is empty where the kind says all."""

    atoms: tuple[str, ...]
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Part:
    """One place of a form: a kind of word, with a value of its own where the form demands it."""

    kind: str
    value: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """Words in this order give ``gives``; ``otherwise`` is the value where none of them has one."""

    gives: Subject | Grouping | Test
    parts: tuple[Part, ...]
    otherwise: str


@cache
def kinds() -> tuple[Kind, ...]:
    """What can be asked, in the order it is shown."""
    return tuple(
        Kind(
            id=entry["id"],
            subject=Subject(entry["subject"]),
            tests=tuple(map(Test, entry["tests"])),
            open=entry.get("open", False),
            plain=entry.get("plain", False),
            name=Bilingual(**entry["name"]),
            examples={lang: tuple(entry["examples"][lang]) for lang in ("en", "zh")},
        )
        for entry in _data("kinds")["kinds"]
    )


@cache
def kind_of() -> Mapping[tuple[Subject, Test], Kind]:
    """The kind a condition on a subject makes a question; the first where two name it."""
    found: dict[tuple[Subject, Test], Kind] = {}
    for kind in kinds():
        for test in kind.tests:
            found.setdefault((kind.subject, test), kind)
    return found


@cache
def groupings() -> Mapping[Subject, tuple[Grouping, ...]]:
    """By what the things of a subject can be counted apart."""
    return {Subject(name): tuple(map(Grouping, by)) for name, by in _data("kinds")["groupings"].items()}


@cache
def says(gives: Subject | Grouping | Test) -> Bilingual:
    """How a page says a subject, a grouping or a test; of a test ``{value}`` stands for its value."""
    return Bilingual(**_data("grammar")[_place(gives)][gives.value]["says"])


@cache
def rules() -> Mapping[str, tuple[Rule, ...]]:
    """The rules by the kind of word they may begin with."""
    found: dict[str, list[Rule]] = {}
    for family in (Subject, Grouping, Test):
        for member in family:
            entry = _data("grammar")[_place(member)][member.value]
            for form in entry["forms"]:
                rule = Rule(member, tuple(map(_part, form.split())), entry.get("otherwise", ""))
                for kind in _first_kinds(rule.parts):
                    found.setdefault(kind, []).append(rule)
    return {kind: tuple(members) for kind, members in found.items()}


@cache
def lexicon() -> Mapping[str, tuple[Word, ...]]:
    """Every phrase by its first atom."""
    found: dict[str, set[Word]] = {}
    for word in (*_listed(), *_of_the_codebook()):
        if word.atoms:
            found.setdefault(word.atoms[0], set()).add(word)
    return {first: tuple(sorted(words, key=repr)) for first, words in found.items()}


def phrase(kind: str, lang: str) -> str:
    """How a word of the list, as ``period:last_month``, is said: the first way of it."""
    return str(_data("words")[kind][lang][0])


def texts(atoms: Iterable[Atom]) -> tuple[str, ...]:
    """What the atoms are compared by."""
    return tuple(atom.text for atom in atoms)


def _place(gives: Subject | Grouping | Test) -> str:
    return {Subject: "subjects", Grouping: "groupings", Test: "tests"}[type(gives)]


def _part(text: str) -> Part:
    kind, _colon, value = text.removesuffix("?").partition(":")
    if kind == "name":
        return Part(f"name:{value}", "", text.endswith("?"))
    return Part(kind, value, text.endswith("?"))


def _first_kinds(parts: tuple[Part, ...]) -> Iterable[str]:
    for part in parts:
        yield part.kind
        if not part.optional:
            return


def _listed() -> Iterable[Word]:
    for key, phrases in _data("words").items():
        kind, _colon, value = key.partition(":")
        yield from _words(kind, value, phrases["en"], phrases["zh"])


def _of_the_codebook() -> Iterable[Word]:
    book = load_codebook()
    for kind, members in (("concern", Concern), ("outcome", Outcome), ("doubt_of", Doubt)):
        for member in members:
            yield from _named(kind, member.value, book.of_value(member).name)
    for code in Code:
        if code is not Code.OTHER:  # its name is an everyday word
            yield from _named("said" if code in SUBJECT_CODES else "code", code.value, book.of_value(code).name)
    for role in Role:
        yield from _named("role", role.value, entry_of(role).name)
    for stage in BuyingStage:
        if stage is not BuyingStage.UNKNOWN:
            yield from _named("stage", stage.value, entry_of(stage).name)


def _named(kind: str, value: str, name: Bilingual) -> Iterable[Word]:
    return _words(kind, value, [name.en], [name.zh])


def _words(kind: str, value: str, english: Iterable[str], chinese: Iterable[str]) -> Iterable[Word]:
    for text in (*english, *chinese):
        atoms = texts(atoms_of(text))
        yield Word(atoms, kind, value)
        if kind in _PLURAL and text.isascii() and text[-1].isalpha():
            yield Word((*atoms[:-1], _plural(atoms[-1])), kind, value)


def _plural(word: str) -> str:
    if word.endswith("y") and word[-2] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}s"


@cache
def _data(name: str) -> Any:
    return yaml.safe_load(files(__package__).joinpath(f"{name}.yaml").read_text("utf-8"))


def value_name(vocabulary: type[StrEnum], value: str) -> Bilingual:
    """What people call a value of a vocabulary that has entries in the codebook."""
    member = vocabulary(value)
    return entry_of(member).name if vocabulary in (Role, BuyingStage) else load_codebook().of_value(member).name
