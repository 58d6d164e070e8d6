"""What pages read of calls. Nothing here changes anything, and no queryset leaves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.utils.dateparse import parse_datetime

from askwell.method.terms import Code
from askwell.server.accounts.models import User
from askwell.server.accounts.roles import Act
from askwell.server.calls import search_table
from askwell.server.calls.models import (
    CODE_NUMBERS,
    Call,
    CallQuerySet,
    Revision,
    Tag,
    Turn,
    UnitIndex,
    calls_within,
)
from askwell.server.calls.moments import Moment, moments_in
from askwell.server.jobs.models import OPEN_STATES, Job

PAGE = 50
COUNT_LIMIT = 1000
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class CallFilter:
    """What a list of calls is narrowed to; empty means no matter."""

    words: str = ""
    code: str = ""
    outcome: str = ""
    tag: str = ""
    owner: int | None = None
    sale: str = ""
    lang: str = ""

    @property
    def searches(self) -> bool:
        """Whether moments are looked for, not only calls."""
        return bool(self.words.strip() or self.code)


@dataclass(frozen=True, slots=True)
class CallRow:
    """One line of the list; ``state`` is ``coding``, ``ready``, ``sides`` (open who sells) or ``failed``."""

    slug: str
    title: str
    sellers: tuple[str, ...]
    held_at: datetime | None
    created_at: datetime
    outcome: str
    sale: str
    lang: str
    state: str
    seconds: float | None
    turns: int
    tags: tuple[str, ...]
    moments: tuple[Moment, ...] = ()
    moments_count: int = 0


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """``next_key`` opens the following page; ``count`` is at most COUNT_LIMIT + 1, which reads as "more"."""

    rows: tuple[Row, ...]
    next_key: str
    count: int

    @property
    def count_text(self) -> str:
        return f"{COUNT_LIMIT:,}+" if self.count > COUNT_LIMIT else f"{self.count:,}"


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person's calls can be narrowed by: sellers as (id, name), and tags."""

    owners: tuple[tuple[int, str], ...] = field(default=())
    tags: tuple[str, ...] = field(default=())


def call_for(user: User, slug: str) -> Call:
    """The call, for those who may see its figures; to everybody else it does not exist (Http404)."""
    call = Call.objects.visible_to(user).select_related("team", "owner", "upload").filter(slug=slug).first()
    if call is None:
        raise Http404
    return call


def call_allows(user: User, act: Act, call: Call) -> bool:
    """Whether this person may do ``act`` on this call."""
    own = call.owner_id == user.pk or call.sellers.filter(pk=user.pk).exists()
    return user.may(act, call.team_id, own=own, shared=call.shared)


def calls_for(user: User, wanted: CallFilter, key: str = "") -> Page[CallRow]:
    """The calls this person may see, newest first, one page from ``key`` on; when searching, with moments found."""
    teams = _teams(user) if wanted.searches else []
    calls = _found(user, _narrowed(Call.objects.visible_to(user), wanted), wanted, teams)
    # Whatever is searched for is looked up once, for the count and for the page.
    first = list(calls.values_list("pk", flat=True)[: COUNT_LIMIT + 1])
    place = _place(key)
    following = calls.filter(place).values_list("pk", flat=True) if place else first
    rows = Call.objects.filter(pk__in=list(following[: PAGE + 1]))
    fetched = list(rows.select_related("owner").prefetch_related("tags", "sellers"))
    shown = _rows(user, fetched[:PAGE], wanted, teams)
    return Page(shown, _key(fetched[PAGE - 1]) if len(fetched) > PAGE else "", len(first))


def has_calls(user: User) -> bool:
    """Whether there is any call this person may see."""
    return Call.objects.visible_to(user).exists()


def choices_for(user: User) -> Choices:
    """The sellers and tags among the calls this person may see."""
    calls = Call.objects.visible_to(user).order_by()
    owners = User.objects.filter(Exists(calls.filter(owner=OuterRef("pk")))).order_by("name", "pk")
    tags = Tag.objects.filter(Exists(calls.filter(tags=OuterRef("pk")))).order_by("name").values_list("name", flat=True)
    return Choices(tuple(owners.values_list("pk", "name")), tuple(dict.fromkeys(tags)))


def tags_of(team_id: int) -> list[str]:
    """The tags in use in a team, to suggest."""
    return list(Tag.objects.filter(team=team_id).values_list("name", flat=True))


@dataclass(frozen=True, slots=True)
class Erased:
    """What goes with a call when it is erased."""

    turns: int
    comments: int
    decisions: int
    file_name: str
    other_calls_of_file: int


