"""Names that may stand in a question: reps, customers, rivals and people that the person who asks may see."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from askwell.deal.questions.atoms import atoms_of
from askwell.deal.questions.query import Name
from askwell.deal.questions.terms import NameKind
from askwell.server.accounts.models import User
from askwell.server.deals.models import Company, Contact, Rival
from askwell.server.deals.names import name_key, person_key

MOST = 20
"""Names that one word may stand for; where it could be more, nobody means it."""
_SHOWN = 3


def names_in(user: User, stretches: Iterable[str]) -> tuple[Name, ...]:
    """What these stretches of a question may name; the same words may name several things."""
    asked = tuple(dict.fromkeys(stretch.strip() for stretch in stretches if stretch.strip()))
    if not asked:
        return ()
    return (
        *_named(NameKind.REP, asked, _reps(user)),
        *_named(NameKind.COMPANY, asked, _keyed(Company.objects.visible_to(user), asked, name_key)),
        *_named(NameKind.RIVAL, asked, _begun(Rival.objects.visible_to(user), asked)),
        *_named(NameKind.PERSON, asked, _keyed(Contact.objects.visible_to(user), asked, person_key)),
    )


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


def _reps(user: User) -> list[tuple[int, str]]:
    """Of the teams of whoever asks; a team is small."""
    mates = User.objects.filter(memberships__team__in=user.memberships.values("team"))
    return [(pk, name) for pk, name in mates.distinct().values_list("pk", "name") if name]


def _keyed(rows: QuerySet[Any], asked: Iterable[str], key_of: Any) -> list[tuple[int, str]]:
    """Those whose key is that of the words, and those whose name begins with them."""
    wanted = Q(pk=None)
    for words in asked:
        wanted |= Q(name_key=key_of(words)) | Q(name__istartswith=words)
    return list(rows.filter(wanted).order_by("name").values_list("pk", "name")[: MOST * 5])


def _begun(rows: QuerySet[Any], asked: Iterable[str]) -> list[tuple[int, str]]:
    wanted = Q(pk=None)
    for words in asked:
        wanted |= Q(name__istartswith=words)
    return list(rows.filter(wanted).order_by("name").values_list("pk", "name")[: MOST * 5])
