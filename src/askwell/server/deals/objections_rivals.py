"""What the page of a rival shows beside the facts: the deals it stands in, and what buyers said of it (M37)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q
from django.urls import reverse

from askwell.deal.steps import OUT_OF_DATE
from askwell.method.terms import Concern, Side
from askwell.server.accounts.models import User
from askwell.server.calls import search_table
from askwell.server.calls.models import Call, Turn
from askwell.server.deals.models import Deal, ObjectionIndex, Rival
from askwell.server.deals.standing import Quote

PAGE = 50
SAID = 20
"""Quotes a rival's page shows, of each kind."""
LOOKED_AT = 100
SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")


@dataclass(frozen=True, slots=True)
class DealAgainst:
    """A deal the rival stands in; ``position`` is where we stand against it, empty where nobody said."""

    slug: str
    name: str
    company: str
    state: str
    position: str


@dataclass(frozen=True, slots=True)
class SaidOfRival:
    """``named``: the rival's name is in the words; otherwise they object that somebody else is better."""

    quote: Quote
    named: bool
    held_at: datetime | None
    deal: str
    deal_slug: str


def deals_against(user: User, rival: Rival) -> tuple[DealAgainst, ...]:
    """The deals this rival is in, of those this person may see, the open ones first."""
    rows = Deal.objects.visible_to(user).filter(rivals=rival).select_related("company")
    found = sorted(rows.order_by("-changed_at", "-pk")[:PAGE], key=lambda deal: deal.state != Deal.State.OPEN)
    return tuple(
        DealAgainst(deal.slug, deal.name, deal.company.name if deal.company else "", deal.state, deal.position)
        for deal in found
    )


def fresh_since(today: date) -> date:
    """What is known from before this day is out of date: a quarter."""
    return today - OUT_OF_DATE


def said_of(user: User, rival: Rival) -> tuple[SaidOfRival, ...]:
    """What buyers said in calls of deals this person may see: by name anywhere, or of a competitor where it stands."""
    calls = Call.objects.worded_to(user).filter(
        team=rival.team_id, deal_call__deal__in=Deal.objects.visible_to(user).values("pk")
    )
    named = _named(calls, rival)
    places = {(turn.call_id, turn.number) for turn in named}
    compared = [row for row in _compared(calls, rival) if (row.call_id, row.turn) not in places]
    texts = _texts(compared)
    lines = [_line(turn.call, turn.number, _around(turn.text, rival.name), named=True) for turn in named]
    lines += [
        _line(row.call, row.turn, texts.get((row.call_id, row.turn), "")[row.start : row.end], named=False)
        for row in compared
    ]
    return tuple(lines)


def _named(calls: "Iterable[Call]", rival: Rival) -> list[Turn]:
    found = search_table.matching(search_table.TURNS, [rival.team_id], rival.name)
    if found is None:
        return []
    rows = Turn.objects.filter(pk__in=found, call__in=calls, speaker=Side.BUYER.value)
    told = rows.select_related("call__deal_call__deal").order_by(F("call__held_at").desc(nulls_last=True), "-pk")
    name = rival.name.casefold()
    return [turn for turn in told[:LOOKED_AT] if name in turn.text.casefold()][:SAID]


def _compared(calls: "Iterable[Call]", rival: Rival) -> Sequence[ObjectionIndex]:
    rows = ObjectionIndex.objects.filter(
        call__in=calls, call__deal_call__deal__rivals=rival, concern=Concern.COMPETITOR.value
    )
    told = rows.select_related("call__deal_call__deal")
    return list(told.order_by(F("call__held_at").desc(nulls_last=True), "-pk")[:SAID])


def _texts(rows: Iterable[ObjectionIndex]) -> dict[tuple[int, int], str]:
    asked = Q(pk__in=[])
    for row in rows:
        asked |= Q(call=row.call_id, number=row.turn)
    return {(turn.call_id, turn.number): turn.text for turn in Turn.objects.filter(asked)}


def _around(text: str, name: str) -> str:
    """The sentences that hold the name."""
    parts = [part.strip() for part in SENTENCE.split(text) if name.casefold() in part.casefold()]
    return " ".join(parts) or text


def _line(call: Call, turn: int, text: str, *, named: bool) -> SaidOfRival:
    deal = call.deal_call.deal
    quote = Quote(text, "", call.title, f"{reverse('calls:page', args=[call.slug])}#t{turn}")
    return SaidOfRival(quote, named, call.held_at, deal.name, deal.slug)
