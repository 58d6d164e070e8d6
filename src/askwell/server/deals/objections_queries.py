"""What the pages of objections read: those of one deal with what to do about them, those of all calls (M19, M28)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from askwell.counsel.objection_methods import ranked_methods
from askwell.counsel.plans.objections import PREVENTS
from askwell.counsel.plans.wording import advice_of
from askwell.deal.style import read_style
from askwell.deal.terms import BuyingStage
from askwell.method.entries import Bilingual, Entry
from askwell.method.loader import load_codebook
from askwell.method.terms import Cause, Concern, ObjectionClass
from askwell.server.accounts.models import Team, User
from askwell.server.accounts.queries import team_ids_where
from askwell.server.accounts.roles import Act, Reach
from askwell.server.calls.models import Call, Turn
from askwell.server.deals.models import Deal, ObjectionIndex, OwnAnswer
from askwell.server.deals.objections_words import Words, words_of
from askwell.server.deals.queries import Page
from askwell.server.deals.questions_filters import midnight, sold_by
from askwell.server.deals.questions_rows import sellers_of
from askwell.server.deals.reckoning import reckoned
from askwell.server.deals.standing import Quote

PAGE = 20
MOST = 50
"""Own answers and sellers a page shows."""
MONTHS = 12
STEPS = ("get_information", "give_opinion", "check_understanding", "summarise")
"""The steps of an answer that can be heard; how somebody analyses cannot (M19)."""
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A way of answering with words for it, and what it fits: class, stage, style."""

    name: str
    phrase: str
    fits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listener:
    """Where the buyer stands and how they like to be talked to, as far as known."""

    stage: BuyingStage = BuyingStage.UNKNOWN
    style: Entry | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """What the codebook says to do: what prevents it stands before what answers it; ``phrases`` the best first."""

    prevent: tuple[str, ...]
    handle: tuple[str, ...]
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class AnswerNote:
    """An answer of the team's own; ``mine`` where the reader may take it away."""

    pk: int
    text: str
    author: str
    created_at: datetime
    mine: bool


@dataclass(frozen=True, slots=True)
class ObjectionLine:
    """``met`` is how it was met, ``settled`` what shows that the sale went on after it, ``again`` that it came back."""

    quote: Quote
    held_at: datetime | None
    cause: str
    brought_on: tuple[Quote, ...]
    met: str
    answer: tuple[Quote, ...]
    again: tuple[Quote, ...]
    settled: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Matter:
    """The objections of one class and one concern."""

    kind: str
    concern: str
    kind_name: str
    concern_name: str
    lines: tuple[ObjectionLine, ...]
    advice: Advice
    notes: tuple[AnswerNote, ...]


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A buyer's question; ``steps`` are the names of the steps of an answer, with what shows each."""

    quote: Quote
    steps: tuple[tuple[str, tuple[Quote, ...]], ...]


