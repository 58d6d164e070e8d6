"""From the text of a question to what is asked, or to why it is not answered.

A reading covers the atoms of the text with rules and fillers. The one that leaves the fewest atoms uncovered counts, of
those the one of the fewest pieces, of those the one with the fewest fillers: a word that can mean something does. When
two readings that are equal in this mean different things, neither is taken.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from askwell.deal.questions.data import Kind, Part, groupings, kind_of, kinds, rules
from askwell.deal.questions.lexer import Lattice, lattice_of
from askwell.deal.questions.nearest import nearest_kinds
from askwell.deal.questions.query import Condition, Name, Query, Refusal
from askwell.deal.questions.terms import Grouping, Reason, Subject, Test

LONGEST = 200
_JOINED = 3
"""Stretches nothing covers that are tried together as one name."""
_MOST_STRETCHES = 60
_READINGS = 12
"""Readings of equal cost that are kept; more are told apart by nothing but fillers."""
_IMPLIED = {
    Test.IN_ROLE: Subject.PEOPLE,
    Test.CODE: Subject.MOMENTS,
    Test.LATE_TASK: Subject.TASKS,
    Test.DUE: Subject.TASKS,
    Test.EXPLICIT: Subject.NEEDS,
    Test.IMPLIED: Subject.NEEDS,
}
"""What is asked about where only this is named: "inside supporters at …"."""
_TASK_TESTS = {Test.LATE_TASK: Test.OVERDUE, Test.EXPECTED: Test.DUE}
"""What tests of deals mean when they are asked of tasks."""
_SEVERAL = frozenset([Test.LACKS_ROLE, Test.HAS_ROLE, Test.IN_ROLE, Test.HAS_CODE, Test.LACKS_CODE, Test.HAS_DOUBT])
"""What may be asked for several times: no supporter and no gatekeeper."""
_LOWER, _UPPER = (Test.ABOVE, Test.AT_LEAST), (Test.BELOW, Test.AT_MOST)
_ONE_OF = tuple(
    map(
        frozenset,
        (
            _LOWER,
            _UPPER,
            *((Test.LACKS_AMOUNT, bound) for bound in (*_LOWER, *_UPPER)),
            (Test.STATE, Test.LOST_BECAUSE),
            (Test.LACKS_DATE, Test.EXPECTED),
            (Test.LACKS_DATE, Test.OVERDUE),
            (Test.LACKS_DATE, Test.DUE),
            (Test.LACKS_WANT, Test.HAS_WANT),
            *((Test.LACKS_RIVAL, other) for other in (Test.HAS_RIVAL, Test.OF_RIVAL)),
            (Test.LACKS_DOUBT, Test.HAS_DOUBT),
            (Test.EXPLICIT, Test.IMPLIED),
        ),
    )
)
"""Tests that say the same or the opposite of each other: whoever names both means something else."""
_CLOSED = ("won", "lost")
_TASKS_ARE = ("any", "open")
"""States that add nothing of tasks: those that are done are asked for by nobody."""
_Cost = tuple[int, int, int]
"""Atoms uncovered, pieces, fillers among these."""
_Match = tuple[int, str, str, int]
"""Where a form ends, the value found in it, the name behind that, the fillers within."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of atoms: a rule applied, or (``gives`` is None) an atom nothing covers."""

    start: int
    end: int
    gives: Subject | Grouping | Test | None
    value: str = ""
    shown: str = ""
    fillers: int = field(default=0, compare=False)
    """How many fillers stand within."""


_Reading = tuple[_Piece, ...]


