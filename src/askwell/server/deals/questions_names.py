"""Names that may stand in a question: reps, customers, rivals and people that the person who asks may see."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from askwell.deal.questions.atoms import atoms_of
from askwell.deal.questions.query import Name
from askwell.deal.questions.terms import NameKind
from askwell.server.accounts.models import User
from askwell.server.deals.models import Company, Contact, Rival
from askwell.server.deals.names import name_key, person_key

MOST = 20
"""Names that one word may stand for; where it could be more, nobody means it."""
_SHOWN = 3
_READ = 500


def names_in(user: User, stretches: Iterable[str]) -> tuple[Name, ...]:
    """What these stretches of a question may name; the same words may name several things."""
    asked = tuple(dict.fromkeys(stretch.strip() for stretch in stretches if stretch.strip()))
    if not asked:
        return ()
    seen = _rows(user, asked)
    return tuple(name for kind in NameKind for name in _named(kind, asked, seen.get(kind, [])))


def _named(kind: NameKind, asked: Iterable[str], rows: list[tuple[int, str]]) -> Iterable[Name]:
    for words in asked:
        same = [row for row in rows if _key(kind, row[1]) == _key(kind, words)]
        meant = same or [row for row in rows if _begins(row[1], words)]
        if 0 < len(meant) <= MOST:
            names = [name for _pk, name in meant]
            shown = ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")
            yield Name(kind, words, ",".join(str(pk) for pk, _name in meant), shown)


def _key(kind: NameKind, name: str) -> str:
    return person_key(name) if kind in (NameKind.REP, NameKind.PERSON) else name_key(name)


def _begins(name: str, words: str) -> bool:
    """Whether a name begins with these whole words, or a person's holds them as one of its own."""
    ours, theirs = (tuple(atom.text for atom in atoms_of(text)) for text in (words, name))
    return bool(ours) and (theirs[: len(ours)] == ours or (len(ours) == 1 and ours[0].isascii() and ours[0] in theirs))


def _rows(user: User, asked: tuple[str, ...]) -> dict[NameKind, list[tuple[int, str]]]:
    """Who and what this person may see that begins like one of these, those that are it first; by kind."""
    whole = ~Q(pk=None)  # a team is small, and the names people are called by stand anywhere in theirs
    mates = User.objects.filter(memberships__team__in=user.memberships.values("team")).distinct()
    found = _kind_of(NameKind.REP, mates, whole, whole).union(
        _kind_of(NameKind.COMPANY, Company.objects.visible_to(user), *_like(asked, name_key)),
        _kind_of(NameKind.PERSON, Contact.objects.visible_to(user), *_like(asked, person_key)),
        _kind_of(NameKind.RIVAL, Rival.objects.visible_to(user), *_like(asked, None)),
    )
    rows: dict[NameKind, list[tuple[int, str]]] = {}
    for kind, _exact, name, pk in found.order_by("-exact", "name", "pk")[:_READ]:
        rows.setdefault(NameKind(kind), []).append((pk, name))
    return rows


def _kind_of(kind: NameKind, rows: QuerySet[Any], exact: Q, wanted: Q) -> QuerySet[Any]:
    known = {"kind": Value(kind.value), "exact": Case(When(exact, then=1), default=0, output_field=IntegerField())}
    named: QuerySet[Any] = rows.filter(wanted).order_by().annotate(**known).values_list("kind", "exact", "name", "pk")
    return named


def _like(asked: Iterable[str], key_of: Callable[[str], str] | None) -> tuple[Q, Q]:
    """What is exactly of these names, and what is or begins so."""
    exact = begins = Q(pk=None)
    for words in asked:
        exact |= Q(name_key=key_of(words)) if key_of else Q(name__iexact=words)
        begins |= Q(name__istartswith=words)
    return exact, exact | begins