@dataclass(frozen=True, slots=True)
class Objections:
    """What a deal's calls hold; ``hidden`` objections stand in calls the reader may not read."""

    matters: tuple[Matter, ...]
    questions: tuple[QuestionLine, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which objections of all calls are asked for; empty means any. ``month`` is its first day."""

    kind: str = ""
    concern: str = ""
    month: date | None = None
    seller: int | None = None


@dataclass(frozen=True, slots=True)
class HeardRow:
    """An objection among those of all calls; ``deal`` is empty where the call belongs to none the reader may see."""

    quote: Quote
    kind: str
    concern: str
    cause: str
    held_at: datetime | None
    deal: str
    deal_slug: str
    seller: str


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many of a class, and of them by concern, the most first."""

    kind: str
    name: str
    count: int
    concerns: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """``months`` are the last twelve in which there were any, ``earlier`` is what was heard before them."""

    kinds: tuple[KindCount, ...]
    months: tuple[tuple[date, int], ...]
    earlier: int
    sellers: tuple[tuple[int, str, int], ...]
    total: int


def objections_of(deal: Deal, user: User, today: date, lang: str) -> Objections:
    """The objections and questions heard in a deal's calls, those voiced most often first."""
    told = reckoned(deal, today)
    words = words_of(deal, user, told.speakers)
    readable = [one for one in told.objections if one["anchor"]["call"] in words.calls]
    groups: dict[tuple[str, str], list[Json]] = {}
    for one in readable:
        groups.setdefault((one["kind"], one["concern"]), []).append(one)
    notes = _notes(user, deal.team_id)
    stage = BuyingStage(told.state["buying_stage"]["stage"])
    signs = dict(deal.stakes.values_list("contact__slug", "contact__style_signs"))
    matters = tuple(
        _matter(kind, concern, heard, words, notes, Listener(stage, _style_of_last(heard, signs)), lang)
        for (kind, concern), heard in sorted(groups.items(), key=lambda pair: -len(pair[1]))
    )
    questions = [one for one in told.questions if one["anchor"]["call"] in words.calls]
    lines = tuple(_question(one, words, lang) for one in reversed(questions))
    return Objections(matters, lines, len(told.objections) - len(readable))


def _style_of_last(heard: Sequence[Json], signs: Mapping[str, Sequence[str]]) -> Entry | None:
    """The style of whoever voiced the last of these objections, as far as it is known."""
    return read_style(signs.get(heard[-1].get("person", ""), ())).style


def advice_on(kind: str, concern: str, causes: Iterable[str], lang: str, listener: Listener | None = None) -> Advice:
    """What the codebook says of a class, a concern and causes to this listener."""
    to = listener or Listener()
    prevent = [advice_of(f"cause.{cause}") for cause in causes]
    prevent += [advice_of(PREVENTS[Concern(concern)])] if concern else [advice_of("m27")]
    handle = [advice_of(f"objection_class.{kind}")] if kind else []
    handle += [advice_of(f"concern.{concern}")] if concern else []
    if not handle:
        handle = [advice_of("m28")]
    return Advice(_in(prevent, lang), _in(handle, lang), tuple(_phrases(kind, to, lang)))


def name_of_kind(kind: str, lang: str) -> str:
    return load_codebook().name_of(ObjectionClass(kind), lang) if kind else ""


def name_of_concern(concern: str, lang: str) -> str:
    return load_codebook().name_of(Concern(concern), lang) if concern else ""


def name_of_cause(cause: str, lang: str) -> str:
    return load_codebook().name_of(Cause(cause), lang) if cause else ""


def heard_for(user: User, wanted: Wanted, lang: str, key: str = "", count: int = 0) -> Page[HeardRow]:
    """The objections heard in the calls this person may read, those of the call brought last first.

    ``count`` is how many there are, which ``counts_for`` has reckoned.
    """
    chosen = _after(_wanted(user, wanted), key)
    order = ("-call_id", "turn", "start")
    # Ids first: whole rows of calls are slow to sort.
    ids = list(chosen.order_by(*order).values_list("pk", flat=True)[: PAGE + 1])
    rows = ObjectionIndex.objects.filter(pk__in=ids).select_related("call__owner").prefetch_related("call__sellers")
    fetched = list(rows.order_by(*order))
    shown, turns = fetched[:PAGE], _turns(fetched[:PAGE])
    deals = {} if not shown else _deals_of([row.call_id for row in shown], user)
    last = shown[-1] if len(fetched) > PAGE else None
    made = tuple(_heard_row(row, turns, deals.get(row.call_id), lang) for row in shown)
    return Page(made, f"{last.call_id}.{last.turn}.{last.start}" if last else "", count)


def counts_for(user: User, wanted: Wanted, lang: str) -> Counts:
    """How many objections there are by class and concern, by month and by seller."""
    kinds: dict[str, dict[str, int]] = {}
    rows = _all_or_few(user, wanted).order_by().values_list("kind", "concern")
    for kind, concern, number in rows.annotate(n=Count("pk")):
        kinds.setdefault(kind, {})[concern] = number
    made = [_kind_count(kind, concerns, lang) for kind, concerns in kinds.items()]
    calls = _told_in(user, wanted)
    months, earlier = _by_month(calls)
    return Counts(
        kinds=tuple(sorted(made, key=lambda one: -one.count)),
        months=months,
        earlier=earlier,
        sellers=_by_seller(calls),
        total=sum(one.count for one in made),
    )


def _all_or_few(user: User, wanted: Wanted) -> QuerySet[ObjectionIndex]:
    """The rows to count: where they are most of the index, read in its order rather than call by call.

    An expression of the call instead of the column keeps the database from looking up each call: three times as fast.
    """
    if wanted != Wanted() or not team_ids_where(user, Act.SEE_WORDS, Reach.TEAM):
        return _wanted(user, wanted)
    calls = Call.objects.worded_to(user).order_by().values("pk")
    return ObjectionIndex.objects.annotate(of=F("call_id") + 0).filter(of__in=calls)


def _told_in(user: User, wanted: Wanted) -> QuerySet[Call]:
    """The calls, each with how many of the objections wanted stand in it (``told``)."""
    if not (wanted.kind or wanted.concern):
        return _calls(user, wanted).annotate(told=F("objections_read__heard")).filter(told__gt=0)
    asked = {name: value for name, value in (("kind", wanted.kind), ("concern", wanted.concern)) if value}
    own = ObjectionIndex.objects.filter(call=OuterRef("pk"), **asked).order_by().values("call")
    return _calls(user, wanted).annotate(told=Subquery(own.annotate(n=Count("pk")).values("n"))).filter(told__gt=0)


def _by_month(calls: QuerySet[Call]) -> tuple[tuple[tuple[date, int], ...], int]:
    """How many in each of the last twelve months up to the last call, and before: one sum a month.

    A database without time zones would otherwise ask for the month of each call.
    """
    last = calls.aggregate(last=Max("held_at"))["last"]
    if last is None:
        return (), 0
    first = timezone.localdate(last).replace(day=1)
    starts = [first]
    while len(starts) < MONTHS:
        starts.append((starts[-1] - timedelta(days=1)).replace(day=1))
    ends = [last + timedelta(days=1), *map(midnight, starts)]
    within = {
        f"in_{n}": Sum("told", filter=Q(held_at__gte=midnight(start), held_at__lt=ends[n]))
        for n, start in enumerate(starts)
    }
    sums = calls.aggregate(**within, earlier=Sum("told", filter=Q(held_at__lt=midnight(starts[-1]))))
    return tuple((start, sums[f"in_{n}"]) for n, start in enumerate(starts) if sums[f"in_{n}"]), sums["earlier"] or 0


def _by_seller(calls: QuerySet[Call]) -> tuple[tuple[int, str, int], ...]:
    """Whoever is known to sell in a call, else whose it is, as questions count it; with two sellers for both."""
    seller, name, mail = (Coalesce(f"sellers__{field}", f"owner__{field}") for field in ("pk", "name", "email"))
    told = calls.annotate(seller=seller, who=name, mail=mail).exclude(seller=None).order_by()
    sums = told.values_list("seller", "who", "mail").annotate(n=Sum("told")).order_by("-n", "seller")
    return tuple((pk, who or mail, number) for pk, who, mail, number in sums[:MOST])


def own_answers(user: User, teams: Iterable[Team], kind: str, concern: str) -> tuple[AnswerNote, ...]:
    """What the teams noted for a class and a concern; for either alone, what was noted for it with any other."""
    rows = OwnAnswer.objects.filter(team__in=list(teams)).select_related("author")
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(concern=concern) if concern else rows
    return tuple(_note(user, row) for row in rows[:MOST])


def own_answer_for(user: User, pk: int) -> OwnAnswer:
    """An answer this person may take away: their own, or as a manager; Http404 for everybody else."""
    row = OwnAnswer.objects.filter(pk=pk).first()
    if row is None or not (row.author_id == user.pk or user.may(Act.REASSIGN, row.team_id)):
        raise Http404
    return row


def _in(texts: Iterable[Bilingual], lang: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.in_lang(lang) for text in texts))


