"""What the codebook is made of: one frozen entry a term of the method, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from askwell.method import terms

# The entry of a contract value is PREFIX.value, so that words of two vocabularies (feature, other, doubt) stay apart.
PREFIXES: Mapping[type[StrEnum], str] = {
    terms.SaleSize: "sale_size",
    terms.Code: "code",
    terms.Form: "question_form",
    terms.QuestionObject: "question_object",
    terms.CloseKind: "close_kind",
    terms.ObjectionClass: "objection_class",
    terms.Concern: "concern",
    terms.Cause: "cause",
    terms.Doubt: "doubt",
    terms.FollowUp: "follow_up",
    terms.LinkKind: "link_kind",
    terms.Stage: "stage",
    terms.Outcome: "outcome",
    terms.NeedState: "need_state",
}


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same text in English and in Chinese."""

    en: str
    zh: str

    def in_lang(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Source:
    """Where an entry comes from: ``map`` (mind map), ``course`` (slides), ``both`` or ``ours``, and which row."""

    seed: str
    row: str


@dataclass(frozen=True, slots=True)
class Item:
    """One member of an entry's list: a sign, a step, a question ...; ``kind`` is empty where the entry says it."""

    id: str
    text: Bilingual
    kind: str = ""
    uncertain: bool = False
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One term of the method. ``uncertain``: the reading is in doubt; ``ours``: the sources do not say it."""

    id: str
    row: str
    kind: str
    name: Bilingual
    definition: Bilingual
    source: Source
    items: tuple[Item, ...] = ()
    advice: Bilingual | None = None
    uncertain: bool = False
    ours: bool = False
    place: str = field(default="", compare=False)

    def items_of(self, kind: str) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.kind == kind)


@dataclass(frozen=True, slots=True)
class Codebook:
    """All entries, in the order of the rows and within a row in the order of its file."""

    entries: tuple[Entry, ...]
    by_id: Mapping[str, Entry] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {entry.id: entry for entry in self.entries})

    @property
    def rows(self) -> tuple[str, ...]:
        """Row ids that have entries, in order."""
        return tuple(dict.fromkeys(entry.row for entry in self.entries))

    def entry(self, entry_id: str) -> Entry:
        """Raises KeyError when there is no such entry."""
        return self.by_id[entry_id]

    def row(self, row_id: str) -> tuple[Entry, ...]:
        """The entries of a row, its own entry (kind ``row``) first; empty when the row is unknown."""
        return tuple(entry for entry in self.entries if entry.row == row_id)

    def elsewhere(self, row_id: str) -> tuple[Entry, ...]:
        """Entries that come from this row and are kept in another, such as the code of a close (M29) in M13."""
        return tuple(entry for entry in self.entries if entry.source.row == row_id != entry.row)

    def of_kind(self, kind: str) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.kind == kind)

    def of_value(self, value: StrEnum) -> Entry:
        """The entry of a contract value; raises KeyError for a vocabulary the codebook does not name."""
        return self.entry(f"{PREFIXES[type(value)]}.{value.value}")

    def name_of(self, value: StrEnum, lang: str) -> str:
        """What people call a code, stage, outcome or other contract value."""
        return self.of_value(value).name.in_lang(lang)