def parse(text: str, names: Iterable[Name] = ()) -> Query | Refusal:
    """What a question asks; ``names`` are those known to stand in it. Every word is understood or it is refused."""
    if len(text) > LONGEST:
        return Refusal(Reason.TOO_LONG)
    lattice = lattice_of(text, names)
    if not lattice.atoms:
        return Refusal(Reason.EMPTY)
    readings = _readings(lattice)
    unread = _unread(lattice, readings[0])
    if unread:
        return Refusal(Reason.WORDS, unread, nearest_kinds(text))
    meant = [_meaning(lattice, reading) for reading in readings]
    queries = list(dict.fromkeys(one for one in meant if isinstance(one, Query)))
    if len(queries) > 1:
        return Refusal(Reason.AMBIGUOUS, (), nearest_kinds(text))
    if queries:
        return queries[0]
    refused = next(one for one in meant if isinstance(one, Refusal))
    return replace(refused, nearest=nearest_kinds(text))


def stretches(text: str) -> tuple[str, ...]:
    """The stretches of a text that may be names: what nothing covers, alone and joined over what lies between.

    Known words at either end, as in "rep Zoë", are taken to it and not.
    """
    lattice = lattice_of(text[:LONGEST], ())
    if not lattice.atoms:
        return ()
    runs = _runs(_readings(lattice)[0], lattice)
    joined = [(first[0], last[1]) for i, first in enumerate(runs) for last in runs[i : i + _JOINED]]
    places = dict.fromkeys(place for start, end in joined for place in _trimmed(lattice, start, end))
    return tuple(dict.fromkeys(_name_words(lattice, start, end) for start, end in places))[:_MOST_STRETCHES]


def _runs(reading: _Reading, lattice: Lattice) -> list[tuple[int, int]]:
    """Neighbouring atoms that nothing covers; a name in quotation marks stands alone."""
    runs: list[tuple[int, int]] = []
    for piece in (piece for piece in reading if piece.gives is None):
        alone = lattice.atoms[piece.start].quoted or (piece.start and lattice.atoms[piece.start - 1].quoted)
        if runs and runs[-1][1] == piece.start and not alone:
            runs[-1] = (runs[-1][0], piece.end)
        else:
            runs.append((piece.start, piece.end))
    return runs


def _trimmed(lattice: Lattice, start: int, end: int) -> Iterable[tuple[int, int]]:
    foreign = [i for i in range(start, end) if not _known(lattice, i)]
    if not foreign:
        return [(start, end)]
    starts, ends = range(start, foreign[0] + 1), range(end, foreign[-1], -1)
    return [(i, j) for i in starts for j in ends if i in (start, foreign[0]) or j in (end, foreign[-1] + 1)]


def _known(lattice: Lattice, i: int) -> bool:
    """Whether an atom is part of some word."""
    ends = (end for at in range(i + 1) for end in (*lattice.fillers[at], *(edge.end for edge in lattice.edges[at])))
    return any(end > i for end in ends)


def _name_words(lattice: Lattice, start: int, end: int) -> str:
    atom = lattice.atoms[start]
    return atom.text if atom.quoted and end == start + 1 else lattice.words(start, end)


def _readings(lattice: Lattice) -> Sequence[_Reading]:
    """The cheapest readings of the whole text, found from its end."""
    size = len(lattice.atoms)
    best: list[tuple[_Cost, list[_Reading]]] = [((0, 0, 0), [()])] * (size + 1)
    for i in range(size - 1, -1, -1):
        ways: list[tuple[_Cost, _Piece | None, int]] = [((1, 0, 0), _Piece(i, i + 1, None), i + 1)]
        ways += [((0, 1, 1), None, end) for end in lattice.fillers[i]]
        ways += [((0, 1 + piece.fillers, piece.fillers), piece, piece.end) for piece in _applied(lattice, i)]
        best[i] = _cheapest(ways, best)
    return best[0][1]


def _cheapest(
    ways: Sequence[tuple[_Cost, _Piece | None, int]], best: Sequence[tuple[_Cost, list[_Reading]]]
) -> tuple[_Cost, list[_Reading]]:
    def total(way: tuple[_Cost, _Piece | None, int]) -> _Cost:
        ours, rest = way[0], best[way[2]][0]
        return ours[0] + rest[0], ours[1] + rest[1], ours[2] + rest[2]

    least = min(map(total, ways))
    found: dict[_Reading, None] = {}
    for way in ways:
        if total(way) == least:
            own = () if way[1] is None else (way[1],)
            found.update(dict.fromkeys((*own, *rest) for rest in best[way[2]][1]))
    return least, list(found)[:_READINGS]