def _phrases(kind: str, listener: Listener, lang: str) -> Iterable[Phrase]:
    """The ways that fit class, stage and style, the best first."""
    for one in ranked_methods(ObjectionClass(kind) if kind else None, listener.stage, listener.style):
        yield Phrase(one.name.in_lang(lang), one.phrase.in_lang(lang), one.fits)


def _notes(user: User, team_id: int) -> Callable[[str, str], tuple[AnswerNote, ...]]:
    rows = list(OwnAnswer.objects.filter(team=team_id).select_related("author")[: MOST * 10])

    def of(kind: str, concern: str) -> tuple[AnswerNote, ...]:
        fitting = [row for row in rows if (row.kind, row.concern) == (kind, concern)]
        return tuple(_note(user, row) for row in fitting[:MOST])

    return of


def _note(user: User, row: OwnAnswer) -> AnswerNote:
    mine = row.author_id == user.pk or user.may(Act.REASSIGN, row.team_id)
    return AnswerNote(row.pk, row.text, str(row.author) if row.author else "", row.created_at, mine)


def _matter(
    kind: str,
    concern: str,
    heard: Sequence[Json],
    words: Words,
    notes: Callable[[str, str], tuple[AnswerNote, ...]],
    listener: Listener,
    lang: str,
) -> Matter:
    causes = dict.fromkeys(one["cause"] for one in heard if one["cause"])
    return Matter(
        kind=kind,
        concern=concern,
        kind_name=name_of_kind(kind, lang),
        concern_name=name_of_concern(concern, lang),
        lines=tuple(_line(one, words, lang) for one in reversed(heard)),
        advice=advice_on(kind, concern, causes, lang, listener),
        notes=notes(kind, concern),
    )


