"""The answer to a question: how many, which ones, and where that can be seen. Nothing here changes anything."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from askwell.deal.questions.parse import parse, stretches
from askwell.deal.questions.query import Query, Refusal
from askwell.deal.questions.terms import Reason, Test
from askwell.server.accounts.models import User
from askwell.server.deals.money import NotAnAmountError, read_amount
from askwell.server.deals.questions_filters import Asked, found_for, reads_index, reads_objections
from askwell.server.deals.questions_groups import Group, groups_of, part_of
from askwell.server.deals.questions_index import calls_to_update, deals_to_update
from askwell.server.deals.questions_names import names_in
from askwell.server.deals.questions_rows import Found, rows_of, with_related

PAGE = 25
_AMOUNTS = (Test.ABOVE, Test.AT_LEAST, Test.BELOW, Test.AT_MOST)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question comes to: how many in all, apart if asked so, one page of them, and what is not up to date.

    ``count`` is of the part where one was chosen, else of all. ``stale`` are deals or calls whose calls said something
    since they were last counted.
    """

    query: Query
    count: int
    groups: tuple[Group, ...]
    rows: tuple[Found, ...]
    next_key: str
    stale: int


def understood(user: User, text: str) -> Query | Refusal:
    """The question as this person can mean it: names are those of whom and what they may see."""
    read = parse(text)
    if isinstance(read, Refusal) and read.reason is Reason.WORDS:
        names = names_in(user, stretches(text))
        read = parse(text, names) if names else read
    return _with_amounts(read)


def _with_amounts(read: Query | Refusal) -> Query | Refusal:
    """Refused where an amount cannot be read without guessing."""
    for condition in read.conditions if isinstance(read, Query) else ():
        if condition.test in _AMOUNTS:
            try:
                read_amount(condition.value)
            except NotAnAmountError:
                return Refusal(Reason.WORDS, (condition.words,), ("deals_by_amount",))
    return read


def answer(query: Query, user: User, today: date, *, part: str = "", key: str = "") -> Answer:
    """What this person may know of the answer, one page from ``key`` on; with ``part``, of one part alone."""
    asked = Asked(user, today)
    found = found_for(query, asked)
    rows = part_of(query, found, part, asked) if part and query.grouping else found
    stale = deals_to_update(user) if reads_index(query) else frozenset()
    # Ids first: whole rows with what belongs to them are slow to sort.
    pks = list(_after(rows.order_by("-pk"), key).values_list("pk", flat=True)[: PAGE + 1])
    page = list(with_related(query, rows.model.objects.filter(pk__in=pks).order_by("-pk")))
    return Answer(
        query=query,
        count=rows.order_by().count(),
        groups=groups_of(query, found, asked),
        rows=rows_of(query, page[:PAGE], asked, stale),
        next_key=str(page[PAGE - 1].pk) if len(page) > PAGE else "",
        stale=calls_to_update(user) if reads_objections(query) else len(stale),
    )


def _after(rows: QuerySet[Any], key: str) -> QuerySet[Any]:
    """Keyset paging: offsets read everything they skip."""
    return rows.filter(pk__lt=int(key)) if key.isascii() and key.isdigit() and len(key) < 19 else rows
