"""A question understood, or the refusal of one."""

from dataclasses import dataclass, field

from askwell.deal.questions.terms import Grouping, NameKind, Reason, Subject, Test


@dataclass(frozen=True, slots=True)
class Name:
    """A name that stands in a question, found by whoever knows the names; ``value`` is what it is known by there."""

    kind: NameKind
    words: str
    value: str
    shown: str


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition; ``value`` as the data has it, ``shown`` the name behind it, ``words`` as they were typed."""

    test: Test
    value: str = ""
    shown: str = field(default="", compare=False)
    words: str = field(default="", compare=False)
    assumed: bool = False
    """Nobody said so: it is what such a question usually means."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is counted and listed, under which conditions, all of which must hold; ``kinds`` are the kinds it is of."""

    subject: Subject
    conditions: tuple[Condition, ...]
    grouping: Grouping | None
    kinds: tuple[str, ...]

    def value_of(self, *tests: Test) -> str | None:
        """The value of the first condition of these tests; None where there is none."""
        return next((one.value for one in self.conditions if one.test in tests), None)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a question is not answered, on account of which words, and the kinds of question that are nearest."""

    reason: Reason
    words: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