def _applied(lattice: Lattice, i: int) -> list[_Piece]:
    """Every rule that holds from an atom on."""
    wanted = {rule: None for edge in lattice.edges[i] for rule in rules().get(edge.kind, ())}
    pieces = [
        _Piece(i, end, rule.gives, value or rule.otherwise, shown, fillers)
        for rule in wanted
        for end, value, shown, fillers in _matches(lattice, rule.parts, i, first=True)
    ]
    return list(dict.fromkeys(sorted(pieces, key=lambda piece: piece.fillers)))


def _matches(lattice: Lattice, parts: Sequence[Part], i: int, *, first: bool) -> Iterable[_Match]:
    if not parts:
        yield i, "", "", 0
        return
    part, rest = parts[0], parts[1:]
    if part.optional:
        yield from _matches(lattice, rest, i, first=first)
    for at, skipped in ({i: 0} if first else _after_fillers(lattice, i)).items():
        for edge in lattice.edges[at] if at < len(lattice.atoms) else ():
            if edge.kind == part.kind and (not part.value or edge.value == part.value):
                for end, value, shown, more in _matches(lattice, rest, edge.end, first=False):
                    own = "" if part.value else edge.value
                    yield end, own or value, edge.shown or shown, skipped + more


def _after_fillers(lattice: Lattice, i: int) -> dict[int, int]:
    """Where a word may begin once fillers are passed over, with the fewest of them that lead there."""
    reached, todo = {i: 0}, [i]
    while todo:
        at = todo.pop(0)
        for end in lattice.fillers[at] if at < len(lattice.atoms) else ():
            if end not in reached:
                reached[end] = reached[at] + 1
                todo.append(end)
    return reached


def _unread(lattice: Lattice, reading: _Reading) -> tuple[str, ...]:
    """The words nothing covers, neighbours together, as typed."""
    runs: list[list[int]] = []
    for piece in (piece for piece in reading if piece.gives is None):
        if runs and runs[-1][1] == piece.start:
            runs[-1][1] = piece.end
        else:
            runs.append([piece.start, piece.end])
    return tuple(lattice.words(start, end) for start, end in runs)


def _meaning(lattice: Lattice, reading: _Reading) -> Query | Refusal:
    conditions = tuple(_condition(lattice, piece) for piece in reading if isinstance(piece.gives, Test))
    conditions = tuple({(one.test, one.value): one for one in reversed(conditions)}.values())[::-1]
    by = list(dict.fromkeys(gives for gives in _given(reading) if isinstance(gives, Grouping)))
    named = dict.fromkeys(gives for gives in _given(reading) if isinstance(gives, Subject))
    subjects = list(named) or list(dict.fromkeys(filter(None, map(_implied, conditions))))
    if len(subjects) != 1:
        return Refusal(Reason.SUBJECTS if subjects else Reason.NO_SUBJECT, tuple(_typed(lattice, reading, Subject)))
    subject = subjects[0]
    conditions = tuple(_as_of(subject, one) for one in conditions if not _says_nothing(subject, one))
    fault = _fault(lattice, reading, subject, conditions, by)
    return fault or _query(subject, conditions, by[0] if by else None)


def _implied(condition: Condition) -> Subject | None:
    """What is asked about where only this condition is named; what was won or lost is deals."""
    if condition.test is Test.LOST_BECAUSE or (condition.test is Test.STATE and condition.value in _CLOSED):
        return Subject.DEALS
    return _IMPLIED.get(condition.test)


def _given(reading: _Reading) -> Iterable[Subject | Grouping | Test | None]:
    return (piece.gives for piece in reading)