def _line(one: Json, words: Words, lang: str) -> ObjectionLine:
    return ObjectionLine(
        quote=words.quote(one["anchor"]),
        held_at=words.calls[one["anchor"]["call"]].held_at,
        cause=name_of_cause(one["cause"], lang),
        brought_on=words.quotes(one["brought_on"]),
        met=one["met"],
        answer=words.quotes(one["answer"]),
        again=words.quotes(one["again"]),
        settled=words.quotes(one["settled"]),
    )


def _question(one: Json, words: Words, lang: str) -> QuestionLine:
    book = load_codebook()
    steps = tuple(
        (book.entry(f"inquiry.{name}").name.in_lang(lang), words.quotes(one["steps"][name])) for name in STEPS
    )
    return QuestionLine(words.quote(one["anchor"]), steps)


def _wanted(user: User, wanted: Wanted) -> QuerySet[ObjectionIndex]:
    rows = ObjectionIndex.objects.filter(call__in=_calls(user, wanted).order_by().values("pk"))
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.concern:
        rows = rows.filter(concern=wanted.concern)
    return rows


def _calls(user: User, wanted: Wanted) -> QuerySet[Call]:
    """The calls this person may read, of the seller and the month wanted."""
    calls = Call.objects.worded_to(user)
    if wanted.seller is not None:
        calls = calls.filter(sold_by([wanted.seller]))
    if wanted.month is not None:
        following = (wanted.month + timedelta(days=31)).replace(day=1)
        calls = calls.filter(held_at__gte=midnight(wanted.month), held_at__lt=midnight(following))
    return calls


def _after(rows: QuerySet[ObjectionIndex], key: str) -> QuerySet[ObjectionIndex]:
    """From the row on that ``key`` names by its place: places stay when the index is made anew, ids do not."""
    parts = key.split(".")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 18 for part in parts):
        return rows
    call, turn, start = map(int, parts)
    further = Q(turn__gt=turn) | Q(turn=turn, start__gt=start)
    return rows.filter(Q(call_id__lt=call) | (Q(call_id=call) & further))


def _turns(rows: Sequence[ObjectionIndex]) -> Mapping[tuple[int, int], str]:
    asked = Q(pk__in=[])
    for row in rows:
        asked |= Q(call=row.call_id, number=row.turn)
    return {(turn.call_id, turn.number): turn.text for turn in Turn.objects.filter(asked)}


def _deals_of(calls: Sequence[int], user: User) -> Mapping[int, tuple[str, str]]:
    """The name and the slug of the deal of each call, where this person may see it."""
    rows = Deal.objects.visible_to(user).order_by().filter(deal_calls__call__in=calls)
    return {call: (name, slug) for call, name, slug in rows.values_list("deal_calls__call", "name", "slug")}


def _heard_row(
    row: ObjectionIndex, turns: Mapping[tuple[int, int], str], deal: tuple[str, str] | None, lang: str
) -> HeardRow:
    text = turns.get((row.call_id, row.turn), "")[row.start : row.end]
    address = f"{reverse('calls:page', args=[row.call.slug])}#t{row.turn}"
    name, slug = deal or ("", "")
    return HeardRow(
        quote=Quote(text, "", row.call.title, address),
        kind=name_of_kind(row.kind, lang),
        concern=name_of_concern(row.concern, lang),
        cause=name_of_cause(row.cause, lang),
        held_at=row.call.held_at,
        deal=name,
        deal_slug=slug,
        seller=sellers_of(row.call),
    )


def _kind_count(kind: str, concerns: Mapping[str, int], lang: str) -> KindCount:
    ordered = sorted(concerns.items(), key=lambda pair: -pair[1])
    named = tuple((concern, name_of_concern(concern, lang), number) for concern, number in ordered)
    return KindCount(kind, name_of_kind(kind, lang), sum(concerns.values()), named)