def what_goes_with(call: Call) -> Erased:
    """For the page that asks before a call is erased."""
    upload = call.upload
    return Erased(
        turns=call.turns_count,
        comments=call.comments.count(),
        decisions=call.decisions.count(),
        file_name=upload.name if upload and upload.original_id else "",
        other_calls_of_file=upload.calls.exclude(pk=call.pk).count() if upload else 0,
    )


def failed_codings(calls: Iterable[Call]) -> set[int]:
    """Of these calls, the ids of those that wait for a coding nobody is at any more."""
    waiting = [call for call in calls if call.state == Call.State.CODING]
    if not waiting:
        return set()
    newest = dict(Revision.objects.filter(call__in=waiting).order_by("number").values_list("call", "pk"))
    jobs = Job.objects.filter(kind="code_call", state__in=OPEN_STATES, arguments__revision__in=list(newest.values()))
    open_revisions = {job.arguments["revision"] for job in jobs}
    return {call for call, revision in newest.items() if revision not in open_revisions}


def _rows(user: User, calls: Sequence[Call], wanted: CallFilter, teams: list[int]) -> tuple[CallRow, ...]:
    failed = failed_codings(calls)
    found: Mapping[int, tuple[tuple[Moment, ...], int]] = {}
    if wanted.searches:
        worded = Call.objects.filter(pk__in=[call.pk for call in calls]).worded_to(user)
        found = moments_in(set(worded.values_list("pk", flat=True)), teams, wanted.words, _number(wanted.code))
    return tuple(_row(call, failed, *found.get(call.pk, ((), 0))) for call in calls)


def _found(user: User, calls: CallQuerySet, wanted: CallFilter, teams: list[int]) -> CallQuerySet:
    """Those that hold the words, in their title or in the talk; with a code as well, inside one unit of that code."""
    words, number = wanted.words.strip(), _number(wanted.code)
    if not words:
        # Asked call by call: a code that most calls hold is found in the newest of them without going through all.
        of_code = UnitIndex.objects.filter(call=OuterRef("pk"), code=number)
        return calls.filter(Exists(of_code)) if wanted.code else calls
    table = search_table.UNITS if wanted.code else search_table.TURNS
    found = search_table.matching(table, teams, words, number or None)
    titled = Q() if wanted.code else Q(title__icontains=words)
    if found is None:
        return calls.filter(titled) if titled else calls.none()
    if wanted.code:
        holding: Any = UnitIndex.objects.filter(pk__in=found, code=number)
    else:
        holding = Turn.objects.filter(pk__in=found)
    # Distinct, since PostgreSQL, expecting one, would go through those found anew for every call.
    spoken = Q(pk__in=holding.order_by().values("call").distinct()) & calls_within(user, Act.SEE_WORDS)
    return calls.filter(titled | spoken)


def _teams(user: User) -> list[int]:
    return list(user.memberships.order_by().values_list("team", flat=True).distinct())


def _narrowed(calls: CallQuerySet, wanted: CallFilter) -> CallQuerySet:
    same = {"outcome": wanted.outcome, "tags__name": wanted.tag, "sale": wanted.sale, "lang": wanted.lang}
    calls = calls.filter(**{name: value for name, value in same.items() if value})
    return calls.filter(Q(owner=wanted.owner) | Q(pk__in=_sold_by(wanted.owner))) if wanted.owner else calls


def _sold_by(user_id: int) -> Any:
    return Call.objects.filter(sellers=user_id).values("pk")


def _place(key: str) -> Q | None:
    """Keyset paging: offsets read everything they skip."""
    moment, _, number = key.partition("_")
    try:
        created = parse_datetime(moment)
    except ValueError:
        created = None
    if created is None or created.tzinfo is None or not number.isascii() or not number.isdigit() or len(number) > 18:
        return None
    return Q(created_at__lt=created) | Q(created_at=created, pk__lt=int(number))


def _key(call: Call) -> str:
    return f"{call.created_at.isoformat()}_{call.pk}"


def _number(code: str) -> int:
    """The stored number of a code; 0, which no unit has, for anything else."""
    return CODE_NUMBERS[Code(code)] if code in tuple(Code) else 0


def _row(call: Call, failed: set[int], moments: tuple[Moment, ...], moments_count: int) -> CallRow:
    sellers = [str(user) for user in call.sellers.all()] or ([str(call.owner)] if call.owner else [])
    return CallRow(
        slug=call.slug,
        title=call.title,
        sellers=tuple(dict.fromkeys(sellers)),
        held_at=call.held_at,
        created_at=call.created_at,
        outcome=call.outcome,
        sale=call.sale,
        lang=call.lang,
        state=Call.State.FAILED if call.pk in failed else call.shown_state,
        seconds=call.seconds,
        turns=call.turns_count,
        tags=tuple(tag.name for tag in call.tags.all()),
        moments=moments,
        moments_count=moments_count,
    )