def _condition(lattice: Lattice, piece: _Piece) -> Condition:
    assert isinstance(piece.gives, Test)  # noqa: S101 - asked before; mypy cannot see it
    value = f"last {piece.value}" if piece.value[:1].isdigit() and piece.gives in _SPANNED else piece.value
    return Condition(piece.gives, value, piece.shown, lattice.words(piece.start, piece.end))


_SPANNED = frozenset([Test.PERIOD, Test.EXPECTED, Test.DUE, Test.BEGUN])
"""Tests of a time, whose span counts back from today."""


def _typed(lattice: Lattice, reading: _Reading, family: type[Subject] | type[Grouping]) -> Iterable[str]:
    return (lattice.words(piece.start, piece.end) for piece in reading if isinstance(piece.gives, family))


def _as_of(subject: Subject, condition: Condition) -> Condition:
    """Asked of tasks, "with late tasks" means those that are late, and what is expected is due."""
    meant = _TASK_TESTS.get(condition.test) if subject is Subject.TASKS else None
    return replace(condition, test=meant) if meant else condition


def _says_nothing(subject: Subject, condition: Condition) -> bool:
    """Whether it is the "all" of a subject that has no other way to be narrowed by state."""
    if subject is Subject.TASKS and condition.test is Test.STATE:
        return condition.value in _TASKS_ARE
    return condition.test is Test.STATE and condition.value == "any" and (subject, Test.STATE) not in kind_of()


def _fault(
    lattice: Lattice,
    reading: _Reading,
    subject: Subject,
    conditions: Sequence[Condition],
    by: Sequence[Grouping | None],
) -> Refusal | None:
    foreign = tuple(one.words for one in conditions if (subject, one.test) not in kind_of())
    if foreign:
        return Refusal(Reason.NOT_OFFERED, foreign)
    if not conditions and _plain_kind(subject) is None:
        return Refusal(Reason.NOT_OFFERED, tuple(_typed(lattice, reading, Subject)))
    twice = tuple(_twice(conditions))
    if twice:
        return Refusal(Reason.TWICE, twice)
    if len(by) > 1 or any(one not in groupings()[subject] for one in by):
        return Refusal(Reason.GROUPING, tuple(_typed(lattice, reading, Grouping)))
    times = tuple(one.words for one in conditions if one.test is Test.PERIOD)
    states = [one.value for one in conditions if one.test is Test.STATE]
    closed = any(state in _CLOSED for state in states) or any(one.test is Test.LOST_BECAUSE for one in conditions)
    if subject is Subject.DEALS and times and not closed:
        return Refusal(Reason.WHEN, times)
    return None


def _twice(conditions: Sequence[Condition]) -> Iterable[str]:
    """Conditions that cannot both be meant: two stages, two reps, a state and the loss that says it."""
    for one, other in product(conditions, conditions):
        same = one.test is other.test and one.test not in _SEVERAL
        if one is not other and (same or frozenset((one.test, other.test)) in _ONE_OF):
            yield one.words


def _query(subject: Subject, conditions: tuple[Condition, ...], by: Grouping | None) -> Query:
    plain = _plain_kind(subject)
    made = list(dict.fromkeys(kind_of()[subject, one.test] for one in conditions)) or ([plain] if plain else [])
    if subject is Subject.DEALS and _needs_open(made, conditions):
        conditions = (*conditions, Condition(Test.STATE, "open", assumed=True))
    return Query(subject, conditions, by, tuple(kind.id for kind in made))


def _needs_open(made: Sequence[Kind], conditions: Sequence[Condition]) -> bool:
    said = any(one.test in (Test.STATE, Test.LOST_BECAUSE) for one in conditions)
    return not said and any(kind.open for kind in made)


def _plain_kind(subject: Subject) -> Kind | None:
    return next((kind for kind in kinds() if kind.subject is subject and kind.plain), None)
